//! A thousand meters in one process.

use nl43_sim::{MeterConfig, SimFleet, SoundField};

use crate::support::Client;

const METERS: usize = 1000;
const MOST_MIB: u64 = 300;
/// What the system says when a process may open no further files.
const TOO_MANY_FILES: i32 = 24;

#[tokio::test]
async fn a_thousand_meters_fit_into_300_mib() {
    let template = MeterConfig { sound: SoundField::Traffic, ..MeterConfig::immediate().measuring() };
    let fleet = match SimFleet::start_many(METERS, &template).await {
        Err(error) if error.raw_os_error() == Some(TOO_MANY_FILES) => {
            eprintln!("skipped: needs {} open files, see `ulimit -n`", 3 * METERS);
            return;
        }
        fleet => fleet.unwrap(),
    };
    let mut clients = Vec::new();
    for meter in fleet.meters() {
        let mut client = match Client::try_connect(meter).await {
            Err(error) if error.raw_os_error() == Some(TOO_MANY_FILES) => {
                eprintln!("skipped: needs {} open files, see `ulimit -n`", 3 * METERS);
                return;
            }
            client => client.unwrap(),
        };
        assert_eq!(client.fields("DOD?", 64).await.len(), 64);
        clients.push(client);
    }
    let resident = resident_mib();
    assert!(resident < MOST_MIB, "{resident} MiB");
    fleet.stop().await;
}

/// 0 where it cannot be told.
fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
