//! A rule of all units, over kills of the service.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::path::Path;

use jiff::Timestamp;
use nl43_sim::{MeterConfig, SimMeter};
use slm_domain::{UnitConfig, UnitId};
use slm_store::{EventQuery, Store, StoredEvent};

use crate::process::Running;

/// `leq` over a rolling window of ten seconds above 70 dB, in all fields that are kept.
const RULE: &str = r#"{
    "name": "Loud", "severity": "critical", "applies_to": "all", "metric": "leq_t", "window": "rolling", "window_s": 10,
    "window_from": null, "window_to": null, "required_coverage": 0.5, "ceiling_db": null, "comparison": "above",
    "threshold": 70.0, "dead_band": 0.0, "on_delay_s": 0, "off_delay_s": 0, "cooldown_s": 0, "blocks": [],
    "holidays": [], "zone": null, "leaving": "close", "template": null, "update_step": null, "channels": ["log"],
    "recipients": [], "escalation": [], "enabled": true
}"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_window_survives_kills_and_ends_when_it_is_quiet() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slmm.db");
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let store = Store::open(&file).await.unwrap();
    let mut unit = UnitConfig::new(UnitId::new("gate").unwrap(), meter.addr().ip().to_string());
    unit.tcp_port = meter.addr().port();
    store.put_unit(&unit).await.unwrap();
    store.create_alarm_rule(RULE, Timestamp::now()).await.unwrap();
    store.close().await;

    meter.set_level(90.0);
    let mut server = serve(folder.path());
    server.line_with("Alert rule 1000000001 (Loud) raised");
    server.kill();
    let raised = events(&file).await;
    assert_eq!(raised.iter().filter(|event| event.clear_at.is_none()).count(), 1, "{raised:#?}");

    let mut server = serve(folder.path());
    let before = meter.journal().count("DOD?");
    assert!(meter.journal().wait_for("DOD?", before + 3, std::time::Duration::from_secs(30)).await);
    server.kill();
    let same = events(&file).await;
    assert_eq!(same.iter().map(|event| event.id).collect::<Vec<_>>(), [raised[0].id], "and no second one");

    meter.set_level(50.0);
    let mut server = serve(folder.path());
    server.line_with("Alert rule 1000000001 (Loud) cleared");
    server.kill();
    let cleared = events(&file).await;
    assert_eq!((cleared.len(), cleared[0].id), (1, raised[0].id));
    assert!(cleared[0].clear_at.is_some() && cleared[0].notes.is_none());
    let store = Store::open(&file).await.unwrap();
    let incident =
        store.incident(cleared[0].details.as_ref().unwrap().incident.unwrap()).await.unwrap().unwrap();
    let kinds: Vec<_> = incident.entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!((kinds, incident.incident.ended_at.is_some()), (vec!["raised", "cleared"], true));
}

/// Serves with every unit polled as fast as the meter allows.
fn serve(folder: &Path) -> Running {
    let line = format!("serve --port 0 --data-dir {}", folder.display());
    let quick = [("MONITOR_IDLE_POLL_INTERVAL", "0.25"), ("ALERT_ENABLED", "false")];
    let mut server = Running::start_with(&line, &quick);
    server.line_with("listening on");
    server
}

async fn events(file: &Path) -> Vec<StoredEvent> {
    let store = Store::open(file).await.unwrap();
    let rule = EventQuery { rule: Some(1_000_000_001), limit: 100, ..EventQuery::default() };
    let events = store.search_events(&rule).await.unwrap();
    store.close().await;
    events
}
