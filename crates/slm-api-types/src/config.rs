//! Configuration of one unit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A unit's configuration, as `GET …/config` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitSettings {
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
}

/// A unit's configuration, as `PUT …/config` answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitSettingsSummary {
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
    /// Stored for clients.
    pub web_enabled: bool,
    /// Whether the unit is polled in the background.
    pub poll_enabled: bool,
    /// Background poll interval in seconds.
    pub poll_interval_seconds: u64,
}

/// Body of `PUT …/config`: only what is given and not null changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConfigUpdate {
    /// Host name or address: an IP literal, or 1 to 253 letters, digits, dots and hyphens. Default `127.0.0.1`.
    #[schema(example = "198.51.100.7")]
    pub host: Option<String>,
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
    /// FTP user; empty or null means the factory's `USER`.
    pub ftp_username: Option<String>,
    /// FTP password; empty or null means the factory's `0000`.
    pub ftp_password: Option<String>,
    /// Stored for clients. Default false.
    pub web_enabled: Option<bool>,
    /// Whether the unit is polled in the background. Default true.
    pub poll_enabled: Option<bool>,
    /// Background poll interval in seconds. Default 60.
    #[schema(minimum = 30, maximum = 21600)]
    pub poll_interval_seconds: Option<u64>,
}

/// A unit's background polling, as `…/polling/config` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PollingSettings {
    /// Name of the unit.
    pub unit_id: String,
    /// Background poll interval in seconds.
    pub poll_interval_seconds: u64,
    /// Whether the unit is polled in the background.
    pub poll_enabled: bool,
}

/// Body of `PUT …/polling/config`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PollingUpdate {
    /// Background poll interval in seconds.
    #[schema(minimum = 30, maximum = 21600)]
    pub poll_interval_seconds: Option<u64>,
    /// Whether the unit is polled in the background.
    pub poll_enabled: Option<bool>,
}
