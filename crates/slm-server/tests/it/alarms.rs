//! Stored rules, evaluated on simulated meters.

use std::time::Duration;

use jiff::Timestamp;
use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};

use crate::support::{Service, next_frame, open_socket};

pub(crate) const QUICK: &[(&str, &str)] = &[
    ("ALERT_ENABLED", "false"),
    ("SLMM_COMMAND_PAUSE_S", "0.2"),
    ("MONITOR_IDLE_POLL_INTERVAL", "0.1"),
    ("MONITOR_BACKOFF_BASE_S", "0.1"),
    ("MONITOR_BACKOFF_MAX_S", "0.1"),
];
const RULES: &str = "/api/nl43/gate/alerts/rules";
const EVENTS: &str = "/api/nl43/gate/alerts/events";

/// A service with one meter, `gate`, that hears 60 dB.
async fn quiet() -> (Service, SimMeter) {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    (service, meter)
}

fn rule(threshold: f64) -> Value {
    json!({"name": "Night", "threshold_db": threshold, "cooldown_s": 0})
}

/// Asks until the events are as wanted.
async fn events(service: &Service, is_wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let asking = async {
        loop {
            let mut body = service.get(EVENTS).await["body"].take();
            let events = std::mem::take(body["events"].as_array_mut().unwrap());
            if is_wanted(&events) {
                return events;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.expect("events as wanted")
}

fn are(statuses: &'static [&'static str]) -> impl Fn(&[Value]) -> bool {
    move |events| events.iter().map(|event| event["status"].as_str().unwrap()).eq(statuses.iter().copied())
}

#[tokio::test]
async fn a_level_over_the_limit_is_an_event_until_it_recovers() {
    let (service, meter) = quiet().await;
    let mut viewer = open_socket(&service, "/api/nl43/gate/monitor?events=1").await;
    service.post(RULES, rule(70.0)).await;
    meter.set_level(80.0);
    let open = events(&service, are(&["active"])).await.remove(0);
    let told = |key: &str| open[key].clone();
    assert_eq!((told("rule_id"), told("rule_name"), told("metric")), (json!(1), json!("Night"), json!("lp")));
    assert_eq!(
        (told("threshold_db"), told("clear_at"), told("notes")),
        (json!(70.0), Value::Null, Value::Null)
    );
    meter.set_level(85.0);
    events(&service, |events| events[0]["peak_value"].as_f64().unwrap() > 84.0).await;
    let ack = service.act(&format!("{EVENTS}/1/ack?by=Ann")).await;
    assert_eq!(ack["code"], 200);
    meter.set_level(60.0);
    let cleared = events(&service, are(&["cleared"])).await.remove(0);
    assert_eq!((&cleared["id"], &cleared["onset_at"]), (&open["id"], &open["onset_at"]));
    assert_eq!((&cleared["acknowledged_by"], &cleared["notes"]), (&json!("Ann"), &Value::Null));
    assert!(cleared["peak_value"].as_f64().unwrap() > 84.0 && cleared["clear_at"].is_string());

    let mut edges = Vec::new();
    while edges.len() < 3 {
        let frame = next_frame(&mut viewer).await.unwrap();
        if frame["event"] == "alert" {
            assert_eq!((&frame["rule"], &frame["threshold_db"]), (&json!("Night"), &json!(70.0)));
            edges.push(frame["edge"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(edges, ["onset", "acknowledged", "clear"]);
    let log = service.get("/api/nl43/gate/logs").await["body"].take();
    let lines: Vec<_> = log["logs"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|entry| entry["message"].as_str().unwrap())
        .collect();
    for kind in ["raised: gate: LP over 70.0 dB", "acknowledged: gate", "cleared: gate"] {
        let line = format!("Alert rule 1 (Night) {kind}");
        assert_eq!(lines.iter().filter(|other| other.starts_with(&line)).count(), 1, "{line}: {lines:?}");
    }
    service.stop().await;
}

#[tokio::test]
async fn d36_an_alarm_goes_on_over_a_restart_and_clears_when_the_level_does() {
    let (service, meter) = quiet().await;
    service.post(RULES, rule(70.0)).await;
    meter.set_level(80.0);
    let open = events(&service, are(&["active"])).await;
    let service = service.restart().await;
    let polls = meter.journal().count("DOD?");
    assert!(meter.journal().wait_for("DOD?", polls + 3, Duration::from_secs(30)).await);
    let still = events(&service, are(&["active"])).await;
    assert_eq!((&still[0]["id"], &still[0]["onset_at"]), (&open[0]["id"], &open[0]["onset_at"]));
    let service = service.pause().await;
    meter.set_level(60.0);
    let service = service.start().await;
    let cleared = events(&service, are(&["cleared"])).await;
    assert_eq!((&cleared[0]["id"], &cleared[0]["notes"]), (&open[0]["id"], &Value::Null));
    meter.set_level(80.0);
    events(&service, are(&["active", "cleared"])).await;
    service.stop().await;
}

#[tokio::test]
async fn a_change_of_a_rule_closes_its_event_and_counts_at_once() {
    let (service, meter) = quiet().await;
    meter.set_level(80.0);
    service.post(RULES, rule(70.0)).await;
    events(&service, are(&["active"])).await;
    let one = format!("{RULES}/1");
    service.put(&one, rule(75.0)).await;
    let two = events(&service, are(&["active", "cleared"])).await;
    assert_eq!((&two[1]["notes"], &two[0]["threshold_db"]), (&json!("Rule changed"), &json!(75.0)));
    service.put(&one, json!({"threshold_db": 75, "enabled": false})).await;
    let none = events(&service, are(&["cleared", "cleared"])).await;
    assert_eq!(none[0]["notes"], "Rule disabled");
    service.put(&one, rule(70.0)).await;
    events(&service, are(&["active", "cleared", "cleared"])).await;
    service.delete(&one).await;
    let none = events(&service, are(&["cleared", "cleared", "cleared"])).await;
    assert_eq!(none[0]["notes"], "Rule deleted");
    let polls = meter.journal().count("DOD?");
    assert!(meter.journal().wait_for("DOD?", polls + 3, Duration::from_secs(30)).await);
    events(&service, are(&["cleared", "cleared", "cleared"])).await;
    service.stop().await;
}

#[tokio::test]
async fn each_rule_has_its_event_and_a_silent_unit_one_of_its_connection() {
    let (service, meter) = quiet().await;
    service.post(RULES, rule(70.0)).await;
    service.post(RULES, json!({"name": "Quiet", "comparison": "below", "threshold_db": 65})).await;
    service.post(RULES, rule(90.0)).await;
    events(&service, |events| events.len() == 1 && events[0]["rule_id"] == 2).await;
    meter.set_level(80.0);
    let both = events(&service, are(&["active", "cleared"])).await;
    assert_eq!((&both[0]["rule_id"], &both[1]["rule_id"]), (&json!(1), &json!(2)));
    meter.faults().refuse_connections();
    let silent = events(&service, |events| events.len() == 3).await;
    assert_eq!((&silent[0]["rule_id"], &silent[0]["metric"]), (&json!(0), &json!("connectivity")));
    assert_eq!(silent[1]["status"], "active", "what nobody hears has not recovered");

    assert_eq!(service.delete("/api/nl43/gate/config").await["code"], 200);
    let closed = events(&service, are(&["cleared", "cleared", "cleared"])).await;
    assert_eq!(
        (&closed[0]["notes"], &closed[1]["notes"]),
        (&json!("Device deleted"), &json!("Unit deleted"))
    );
    // The rules stay, and apply to whoever gets the name.
    meter.faults().heal();
    service.add_meter("gate", &meter).await;
    events(&service, are(&["active", "cleared", "cleared", "cleared"])).await;
    service.stop().await;
}

#[tokio::test]
async fn d37_a_breach_on_both_sides_of_an_outage_is_not_sustained() {
    let (service, meter) = quiet().await;
    meter.set_level(80.0);
    service.post(RULES, json!({"threshold_db": 70, "duration_s": 3})).await;
    let polls = meter.journal().count("DOD?");
    assert!(meter.journal().wait_for("DOD?", polls + 2, Duration::from_secs(30)).await);
    meter.faults().refuse_connections();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let back = Timestamp::now();
    meter.faults().heal();
    let is_of_the_rule = |event: &&Value| event["rule_id"] == 1;
    let raised = events(&service, |events| events.iter().any(|event| is_of_the_rule(&event))).await;
    let onset = raised.iter().find(is_of_the_rule).unwrap()["onset_at"].as_str().unwrap();
    let onset: Timestamp = format!("{}Z", onset.trim_end_matches('Z')).parse().unwrap();
    assert!(onset.duration_since(back).as_secs_f64() >= 3.0, "{onset} is less than 3 s after {back}");
    service.stop().await;
}

#[tokio::test]
async fn whoever_was_told_is_told_the_end_of_an_alarm_whose_rule_went_while_the_service_was_down() {
    let (service, meter) = quiet().await;
    // Nobody is there to take the messages: they wait.
    let settings = json!({"host": "127.0.0.1", "port": 1, "security": "none", "sender": "slm@example.org"});
    let mail = json!({"name": "Mail", "kind": "email", "settings": settings});
    assert_eq!(service.post("/api/nl43/_delivery/channels", mail).await["code"], 200);
    let mut rule = rule(70.0);
    (rule["channels"], rule["recipients"]) = (json!("email"), json!("anna@example.org"));
    service.post(RULES, rule).await;
    meter.set_level(80.0);
    events(&service, are(&["active"])).await;
    let paused = service.pause().await;
    // As another program would, or this one in the moment in which it was killed.
    paused
        .run(
            "DELETE FROM alert_rules;
             UPDATE alert_events SET status = 'cleared', clear_at = '2026-06-09 12:00:00', notes = 'Rule deleted';",
        )
        .await;
    let service = paused.start().await;
    let told = service.get("/api/nl43/_delivery/messages").await["body"]["messages"].take();
    let told: Vec<_> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["kind"].clone(), one["recipient_name"].clone()))
        .collect();
    let anna = json!("anna@example.org");
    assert_eq!(told, [(json!("closed"), anna.clone()), (json!("raised"), anna)]);
}
