//! Setting a meter's clock to the site's time.

use jiff::{SignedDuration, Timestamp};
use nl43_proto::{Command, MeterClock, Reply};
use slm_domain::{DeviceError, clock_offset};
use slm_fleet::Order;
use slm_store::{LogCategory, LogLevel};

use super::Operator;
use super::read::unfit;

/// What setting a clock did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockSet {
    /// The time that was sent.
    pub(crate) clock: MeterClock,
    /// The meter's clock minus the site's time before; `None` when it was not answered.
    pub(crate) before: Option<SignedDuration>,
    /// The same afterwards.
    pub(crate) after: Option<SignedDuration>,
}

/// Sets the clock to the site's time of the moment the command leaves, and says which that was.
///
/// # Errors
/// The meter did not accept it.
pub(crate) async fn set_clock(operator: &Operator) -> Result<MeterClock, DeviceError> {
    match operator.tell(Order::SiteClock).await? {
        Reply::Clock(clock) => {
            let words =
                format!("Clock set to {clock}, the server's time in {}", operator.app.config.site.zone_name);
            operator.app.recorder.log(operator.unit.id(), LogLevel::Info, LogCategory::Sync, words);
            Ok(clock)
        }
        other => Err(unfit(&Command::ClockQuery, &other)),
    }
}

/// Sets the clock, and reads it before and after.
///
/// # Errors
/// The meter cannot be reached, or did not accept the time. A clock that cannot be read may be set all the same.
pub(crate) async fn sync_clock(operator: &Operator) -> Result<ClockSet, DeviceError> {
    let before = match offset(operator).await {
        Ok(before) => before,
        Err(DeviceError::Refused { .. } | DeviceError::Garbled { .. }) => None,
        Err(error) => return Err(error),
    };
    let clock = set_clock(operator).await?;
    let after = offset(operator).await.unwrap_or_default();
    Ok(ClockSet { clock, before, after })
}

async fn offset(operator: &Operator) -> Result<Option<SignedDuration>, DeviceError> {
    let Reply::Clock(shown) = operator.ask(Command::ClockQuery).await? else { return Ok(None) };
    Ok(clock_offset(shown, &operator.app.config.site.zone, Timestamp::now()))
}
