//! The service is killed under load, and starts again.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use nl43_sim::{MeterConfig, SimFleet, SimMeter};
use slm_domain::{UnitConfig, UnitId};
use slm_store::Store;

use crate::process::Running;

const METERS: usize = 20;
/// Readings are committed at most a second apart; the rest is for the commit itself on a busy machine.
const MAY_BE_LOST: Duration = Duration::from_millis(1500);
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_at_most_a_second_of_readings() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slmm.db");
    let template = MeterConfig { journal_entries: 10_000, ..MeterConfig::immediate() };
    let meters = SimFleet::start_many(METERS, &template).await.unwrap();
    write_roster(&file, &meters).await;

    let mut server = serve(folder.path());
    for meter in meters.meters() {
        assert!(meter.journal().wait_for("DOD?", 5, PATIENCE).await);
    }
    server.kill();
    let safe_before = Instant::now().checked_sub(MAY_BE_LOST).unwrap();
    drop(server);

    let store = Store::open(&file).await.unwrap();
    store.check_thoroughly().await.expect("the database is sound");
    assert_eq!(store.units().await.unwrap().len(), METERS);
    for (number, meter) in meters.meters().iter().enumerate() {
        let safe = asked_before(meter, safe_before);
        let kept = store.readings(&name(number), .., 10_000).await.unwrap().len();
        assert!(kept >= safe, "{kept} of {safe} readings of meter {number}");
        assert_eq!(meter.journal().spacing_violations(), []);
    }
    store.close().await;

    let _server = serve(folder.path());
    for meter in meters.meters() {
        let before = meter.journal().count("DOD?");
        assert!(meter.journal().wait_for("DOD?", before + 2, PATIENCE).await);
        assert_eq!(meter.journal().max_connections(), 1);
    }
}

/// Serves with every unit polled as fast as the meter allows.
fn serve(folder: &Path) -> Running {
    Running::serve(folder, &[("MONITOR_IDLE_POLL_INTERVAL", "0.25")])
}

async fn write_roster(file: &Path, meters: &SimFleet) {
    let store = Store::open(file).await.unwrap();
    for (number, meter) in meters.meters().iter().enumerate() {
        let mut unit = UnitConfig::new(name(number), meter.addr().ip().to_string());
        unit.tcp_port = meter.addr().port();
        store.put_unit(&unit).await.unwrap();
    }
    store.close().await;
}

fn asked_before(meter: &SimMeter, end: Instant) -> usize {
    meter.journal().commands().iter().filter(|command| &*command.line == "DOD?" && command.at < end).count()
}

fn name(number: usize) -> UnitId {
    UnitId::new(&format!("unit-{number}")).unwrap()
}
