//! The service is killed between alarms and their messages: every one is told, and twice only under the same name.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use nl43_sim::{MeterConfig, SimMeter};
use serde_json::Value;
use slm_domain::delivery::{AddressPolicy, ChannelDraft, ChannelKind, RecipientDraft};
use slm_domain::{UnitConfig, UnitId, alert::RuleText};
use slm_peers::{Answer, Receiver, until};
use slm_store::Store;

use crate::process::Running;

const ADDRESS: &str = "+491701234567";
/// Loud and quiet times: each holds some readings.
const PHASE: Duration = Duration::from_millis(700);
const KILLS: u32 = 4;

#[tokio::test(flavor = "multi_thread")]
async fn kills_between_alarms_and_messages_lose_none_and_double_by_name_only() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slmm.db");
    let meter = Arc::new(SimMeter::start(MeterConfig::immediate()).await.unwrap());
    let gateway = Receiver::start().await;
    set_up(&file, &meter, &gateway).await;
    let player = Arc::clone(&meter);
    let noise = tokio::spawn(async move {
        for level in [86.0, 50.0].into_iter().cycle() {
            player.set_level(level);
            tokio::time::sleep(PHASE).await;
        }
    });
    for kill in 0..KILLS {
        // Some are under way when the end comes: they have arrived, and nobody knows it.
        gateway.answer([Answer::Status(200), Answer::Silence, Answer::Status(200), Answer::Silence]);
        let mut server = serve(folder.path());
        tokio::time::sleep(Duration::from_millis(2_300 + 311 * u64::from(kill))).await;
        server.kill();
    }
    noise.abort();
    meter.set_level(50.0);
    gateway.behave();

    let mut server = serve(folder.path());
    let store = Store::open(&file).await.unwrap();
    until("everything is over and told", || async {
        let events = store.alert_events(&unit(), 1_000).await.unwrap();
        let open = store.outbox_counts(Timestamp::now()).await.unwrap().open;
        (open == 0 && events.iter().all(|event| event.clear_at.is_some())).then_some(())
    })
    .await;
    assert_eq!(server.end(), Some(0));

    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for request in gateway.received() {
        let body: Value = request.json();
        told.entry(body["key"].as_str().unwrap().to_owned()).or_default().insert(body["text"].to_string());
    }
    assert!(told.values().all(|texts| texts.len() == 1), "one name, one message: {told:#?}");
    let events = store.alert_events(&unit(), 1_000).await.unwrap();
    let events: Vec<_> = events.iter().filter(|event| event.rule_id != 0).collect();
    assert!(events.len() >= 3, "{events:#?}");
    for event in &events {
        let alarm = format!("gate_{}_{}_", event.rule_id, event.onset_at.unwrap().as_microsecond());
        let of_event = told.iter().filter(|(key, _)| key.starts_with(&alarm)).map(|(_, texts)| texts);
        let texts: Vec<&String> = of_event.flatten().collect();
        assert_eq!(texts.len(), 2, "its begin and its end: {alarm} {told:#?}");
        assert!(texts.iter().any(|text| text.contains("over after")), "{texts:?}");
    }
    assert_eq!(told.len(), 2 * events.len(), "nothing else was told");
    assert!(gateway.received().len() > told.len(), "a kill came between a message and our knowing of it");
    store.close().await;
}

fn unit() -> UnitId {
    UnitId::new("gate").unwrap()
}

async fn set_up(file: &Path, meter: &SimMeter, gateway: &Receiver) {
    let store = Store::open(file).await.unwrap();
    let draft = ChannelDraft::new("gateway", ChannelKind::Sms)
        .with("url", gateway.url("/send"))
        .with("body", r#"{"to": "{to}", "text": "{text}", "key": "{key}"}"#);
    assert!(draft.check(0, &AddressPolicy::open()).is_ok());
    let channel = store.create_channel(&draft).await.unwrap();
    let mut recipient = RecipientDraft::new("night shift", channel, ADDRESS);
    recipient.digest_after = 1_000;
    store.create_recipient(&recipient.check(0, ChannelKind::Sms).unwrap()).await.unwrap();
    let mut config = UnitConfig::new(unit(), meter.addr().ip().to_string());
    config.tcp_port = meter.addr().port();
    store.put_unit(&config).await.unwrap();
    let rule = RuleText {
        clear_margin_db: 0.0,
        cooldown_s: 0,
        channels: "sms".to_owned(),
        recipients: Some(ADDRESS.to_owned()),
        ..RuleText::new(70.0)
    };
    store.create_rule(&unit(), &rule, Timestamp::now()).await.unwrap();
    store.close().await;
}

fn serve(folder: &Path) -> Running {
    let settings = [
        ("MONITOR_IDLE_POLL_INTERVAL", "0.2"),
        ("SLMM_COMMAND_PAUSE_S", "0.2"),
        ("SLMM_DELIVERY_ALLOWED_NETWORKS", "127.0.0.0/8"),
        ("SLMM_DELIVERY_CONNECTION_EVENTS", "false"),
    ];
    Running::serve(folder, &settings)
}
