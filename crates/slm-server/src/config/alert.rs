//! The alert rule of the environment.

use std::time::Duration;

use nl43_proto::Quantity;

use super::reader::{Reader, expected};
use super::{Key, Section};

const ENABLED: Key = Key::compatible("alert.enabled", "ALERT_ENABLED")
    .boolean()
    .default("true")
    .doc("Whether the rule for all units applies.");

const METRIC: Key = Key::compatible("alert.metric", "ALERT_METRIC")
    .text("lp, leq, lmax, lmin, lpeak, ln1 or ln2")
    .default("lp")
    .doc("The level it looks at.");

const THRESHOLD: Key = Key::compatible("alert.threshold_db", "ALERT_THRESHOLD_DB")
    .number(-100.0, 300.0)
    .default("85")
    .doc("It fires strictly above this, in dB.");

const COOLDOWN: Key = Key::compatible("alert.cooldown_s", "ALERT_COOLDOWN_SECONDS")
    .seconds(0.0)
    .default("60")
    .doc("Least time from one firing of a unit to its next.");

pub(super) const SECTION: Section =
    Section { name: "alert", title: "The alert rule", keys: &[ENABLED, METRIC, THRESHOLD, COOLDOWN] };

/// One rule for all units: a log line and a live event while a level lies above the threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertConfig {
    /// Whether the rule is applied.
    pub enabled: bool,
    /// The level it looks at.
    pub metric: Quantity,
    /// The level that must be exceeded, in dB.
    pub threshold_db: f64,
    /// Least time from one alert of a unit to its next.
    pub cooldown: Duration,
}

impl Default for AlertConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

const METRICS: [Quantity; 7] = [
    Quantity::Lp,
    Quantity::Leq,
    Quantity::Lmax,
    Quantity::Lmin,
    Quantity::Lpeak,
    Quantity::Ln1,
    Quantity::Ln2,
];

impl AlertConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            enabled: reader.boolean(&ENABLED),
            metric: reader.parsed(&METRIC, parse_metric),
            threshold_db: reader.number(&THRESHOLD),
            cooldown: reader.duration(&COOLDOWN),
        }
    }
}

fn parse_metric(text: &str) -> Result<Quantity, String> {
    let metric = METRICS.into_iter().find(|metric| metric.key().eq_ignore_ascii_case(text));
    metric.ok_or_else(|| expected(&METRIC))
}
