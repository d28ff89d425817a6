//! Each route sends its command, once, and nothing else.

use reqwest::Method;
use serde_json::{Value, json};

use super::{brisk, expect_lines, gate};
use crate::support::answer;

/// A route, and the line and words that belong to it.
struct Case(Method, &'static str, Value, &'static str, Value);

fn said(message: &str) -> Value {
    json!({"status": "ok", "message": message})
}

#[tokio::test]
async fn settings_are_sent_as_given_and_once() {
    let (service, meter) = gate(brisk()).await;
    let put = Method::PUT;
    let cases = [
        Case(
            put.clone(),
            "frequency-weighting",
            json!({"weighting": "C"}),
            "Frequency Weighting (Main),C",
            said("Frequency weighting set to C on Main"),
        ),
        Case(
            put.clone(),
            "frequency-weighting",
            json!({"weighting": "Z", "channel": "Sub3"}),
            "Frequency Weighting (Sub3),Z",
            said("Frequency weighting set to Z on Sub3"),
        ),
        Case(
            put.clone(),
            "time-weighting",
            json!({"weighting": "S", "channel": "Sub1", "else": 1}),
            "Time Weighting (Sub1),S",
            said("Time weighting set to S on Sub1"),
        ),
        Case(
            put.clone(),
            "measurement-time",
            json!({"preset": "1h"}),
            "Measurement Time Preset Manual,1h",
            said("Measurement time set to 1h"),
        ),
        Case(
            put.clone(),
            "leq-interval",
            json!({"preset": "15m"}),
            "Leq Calculation Interval Preset,15m",
            said("Leq interval set to 15m"),
        ),
        Case(
            put.clone(),
            "lp-interval",
            json!({"preset": "Leq1s"}),
            "Lp Store Interval,Leq1s",
            said("Lp interval set to Leq1s"),
        ),
        Case(
            put.clone(),
            "index-number",
            json!({"index": "42"}),
            "Store Name,0042",
            said("Index number set to 0042"),
        ),
        Case(
            put.clone(),
            "clock",
            json!({"datetime": "2026/06/09 12:00:00"}),
            "Clock,2026/06/09 12:00:00",
            said("Clock set to 2026/06/09 12:00:00"),
        ),
        Case(
            put,
            "clock",
            json!({"datetime": "2026/06/09,12:00:00"}),
            "Clock,2026/06/09 12:00:00",
            said("Clock set to 2026/06/09,12:00:00"),
        ),
        Case(Method::POST, "sleep", Value::Null, "Sleep Mode,On", said("Device entering sleep mode")),
        Case(Method::POST, "wake", Value::Null, "Sleep Mode,Off", said("Device waking from sleep mode")),
    ];
    let mut lines = Vec::new();
    for Case(method, path, body, line, expected) in cases {
        let body = (!body.is_null()).then_some(body);
        let got = answer(service.send(method, &format!("/api/nl43/gate/{path}"), body).await).await;
        assert_eq!(got, json!({"code": 200, "body": expected}), "{path}");
        lines.push(line);
    }
    expect_lines(&meter, &lines);
}

#[tokio::test]
async fn questions_are_asked_once() {
    let config = brisk().setting("Store Name", "0042").setting("Time Weighting (Sub2)", "S");
    let (service, meter) = gate(config).await;
    let cases = [
        ("battery", "Battery Level?", json!({"battery_level": "Full"})),
        ("sleep/status", "Sleep Mode?", json!({"sleep_status": "Off"})),
        (
            "frequency-weighting",
            "Frequency Weighting (Main)?",
            json!({"frequency_weighting": "A", "channel": "Main"}),
        ),
        (
            "time-weighting?channel=Sub2",
            "Time Weighting (Sub2)?",
            json!({"time_weighting": "S", "channel": "Sub2"}),
        ),
        ("measurement-time", "Measurement Time Preset Manual?", json!({"measurement_time": "24h"})),
        ("leq-interval", "Leq Calculation Interval Preset?", json!({"leq_interval": "10m"})),
        ("lp-interval", "Lp Store Interval?", json!({"lp_interval": "100ms"})),
        ("index-number", "Store Name?", json!({"index_number": "0042"})),
        (
            "overwrite-check",
            "Overwrite?",
            json!({"overwrite_status": "None", "will_overwrite": false, "safe_to_store": true}),
        ),
    ];
    let mut lines = Vec::new();
    for (path, line, mut expected) in cases {
        expected["status"] = "ok".into();
        let got = service.get(&format!("/api/nl43/gate/{path}")).await;
        assert_eq!(got, json!({"code": 200, "body": expected}), "{path}");
        lines.push(line);
    }
    expect_lines(&meter, &lines);
}

