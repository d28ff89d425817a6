//! Files on a meter's card.

use reqwest::Method;

use super::{Answers, hold};

#[tokio::test]
async fn post_ftp_enable() {
    let mut answers = Answers::new().await;
    answers.post("switched on", "gate/ftp/enable", None).await;
    answers.gates(Method::POST, "ftp/enable", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_ftp_disable() {
    let mut answers = Answers::new().await;
    answers.post("switched off", "gate/ftp/disable", None).await;
    answers.gates(Method::POST, "ftp/disable", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_ftp_status() {
    let mut answers = Answers::new().await;
    answers.get("off", "gate/ftp/status").await;
    answers.service.act("/api/nl43/gate/ftp/enable").await;
    answers.get("on", "gate/ftp/status").await;
    answers.gates(Method::GET, "ftp/status", None).await;
    hold!(answers);
}
