//! Rules, events and incidents of all units.

use nl43_sim::MeterConfig;
use serde_json::{Value, json};

use super::{Answers, hold};

const RULES: &str = "/api/nl43/_alerts/rules";
/// Number of the first rule with all its fields.
const FIRST: &str = "_alerts/rules/1000000001";

fn night() -> Value {
    json!({
        "name": "Night", "severity": "critical", "applies_to": "group:north", "metric": "leq_t", "window": "aligned",
        "window_s": 900, "required_coverage": 0.8, "threshold": 45, "dead_band": 1, "cooldown_s": 60,
        "blocks": [{"start": "22:00", "end": "06:00", "days": "0,1,2,3,4"}], "holidays": ["2026-12-25"],
        "zone": "Europe/Berlin", "template": "{unit}: {value}", "channels": ["log", "email"],
    })
}

/// Nothing is polled, whatever rules want.
async fn resting() -> Answers {
    Answers::with(MeterConfig::immediate(), &[("SLMM_POLLING_ENABLED", "false")]).await
}

async fn with_night() -> Answers {
    let answers = resting().await;
    let groups = json!({"groups": ["north"]});
    assert_eq!(answers.service.put("/api/nl43/gate/profile", groups).await["code"], 200);
    assert_eq!(answers.service.post(RULES, night()).await["code"], 200);
    answers
}

#[tokio::test]
async fn get_alerts_rules() {
    let mut answers = resting().await;
    answers.get("none", "_alerts/rules").await;
    let own =
        json!({"threshold_db": 70, "duration_s": 5, "schedule_start": "22:00", "schedule_end": "06:00"});
    assert_eq!(answers.service.post("/api/nl43/off/alerts/rules", own).await["code"], 200);
    assert_eq!(answers.service.post(RULES, json!({"metric": "connectivity"})).await["code"], 200);
    answers.get("one of each kind", "_alerts/rules").await;
    answers.get("of one unit", "_alerts/rules?unit=gate").await;
    answers.get("of a name that cannot be", "_alerts/rules?unit=a%2Fb").await;
    hold!(answers);
}

#[tokio::test]
async fn post_alerts_rules() {
    let mut answers = resting().await;
    answers.post("defaults", "_alerts/rules", json!({"metric": "lp", "threshold": 70})).await;
    answers.post("everything", "_alerts/rules", night()).await;
    answers.post("nothing", "_alerts/rules", json!({})).await;
    let wrong = json!({
        "metric": "leq_t", "window": "rolling", "window_s": -900, "threshold": "NaN", "on_delay_s": -1,
        "applies_to": "everyone", "zone": "Mars/Olympus", "recipients": [7], "holidays": ["2026-02-30"],
        "blocks": [{"start": "07:00", "end": "19:00"}, {"start": "18:00", "end": "20:00"}],
    });
    answers.post("wrong values", "_alerts/rules", wrong).await;
    let unknown = json!({
        "metric": "lp", "threshold": 70, "recipients": [7], "escalation": [{"after_s": 60, "recipients": [8]}],
    });
    answers.post("unknown recipients", "_alerts/rules", unknown).await;
    let slip = json!({
        "metric": "lp", "threshold": 70, "on_dealy_s": 5, "colour": "red",
        "blocks": [{"start": "07:00", "end": "19:00", "weekdays": "0"}],
    });
    answers.post("slips of the pen", "_alerts/rules", slip).await;
    answers.post("unknown metric", "_alerts/rules", json!({"metric": "loudness", "threshold": 70})).await;
    hold!(answers);
}

#[tokio::test]
async fn get_alerts_rules_id() {
    let mut answers = with_night().await;
    answers.get("known", FIRST).await;
    answers.get("unknown", "_alerts/rules/1").await;
    answers.get("no number", "_alerts/rules/first").await;
    hold!(answers);
}

