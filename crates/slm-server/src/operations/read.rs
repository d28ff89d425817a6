//! Reading a meter now.

use nl43_proto::{Command, Dlc, Dod, Reply, RunState};
use slm_domain::DeviceError;

use super::Operator;

/// Takes a snapshot of the displayed values.
///
/// # Errors
/// The meter did not answer, or with something that is no snapshot.
pub(crate) async fn read_levels(operator: &Operator) -> Result<Dod, DeviceError> {
    match operator.ask(Command::DodQuery).await? {
        Reply::Dod(dod) => Ok(*dod),
        other => Err(unfit(&Command::DodQuery, &other)),
    }
}

/// Asks whether a measurement runs.
///
/// # Errors
/// The meter did not answer, or with a word that is no state.
pub(crate) async fn read_run_state(operator: &Operator) -> Result<RunState, DeviceError> {
    match operator.ask(Command::MeasureQuery).await? {
        Reply::RunState(state) => Ok(state),
        other => Err(unfit(&Command::MeasureQuery, &other)),
    }
}

/// Asks for the final results of the last measurement.
///
/// # Errors
/// The meter did not answer, or with something that is no record of results.
pub(crate) async fn read_results(operator: &Operator) -> Result<Dlc, DeviceError> {
    match operator.ask(Command::DlcQuery).await? {
        Reply::Dlc(dlc) => Ok(*dlc),
        other => Err(unfit(&Command::DlcQuery, &other)),
    }
}

/// An answer that fits no question of ours.
pub(super) fn unfit(command: &Command, reply: &Reply) -> DeviceError {
    let excerpt = reply.text().chars().take(40).collect();
    DeviceError::Garbled { command: command.wire(), excerpt }
}
