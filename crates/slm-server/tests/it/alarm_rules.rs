//! Rules of groups and of all units, evaluated on simulated meters.

use std::time::{Duration, Instant};

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};

use crate::alarms::QUICK;
use crate::support::Service;

const RULES: &str = "/api/nl43/_alerts/rules";
const EVENTS: &str = "/api/nl43/_alerts/events";
const INCIDENTS: &str = "/api/nl43/_alerts/incidents";
const SUMMARY: &str = "/api/nl43/_alerts/summary";

/// A service with one meter, `gate`, that hears 60 dB.
async fn quiet() -> (Service, SimMeter) {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    (service, meter)
}

fn rule(change: Value) -> Value {
    let mut rule = json!({"name": "Loud", "metric": "lp", "threshold": 70});
    let Value::Object(change) = change else { panic!("fields") };
    rule.as_object_mut().unwrap().extend(change);
    rule
}

async fn put_rule(service: &Service, change: Value) -> Value {
    let answer = service.post(RULES, rule(change)).await;
    assert_eq!(answer["code"], 200, "{answer}");
    answer["body"]["rule"].clone()
}

async fn list(service: &Service, path: &str, key: &str) -> Vec<Value> {
    let mut answer = service.get(path).await;
    std::mem::take(answer["body"][key].as_array_mut().unwrap_or_else(|| panic!("a list")))
}

