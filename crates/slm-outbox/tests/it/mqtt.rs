//! MQTT on a real Mosquitto, watched by a client of the test.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use rumqttc::PublishOptions;
use slm_domain::UnitId;
use slm_domain::delivery::{ChannelDraft, ChannelKind, Message, MessageKind, Severity};
use slm_outbox::{Board, Carriers, Channels, Delivery, Outcome, UnitState, send_test};
use slm_peers::{Authority, Mosquitto, Watcher, until};

use crate::support::{Post, channels, channels_with, message, somebody};

fn broker(port: u16) -> ChannelDraft {
    ChannelDraft::new("broker", ChannelKind::Mqtt).with("host", "localhost").with("port", port.to_string())
}

fn north() -> UnitId {
    UnitId::new("north").unwrap()
}

fn state(lp: Option<f64>, alarm: bool) -> UnitState {
    let levels = BTreeMap::from([("lp", lp), ("leq", Some(61.0))]);
    UnitState { reachable: true, measuring: Some(true), alarm, levels }
}

#[tokio::test]
async fn a_message_becomes_an_event() {
    let broker_process = Mosquitto::open().await;
    let watcher = Watcher::new("watcher", broker_process.port);
    let (channel, recipient) = somebody(&broker(broker_process.port), "");
    let carrier = channels(None).open(&channel);
    // The watcher hears the retained status once it listens; from then on it misses nothing.
    watcher.heard("slmm/status", "online", 1).await;
    let now = Timestamp::now();
    let told = Message {
        unit: Some(north()),
        severity: Severity::Critical,
        ..message("e1", "e", MessageKind::Raised, now)
    };
    let delivery = Delivery { message: told, recipient, attempt: 1, now };
    let outcome = carrier.deliver(&delivery).await;
    assert_eq!(outcome, Outcome::Delivered("localhost has taken it".to_owned()));
    let event = watcher.json("slmm/units/north/event").await;
    assert_eq!((&event["event_type"], &event["severity"]), (&"raised".into(), &"critical".into()));
    assert_eq!(event["id"], "e1-5");
    let about_nothing = Delivery { message: message("e2", "e", MessageKind::Raised, now), ..delivery };
    assert!(carrier.deliver(&about_nothing).await.arrived());
    watcher.heard("slmm/event", "*", 1).await;
}

#[tokio::test]
async fn a_test_goes_by_the_connection_that_is_there() {
    let broker_process = Mosquitto::open().await;
    let watcher = Watcher::new("watcher", broker_process.port);
    let mut post = Post::new().await;
    post.recipient(&broker(broker_process.port), "").await;
    post.start(channels(None));
    watcher.heard("slmm/status", "online", 1).await;
    let recipient = post.store.recipients().await.unwrap().remove(0);
    let outcome = post.test(recipient.channel, recipient).await;
    assert!(outcome.arrived(), "{outcome:?}");
    assert_eq!(watcher.json("slmm/event").await["event_type"], "test");
    assert_eq!(watcher.count("slmm/status", "offline"), 0, "nobody was thrown out");
}

#[tokio::test]
async fn units_are_announced_shown_and_taken_away() {
    let broker_process = Mosquitto::open().await;
    let board = Board::default();
    board.show(&north(), state(Some(65.2), false));
    let (channel, _) = somebody(&broker(broker_process.port), "");
    let carrier = channels_with(None, board.clone()).open(&channel);

    let watcher = Watcher::new("watcher", broker_process.port);
    let device = watcher.json("homeassistant/device/slmm_north/config").await;
    assert_eq!(device["state_topic"], "slmm/units/north/state");
    assert_eq!(device["components"]["lp"]["unit_of_measurement"], "dB");
    watcher.heard("slmm/units/north/availability", "online", 1).await;
    let shown = watcher.json("slmm/units/north/state").await;
    assert_eq!((&shown["lp"], &shown["alarm"]), (&65.2.into(), &"OFF".into()));

    board.show(&north(), state(None, true));
    until("the new state", || async {
        let shown = watcher.json("slmm/units/north/state").await;
        (shown["lp"].is_null() && shown["alarm"] == "ON").then_some(())
    })
    .await;
    board.show(&north(), UnitState { reachable: false, ..state(None, true) });
    watcher.heard("slmm/units/north/availability", "offline", 1).await;

    // Who comes later finds the last state, for it is retained.
    let late = Watcher::new("late", broker_process.port);
    assert_eq!(late.json("slmm/units/north/state").await["alarm"], "ON");

    // Home Assistant was born again: it is told everything.
    let before = watcher.count("homeassistant/device/slmm_north/config", "*");
    watcher.client.publish("homeassistant/status", "online", PublishOptions::at_least_once()).await.unwrap();
    watcher.heard("homeassistant/device/slmm_north/config", "*", before + 1).await;

    board.remove(&north());
    for topic in
        ["homeassistant/device/slmm_north/config", "slmm/units/north/state", "slmm/units/north/availability"]
    {
        watcher.heard(topic, "", 1).await;
    }
    drop(carrier);
    watcher.heard("slmm/status", "offline", 1).await;
}

#[tokio::test]
async fn a_broker_that_comes_back_is_told_everything_again() {
    let mut broker_process = Mosquitto::open().await;
    let board = Board::default();
    board.show(&north(), state(Some(65.2), false));
    let (channel, recipient) = somebody(&broker(broker_process.port), "");
    let carriers: Channels = channels_with(None, board).with_patience(Duration::from_secs(2));
    let carrier = carriers.open(&channel);
    let now = Timestamp::now();
    let delivery =
        Delivery { message: message("e1", "e", MessageKind::Raised, now), recipient, attempt: 1, now };
    until("a delivery", || async { carrier.deliver(&delivery).await.arrived().then_some(()) }).await;

    broker_process.kill();
    let outcome = until("the loss is seen", || async {
        let outcome = carrier.deliver(&delivery).await;
        (!outcome.arrived()).then_some(outcome)
    })
    .await;
    assert!(matches!(outcome, Outcome::RetryLater { .. }), "{outcome:?}");

    // It has kept nothing, so what is heard now was told now.
    broker_process.resume().await;
    let watcher = Watcher::new("watcher", broker_process.port);
    watcher.heard("slmm/status", "online", 1).await;
    watcher.heard("homeassistant/device/slmm_north/config", "*", 1).await;
    assert_eq!(watcher.json("slmm/units/north/state").await["lp"], 65.2);
    until("a delivery", || async { carrier.deliver(&delivery).await.arrived().then_some(()) }).await;
}

#[tokio::test]
async fn a_guarded_broker_wants_a_password_and_shows_a_certificate() {
    let authority = Authority::new();
    let broker_process = Mosquitto::guarded(&authority, "slm", "hunter2").await;
    let draft =
        broker(broker_process.port).with("tls", "true").with("username", "slm").with("password", "hunter2");
    let test = async |draft: &ChannelDraft, authority: Option<&str>| {
        let (channel, recipient) = somebody(draft, "");
        let channels = channels(authority).with_patience(Duration::from_secs(5));
        send_test(&channels, &channel, &recipient, Timestamp::now()).await
    };
    let outcome = test(&draft, Some(&authority.pem)).await;
    assert!(outcome.arrived(), "{outcome:?}");
    let outcome = test(&draft, None).await;
    assert!(!outcome.arrived() && outcome.words().contains("certificate"), "{outcome:?}");
    let outcome = test(&draft.with("password", "wrong"), Some(&authority.pem)).await;
    assert!(!outcome.arrived() && outcome.words().contains("refused"), "{outcome:?}");
}
