//! A command as an expert gives it.

use nl43_proto::{Command, Reply};
use slm_domain::DeviceError;

use super::{Operator, read_run_state};

/// Sends one command. After one that starts or ends a measurement its state is read, so that everybody knows.
///
/// # Errors
/// The meter did not accept or answer it.
pub(crate) async fn run_command(operator: &Operator, command: Command) -> Result<Reply, DeviceError> {
    if !command.is_setting() {
        return operator.ask(command).await;
    }
    let is_run = matches!(command, Command::Measure(_));
    let reply = operator.tell(command).await?;
    if is_run && let Err(error) = read_run_state(operator).await {
        tracing::debug!(unit.id = %operator.unit.id(), %error, "the state after a raw command could not be read");
    }
    Ok(reply)
}
