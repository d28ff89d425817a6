//! Starting a measurement.

use std::time::Duration;

use nl43_proto::{Command, StartStop};
use slm_domain::DeviceError;

use super::{Operator, read_run_state, wake_if_asleep};

const CONFIRMATIONS: u32 = 3;
const BETWEEN_CONFIRMATIONS: Duration = Duration::from_millis(500);
/// The measurement runs, whatever its confirmation says; nobody has to wait for a meter that fell silent.
const CONFIRMED_WITHIN: Duration = Duration::from_secs(12);

/// Wakes the meter, starts measuring, and reads until the meter says so.
///
/// # Errors
/// `Measure,Start` was not accepted. Neither waking nor confirming can fail the start.
pub(crate) async fn start_measurement(operator: &Operator) -> Result<(), DeviceError> {
    wake_if_asleep(operator).await;
    operator.tell(Command::Measure(StartStop::Start)).await?;
    let confirmed = tokio::time::timeout(CONFIRMED_WITHIN, confirm(operator)).await;
    if confirmed != Ok(true) {
        tracing::info!(unit.id = %operator.unit.id(), "the meter accepted the start but does not report measuring yet");
    }
    Ok(())
}

async fn confirm(operator: &Operator) -> bool {
    for attempt in 0..CONFIRMATIONS {
        if attempt > 0 {
            tokio::time::sleep(BETWEEN_CONFIRMATIONS).await;
        }
        // For the cached reading only; the line reports it to the status board.
        let _ = operator.ask(Command::DodQuery).await;
        if read_run_state(operator).await.is_ok_and(nl43_proto::RunState::is_measuring) {
            return true;
        }
    }
    false
}
