//! Cached and fresh readings of one unit.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The last known state of a unit, as `GET …/status` shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CachedStatus {
    /// What `POST …/status` answers, too.
    #[serde(flatten)]
    pub merged: MergedStatus,
    /// Whether polls succeed.
    pub is_reachable: bool,
    /// Failed polls in a row.
    pub consecutive_failures: u32,
    /// Time of the last poll.
    pub last_poll_attempt: Option<String>,
    /// Time of the last good poll.
    pub last_success: Option<String>,
    /// Why the last poll failed.
    pub last_error: Option<String>,
}

/// The last known levels and housekeeping of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MergedStatus {
    /// Name of the unit.
    pub unit_id: String,
    /// Time of the last reading or POST.
    pub last_seen: Option<String>,
    /// `Start`, `Stop`, `Measure`, `unknown`, or what a client posted.
    pub measurement_state: Option<String>,
    /// When the change to measuring was seen.
    pub measurement_start_time: Option<String>,
    /// Instantaneous level.
    pub lp: Option<String>,
    /// Equivalent continuous level.
    pub leq: Option<String>,
    /// Maximum.
    pub lmax: Option<String>,
    /// Minimum.
    pub lmin: Option<String>,
    /// Peak.
    pub lpeak: Option<String>,
    /// Percentile slot 1.
    pub ln1: Option<String>,
    /// Percentile slot 2.
    pub ln2: Option<String>,
    /// Battery, the meter's word.
    pub battery_level: Option<String>,
    /// Power source.
    pub power_source: Option<String>,
    /// Free space on the card, MB.
    pub sd_remaining_mb: Option<String>,
    /// Free share of the card, percent.
    pub sd_free_ratio: Option<String>,
    /// The whole data line of the last reading.
    pub raw_payload: Option<String>,
}

/// Body of `POST …/status`; all texts, what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of `MergedStatus`")]
pub struct StatusUpdate {
    pub measurement_state: Option<String>,
    pub lp: Option<String>,
    pub leq: Option<String>,
    pub lmax: Option<String>,
    pub lmin: Option<String>,
    pub lpeak: Option<String>,
    pub ln1: Option<String>,
    pub ln2: Option<String>,
    pub battery_level: Option<String>,
    pub power_source: Option<String>,
    pub sd_remaining_mb: Option<String>,
    pub sd_free_ratio: Option<String>,
    pub raw_payload: Option<String>,
}

/// A fresh reading, as `GET …/live` answers it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LiveReading {
    /// Name of the unit.
    pub unit_id: String,
    /// `Start`, `Stop`, `Measure` or `unknown`.
    pub measurement_state: String,
    /// When the change to measuring was seen.
    pub measurement_start_time: Option<String>,
    /// Always null: a snapshot has no counter.
    pub counter: Option<String>,
    /// Instantaneous level.
    pub lp: Option<String>,
    /// Equivalent continuous level.
    pub leq: Option<String>,
    /// Maximum.
    pub lmax: Option<String>,
    /// Minimum.
    pub lmin: Option<String>,
    /// Peak.
    pub lpeak: Option<String>,
    /// Percentile slot 1.
    pub ln1: Option<String>,
    /// Percentile slot 2.
    pub ln2: Option<String>,
    /// Battery, the meter's word.
    pub battery_level: Option<String>,
    /// Power source.
    pub power_source: Option<String>,
    /// Free space on the card, MB.
    pub sd_remaining_mb: Option<String>,
    /// Free share of the card, percent.
    pub sd_free_ratio: Option<String>,
    /// The meter's whole data line.
    pub raw_payload: String,
}
