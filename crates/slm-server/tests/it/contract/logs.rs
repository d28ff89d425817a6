//! The logs of units.

use reqwest::Method;
use serde_json::json;

use super::{Answers, hold};

/// The log of `off` has its creation, a start and a stop.
async fn with_entries() -> Answers {
    let answers = Answers::new().await;
    for state in ["Start", "Stop"] {
        answers.service.post("/api/nl43/off/status", json!({"measurement_state": state})).await;
    }
    answers
}

#[tokio::test]
async fn get_logs() {
    let mut answers = with_entries().await;
    answers.get("the newest two", "off/logs?limit=2&category=STATE").await;
    answers.get("one category in any case", "off/logs?category=State&level=info&offset=1").await;
    answers.get("no such level", "off/logs?level=LOUD").await;
    answers.get("empty filters", "nobody/logs?level=&category=").await;
    answers.get("unknown unit", "nobody/logs").await;
    answers.get("impossible name", "a%0ab/logs").await;
    answers.get("limit above the most", "nobody/logs?limit=5000&offset=7").await;
    answers.get("limit of nothing", "off/logs?limit=0&category=STATE").await;
    answers.get("negative", "off/logs?limit=-1&offset=-1").await;
    answers.get("no numbers", "off/logs?limit=many&offset=1.5").await;
    answers.get("beyond all numbers", "nobody/logs?offset=99999999999").await;
    answers.get("reserved", "_units/logs").await;
    hold!(answers);
}

#[tokio::test]
async fn delete_logs() {
    let mut answers = with_entries().await;
    answers.delete("cleared", "off/logs").await;
    answers.delete("nothing left", "off/logs").await;
    answers.get("empty", "off/logs").await;
    answers.delete("unknown unit", "nobody/logs").await;
    answers.ask("wrong method", Method::POST, "off/logs", None).await;
    hold!(answers);
}
