//! Units for people.

use serde_json::json;

use super::{Answers, hold};

#[tokio::test]
async fn get_units() {
    let mut answers = Answers::new().await;
    answers.get("without profiles", "_units").await;
    let profile =
        json!({"name": "North gate", "groups": ["Site B", "Nights"], "latitude": 52.5, "longitude": -13.4});
    assert_eq!(answers.service.put("/api/nl43/gate/profile", profile).await["code"], 200);
    answers.get("one with a profile", "_units").await;
    hold!(answers);
}

#[tokio::test]
async fn put_profile() {
    let mut answers = Answers::new().await;
    let whole = json!({"name": " North gate ", "groups": ["A", "A"], "latitude": "52.5", "longitude": 13});
    answers.put("whole", "gate/profile", whole).await;
    answers.put("nothing given", "gate/profile", json!({})).await;
    let wrong = json!({"name": "", "groups": ["a\nb"], "latitude": 91, "longitude": null});
    answers.put("wrong values", "gate/profile", wrong).await;
    let unreadable = json!({"name": 7, "groups": "A", "latitude": "north", "longitude": 1});
    answers.put("unreadable values", "gate/profile", unreadable).await;
    answers.put("unknown unit", "nobody/profile", json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn get_groups() {
    let mut answers = Answers::new().await;
    answers.get("none", "_groups").await;
    for (unit, groups) in [("off", json!(["B", "A"])), ("gate", json!(["B"]))] {
        let path = format!("/api/nl43/{unit}/profile");
        assert_eq!(answers.service.put(&path, json!({ "groups": groups })).await["code"], 200);
    }
    answers.get("two", "_groups").await;
    assert_eq!(answers.service.delete("/api/nl43/off/config").await["code"], 200);
    answers.get("after a unit was deleted", "_groups").await;
    hold!(answers);
}
