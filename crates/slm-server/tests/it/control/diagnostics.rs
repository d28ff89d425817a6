//! Diagnostics go over the unit's one line, and say what is wrong in plain words.

use std::time::Instant;

use nl43_sim::{MeterConfig, SecondConnection, SimMeter};
use serde_json::{Value, json};

use super::{brisk, expect_lines, gate};
use crate::support::Service;

fn statuses(report: &Value) -> Vec<(String, String)> {
    let tests = report["body"]["tests"].as_object().unwrap();
    let all = ["config_exists", "tcp_enabled", "tcp_connection", "command_response", "ftp_status"];
    assert!(tests.keys().all(|key| all.contains(&key.as_str())), "{report}");
    let reached = all.iter().filter_map(|key| Some((*key, tests.get(*key)?)));
    reached.map(|(key, test)| (key.to_owned(), test["status"].as_str().unwrap().to_owned())).collect()
}

#[track_caller]
fn expect(report: &Value, overall: &str, expected: &[(&str, &str)]) {
    assert_eq!(report["code"], 200, "{report}");
    assert_eq!(report["body"]["overall_status"], overall, "{report}");
    let got = statuses(report);
    let got: Vec<_> = got.iter().map(|(key, status)| (key.as_str(), status.as_str())).collect();
    assert_eq!(got, expected, "{report}");
    assert_eq!(report["body"].get("database_dump").is_some(), overall == "pass", "{report}");
}

const UP: [(&str, &str); 4] = [
    ("config_exists", "pass"),
    ("tcp_enabled", "pass"),
    ("tcp_connection", "pass"),
    ("command_response", "pass"),
];

#[tokio::test]
async fn a_meter_that_answers_passes() {
    let (service, meter) = gate(brisk()).await;
    let report = service.get("/api/nl43/gate/diagnostics").await;
    expect(&report, "pass", &[&UP[..], &[("ftp_status", "skip")]].concat());
    assert!(report["body"]["tests"]["command_response"]["message"].as_str().unwrap().contains("Full"));
    assert_eq!(report["body"]["database_dump"]["status_cache"], Value::Null);
    assert_eq!(report["body"]["line"]["connected"], true);
    expect_lines(&meter, &["Battery Level?"]);
}

#[tokio::test]
async fn secrets_stay_hidden_and_times_say_their_zone() {
    let (service, meter) = gate(brisk().setting("FTP", "On")).await;
    let access = json!({"ftp_enabled": true, "ftp_username": "USER", "ftp_password": "hidden"});
    service.put("/api/nl43/gate/config", access).await;
    service.get("/api/nl43/gate/live").await;
    let report = service.get("/api/nl43/gate/diagnostics").await;
    expect(&report, "pass", &[&UP[..], &[("ftp_status", "pass")]].concat());
    let dump = &report["body"]["database_dump"];
    assert_eq!(dump["config"]["ftp_password"], "***");
    assert!(!report.to_string().contains("hidden"));
    assert!(dump["status_cache"]["last_seen"].as_str().unwrap().ends_with('Z'));
    assert_eq!(dump["status_cache"]["lp"], "60.0");
    assert_eq!(dump["status_cache"].get("counter"), Some(&Value::Null));
    expect_lines(&meter, &["Sleep Mode?", "DOD?", "Measure?", "Battery Level?", "FTP?"]);
}

#[tokio::test]
async fn a_watched_meter_is_not_connected_to_twice() {
    let config = MeterConfig { second_connection: SecondConnection::Ignore, ..brisk() };
    let (service, meter) = gate(config).await;
    service.act("/api/nl43/gate/monitor/start").await;
    for _ in 0..3 {
        let report = service.get("/api/nl43/gate/diagnostics").await;
        expect(&report, "pass", &[&UP[..], &[("ftp_status", "skip")]].concat());
    }
    assert_eq!(meter.journal().max_connections(), 1);
    assert_eq!(meter.journal().totals().connections, 1);
}

#[tokio::test]
async fn what_is_wrong_is_told_step_by_step() {
    let (service, meter) = gate(brisk()).await;
    let unknown = service.get("/api/nl43/nobody/diagnostics").await;
    expect(&unknown, "fail", &[("config_exists", "fail")]);
    assert_eq!(unknown["body"]["unit_id"], "nobody");
    service.add_disabled_unit("dark").await;
    let dark = service.get("/api/nl43/dark/diagnostics").await;
    expect(&dark, "fail", &[("config_exists", "pass"), ("tcp_enabled", "fail")]);

    meter.faults().wrong_result_code(4);
    let confused = service.get("/api/nl43/gate/diagnostics").await;
    expect(&confused, "degraded", &[UP[0], UP[1], UP[2], ("command_response", "fail")]);
    meter.faults().heal();
    meter.faults().hold_replies();
    let silent = service.get("/api/nl43/gate/diagnostics").await;
    expect(&silent, "degraded", &[UP[0], UP[1], UP[2], ("command_response", "fail")]);
    let advice = silent["body"]["advice"].to_string();
    assert!(advice.contains("late or were unfit"), "{advice}");
}

#[tokio::test]
async fn a_meter_that_is_not_there_fails_within_seconds() {
    let meter = SimMeter::start(brisk()).await.unwrap();
    let service = Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2")]).await;
    service.add_meter("gate", &meter).await;
    meter.faults().refuse_connections();
    for _ in 0..2 {
        let began = Instant::now();
        let report = service.get("/api/nl43/gate/diagnostics").await;
        expect(&report, "fail", &[UP[0], UP[1], ("tcp_connection", "fail")]);
        assert!(began.elapsed().as_secs() < 9);
    }
    meter.faults().heal();
    let report = service.get("/api/nl43/gate/diagnostics").await;
    expect(&report, "pass", &[&UP[..], &[("ftp_status", "skip")]].concat());
    assert!(meter.journal().max_connections() <= 1);
}
