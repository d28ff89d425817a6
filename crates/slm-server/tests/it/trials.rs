//! Rules tried on what was recorded.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use slm_domain::UnitId;
use slm_store::{Batch, ReadingRow, ReadingSource, Store};

use crate::support::{Service, mistake, mistakes};

const BEGIN: &str = "2026-06-09T12:00:00Z";

/// Ten minutes of 60 dB with 80 dB in the fourth.
async fn recorded() -> Service {
    let service = Service::start().await;
    let store = Store::open(service.database()).await.unwrap();
    let unit = UnitId::new("gate").unwrap();
    let begin: Timestamp = BEGIN.parse().unwrap();
    let readings = (0..=600).map(|second| ReadingRow {
        lp: Some(if (180..240).contains(&second) { 80.0 } else { 60.0 }),
        ..ReadingRow::new(unit.clone(), begin + SignedDuration::from_secs(second), ReadingSource::Dod)
    });
    store.record(&Batch { readings: readings.collect(), ..Batch::default() }).await.unwrap();
    store.close().await;
    service
}

const TRY: &str = "/api/nl43/gate/alerts/rules/try";

#[tokio::test]
async fn the_events_that_there_would_have_been() {
    let service = recorded().await;
    let body = json!({
        "rule": {"name": "Loud", "metric": "lp", "threshold": 70, "on_delay_s": 10, "severity": "critical", "enabled": false},
        "from": BEGIN, "to": "2026-06-09T12:10:00Z",
    });
    let answer = service.post(TRY, body).await;
    assert_eq!(
        answer["body"],
        json!({
            "status": "ok", "unit_id": "gate", "from": BEGIN, "to": "2026-06-09T12:10:00Z", "readings": 600, "minutes": 0, "outages": 0,
            "undecided": [], "more": 0,
            "events": [{
                "unit_id": "gate", "rule_name": "Loud", "severity": "critical", "metric": "lp", "unit": "dB",
                "comparison": "above", "threshold": 70.0, "onset_at": "2026-06-09T12:03:10Z", "onset_value": 80.0,
                "peak_value": 80.0, "peak_at": "2026-06-09T12:03:00Z", "value": 60.0,
                "ended_at": "2026-06-09T12:04:00Z", "ended_reason": "cleared", "exceedances": 1,
            }],
        })
    );
    assert_eq!(
        service.get("/api/nl43/gate/alerts/rules").await["body"]["rules"],
        json!([]),
        "nothing is kept"
    );
}

#[tokio::test]
async fn what_cannot_be_tried_is_named() {
    let service = Service::start().await;
    let ask = async |body: Value| service.post(TRY, body).await;
    let rule = json!({"metric": "lp", "threshold": 70});
    assert_eq!(mistakes(&ask(json!({})).await).len(), 1);
    assert_eq!(
        mistakes(&ask(json!({"rule": {"metric": "loudness", "threshold": 70}})).await),
        mistake("body.rule.metric", "value_error")
    );
    for (from, to) in [(BEGIN, BEGIN), ("2026-06-10T00:00:00Z", BEGIN), ("2020-01-01T00:00:00Z", BEGIN)] {
        let answer = ask(json!({"rule": rule, "from": from, "to": to})).await;
        assert_eq!(mistakes(&answer), mistake("body.from", "value_error"));
    }
    assert_eq!(mistakes(&ask(json!({"rule": rule, "to": "noon"})).await), mistake("body.to", "value_error"));
    let battery = json!({"rule": {"metric": "battery", "comparison": "below", "threshold": 2}});
    let answer = ask(battery).await;
    assert_eq!(answer["body"]["undecided"].as_array().unwrap().len(), 1, "{answer}");
    assert_eq!(answer["body"]["events"], json!([]));
}

#[tokio::test]
async fn a_unit_without_such_limits_has_no_budget() {
    let service = Service::start().await;
    let shown = service.get("/api/nl43/gate/alerts/budget").await;
    assert_eq!(shown, json!({"code": 200, "body": {"status": "ok", "budgets": []}}));
}
