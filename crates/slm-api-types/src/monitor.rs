//! The live monitors of all units.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `POST …/monitor/start`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MonitorStarted {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Kept alive after a restart of the server, too.
    pub monitor_enabled: bool,
    /// Whether the feed runs.
    pub running: bool,
    /// Whether it goes on without viewers.
    pub keepalive: bool,
}

/// Answer to `POST …/monitor/stop`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MonitorStopped {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Kept alive after a restart of the server, too.
    pub monitor_enabled: bool,
    /// Whether it goes on without viewers.
    pub keepalive: bool,
}

/// Answer to `GET /api/nl43/_monitor/status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MonitorStatus {
    /// Always `ok`.
    pub status: Ok,
    /// Feeds by unit; units without a feed are absent.
    pub monitors: BTreeMap<String, MonitorEntry>,
}

/// One unit's feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MonitorEntry {
    /// Whether it polls.
    pub running: bool,
    /// How many viewers it has.
    pub subscribers: usize,
    /// Whether it goes on without viewers.
    pub keepalive: bool,
    /// Whether the meter answers.
    pub reachable: bool,
    /// `watched`, `idle` or `backoff`.
    pub mode: String,
}
