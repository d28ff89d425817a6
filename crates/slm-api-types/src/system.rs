//! The service as a whole.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Whether meters are polled at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SystemMode {
    /// Units are polled as configured.
    Active,
    /// Nothing is polled and no connection held.
    Standby,
}

/// Answer to `GET /api/nl43/_system/status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SystemStatus {
    /// Always `ok`.
    pub status: Ok,
    /// Whether meters are polled at all.
    pub mode: SystemMode,
    /// The same as a boolean.
    pub polling_active: bool,
    /// How many connections to meters are open.
    pub active_connections: usize,
}

/// Answer to `POST /api/nl43/_system/standby` and `…/resume`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SystemChanged {
    /// Always `ok`.
    pub status: Ok,
    /// The mode from now on.
    pub mode: SystemMode,
    /// What was done.
    pub message: String,
}

/// Answer to `POST /api/nl43/_system/backup` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackupMade {
    /// Always `ok`.
    pub status: Ok,
    /// The copy, on the server.
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// Answer to `GET /api/nl43/_system/backups` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BackupList {
    /// Always `ok`.
    pub status: Ok,
    /// Newest first.
    pub backups: Vec<StoredBackup>,
}

/// A copy of the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StoredBackup {
    /// The file, on the server.
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// When it was written, in UTC.
    pub written_at: Option<String>,
}

/// Answer to `GET /api/nl43/_system/info` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SystemInfo {
    /// Always `ok`.
    pub status: Ok,
    /// The program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When it was started, in UTC.
    pub started_at: String,
    /// Its clock, in UTC.
    pub now: String,
    /// The site's zone: an IANA name, or a distance from UTC such as `+05:30`.
    pub zone: String,
    /// What logs call it.
    pub zone_name: String,
    /// Language and region whose numbers, dates and times pages show (BCP 47); null: each browser's own.
    pub locale: Option<String>,
    /// Where a map's background comes from, with `{z}`, `{x}` and `{y}`; null: nowhere.
    pub tile_url: Option<String>,
    /// Whom the map names as its source.
    pub tile_attribution: Option<String>,
    /// Whether links for clients work.
    pub client_links: bool,
    /// Whether nothing is polled at the moment.
    pub standby: bool,
    /// The database.
    pub database: DatabaseInfo,
    /// What writes to it.
    pub writer: WriterInfo,
    /// Configured units.
    pub units: usize,
    /// Those of them whose meters answer.
    pub units_reachable: usize,
    /// Open connections to meters.
    pub connections: usize,
    /// Viewers of units, each as often as it has units.
    pub subscribers: usize,
    /// Open WebSocket connections.
    pub websockets: usize,
    /// Open events of alert rules.
    pub open_alarms: u64,
    /// Failures of the service's own tasks, which were started again: not 0 is worth a look at the log.
    pub task_failures: u64,
}

/// The database file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DatabaseInfo {
    /// Its place on the server.
    pub path: String,
    /// Its size.
    pub size_bytes: u64,
    /// Size of the write-ahead log beside it.
    pub journal_bytes: u64,
    /// Number of the last change to its tables.
    pub schema: i64,
}

/// What writes readings and logs, since the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WriterInfo {
    /// Entries that wait.
    pub waiting: usize,
    /// Entries written.
    pub written: u64,
    /// Entries lost to a full queue.
    pub lost: u64,
    /// Attempts that failed.
    pub failures: u64,
}
