//! Stopping a measurement.

use std::time::Duration;

use nl43_proto::{Command, ResultCode, StartStop};
use slm_domain::DeviceError;

use super::Operator;

/// The measurement has stopped, whatever the readings after it say.
const READ_WITHIN: Duration = Duration::from_secs(12);

/// Stops measuring, and reads the meter once for the cached reading.
///
/// # Errors
/// `Measure,Stop` was not accepted; a meter that has stopped already has accepted it.
pub(crate) async fn stop_measurement(operator: &Operator) -> Result<(), DeviceError> {
    match operator.tell(Command::Measure(StartStop::Stop)).await {
        Ok(_) | Err(DeviceError::Refused { code: ResultCode::State, .. }) => {}
        Err(error) => return Err(error),
    }
    let reading = async {
        let _ = operator.ask(Command::DodQuery).await;
        let _ = operator.ask(Command::MeasureQuery).await;
    };
    let _ = tokio::time::timeout(READ_WITHIN, reading).await;
    Ok(())
}
