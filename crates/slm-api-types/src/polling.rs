//! Background polling of all units.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Payload of `GET /api/nl43/_polling/status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PollingStatus {
    /// False in standby.
    pub poller_running: bool,
    /// How many units are polled.
    pub total_devices: usize,
    /// Units with TCP and polling enabled.
    pub devices: Vec<PolledUnit>,
}

/// One polled unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PolledUnit {
    /// Name of the unit.
    pub unit_id: String,
    /// Background poll interval in seconds.
    pub poll_interval_seconds: u64,
    /// Always true here.
    pub poll_enabled: bool,
    /// Null before the first reading.
    pub is_reachable: Option<bool>,
    /// Failed polls in a row.
    pub consecutive_failures: u32,
    /// Time of the last poll.
    pub last_poll_attempt: Option<String>,
    /// Time of the last good poll.
    pub last_success: Option<String>,
    /// Why the last poll failed.
    pub last_error: Option<String>,
}
