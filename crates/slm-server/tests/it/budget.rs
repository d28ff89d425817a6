//! What limits still allow, told of stored rules on a simulated meter.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};

use crate::alarms::QUICK;
use crate::support::Service;

const RULES: &str = "/api/nl43/_alerts/rules";
const EVENTS: &str = "/api/nl43/_alerts/events";
const BUDGET: &str = "/api/nl43/gate/alerts/budget";

/// Asks until the answer is as wanted.
async fn until(service: &Service, path: &str, key: &str, is_wanted: impl Fn(&Value) -> bool) -> Value {
    let begin = Instant::now();
    loop {
        let first = service.get(path).await["body"][key].get(0).cloned().unwrap_or_default();
        if is_wanted(&first) {
            return first;
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "not as wanted: {first:#}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} of {value}"))
}

fn time(value: &Value, key: &str) -> Timestamp {
    value[key].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_limit_of_an_hour_says_what_it_allows_and_alarms_as_soon_as_it_is_certainly_broken() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    let rule = json!({
        "name": "Hour", "metric": "leq_t", "window": "aligned", "window_s": 3600, "threshold": 75, "severity": "critical",
        "applies_to": "unit:gate",
    });
    let kept = service.post(RULES, rule).await;
    assert_eq!(kept["code"], 200, "{kept}");

    let is_covered = |budget: &Value| budget["covered_s"].as_f64().is_some_and(|covered| covered > 0.5);
    let budget = until(&service, BUDGET, "budgets", is_covered).await;
    assert_eq!((&budget["rule_id"], &budget["rule_name"]), (&kept["body"]["rule"]["id"], &json!("Hour")));
    assert!((number(&budget, "leq_db") - 60.0).abs() < 0.01 && budget["limit_db"] == json!(75.0), "{budget}");
    // Sixty decibels have a thirtieth of the energy of seventy-five.
    let used = number(&budget, "covered_s") / 3600.0 * 100.0 / 10f64.powf(1.5);
    assert!((number(&budget, "used_percent") - used).abs() < 1e-3, "{budget}");
    assert!(number(&budget, "allowed_db") > 74.9, "{budget}");
    assert_eq!(budget["seconds_to_breach"], Value::Null, "not within the hour");
    assert_eq!(service.get(EVENTS).await["body"]["events"], json!([]));

    // Forty decibels over the limit use its hour up in a third of a second.
    meter.set_level(115.0);
    let is_broken = |budget: &Value| budget["used_percent"].as_f64().is_some_and(|used| used > 100.0);
    let broken = until(&service, BUDGET, "budgets", is_broken).await;
    assert_eq!(
        (&broken["allowed_db"], number(&broken, "seconds_to_breach")),
        (&Value::Null, 0.0),
        "{broken}"
    );
    let event = until(&service, EVENTS, "events", Value::is_object).await;
    assert_eq!((&event["rule_name"], &event["severity"]), (&json!("Hour"), &json!("critical")));
    assert_eq!(event["ended_at"], Value::Null);
    assert!(time(&event, "onset_at") < time(&broken, "window_end"), "{event} {broken}");
    // Were the rest of the hour silent, it would have this level.
    assert!((75.0..90.0).contains(&number(&event, "onset_value")), "{event}");
    service.stop().await;
}

#[tokio::test]
async fn a_certain_breach_stays_one_though_silence_follows() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    let rule =
        json!({"name": "Hour", "metric": "leq_t", "window": "aligned", "window_s": 3600, "threshold": 75});
    assert_eq!(service.post(RULES, rule).await["code"], 200);
    meter.set_level(115.0);
    let event = until(&service, EVENTS, "events", Value::is_object).await;
    meter.set_level(30.0);
    let polls = meter.journal().count("DOD?");
    assert!(meter.journal().wait_for("DOD?", polls + 5, Duration::from_secs(30)).await);
    let still = until(&service, EVENTS, "events", Value::is_object).await;
    let budget = until(&service, BUDGET, "budgets", Value::is_object).await;
    // At the hour, a new window would have begun.
    if time(&budget, "window_start") <= time(&event, "onset_at") {
        assert_eq!((&still["id"], &still["ended_at"]), (&event["id"], &Value::Null));
        assert!(number(&budget, "used_percent") > 100.0, "{budget}");
    }
    service.stop().await;
}
