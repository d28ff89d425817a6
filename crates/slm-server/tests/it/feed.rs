//! Live feeds from a meter: frames, history, alerts, the 10 Hz stream.

use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Service, next_frame, open_socket};

async fn gate(settings: &[(&str, &str)]) -> (Service, SimMeter) {
    let meter = SimMeter::start(MeterConfig::immediate().measuring()).await.unwrap();
    let service = Service::start_with(settings).await;
    service.add_meter("gate", &meter).await;
    (service, meter)
}

#[tokio::test]
async fn monitor_speaks_the_compatible_frames() {
    let (service, meter) = gate(&[]).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor").await;
    let frame = next_frame(&mut socket).await.unwrap();
    let mut keys: Vec<_> = frame.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    insta::assert_snapshot!(keys.join(" "), @"counter epoch feed_status leq lmax lmin ln1 ln2 lp lpeak measurement_start_time measurement_state raw_payload seq timestamp unit_id");
    assert_eq!(frame["unit_id"], "gate");
    assert_eq!(frame["feed_status"], "ok");
    assert_eq!(frame["lp"], "60.0");
    assert_eq!(frame["counter"], Value::Null);
    let next = next_frame(&mut socket).await.unwrap();
    assert_eq!(next["seq"].as_u64().unwrap(), frame["seq"].as_u64().unwrap() + 1);

    // A second viewer gets the last frame at once, over the same connection to the meter.
    let mut second = open_socket(&service, "/api/nl43/gate/monitor?values=numbers").await;
    let same = next_frame(&mut second).await.unwrap();
    assert_eq!(same["lp"], 60.0);
    assert_eq!(same["recovered"], false);
    assert!(same["ln5"].is_number() && same["over"].is_boolean(), "{same}");
    assert_eq!(meter.journal().max_connections(), 1);
    assert_eq!(meter.journal().spacing_violations(), []);
}

#[tokio::test]
async fn events_resume_where_they_stopped() {
    let (service, _meter) = gate(&[]).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor").await;
    let first = next_frame(&mut socket).await.unwrap();
    let second = next_frame(&mut socket).await.unwrap();
    let id = format!("{}:{}", first["epoch"].as_str().unwrap(), first["seq"]);
    let request = service.client.get(service.url("/api/nl43/gate/events")).header("last-event-id", id);
    let mut response = request.send().await.unwrap();
    let chunk =
        tokio::time::timeout(Duration::from_secs(5), response.chunk()).await.unwrap().unwrap().unwrap();
    let text = String::from_utf8_lossy(&chunk).into_owned();
    let expected = format!("id: {}:{}", second["epoch"].as_str().unwrap(), second["seq"]);
    assert!(text.contains(&expected), "{expected} in {text}");
}

