//! What takes more than one step at a meter or in the roster.

mod configure;
mod ftp;
mod read;
mod start;
mod stop;
mod wake;

use std::time::Duration;

use nl43_proto::{Command, Reply};
use slm_domain::DeviceError;
use slm_fleet::{CallerId, Class, UnitHandle};

pub(crate) use configure::{apply, create_unit, delete_unit, update_unit, upsert_unit};
pub(crate) use ftp::{read_ftp, switch_ftp};
pub(crate) use read::{read_levels, read_run_state};
pub(crate) use start::start_measurement;
pub(crate) use stop::stop_measurement;
pub(crate) use wake::wake_if_asleep;

/// Longest time a request of ours waits for its turn on the line.
const TURN_WITHIN: Duration = Duration::from_secs(20);

/// Somebody who asks a meter, one thing after the other.
pub(crate) struct Operator {
    unit: UnitHandle,
    caller: CallerId,
}

impl Operator {
    pub(crate) fn new(unit: UnitHandle, caller: CallerId) -> Self {
        Self { unit, caller }
    }

    /// Tells the meter something.
    async fn tell(&self, command: Command) -> Result<Reply, DeviceError> {
        self.unit.ask(command, Class::Control, self.caller, TURN_WITHIN).await
    }

    /// Asks the meter something.
    async fn ask(&self, command: Command) -> Result<Reply, DeviceError> {
        self.unit.ask(command, Class::Read, self.caller, TURN_WITHIN).await
    }
}
