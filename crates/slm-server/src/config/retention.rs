//! What is kept for how long.

use std::time::Duration;

use super::Reader;

pub(super) const KEYS: &[&str] =
    &["LOG_RETENTION_DAYS", "MONITOR_TRAIL_SAMPLE_S", "MONITOR_TRAIL_RETENTION_HOURS"];

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Sampling and retention of what the database keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionConfig {
    /// `LOG_RETENTION_DAYS`: days for which the log of each unit is kept. Default 7.
    pub device_log: Duration,
    /// `MONITOR_TRAIL_SAMPLE_S`: seconds between two rows of a feed's history. Default 60.
    pub trail_sample: Duration,
    /// `MONITOR_TRAIL_RETENTION_HOURS`: hours for which that history is kept. Default 24.
    pub trail: Duration,
}

impl Default for RetentionConfig {
    fn default() -> Self {
        Self { device_log: 7 * DAY, trail_sample: Duration::from_mins(1), trail: 24 * HOUR }
    }
}

impl RetentionConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let default = Self::default();
        Self {
            device_log: reader.duration("LOG_RETENTION_DAYS", default.device_log, DAY, 0.0),
            trail_sample: reader.seconds("MONITOR_TRAIL_SAMPLE_S", default.trail_sample, 0.0),
            trail: reader.duration("MONITOR_TRAIL_RETENTION_HOURS", default.trail, HOUR, 0.0),
        }
    }
}
