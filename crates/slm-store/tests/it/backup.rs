use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use slm_domain::UnitConfig;
use slm_store::{Examination, StoreError, back_up, examine};

use crate::support::{Place, after, count, lines, reading, readings, unit};

/// Names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

/// Readings in each batch of a writer.
const ROWS: usize = 50;

/// Where the writer stops, however slow the copies are.
const MOST_BATCHES: usize = 300;

fn rows(found: &Examination, table: &str) -> usize {
    let (_, rows) = found.tables.iter().find(|(name, _)| name == table).unwrap();
    usize::try_from(*rows).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_all_that_was_committed_before_and_no_half_batch() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let (committed, last) = tokio::sync::watch::channel(0_usize);
    let writer = tokio::spawn({
        let (store, north) = (store.clone(), north.clone());
        async move {
            for batch in 0..MOST_BATCHES {
                let at = |row: usize| after(i64::try_from(batch * ROWS + row).unwrap());
                let row = |row: usize| reading(&north, at(row), 50.0);
                store.record(&readings((0..ROWS).map(row).collect())).await.unwrap();
                if committed.send(batch + 1).is_err() {
                    return;
                }
            }
            committed.closed().await;
        }
    });
    for round in 1..=4 {
        last.clone().wait_for(|batches| *batches >= round * 10).await.unwrap();
        let before = *last.borrow();
        let target = place.folder().join(format!("backups/{round}.db"));
        let backup = store.backup_to(&target, false).await.unwrap();
        assert_eq!(backup.path, target);
        assert_eq!(backup.size_bytes, fs::metadata(&target).unwrap().len());
        let found = examine(&target).await.unwrap();
        found.usable().unwrap();
        let rows = rows(&found, "slm_reading");
        assert_eq!(rows % ROWS, 0, "a batch is there as a whole or not at all");
        assert!(rows / ROWS >= before, "{before} batches were committed, {} are there", rows / ROWS);
    }
    drop(last);
    writer.await.unwrap();
    assert_eq!(names(&place.folder().join("backups")), ["1.db", "2.db", "3.db", "4.db"]);
}

#[tokio::test]
async fn another_process_may_write_meanwhile() {
    let place = Place::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_slm-store-load"))
        .arg(place.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let before: usize = said.nth(19).unwrap().unwrap().parse().unwrap();
    let target = place.folder().join("copy.db");
    back_up(&place.path(), &target, false).await.unwrap();
    let examination = examine(&place.path()).await.unwrap();
    child.kill().unwrap();
    child.wait().unwrap();

    assert!(examination.findings.is_empty(), "{:?}", examination.findings);
    let found = examine(&target).await.unwrap();
    found.usable().unwrap();
    let batches = rows(&found, "nl43_readings");
    assert!(batches >= before, "{before} batches were committed, {batches} are there");
    assert_eq!(rows(&found, "slm_reading"), batches * 200);
}

#[tokio::test]
async fn nothing_is_overwritten_unless_told() {
    let place = Place::new();
    let store = place.store().await;
    let target = place.folder().join("copy.db");
    fs::write(&target, "precious").unwrap();
    for target in [&target, &place.path()] {
        let error = store.backup_to(target, false).await.unwrap_err();
        assert!(matches!(&error, StoreError::TargetExists { path } if path == target), "{error}");
    }
    assert!(matches!(store.backup_to(&place.path(), true).await, Err(StoreError::TargetExists { .. })));
    assert_eq!(fs::read(&target).unwrap(), b"precious");
    store.backup_to(&target, true).await.unwrap();
    examine(&target).await.unwrap().usable().unwrap();
    assert_eq!(names(&place.folder()), ["copy.db", "data"]);
}

#[tokio::test]
async fn a_failed_copy_leaves_nothing_behind() {
    let place = Place::new();
    let target = place.folder().join("backups/copy.db");
    let error = back_up(&place.path(), &target, false).await.unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }), "{error}");
    assert!(!place.path().exists(), "looking for a file does not make it");

    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    fs::write(place.path(), "no database, but long enough to be looked at ".repeat(30)).unwrap();
    let error = back_up(&place.path(), &target, false).await.unwrap_err();
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
    assert_eq!(names(&place.folder().join("backups")), [""; 0]);

    fs::write(place.folder().join("file"), "").unwrap();
    let sound = Place::new();
    let error = sound.store().await.backup_to(&place.folder().join("file/copy.db"), false).await.unwrap_err();
    assert!(matches!(error, StoreError::File { .. }), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_is_no_more_readable_than_the_database() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::new();
    let store = place.store().await;
    let target = place.folder().join("copy.db");
    for mode in [0o600, 0o640] {
        fs::set_permissions(place.path(), fs::Permissions::from_mode(mode)).unwrap();
        store.backup_to(&target, true).await.unwrap();
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, mode);
    }
}

#[tokio::test]
async fn looking_changes_nothing() {
    let place = Place::new();
    let store = place.store().await;
    store.put_unit(&UnitConfig::new(unit("north"), "h")).await.unwrap();
    store.close().await;
    let before = fs::read(place.path()).unwrap();
    let found = examine(&place.path()).await.unwrap();
    assert_eq!(rows(&found, "nl43_config"), 1);
    assert_eq!(found.opened_by.as_deref(), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(found.migration, Some(found.known_migration));
    assert!(found.is_ours && found.missing.is_empty() && !found.is_newer());
    back_up(&place.path(), &place.folder().join("copy.db"), false).await.unwrap();
    assert_eq!(fs::read(place.path()).unwrap(), before);
    assert_eq!(names(place.path().parent().unwrap()), ["slmm.db"]);
}

#[tokio::test]
async fn a_file_of_the_old_service_is_known_as_one() {
    let place = Place::new();
    let mut raw = place.raw().await;
    crate::support::run(&mut raw, include_str!("old/0.1.sql")).await;
    let found = examine(&place.path()).await.unwrap();
    found.usable().unwrap();
    assert!(found.is_ours && found.migration.is_none() && found.opened_by.is_none());
    assert!(found.missing.contains(&"nl43_config.monitor_enabled".to_owned()), "{:?}", found.missing);
    assert!(found.missing.contains(&"alert_rules".to_owned()), "{:?}", found.missing);
    assert_eq!(count(&mut raw, "sqlite_schema WHERE name LIKE 'slm%'").await, 0);
    let tables = lines(&mut raw, "name", "sqlite_schema WHERE type = 'table'").await;
    assert_eq!(found.tables.len(), tables.len());
}
