use std::fs;

use slm_domain::UnitConfig;
use slm_store::{Store, StoreError, back_up, examine, restore};

use crate::backup::names;
use crate::support::{Place, at, run, unit};

/// Names of the units in a file.
async fn units(path: &std::path::Path) -> Vec<String> {
    let store = Store::open(path).await.unwrap();
    let names = store.units().await.unwrap().iter().map(|unit| unit.id.to_string()).collect();
    store.close().await;
    names
}

async fn add(store: &Store, name: &str) {
    store.put_unit(&UnitConfig::new(unit(name), "h")).await.unwrap();
}

const NOW: &str = "2026-06-09T17:13:21Z";
const ASIDE: &str = "slmm.db.before-restore-2026-06-09T17-13-21Z";

#[tokio::test]
async fn what_was_copied_comes_back_and_the_rest_is_kept() {
    let place = Place::new();
    let store = place.store().await;
    add(&store, "north").await;
    let copy = place.folder().join("copy.db");
    store.backup_to(&copy, false).await.unwrap();
    add(&store, "south").await;
    store.close().await;

    let restored = restore(&copy, &place.path(), at(NOW)).await.unwrap();
    let folder = place.path().parent().unwrap().to_owned();
    assert_eq!(restored.aside, Some(folder.join(ASIDE)));
    assert_eq!(names(&folder), ["slmm.db", ASIDE]);
    assert_eq!(units(&place.path()).await, ["north"]);
    assert_eq!(units(&folder.join(ASIDE)).await, ["north", "south"]);
    assert_eq!(units(&copy).await, ["north"], "the copy stays");

    let again = restore(&folder.join(ASIDE), &place.path(), at(NOW)).await.unwrap();
    assert_eq!(again.aside, Some(folder.join(format!("{ASIDE}-2"))));
    assert_eq!(units(&place.path()).await, ["north", "south"]);
}

#[tokio::test]
async fn journals_go_with_their_file() {
    let place = Place::new();
    let store = place.store().await;
    add(&store, "north").await;
    let copy = place.folder().join("copy.db");
    store.backup_to(&copy, false).await.unwrap();
    add(&store, "south").await;
    // A crash: what was written last lies in the journal only.
    let folder = place.path().parent().unwrap().to_owned();
    let crashed = place.folder().join("crashed");
    fs::create_dir(&crashed).unwrap();
    for name in ["slmm.db", "slmm.db-wal"] {
        fs::copy(folder.join(name), crashed.join(name)).unwrap();
    }
    fs::write(crashed.join("slmm.db-shm"), "stale").unwrap();
    store.close().await;

    restore(&copy, &crashed.join("slmm.db"), at(NOW)).await.unwrap();
    assert_eq!(
        units(&crashed.join("slmm.db")).await,
        ["north"],
        "the old journal is not taken for the copy's"
    );
    assert_eq!(units(&crashed.join(ASIDE)).await, ["north", "south"], "nothing of the old file is lost");
}

#[tokio::test]
async fn a_copy_with_a_journal_is_taken_with_it() {
    let place = Place::new();
    let store = place.store().await;
    add(&store, "north").await;
    let copied = place.folder().join("by-hand.db");
    for suffix in ["", "-wal"] {
        fs::copy(format!("{}{suffix}", place.path().display()), format!("{}{suffix}", copied.display()))
            .unwrap();
    }
    store.close().await;
    let other = Place::new();
    assert_eq!(restore(&copied, &other.path(), at(NOW)).await.unwrap().aside, None);
    assert_eq!(units(&other.path()).await, ["north"]);
}

