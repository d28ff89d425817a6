use slm_domain::UnitConfig;
use slm_store::{Store, StoreError};

use crate::support::{Place, lines, run, unit};

/// Writes these bytes where the database should be, and says why opening fails.
async fn open_bytes(bytes: &[u8]) -> (StoreError, Vec<u8>) {
    let place = Place::new();
    std::fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    std::fs::write(place.path(), bytes).unwrap();
    let error = Store::open(place.path()).await.unwrap_err();
    assert!(error.to_string().contains(&*place.path().to_string_lossy()), "{error}");
    (error, std::fs::read(place.path()).unwrap())
}

/// A sound database of ours as one file.
async fn sound_file() -> Vec<u8> {
    let place = Place::new();
    let store = place.store().await;
    for n in 0..200 {
        store.put_unit(&UnitConfig::new(unit(&format!("unit {n}")), "h".repeat(100))).await.unwrap();
    }
    store.close().await;
    std::fs::read(place.path()).unwrap()
}

#[tokio::test]
async fn the_folder_is_created_and_the_file_is_one_after_closing() {
    let place = Place::new();
    let path = place.folder().join("a/b/c/slmm.db");
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.path(), path);
    store.put_unit(&UnitConfig::new(unit("north"), "h")).await.unwrap();
    store.close().await;
    let names: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["slmm.db"]);
}

#[tokio::test]
async fn a_folder_is_no_database() {
    let place = Place::new();
    let error = Store::open(place.folder()).await.unwrap_err();
    assert!(matches!(&error, StoreError::IsFolder { path } if *path == place.folder()));
    assert!(error.to_string().contains("is a folder"), "{error}");
}

#[tokio::test]
async fn a_file_cannot_be_the_folder() {
    let place = Place::new();
    std::fs::write(place.folder().join("data"), "").unwrap();
    let error = Store::open(place.path()).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Folder { path, .. } if *path == place.folder().join("data")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_text_is_no_database_and_stays_as_it_is() {
    let text = "level,time\n".repeat(1000);
    let (error, after) = open_bytes(text.as_bytes()).await;
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error:?}");
    assert_eq!(after, text.as_bytes());
}

#[tokio::test]
async fn an_empty_file_is_a_new_database() {
    let place = Place::new();
    std::fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    std::fs::write(place.path(), "").unwrap();
    assert_eq!(place.store().await.units().await.unwrap(), []);
}

#[tokio::test]
async fn a_damaged_schema_is_named_on_opening() {
    let mut bytes = sound_file().await;
    bytes[100..4096].fill(0xa5);
    let (error, _) = open_bytes(&bytes).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn damage_further_in_is_found_by_the_check() {
    let mut bytes = sound_file().await;
    let place = Place::new();
    std::fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    let last = bytes.len() - 4096;
    bytes[last..].fill(0xa5);
    std::fs::write(place.path(), bytes).unwrap();
    let store = place.store().await;
    let error = store.check().await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn a_sound_database_passes_both_checks() {
    let place = Place::new();
    let store = place.store().await;
    store.put_unit(&UnitConfig::new(unit("north"), "h")).await.unwrap();
    store.check().await.unwrap();
    store.check_thoroughly().await.unwrap();
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_left_alone() {
    let place = Place::new();
    place.store().await.close().await;
    let mut raw = place.raw().await;
    run(
        &mut raw,
        "INSERT INTO slm_migration (version, description, success, checksum, execution_time)
         VALUES (4711, 'from the future', 1, x'00', 0); UPDATE slm_meta SET value = 'x' WHERE key = 'opened_by'",
    )
    .await;
    let error = Store::open(place.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { version: 4711, .. }), "{error:?}");
    assert_eq!(lines(&mut raw, "value", "slm_meta WHERE key = 'opened_by'").await, ["x"]);
}

#[tokio::test]
async fn an_upgrade_that_cannot_be_finished_leaves_the_file_as_it_was() {
    let place = Place::new();
    let mut raw = place.raw().await;
    run(
        &mut raw,
        "CREATE TABLE nl43_config (unit_id VARCHAR PRIMARY KEY, host VARCHAR);
         CREATE TABLE nl43_readings (id INTEGER PRIMARY KEY, something VARCHAR);
         CREATE VIEW device_logs AS SELECT 1 AS unit_id",
    )
    .await;
    let before = std::fs::read(place.path()).unwrap();
    let error = Store::open(place.path()).await.unwrap_err();
    assert!(
        matches!(error, StoreError::ForeignTable { table: "device_logs", column: "id", .. }),
        "{error:?}"
    );
    assert_eq!(std::fs::read(place.path()).unwrap(), before);
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let place = Place::new();
    let store = place.store().await;
    store.clone().close().await;
    assert!(matches!(store.units().await, Err(StoreError::Closed)));
    assert!(matches!(store.put_unit(&UnitConfig::new(unit("a"), "h")).await, Err(StoreError::Closed)));
    store.close().await;
}
