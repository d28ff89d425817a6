//! The alert rule of the environment.

use std::time::Duration;

use nl43_proto::Quantity;

use super::Reader;

pub(super) const KEYS: &[&str] =
    &["ALERT_ENABLED", "ALERT_METRIC", "ALERT_THRESHOLD_DB", "ALERT_COOLDOWN_SECONDS"];

/// One rule for all units: a log line and a live event while a level lies above the threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertConfig {
    /// `ALERT_ENABLED`: whether the rule is applied. Default true.
    pub enabled: bool,
    /// `ALERT_METRIC`: `lp`, `leq`, `lmax`, `lmin`, `lpeak`, `ln1` or `ln2`. Default `lp`.
    pub metric: Quantity,
    /// `ALERT_THRESHOLD_DB`: the level that must be exceeded, in dB. Default 85.
    pub threshold_db: f64,
    /// `ALERT_COOLDOWN_SECONDS`: least seconds from one alert of a unit to its next. Default 60.
    pub cooldown: Duration,
}

impl Default for AlertConfig {
    fn default() -> Self {
        Self { enabled: true, metric: Quantity::Lp, threshold_db: 85.0, cooldown: Duration::from_mins(1) }
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
        let default = Self::default();
        Self {
            enabled: reader.boolean("ALERT_ENABLED", default.enabled),
            metric: reader.parsed("ALERT_METRIC", default.metric, parse_metric),
            threshold_db: reader.number("ALERT_THRESHOLD_DB", default.threshold_db, &(-100.0..=300.0)),
            cooldown: reader.seconds("ALERT_COOLDOWN_SECONDS", default.cooldown, 0.0),
        }
    }
}

fn parse_metric(text: &str) -> Result<Quantity, String> {
    METRICS
        .into_iter()
        .find(|metric| metric.key().eq_ignore_ascii_case(text))
        .ok_or_else(|| "expected lp, leq, lmax, lmin, lpeak, ln1 or ln2".to_owned())
}
