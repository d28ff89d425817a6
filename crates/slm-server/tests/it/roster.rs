//! `/api/nl43/roster`.

use serde_json::{Value, json};

use crate::support::{Service, mistake, mistakes};

#[tokio::test]
async fn get_roster_lists_units_with_their_state() {
    let service = Service::start().await;
    service.add_disabled_unit("south").await;
    service.add_disabled_unit("north").await;
    service.post("/api/nl43/north/status", json!({"measurement_state": "Start"})).await;
    insta::assert_json_snapshot!(
        service.get("/api/nl43/roster").await,
        { ".body.devices[].status.last_seen" => "[time]" },
        @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "devices": [
          {
            "unit_id": "north",
            "host": "127.0.0.1",
            "tcp_port": 2255,
            "ftp_port": 21,
            "tcp_enabled": false,
            "ftp_enabled": false,
            "ftp_username": null,
            "ftp_password": null,
            "web_enabled": false,
            "poll_enabled": true,
            "poll_interval_seconds": 60,
            "monitor_enabled": true,
            "status": {
              "last_seen": "[time]",
              "measurement_state": "Start",
              "is_reachable": true,
              "consecutive_failures": 0,
              "last_success": null,
              "last_error": null
            }
          },
          {
            "unit_id": "south",
            "host": "127.0.0.1",
            "tcp_port": 2255,
            "ftp_port": 21,
            "tcp_enabled": false,
            "ftp_enabled": false,
            "ftp_username": null,
            "ftp_password": null,
            "web_enabled": false,
            "poll_enabled": true,
            "poll_interval_seconds": 60,
            "monitor_enabled": true,
            "status": null
          }
        ],
        "total": 2
      }
    }
    "#
    );
}

#[tokio::test]
async fn post_roster_adds_a_unit_once() {
    let service = Service::start().await;
    let body = json!({"unit_id": "gate", "host": "198.51.100.7", "tcp_enabled": false, "poll_interval_seconds": 120});
    insta::assert_json_snapshot!(service.post("/api/nl43/roster", body.clone()).await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "message": "Device gate created successfully",
        "data": {
          "unit_id": "gate",
          "host": "198.51.100.7",
          "tcp_port": 2255,
          "tcp_enabled": false,
          "ftp_enabled": false,
          "poll_enabled": true,
          "poll_interval_seconds": 120
        }
      }
    }
    "#);
    insta::assert_json_snapshot!(service.post("/api/nl43/roster", body).await, @r#"
    {
      "code": 409,
      "body": {
        "detail": "Device with unit_id 'gate' already exists. Use PUT /gate/config to update."
      }
    }
    "#);
}

#[tokio::test]
async fn every_bad_field_of_a_new_unit_is_refused() {
    let service = Service::start().await;
    let answer = service.post("/api/nl43/roster", json!({"tcp_port": "x"})).await;
    let expected: Vec<(String, String)> =
        [("body.unit_id", "missing"), ("body.host", "missing"), ("body.tcp_port", "int_parsing")]
            .map(|(place, kind)| (place.to_owned(), kind.to_owned()))
            .into();
    assert_eq!(mistakes(&answer), expected);

    let bad: &[(&str, Value, &str)] = &[
        ("unit_id", json!("../../../x"), "value_error"),
        ("unit_id", json!(".."), "value_error"),
        ("unit_id", json!(""), "value_error"),
        ("unit_id", json!("a\u{1a}"), "value_error"),
        ("unit_id", json!("_monitor"), "value_error"),
        ("unit_id", json!("roster"), "value_error"),
        ("unit_id", json!("ü".repeat(65)), "value_error"),
        ("unit_id", json!(null), "string_type"),
        ("unit_id", json!(7), "string_type"),
        ("host", json!("a/b"), "value_error"),
        ("host", json!(null), "string_type"),
    ];
    for (field, value, kind) in bad {
        let mut body = json!({"unit_id": "gate", "host": "127.0.0.1"});
        body[*field] = value.clone();
        let answer = service.post("/api/nl43/roster", body).await;
        assert_eq!(mistakes(&answer), mistake(&format!("body.{field}"), kind), "{field}: {value}");
    }
    assert_eq!(service.get("/api/nl43/roster").await["body"]["total"], 0);
}

#[tokio::test]
async fn a_state_without_a_word_on_measuring_is_unknown() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    service.post("/api/nl43/gate/status", json!({"lp": "46.2"})).await;
    let roster = service.get("/api/nl43/roster").await;
    assert_eq!(roster["body"]["devices"][0]["status"]["measurement_state"], "unknown");
}