#[tokio::test]
async fn a_measurement_is_paused_resumed_and_stored() {
    let (service, meter) = gate(brisk().measuring()).await;
    for (path, words) in [("pause", "Measurement paused"), ("resume", "Measurement resumed")] {
        let got = service.act(&format!("/api/nl43/gate/{path}")).await;
        assert_eq!(got, json!({"code": 200, "body": said(words)}));
    }
    let early = service.act("/api/nl43/gate/store").await;
    assert_eq!(early["code"], 502, "a measurement runs: {early}");
    assert!(early["body"]["detail"].as_str().unwrap().contains("Status error"), "{early}");
    service.act("/api/nl43/gate/stop").await;
    let stored = service.act("/api/nl43/gate/store").await;
    assert_eq!(stored, json!({"code": 200, "body": said("Data stored to SD card")}));
    let taken = service.get("/api/nl43/gate/overwrite-check").await["body"].clone();
    assert_eq!(taken["overwrite_status"], "Exist");
    assert_eq!(taken["will_overwrite"], true);
    assert_eq!(taken["safe_to_store"], false);
    let expected = [
        "Pause,On",
        "Pause,Off",
        "Manual Store,Start",
        "Measure,Stop",
        "DOD?",
        "Measure?",
        "Manual Store,Start",
        "Overwrite?",
    ];
    expect_lines(&meter, &expected);
}

#[tokio::test]
async fn a_meter_of_today_refuses_reset() {
    let (service, meter) = gate(brisk()).await;
    let refused = service.act("/api/nl43/gate/reset").await;
    assert_eq!(refused["code"], 502);
    assert!(refused["body"]["detail"].as_str().unwrap().contains("Command error"), "{refused}");
    meter.faults().wrong_result_code(0);
    let done = service.act("/api/nl43/gate/reset").await;
    assert_eq!(done, json!({"code": 200, "body": said("Measurement data reset")}));
    expect_lines(&meter, &["Reset", "Reset"]);
}

#[tokio::test]
async fn what_the_meter_does_not_take_it_says_itself() {
    let (service, meter) = gate(brisk()).await;
    for (path, body) in [
        ("measurement-time", json!({"preset": "13m"})),
        ("frequency-weighting", json!({"weighting": "Q"})),
        ("clock", json!({"datetime": "2099/01/01 00:00:00"})),
    ] {
        let refused = service.put(&format!("/api/nl43/gate/{path}"), body).await;
        assert_eq!(refused["code"], 502, "{refused}");
        assert!(refused["body"]["detail"].as_str().unwrap().contains("Parameter error"), "{refused}");
    }
    let expected =
        ["Measurement Time Preset Manual,13m", "Frequency Weighting (Main),Q", "Clock,2099/01/01 00:00:00"];
    expect_lines(&meter, &expected);
}

#[tokio::test]
async fn a_clock_is_set_to_the_sites_time() {
    let meter = nl43_sim::SimMeter::start(nl43_sim::MeterConfig { clock_offset_s: -4000, ..brisk() }).await;
    let meter = meter.unwrap();
    let settings = [("SLMM_COMMAND_PAUSE_S", "0.2"), ("TIMEZONE_OFFSET", "Europe/Berlin")];
    let service = crate::support::Service::start_with(&settings).await;
    service.add_meter("gate", &meter).await;
    let synced = service.act("/api/nl43/gate/clock/sync").await["body"].clone();
    assert_eq!(synced["zone"], "Europe/Berlin");
    let berlin = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::get("Europe/Berlin").unwrap());
    let ahead = 4000.0 + f64::from(berlin.offset().seconds());
    let before = synced["offset_before_s"].as_f64().unwrap();
    assert!((before + ahead).abs() < 2.0, "{synced}");
    assert!(synced["offset_after_s"].as_f64().unwrap().abs() < 2.0, "{synced}");
    let clock = synced["clock"].as_str().unwrap();
    assert_eq!(synced["message"], format!("Clock set to {clock}"));
    expect_lines(&meter, &["Clock?", &format!("Clock,{clock}"), "Clock?"]);
    let log = service.get("/api/nl43/gate/logs?category=SYNC").await["body"]["logs"].clone();
    let expected = format!("Clock set to {clock}, the server's time in Europe/Berlin");
    assert_eq!((&log[0]["category"], &log[0]["message"]), (&json!("SYNC"), &json!(expected)));
}

#[tokio::test]
async fn what_was_asked_is_known_to_everybody() {
    let (service, meter) = gate(brisk()).await;
    service.get("/api/nl43/gate/live").await;
    service.get("/api/nl43/gate/battery").await;
    let status = service.get("/api/nl43/gate/status").await;
    assert_eq!(status["body"]["data"]["battery_level"], "Full");
    expect_lines(&meter, &["DOD?", "Measure?", "Battery Level?"]);
}
