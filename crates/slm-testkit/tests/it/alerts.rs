//! The rule of the environment, evaluated with nobody watching.

use serde_json::json;
use slm_testkit::{PATIENCE, Scene, quick_meter};

const LOUD: &[(&str, &str)] = &[("ALERT_THRESHOLD_DB", "70"), ("MONITOR_IDLE_POLL_INTERVAL", "0.5")];

/// Waits until the service has counted an edge.
async fn edge_is_counted(scene: &Scene) -> bool {
    let search = async {
        loop {
            let metrics = scene.text("/metrics").await.unwrap();
            if metrics.lines().any(|line| line.starts_with("slmm_alert_edges_total") && !line.ends_with(" 0"))
            {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, search).await.is_ok()
}

#[tokio::test]
async fn a_kept_unit_fires_without_a_viewer() {
    let scene = Scene::with(LOUD).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    meter.set_level(86.0);
    let (status, _) = scene.post("/api/nl43/gate/monitor/start", &json!({})).await.unwrap();
    assert_eq!(status, 200);
    assert!(edge_is_counted(&scene).await);
}

#[tokio::test]
async fn the_event_is_shown_to_those_who_ask_for_events() {
    let scene = Scene::with(LOUD).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut plain = scene.monitor("gate").await.unwrap();
    let mut asked = scene.socket("/api/nl43/gate/monitor?events=1").await.unwrap();
    asked.next_data().await.unwrap();
    meter.set_level(86.0);
    let alert = asked.find(|frame| frame["event"] == "alert").await.unwrap();
    assert_eq!(alert["unit_id"], "gate");
    // A viewer of the compatible feed sees levels and nothing else.
    for _ in 0..3 {
        assert!(plain.next().await.unwrap().get("event").is_none());
    }
}
