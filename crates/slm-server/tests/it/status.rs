//! Cached readings and history.

use serde_json::json;

use crate::support::{Service, mistake, mistakes};

const STATUS_KEYS: [&str; 13] = [
    "measurement_state",
    "lp",
    "leq",
    "lmax",
    "lmin",
    "lpeak",
    "ln1",
    "ln2",
    "battery_level",
    "power_source",
    "sd_remaining_mb",
    "sd_free_ratio",
    "raw_payload",
];

#[tokio::test]
async fn get_status_of_a_unit_that_was_never_read() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    let expected = json!({"code": 404, "body": {"detail": "No NL43 status recorded"}});
    assert_eq!(service.get("/api/nl43/gate/status").await, expected);
    assert_eq!(service.get("/api/nl43/ghost/status").await, expected);
}

#[tokio::test]
async fn post_status_merges_and_needs_no_configuration() {
    let service = Service::start().await;
    let posted = service.post("/api/nl43/ghost/status", json!({"lp": "60.1", "battery_level": "Full"})).await;
    insta::assert_json_snapshot!(posted, { ".body.data.last_seen" => "[time]" }, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "data": {
          "unit_id": "ghost",
          "last_seen": "[time]",
          "measurement_state": "unknown",
          "measurement_start_time": null,
          "lp": "60.1",
          "leq": null,
          "lmax": null,
          "lmin": null,
          "lpeak": null,
          "ln1": null,
          "ln2": null,
          "battery_level": "Full",
          "power_source": null,
          "sd_remaining_mb": null,
          "sd_free_ratio": null,
          "raw_payload": null
        }
      }
    }
    "#);
    service.post("/api/nl43/ghost/status", json!({"lp": null, "leq": "58.0"})).await;
    let status = service.get("/api/nl43/ghost/status").await;
    insta::assert_json_snapshot!(status, { ".body.data.last_seen" => "[time]" }, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "data": {
          "unit_id": "ghost",
          "last_seen": "[time]",
          "measurement_state": "unknown",
          "measurement_start_time": null,
          "lp": "60.1",
          "leq": "58.0",
          "lmax": null,
          "lmin": null,
          "lpeak": null,
          "ln1": null,
          "ln2": null,
          "battery_level": "Full",
          "power_source": null,
          "sd_remaining_mb": null,
          "sd_free_ratio": null,
          "raw_payload": null,
          "is_reachable": true,
          "consecutive_failures": 0,
          "last_poll_attempt": null,
          "last_success": null,
          "last_error": null
        }
      }
    }
    "#);
}

#[tokio::test]
async fn a_posted_state_begins_and_ends_a_measurement() {
    let service = Service::start().await;
    let state = async |word: &str| {
        let answer = service.post("/api/nl43/gate/status", json!({"measurement_state": word})).await;
        answer["body"]["data"]["measurement_start_time"].clone()
    };
    let started = state("Start").await;
    assert!(started.is_string());
    assert_eq!(state("Measure").await, started, "no change");
    assert!(state("Stop").await.is_null());
}

#[tokio::test]
async fn status_survives_a_restart() {
    let service = Service::start().await;
    service.post("/api/nl43/gate/status", json!({"lp": "60.1", "raw_payload": "60.1, 58.0"})).await;
    let service = service.restart().await;
    let status = service.get("/api/nl43/gate/status").await;
    assert_eq!(status["body"]["data"]["lp"], "60.1");
    assert_eq!(status["body"]["data"]["raw_payload"], "60.1, 58.0");
}

#[tokio::test]
async fn every_field_of_a_posted_status_is_text() {
    let service = Service::start().await;
    for key in STATUS_KEYS {
        let answer = service.post("/api/nl43/gate/status", json!({ key: 60.1 })).await;
        assert_eq!(mistakes(&answer), mistake(&format!("body.{key}"), "string_type"));
    }
    assert_eq!(service.get("/api/nl43/gate/status").await["code"], 404, "nothing is stored");
}

#[tokio::test]
async fn history_clamps_its_hours_and_refuses_nonsense() {
    let service = Service::start().await;
    insta::assert_json_snapshot!(service.get("/api/nl43/ghost/history").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "unit_id": "ghost",
        "hours": 2.0,
        "count": 0,
        "readings": []
      }
    }
    "#);
    let hours = async |text: &str| service.get(&format!("/api/nl43/ghost/history?hours={text}")).await;
    assert_eq!(hours("0").await["body"]["hours"], 0.1);
    assert_eq!(hours("1e9").await["body"]["hours"], 48.0);
    assert_eq!(mistakes(&hours("soon").await), mistake("query.hours", "float_parsing"));
    assert_eq!(mistakes(&hours("NaN").await), mistake("query.hours", "finite_number"));
    assert_eq!(mistakes(&hours("").await), mistake("query.hours", "float_parsing"));
}
