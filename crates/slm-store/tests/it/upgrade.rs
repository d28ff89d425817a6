use std::time::Duration;

use slm_domain::{UnitConfig, UnitStatus};
use slm_store::LogQuery;
use sqlx::SqliteConnection;

use crate::support::{Place, at, lines, run, unit};

pub(crate) const OLDEST: &str = include_str!("old/0.1-before-ftp.sql");
pub(crate) const EARLY: &str = include_str!("old/0.1.sql");
pub(crate) const POLLING: &str = include_str!("old/0.2.sql");
pub(crate) const NEWEST: &str = include_str!("old/0.4.sql");

pub(crate) async fn file(script: &str) -> (Place, SqliteConnection) {
    let place = Place::new();
    let mut raw = place.raw().await;
    run(&mut raw, script).await;
    (place, raw)
}

/// Every column of every table as the old service sees it: name, type, not null, part of the key.
pub(crate) async fn columns(raw: &mut SqliteConnection) -> Vec<String> {
    lines(
        raw,
        r#"m.name, c.name, c.type, c."notnull", c.pk"#,
        "sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.name",
    )
    .await
}

/// Contents of the old service's tables, in the columns the file has before it is opened.
pub(crate) async fn contents(raw: &mut SqliteConnection, columns: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for column in columns {
        let mut parts = column.split('|');
        let (table, name) = (parts.next().unwrap(), parts.next().unwrap());
        all.extend(lines(raw, &format!("'{column}', quote({name})"), table).await);
    }
    all
}

