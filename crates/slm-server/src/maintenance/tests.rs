use slm_domain::{UnitConfig, UnitId};
use slm_store::Store;

use super::*;
use crate::{Config, RawConfig, Server};

/// A data folder with a database that holds one unit.
async fn data() -> (DataConfig, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let data = DataConfig { folder: folder.path().join("data"), backups_kept: 2 };
    let store = Store::open(data.database()).await.unwrap();
    store.put_unit(&UnitConfig::new(UnitId::new("gate").unwrap(), "h")).await.unwrap();
    store.close().await;
    (data, folder)
}

#[tokio::test]
async fn the_oldest_go_and_what_others_put_there_stays() {
    let (data, _folder) = data().await;
    fs::create_dir_all(data.backups()).unwrap();
    fs::write(data.backups().join("mine.db"), "").unwrap();
    assert!(list(&data).await.unwrap().is_empty());
    let mut made = Vec::new();
    for _ in 0..4 {
        made.push(back_up(&data).await.unwrap().path);
    }
    let listed: Vec<_> = list(&data).await.unwrap().into_iter().map(|backup| backup.path).collect();
    assert_eq!(listed, [made[3].clone(), made[2].clone()]);
    assert!(data.backups().join("mine.db").exists());
}

#[tokio::test]
async fn nothing_is_restored_under_a_running_server() {
    let (data, folder) = data().await;
    let name = back_up(&data).await.unwrap().path.file_name().unwrap().to_owned();
    let mut raw = RawConfig::default();
    raw.set("PORT", 0).set("SLMM_DATA_DIR", data.folder.display());
    let server = Server::bind(Config::check(&raw).unwrap()).await.unwrap();
    let error = restore(&data, Path::new(&name)).await.unwrap_err();
    assert!(matches!(error, StartError::DataFolderInUse { .. }), "{error}");
    let examined = check(&data).await.unwrap();
    examined.usable().unwrap();
    server.run(async {}).await;
    let restored = restore(&data, Path::new(&name)).await.unwrap();
    assert!(restored.aside.unwrap().exists());
    let elsewhere = folder.path().join("copy.db");
    back_up_to(&data, &elsewhere, false).await.unwrap();
    assert!(matches!(back_up_to(&data, &elsewhere, false).await, Err(StoreError::TargetExists { .. })));
}
