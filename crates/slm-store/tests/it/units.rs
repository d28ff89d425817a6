use std::time::Duration;

use slm_domain::UnitConfig;
use slm_store::StoreError;

use crate::support::{Place, full_status, lines, run, unit};

fn unlike_the_defaults(name: &str) -> UnitConfig {
    UnitConfig {
        id: unit(name),
        host: "meter.example".to_owned(),
        tcp_port: 65_535,
        tcp_enabled: false,
        ftp_enabled: true,
        ftp_port: 2121,
        ftp_username: Some("USER".to_owned()),
        ftp_password: Some("it's \"0000\"".to_owned()),
        web_enabled: true,
        poll_enabled: false,
        poll_interval: Duration::from_hours(6),
        monitor_enabled: false,
        deactivated: true,
    }
}

#[tokio::test]
async fn every_field_of_a_unit_comes_back() {
    let place = Place::new();
    let store = place.store().await;
    let north = unlike_the_defaults("nl43 – 'north' gate?");
    store.put_unit(&north).await.unwrap();
    assert_eq!(store.unit(&north.id).await.unwrap(), Some(north.clone()));

    let reset = UnitConfig::new(north.id.clone(), "10.0.0.1");
    store.put_unit(&reset).await.unwrap();
    assert_eq!(store.units().await.unwrap(), std::slice::from_ref(&reset));

    store.close().await;
    assert_eq!(place.store().await.units().await.unwrap(), [reset]);
}

#[tokio::test]
async fn units_stand_in_the_order_of_their_creation() {
    let place = Place::new();
    let store = place.store().await;
    for name in ["c", "a", "b"] {
        store.insert_unit(&UnitConfig::new(unit(name), "h")).await.unwrap();
    }
    store.put_unit(&UnitConfig::new(unit("a"), "other")).await.unwrap();
    let names: Vec<_> = store.units().await.unwrap().iter().map(|unit| unit.id.to_string()).collect();
    assert_eq!(names, ["c", "a", "b"]);
}

#[tokio::test]
async fn a_second_unit_of_a_name_is_refused_and_changes_nothing() {
    let place = Place::new();
    let store = place.store().await;
    let first = unlike_the_defaults("north");
    store.insert_unit(&first).await.unwrap();
    let refused = store.insert_unit(&UnitConfig::new(unit("north"), "other")).await;
    assert!(matches!(refused, Err(StoreError::UnitExists(name)) if name == unit("north")));
    assert_eq!(store.units().await.unwrap(), [first]);
}

#[tokio::test]
async fn deleting_takes_configuration_and_status_only() {
    let place = Place::new();
    let store = place.store().await;
    let (north, south) = (unit("north"), unit("south"));
    for id in [&north, &south] {
        store.put_unit(&UnitConfig { deactivated: true, ..UnitConfig::new(id.clone(), "h") }).await.unwrap();
        store.put_status(id, &full_status()).await.unwrap();
    }
    assert!(store.delete_unit(&north).await.unwrap());
    assert!(!store.delete_unit(&north).await.unwrap());
    assert_eq!(store.unit(&north).await.unwrap(), None);
    assert_eq!(store.status(&north).await.unwrap(), None);
    assert!(store.status(&south).await.unwrap().is_some());

    store.put_unit(&UnitConfig::new(north.clone(), "h")).await.unwrap();
    assert!(!store.unit(&north).await.unwrap().unwrap().deactivated, "a new unit starts afresh");
}

#[tokio::test]
async fn a_row_that_names_a_path_stays_and_is_left_out() {
    let place = Place::new();
    let store = place.store().await;
    let mut raw = place.raw().await;
    run(
        &mut raw,
        "INSERT INTO nl43_config (unit_id, host) VALUES ('..', 'a'), ('a/b', 'b'), ('', 'c'), ('good', 'd');
         INSERT INTO nl43_status (unit_id, lp) VALUES ('..', '1.0'), ('good', '2.0')",
    )
    .await;
    let units = store.units().await.unwrap();
    assert_eq!(units, [UnitConfig::new(unit("good"), "d")]);
    let statuses = store.statuses().await.unwrap();
    assert_eq!(statuses.len(), 1);
    assert_eq!(lines(&mut raw, "host", "nl43_config").await, ["a", "b", "c", "d"]);
}

#[tokio::test]
async fn nulls_and_impossible_values_count_as_the_defaults() {
    let place = Place::new();
    let store = place.store().await;
    let mut raw = place.raw().await;
    run(
        &mut raw,
        "INSERT INTO nl43_config (unit_id) VALUES ('nulls');
         INSERT INTO nl43_config (unit_id, host, tcp_port, ftp_port, poll_interval_seconds)
         VALUES ('odd', 'h', 70000, 'x', -5)",
    )
    .await;
    let expected = [UnitConfig::new(unit("nulls"), "127.0.0.1"), UnitConfig::new(unit("odd"), "h")];
    assert_eq!(store.units().await.unwrap(), expected);
}

#[tokio::test]
async fn the_old_service_finds_every_column_written() {
    let place = Place::new();
    let store = place.store().await;
    store.insert_unit(&UnitConfig::new(unit("plain"), "127.0.0.1")).await.unwrap();
    store.put_unit(&unlike_the_defaults("other")).await.unwrap();
    let columns = "host, tcp_port, tcp_enabled, ftp_enabled, ftp_port, coalesce(ftp_username, 'null'),
        coalesce(ftp_password, 'null'), web_enabled, poll_interval_seconds, poll_enabled, monitor_enabled";
    assert_eq!(
        lines(&mut place.raw().await, columns, "nl43_config").await,
        [
            "127.0.0.1|2255|1|0|21|null|null|0|60|1|1",
            "meter.example|65535|0|1|2121|USER|it's \"0000\"|1|21600|0|0"
        ]
    );
}

#[tokio::test]
async fn reading_does_not_wait_for_a_writer() {
    let place = Place::new();
    let store = place.store().await;
    store.put_unit(&UnitConfig::new(unit("north"), "h")).await.unwrap();
    let mut other = place.raw().await;
    run(&mut other, "BEGIN IMMEDIATE; DELETE FROM nl43_config").await;
    assert_eq!(store.units().await.unwrap().len(), 1);
    run(&mut other, "ROLLBACK").await;
}
