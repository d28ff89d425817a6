//! Connections to the meters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET /api/nl43/_connections/status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionsStatus {
    /// Always `ok`.
    pub status: Ok,
    /// The connections and their settings.
    pub pool: ConnectionPool,
}

/// All connections and how they are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionPool {
    /// Whether connections are kept open between commands.
    pub enabled: bool,
    /// How many are open.
    pub active_connections: usize,
    /// Seconds without use after which one is closed; -1 is never.
    pub idle_ttl: f64,
    /// Seconds after which one is replaced; -1 is never.
    pub max_age: f64,
    /// Seconds of silence before the first keep-alive probe.
    pub keepalive_idle: u64,
    /// Seconds between keep-alive probes.
    pub keepalive_interval: u64,
    /// Unanswered probes until a connection counts as dead.
    pub keepalive_count: u32,
    /// Open connections by `host:port`.
    pub connections: BTreeMap<String, Connection>,
}

/// One open connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Connection {
    /// Host name or address of the meter.
    pub host: String,
    /// Control port.
    pub port: u16,
    /// Seconds since it was opened.
    pub age_seconds: f64,
    /// Seconds since it was last used.
    pub idle_seconds: f64,
    /// Whether it is open.
    pub alive: bool,
}