#[tokio::test]
async fn put_alerts_rules_id() {
    let mut answers = with_night().await;
    answers.put("replaced", FIRST, json!({"metric": "lp", "threshold": 70})).await;
    // What is shown may be given back.
    let shown = answers.service.get(&format!("/api/nl43/{FIRST}")).await["body"]["rule"].clone();
    answers.put("as it is shown", FIRST, shown).await;
    answers.put("unknown", "_alerts/rules/1000000009", json!({"metric": "lp", "threshold": 70})).await;
    answers.put("wrong values", FIRST, json!({"metric": "lp"})).await;
    let own = json!({"threshold_db": 70});
    assert_eq!(answers.service.post("/api/nl43/gate/alerts/rules", own).await["code"], 200);
    answers.put("a unit's own", "_alerts/rules/1", json!({"metric": "lp", "threshold": 70})).await;
    hold!(answers);
}

#[tokio::test]
async fn delete_alerts_rules_id() {
    let mut answers = with_night().await;
    answers.delete("known", FIRST).await;
    answers.delete("again", FIRST).await;
    let own = json!({"threshold_db": 70});
    assert_eq!(answers.service.post("/api/nl43/gate/alerts/rules", own).await["code"], 200);
    answers.delete("a unit's own", "_alerts/rules/1").await;
    answers.get("all gone", "_alerts/rules").await;
    hold!(answers);
}

#[tokio::test]
async fn post_alerts_rules_id_shelve() {
    let mut answers = with_night().await;
    let path = format!("{FIRST}/shelve");
    answers
        .post("at one unit", &path, json!({"unit_id": "gate", "for_s": 3600, "by": "Ann", "note": "works"}))
        .await;
    answers.post("at all", &path, json!({"for_s": 60})).await;
    answers.post("neither", &path, json!({})).await;
    answers.post("both", &path, json!({"for_s": 60, "until": "2099-01-01T00:00:00Z"})).await;
    answers.post("too far", &path, json!({"until": "2099-01-01T00:00:00Z"})).await;
    answers.post("negative", &path, json!({"for_s": -1})).await;
    answers.post("unknown", "_alerts/rules/9/shelve", json!({"for_s": 60})).await;
    hold!(answers);
}

#[tokio::test]
async fn delete_alerts_rules_id_shelve() {
    let mut answers = with_night().await;
    let path = format!("/api/nl43/{FIRST}/shelve");
    for unit in [json!("gate"), json!("off")] {
        let body = json!({"unit_id": unit, "for_s": 60});
        assert_eq!(answers.service.post(&path, body).await["code"], 200);
    }
    answers.delete("of one unit", &format!("{path}?unit_id=gate")).await;
    answers.delete("of all", &path).await;
    answers.delete("unknown", "_alerts/rules/9/shelve").await;
    hold!(answers);
}

#[tokio::test]
async fn get_alerts_events() {
    let mut answers = resting().await;
    answers.get("none", "_alerts/events").await;
    answers.get("filters", "_alerts/events?unit=gate&rule_id=0&state=open&limit=1&before=5").await;
    answers.get("wrong values", "_alerts/events?unit=a%2Fb&rule_id=x&state=lost&limit=0&before=x").await;
    hold!(answers);
}

#[tokio::test]
async fn post_alerts_events_id_ack() {
    let mut answers = resting().await;
    answers.post("unknown", "_alerts/events/1/ack", json!({"by": "Ann", "note": "on it"})).await;
    answers.post("wrong values", "_alerts/events/1/ack", json!({"by": 7, "note": "a\u{7}"})).await;
    hold!(answers);
}

#[tokio::test]
async fn get_alerts_incidents() {
    let mut answers = resting().await;
    answers.get("none", "_alerts/incidents").await;
    answers
        .get("wrong values", "_alerts/incidents?unit=a%2Fb&state=lost&severity=dire&limit=201&before=x")
        .await;
    hold!(answers);
}

#[tokio::test]
async fn get_alerts_incidents_id() {
    let mut answers = resting().await;
    answers.get("unknown", "_alerts/incidents/1").await;
    answers.get("no number", "_alerts/incidents/last").await;
    hold!(answers);
}

#[tokio::test]
async fn post_alerts_incidents_id_ack() {
    let mut answers = resting().await;
    answers.post("unknown", "_alerts/incidents/1/ack", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_alerts_summary() {
    let mut answers = resting().await;
    answers.get("nothing open", "_alerts/summary").await;
    hold!(answers);
}
