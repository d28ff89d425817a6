//! What keeps a unit's meter from answering.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CachedStatus, UnitSettings};

/// Answer to `GET …/diagnostics`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Diagnostics {
    /// Name of the unit.
    pub unit_id: String,
    /// When this was asked, UTC without a zone.
    pub timestamp: String,
    /// The tests, in order, as far as they went.
    pub tests: DiagnosticTests,
    /// What they mean altogether.
    pub overall_status: DiagnosticVerdict,
    /// How the unit's line stands (ours); absent for an unknown unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<LineDiagnostics>,
    /// What an operator should know, in sentences (ours).
    pub advice: Vec<String>,
    /// What is stored; only when all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_dump: Option<DatabaseDump>,
}

/// What all tests mean together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosticVerdict {
    /// The meter answers.
    Pass,
    /// There is a connection, but no answer.
    Degraded,
    /// There is no connection.
    Fail,
}

/// How one test went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TestStatus {
    /// Well.
    Pass,
    /// Badly.
    Fail,
    /// Not as wished; the rest works all the same.
    Warning,
    /// Not tried.
    Skip,
}

/// The tests; one that was not reached is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiagnosticTests {
    /// Whether the unit is in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_exists: Option<TestResult>,
    /// Whether its control line may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tcp_enabled: Option<TestResult>,
    /// Whether a connection is there or can be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tcp_connection: Option<TestResult>,
    /// Whether a question is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_response: Option<TestResult>,
    /// Whether the meter's FTP server is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ftp_status: Option<TestResult>,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TestResult {
    /// How it went.
    pub status: TestStatus,
    /// In words.
    pub message: String,
}

/// How a unit's line stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LineDiagnostics {
    /// `host:port` as configured.
    pub device_key: String,
    /// Whether there is a connection.
    pub connected: bool,
    /// For how long.
    pub connected_for_s: Option<f64>,
    /// How the unit is served: `watched`, `kept`, `background`, `backoff` or `resting`.
    pub mode: String,
    /// Whether polls succeed; null before the first.
    pub reachable: Option<bool>,
    /// Whether the control port refuses while the host lives, so that only a power-cycle helps.
    pub wedged: bool,
    /// Failed polls in a row.
    pub consecutive_failures: u32,
    /// Why the last poll failed.
    pub last_error: Option<String>,
    /// Time from the last command to its answer.
    pub turnaround_ms: Option<f64>,
    /// Requests that wait for the line.
    pub waiting: usize,
    /// Snapshots asked for by polling.
    pub polls: u64,
    /// Polls without a good answer.
    pub poll_failures: u64,
    /// Late or unfit answers.
    pub taints: u64,
    /// Connections opened since the service started.
    pub connects: u64,
    /// Requests refused because the line was too busy.
    pub busy: u64,
    /// Times the unit's task failed and was started again.
    pub restarts: u64,
    /// The meter's clock minus the site's time in seconds, as last read.
    pub clock_offset_s: Option<f64>,
}

/// What the database knows of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DatabaseDump {
    /// Its configuration, the password hidden.
    pub config: DumpedConfig,
    /// Its last known state; null before the first reading.
    pub status_cache: Option<DumpedStatus>,
}

/// A unit's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DumpedConfig {
    /// What `GET …/config` shows, the password as `***`.
    #[serde(flatten)]
    pub settings: UnitSettings,
    /// Background poll interval.
    pub poll_interval_seconds: u64,
    /// Whether the unit is polled in the background.
    pub poll_enabled: bool,
    /// Whether the monitor feed is kept alive.
    pub monitor_enabled: bool,
}

/// A unit's last known state; times in UTC with `Z`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DumpedStatus {
    /// What `GET …/status` shows.
    #[serde(flatten)]
    pub cached: CachedStatus,
    /// Record number of the stream.
    pub counter: Option<String>,
}
