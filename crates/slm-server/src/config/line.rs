//! Connections to the meters.

use std::time::Duration;

use super::reader::Reader;
use super::{Key, Section};

const PERSISTENT: Key =
    Key::compatible("line.persistent", "TCP_PERSISTENT_ENABLED").boolean().default("true").doc(
        "Keep the connection between commands. Leave it on: frequent connecting is suspected to wedge meters.",
    );

const IDLE_TTL: Key = Key::compatible("line.idle_ttl_s", "TCP_IDLE_TTL")
    .seconds_or_never(0.0)
    .default("300")
    .doc("Close a connection that was not used for so long.");

const MAX_AGE: Key = Key::compatible("line.max_age_s", "TCP_MAX_AGE")
    .seconds_or_never(1.0)
    .default("1800")
    .doc("Replace a connection of this age. Acted on only when it is set.");

/// Limits of keep-alive probes: the kernel takes at most 32,767 s and 127 of them.
const MAX_PROBE_S: u64 = 32_767;
const MAX_PROBES: u64 = 127;

const KEEPALIVE_IDLE: Key = Key::compatible("line.keepalive_idle_s", "TCP_KEEPALIVE_IDLE")
    .whole(1, MAX_PROBE_S)
    .default("15")
    .doc("Seconds of silence before the first keep-alive probe.");

const KEEPALIVE_INTERVAL: Key = Key::compatible("line.keepalive_interval_s", "TCP_KEEPALIVE_INTERVAL")
    .whole(1, MAX_PROBE_S)
    .default("10")
    .doc("Seconds between probes.");

const KEEPALIVE_COUNT: Key = Key::compatible("line.keepalive_count", "TCP_KEEPALIVE_COUNT")
    .whole(1, MAX_PROBES)
    .default("3")
    .doc("Unanswered probes until a connection counts as dead.");

const COMMAND_PAUSE: Key = Key::ours("line.command_pause_s", "SLMM_COMMAND_PAUSE_S")
    .seconds(0.2)
    .default("1")
    .doc("Between an answer and the next command. The instrument asks for one second; less is for simulated meters.");

const POLLING_ENABLED: Key =
    Key::compatible("line.polling_enabled", "SLMM_POLLING_ENABLED").boolean().default("true").doc(
        "`false` starts in standby: nothing is polled, no connection held, explicit commands work. Also `--standby`.",
    );

pub(super) const SECTION: Section = Section {
    name: "line",
    title: "Lines to the meters",
    keys: &[
        PERSISTENT,
        IDLE_TTL,
        MAX_AGE,
        KEEPALIVE_IDLE,
        KEEPALIVE_INTERVAL,
        KEEPALIVE_COUNT,
        COMMAND_PAUSE,
        POLLING_ENABLED,
    ],
};

/// How connections to the meters are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineConfig {
    /// Whether a connection stays open between commands.
    pub persistent: bool,
    /// Time without use after which a connection is closed; `None`: never.
    pub idle_ttl: Option<Duration>,
    /// Age at which a connection is replaced; `None`: never. Acted on only where [`rotate`](Self::rotate).
    pub max_age: Option<Duration>,
    /// Whether [`max_age`](Self::max_age) was set and so is acted on.
    pub rotate: bool,
    /// Silence before the first keep-alive probe.
    pub keepalive_idle: Duration,
    /// Between keep-alive probes.
    pub keepalive_interval: Duration,
    /// Unanswered probes until a connection counts as dead.
    pub keepalive_count: u32,
    /// Between the end of an answer and the next command.
    pub command_pause: Duration,
    /// False starts in standby, where nothing is polled and no connection held.
    pub polling_enabled: bool,
}

impl Default for LineConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

impl LineConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            persistent: reader.boolean(&PERSISTENT),
            idle_ttl: reader.duration_or_never(&IDLE_TTL),
            max_age: reader.duration_or_never(&MAX_AGE),
            rotate: reader.is_set(&MAX_AGE),
            keepalive_idle: Duration::from_secs(reader.whole(&KEEPALIVE_IDLE)),
            keepalive_interval: Duration::from_secs(reader.whole(&KEEPALIVE_INTERVAL)),
            keepalive_count: u32::try_from(reader.whole(&KEEPALIVE_COUNT)).unwrap_or(u32::MAX),
            command_pause: reader.duration(&COMMAND_PAUSE),
            polling_enabled: reader.boolean(&POLLING_ENABLED),
        }
    }
}
