//! Lines that wait for each other, streams and feeds.

use std::time::{Duration, Instant};

use nl43_sim::SimMeter;
use serde_json::{Value, json};
use slm_testkit::{PATIENCE, Scene, quick_meter};

use super::{QUICK, act, eventually, quick, status};

/// Sixteen requests in flight stopped the whole service.
#[tokio::test]
async fn d01_silent_meters_hold_up_nobody() {
    let scene = Scene::start().await.unwrap();
    let well = quick_meter().await.unwrap();
    scene.add_unit("well", &well).await.unwrap();
    let mut silent = Vec::new();
    for number in 0..20 {
        let meter = quick_meter().await.unwrap();
        scene.add_unit(&format!("silent-{number}"), &meter).await.unwrap();
        meter.faults().hold_replies();
        silent.push(meter);
    }
    let client = reqwest::Client::new();
    for number in 0..20 {
        let url = format!("http://{}/api/nl43/silent-{number}/battery", scene.address());
        tokio::spawn(client.get(url).send());
    }
    for meter in &silent {
        assert!(meter.journal().wait_for("Battery Level?", 1, PATIENCE).await);
    }
    let asked = Instant::now();
    assert_eq!(scene.get("/health").await.unwrap().0, 200);
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(scene.get("/api/nl43/well/battery").await.unwrap().0, 200);
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
}

/// One lock kept the pauses of all meters.
#[tokio::test]
async fn d02_an_idle_meter_waits_for_no_other() {
    let scene = Scene::start().await.unwrap();
    let idle = quick_meter().await.unwrap();
    scene.add_unit("idle", &idle).await.unwrap();
    let mut watched: Vec<(SimMeter, _)> = Vec::new();
    for number in 0..8 {
        let meter = quick_meter().await.unwrap();
        let unit = format!("watched-{number}");
        scene.add_unit(&unit, &meter).await.unwrap();
        watched.push((meter, scene.monitor(&unit).await.unwrap()));
    }
    tokio::time::sleep(Duration::from_millis(1200)).await;
    for _ in 0..3 {
        let asked = Instant::now();
        assert_eq!(scene.get("/api/nl43/idle/battery").await.unwrap().0, 200);
        assert!(asked.elapsed() < Duration::from_millis(500), "{:?}", asked.elapsed());
        tokio::time::sleep(Duration::from_millis(1200)).await;
    }
}

/// The next command left at once after the end of a stream, and a late record was its answer.
#[tokio::test]
async fn d03_records_after_the_end_of_a_stream_are_no_answers() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    meter.faults().stray_record_after_sub(Duration::from_millis(600));
    let mut stream = scene.socket("/api/nl43/gate/stream").await.unwrap();
    stream.find(|frame| frame.get("counter").is_some_and(Value::is_string)).await.unwrap();
    stream.close().await.unwrap();
    let (code, battery) = scene.get("/api/nl43/gate/battery").await.unwrap();
    assert_eq!((code, &battery["battery_level"]), (200, &json!("Full")));
    assert_eq!(meter.journal().count("Battery Level?"), 1);
    assert_eq!(meter.journal().totals().connections, 1);
    assert_eq!(meter.journal().spacing_violations(), []);
}

/// A stream held the line for as long as its client stayed.
#[tokio::test]
async fn d04_a_stream_leaves_room_for_everybody() {
    let (scene, _meter) = quick().await;
    let is_record = |frame: &Value| frame.get("counter").is_some_and(Value::is_string);
    let mut one = scene.socket("/api/nl43/gate/stream").await.unwrap();
    one.find(is_record).await.unwrap();
    let mut other = scene.socket("/api/nl43/gate/stream").await.unwrap();
    other.find(is_record).await.unwrap();
    assert_eq!(scene.get("/api/nl43/gate/battery").await.unwrap().0, 200);
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    one.find(is_record).await.unwrap();
}

