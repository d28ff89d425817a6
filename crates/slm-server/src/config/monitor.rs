//! Cadence of the live monitors.

use std::time::Duration;

use super::Reader;

pub(super) const KEYS: &[&str] = &[
    "MONITOR_POLL_INTERVAL",
    "MONITOR_IDLE_POLL_INTERVAL",
    "MONITOR_BACKOFF_BASE_S",
    "MONITOR_BACKOFF_MAX_S",
    "MONITOR_BACKOFF_WATCHED_MAX_S",
    "MONITOR_STATE_REFRESH_S",
    "MONITOR_HEARTBEAT_S",
];

/// How often a monitored meter is asked. The one second that the meter needs between commands comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitorConfig {
    /// `MONITOR_POLL_INTERVAL`: seconds between polls while someone watches. Default 0.25.
    pub poll_interval: Duration,
    /// `MONITOR_IDLE_POLL_INTERVAL`: seconds between polls of a feed that is only kept alive. Default 10.
    pub idle_poll_interval: Duration,
    /// `MONITOR_BACKOFF_BASE_S`: seconds until a failed poll is tried again; doubles. Default 1.
    pub backoff_base: Duration,
    /// `MONITOR_BACKOFF_MAX_S`: seconds it doubles up to. Default 60.
    pub backoff_max: Duration,
    /// `MONITOR_BACKOFF_WATCHED_MAX_S`: seconds it doubles up to while someone watches. Default 5.
    pub backoff_watched_max: Duration,
    /// `MONITOR_STATE_REFRESH_S`: seconds for which the state of the measurement is taken from memory. Default 30.
    pub state_refresh: Duration,
    /// `MONITOR_HEARTBEAT_S`: seconds of silence after which viewers get a heartbeat. Default 25.
    pub heartbeat: Duration,
}

impl Default for MonitorConfig {
    fn default() -> Self {
        Self {
            poll_interval: Duration::from_millis(250),
            idle_poll_interval: Duration::from_secs(10),
            backoff_base: Duration::from_secs(1),
            backoff_max: Duration::from_mins(1),
            backoff_watched_max: Duration::from_secs(5),
            state_refresh: Duration::from_secs(30),
            heartbeat: Duration::from_secs(25),
        }
    }
}

impl MonitorConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let default = Self::default();
        Self {
            poll_interval: reader.seconds("MONITOR_POLL_INTERVAL", default.poll_interval, 0.0),
            idle_poll_interval: reader.seconds("MONITOR_IDLE_POLL_INTERVAL", default.idle_poll_interval, 0.0),
            backoff_base: reader.seconds("MONITOR_BACKOFF_BASE_S", default.backoff_base, 0.1),
            backoff_max: reader.seconds("MONITOR_BACKOFF_MAX_S", default.backoff_max, 0.1),
            backoff_watched_max: reader.seconds(
                "MONITOR_BACKOFF_WATCHED_MAX_S",
                default.backoff_watched_max,
                0.1,
            ),
            state_refresh: reader.seconds("MONITOR_STATE_REFRESH_S", default.state_refresh, 0.0),
            heartbeat: reader.seconds("MONITOR_HEARTBEAT_S", default.heartbeat, 0.1),
        }
    }
}
