//! Acting on a meter.

use nl43_sim::MeterConfig;
use reqwest::Method;

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
