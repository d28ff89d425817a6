//! Start and stop cycles.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Body of `POST …/start-cycle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct StartCycle {
    /// Whether the meter's clock is set first; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync_clock: Option<bool>,
}

/// Body of `POST …/stop-cycle`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct StopCycle {
    /// Whether the measurement's folder is fetched; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<bool>,
    /// File for the archive, inside the data folder, ending in `.zip`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download_path: Option<String>,
    /// Whether the FTP server is switched off and on even when it is on; true unless given (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toggle_ftp: Option<bool>,
}

/// Answer to `POST …/start-cycle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StartCycleDone {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Whether the meter's clock was set.
    pub clock_synced: bool,
    /// The time it was set to, `YYYY/MM/DD hh:mm:ss`, as sent.
    pub server_time: Option<String>,
    /// Store name before.
    pub old_index: u16,
    /// Store name that is written now.
    pub new_index: u16,
    /// Store names tried.
    pub attempts_made: u32,
    /// Always true.
    pub started: bool,
    /// Whether the meter said that it measures (ours).
    pub confirmed: bool,
    /// The operation, which shows every step (ours).
    pub operation_id: String,
}

/// Answer to `POST …/stop-cycle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StopCycleDone {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Always true.
    pub stopped: bool,
    /// Always true.
    pub ftp_enabled: bool,
    /// Whether the folder was to be fetched.
    pub download_attempted: bool,
    /// Whether it was, whole.
    pub download_success: bool,
    /// Name of the folder on the card.
    pub downloaded_folder: Option<String>,
    /// The archive on the server's disk.
    pub local_path: Option<String>,
    /// Why it was not fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download_error: Option<String>,
    /// SHA-256 of the archive (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Files in the archive, its manifest aside (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<usize>,
    /// Whether the FTP server could be used from here, where that was tried (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ftp_verified: Option<bool>,
    /// The operation, which shows every step (ours).
    pub operation_id: String,
}

/// A cycle that ended early: 502.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CycleProblem {
    /// What failed, in which step.
    pub detail: String,
    /// A short name of the reason (ours).
    pub error: String,
    /// The reason alone (ours).
    pub reason: String,
    /// The step (ours).
    pub step: String,
    /// What state the meter is in, in plain words (ours).
    pub meter_state: String,
    /// The operation, which can be restarted (ours).
    pub operation_id: String,
}
