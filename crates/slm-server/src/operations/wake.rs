//! A meter with its sleep mode on drops off the network.

use nl43_proto::{Command, OnOff, Reply};

use super::Operator;

/// Switches the sleep mode off when it is on. Best effort: whoever needs the meter will see why it does not answer.
pub(crate) async fn wake_if_asleep(operator: &Operator) {
    match operator.ask(Command::SleepModeQuery).await {
        Ok(Reply::OnOff(OnOff::On)) => {
            if let Err(error) = operator.tell(Command::SleepMode(OnOff::Off)).await {
                tracing::debug!(unit.id = %operator.unit.id(), %error, "the sleep mode could not be switched off");
            }
        }
        Ok(_) => {}
        Err(error) => {
            tracing::debug!(unit.id = %operator.unit.id(), %error, "the sleep mode could not be read");
        }
    }
}
