//! What takes more than one step at a meter or in the roster.

mod alarm_events;
mod alarm_rules;
mod alert_rules;
mod clock;
mod configure;
mod connection_test;
pub(crate) mod cycle;
mod diagnose;
mod ftp;
mod profile;
mod raw;
mod read;
mod settings;
mod start;
mod stop;
mod sync_start;
mod wake;

use std::time::Duration;

use nl43_proto::{Command, Reply};
use slm_domain::DeviceError;
use slm_fleet::{CallerId, Class, Order, UnitHandle};
use slm_store::{LogCategory, LogLevel};

use crate::app::App;

pub(crate) use alarm_events::{acknowledge_event, acknowledge_incident};
pub(crate) use alarm_rules::{
    create_alarm_rule, delete_any_rule, replace_alarm_rule, shelve_rule, unshelve_rule,
};
pub(crate) use alert_rules::{create_rule, delete_rule, replace_rule};
pub(crate) use clock::{set_clock, sync_clock};
pub(crate) use configure::{apply, create_unit, delete_unit, to_the_end, update_unit, upsert_unit};
pub(crate) use connection_test::{Address, test_connection};
pub(crate) use diagnose::{Diagnosis, diagnose};
pub(crate) use ftp::{read_ftp, switch_ftp};
pub(crate) use profile::put_profile;
pub(crate) use raw::run_command;
pub(crate) use read::{read_levels, read_results, read_run_state};
pub(crate) use settings::read_settings;
pub(crate) use start::start_measurement;
pub(crate) use stop::stop_measurement;
pub(crate) use sync_start::{StartSync, sync_start_time};
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
        let order = order.into();
        let outcome = self.unit.ask(order.clone(), Class::Control, self.caller, TURN_WITHIN).await;
        self.note(&order, &outcome);
        outcome
    }

    /// Notes in the unit's log what an operator did to the meter.
    fn note(&self, order: &Order, outcome: &Result<Reply, DeviceError>) {
        let line = match (order, outcome) {
            (Order::Command(command), _) => command.wire(),
            (Order::SiteClock, Ok(Reply::Clock(clock))) => Command::Clock(*clock).wire(),
            (Order::SiteClock, _) => "Clock,…".to_owned(),
        };
        let (level, message) = match outcome {
            Ok(_) => (LogLevel::Info, format!("`{line}` accepted")),
            Err(error) => (LogLevel::Warning, format!("`{line}` failed: {error}")),
        };
        self.app.recorder.log(self.unit.id(), level, LogCategory::Command, message);
    }

    /// Asks the meter something.
    ///
    /// # Errors
    /// The meter did not answer, or not with what the question asks for.
    pub(crate) async fn ask(&self, command: Command) -> Result<Reply, DeviceError> {
        self.unit.ask(command, Class::Read, self.caller, TURN_WITHIN).await
    }
}
