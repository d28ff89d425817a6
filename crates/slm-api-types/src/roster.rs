//! The roster: all units with their state.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// All units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Roster {
    /// Always `ok`.
    pub status: Ok,
    /// The units, by name.
    pub devices: Vec<RosterUnit>,
    /// How many.
    pub total: usize,
}

/// One unit of the roster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RosterUnit {
    /// Name of the unit.
    pub unit_id: String,
    /// Host name or address of the meter.
    pub host: String,
    /// Control port.
    pub tcp_port: u16,
    /// FTP port.
    pub ftp_port: u16,
    /// Whether the control line may be used.
    pub tcp_enabled: bool,
    /// Whether files may be fetched.
    pub ftp_enabled: bool,
    /// FTP user; null means the factory's.
    pub ftp_username: Option<String>,
    /// FTP password; null means the factory's.
    pub ftp_password: Option<String>,
    /// Stored for clients.
    pub web_enabled: bool,
    /// Whether the unit is polled in the background.
    pub poll_enabled: bool,
    /// Background poll interval in seconds.
    pub poll_interval_seconds: u64,
    /// Whether the monitor feed is kept alive without viewers.
    pub monitor_enabled: bool,
    /// Null before the first reading.
    pub status: Option<RosterStatus>,
}

/// State of a unit in the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RosterStatus {
    /// Time of the last reading.
    pub last_seen: Option<String>,
    /// `Start`, `Stop`, `Measure`, `unknown`, or what a client posted.
    pub measurement_state: Option<String>,
    /// Whether polls succeed.
    pub is_reachable: bool,
    /// Failed polls in a row.
    pub consecutive_failures: u32,
    /// Time of the last good poll.
    pub last_success: Option<String>,
    /// Why the last poll failed.
    pub last_error: Option<String>,
}

/// Body of `POST /api/nl43/roster`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewUnit {
    /// Name of the unit: one path segment, at most 128 bytes.
    #[schema(example = "north-gate")]
    pub unit_id: String,
    /// Host name or address of the meter.
    #[schema(example = "198.51.100.7")]
    pub host: String,
    /// Control port. Default 2255.
    #[schema(minimum = 1, maximum = 65535)]
    pub tcp_port: Option<u16>,
    /// Whether the control line may be used. Default true.
    pub tcp_enabled: Option<bool>,
    /// Whether files may be fetched. Default false.
    pub ftp_enabled: Option<bool>,
    /// FTP port. Default 21.
    #[schema(minimum = 1, maximum = 65535)]
    pub ftp_port: Option<u16>,
    /// FTP user.
    pub ftp_username: Option<String>,
    /// FTP password.
    pub ftp_password: Option<String>,
    /// Stored for clients. Default false.
    pub web_enabled: Option<bool>,
    /// Whether the unit is polled in the background. Default true.
    pub poll_enabled: Option<bool>,
    /// Background poll interval in seconds. Default 60.
    #[schema(minimum = 30, maximum = 21600)]
    pub poll_interval_seconds: Option<u64>,
}

/// Answer to `POST /api/nl43/roster`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Created {
    /// Always `ok`.
    pub status: Ok,
    /// What was done.
    pub message: String,
    /// The new unit.
    pub data: CreatedUnit,
}

/// A unit that was just created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CreatedUnit {
    /// Name of the unit.
    pub unit_id: String,
    /// Host name or address of the meter.
    pub host: String,
    /// Control port.
    pub tcp_port: u16,
    /// Whether the control line may be used.
    pub tcp_enabled: bool,
    /// Whether files may be fetched.
    pub ftp_enabled: bool,
    /// Whether the unit is polled in the background.
    pub poll_enabled: bool,
    /// Background poll interval in seconds.
    pub poll_interval_seconds: u64,
}
