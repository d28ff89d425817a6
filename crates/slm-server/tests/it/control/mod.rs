//! What the control routes put on a meter's line, and what they refuse to.

mod diagnostics;
mod doubt;
mod injection;
mod raw;
mod reading;
mod settings;

use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter, Timing};

use crate::support::Service;

/// A meter that owes and is owed a short pause, so that tests with many commands are quick.
pub(crate) fn brisk() -> MeterConfig {
    MeterConfig {
        timing: Timing { command_gap: Duration::from_millis(150), ..Timing::immediate() },
        ..MeterConfig::immediate()
    }
}

/// A meter as unit `gate` of a service that does not poll it on its own.
pub(crate) async fn gate(config: MeterConfig) -> (Service, SimMeter) {
    let meter = SimMeter::start(config).await.unwrap();
    let service = Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2")]).await;
    service.add_meter("gate", &meter).await;
    (service, meter)
}

/// Holds the journal against the lines that a test caused, after the question that adding the unit asks.
#[track_caller]
pub(crate) fn expect_lines(meter: &SimMeter, expected: &[&str]) {
    let journal = meter.journal();
    let lines = journal.lines();
    let lines: Vec<&str> = lines.iter().map(|line| &**line).collect();
    assert_eq!(lines.first(), Some(&"Sleep Mode?"));
    assert_eq!(lines[1..], *expected);
    assert_eq!(journal.spacing_violations(), []);
    assert_eq!(journal.totals().overlaps, 0);
    assert_eq!(journal.totals().connections, 1, "one connection, kept through refusals");
}
