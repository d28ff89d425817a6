//! Units that come, rest and go.

use std::time::Duration;

use nl43_sim::MeterConfig;
use reqwest::Method;
use serde_json::{Value, json};
use slm_testkit::{PATIENCE, Scene, quick_meter};

use super::{QUICK, act, eventually, quick};

/// The feed and the connection of a deleted unit went on for ever.
#[tokio::test]
async fn d20_a_unit_that_goes_lets_its_meter_go() {
    for change in ["delete", "move", "disable"] {
        let (scene, meter) = quick().await;
        act(&scene, "/api/nl43/gate/monitor/start").await;
        assert!(meter.journal().wait_for("DOD?", 1, PATIENCE).await);
        let (method, body) = match change {
            "delete" => (Method::DELETE, None),
            "move" => (Method::PUT, Some(json!({"tcp_port": 1}))),
            _ => (Method::PUT, Some(json!({"tcp_enabled": false}))),
        };
        scene.request(method, "/api/nl43/gate/config", body.as_ref()).await.unwrap();
        let within = Duration::from_secs(10);
        let is_closed = meter.journal().wait_until(within, |journal| journal.open_connections() == 0).await;
        assert!(is_closed, "{change}");
        if change != "move" {
            assert_eq!(scene.get("/api/nl43/_monitor/status").await.unwrap().1["monitors"], json!({}));
        }
    }
}

/// Units at rest were polled on.
#[tokio::test]
async fn d21_a_unit_at_rest_is_left_alone() {
    let (scene, meter) = quick().await;
    act(&scene, "/api/nl43/gate/monitor/start").await;
    assert!(meter.journal().wait_for("DOD?", 1, PATIENCE).await);
    act(&scene, "/api/nl43/gate/deactivate").await;
    assert!(meter.journal().wait_until(PATIENCE, |journal| journal.open_connections() == 0).await);
    let before = meter.journal().totals();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(meter.journal().totals(), before);
}

/// Feeds went on in standby, and an instance started in it polled every kept unit.
#[tokio::test]
async fn d22_standby_means_all_meters() {
    let scene = Scene::with(&[QUICK, ("SLMM_POLLING_ENABLED", "false")]).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    act(&scene, "/api/nl43/gate/monitor/start").await;
    let scene = scene.restart().await.unwrap();
    let before = meter.journal().totals();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(meter.journal().totals(), before, "started in standby");
    act(&scene, "/api/nl43/_system/resume").await;
    assert!(meter.journal().wait_for("DOD?", 1, PATIENCE).await);
    act(&scene, "/api/nl43/_system/standby").await;
    assert!(meter.journal().wait_until(PATIENCE, |journal| journal.open_connections() == 0).await);
    let before = meter.journal().totals();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(meter.journal().totals(), before, "in standby again");
}

/// Whoever asked for a unit that was not there left a loop and an alarm behind.
#[tokio::test]
async fn d23_a_unit_that_is_not_there_leaves_nothing() {
    let scene = Scene::with(&[QUICK]).await.unwrap();
    let off = json!({"unit_id": "off", "host": "127.0.0.1", "tcp_enabled": false});
    scene.post("/api/nl43/roster", &off).await.unwrap();
    for unit in ["ghost", "off"] {
        let mut viewer = scene.monitor(unit).await.unwrap();
        let first = viewer.next().await.unwrap();
        assert!(first.get("error").is_some() || first["feed_status"] == "unreachable", "{first}");
    }
    assert_eq!(act(&scene, "/api/nl43/ghost/monitor/start").await.0, 404);
    let rule = json!({"threshold_db": 70});
    assert_eq!(scene.post("/api/nl43/ghost/alerts/rules", &rule).await.unwrap().0, 200);
    assert_eq!(scene.get("/api/nl43/_monitor/status").await.unwrap().1["monitors"], json!({}));
    for unit in ["ghost", "off"] {
        let (_, events) = scene.get(&format!("/api/nl43/{unit}/alerts/events")).await.unwrap();
        assert_eq!(events["events"], json!([]));
    }
}

/// A connection was as old as its last command, and never replaced.
#[tokio::test]
async fn d24_a_connection_has_its_true_age() {
    let scene = Scene::with(&[QUICK, ("TCP_MAX_AGE", "2")]).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let key = meter.addr().to_string();
    let age = |answer: &Value| answer["pool"]["connections"][&key]["age_seconds"].as_f64();
    for _ in 0..3 {
        scene.get("/api/nl43/gate/battery").await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let (_, answer) = scene.get("/api/nl43/_connections/status").await.unwrap();
    assert!(age(&answer).unwrap() >= 0.9, "{answer}");
    let search = async {
        while meter.journal().totals().connections < 2 {
            assert_eq!(scene.get("/api/nl43/gate/battery").await.unwrap().0, 200);
        }
    };
    tokio::time::timeout(PATIENCE, search).await.expect("it is replaced at its age");
    assert_eq!(meter.journal().max_connections(), 1);
}

/// One dead meter after the other held up the polling of all that followed.
#[tokio::test]
async fn d42_dead_meters_delay_no_other_poll() {
    let scene = Scene::with(&[QUICK]).await.unwrap();
    let mut dead = Vec::new();
    for number in 0..6 {
        let meter = quick_meter().await.unwrap();
        meter.faults().black_hole();
        let port = meter.addr().port();
        let body = json!({"unit_id": format!("a-{number}"), "host": "127.0.0.1", "tcp_port": port, "tcp_enabled": false});
        scene.post("/api/nl43/roster", &body).await.unwrap();
        dead.push(meter);
    }
    let well = quick_meter().await.unwrap();
    scene.add_unit("z-well", &well).await.unwrap();
    let polled = json!({"poll_enabled": true, "poll_interval_seconds": 30});
    scene.request(Method::PUT, "/api/nl43/z-well/polling/config", Some(&polled)).await.unwrap();
    let seen = well.journal().count("DOD?");
    let on = json!({"tcp_enabled": true});
    let client = reqwest::Client::new();
    for number in 0..6 {
        let url = format!("http://{}/api/nl43/a-{number}/config", scene.address());
        // Each waits for its silent meter, which is its own affair.
        tokio::spawn(client.put(url).json(&on).send());
    }
    for meter in &dead {
        assert!(meter.journal().wait_until(PATIENCE, |journal| journal.totals().connections > 0).await);
    }
    let scene = scene.restart().await.unwrap();
    assert!(well.journal().wait_for("DOD?", seen + 1, Duration::from_secs(4)).await);
    drop(scene);
}

/// A name and its address were two meters.
#[tokio::test]
async fn d45_a_name_and_its_address_are_one_meter() {
    let scene = Scene::with(&[QUICK, ("MONITOR_IDLE_POLL_INTERVAL", "1")]).await.unwrap();
    let meter = nl43_sim::SimMeter::start(MeterConfig::immediate()).await.unwrap();
    for (unit, host) in [("one", "localhost"), ("two", "127.0.0.1")] {
        let port = meter.addr().port();
        let body = json!({"unit_id": unit, "host": host, "tcp_port": port, "poll_enabled": false});
        assert_eq!(scene.post("/api/nl43/roster", &body).await.unwrap().0, 200);
        act(&scene, &format!("/api/nl43/{unit}/monitor/start")).await;
    }
    assert!(meter.journal().wait_for("DOD?", 3, PATIENCE).await);
    eventually(&scene, "/api/nl43/two/status", |answer| answer["data"]["lp"] == "60.0").await;
    assert_eq!(meter.journal().max_connections(), 1);
}
