//! A meter goes dark, and comes back.

use std::time::Duration;

use serde_json::json;
use slm_testkit::{PATIENCE, Scene, quick_meter};

#[tokio::test]
async fn an_outage_is_one_frame_and_a_new_viewer_learns_of_it_at_once() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    meter.faults().refuse_connections();
    let frame = viewer.find(|frame| frame["feed_status"] != "ok").await.unwrap();
    assert_eq!(frame["feed_status"], "unreachable");
    assert!(frame.get("lp").is_none(), "{frame}");
    let mut late = scene.monitor("gate").await.unwrap();
    let greeting = late.next_within(Duration::from_millis(500)).await.unwrap().expect("an instant frame");
    assert_eq!(greeting["feed_status"], "unreachable");
    let (_, status) = scene.get("/api/nl43/gate/status").await.unwrap();
    assert_eq!(status["data"]["is_reachable"], json!(false));
    let (_, health) = scene.get("/health/devices").await.unwrap();
    assert_eq!(health["status"], "degraded");
    // Exactly one frame an outage: nothing until the next levels.
    assert_eq!(viewer.next_within(Duration::from_secs(3)).await.unwrap(), None);
    meter.faults().heal();
    let back = viewer.next().await.unwrap();
    assert_eq!(back["feed_status"], "ok");
    let (_, status) = scene.get("/api/nl43/gate/status").await.unwrap();
    assert_eq!(status["data"]["is_reachable"], json!(true));
    assert_eq!(meter.journal().spacing_violations(), []);
}

#[tokio::test]
async fn a_silent_feed_sends_heartbeats() {
    let scene =
        Scene::with(&[("MONITOR_HEARTBEAT_S", "1"), ("MONITOR_BACKOFF_BASE_S", "0.1")]).await.unwrap();
    let meter = quick_meter().await.unwrap();
    meter.faults().refuse_connections();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.find(|frame| frame.get("heartbeat").is_none()).await.unwrap();
    let beat = viewer.find(|frame| frame["heartbeat"] == json!(true)).await.unwrap();
    assert_eq!((&beat["unit_id"], &beat["feed_status"]), (&json!("gate"), &json!("unreachable")));
    // A heartbeat is never the state that a new viewer is shown.
    let mut late = scene.monitor("gate").await.unwrap();
    assert!(late.next().await.unwrap().get("heartbeat").is_none());
}

#[tokio::test]
async fn a_deactivated_unit_rests_until_activated() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    let (status, body) = scene.post("/api/nl43/gate/deactivate", &json!({})).await.unwrap();
    assert_eq!((status, &body["poll_enabled"]), (200, &json!(false)));
    assert!(meter.journal().wait_until(PATIENCE, |journal| journal.open_connections() == 0).await);
    viewer.find(|frame| frame["feed_status"] == "unreachable").await.unwrap();
    let (status, _) = scene.post("/api/nl43/gate/activate", &json!({})).await.unwrap();
    assert_eq!(status, 200);
    viewer.next_data().await.unwrap();
}

#[tokio::test]
async fn standby_leaves_the_meters_to_others() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    let (_, body) = scene.post("/api/nl43/_system/standby", &json!({})).await.unwrap();
    assert_eq!(body["mode"], "standby");
    assert!(meter.journal().wait_until(PATIENCE, |journal| journal.open_connections() == 0).await);
    let sent = meter.journal().totals().commands;
    let (_, devices) = scene.get("/health/devices").await.unwrap();
    assert_eq!(devices["total_devices"], 1);
    assert_eq!(meter.journal().totals().commands, sent, "a health check asks no meter");
    let (status, _) = scene.get("/api/nl43/gate/measurement-state").await.unwrap();
    assert_eq!(status, 200);
    scene.post("/api/nl43/_system/resume", &json!({})).await.unwrap();
    viewer.next_data().await.unwrap();
}