/// Opening changes nothing of what is there; opening again changes nothing at all.
pub(crate) async fn check_kept(script: &str) {
    let (place, mut raw) = file(script).await;
    let old_columns = columns(&mut raw).await;
    let old_contents = contents(&mut raw, &old_columns).await;
    place.store().await.close().await;

    let upgraded = columns(&mut raw).await;
    let lost: Vec<_> = old_columns.iter().filter(|column| !upgraded.contains(column)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!(contents(&mut raw, &old_columns).await, old_contents);

    let schema = lines(&mut raw, "name, sql", "sqlite_schema ORDER BY name").await;
    let everything = contents(&mut raw, &upgraded).await;
    place.store().await.close().await;
    assert_eq!(lines(&mut raw, "name, sql", "sqlite_schema ORDER BY name").await, schema);
    assert_eq!(contents(&mut raw, &upgraded).await, everything);
}

#[tokio::test]
async fn rows_and_columns_of_every_version_are_kept() {
    for script in [OLDEST, EARLY, POLLING, NEWEST] {
        check_kept(script).await;
    }
}

/// Names of columns and indices of the compatible tables, in any order.
async fn compatible_names(raw: &mut SqliteConnection) -> Vec<String> {
    lines(
        raw,
        "m.name, c.name",
        "sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'slm%'
         UNION ALL SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'ix%' ORDER BY 1",
    )
    .await
}

#[tokio::test]
async fn every_version_ends_with_the_same_columns_and_indices() {
    let (_place, mut newest) = file(NEWEST).await;
    let expected = compatible_names(&mut newest).await;
    for script in ["", OLDEST, EARLY, POLLING, NEWEST] {
        let (place, mut raw) = file(script).await;
        place.store().await.close().await;
        assert_eq!(compatible_names(&mut raw).await, expected);
    }
}

#[tokio::test]
async fn a_new_file_has_the_schema_of_the_newest_version() {
    let (_place, mut newest) = file(NEWEST).await;
    let expected = columns(&mut newest).await;
    let (place, mut raw) = file("").await;
    place.store().await.close().await;
    let ours = columns(&mut raw).await;
    let compatible: Vec<_> = ours.iter().filter(|column| !column.starts_with("slm_")).cloned().collect();
    assert_eq!(compatible, expected);
    insta::assert_snapshot!(lines(&mut raw, "sql || ';'", "sqlite_schema WHERE sql <> ''").await.join("\n"));
}

#[tokio::test]
async fn the_oldest_file_is_read_with_the_defaults_of_what_it_lacked() {
    let (place, mut raw) = file(OLDEST).await;
    let store = place.store().await;
    let north = UnitConfig { ftp_enabled: true, ..UnitConfig::new(unit("north"), "10.0.0.1") };
    assert_eq!(store.units().await.unwrap(), [north], "`..` is left out");
    let expected = UnitStatus {
        last_seen: Some(at("2025-01-02T03:04:05.678901Z")),
        measurement_state: Some("Start".to_owned()),
        lp: Some("65.2".to_owned()),
        raw_payload: Some("65.2,61.0".to_owned()),
        is_reachable: Some(true),
        ..UnitStatus::default()
    };
    assert_eq!(store.statuses().await.unwrap(), [(unit("north"), expected)]);

    let seen_by_the_old_service = "unit_id, ftp_port, poll_interval_seconds, poll_enabled, monitor_enabled";
    assert_eq!(
        lines(&mut raw, seen_by_the_old_service, "nl43_config").await,
        ["north|21|60|1|1", "..|21|60|1|1"]
    );
    let seen = "is_reachable, consecutive_failures, start_time_sync_attempted";
    assert_eq!(lines(&mut raw, seen, "nl43_status").await, ["1|0|0"]);
}

#[tokio::test]
async fn the_newest_file_is_read_whole() {
    let (place, _raw) = file(NEWEST).await;
    let store = place.store().await;
    let north = unit("north");
    let expected = UnitConfig {
        ftp_enabled: true,
        ftp_username: Some("USER".to_owned()),
        ftp_password: Some("0000".to_owned()),
        poll_interval: Duration::from_mins(5),
        poll_enabled: false,
        monitor_enabled: false,
        ..UnitConfig::new(north.clone(), "10.0.0.1")
    };
    assert_eq!(store.unit(&north).await.unwrap(), Some(expected));
    let status = store.status(&north).await.unwrap().unwrap();
    assert_eq!(status.measurement_start_time, Some(at("2025-01-02T03:00:00Z")));
    assert_eq!((status.is_reachable, status.consecutive_failures), (Some(false), 7));
    assert_eq!((status.counter.as_deref(), status.ln1.as_deref()), (Some("17"), Some("70.0")));

    let trail = store.trail(&north, at("2025-01-02T03:04:05Z"), 10).await.unwrap();
    assert_eq!((trail[0].at, trail[0].ln2.as_deref()), (at("2025-01-02T03:04:05Z"), Some("-.-")));
    let logs = store.logs(&north, &LogQuery::default()).await.unwrap();
    assert_eq!((logs.entries[0].id, logs.entries[0].message.as_str()), (41, "Measurement STARTED"));
}

#[tokio::test]
async fn the_old_service_goes_on_in_an_upgraded_file() {
    for script in [OLDEST, EARLY, POLLING, NEWEST] {
        let (place, mut raw) = file(script).await;
        place.store().await.close().await;
        run(
            &mut raw,
            "INSERT INTO nl43_config (unit_id, host, tcp_port, tcp_enabled, ftp_enabled, web_enabled)
             VALUES ('added', '10.0.0.2', 80, 0, 0, 1);
             UPDATE nl43_config SET host = '10.0.0.3' WHERE unit_id = 'north';
             UPDATE nl43_status SET lp = '70.0', last_seen = '2026-01-01 00:00:00.000001';
             DELETE FROM nl43_config WHERE unit_id = '..'",
        )
        .await;
        let units = place.store().await.units().await.unwrap();
        assert_eq!(units[0].host, "10.0.0.3");
        let added = UnitConfig {
            tcp_port: 80,
            tcp_enabled: false,
            web_enabled: true,
            ..UnitConfig::new(unit("added"), "10.0.0.2")
        };
        assert_eq!(units[1], added);
    }
}

#[tokio::test]
async fn our_own_tables_remember_who_made_and_opened_them() {
    let place = Place::new();
    place.store().await.close().await;
    let mut raw = place.raw().await;
    assert_eq!(lines(&mut raw, "key", "slm_meta").await, ["created_at", "last_alarm_rule", "opened_by"]);
    let migrations = lines(&mut raw, "version, success", "slm_migration ORDER BY version").await;
    assert_eq!(migrations.first().map(String::as_str), Some("1|1"));
    assert!(migrations.iter().all(|line| line.ends_with("|1")), "{migrations:?}");
    assert_eq!(lines(&mut raw, "1", "sqlite_schema WHERE name = '_sqlx_migrations'").await.len(), 0);
}
