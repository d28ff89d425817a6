//! The service as a whole: standby, connections, monitors, health, metrics.

use serde_json::json;

use crate::support::Service;

#[tokio::test]
async fn standby_ends_and_begins_on_request() {
    let service = Service::start().await;
    insta::assert_json_snapshot!(service.get("/api/nl43/_system/status").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "mode": "standby",
        "polling_active": false,
        "active_connections": 0
      }
    }
    "#);
    insta::assert_json_snapshot!(service.act("/api/nl43/_system/resume").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "mode": "active",
        "message": "Polling resumed"
      }
    }
    "#);
    assert_eq!(service.get("/api/nl43/_system/status").await["body"]["mode"], "active");
    insta::assert_json_snapshot!(service.act("/api/nl43/_system/standby").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "mode": "standby",
        "message": "Polling stopped and all device connections released"
      }
    }
    "#);
    assert_eq!(service.get("/api/nl43/_polling/status").await["body"]["data"]["poller_running"], false);
}

#[tokio::test]
async fn connections_show_how_they_are_kept() {
    let service = Service::start().await;
    insta::assert_json_snapshot!(service.get("/api/nl43/_connections/status").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "pool": {
          "enabled": true,
          "active_connections": 0,
          "idle_ttl": 300.0,
          "max_age": 1800.0,
          "keepalive_idle": 15,
          "keepalive_interval": 10,
          "keepalive_count": 3,
          "connections": {}
        }
      }
    }
    "#);
    let flushed = service.act("/api/nl43/_connections/flush").await;
    assert_eq!(flushed["body"], json!({"status": "ok", "message": "All cached connections closed"}));
    let service = Service::start_with(&[("TCP_IDLE_TTL", "-1"), ("TCP_MAX_AGE", "60.5")]).await;
    let pool = service.get("/api/nl43/_connections/status").await["body"]["pool"].clone();
    assert_eq!(pool["idle_ttl"], -1.0);
    assert_eq!(pool["max_age"], 60.5);
}

#[tokio::test]
async fn a_monitor_is_kept_and_let_go() {
    let service = Service::start().await;
    let body = json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1});
    service.post("/api/nl43/roster", body).await;
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"], json!({}));
    insta::assert_json_snapshot!(service.act("/api/nl43/gate/monitor/start").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "unit_id": "gate",
        "monitor_enabled": true,
        "running": false,
        "keepalive": true
      }
    }
    "#);
    let monitors = service.get("/api/nl43/_monitor/status").await;
    assert_eq!(monitors["body"]["monitors"]["gate"]["keepalive"], true);
    insta::assert_json_snapshot!(service.act("/api/nl43/gate/monitor/stop").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "unit_id": "gate",
        "monitor_enabled": false,
        "keepalive": false
      }
    }
    "#);
    let roster = service.get("/api/nl43/roster").await;
    assert_eq!(roster["body"]["devices"][0]["monitor_enabled"], false);
}

#[tokio::test]
async fn monitors_of_unknown_and_disabled_units_leave_nothing() {
    let service = Service::start().await;
    service.add_disabled_unit("off").await;
    assert_eq!(service.act("/api/nl43/ghost/monitor/start").await["code"], 404);
    assert_eq!(service.act("/api/nl43/ghost/monitor/stop").await["code"], 404);
    assert_eq!(service.act("/api/nl43/off/monitor/start").await["code"], 403);
    assert_eq!(service.get("/api/nl43/_monitor/status").await["body"]["monitors"], json!({}));
}

#[tokio::test]
async fn device_routes_of_unknown_and_disabled_units() {
    let service = Service::start().await;
    service.add_disabled_unit("off").await;
    let unknown = json!({"code": 404, "body": {"detail": "NL43 config not found"}});
    let disabled = json!({"code": 403, "body": {"detail": "TCP communication is disabled for this device"}});
    for route in ["start", "stop"] {
        assert_eq!(service.act(&format!("/api/nl43/ghost/{route}")).await, unknown);
        assert_eq!(service.act(&format!("/api/nl43/off/{route}")).await, disabled);
    }
    for route in ["live", "measurement-state"] {
        assert_eq!(service.get(&format!("/api/nl43/ghost/{route}")).await, unknown);
        assert_eq!(service.get(&format!("/api/nl43/off/{route}")).await, disabled);
    }
}

#[tokio::test]
async fn a_meter_that_refuses_is_told_in_fixed_words_with_the_reason_beside() {
    let service = Service::start().await;
    let body = json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1});
    service.post("/api/nl43/roster", body).await;
    let answer = service.get("/api/nl43/gate/live").await;
    assert_eq!(answer["code"], 502);
    assert_eq!(answer["body"]["detail"], "Failed to communicate with device");
    assert_eq!(answer["body"]["error"], "refused");
    let answer = service.get("/api/nl43/gate/measurement-state").await;
    assert_eq!(answer["code"], 502);
    assert!(answer["body"]["detail"].as_str().unwrap().contains("refused"), "{answer}");
}

#[tokio::test]
async fn health_is_fast_and_devices_health_knows_its_units() {
    let service = Service::start().await;
    let expected = json!({"code": 200, "body": {"status": "ok", "service": "slmm-nl43-addon"}});
    assert_eq!(service.get("/health").await, expected);
    insta::assert_json_snapshot!(service.get("/health/devices").await, @r#"
    {
      "code": 200,
      "body": {
        "status": "ok",
        "devices": [],
        "total_devices": 0,
        "reachable_devices": 0
      }
    }
    "#);
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    let health = service.get("/health/devices").await;
    // It rests, as the service is in standby.
    assert_eq!(health["body"]["status"], "ok");
    let device =
        json!({"unit_id": "gate", "host": "127.0.0.1", "port": 1, "reachable": false, "error": null});
    assert_eq!(health["body"]["devices"][0], device);
}

#[tokio::test]
async fn devices_health_names_what_keeps_a_meter_from_answering() {
    let service = Service::start_with(&[]).await;
    service.post("/api/nl43/roster", json!({"unit_id": "gate", "host": "127.0.0.1", "tcp_port": 1})).await;
    for _ in 0..100 {
        let health = service.get("/health/devices").await;
        let device = &health["body"]["devices"][0];
        if device["error"].is_null() {
            assert_eq!(health["body"]["status"], "ok", "{health}");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        }
        assert_eq!((&device["error"], &health["body"]["status"]), (&json!("refused"), &json!("degraded")));
        assert!(device["reason"].as_str().is_some_and(|words| words.contains("refused")), "{device}");
        return;
    }
    panic!("the meter that refuses is not told");
}

#[tokio::test]
async fn metrics_have_a_line_for_every_unit() {
    let service = Service::start().await;
    service.add_disabled_unit("north \"gate\"").await;
    let answer = service.get("/metrics").await;
    let page = answer["body"].as_str().unwrap();
    assert!(page.contains("# TYPE slmm_writer_lost_total counter\nslmm_writer_lost_total 0\n"));
    assert!(page.contains("slmm_unit_connected{unit=\"north \\\"gate\\\"\"} 0\n"), "{page}");
    assert!(page.lines().all(|line| line.starts_with('#')
        || line.rsplit_once(' ').is_some_and(|(_, value)| value.parse::<f64>().is_ok())));
}
