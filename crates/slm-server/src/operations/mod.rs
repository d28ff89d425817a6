//! What takes more than one step at a meter or in the roster.

mod clock;
mod configure;
mod ftp;
mod read;
mod start;
mod stop;
mod wake;

use std::time::Duration;

use nl43_proto::{Command, Reply};
use slm_domain::DeviceError;
use slm_fleet::{CallerId, Class, Order, UnitHandle};

use crate::app::App;

pub(crate) use clock::sync_clock;
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
    app: App,
    unit: UnitHandle,
    caller: CallerId,
}

impl Operator {
    pub(crate) fn new(app: &App, unit: UnitHandle) -> Self {
        Self { caller: app.new_caller(), app: app.clone(), unit }
    }

    /// Tells the meter something.
    ///
    /// # Errors
    /// The meter did not accept it, or may not have got it.
    pub(crate) async fn tell(&self, order: impl Into<Order>) -> Result<Reply, DeviceError> {
        self.unit.ask(order, Class::Control, self.caller, TURN_WITHIN).await
    }

    /// Asks the meter something.
    ///
    /// # Errors
    /// The meter did not answer, or not with what the question asks for.
    pub(crate) async fn ask(&self, command: Command) -> Result<Reply, DeviceError> {
        self.unit.ask(command, Class::Read, self.caller, TURN_WITHIN).await
    }
}
