//! The trail of a unit's feed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET …/history`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct History {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Hours looked back, after clamping to 0.1 to 48.
    pub hours: f64,
    /// How many readings follow.
    pub count: usize,
    /// Oldest first.
    pub readings: Vec<HistoryReading>,
}

/// One row of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HistoryReading {
    /// When it was read.
    pub timestamp: String,
    /// Instantaneous level.
    pub lp: Option<String>,
    /// Equivalent continuous level.
    pub leq: Option<String>,
    /// Maximum.
    pub lmax: Option<String>,
    /// Percentile slot 1.
    pub ln1: Option<String>,
    /// Percentile slot 2.
    pub ln2: Option<String>,
}
