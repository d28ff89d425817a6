//! The switch of a meter's FTP server.

use nl43_proto::{Command, OnOff, Reply};
use slm_domain::DeviceError;

use super::Operator;
use super::read::unfit;

/// Switches the FTP server on or off (`FTP,On`, `FTP,Off`); a repetition is accepted.
///
/// # Errors
/// The meter did not accept it.
pub(crate) async fn switch_ftp(operator: &Operator, to: OnOff) -> Result<(), DeviceError> {
    operator.tell(Command::Ftp(to)).await.map(drop)
}

/// Asks whether the FTP server is on.
///
/// # Errors
/// The meter did not answer, or with a word that is no state.
pub(crate) async fn read_ftp(operator: &Operator) -> Result<OnOff, DeviceError> {
    match operator.ask(Command::FtpQuery).await? {
        Reply::OnOff(state) => Ok(state),
        other => Err(unfit(&Command::FtpQuery, &other)),
    }
}
