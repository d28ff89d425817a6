//! What those who watch are told of events: each change, once it is written.

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};

use crate::alarms::QUICK;
use crate::support::{Service, Socket, next_frame, open_socket};

const RULES: &str = "/api/nl43/_alerts/rules";
const EVENTS: &str = "/api/nl43/_alerts/events";
const WATCH: &str = "/api/nl43/gate/monitor?events=1";

/// A service with one meter, `gate`, that hears 60 dB and is polled.
async fn quiet() -> (Service, SimMeter) {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let service = Service::start_with(QUICK).await;
    service.add_meter("gate", &meter).await;
    (service, meter)
}

async fn put_rule(service: &Service) -> String {
    let rule = json!({"name": "Loud", "metric": "lp", "threshold": 70, "severity": "critical"});
    let kept = service.post(RULES, rule).await;
    format!("{RULES}/{}", kept["body"]["rule"]["id"])
}

/// The next alert that a viewer is shown.
async fn alert(viewer: &mut Socket) -> Value {
    loop {
        let frame = next_frame(viewer).await.unwrap();
        if frame["event"] == "alert" {
            return frame;
        }
    }
}

/// The next alert is this one, and `quiet` or not.
async fn expect(viewer: &mut Socket, edge: &str, quiet: bool) -> Value {
    let frame = alert(viewer).await;
    assert_eq!((&frame["edge"], &frame["quiet"]), (&json!(edge), &json!(quiet)), "{frame}");
    frame
}

#[tokio::test]
async fn a_lost_connection_is_shown_to_those_who_watch_once_it_is_an_event() {
    let (service, meter) = quiet().await;
    let mut viewer = open_socket(&service, WATCH).await;
    let mut plain = open_socket(&service, "/api/nl43/gate/monitor").await;
    next_frame(&mut viewer).await.unwrap();
    meter.faults().refuse_connections();
    meter.faults().reset();
    let lost = expect(&mut viewer, "onset", false).await;
    assert_eq!((&lost["rule"], &lost["rule_id"]), (&json!("Connection"), &Value::Null));
    assert_eq!((&lost["metric"], &lost["level_db"]), (&json!("connectivity"), &Value::Null));
    let event = service.get(EVENTS).await["body"]["events"][0].take();
    assert_eq!((&event["rule_id"], &event["ended_at"]), (&json!(0), &Value::Null));

    let mut other = open_socket(&service, WATCH).await;
    service.post(&format!("{EVENTS}/{}/ack", event["id"]), json!({"by": "Ann"})).await;
    let seen = expect(&mut other, "acknowledged", false).await;
    assert_eq!((&seen["rule"], &seen["rule_id"]), (&json!("Connection"), &Value::Null));
    expect(&mut viewer, "acknowledged", false).await;
    meter.faults().heal();
    expect(&mut viewer, "clear", false).await;
    // Who did not ask is shown what an old client knows: the levels, the loss, and levels again.
    let mut shown = Vec::new();
    while !shown.ends_with(&[json!("unreachable"), json!("ok")]) {
        let frame = next_frame(&mut plain).await.unwrap();
        assert!(frame.get("event").is_none(), "{frame}");
        if shown.last() != Some(&frame["feed_status"]) {
            shown.push(frame["feed_status"].clone());
        }
    }
    service.stop().await;
}

#[tokio::test]
async fn what_one_does_about_an_alarm_is_shown_to_the_others() {
    let (service, meter) = quiet().await;
    let rule = put_rule(&service).await;
    let mut viewer = open_socket(&service, WATCH).await;
    meter.set_level(80.0);
    expect(&mut viewer, "onset", false).await;
    service.post(&format!("{EVENTS}/1/ack"), json!({"by": "Ann"})).await;
    let acknowledged = expect(&mut viewer, "acknowledged", false).await;
    assert_eq!((&acknowledged["rule"], &acknowledged["severity"]), (&json!("Loud"), &json!("critical")));
    service.post(&format!("{rule}/shelve"), json!({"for_s": 3600})).await;
    expect(&mut viewer, "shelved", true).await;
    service.delete(&format!("{rule}/shelve")).await;
    expect(&mut viewer, "unshelved", true).await;
    service.delete(&rule).await;
    expect(&mut viewer, "clear", false).await;
    // Also of an event that is over.
    service.post(&format!("{EVENTS}/1/ack"), json!({"by": "Bob"})).await;
    let late = expect(&mut viewer, "acknowledged", true).await;
    assert_eq!((&late["rule"], &late["threshold_db"]), (&json!("Loud"), &json!(70.0)));
    service.stop().await;
}

#[tokio::test]
async fn shelving_is_shown_also_without_an_event_and_when_its_time_is_over() {
    let (service, meter) = quiet().await;
    let rule = put_rule(&service).await;
    let mut viewer = open_socket(&service, WATCH).await;
    service.post(&format!("{rule}/shelve"), json!({"for_s": 2})).await;
    let shelved = expect(&mut viewer, "shelved", true).await;
    assert_eq!((&shelved["rule"], &shelved["level_db"]), (&json!("Loud"), &Value::Null));
    expect(&mut viewer, "unshelved", true).await;

    service.post(&format!("{rule}/shelve"), json!({"for_s": 3600})).await;
    expect(&mut viewer, "shelved", true).await;
    meter.set_level(80.0);
    // It is an event all the same, and who looks at a list of them sees it.
    expect(&mut viewer, "onset", true).await;
    service.delete(&format!("{rule}/shelve")).await;
    expect(&mut viewer, "unshelved", false).await;
    meter.set_level(60.0);
    expect(&mut viewer, "clear", false).await;
    service.stop().await;
}
