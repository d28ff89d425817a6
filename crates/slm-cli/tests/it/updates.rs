//! Three alarms of one unit are one conversation: a message at once, one update, and one that all is over.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::path::Path;

use jiff::Timestamp;
use nl43_sim::{MeterConfig, SimMeter};
use slm_domain::alert::RuleText;
use slm_domain::delivery::{ChannelDraft, ChannelKind, RecipientDraft};
use slm_domain::{UnitConfig, UnitId};
use slm_peers::{Authority, Receiver, Smtp, until};
use slm_store::Store;

use crate::process::Running;

/// Long enough for the third to begin meanwhile, on any machine.
const CALM: &str = "10";

#[tokio::test(flavor = "multi_thread")]
async fn three_alarms_are_told_in_one_message_one_update_and_one_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slmm.db");
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let (gateway, mail) = (Receiver::start().await, Smtp::start("plain", &Authority::new()));
    set_up(&file, &meter, &gateway, &mail).await;
    let mut server = serve(folder.path());
    let store = Store::open(&file).await.unwrap();
    let open = async |count: usize| {
        let open = async || {
            let events = store.alert_events(&unit(), 10).await.unwrap();
            (events.iter().filter(|event| event.clear_at.is_none()).count() == count).then_some(())
        };
        until(("open events", count), open).await;
    };
    let told = async |count: usize| {
        until(("short messages", count), || async { (gateway.received().len() >= count).then_some(()) })
            .await;
        mail.kept(count).await;
    };

    meter.set_level(80.0);
    told(1).await;
    open(2).await;
    meter.set_level(90.0);
    open(3).await;
    told(2).await;
    meter.set_level(50.0);
    open(0).await;
    told(3).await;
    until("nothing waits", || async {
        (store.outbox_counts(Timestamp::now()).await.unwrap().open == 0).then_some(())
    })
    .await;
    assert_eq!(server.end(), Some(0));

    let texts: Vec<String> = gateway
        .received()
        .iter()
        .map(|request| request.json()["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(texts.len(), 3, "{texts:#?}");
    assert!(texts[0].starts_with("[warning] gate: Loud raised\n"), "{}", texts[0]);
    let update = "Update: [warning] gate: Loud and 2 more: 2 changes (3 open)\n";
    assert!(texts[1].starts_with(update), "{}", texts[1]);
    for part in ["over 75.0 dB", "over 85.0 dB", "Still open:\n- Loud since", "- Louder since"] {
        assert!(texts[1].contains(part), "{part}: {}", texts[1]);
    }
    assert!(texts[2].starts_with("All clear: [warning] gate: Loud and 2 more, over after"), "{}", texts[2]);
    assert!(texts[2].contains("All is over after") && texts[2].contains("Highest peak: 90"), "{}", texts[2]);
    let subjects: Vec<String> = mail.now().iter().map(|mail| subject(mail)).collect();
    let titles: Vec<String> = texts.iter().map(|text| text.lines().next().unwrap().to_owned()).collect();
    assert_eq!(subjects, titles);
    store.close().await;
}

/// The subject, which may stand on several lines.
fn subject(mail: &str) -> String {
    let rest = mail.split("Subject: ").nth(1).unwrap();
    let mut lines = rest.lines();
    let mut subject = lines.next().unwrap().to_owned();
    for line in lines.take_while(|line| line.starts_with(' ')) {
        subject.push_str(line);
    }
    subject
}

fn unit() -> UnitId {
    UnitId::new("gate").unwrap()
}

async fn set_up(file: &Path, meter: &SimMeter, gateway: &Receiver, mail: &Smtp) {
    let store = Store::open(file).await.unwrap();
    let sms = ChannelDraft::new("gateway", ChannelKind::Sms)
        .with("url", gateway.url("/send"))
        .with("max_chars", "1000")
        .with("body", r#"{"to": "{to}", "text": "{text}", "key": "{key}"}"#);
    let ways = [
        (sms, ChannelKind::Sms, "+491701234567"),
        (mail.channel("none"), ChannelKind::Email, "anna@example.org"),
    ];
    for (draft, kind, address) in ways {
        let channel = store.create_channel(&draft).await.unwrap();
        let recipient = RecipientDraft::new("night shift", channel, address).check(0, kind).unwrap();
        store.create_recipient(&recipient).await.unwrap();
    }
    let mut config = UnitConfig::new(unit(), meter.addr().ip().to_string());
    config.tcp_port = meter.addr().port();
    store.put_unit(&config).await.unwrap();
    for (name, threshold) in [("Loud", 70.0), ("Louder", 75.0), ("Loudest", 85.0)] {
        let rule = RuleText {
            name: name.to_owned(),
            clear_margin_db: 0.0,
            cooldown_s: 0,
            channels: "email,sms".to_owned(),
            ..RuleText::new(threshold)
        };
        store.create_rule(&unit(), &rule, Timestamp::now()).await.unwrap();
    }
    store.close().await;
}

fn serve(folder: &Path) -> Running {
    let settings = [
        ("MONITOR_IDLE_POLL_INTERVAL", "0.2"),
        ("SLMM_COMMAND_PAUSE_S", "0.2"),
        ("SLMM_DELIVERY_ALLOWED_NETWORKS", "127.0.0.0/8"),
        ("SLMM_DELIVERY_CONNECTION_EVENTS", "false"),
        ("SLMM_DELIVERY_UPDATE_CALM_S", CALM),
    ];
    Running::serve(folder, &settings)
}
