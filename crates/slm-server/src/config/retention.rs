//! What is kept for how long.

use std::time::Duration;

use super::reader::Reader;
use super::{Key, Section, TimeUnit};

const READINGS: Key = Key::ours("retention.readings_days", "SLMM_READINGS_RETENTION_DAYS")
    .duration(TimeUnit::Days, 1.0)
    .default("7")
    .doc("How long every reading is kept. What is shown in steps below a minute goes back no further.");

const AGGREGATES: Key = Key::ours("retention.aggregates_days", "SLMM_AGGREGATES_RETENTION_DAYS")
    .duration(TimeUnit::Days, 1.0)
    .default("3653")
    .doc("How long minutes, and what is put together from them, are kept; not shorter than the readings.");

const EVENTS: Key = Key::ours("retention.events_days", "SLMM_EVENTS_RETENTION_DAYS")
    .duration(TimeUnit::Days, 1.0)
    .default("3653")
    .doc("How long alarms and outages that are over are kept, with their incidents.");

const DEVICE_LOG: Key = Key::compatible("retention.device_log_days", "LOG_RETENTION_DAYS")
    .duration(TimeUnit::Days, 0.0)
    .default("7")
    .doc("How long the units' logs are kept in the database.");

const TRAIL_SAMPLE: Key = Key::compatible("retention.trail_sample_s", "MONITOR_TRAIL_SAMPLE_S")
    .seconds(0.0)
    .default("60")
    .doc("Between two rows of the short history (`…/history`).");

const TRAIL: Key = Key::compatible("retention.trail_hours", "MONITOR_TRAIL_RETENTION_HOURS")
    .duration(TimeUnit::Hours, 0.0)
    .default("24")
    .doc("How long the short history is kept.");

pub(super) const SECTION: Section = Section {
    name: "retention",
    title: "What is kept",
    keys: &[READINGS, AGGREGATES, EVENTS, DEVICE_LOG, TRAIL_SAMPLE, TRAIL],
};

/// Sampling and retention of what the database keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionConfig {
    /// How long every reading is kept.
    pub readings: Duration,
    /// How long minutes, and what is put together from them, are kept.
    pub aggregates: Duration,
    /// How long events that are over are kept.
    pub events: Duration,
    /// How long the log of each unit is kept.
    pub device_log: Duration,
    /// Between two rows of a feed's history.
    pub trail_sample: Duration,
    /// How long that history is kept.
    pub trail: Duration,
}

impl Default for RetentionConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

impl RetentionConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let (readings, aggregates) = (reader.duration(&READINGS), reader.duration(&AGGREGATES));
        if aggregates < readings {
            let key = if reader.is_set(&AGGREGATES) { &AGGREGATES } else { &READINGS };
            reader.contradict(
                key,
                "minutes have to be kept for as long as the readings they were put together from",
            );
        }
        Self {
            readings,
            aggregates,
            events: reader.duration(&EVENTS),
            device_log: reader.duration(&DEVICE_LOG),
            trail_sample: reader.duration(&TRAIL_SAMPLE),
            trail: reader.duration(&TRAIL),
        }
    }
}
