//! Connections to the meters.

use std::time::Duration;

use super::Reader;

pub(super) const KEYS: &[&str] = &[
    "TCP_PERSISTENT_ENABLED",
    "TCP_IDLE_TTL",
    "TCP_MAX_AGE",
    "TCP_KEEPALIVE_IDLE",
    "TCP_KEEPALIVE_INTERVAL",
    "TCP_KEEPALIVE_COUNT",
    "SLMM_COMMAND_PAUSE_S",
    "SLMM_POLLING_ENABLED",
];

/// How connections to the meters are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineConfig {
    /// `TCP_PERSISTENT_ENABLED`: whether a connection stays open between commands. Default true.
    pub persistent: bool,
    /// `TCP_IDLE_TTL`: seconds without use after which a connection is closed, -1 for never. Default 300.
    pub idle_ttl: Option<Duration>,
    /// `TCP_MAX_AGE`: seconds after which a connection is replaced, -1 for never. Shown as 1800 by default, but
    /// connections are replaced only when the key is set.
    pub max_age: Option<Duration>,
    /// Whether [`max_age`](Self::max_age) was set and so is acted on.
    pub rotate: bool,
    /// `TCP_KEEPALIVE_IDLE`: seconds of silence before the first keep-alive probe. Default 15.
    pub keepalive_idle: Duration,
    /// `TCP_KEEPALIVE_INTERVAL`: seconds between keep-alive probes. Default 10.
    pub keepalive_interval: Duration,
    /// `TCP_KEEPALIVE_COUNT`: unanswered probes until a connection counts as dead. Default 3.
    pub keepalive_count: u32,
    /// `SLMM_COMMAND_PAUSE_S`: seconds between the end of an answer and the next command, at least 0.2. The instrument
    /// asks for one second; less is for simulated meters. Default 1.
    pub command_pause: Duration,
    /// `SLMM_POLLING_ENABLED`: false starts in standby, where nothing is polled and no connection held. Default true.
    pub polling_enabled: bool,
}

impl Default for LineConfig {
    fn default() -> Self {
        Self {
            persistent: true,
            idle_ttl: Some(Duration::from_mins(5)),
            max_age: Some(Duration::from_mins(30)),
            rotate: false,
            keepalive_idle: Duration::from_secs(15),
            keepalive_interval: Duration::from_secs(10),
            keepalive_count: 3,
            command_pause: Duration::from_secs(1),
            polling_enabled: true,
        }
    }
}

impl LineConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let default = Self::default();
        // The kernel takes at most 32,767 s and 127 probes.
        let probes = 1..=127;
        let count = reader.integer("TCP_KEEPALIVE_COUNT", default.keepalive_count.into(), &probes);
        Self {
            persistent: reader.boolean("TCP_PERSISTENT_ENABLED", default.persistent),
            idle_ttl: reader.seconds_or_never("TCP_IDLE_TTL", default.idle_ttl, 0.0),
            max_age: reader.seconds_or_never("TCP_MAX_AGE", default.max_age, 1.0),
            rotate: reader.is_set("TCP_MAX_AGE"),
            keepalive_idle: probe_seconds(reader, "TCP_KEEPALIVE_IDLE", default.keepalive_idle),
            keepalive_interval: probe_seconds(reader, "TCP_KEEPALIVE_INTERVAL", default.keepalive_interval),
            keepalive_count: u32::try_from(count).unwrap_or(default.keepalive_count),
            command_pause: reader.seconds("SLMM_COMMAND_PAUSE_S", default.command_pause, 0.2),
            polling_enabled: reader.boolean("SLMM_POLLING_ENABLED", default.polling_enabled),
        }
    }
}

fn probe_seconds(reader: &mut Reader<'_>, key: &'static str, default: Duration) -> Duration {
    Duration::from_secs(reader.integer(key, default.as_secs(), &(1..=32_767)))
}
