//! Settings of a meter.

use nl43_sim::MeterConfig;
use reqwest::Method;
use serde_json::json;

use super::{Answers, hold};

#[tokio::test]
async fn get_battery() {
    let mut answers = Answers::new().await;
    answers.get("full", "gate/battery").await;
    answers.gates(Method::GET, "battery", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_sleep() {
    let mut answers = Answers::new().await;
    answers.post("sleep mode on", "gate/sleep", None).await;
    answers.gates(Method::POST, "sleep", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_wake() {
    let mut answers = Answers::new().await;
    answers.post("sleep mode off", "gate/wake", None).await;
    answers.gates(Method::POST, "wake", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_sleep_status() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.get("off", "gate/sleep/status").await;
    answers.gates(Method::GET, "sleep/status", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_clock() {
    let mut answers = Answers::new().await;
    answers.get("clock", "gate/clock").await;
    answers.gates(Method::GET, "clock", None).await;
    hold!(answers);
}

#[tokio::test]
async fn put_clock() {
    let mut answers = Answers::new().await;
    let body = json!({"datetime": "2026/06/09 12:00:00"});
    answers.put("set", "gate/clock", body.clone()).await;
    answers.put("with a comma", "gate/clock", json!({"datetime": "2026/06/09,12:00:00"})).await;
    answers.put("another form", "gate/clock", json!({"datetime": "2026-06-09T12:00:00"})).await;
    answers.put("a second line", "gate/clock", json!({"datetime": "2026/06/09 12:00:00\r\nReset"})).await;
    answers.put("nothing", "gate/clock", json!({})).await;
    answers
        .put("a year the meter does not know", "gate/clock", json!({"datetime": "2099/06/09 12:00:00"}))
        .await;
    answers.gates(Method::PUT, "clock", Some(body)).await;
    hold!(answers);
}

#[tokio::test]
async fn post_clock_sync() {
    let config = MeterConfig { clock_offset_s: -3600, ..MeterConfig::immediate() };
    let mut answers = Answers::with(config, &[("TIMEZONE_OFFSET", "UTC")]).await;
    answers.post("set", "gate/clock/sync", None).await;
    answers.gates(Method::POST, "clock/sync", None).await;
    let mut settings = answers.redactions();
    settings.add_filter(r#""(offset_[a-z]+_s)": -?[\d.]+"#, r#""$1": "[seconds]""#);
    let _bound = settings.bind_to_scope();
    insta::assert_json_snapshot!(answers.taken());
}

#[tokio::test]
async fn get_frequency_weighting() {
    let mut answers = Answers::new().await;
    answers.get("main channel", "gate/frequency-weighting").await;
    answers.get("sub channel", "gate/frequency-weighting?channel=Sub2").await;
    answers.get("no such channel", "gate/frequency-weighting?channel=Sub4").await;
    answers.get("a second line", "gate/frequency-weighting?channel=Main%29%0D%0AReset").await;
    answers.gates(Method::GET, "frequency-weighting", None).await;
    hold!(answers);
}

#[tokio::test]
async fn put_frequency_weighting() {
    let mut answers = Answers::new().await;
    let body = json!({"weighting": "C"});
    answers.put("set on main", "gate/frequency-weighting", body.clone()).await;
    answers.put("set on sub", "gate/frequency-weighting", json!({"weighting": "C", "channel": "Sub2"})).await;
    answers.put("no such weighting", "gate/frequency-weighting", json!({"weighting": "Q"})).await;
    answers
        .put("no such channel", "gate/frequency-weighting", json!({"weighting": "C", "channel": "Sub4"}))
        .await;
    answers.put("a second value", "gate/frequency-weighting", json!({"weighting": "C,C"})).await;
    answers.put("nothing", "gate/frequency-weighting", json!({})).await;
    answers.gates(Method::PUT, "frequency-weighting", Some(body)).await;
    hold!(answers);
}

#[tokio::test]
async fn get_time_weighting() {
    let mut answers = Answers::new().await;
    answers.get("main channel", "gate/time-weighting").await;
    answers.get("sub channel", "gate/time-weighting?channel=Sub2").await;
    answers.get("no such channel", "gate/time-weighting?channel=Sub4").await;
    answers.get("a second line", "gate/time-weighting?channel=Main%29%0D%0AReset").await;
    answers.gates(Method::GET, "time-weighting", None).await;
    hold!(answers);
}

#[tokio::test]
async fn put_time_weighting() {
    let mut answers = Answers::new().await;
    let body = json!({"weighting": "S"});
    answers.put("set on main", "gate/time-weighting", body.clone()).await;
    answers.put("set on sub", "gate/time-weighting", json!({"weighting": "S", "channel": "Sub2"})).await;
    answers.put("no such weighting", "gate/time-weighting", json!({"weighting": "Q"})).await;
    answers.put("no such channel", "gate/time-weighting", json!({"weighting": "S", "channel": "Sub4"})).await;
    answers.put("a second value", "gate/time-weighting", json!({"weighting": "S,S"})).await;
    answers.put("nothing", "gate/time-weighting", json!({})).await;
    answers.gates(Method::PUT, "time-weighting", Some(body)).await;
    hold!(answers);
}

#[tokio::test]
async fn get_measurement_time() {
    let mut answers = Answers::new().await;
    answers.get("preset", "gate/measurement-time").await;
    answers.gates(Method::GET, "measurement-time", None).await;
    hold!(answers);
}

#[tokio::test]
async fn put_measurement_time() {
    let mut answers = Answers::new().await;
    let body = json!({"preset": "1h"});
    answers.put("set", "gate/measurement-time", body.clone()).await;
    answers.put("a second line", "gate/measurement-time", json!({"preset": "1h\r\nReset"})).await;
    answers.put("a number", "gate/measurement-time", json!({"preset": 15})).await;
    answers.put("nothing", "gate/measurement-time", json!({})).await;
    answers.gates(Method::PUT, "measurement-time", Some(body)).await;
    hold!(answers);
}

#[tokio::test]
async fn get_leq_interval() {
    let mut answers = Answers::new().await;
    answers.get("preset", "gate/leq-interval").await;
    answers.gates(Method::GET, "leq-interval", None).await;
    hold!(answers);
}

#[tokio::test]
async fn put_leq_interval() {
    let mut answers = Answers::new().await;
    let body = json!({"preset": "15m"});
    answers.put("set", "gate/leq-interval", body.clone()).await;
    answers.put("a second line", "gate/leq-interval", json!({"preset": "15m\r\nReset"})).await;
    answers.put("a number", "gate/leq-interval", json!({"preset": 15})).await;
    answers.put("nothing", "gate/leq-interval", json!({})).await;
    answers.gates(Method::PUT, "leq-interval", Some(body)).await;
    hold!(answers);
}

#[tokio::test]
async fn get_lp_interval() {
    let mut answers = Answers::new().await;
    answers.get("preset", "gate/lp-interval").await;
    answers.gates(Method::GET, "lp-interval", None).await;
    hold!(answers);
}

#[tokio::test]
async fn put_lp_interval() {
    let mut answers = Answers::new().await;
    let body = json!({"preset": "200ms"});
    answers.put("set", "gate/lp-interval", body.clone()).await;
    answers.put("a second line", "gate/lp-interval", json!({"preset": "200ms\r\nReset"})).await;
    answers.put("a number", "gate/lp-interval", json!({"preset": 15})).await;
    answers.put("nothing", "gate/lp-interval", json!({})).await;
    answers.gates(Method::PUT, "lp-interval", Some(body)).await;
    hold!(answers);
}

#[tokio::test]
async fn get_index_number() {
    let mut answers = Answers::of(MeterConfig::immediate().setting("Store Name", "42")).await;
    answers.get("four digits", "gate/index-number").await;
    answers.gates(Method::GET, "index-number", None).await;
    hold!(answers);
}

#[tokio::test]
async fn put_index_number() {
    let mut answers = Answers::new().await;
    let body = json!({"index": 42});
    answers.put("set", "gate/index-number", body.clone()).await;
    answers.put("as a text", "gate/index-number", json!({"index": " 7 "})).await;
    answers.put("too high", "gate/index-number", json!({"index": 10000})).await;
    answers.put("too low", "gate/index-number", json!({"index": -1})).await;
    answers.put("no number", "gate/index-number", json!({"index": "first"})).await;
    answers.put("nothing", "gate/index-number", json!({})).await;
    answers.gates(Method::PUT, "index-number", Some(body)).await;
    hold!(answers);
}

#[tokio::test]
async fn get_overwrite_check() {
    let mut answers = Answers::new().await;
    answers.get("free", "gate/overwrite-check").await;
    answers.gates(Method::GET, "overwrite-check", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_settings() {
    let mut answers = Answers::new().await;
    answers.get("all", "gate/settings").await;
    answers.gates(Method::GET, "settings", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_settings_all() {
    let mut answers = Answers::new().await;
    answers.get("all", "gate/settings/all").await;
    answers.gates(Method::GET, "settings/all", None).await;
    hold!(answers);
}
