//! Acting on a meter.

use nl43_sim::MeterConfig;
use reqwest::Method;
use serde_json::json;

use super::{Answers, hold};

#[tokio::test]
async fn post_start() {
    let mut answers = Answers::new().await;
    answers.post("started", "gate/start", None).await;
    answers.gates(Method::POST, "start", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_stop() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.post("stopped", "gate/stop", None).await;
    answers.meter.faults().wrong_result_code(4);
    answers.post("stopped already", "gate/stop", None).await;
    answers.meter.faults().heal();
    answers.gates(Method::POST, "stop", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_measurement_state() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.get("measuring", "gate/measurement-state").await;
    answers.gates(Method::GET, "measurement-state", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_pause() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.post("paused", "gate/pause", None).await;
    answers.gates(Method::POST, "pause", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_resume() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.post("resumed", "gate/resume", None).await;
    answers.gates(Method::POST, "resume", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_reset() {
    let mut answers = Answers::new().await;
    answers.post("not known by meters of today", "gate/reset", None).await;
    answers.meter.faults().wrong_result_code(0);
    answers.post("reset", "gate/reset", None).await;
    answers.meter.faults().heal();
    answers.gates(Method::POST, "reset", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_store() {
    let mut answers = Answers::new().await;
    answers.post("nothing measured", "gate/store", None).await;
    answers.meter.faults().wrong_result_code(0);
    answers.post("stored", "gate/store", None).await;
    answers.meter.faults().heal();
    answers.gates(Method::POST, "store", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_diagnostics() {
    let mut answers = Answers::new().await;
    answers.get("all is well", "gate/diagnostics").await;
    answers.gates(Method::GET, "diagnostics", None).await;
    let mut settings = answers.redactions();
    settings.add_filter(r#""(turnaround_ms|connected_for_s)": [\d.]+"#, r#""$1": "[figure]""#);
    let _bound = settings.bind_to_scope();
    insta::assert_json_snapshot!(answers.taken());
}

#[tokio::test]
async fn post_command() {
    let mut answers = Answers::new().await;
    let body = json!({"name": "Backlight", "value": "On"});
    answers.post("set", "gate/command", body.clone()).await;
    answers.post("asked", "gate/command", json!({"name": "Backlight"})).await;
    answers.post("no such command", "gate/command", json!({"name": "Reset"})).await;
    answers.post("no such value", "gate/command", json!({"name": "Backlight", "value": "Dim"})).await;
    answers.post("a stream", "gate/command", json!({"name": "DRD"})).await;
    answers.post("not confirmed", "gate/command", json!({"name": "TCP", "value": "Off"})).await;
    answers.gates(Method::POST, "command", Some(body)).await;
    hold!(answers);
}
