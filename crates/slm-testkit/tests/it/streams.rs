//! The 10 Hz output over the one connection.

use serde_json::{Value, json};
use slm_testkit::{Scene, quick_meter};

#[tokio::test]
async fn records_are_shared_and_commands_served_in_between() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut one = scene.socket("/api/nl43/gate/stream").await.unwrap();
    let mut other = scene.socket("/api/nl43/gate/stream").await.unwrap();
    let frame = one.find(|frame| frame.get("counter").is_some_and(Value::is_string)).await.unwrap();
    assert_eq!(frame["lp"], "60.0");
    assert_eq!((&frame["ln1"], &frame["ln2"]), (&Value::Null, &Value::Null));
    assert!(frame.get("feed_status").is_none(), "{frame}");
    other.find(|frame| frame.get("counter").is_some_and(Value::is_string)).await.unwrap();
    let (status, body) = scene.get("/api/nl43/gate/measurement-state").await.unwrap();
    assert_eq!((status, &body["measurement_state"]), (200, &json!("Stop")));
    // A stream does not turn a stopped meter into a measuring one.
    let (_, status) = scene.get("/api/nl43/gate/status").await.unwrap();
    assert_eq!(status["data"]["measurement_state"], "Stop");
    let again = meter.journal().count("DRD?");
    assert!(meter.journal().wait_for("DRD?", again.max(2), slm_testkit::PATIENCE).await);
    one.find(|frame| frame.get("counter").is_some_and(Value::is_string)).await.unwrap();
    assert_eq!(meter.journal().totals().connections, 1);
    assert_eq!(meter.journal().spacing_violations(), []);
}

#[tokio::test]
async fn a_monitor_viewer_is_served_while_a_stream_runs() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut stream = scene.socket("/api/nl43/gate/stream").await.unwrap();
    stream.next().await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    for _ in 0..4 {
        assert_eq!(viewer.next_data().await.unwrap()["lp"], "60.0");
    }
}

#[tokio::test]
async fn a_stream_that_cannot_run_says_why() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    meter.faults().wrong_result_code(4);
    let mut stream = scene.socket("/api/nl43/gate/stream").await.unwrap();
    let frame = stream.next().await.unwrap();
    assert_eq!(frame["error"], "Internal server error");
    assert!(frame["detail"].as_str().unwrap().contains("R+0004"), "{frame}");
    let mut ghost = scene.socket("/api/nl43/ghost/stream").await.unwrap();
    assert_eq!(ghost.next().await.unwrap()["error"], "NL43 config not found");
    assert_eq!(ghost.close_code().await.unwrap(), 1000);
}