#[tokio::test]
async fn a_file_of_the_old_service_can_be_restored() {
    let old = Place::new();
    let mut raw = old.raw().await;
    run(&mut raw, include_str!("old/0.2.sql")).await;
    let place = Place::new();
    restore(&old.path(), &place.path(), at(NOW)).await.unwrap();
    assert!(!units(&place.path()).await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_and_nothing_moves() {
    let place = Place::new();
    let store = place.store().await;
    for number in 0..300 {
        add(&store, &format!("unit {number}")).await;
    }
    let sound = place.folder().join("sound.db");
    store.backup_to(&sound, false).await.unwrap();
    store.close().await;
    let before = names(&place.folder());
    let bytes = fs::read(place.path()).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("text.db"), "a text, and by no means a database ".repeat(50)).unwrap();
    let mut damaged = fs::read(&sound).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8192].fill(0xAB);
    fs::write(file("damaged.db"), damaged).unwrap();
    fs::write(file("empty.db"), "").unwrap();
    back_up(&place.path(), &file("newer.db"), false).await.unwrap();
    let newer = "UPDATE slm_migration SET version = version + 1000";
    for (name, script) in [("newer.db", newer), ("other.db", "CREATE TABLE song (title TEXT)")] {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file(name)).create_if_missing(true);
        let mut raw = sqlx::ConnectOptions::connect(&options).await.unwrap();
        run(&mut raw, script).await;
        sqlx::Connection::close(raw).await.unwrap();
    }
    let mut told = Vec::new();
    for name in ["text.db", "damaged.db", "newer.db", "other.db", "empty.db", "missing.db"] {
        let error = restore(&file(name), &place.path(), at(NOW)).await.unwrap_err();
        let variant = format!("{error:?}");
        told.push(format!("{name}: {}", variant.split(' ').next().unwrap()));
        assert!(error.to_string().contains(name), "{error}");
    }
    let error = restore(&place.path(), &place.path(), at(NOW)).await.unwrap_err();
    assert!(matches!(error, StoreError::TargetExists { .. }), "{error}");
    assert_eq!(
        told,
        [
            "text.db: NotADatabase",
            "damaged.db: Damaged",
            "newer.db: Newer",
            "other.db: NotOurs",
            "empty.db: NotOurs",
            "missing.db: Missing"
        ]
    );
    assert_eq!(names(&place.folder()), before);
    assert_eq!(fs::read(place.path()).unwrap(), bytes);
    assert!(examine(&file("damaged.db")).await.unwrap().findings.len() <= 20);
}

#[tokio::test]
#[cfg(unix)]
async fn the_file_stays_as_open_to_others_as_it_was() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let place = Place::new();
    let store = place.store().await;
    let copy = place.folder().join("copy.db");
    store.backup_to(&copy, false).await.unwrap();
    store.close().await;
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o660)).unwrap();
    // Only root may give files away.
    let is_given = chown(place.path(), Some(1234), Some(1234)).is_ok();
    restore(&copy, &place.path(), at(NOW)).await.unwrap();
    let now = fs::metadata(place.path()).unwrap();
    assert_eq!(now.mode() & 0o777, 0o660);
    assert_eq!((now.uid() == 1234, now.gid() == 1234), (is_given, is_given));
}

#[tokio::test]
async fn what_cannot_be_moved_is_moved_back() {
    let place = Place::new();
    let store = place.store().await;
    let copy = place.folder().join("copy.db");
    store.backup_to(&copy, false).await.unwrap();
    store.close().await;
    // Restored because it is damaged, with journals that nobody can bring in, one of which cannot be moved.
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    for name in ["slmm.db", "slmm.db-wal", "slmm.db-journal"] {
        fs::write(file(name), format!("no {name} any more")).unwrap();
    }
    fs::create_dir_all(file(&format!("{ASIDE}-journal")).join("in the way")).unwrap();
    let error = restore(&copy, &file("slmm.db"), at(NOW)).await.unwrap_err();
    assert!(matches!(error, StoreError::File { .. }), "{error}");
    assert_eq!(
        names(folder.path()),
        ["slmm.db", "slmm.db-journal", "slmm.db-wal", &format!("{ASIDE}-journal")]
    );
    assert_eq!(fs::read_to_string(file("slmm.db-wal")).unwrap(), "no slmm.db-wal any more");
}
