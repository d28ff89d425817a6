//! A server on the file of the service it replaces.

use std::path::Path;
use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};

use crate::support::Service;

/// The newest file of the old service, with a row or more in each table.
const FILE: &str = include_str!("../../../slm-store/tests/it/old/0.4.sql");

async fn open(folder: &Path) -> SqliteConnection {
    std::fs::create_dir_all(folder.join("data")).unwrap();
    let options = SqliteConnectOptions::new().filename(folder.join("data/slmm.db"));
    options.create_if_missing(true).connect().await.unwrap()
}

async fn run(raw: &mut SqliteConnection, script: &str) {
    sqlx::raw_sql(AssertSqlSafe(script)).execute(raw).await.unwrap();
}

async fn values(raw: &mut SqliteConnection, query: &str) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(raw).await.unwrap()
}

/// Waits until the unit's feed has left readings.
async fn measured(service: &Service) {
    let asking = async {
        while service.get("/api/nl43/north/status").await["body"]["data"]["lp"] != "60.0" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), asking).await.unwrap();
}

#[tokio::test]
async fn d35_a_server_runs_on_an_old_file_and_leaves_it_to_the_old_service() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut raw = open(folder.path()).await;
    run(&mut raw, FILE).await;
    let place = format!("host = '{}', tcp_port = {}", meter.addr().ip(), meter.addr().port());
    run(&mut raw, &format!("UPDATE nl43_config SET {place} WHERE unit_id = 'north'")).await;
    run(&mut raw, "UPDATE nl43_status SET is_reachable = 1, consecutive_failures = 0, last_error = NULL")
        .await;
    // Nothing of before but what the server is there to change.
    let old = [
        "SELECT concat_ws('|', unit_id, host, ftp_username, poll_interval_seconds, poll_enabled) FROM nl43_config",
        "SELECT quote(message) || timestamp FROM device_logs WHERE id = 41",
        "SELECT quote(lp) || timestamp FROM nl43_readings WHERE id = 7",
        "SELECT concat_ws('|', id, unit_id, name, threshold_db, enabled, created_at) FROM alert_rules",
        "SELECT concat_ws('|', id, rule_id, onset_at, onset_value) FROM alert_events",
    ];
    let mut before = Vec::new();
    for query in old {
        before.push(values(&mut raw, query).await);
    }

    let quick = [("SLMM_COMMAND_PAUSE_S", "0.2"), ("MONITOR_IDLE_POLL_INTERVAL", "0.1")];
    let service = Service::start_on(folder, &quick).await;
    // The unit's own monitor was off; its rule keeps it running.
    measured(&service).await;
    let rules = service.get("/api/nl43/north/alerts/rules").await["body"].take();
    assert_eq!((&rules["rules"][0]["id"], &rules["rules"][0]["threshold_db"]), (&json!(3), &json!(85.0)));
    // What was open goes on, and ends: the meter hears 60 dB.
    let ended = async {
        loop {
            let event = service.get("/api/nl43/north/alerts/events").await["body"]["events"][0].take();
            assert_eq!(event["onset_at"], "2025-01-02T03:04:05");
            if event["status"] == "cleared" {
                return event;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap()["notes"], json!(null));
    let log = service.get("/api/nl43/north/logs?category=STATE").await["body"].take();
    assert_eq!(log["stats"]["oldest"], "2025-01-02T03:00:00Z");
    assert_eq!(service.get("/api/nl43/roster").await["body"]["total"], 1, "`..` is left out");
    service.delete("/api/nl43/north/alerts/rules/99").await;
    let _folder = service.stop().await;

    for (query, before) in old.into_iter().zip(before) {
        assert_eq!(values(&mut raw, query).await, before, "{query}");
    }
    let unfit = "SELECT unit_id FROM nl43_status WHERE last_seen NOT GLOB '????-??-?? ??:??:??.??????'
        OR typeof(is_reachable) <> 'integer' OR typeof(lp) <> 'text' OR last_success IS NULL";
    assert_eq!(values(&mut raw, unfit).await, Vec::<String>::new());
    run(&mut raw, "DELETE FROM nl43_config WHERE unit_id = '..'; PRAGMA integrity_check").await;
}

/// The old service took rules unread, and one that it could not evaluate silenced all others of the unit.
#[tokio::test]
async fn d25_a_rule_that_means_nothing_leaves_the_others_alone() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let quick = [("SLMM_COMMAND_PAUSE_S", "0.2"), ("MONITOR_IDLE_POLL_INTERVAL", "0.1")];
    let service = Service::start_with(&quick).await;
    service.add_meter("gate", &meter).await;
    let paused = service.pause().await;
    let row = |metric: &str, comparison: &str, start: &str, end: &str| {
        format!(
            "INSERT INTO alert_rules (unit_id, name, metric, comparison, threshold_db, duration_s, clear_margin_db,
               cooldown_s, schedule_start, schedule_end, channels, enabled, created_at)
             VALUES ('gate', 'as it was', '{metric}', '{comparison}', 50.0, 0, 2.0, 0, {start}, {end}, 'log', 1,
               '2025-01-02 03:04:05.000000');"
        )
    };
    let rules = [
        row("lp", "above", "'abc'", "'07:00'"),
        row("loudness", "above", "NULL", "NULL"),
        row("lp", "louder", "NULL", "NULL"),
        row("lp", "above", "NULL", "NULL"),
    ];
    paused.run(&rules.concat()).await;
    let service = paused.start().await;
    let listed = service.get("/api/nl43/gate/alerts/rules").await["body"].take();
    assert_eq!(listed["rules"].as_array().unwrap().len(), 4, "listed as they are: {listed}");
    let raised = async {
        loop {
            let events = service.get("/api/nl43/gate/alerts/events").await["body"]["events"].take();
            if events != json!([]) {
                return events;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let events = tokio::time::timeout(Duration::from_secs(20), raised).await.unwrap();
    assert_eq!(events.as_array().unwrap().len(), 1, "an unknown comparison is not `above`: {events}");
    assert_eq!((&events[0]["rule_id"], &events[0]["status"]), (&json!(4), &json!("active")), "{events}");
}
