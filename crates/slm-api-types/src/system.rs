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