/// New viewers of a kept feed waited for the end of its long pause.
#[tokio::test]
async fn d06_a_viewer_wakes_a_kept_feed() {
    let scene = Scene::with(&[QUICK, ("MONITOR_IDLE_POLL_INTERVAL", "60")]).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    act(&scene, "/api/nl43/gate/monitor/start").await;
    assert!(meter.journal().wait_for("DOD?", 1, PATIENCE).await);
    let _viewer = scene.monitor("gate").await.unwrap();
    assert!(meter.journal().wait_for("DOD?", 2, Duration::from_secs(3)).await);
}

/// Nor did a viewer end the pause after failures.
#[tokio::test]
async fn d07_a_viewer_ends_the_pause_after_failures() {
    let pauses = ["MONITOR_BACKOFF_BASE_S", "MONITOR_BACKOFF_MAX_S", "MONITOR_BACKOFF_WATCHED_MAX_S"]
        .map(|key| (key, "60"));
    let scene = Scene::with(&[[QUICK].as_slice(), &pauses].concat()).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    meter.faults().refuse_connections();
    act(&scene, "/api/nl43/gate/monitor/start").await;
    let mode = |answer: &Value| answer["monitors"]["gate"]["mode"] == "backoff";
    eventually(&scene, "/api/nl43/_monitor/status", mode).await;
    meter.faults().heal();
    let mut viewer = scene.monitor("gate").await.unwrap();
    let came = Instant::now();
    viewer.next_data().await.unwrap();
    assert!(came.elapsed() < Duration::from_secs(4), "{:?}", came.elapsed());
}

/// Health checks and diagnostics opened connections of their own.
#[tokio::test]
async fn d08_health_checks_use_the_one_connection_or_none() {
    let (scene, meter) = quick().await;
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    for _ in 0..3 {
        let (_, health) = scene.get("/health/devices").await.unwrap();
        assert_eq!(health["devices"][0]["reachable"], true, "{health}");
    }
    let (_, report) = scene.get("/api/nl43/gate/diagnostics").await.unwrap();
    assert_eq!(report["overall_status"], "pass", "{report}");
    assert_eq!(meter.journal().totals().connections, 1);

    meter.faults().refuse_connections();
    viewer.find(|frame| frame["feed_status"] == "unreachable").await.unwrap();
    let (_, health) = scene.get("/health/devices").await.unwrap();
    assert_eq!(health["devices"][0]["reachable"], false, "{health}");
    meter.faults().heal();
    act(&scene, "/api/nl43/_system/standby").await;
    assert!(meter.journal().wait_until(PATIENCE, |journal| journal.open_connections() == 0).await);
    let before = meter.journal().totals().connections;
    scene.get("/health/devices").await.unwrap();
    assert_eq!(meter.journal().totals().connections, before);
}

/// Nobody told the roster what the feed knew.
#[tokio::test]
async fn d09_what_a_feed_finds_out_is_known_everywhere() {
    let scene = Scene::with(&[QUICK, ("MONITOR_BACKOFF_BASE_S", "0.1")]).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    scene
        .request(reqwest::Method::PUT, "/api/nl43/gate/polling/config", Some(&json!({"poll_enabled": true})))
        .await
        .unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    meter.faults().refuse_connections();
    viewer.find(|frame| frame["feed_status"] == "unreachable").await.unwrap();
    let known = status(&scene).await;
    let (_, roster) = scene.get("/api/nl43/roster").await.unwrap();
    let (_, polling) = scene.get("/api/nl43/_polling/status").await.unwrap();
    for state in [&known, &roster["devices"][0]["status"], &polling["data"]["devices"][0]] {
        assert_eq!(state["is_reachable"], false, "{state}");
        assert!(state["consecutive_failures"].as_u64().unwrap() >= 3, "{state}");
        assert!(state["last_error"].as_str().is_some_and(|error| !error.is_empty()), "{state}");
        assert!(state["last_success"].is_string(), "{state}");
    }
}
