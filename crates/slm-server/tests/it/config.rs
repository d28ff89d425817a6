//! `…/config`.

use serde_json::{Value, json};

use crate::support::{Service, mistake, mistakes};

#[tokio::test]
async fn put_config_creates_with_defaults() {
    let service = Service::start().await;
    let created = service.put("/api/nl43/gate/config", json!({"tcp_enabled": false})).await;
    insta::assert_json_snapshot!(created, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "data": {
          "unit_id": "gate",
          "host": "127.0.0.1",
          "tcp_port": 2255,
          "tcp_enabled": false,
          "ftp_enabled": false,
          "web_enabled": false,
          "poll_enabled": true,
          "poll_interval_seconds": 60
        }
      }
    }
    "#);
    insta::assert_json_snapshot!(service.get("/api/nl43/gate/config").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "data": {
          "unit_id": "gate",
          "host": "127.0.0.1",
          "tcp_port": 2255,
          "ftp_port": 21,
          "tcp_enabled": false,
          "ftp_enabled": false,
          "ftp_username": null,
          "ftp_password": null,
          "web_enabled": false
        }
      }
    }
    "#);
}

#[tokio::test]
async fn put_config_changes_only_what_is_given() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    let body = json!({"host": "meter.example", "ftp_username": "me", "ftp_password": "secret", "unknown": 1});
    service.put("/api/nl43/gate/config", body).await;
    let body =
        json!({"tcp_port": " 2256 ", "ftp_enabled": "yes", "host": null, "poll_interval_seconds": 90.0});
    service.put("/api/nl43/gate/config", body).await;
    let data = service.get("/api/nl43/gate/config").await["body"]["data"].clone();
    assert_eq!(data["host"], "meter.example");
    assert_eq!(data["tcp_port"], 2256);
    assert_eq!(data["ftp_enabled"], true);
    assert_eq!(data["ftp_password"], "secret");
    let polling = service.get("/api/nl43/gate/polling/config").await;
    assert_eq!(polling["body"]["data"]["poll_interval_seconds"], 90);
}

#[tokio::test]
async fn config_survives_a_restart() {
    let service = Service::start().await;
    service.put("/api/nl43/north%20gate/config", json!({"host": "::1", "tcp_enabled": false})).await;
    let service = service.restart().await;
    let data = service.get("/api/nl43/north%20gate/config").await["body"]["data"].clone();
    assert_eq!(data["unit_id"], "north gate");
    assert_eq!(data["host"], "::1");
}

#[tokio::test]
async fn delete_config_forgets_the_unit_and_its_state() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    service.post("/api/nl43/gate/status", json!({"lp": "60.0"})).await;
    let deleted = service.delete("/api/nl43/gate/config").await;
    assert_eq!(deleted, json!({"code": 200, "body": {"status": "ok", "message": "Deleted device gate"}}));
    assert_eq!(service.get("/api/nl43/gate/config").await["body"]["detail"], "NL43 config not found");
    assert_eq!(service.get("/api/nl43/gate/status").await["code"], 404);
    assert_eq!(service.delete("/api/nl43/gate/config").await["code"], 404);
    let service = service.restart().await;
    assert_eq!(service.get("/api/nl43/gate/status").await["code"], 404);
}

#[tokio::test]
async fn every_bad_field_of_config_is_refused() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    let before = service.get("/api/nl43/gate/config").await;
    let bad: &[(&str, Value, &str)] = &[
        ("host", json!("a b"), "value_error"),
        ("host", json!(""), "value_error"),
        ("host", json!(7), "string_type"),
        ("tcp_port", json!(0), "value_error"),
        ("tcp_port", json!(65536), "value_error"),
        ("tcp_port", json!("http"), "int_parsing"),
        ("tcp_port", json!(1.5), "int_from_float"),
        ("tcp_port", json!([]), "int_type"),
        ("tcp_enabled", json!("maybe"), "bool_parsing"),
        ("tcp_enabled", json!({}), "bool_type"),
        ("ftp_enabled", json!(2), "bool_parsing"),
        ("ftp_port", json!(-1), "value_error"),
        ("ftp_username", json!(1), "string_type"),
        ("ftp_username", json!("USER\r\nDELE x"), "value_error"),
        ("ftp_password", json!(["x"]), "string_type"),
        ("web_enabled", json!("x"), "bool_parsing"),
        ("poll_enabled", json!("x"), "bool_parsing"),
        ("poll_interval_seconds", json!(29), "value_error"),
        ("poll_interval_seconds", json!(21601), "value_error"),
        ("poll_interval_seconds", json!("soon"), "int_parsing"),
    ];
    for (field, value, kind) in bad {
        let answer = service.put("/api/nl43/gate/config", json!({ *field: value })).await;
        assert_eq!(mistakes(&answer), mistake(&format!("body.{field}"), kind), "{field}: {value}");
    }
    assert_eq!(service.get("/api/nl43/gate/config").await, before, "nothing is stored");
}

#[tokio::test]
async fn a_bad_body_is_refused_before_the_unit_is_looked_up() {
    let service = Service::start().await;
    let answer = service.put("/api/nl43/ghost/config", json!({"tcp_port": "x", "host": "a b"})).await;
    let expected =
        [("body.host".into(), "value_error".into()), ("body.tcp_port".into(), "int_parsing".into())];
    assert_eq!(mistakes(&answer), expected);
    assert_eq!(service.get("/api/nl43/ghost/config").await["code"], 404);
    assert_eq!(
        mistakes(&service.put("/api/nl43/ghost/config", json!([1])).await),
        mistake("body", "model_attributes_type")
    );
}

#[tokio::test]
async fn names_that_are_no_path_segment_cannot_be_created() {
    let service = Service::start().await;
    let long = "x".repeat(129);
    for name in ["a%2Fb", "%2e%2e%2fx", "a%0Ab", "a%5Cb", &long] {
        let path = format!("/api/nl43/{name}/config");
        let answer = service.put(&path, json!({})).await;
        assert_eq!(mistakes(&answer), mistake("path.unit_id", "value_error"), "{name}");
        assert_eq!(service.get(&path).await["code"], 404);
    }
}

#[tokio::test]
async fn reserved_segments_are_never_units() {
    let service = Service::start().await;
    for name in ["_monitor", "_x", "roster", "%5Fmonitor", "%72oster"] {
        let answer = service.put(&format!("/api/nl43/{name}/config"), json!({})).await;
        assert_eq!(answer, json!({"code": 404, "body": {"detail": "Not Found"}}), "{name}");
    }
    let monitors = service.get("/api/nl43/_monitor/status").await;
    assert!(monitors["body"]["monitors"].is_object());
}
