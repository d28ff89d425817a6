//! What is still there after a restart.

use serde_json::json;
use slm_testkit::{Scene, quick_meter};

#[tokio::test]
async fn configuration_status_and_history_survive() {
    let scene = Scene::with(&[("MONITOR_TRAIL_SAMPLE_S", "1")]).await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    for _ in 0..3 {
        viewer.next_data().await.unwrap();
    }
    let (_, roster) = scene.get("/api/nl43/roster").await.unwrap();
    let scene = scene.restart().await.unwrap();
    let (_, again) = scene.get("/api/nl43/roster").await.unwrap();
    assert_eq!(again["devices"][0]["host"], roster["devices"][0]["host"]);
    assert_eq!(again["devices"][0]["poll_enabled"], json!(false));
    let (status, cached) = scene.get("/api/nl43/gate/status").await.unwrap();
    assert_eq!((status, &cached["data"]["lp"]), (200, &json!("60.0")));
    let (_, history) = scene.get("/api/nl43/gate/history?hours=1").await.unwrap();
    assert!(history["count"].as_u64().unwrap() >= 2, "{history}");
    assert_eq!(history["readings"][0]["lp"], "60.0");
}

#[tokio::test]
async fn monitors_that_were_on_run_again_and_deactivated_units_rest() {
    let scene = Scene::start().await.unwrap();
    let (gate, mast) = (quick_meter().await.unwrap(), quick_meter().await.unwrap());
    scene.add_unit("gate", &gate).await.unwrap();
    scene.add_unit("mast", &mast).await.unwrap();
    scene.post("/api/nl43/mast/deactivate", &json!({})).await.unwrap();
    let before = mast.journal().totals().commands;
    let scene = scene.restart().await.unwrap();
    assert!(gate.journal().wait_for("DOD?", 1, slm_testkit::PATIENCE).await);
    let (_, status) = scene.get("/api/nl43/_monitor/status").await.unwrap();
    assert_eq!(status["monitors"]["gate"]["keepalive"], json!(true));
    assert_eq!(mast.journal().totals().commands, before);
}
