//! Campaigns.

use serde_json::{Value, json};

use super::{Answers, hold};

fn nights() -> Value {
    json!({"name": "Nights", "zone": "Europe/Berlin", "days": [0, 4], "start": "22:00", "stop": "06:00", "enabled": false})
}

#[tokio::test]
async fn post_campaigns() {
    let mut answers = Answers::new().await;
    answers.post("added", "gate/campaigns", nights()).await;
    let with = |key: &str, value: Value| {
        let mut body = nights();
        body["enabled"] = json!(true);
        body[key] = value;
        body
    };
    let utc = json!({"start": "01:00", "stop": "02:00", "valid_until": "2999-01-01"});
    assert_eq!(answers.service.post("/api/nl43/gate/campaigns", utc).await["code"], 200);
    let over = json!({"name": "Over", "start": "01:30", "stop": "01:40"});
    answers.post("overlap", "gate/campaigns", over).await;
    answers
        .post(
            "touching",
            "gate/campaigns",
            json!({"start": "02:00", "stop": "03:00", "enabled": true, "days": "0"}),
        )
        .await;
    answers.post("nothing given", "gate/campaigns", json!({})).await;
    answers.post("no zone", "gate/campaigns", with("zone", json!("Mars/Olympus"))).await;
    answers.post("no time", "gate/campaigns", with("start", json!("25:00"))).await;
    answers.post("no days", "gate/campaigns", with("days", json!([7]))).await;
    answers.post("no grace", "gate/campaigns", with("grace_s", json!(-1))).await;
    answers.post("long ago", "gate/campaigns", with("valid_until", json!("2001-01-01"))).await;
    answers.post("unknown unit", "nobody/campaigns", nights()).await;
    hold!(answers);
}

#[tokio::test]
async fn put_campaigns_id() {
    let mut answers = Answers::new().await;
    answers.post("added", "gate/campaigns", nights()).await;
    answers
        .put("replaced", "gate/campaigns/1", json!({"start": "08:00", "stop": "17:00:30", "enabled": false}))
        .await;
    let backwards =
        json!({"start": "08:00", "stop": "17:00", "valid_from": "2026-02-30", "valid_until": "2026-01-01"});
    answers.put("days that are none", "gate/campaigns/1", backwards).await;
    answers.put("unknown campaign", "gate/campaigns/7", nights()).await;
    answers.put("no number", "gate/campaigns/seven", nights()).await;
    answers.put("unknown unit", "nobody/campaigns/1", nights()).await;
    hold!(answers);
}

#[tokio::test]
async fn get_campaigns() {
    let mut answers = Answers::new().await;
    answers.get("none", "gate/campaigns").await;
    assert_eq!(answers.service.post("/api/nl43/gate/campaigns", nights()).await["code"], 200);
    answers.get("one", "gate/campaigns").await;
    answers.get("that one", "gate/campaigns/1").await;
    answers.get("another", "gate/campaigns/2").await;
    answers.get("another unit's", "off/campaigns/1").await;
    answers.get("runs", "gate/campaigns/1/runs").await;
    answers.get("too many runs", "gate/campaigns/1/runs?limit=5000").await;
    answers.get("runs of none", "gate/campaigns/2/runs").await;
    answers.get("unknown unit", "nobody/campaigns").await;
    hold!(answers);
}

#[tokio::test]
async fn delete_campaigns_id() {
    let mut answers = Answers::new().await;
    assert_eq!(answers.service.post("/api/nl43/gate/campaigns", nights()).await["code"], 200);
    answers.delete("another unit's", "off/campaigns/1").await;
    answers.delete("deleted", "gate/campaigns/1").await;
    answers.delete("again", "gate/campaigns/1").await;
    answers.delete("unknown unit", "nobody/campaigns/1").await;
    hold!(answers);
}
