//! Cached, fresh and past readings.

use std::time::Duration;

use nl43_sim::MeterConfig;
use reqwest::Method;
use serde_json::json;

use super::{Answers, hold};

#[tokio::test]
async fn get_status() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.get("nothing read yet", "gate/status").await;
    answers.service.get("/api/nl43/gate/live").await;
    answers.get("a reading", "gate/status").await;
    answers.get("unknown unit", "nobody/status").await;
    hold!(answers);
}

#[tokio::test]
async fn post_status() {
    let mut answers = Answers::new().await;
    let body = json!({"measurement_state": "Start", "lp": "46.2", "battery_level": "Full", "unknown": 1});
    answers.post("merged", "gate/status", body).await;
    answers.post("merged again", "gate/status", json!({"leq": "45.0", "lp": null})).await;
    answers.post("not configured", "nobody/status", json!({"lp": "-.-"})).await;
    answers.post("numbers are no texts", "gate/status", json!({"lp": 46.2, "leq": [], "lmax": true})).await;
    answers.post("impossible name", "a%0ab/status", json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn get_live() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.get("measuring", "gate/live").await;
    answers.gates(Method::GET, "live", None).await;
    answers.meter.faults().wrong_field_count();
    answers.get("no reading", "gate/live").await;
    answers.meter.faults().heal();
    answers.meter.faults().hold_replies();
    answers.get("silence", "gate/live").await;
    hold!(answers);
}

#[tokio::test]
async fn get_history() {
    let mut answers = Answers::new().await;
    answers.get("nothing yet", "gate/history").await;
    answers.get("unknown unit", "nobody/history").await;
    answers.get("clamped above", "nobody/history?hours=1e9").await;
    answers.get("clamped below", "nobody/history?hours=-1").await;
    answers.get("not a number", "gate/history?hours=two").await;
    answers.get("infinite", "gate/history?hours=inf").await;
    answers.service.act("/api/nl43/gate/monitor/start").await;
    let recorded = async {
        loop {
            let shown = answers.service.get("/api/nl43/gate/history?hours=0.5").await;
            if shown["body"]["count"] != 0 {
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let shown = tokio::time::timeout(Duration::from_secs(10), recorded).await.unwrap();
    // What else the monitor asks the meter meanwhile is no part of it.
    answers.note("one row", shown);
    hold!(answers);
}

#[tokio::test]
async fn get_results() {
    let mut answers = Answers::of(MeterConfig::immediate().measuring()).await;
    answers.get("results", "gate/results").await;
    answers.gates(Method::GET, "results", None).await;
    answers.meter.faults().wrong_field_count();
    answers.get("no results", "gate/results").await;
    hold!(answers);
}
