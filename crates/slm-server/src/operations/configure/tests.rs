use tokio::task::JoinSet;

use super::*;
use crate::config::{Config, RawConfig};

fn gate() -> UnitId {
    UnitId::new("gate").unwrap()
}

/// A service without a socket whose fleet does not run the one stored unit, as while that is being started.
async fn app_with_a_unit_that_does_not_run(folder: &tempfile::TempDir) -> (App, JoinSet<()>) {
    let mut written = RawConfig::default();
    written.set("SLMM_DATA_DIR", folder.path().display()).set("SLMM_POLLING_ENABLED", false);
    let mut tasks = JoinSet::new();
    let app = App::start(Config::check(&written).unwrap(), &mut tasks).await.unwrap();
    let mut stored = UnitConfig::new(gate(), "192.0.2.7");
    stored.tcp_port = 4711;
    stored.tcp_enabled = false;
    create_unit(&app, stored).await.unwrap();
    app.fleet.remove(&gate()).await;
    (app, tasks)
}

#[tokio::test]
async fn a_change_begins_with_what_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _tasks) = app_with_a_unit_that_does_not_run(&folder).await;
    let changed = upsert_unit(&app, gate(), |config| config.web_enabled = true).await.unwrap();
    assert_eq!((changed.config().host.as_str(), changed.config().tcp_port), ("192.0.2.7", 4711));
    app.fleet.remove(&gate()).await;
    let changed = update_unit(&app, gate(), |config| config.poll_enabled = false).await.unwrap();
    assert!(changed.config().web_enabled && !changed.config().poll_enabled);
    assert_eq!(app.store.unit(&gate()).await.unwrap().as_ref(), Some(&*changed.config()));
}

#[tokio::test]
async fn a_change_to_the_same_brings_the_unit_into_the_fleet() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _tasks) = app_with_a_unit_that_does_not_run(&folder).await;
    upsert_unit(&app, gate(), |_| ()).await.unwrap();
    assert_eq!(app.fleet.unit(&gate()).unwrap().config().tcp_port, 4711);
}

#[tokio::test]
async fn a_stored_unit_is_deleted_though_it_does_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let (app, _tasks) = app_with_a_unit_that_does_not_run(&folder).await;
    delete_unit(&app, gate()).await.unwrap();
    assert_eq!(app.store.unit(&gate()).await.unwrap(), None);
    assert!(matches!(delete_unit(&app, gate()).await, Err(ApiError::NotConfigured)));
}

#[tokio::test]
async fn every_stored_unit_is_known_once_the_service_has_started() {
    let folder = tempfile::tempdir().unwrap();
    let (app, tasks) = app_with_a_unit_that_does_not_run(&folder).await;
    let mut elsewhere = UnitConfig::new(UnitId::new("named").unwrap(), "no-such-host.invalid");
    elsewhere.tcp_enabled = false;
    app.store.put_unit(&elsewhere).await.unwrap();
    let config = app.config.clone();
    drop((app, tasks));
    let app = App::start(config, &mut JoinSet::new()).await.unwrap();
    let names: Vec<String> = app.fleet.units().iter().map(|unit| unit.id().to_string()).collect();
    assert_eq!(names, ["gate", "named"]);
}
