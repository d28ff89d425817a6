//! Background polling, and rest.

use serde_json::json;

use super::{Answers, hold};

#[tokio::test]
async fn get_polling_config() {
    let mut answers = Answers::new().await;
    answers.get("a unit", "gate/polling/config").await;
    answers.get("unknown unit", "nobody/polling/config").await;
    hold!(answers);
}

#[tokio::test]
async fn put_polling_config() {
    let mut answers = Answers::new().await;
    answers
        .put("changed", "off/polling/config", json!({"poll_interval_seconds": 120, "poll_enabled": true}))
        .await;
    answers.put("nothing given", "off/polling/config", json!({})).await;
    answers.put("too often", "off/polling/config", json!({"poll_interval_seconds": 29})).await;
    answers.put("too seldom", "off/polling/config", json!({"poll_interval_seconds": 21601})).await;
    answers.put("no flag", "off/polling/config", json!({"poll_enabled": "maybe"})).await;
    answers.put("unknown unit", "nobody/polling/config", json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn get_polling_status() {
    let mut answers = Answers::new().await;
    answers.get("nobody is polled", "_polling/status").await;
    let body = json!({"poll_enabled": true});
    answers.service.put("/api/nl43/gate/polling/config", body).await;
    assert!(answers.meter.journal().wait_for("Measure?", 1, std::time::Duration::from_secs(10)).await);
    let polled = async {
        while answers.service.get("/api/nl43/gate/status").await["body"]["data"]["last_success"].is_null() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), polled).await.unwrap();
    answers.get("one unit", "_polling/status").await;
    hold!(answers);
}

#[tokio::test]
async fn post_activate() {
    let mut answers = Answers::new().await;
    answers.post("activated", "off/activate", None).await;
    answers.post("unknown unit", "nobody/activate", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_deactivate() {
    let mut answers = Answers::new().await;
    answers.post("at rest", "gate/deactivate", None).await;
    answers.post("unknown unit", "nobody/deactivate", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_disconnect() {
    let mut answers = Answers::new().await;
    answers.post("connected", "gate/disconnect", None).await;
    answers.post("not connected", "off/disconnect", None).await;
    answers.post("unknown unit", "nobody/disconnect", None).await;
    hold!(answers);
}
