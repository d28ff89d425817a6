//! Rules that are tried on what was recorded, and what limits still allow (ours).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AlarmRuleBody, Ok};

/// Body of `POST …/alerts/rules/try`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmTrialBody {
    /// The rule. Whether it is enabled and whom it applies to plays no part.
    pub rule: AlarmRuleBody,
    /// From when, RFC 3339; 24 hours before `to` unless given.
    pub from: Option<String>,
    /// Until when, RFC 3339; now unless given. At most 366 days after `from`.
    pub to: Option<String>,
}

/// Answer to `POST …/alerts/rules/try`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmTrial {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// Readings that were looked at.
    pub readings: u64,
    /// Minutes that were looked at where readings are no longer kept.
    pub minutes: u64,
    /// Times without an answer of the instrument that were looked at.
    pub outages: u64,
    /// What could not be decided, and why, in words; empty when everything was.
    pub undecided: Vec<String>,
    /// The events that there would have been, oldest first; at most 1,000.
    pub events: Vec<TriedAlarmEvent>,
    /// How many more there were.
    pub more: u64,
}

/// An event that there would have been.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TriedAlarmEvent {
    /// Name of the unit.
    pub unit_id: String,
    /// The rule's name.
    pub rule_name: String,
    /// `info`, `warning` or `critical`.
    pub severity: String,
    /// What was looked at, in the words of the rule.
    pub metric: String,
    /// Unit of the values.
    pub unit: String,
    /// `above`, `below`, `at_or_above` or `at_or_below`.
    pub comparison: String,
    /// The limit; connectivity has none.
    pub threshold: Option<f64>,
    /// When it began.
    pub onset_at: String,
    /// The value it began with.
    pub onset_value: Option<f64>,
    /// The worst value.
    pub peak_value: Option<f64>,
    /// When that was first reached.
    pub peak_at: Option<String>,
    /// The last value.
    pub value: Option<f64>,
    /// When it ended; null while it is open.
    pub ended_at: Option<String>,
    /// `cleared`, or why it ended otherwise; null while it is open.
    pub ended_reason: Option<String>,
    /// How often the limit was broken.
    pub exceedances: u32,
}

/// Answer to `GET …/alerts/budget`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmBudgets {
    /// Always `ok`.
    pub status: Ok,
    /// Limits on clock-aligned energy means whose window is under way.
    pub budgets: Vec<AlarmBudget>,
}

/// What a limit still allows until its window ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmBudget {
    /// Number of the rule.
    pub rule_id: i64,
    /// The rule's name.
    pub rule_name: String,
    /// Begin of the window under way.
    pub window_start: String,
    /// Its end.
    pub window_end: String,
    /// The limit.
    pub limit_db: f64,
    /// Energy mean of what was measured of the window.
    pub leq_db: Option<f64>,
    /// How much of it was measured, seconds.
    pub covered_s: f64,
    /// Share of the limit's energy that is used up, percent; more than 100 is the overrun.
    pub used_percent: f64,
    /// Energy mean that may still be emitted until the window ends; null: none.
    pub allowed_db: Option<f64>,
    /// Seconds until the breach is certain at the present level; null when the window ends before.
    pub seconds_to_breach: Option<f64>,
}
