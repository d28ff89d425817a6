//! Alert rules and connection events over a service's life.

use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};

use crate::support::Service;

const QUICK: &[(&str, &str)] = &[
    ("SLMM_COMMAND_PAUSE_S", "0.2"),
    ("MONITOR_IDLE_POLL_INTERVAL", "0.1"),
    ("MONITOR_BACKOFF_BASE_S", "0.1"),
    ("MONITOR_BACKOFF_MAX_S", "0.1"),
];

/// Asks until the answer is as wanted.
async fn wait_for(service: &Service, path: &str, is_wanted: impl Fn(&Value) -> bool) -> Value {
    let asking = async {
        loop {
            let body = service.get(path).await["body"].take();
            if is_wanted(&body) {
                return body;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.expect(path)
}

fn statuses(body: &Value) -> Vec<&str> {
    body["events"].as_array().unwrap().iter().map(|event| event["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_enabled_rule_keeps_its_unit_running_also_after_a_restart() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    service.act("/api/nl43/gate/monitor/stop").await;
    let rules = "/api/nl43/gate/alerts/rules";
    service.post(rules, json!({"threshold_db": 70, "enabled": false})).await;
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"], json!({}));

    service.post(rules, json!({"threshold_db": 70})).await;
    let monitors = service.get("/api/nl43/_monitor/status").await["body"]["monitors"].take();
    assert_eq!((&monitors["gate"]["keepalive"], &monitors["gate"]["running"]), (&json!(true), &json!(true)));
    let roster = service.get("/api/nl43/roster").await;
    assert_eq!(roster["body"]["devices"][0]["monitor_enabled"], true);

    // Only monitor/stop ends it, for now: at the next start the rule wants it again.
    service.delete("/api/nl43/gate/alerts/rules/1").await;
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"]["gate"]["keepalive"], true);
    service.act("/api/nl43/gate/monitor/stop").await;
    let service = service.restart().await;
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"]["gate"]["keepalive"], true);
    service.stop().await;
}

#[tokio::test]
async fn nothing_runs_for_a_rule_of_an_unknown_unit_until_it_is_added() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    assert_eq!(service.post("/api/nl43/gate/alerts/rules", json!({"threshold_db": 70})).await["code"], 200);
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"], json!({}));
    service.add_meter("gate", &meter).await;
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"]["gate"]["keepalive"], true);
    service.stop().await;
}

#[tokio::test]
async fn d36_an_outage_is_one_event_over_a_restart_and_ends_when_the_meter_is_back() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    meter.faults().refuse_connections();
    service.act("/api/nl43/gate/monitor/start").await;
    let events = "/api/nl43/gate/alerts/events";
    let open = wait_for(&service, events, |body| statuses(body) == ["active"]).await;
    let service = service.restart().await;
    let is_unreachable = |body: &Value| body["monitors"]["gate"]["reachable"] == false;
    wait_for(&service, "/api/nl43/_monitor/status", is_unreachable).await;
    assert_eq!(service.get(events).await["body"], open, "the same event, and no second one");

    meter.faults().heal();
    let closed = wait_for(&service, events, |body| statuses(body) == ["cleared"]).await;
    assert!(closed["events"][0]["clear_at"].is_string() && closed["events"][0]["notes"].is_null());
    service.stop().await;
}

#[tokio::test]
async fn a_deleted_unit_leaves_no_open_event_and_its_log_says_what_happened() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    meter.faults().refuse_connections();
    service.act("/api/nl43/gate/monitor/start").await;
    let events = "/api/nl43/gate/alerts/events";
    wait_for(&service, events, |body| statuses(body) == ["active"]).await;
    assert_eq!(service.delete("/api/nl43/gate/config").await["code"], 200);
    let closed = service.get(events).await["body"].take();
    assert_eq!(
        (statuses(&closed), &closed["events"][0]["notes"]),
        (vec!["cleared"], &json!("Device deleted"))
    );

    let log = service.get("/api/nl43/gate/logs").await["body"].take();
    let mut told: Vec<_> = log["logs"].as_array().unwrap().iter().rev().map(headline).collect();
    told.retain(|line| !line.starts_with("DEBUG"));
    assert_eq!(
        told,
        [
            "INFO GENERAL Device added at",
            "WARNING POLL Poll failed: connection",
            "ERROR TCP Device is unreachable:",
            "INFO GENERAL Device deleted",
        ]
    );
    service.stop().await;
}

fn headline(entry: &Value) -> String {
    let text = |key: &str| entry[key].as_str().unwrap().to_owned();
    let words: Vec<_> = text("message").split(' ').take(3).map(str::to_owned).collect();
    format!("{} {} {}", text("level"), text("category"), words.join(" "))
}

#[tokio::test]
async fn a_unit_has_a_hundred_rules_at_most() {
    let service = Service::start().await;
    let rules = "/api/nl43/nobody/alerts/rules";
    for _ in 0..100 {
        assert_eq!(service.post(rules, json!({"threshold_db": 70, "enabled": false})).await["code"], 200);
    }
    let refused = service.post(rules, json!({"threshold_db": 70})).await;
    let detail = "The unit has 100 alert rules, and may not have more";
    assert_eq!(refused, json!({"code": 409, "body": {"detail": detail}}));
    service.delete(&format!("{rules}/1")).await;
    assert_eq!(service.post(rules, json!({"threshold_db": 70})).await["code"], 200);
}
