//! Raw commands: typed, validated, and thought over twice.

use serde_json::{Value, json};

use super::{brisk, expect_lines, gate};
use crate::support::{mistake, mistakes};

const PATH: &str = "/api/nl43/gate/command";

#[tokio::test]
async fn settings_go_out_in_the_instruments_own_words() {
    let (service, meter) = gate(brisk()).await;
    let cases = [
        (json!({"name": "Backlight", "value": "On"}), "Backlight,On"),
        (json!({"name": "backlight", "value": " off"}), "Backlight,Off"),
        (json!({"name": "Store Name", "value": "42"}), "Store Name,0042"),
        (json!({"name": "Store Mode", "value": "Timer Auto"}), "Store Mode,Timer Auto"),
        (json!({"name": "Octave Mode", "value": "1/3"}), "Octave Mode,1/3"),
        (
            json!({"name": "Timer Auto Start Time", "value": "2026/06/09 12:00:00"}),
            "Timer Auto Start Time,2026/06/09 12:00:00",
        ),
    ];
    let mut lines = Vec::new();
    for (body, line) in cases {
        let got = service.post(PATH, body).await;
        let expected =
            json!({"status": "ok", "command": line, "reply": null, "result_code": "R+0000", "value": null});
        assert_eq!(got, json!({"code": 200, "body": expected}));
        lines.push(line);
    }
    expect_lines(&meter, &lines);
}

#[tokio::test]
async fn answers_are_typed_where_that_is_known() {
    let (service, meter) = gate(brisk()).await;
    let cases = [
        ("Backlight", json!("On"), json!(true)),
        ("FTP", json!("Off"), json!(false)),
        ("Backlight Brightness", json!("1"), json!(1)),
        ("Percentile 3", json!("50"), json!(50)),
        ("Store Name", json!("0001"), json!(1)),
        ("SD Card Percentage", Value::Null, Value::Null),
        ("Battery Level", json!("Full"), json!("Full")),
        ("Language", json!("English"), json!("English")),
        ("Measure", json!("Stop"), json!("Stop")),
        ("Ethernet IP", json!("192.168.0.10"), json!("192.168.0.10")),
    ];
    for (name, reply, value) in cases {
        let got = service.post(PATH, json!({"name": name})).await["body"].clone();
        assert_eq!(got["command"], format!("{name}?"));
        assert_eq!(got["result_code"], "R+0000");
        if reply.is_null() {
            assert!(got["value"].is_i64(), "{got}");
        } else {
            assert_eq!((&got["reply"], &got["value"]), (&reply, &value), "{name}");
        }
    }
    let levels = service.post(PATH, json!({"name": "DOD", "value": null})).await["body"].clone();
    assert_eq!(levels["value"]["main"]["lp"], json!(60.0));
    assert_eq!(levels["value"]["sub3"]["lp"], Value::Null);
    let status = service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    assert_eq!(status["lp"], "60.0", "a reading, whoever asked for it");
    assert_eq!(meter.journal().totals().connections, 1);
}

#[tokio::test]
async fn what_is_known_to_be_wrong_is_not_sent() {
    let (service, meter) = gate(brisk()).await;
    let check = async |body: Value, place: &str, kind: &str| {
        assert_eq!(mistakes(&service.post(PATH, body).await), mistake(place, kind));
    };
    check(json!({}), "body.name", "missing").await;
    check(json!({"name": 7}), "body.name", "string_type").await;
    check(json!({"name": "Reset"}), "body.name", "value_error").await;
    check(json!({"name": "Backlight?"}), "body.name", "value_error").await;
    check(json!({"name": "Backlight,On\r\nMeasure"}), "body.name", "value_error").await;
    for stream in ["DRD", "drd?status"] {
        check(json!({"name": stream}), "body.name", "value_error").await;
    }
    check(json!({"name": "Battery Level", "value": "Full"}), "body.value", "value_error").await;
    check(json!({"name": "Manual Store"}), "body.value", "value_error").await;
    check(json!({"name": "Backlight", "value": true}), "body.value", "string_type").await;
    check(json!({"name": "Backlight", "value": "Maybe"}), "body.value", "value_error").await;
    check(json!({"name": "Percentile 1", "value": "100"}), "body.value", "value_error").await;
    check(json!({"name": "Ethernet IP", "value": "1.2.3", "confirm": true}), "body.value", "value_error")
        .await;
    check(json!({"name": "Backlight", "value": "On", "confirm": "maybe"}), "body.confirm", "bool_parsing")
        .await;
    for attack in ["On\r\nReset", "On\u{1a}", "On\0", "On,Off", "\u{4f}\u{308}n", "", " "] {
        check(json!({"name": "Octave Mode", "value": attack}), "body.value", "value_error").await;
    }
    expect_lines(&meter, &[]);
    let told = service.post(PATH, json!({"name": "Pause", "value": "Maybe"})).await;
    assert!(told.to_string().contains("expected one of Off, On"), "{told}");
}

#[tokio::test]
async fn what_may_cut_the_line_needs_a_confirmation() {
    let (service, meter) = gate(brisk()).await;
    for (name, value) in [
        ("TCP", "Off"),
        ("Web", "On"),
        ("Ethernet", "Off"),
        ("Ethernet IP", "192.168.0.11"),
        ("USB Class", "CDC"),
        ("IO Func", "Communication"),
        ("Baud Rate", "9600"),
        ("Sleep Mode", "on"),
        ("Echo", "On"),
    ] {
        let asked = service.post(PATH, json!({"name": name, "value": value})).await;
        assert_eq!(asked["code"], 409, "{name}: {asked}");
        assert_eq!(asked["body"]["error"], "needs_confirmation");
        assert!(asked["body"]["detail"].as_str().unwrap().contains("confirm: true"), "{asked}");
    }
    expect_lines(&meter, &[]);
    for body in [
        json!({"name": "Sleep Mode", "value": "On", "confirm": true}),
        json!({"name": "Sleep Mode", "value": "Off"}),
        json!({"name": "TCP"}),
    ] {
        assert_eq!(service.post(PATH, body).await["code"], 200);
    }
    expect_lines(&meter, &["Sleep Mode,On", "Sleep Mode,Off", "TCP?"]);
}

#[tokio::test]
async fn a_raw_start_is_known_to_everybody() {
    let (service, meter) = gate(brisk()).await;
    let start = service.post(PATH, json!({"name": "measure", "value": "start"})).await;
    assert_eq!(start["body"]["command"], "Measure,Start");
    let status = service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    assert_eq!(status["measurement_state"], "Start");
    let again = service.post(PATH, json!({"name": "Measure", "value": "Start"})).await;
    assert_eq!(again["code"], 502);
    assert!(again["body"]["detail"].as_str().unwrap().contains("Status error"), "{again}");
    expect_lines(&meter, &["Measure,Start", "Measure?", "Measure,Start"]);
}

#[tokio::test]
async fn the_list_is_enough_to_build_forms_from() {
    let (service, _meter) = gate(brisk()).await;
    let list = service.get("/api/nl43/_commands").await["body"].clone();
    assert_eq!(list["count"], 182);
    let find = |name: &str| {
        list["commands"].as_array().unwrap().iter().find(|entry| entry["name"] == name).cloned().unwrap()
    };
    insta::assert_json_snapshot!(json!([
        find("Backlight"),
        find("Sleep Mode"),
        find("Ethernet IP"),
        find("Percentile 1"),
        find("Store Mode"),
        find("Manual Store"),
        find("DRD"),
        find("Measurement Start Time"),
    ]));
}
