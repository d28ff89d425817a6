//! Alert rules and events.

use std::time::Duration;

use nl43_sim::MeterConfig;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answers, hold};

fn whole_rule() -> Value {
    json!({
        "name": "Night", "metric": "leq", "comparison": "below", "threshold_db": "40.5", "duration_s": 10,
        "clear_margin_db": 1, "cooldown_s": "60", "schedule_start": "22:00", "schedule_end": "07:00",
        "schedule_days": "4,5", "channels": "log,email", "recipients": "a@example.org, b@example.org",
        "enabled": "no", "unknown": 1,
    })
}

#[tokio::test]
async fn post_alerts_rules() {
    let mut answers = Answers::new().await.kept_alive();
    answers.post("with defaults", "gate/alerts/rules", json!({"threshold_db": 70})).await;
    answers.post("whole", "gate/alerts/rules", whole_rule()).await;
    answers.post("not configured", "nobody/alerts/rules", json!({"threshold_db": -0.5, "name": null})).await;
    answers.post("TCP disabled", "off/alerts/rules", json!({"threshold_db": 70})).await;
    answers.post("no threshold", "gate/alerts/rules", json!({})).await;
    answers.post("threshold of null", "gate/alerts/rules", json!({"threshold_db": null})).await;
    for (case, threshold) in [("NaN", "NaN"), ("infinite", "-inf"), ("no number", "loud")] {
        answers.post(case, "nobody/alerts/rules", json!({"threshold_db": threshold})).await;
    }
    let nonsense = json!({
        "threshold_db": 70, "metric": "loudness", "comparison": "over", "duration_s": -1, "clear_margin_db": -1,
        "cooldown_s": -1, "schedule_start": "abc", "schedule_end": "24:00", "schedule_days": "7", "channels": "pager",
    });
    answers.post("nonsense", "nobody/alerts/rules", nonsense).await;
    let types = json!({"threshold_db": true, "name": 1, "duration_s": 1.5, "enabled": "maybe", "metric": []});
    answers.post("wrong types", "nobody/alerts/rules", types).await;
    answers
        .post("control characters", "nobody/alerts/rules", json!({"threshold_db": 70, "name": "a\r\nb"}))
        .await;
    answers.post("no body", "nobody/alerts/rules", None).await;
    answers.post("impossible name", "a%0ab/alerts/rules", json!({"threshold_db": 70})).await;
    answers.get("kept alive", "_monitor/status").await;
    hold!(answers);
}

#[tokio::test]
async fn get_alerts_rules() {
    let mut answers = Answers::new().await;
    answers.get("none", "off/alerts/rules").await;
    for (unit, threshold) in [("off", 70), ("nobody", 75), ("off", 80)] {
        let rule = json!({"threshold_db": threshold, "enabled": false});
        answers.service.post(&format!("/api/nl43/{unit}/alerts/rules"), rule).await;
    }
    answers.get("in the order of creation", "off/alerts/rules").await;
    answers.get("impossible name", "a%0ab/alerts/rules").await;
    answers.get("no route for one", "off/alerts/rules/1").await;
    hold!(answers);
}

#[tokio::test]
async fn put_alerts_rules_id() {
    let mut answers = Answers::new().await;
    answers.service.post("/api/nl43/off/alerts/rules", whole_rule()).await;
    answers
        .put("replaced as a whole", "off/alerts/rules/1", json!({"threshold_db": 60, "enabled": false}))
        .await;
    answers.put("another unit's", "gate/alerts/rules/1", json!({"threshold_db": 60})).await;
    answers.put("unknown", "off/alerts/rules/2", json!({"threshold_db": 60})).await;
    answers.put("no threshold", "off/alerts/rules/1", json!({"name": "x"})).await;
    answers.put("no number", "off/alerts/rules/first", json!({"metric": "x"})).await;
    answers.get("as it is kept", "off/alerts/rules").await;
    hold!(answers);
}

#[tokio::test]
async fn delete_alerts_rules_id() {
    let mut answers = Answers::new().await;
    answers.service.post("/api/nl43/off/alerts/rules", whole_rule()).await;
    answers.delete("another unit's", "gate/alerts/rules/1").await;
    answers.delete("no number", "off/alerts/rules/first").await;
    answers.delete("deleted", "off/alerts/rules/1").await;
    answers.delete("deleted already", "off/alerts/rules/1").await;
    answers.ask("wrong method", Method::POST, "off/alerts/rules/1", None).await;
    hold!(answers);
}

/// A service whose unit `gone` counts as unreachable.
async fn with_an_outage() -> Answers {
    let quick = [("MONITOR_BACKOFF_BASE_S", "0.1"), ("MONITOR_BACKOFF_MAX_S", "0.1")];
    let answers = Answers::with(MeterConfig::immediate(), &quick).await;
    assert_eq!(answers.service.act("/api/nl43/gone/monitor/start").await["code"], 200);
    let opened = async {
        while answers.service.get("/api/nl43/gone/alerts/events").await["body"]["events"] == json!([]) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), opened).await.unwrap();
    answers
}

#[tokio::test]
async fn get_alerts_events() {
    let mut answers = with_an_outage().await;
    answers.get("an outage", "gone/alerts/events").await;
    answers.get("none", "gate/alerts/events?limit=7").await;
    answers.get("unknown unit", "nobody/alerts/events").await;
    answers.get("limit of nothing", "gone/alerts/events?limit=0").await;
    answers.get("negative", "gone/alerts/events?limit=-1").await;
    answers.get("beyond all numbers", "gate/alerts/events?limit=99999999999").await;
    answers.service.act("/api/nl43/gone/deactivate").await;
    answers.get("closed by rest", "gone/alerts/events").await;
    hold!(answers);
}

#[tokio::test]
async fn post_alerts_events_id_ack() {
    let mut answers = with_an_outage().await;
    answers.post("by somebody", "gone/alerts/events/1/ack?by=Ann%20B.", None).await;
    answers.get("acknowledged", "gone/alerts/events").await;
    answers.post("again, by nobody", "gone/alerts/events/1/ack", None).await;
    answers.get("acknowledged again", "gone/alerts/events").await;
    answers.post("another unit's", "gate/alerts/events/1/ack", None).await;
    answers.post("unknown", "gone/alerts/events/99/ack", None).await;
    answers.post("no number", "gone/alerts/events/last/ack", None).await;
    answers.post("control characters", "gone/alerts/events/1/ack?by=a%0Ab", None).await;
    hold!(answers);
}
