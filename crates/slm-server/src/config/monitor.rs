//! Cadence of the live monitors.

use std::time::Duration;

use super::reader::Reader;
use super::{Key, Section};

const POLL_INTERVAL: Key = Key::compatible("monitor.poll_interval_s", "MONITOR_POLL_INTERVAL")
    .seconds(0.0)
    .default("0.25")
    .doc(
        "Between polls while someone watches. The meter's own second comes first, so a frame comes every 1.0 s plus the \
         meter's turnaround.",
    );

const IDLE_POLL_INTERVAL: Key = Key::compatible("monitor.idle_poll_interval_s", "MONITOR_IDLE_POLL_INTERVAL")
    .seconds(0.0)
    .default("10")
    .doc(
        "Between polls of a unit that is kept alive without viewers. Alert rules whose window would have too few samples \
         shorten it for their units: to a tenth of a window, to a 150th for percentiles, at most to that of watched units.",
    );

const BACKOFF_BASE: Key = Key::compatible("monitor.backoff_base_s", "MONITOR_BACKOFF_BASE_S")
    .seconds(0.1)
    .default("1")
    .doc("Until a failed poll is tried again; doubles.");

const BACKOFF_MAX: Key = Key::compatible("monitor.backoff_max_s", "MONITOR_BACKOFF_MAX_S")
    .seconds(0.1)
    .default("60")
    .doc("What it doubles up to.");

const BACKOFF_WATCHED_MAX: Key =
    Key::compatible("monitor.backoff_watched_max_s", "MONITOR_BACKOFF_WATCHED_MAX_S")
        .seconds(0.1)
        .default("5")
        .doc("What it doubles up to while someone watches.");

const STATE_REFRESH: Key = Key::compatible("monitor.state_refresh_s", "MONITOR_STATE_REFRESH_S")
    .seconds(0.0)
    .default("30")
    .doc("How long the state of the measurement is taken from memory.");

const HEARTBEAT: Key = Key::compatible("monitor.heartbeat_s", "MONITOR_HEARTBEAT_S")
    .seconds(0.1)
    .default("25")
    .doc("Silence after which viewers get a heartbeat.");

pub(super) const SECTION: Section = Section {
    name: "monitor",
    title: "Monitors",
    keys: &[
        POLL_INTERVAL,
        IDLE_POLL_INTERVAL,
        BACKOFF_BASE,
        BACKOFF_MAX,
        BACKOFF_WATCHED_MAX,
        STATE_REFRESH,
        HEARTBEAT,
    ],
};

/// How often a monitored meter is asked. The one second that the meter needs between commands comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitorConfig {
    /// Between polls while someone watches.
    pub poll_interval: Duration,
    /// Between polls of a feed that is only kept alive.
    pub idle_poll_interval: Duration,
    /// Until a failed poll is tried again; doubles.
    pub backoff_base: Duration,
    /// What it doubles up to.
    pub backoff_max: Duration,
    /// What it doubles up to while someone watches.
    pub backoff_watched_max: Duration,
    /// How long the state of the measurement is taken from memory.
    pub state_refresh: Duration,
    /// Silence after which viewers get a heartbeat.
    pub heartbeat: Duration,
}

impl Default for MonitorConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

impl MonitorConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            poll_interval: reader.duration(&POLL_INTERVAL),
            idle_poll_interval: reader.duration(&IDLE_POLL_INTERVAL),
            backoff_base: reader.duration(&BACKOFF_BASE),
            backoff_max: reader.duration(&BACKOFF_MAX),
            backoff_watched_max: reader.duration(&BACKOFF_WATCHED_MAX),
            state_refresh: reader.duration(&STATE_REFRESH),
            heartbeat: reader.duration(&HEARTBEAT),
        }
    }
}