#[tokio::test]
async fn a_running_feed_leaves_a_trail() {
    let (service, _meter) = gate(&[("MONITOR_TRAIL_SAMPLE_S", "2")]).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor").await;
    for _ in 0..4 {
        next_frame(&mut socket).await.unwrap();
    }
    let mut history = Value::Null;
    // The recorder writes behind.
    crate::files::eventually("two of the trail", async || {
        history = service.get("/api/nl43/gate/history?hours=1").await["body"].clone();
        history["count"].as_u64().unwrap() >= 2
    })
    .await;
    insta::assert_json_snapshot!(history["readings"][0], { ".timestamp" => "[time]" }, @r#"
    {
      "timestamp": "[time]",
      "lp": "60.0",
      "leq": "60.0",
      "lmax": "60.0",
      "ln1": "60.0",
      "ln2": "60.0"
    }
    "#);
    let at = |place: usize| {
        let text = history["readings"][place]["timestamp"].as_str().unwrap().trim_end_matches('Z').to_owned();
        text.parse::<jiff::civil::DateTime>().unwrap()
    };
    let apart = at(0).until(at(1)).unwrap().total(jiff::Unit::Second).unwrap();
    assert!(apart >= 1.9, "one in two seconds: {apart}");
}

#[tokio::test]
async fn an_alert_is_an_event_for_those_who_asked() {
    let (service, meter) = gate(&[("ALERT_THRESHOLD_DB", "70")]).await;
    let mut asked = open_socket(&service, "/api/nl43/gate/monitor?events=1").await;
    let mut plain = open_socket(&service, "/api/nl43/gate/monitor").await;
    next_frame(&mut asked).await.unwrap();
    meter.set_level(88.5);
    let alert = loop {
        let frame = next_frame(&mut asked).await.unwrap();
        if frame["event"] == "alert" {
            break frame;
        }
    };
    assert_eq!(alert["edge"], "onset");
    assert_eq!(alert["threshold_db"], 70.0);
    assert_eq!(alert["level_db"], 88.5);
    for _ in 0..3 {
        let frame = next_frame(&mut plain).await.unwrap();
        assert!(frame.get("event").is_none(), "{frame}");
    }
}

#[tokio::test]
async fn an_outage_is_one_frame_and_reaches_the_status() {
    let settings = [("MONITOR_BACKOFF_BASE_S", "0.1"), ("MONITOR_BACKOFF_WATCHED_MAX_S", "0.5")];
    let (service, meter) = gate(&settings).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor").await;
    next_frame(&mut socket).await.unwrap();
    meter.faults().refuse_connections();
    meter.faults().reset();
    let offline = loop {
        let frame = next_frame(&mut socket).await.unwrap();
        if frame["feed_status"] == "unreachable" {
            break frame;
        }
    };
    assert!(offline.get("lp").is_none());
    let status = service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    assert_eq!(status["is_reachable"], false);
    assert!(status["consecutive_failures"].as_u64().unwrap() >= 3, "{status}");
    assert!(status["last_error"].is_string());
    assert_eq!(service.get("/health/devices").await["body"]["status"], "degraded");

    // Whoever comes now is told at once.
    let mut late = open_socket(&service, "/api/nl43/gate/monitor").await;
    assert_eq!(next_frame(&mut late).await.unwrap()["seq"], offline["seq"]);

    meter.faults().heal();
    let back = next_frame(&mut socket).await.unwrap();
    assert_eq!(back["feed_status"], "ok");
    assert_eq!(service.get("/api/nl43/gate/status").await["body"]["data"]["is_reachable"], true);
}

#[tokio::test]
async fn stream_shares_the_meters_output() {
    let (service, meter) = gate(&[]).await;
    let mut one = open_socket(&service, "/api/nl43/gate/stream").await;
    let mut other = open_socket(&service, "/api/nl43/gate/stream").await;
    let first = next_frame(&mut one).await.unwrap();
    let mut keys: Vec<_> = first.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    insta::assert_snapshot!(keys.join(" "), @"counter epoch leq lmax lmin ln1 ln2 lp lpeak measurement_start_time measurement_state raw_payload run_state seq stream_ln timestamp unit_id");
    assert_eq!(first["measurement_state"], "Measure");
    assert_eq!(first["ln1"], Value::Null);
    assert!(first["counter"].is_string());
    assert!(next_frame(&mut other).await.unwrap()["counter"].is_string());
    assert_eq!(meter.journal().count("DRD?"), 1);
    // A hundred records later there are percentiles.
    let mut frame = first;
    for _ in 0..110 {
        frame = next_frame(&mut one).await.unwrap();
    }
    assert_eq!(frame["stream_ln"]["n"], json!([5, 10, 50, 90, 95]));
    assert_eq!(frame["stream_ln"]["levels"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn stream_of_a_meter_that_does_not_answer() {
    let service = Service::start_with(&[]).await;
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/stream").await;
    let frame = next_frame(&mut socket).await.unwrap();
    assert_eq!(frame["error"], "Failed to communicate with device");
    assert!(frame["detail"].is_string(), "{frame}");
    assert_eq!(next_frame(&mut socket).await, Err(1000));
}

#[tokio::test]
async fn many_units_share_one_event_stream() {
    let (service, _meter) = gate(&[]).await;
    let other = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    service.add_meter("yard", &other).await;
    let mut response = service.send(Method::GET, "/api/nl43/_monitor/events", None).await;
    let mut text = String::new();
    while !(text.contains("\"unit_id\":\"gate\"") && text.contains("\"unit_id\":\"yard\"")) {
        let chunk =
            tokio::time::timeout(Duration::from_secs(8), response.chunk()).await.unwrap().unwrap().unwrap();
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
}
