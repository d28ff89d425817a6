//! Home Assistant's view, through a real broker: units are found, seen, and heard of.

use serde_json::{Value, json};
use slm_peers::{Mosquitto, Watcher, until};

use super::Site;

async fn state(watcher: &Watcher, what: &str, fits: impl Fn(&Value) -> bool) {
    until(what, || async {
        let state = watcher.json("slmm/units/gate/state").await;
        fits(&state).then_some(())
    })
    .await;
}

#[tokio::test]
async fn home_assistant_finds_a_unit_and_hears_of_its_alarms() {
    let mut broker = Mosquitto::open().await;
    let watcher = Watcher::new("watcher", broker.port);
    let site = Site::new(&[]).await;
    let settings = json!({"host": "localhost", "port": broker.port});
    let channel = site.channel("Home Assistant", "mqtt", settings).await;
    site.recipient(channel, "").await;
    site.limit("log", "").await;

    watcher.heard("slmm/status", "online", 1).await;
    let device = watcher.json("homeassistant/device/slmm_gate/config").await;
    assert_eq!(device["device"]["name"], "gate");
    watcher.heard("slmm/units/gate/availability", "online", 1).await;
    state(&watcher, "a quiet unit", |state| state["lp"] == 60.0 && state["alarm"] == "OFF").await;
    site.meter.set_level(86.0);
    state(&watcher, "an alarm", |state| state["lp"] == 86.0 && state["alarm"] == "ON").await;
    site.meter.set_level(60.0);
    state(&watcher, "its end", |state| state["lp"] == 60.0 && state["alarm"] == "OFF").await;

    // What is retained comes back with the broker, which has forgotten everything.
    let before = watcher.count("homeassistant/device/slmm_gate/config", "*");
    broker.kill();
    broker.resume().await;
    watcher.heard("homeassistant/device/slmm_gate/config", "*", before + 1).await;
    let late = Watcher::new("late", broker.port);
    late.heard("slmm/units/gate/availability", "online", 1).await;
    late.heard("slmm/status", "online", 1).await;

    site.meter.faults().refuse_connections();
    late.heard("slmm/units/gate/availability", "offline", 1).await;
    let event = late.json("slmm/units/gate/event").await;
    assert_eq!((&event["event_type"], &event["unit_id"]), (&json!("raised"), &json!("gate")), "{event}");
    assert!(event["id"].is_string() && event["text"].as_str().unwrap().contains("no answer"), "{event}");

    assert_eq!(site.delete("gate/config").await.0, 200);
    late.heard("homeassistant/device/slmm_gate/config", "", 1).await;
    late.heard("slmm/units/gate/state", "", 1).await;
}
