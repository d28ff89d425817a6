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
