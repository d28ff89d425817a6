//! Any number of viewers, one connection to the meter.

use std::time::{Duration, Instant};

use serde_json::Value;
use slm_testkit::{PATIENCE, Scene, quick_meter};

const DATA_KEYS: [&str; 14] = [
    "unit_id",
    "timestamp",
    "measurement_state",
    "measurement_start_time",
    "counter",
    "lp",
    "leq",
    "lmax",
    "lmin",
    "lpeak",
    "ln1",
    "ln2",
    "raw_payload",
    "feed_status",
];

#[tokio::test]
async fn a_data_frame_has_every_compatible_key_and_levels_as_printed() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    let frame = viewer.next().await.unwrap();
    for key in DATA_KEYS {
        assert!(frame.get(key).is_some(), "no `{key}` in {frame}");
    }
    assert_eq!(frame["unit_id"], "gate");
    assert_eq!(frame["lp"], "60.0");
    assert_eq!(frame["leq"], "-.-");
    assert_eq!(frame["counter"], Value::Null);
}

#[tokio::test]
async fn two_viewers_see_the_same_frames_over_one_connection() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut one = scene.monitor("gate").await.unwrap();
    let mut other = scene.monitor("gate").await.unwrap();
    let seq = |frame: &Value| frame["seq"].as_u64().unwrap();
    let (first, second) = (one.next_data().await.unwrap(), other.next_data().await.unwrap());
    let goal = seq(&first).max(seq(&second)) + 2;
    let same = one.find(|frame| frame["seq"] == goal).await.unwrap();
    assert_eq!(other.find(|frame| frame["seq"] == goal).await.unwrap(), same);
    assert_eq!(meter.journal().totals().connections, 1);
    assert_eq!(meter.journal().spacing_violations(), []);
}

#[tokio::test]
async fn a_late_viewer_of_a_running_feed_is_served_at_once() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut first = scene.monitor("gate").await.unwrap();
    first.next_data().await.unwrap();
    let asked = Instant::now();
    let mut late = scene.monitor("gate").await.unwrap();
    late.next_data().await.unwrap();
    // Far below the second that a poll takes: the frame came from memory.
    assert!(asked.elapsed() < Duration::from_millis(500), "{:?}", asked.elapsed());
}

#[tokio::test]
async fn the_feed_stops_when_the_last_viewer_has_left() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    drop(viewer);
    let idle = async {
        loop {
            let (_, status) = scene.get("/api/nl43/_monitor/status").await.unwrap();
            if status["monitors"]["gate"]["subscribers"].as_u64().unwrap_or(0) == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), idle)
        .await
        .expect("a vanished viewer is noticed within 5 s");
}

#[tokio::test]
async fn what_was_missed_is_replayed_in_order() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut steady = scene.monitor("gate").await.unwrap();
    let seen = steady.next_data().await.unwrap();
    let (epoch, seq) = (seen["epoch"].as_str().unwrap(), seen["seq"].as_u64().unwrap());
    steady.find(|frame| frame["seq"] == seq + 3).await.unwrap();
    let path = format!("/api/nl43/gate/monitor?since={epoch}:{seq}");
    let mut back = scene.socket(&path).await.unwrap();
    for missed in 1..=3 {
        assert_eq!(back.next().await.unwrap()["seq"], seq + missed);
    }
}

#[tokio::test]
async fn an_unknown_epoch_yields_exactly_one_gap_and_then_the_present() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut steady = scene.monitor("gate").await.unwrap();
    steady.next_data().await.unwrap();
    let mut back = scene.socket("/api/nl43/gate/monitor?since=elsewhere:7").await.unwrap();
    let gap = back.next().await.unwrap();
    assert_eq!(gap["event"], "gap", "{gap}");
    assert_eq!(back.next().await.unwrap()["feed_status"], "ok");
    assert!(back.next().await.unwrap().get("event").is_none());
}

#[tokio::test]
async fn server_sent_events_resume_where_they_ended() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut events = scene.events("/api/nl43/gate/events", None).await.unwrap();
    let first = events.next().await.unwrap();
    let seq = first.data["seq"].as_u64().unwrap();
    drop(events);
    let mut back = scene.events("/api/nl43/gate/events", first.id.as_deref()).await.unwrap();
    assert_eq!(back.next().await.unwrap().data["seq"], seq + 1);
}

#[tokio::test]
async fn one_connection_follows_many_units() {
    let scene = Scene::start().await.unwrap();
    let (gate, mast) = (quick_meter().await.unwrap(), quick_meter().await.unwrap());
    scene.add_unit("gate", &gate).await.unwrap();
    scene.add_unit("mast", &mast).await.unwrap();
    let mut both = scene.socket("/api/nl43/_monitor/ws?units=gate,mast").await.unwrap();
    both.find(|frame| frame["unit_id"] == "gate" && frame["feed_status"] == "ok").await.unwrap();
    both.find(|frame| frame["unit_id"] == "mast" && frame["feed_status"] == "ok").await.unwrap();
}

#[tokio::test]
async fn numbers_and_a_projection_are_given_on_request_only() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.socket("/api/nl43/gate/monitor?values=numbers&fields=lp,leq").await.unwrap();
    let frame = viewer.next_data().await.unwrap();
    assert_eq!(frame["lp"], 60.0);
    assert_eq!(frame["leq"], Value::Null);
    assert!(frame.get("lmax").is_none(), "{frame}");
}

#[tokio::test]
async fn an_unknown_unit_is_told_so_and_leaves_nothing_behind() {
    let scene = Scene::start().await.unwrap();
    let mut viewer = scene.monitor("ghost").await.unwrap();
    let frame = viewer.next().await.unwrap();
    assert!(frame.get("error").is_some(), "{frame}");
    assert_eq!(viewer.close_code().await.unwrap(), 1000);
    let (_, status) = scene.get("/api/nl43/_monitor/status").await.unwrap();
    assert_eq!(status["monitors"], serde_json::json!({}));
}

#[tokio::test]
async fn what_clients_send_is_ignored() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.send("Reset\r\n").await.unwrap();
    viewer.next_data().await.unwrap();
    viewer.next_data().await.unwrap();
    assert_eq!(meter.journal().count("Reset"), 0);
}

#[tokio::test]
async fn a_removed_units_viewers_and_connection_go() {
    let scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    let (status, _) = scene.request(reqwest::Method::DELETE, "/api/nl43/gate/config", None).await.unwrap();
    assert_eq!(status, 200);
    viewer.close_code().await.unwrap();
    assert!(meter.journal().wait_until(PATIENCE, |journal| journal.open_connections() == 0).await);
}

#[tokio::test]
async fn shutdown_tells_viewers_to_come_back() {
    let mut scene = Scene::start().await.unwrap();
    let meter = quick_meter().await.unwrap();
    scene.add_unit("gate", &meter).await.unwrap();
    let mut viewer = scene.monitor("gate").await.unwrap();
    viewer.next_data().await.unwrap();
    let asked = Instant::now();
    let (code, stopped) = tokio::join!(viewer.close_code(), scene.stop());
    stopped.unwrap();
    assert_eq!(code.unwrap(), 1012);
    assert!(asked.elapsed() < Duration::from_secs(10));
}
