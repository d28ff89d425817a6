//! Units and their configuration.

use serde_json::json;

use super::{Answers, hold};

#[tokio::test]
async fn get_roster() {
    let mut answers = Answers::new().await;
    answers.service.get("/api/nl43/gate/live").await;
    answers.get("three units", "roster").await;
    hold!(answers);
}

#[tokio::test]
async fn post_roster() {
    let mut answers = Answers::new().await;
    let body = json!({"unit_id": "south", "host": "198.51.100.7", "tcp_enabled": false, "poll_interval_seconds": 120});
    answers.post("added", "roster", body.clone()).await;
    answers.post("there already", "roster", body).await;
    answers.post("nothing given", "roster", json!({})).await;
    let wrong = json!({"unit_id": "../x", "host": "a/b", "tcp_port": 0, "poll_interval_seconds": 29});
    answers.post("wrong values", "roster", wrong).await;
    answers.post("no body", "roster", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_config() {
    let mut answers = Answers::new().await;
    answers.get("configured", "gate/config").await;
    answers.get("unknown unit", "nobody/config").await;
    hold!(answers);
}

#[tokio::test]
async fn put_config() {
    let mut answers = Answers::new().await;
    answers.put("changed", "gate/config", json!({"poll_interval_seconds": "90", "web_enabled": "on"})).await;
    answers.put("created", "new/config", json!({"tcp_enabled": false})).await;
    answers.put("impossible name", "..%2fx/config", json!({})).await;
    let wrong = json!({"host": "", "tcp_port": 65536, "ftp_port": 1.5, "tcp_enabled": 2, "ftp_username": "a\r\nb",
        "poll_interval_seconds": "x", "web_enabled": []});
    answers.put("wrong values", "gate/config", wrong).await;
    hold!(answers);
}

#[tokio::test]
async fn delete_config() {
    let mut answers = Answers::new().await;
    answers.delete("deleted", "gate/config").await;
    answers.delete("unknown unit", "gate/config").await;
    hold!(answers);
}
