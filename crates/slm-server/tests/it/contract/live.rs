//! Live feeds and their upkeep.

use nl43_sim::MeterConfig;
use serde_json::json;

use super::{Answers, hold};
use crate::support::{next_frame, open_socket};

/// The first frame of a feed, or how it was closed.
async fn first_frame(answers: &mut Answers, case: &str, path: &str) {
    let mut socket = open_socket(&answers.service, &format!("/api/nl43/{path}")).await;
    let first = next_frame(&mut socket).await;
    answers.note(case, first.map_or_else(|code| json!({"closed": code}), |frame| json!({"frame": frame})));
}

#[tokio::test]
async fn post_monitor_start() {
    let mut answers = Answers::new().await;
    answers.post("kept alive", "gate/monitor/start", None).await;
    answers.post("unknown unit", "nobody/monitor/start", None).await;
    answers.post("TCP disabled", "off/monitor/start", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_monitor_stop() {
    let mut answers = Answers::new().await;
    answers.post("let go", "gate/monitor/stop", None).await;
    answers.post("unknown unit", "nobody/monitor/stop", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_monitor_status() {
    let mut answers = Answers::new().await;
    answers.get("no feeds", "_monitor/status").await;
    answers.service.act("/api/nl43/gate/monitor/start").await;
    assert!(answers.meter.journal().wait_for("DOD?", 1, std::time::Duration::from_secs(10)).await);
    answers.get("one kept alive", "_monitor/status").await;
    hold!(answers);
}

#[tokio::test]
async fn ws_monitor() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    first_frame(&mut answers, "a unit", "gate/monitor").await;
    first_frame(&mut answers, "unknown unit", "nobody/monitor").await;
    first_frame(&mut answers, "TCP disabled", "off/monitor").await;
    first_frame(&mut answers, "no meter there", "gone/monitor").await;
    answers.get("without an upgrade", "gate/monitor").await;
    hold!(answers);
}

#[tokio::test]
async fn ws_stream() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    first_frame(&mut answers, "a unit", "gate/stream").await;
    first_frame(&mut answers, "unknown unit", "nobody/stream").await;
    first_frame(&mut answers, "TCP disabled", "off/stream").await;
    first_frame(&mut answers, "no meter there", "gone/stream").await;
    answers.get("without an upgrade", "gate/stream").await;
    hold!(answers);
}