/// Asks until the answer is as wanted.
async fn until(service: &Service, path: &str, key: &str, is_wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let begin = Instant::now();
    loop {
        let found = list(service, path, key).await;
        if is_wanted(&found) {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "not as wanted: {found:#?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Events whose ends are these, newest first; `null` for open ones.
fn ends(reasons: Value) -> impl Fn(&[Value]) -> bool {
    move |events| events.iter().map(|event| &event["ended_reason"]).eq(reasons.as_array().unwrap())
}

async fn polls(meter: &SimMeter, more: usize) {
    let before = meter.journal().count("DOD?");
    assert!(meter.journal().wait_for("DOD?", before + more, Duration::from_secs(30)).await);
}

#[tokio::test]
async fn a_rule_of_all_units_has_events_incidents_and_a_summary() {
    let (service, meter) = quiet().await;
    let rule = put_rule(&service, json!({"severity": "critical"})).await;
    assert_eq!((&rule["id"], &rule["units"]), (&json!(1_000_000_001), &json!(["gate"])));
    assert_eq!(service.get(SUMMARY).await["body"]["incidents_open"], 0);
    meter.set_level(80.0);
    let open = until(&service, EVENTS, "events", ends(json!([null]))).await.remove(0);
    assert_eq!(
        (&open["severity"], &open["unit"], &open["metric_text"]),
        (&json!("critical"), &json!("dB"), &json!("LP"))
    );
    assert_eq!(
        (&open["comparison"], &open["threshold"], &open["exceedances"]),
        (&json!("above"), &json!(70.0), &json!(1))
    );
    assert!(open["peak_at"].is_string() && open["incident_id"] == 1, "{open}");
    let summary = service.get(SUMMARY).await["body"].take();
    assert_eq!((&summary["open_events"], &summary["unacknowledged"]), (&json!(1), &json!(1)));
    assert_eq!(summary["units"][0]["worst_severity"], "critical");
    assert_eq!(list(&service, RULES, "rules").await[0]["open_events"], 1);

    let said = json!({"by": "Ann", "note": "pile driver"});
    let acknowledged = service.post(&format!("{EVENTS}/1/ack"), said).await;
    let event = &acknowledged["body"]["event"];
    assert_eq!(
        (&event["acknowledged_by"], &event["acknowledged_note"]),
        (&json!("Ann"), &json!("pile driver"))
    );
    assert_eq!(service.get(SUMMARY).await["body"]["unacknowledged"], 0);
    assert_eq!(list(&service, &format!("{INCIDENTS}?state=acknowledged"), "incidents").await.len(), 1);
    for (severity, found) in [("critical", 1), ("warning", 0)] {
        let of = format!("{INCIDENTS}?severity={severity}");
        assert_eq!(list(&service, &of, "incidents").await.len(), found, "{severity}");
    }
    meter.set_level(60.0);
    until(&service, EVENTS, "events", ends(json!(["cleared"]))).await;
    let incident = service.get(&format!("{INCIDENTS}/1")).await["body"]["incident"].take();
    assert_eq!(
        (&incident["state"], &incident["title"], &incident["event_count"]),
        (&json!("closed"), &json!("Loud"), &json!(1))
    );
    let kinds: Vec<_> =
        incident["timeline"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["raised", "acknowledged", "cleared"]);
    assert_eq!(incident["timeline"][1]["note"], "pile driver");
    service.stop().await;
}

#[tokio::test]
async fn rules_of_a_group_come_and_go_with_it_and_keep_their_units_running() {
    let (service, meter) = quiet().await;
    meter.set_level(80.0);
    service.act("/api/nl43/gate/monitor/stop").await;
    let rule = put_rule(&service, json!({"applies_to": "group:north"})).await;
    assert_eq!(rule["units"], json!([]));
    let groups = |groups: Value| service.put("/api/nl43/gate/profile", json!({ "groups": groups }));
    assert_eq!(groups(json!(["north"])).await["code"], 200);
    until(&service, EVENTS, "events", ends(json!([null]))).await;
    groups(json!(["south"])).await;
    let moved = json!(["Rule does not apply to the unit any more"]);
    until(&service, EVENTS, "events", ends(moved)).await;
    let status = service.get("/api/nl43/_monitor/status").await["body"]["monitors"].take();
    assert_eq!(status, json!({}), "nobody needs it any more");

    // A unit that is added later has the rules of all.
    let all = put_rule(&service, json!({"name": "All"})).await;
    let yard = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    yard.set_level(80.0);
    service.add_meter("yard", &yard).await;
    let of_yard = format!("{EVENTS}?unit=yard");
    until(&service, &of_yard, "events", ends(json!([null]))).await;
    service.act("/api/nl43/yard/monitor/stop").await;
    polls(&yard, 3).await;
    assert_eq!(service.delete("/api/nl43/yard/config").await["code"], 200);
    until(&service, &of_yard, "events", ends(json!(["Unit deleted"]))).await;
    service.delete(&format!("{RULES}/{}", all["id"])).await;
    until(&service, &format!("{EVENTS}?state=open"), "events", <[Value]>::is_empty).await;
    let of_gate = list(&service, &format!("{EVENTS}?unit=gate&rule_id={}", all["id"]), "events").await;
    assert!(of_gate.iter().all(|event| event["ended_reason"] == "Rule deleted"), "{of_gate:?}");
    service.stop().await;
}

#[tokio::test]
async fn a_change_of_a_rule_ends_its_events_with_the_reason() {
    let (service, meter) = quiet().await;
    meter.set_level(80.0);
    let one = format!("{RULES}/{}", put_rule(&service, json!({})).await["id"]);
    until(&service, EVENTS, "events", ends(json!([null]))).await;
    service.put(&one, rule(json!({"threshold": 75}))).await;
    until(&service, EVENTS, "events", ends(json!([null, "Rule changed"]))).await;
    service.put(&one, rule(json!({"threshold": 75, "enabled": false}))).await;
    until(&service, EVENTS, "events", ends(json!(["Rule disabled", "Rule changed"]))).await;
    service.put(&one, rule(json!({}))).await;
    until(&service, EVENTS, "events", ends(json!([null, "Rule disabled", "Rule changed"]))).await;
    service.delete(&one).await;
    let all = until(&service, EVENTS, "events", |events| events[0]["ended_reason"] == "Rule deleted").await;
    assert_eq!(all.len(), 3);
    let closed = list(&service, &format!("{INCIDENTS}?state=closed"), "incidents").await;
    assert_eq!(list(&service, INCIDENTS, "incidents").await.len(), closed.len());
    service.stop().await;
}

#[tokio::test]
async fn a_windows_limit_is_broken_before_the_window_ends() {
    let (service, meter) = quiet().await;
    meter.set_level(110.0);
    // A whole day at 60 dB is used up by 110 dB within a second.
    let window = json!({"metric": "leq_t", "window": "aligned", "window_s": 86_400, "threshold": 60});
    put_rule(&service, window).await;
    let open = until(&service, EVENTS, "events", ends(json!([null]))).await.remove(0);
    assert_eq!((&open["metric"], &open["metric_text"]), (&json!("leq_t"), &json!("Leq,24h")));
    service.stop().await;
}

#[tokio::test]
async fn what_is_shelved_is_kept_and_not_told_until_it_ends() {
    let (service, meter) = quiet().await;
    let one = format!("{RULES}/{}", put_rule(&service, json!({})).await["id"]);
    let shelved =
        service.post(&format!("{one}/shelve"), json!({"for_s": 3600, "by": "Ann", "note": "works"})).await;
    assert_eq!(shelved["body"]["rule"]["shelves"][0]["by"], "Ann");
    meter.set_level(80.0);
    until(&service, EVENTS, "events", ends(json!([null]))).await;
    let service = service.restart().await;
    assert_eq!(list(&service, RULES, "rules").await[0]["shelves"][0]["note"], "works");
    let told = async |service: &Service| {
        let log = list(service, "/api/nl43/gate/logs", "logs").await;
        let lines = log.iter().map(|entry| entry["message"].as_str().unwrap().to_owned());
        lines.filter(|line| line.starts_with("Alert rule 1000000001")).collect::<Vec<_>>()
    };
    assert!(!told(&service).await.iter().any(|line| line.contains("unshelved")));
    // A shelf that is nearly over ends by itself, and the open event is told of.
    service.post(&format!("{one}/shelve"), json!({"for_s": 1, "unit_id": "gate"})).await;
    service.delete(&format!("{one}/shelve")).await;
    let asking = async {
        while !told(&service).await.iter().any(|line| line.contains("unshelved")) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.expect("told of again");
    assert_eq!(list(&service, RULES, "rules").await[0]["shelves"], json!([]));
    let kinds: Vec<Value> = service.get(&format!("{INCIDENTS}/1")).await["body"]["incident"]["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["kind"].clone())
        .collect();
    assert!(kinds.contains(&json!("shelved")) || kinds.contains(&json!("unshelved")), "{kinds:?}");
    service.stop().await;
}

#[tokio::test]
async fn an_unreachable_unit_is_one_event_whoever_tells_of_it() {
    let (service, meter) = quiet().await;
    put_rule(&service, json!({"applies_to": "unit:elsewhere"})).await;
    service.act("/api/nl43/gate/monitor/start").await;
    polls(&meter, 2).await;
    meter.faults().refuse_connections();
    meter.faults().reset();
    let lost = until(&service, EVENTS, "events", ends(json!([null]))).await.remove(0);
    assert_eq!(
        (&lost["rule_id"], &lost["metric"], &lost["threshold"]),
        (&json!(0), &json!("connectivity"), &Value::Null)
    );
    assert_eq!(service.get(SUMMARY).await["body"]["open_events"], 1);
    let incident = format!("{INCIDENTS}/{}", lost["incident_id"]);
    let acknowledged =
        service.post(&format!("{incident}/ack"), json!({"by": "Ann", "note": "driving there"})).await;
    assert_eq!(acknowledged["body"]["incident"]["state"], "acknowledged", "{acknowledged}");
    assert_eq!(service.get(SUMMARY).await["body"]["unacknowledged"], 0);

    // A rule on connectivity takes the event's place; the others keep silent.
    for name in ["Lost", "Lost as well"] {
        put_rule(&service, json!({"name": name, "metric": "connectivity", "threshold": null})).await;
    }
    put_rule(&service, json!({"metric": "no_data_s", "threshold": 1})).await;
    let is_told = |events: &[Value]| events.iter().map(|event| &event["rule_name"]).eq([&json!("Lost")]);
    until(&service, &format!("{EVENTS}?state=open"), "events", is_told).await;
    meter.faults().heal();
    until(&service, &format!("{EVENTS}?state=open"), "events", <[Value]>::is_empty).await;
    let all = list(&service, EVENTS, "events").await;
    let reasons: Vec<_> = all.iter().map(|event| event["ended_reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["cleared", "An alert rule tells of it"]);
    service.stop().await;
}

#[tokio::test]
async fn a_unit_that_nobody_asks_any_more_is_not_lost() {
    let (service, meter) = quiet().await;
    put_rule(&service, json!({"name": "Lost", "metric": "connectivity", "threshold": null})).await;
    polls(&meter, 2).await;
    meter.faults().refuse_connections();
    meter.faults().reset();
    until(&service, EVENTS, "events", ends(json!([null]))).await;
    assert_eq!(service.act("/api/nl43/gate/deactivate").await["code"], 200);
    let rests = until(&service, EVENTS, "events", ends(json!(["Unit is not asked any more"]))).await;
    assert_eq!(rests[0]["rule_name"], "Lost");
    service.stop().await;
}

#[tokio::test]
async fn there_are_a_thousand_rules_and_two_hundred_of_a_unit_at_most() {
    for (count, applies_to, reason) in [
        (1_000, "unit:elsewhere", "There are 1000 alert rules, and there may not be more"),
        (200, "all", "A unit has 200 alert rules, and may not have more"),
    ] {
        let service = Service::start().await;
        service.add_disabled_unit("gate").await;
        put_rule(&service, json!({ "applies_to": applies_to })).await;
        let paused = service.pause().await;
        paused
            .run(&format!(
                "WITH RECURSIVE more (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM more WHERE n < {count})
             INSERT INTO slm_alarm_rule (id, created_us, changed_us, document)
                SELECT 1000000000 + n, 0, 0, document FROM more, slm_alarm_rule;
             UPDATE slm_meta SET value = 1000000000 + {count} WHERE key = 'last_alarm_rule';"
            ))
            .await;
        let service = paused.start().await;
        assert_eq!(list(&service, RULES, "rules").await.len(), count);
        let one_more = service.post(RULES, rule(json!({}))).await;
        assert_eq!((&one_more["code"], &one_more["body"]["detail"]), (&json!(409), &json!(reason)));
        // One for another, and one less, are no more.
        let last = format!("{RULES}/{}", 1_000_000_000 + count);
        assert_eq!(service.put(&last, rule(json!({ "applies_to": applies_to }))).await["code"], 200);
        assert_eq!(service.delete(&last).await["code"], 200);
        assert_eq!(service.post(RULES, rule(json!({ "applies_to": applies_to }))).await["code"], 200);
        service.stop().await;
    }
}
