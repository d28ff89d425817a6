//! Background polling, and resting a unit.

use serde_json::json;

use crate::support::{Service, mistake, mistakes};

#[tokio::test]
async fn polling_config_is_shown_and_changed() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    insta::assert_json_snapshot!(service.get("/api/nl43/gate/polling/config").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "data": {
          "unit_id": "gate",
          "poll_interval_seconds": 60,
          "poll_enabled": true
        }
      }
    }
    "#);
    let changed = service.put("/api/nl43/gate/polling/config", json!({"poll_interval_seconds": "30"})).await;
    assert_eq!(changed["body"]["data"]["poll_interval_seconds"], 30);
    assert_eq!(changed["body"]["data"]["poll_enabled"], true);
    let changed = service.put("/api/nl43/gate/polling/config", json!({"poll_enabled": false})).await;
    assert_eq!(changed["body"]["data"]["poll_enabled"], false);
}

#[tokio::test]
async fn polling_config_of_an_unknown_unit_has_its_own_words() {
    let service = Service::start().await;
    let expected = json!({"code": 404, "body": {"detail": "Device configuration not found"}});
    assert_eq!(service.get("/api/nl43/ghost/polling/config").await, expected);
    assert_eq!(service.put("/api/nl43/ghost/polling/config", json!({})).await, expected);
}

#[tokio::test]
async fn the_interval_has_a_range_by_schema() {
    let service = Service::start().await;
    let check = async |value, kind| {
        let answer =
            service.put("/api/nl43/ghost/polling/config", json!({"poll_interval_seconds": value})).await;
        assert_eq!(mistakes(&answer), mistake("body.poll_interval_seconds", kind));
    };
    check(json!(29), "greater_than_equal").await;
    check(json!(21601), "less_than_equal").await;
    check(json!(true), "int_type").await;
    let answer = service.put("/api/nl43/ghost/polling/config", json!({"poll_enabled": "x"})).await;
    assert_eq!(mistakes(&answer), mistake("body.poll_enabled", "bool_parsing"));
}

#[tokio::test]
async fn polling_status_lists_units_with_both_switches_on() {
    let service = Service::start().await;
    service.add_disabled_unit("off").await;
    // In standby the meter is not polled, but the change of configuration asks it once, in vain.
    let body = json!({"unit_id": "on", "host": "127.0.0.1", "tcp_port": 1});
    service.post("/api/nl43/roster", body).await;
    insta::assert_json_snapshot!(service.get("/api/nl43/_polling/status").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "data": {
          "poller_running": false,
          "total_devices": 1,
          "devices": [
            {
              "unit_id": "on",
              "poll_interval_seconds": 60,
              "poll_enabled": true,
              "is_reachable": null,
              "consecutive_failures": 0,
              "last_poll_attempt": null,
              "last_success": null,
              "last_error": null
            }
          ]
        }
      }
    }
    "#);
}

#[tokio::test]
async fn a_unit_rests_until_it_is_activated() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    insta::assert_json_snapshot!(service.act("/api/nl43/gate/deactivate").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "unit_id": "gate",
        "poll_enabled": false,
        "message": "Polling disabled and connection closed for this unit"
      }
    }
    "#);
    let service = service.restart().await;
    let polling = service.get("/api/nl43/gate/polling/config").await;
    assert_eq!(polling["body"]["data"]["poll_enabled"], false, "it is remembered");
    insta::assert_json_snapshot!(service.act("/api/nl43/gate/activate").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "unit_id": "gate",
        "poll_enabled": true,
        "message": "Polling enabled for this unit"
      }
    }
    "#);
    insta::assert_json_snapshot!(service.act("/api/nl43/gate/disconnect").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "unit_id": "gate",
        "device_key": "127.0.0.1:2255",
        "disconnected": false,
        "message": "No cached connection to close"
      }
    }
    "#);
    for route in ["activate", "deactivate", "disconnect"] {
        let answer = service.act(&format!("/api/nl43/ghost/{route}")).await;
        assert_eq!(answer, json!({"code": 404, "body": {"detail": "NL43 config not found"}}));
    }
}
