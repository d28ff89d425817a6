//! Pages for people, by what clients can rely on.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answers, hold};

/// Notes a page's status and kind, and how it begins.
async fn look(answers: &mut Answers, path: &str) {
    let response = answers.service.send(Method::GET, path, None).await;
    let code = response.status().as_u16();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    let text = response.text().await.unwrap();
    let begins = match serde_json::from_str::<Value>(&text) {
        Ok(document) => document["openapi"].clone(),
        Err(_) => json!(text.lines().next().unwrap_or_default().to_lowercase()),
    };
    answers.note(path, json!({"code": code, "content-type": kind, "begins": begins}));
}

#[tokio::test]
async fn get_page() {
    let mut answers = Answers::new().await;
    look(&mut answers, "/").await;
    hold!(answers);
}

#[tokio::test]
async fn get_page_roster() {
    let mut answers = Answers::new().await;
    look(&mut answers, "/roster").await;
    hold!(answers);
}

#[tokio::test]
async fn get_page_docs() {
    let mut answers = Answers::new().await;
    look(&mut answers, "/docs").await;
    hold!(answers);
}

#[tokio::test]
async fn get_page_redoc() {
    let mut answers = Answers::new().await;
    look(&mut answers, "/redoc").await;
    hold!(answers);
}

#[tokio::test]
async fn get_page_openapi_json() {
    let mut answers = Answers::new().await;
    look(&mut answers, "/openapi.json").await;
    hold!(answers);
}
