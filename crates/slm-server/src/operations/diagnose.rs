//! Finding out what keeps a unit's meter from answering, over its one line.

use std::time::Duration;

use nl43_proto::{Command, OnOff, Reply};
use slm_domain::DeviceError;
use slm_fleet::Class;

use super::Operator;

/// Longest time a connection may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// Longest time the question waits for its turn: the connection, and what is ahead of it on a busy line.
const TURN_WITHIN: Duration = Duration::from_secs(10);

/// What was found, as far as it was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Diagnosis {
    /// There is no connection, and why.
    NoConnection(String),
    /// There is one, but no answer, and why.
    NoAnswer(DeviceError),
    /// The meter answers.
    Answers {
        /// The battery's state, the meter's word.
        battery: String,
        /// Whether its FTP server is on; `None` when that was not asked.
        ftp: Option<Result<OnOff, DeviceError>>,
    },
}

/// Asks the battery (`Battery Level?`), and whether the FTP server is on (`FTP?`) where files may be fetched.
pub(crate) async fn diagnose(operator: &Operator) -> Diagnosis {
    let unit = &operator.unit;
    let asked = unit.ask(Command::BatteryLevelQuery, Class::Read, operator.caller, TURN_WITHIN);
    tokio::pin!(asked);
    let answer = tokio::select! {
        biased;
        answer = &mut asked => answer,
        is_up = unit.connected(CONNECT_WITHIN) => {
            if !is_up {
                return Diagnosis::NoConnection("no connection within 3 s".to_owned());
            }
            asked.await
        }
    };
    match answer {
        Ok(reply) => {
            let ftp = if unit.config().ftp_enabled { Some(super::read_ftp(operator).await) } else { None };
            Diagnosis::Answers { battery: Reply::text(&reply), ftp }
        }
        Err(error) if never_connected(&error) && !unit.snapshot().connected => {
            Diagnosis::NoConnection(error.to_string())
        }
        Err(error) => Diagnosis::NoAnswer(error),
    }
}

/// Whether a failure says nothing of a meter that has taken a connection.
fn never_connected(error: &DeviceError) -> bool {
    !error.leaves_doubt() && !matches!(error, DeviceError::Refused { .. })
}
