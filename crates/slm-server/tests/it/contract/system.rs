//! The service as a whole.

use super::{Answers, hold};

#[tokio::test]
async fn get_connections_status() {
    let mut answers = Answers::new().await;
    answers.get("one idle", "_connections/status").await;
    hold!(answers);
}

#[tokio::test]
async fn post_connections_flush() {
    let mut answers = Answers::new().await;
    answers.post("flushed", "_connections/flush", None).await;
    answers.get("what is left", "_connections/status").await;
    hold!(answers);
}

#[tokio::test]
async fn get_system_status() {
    let mut answers = Answers::new().await;
    answers.get("active", "_system/status").await;
    answers.service.act("/api/nl43/_system/standby").await;
    answers.get("in standby", "_system/status").await;
    hold!(answers);
}

#[tokio::test]
async fn post_system_standby() {
    let mut answers = Answers::new().await;
    answers.post("at rest", "_system/standby", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_system_resume() {
    let mut answers = Answers::new().await;
    answers.post("active already", "_system/resume", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_health() {
    let mut answers = Answers::new().await;
    answers.get("running", "/health").await;
    hold!(answers);
}

#[tokio::test]
async fn get_health_devices() {
    let mut answers = Answers::new().await;
    answers.service.get("/api/nl43/gate/measurement-state").await;
    answers.service.get("/api/nl43/gone/measurement-state").await;
    answers.get("one answers and one does not", "/health/devices").await;
    hold!(answers);
}
