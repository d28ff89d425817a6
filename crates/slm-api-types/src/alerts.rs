//! Alert rules and events.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// A rule as it is given; what is missing falls back to its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlertRuleBody {
    /// Shown to people, at most 200 characters; `Alert` unless given.
    pub name: Option<String>,
    /// `lp`, `leq`, `lmax`, `lmin`, `lpeak`, `ln1` or `ln2`; `lp` unless given.
    pub metric: Option<String>,
    /// `above` or `below`; `above` unless given.
    pub comparison: Option<String>,
    /// The limit, dB.
    pub threshold_db: f64,
    /// Exceeded, or recovered, for so many seconds before the edge counts; 0 unless given.
    pub duration_s: Option<i64>,
    /// Recovered means this far inside the limit, dB; 2 unless given.
    pub clear_margin_db: Option<f64>,
    /// Least seconds from one onset to the next; 300 unless given.
    pub cooldown_s: Option<i64>,
    /// `HH:MM`, site time; with `schedule_end`, the rule applies from here.
    pub schedule_start: Option<String>,
    /// `HH:MM`, site time; with `schedule_start`, the rule applies until here.
    pub schedule_end: Option<String>,
    /// Days on which the window begins, `0` (Monday) to `6`, separated by commas.
    pub schedule_days: Option<String>,
    /// `log`, `email`, `sms`, separated by commas; `log` unless given.
    pub channels: Option<String>,
    /// Separated by commas.
    pub recipients: Option<String>,
    /// Whether it applies; true unless given.
    pub enabled: Option<bool>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnitAlertRule {
    /// Its number, counting up over all units.
    pub id: i64,
    /// Name of the unit.
    pub unit_id: String,
    /// Shown to people.
    pub name: String,
    /// The level compared.
    pub metric: String,
    /// `above` or `below`.
    pub comparison: String,
    /// The limit, dB; null where an older service kept none that is a number.
    pub threshold_db: Option<f64>,
    /// Exceeded, or recovered, for so many seconds before the edge counts.
    pub duration_s: i64,
    /// Recovered means this far inside the limit, dB.
    pub clear_margin_db: f64,
    /// Least seconds from one onset to the next.
    pub cooldown_s: i64,
    /// `HH:MM`, site time.
    pub schedule_start: Option<String>,
    /// `HH:MM`, site time.
    pub schedule_end: Option<String>,
    /// `0` (Monday) to `6`, separated by commas.
    pub schedule_days: Option<String>,
    /// Separated by commas.
    pub channels: String,
    /// Separated by commas.
    pub recipients: Option<String>,
    /// Whether it applies.
    pub enabled: bool,
}

/// Answer to `POST …/alerts/rules` and `PUT …/alerts/rules/{rule_id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlertRuleKept {
    /// Always `ok`.
    pub status: Ok,
    /// The rule as it is kept.
    pub rule: UnitAlertRule,
}

/// Answer to `GET …/alerts/rules`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlertRules {
    /// Always `ok`.
    pub status: Ok,
    /// In the order of their creation.
    pub rules: Vec<UnitAlertRule>,
}

/// Answer to `DELETE …/alerts/rules/{rule_id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertRuleDeleted {
    /// Always `ok`.
    pub status: Ok,
    /// Number of the rule.
    pub deleted: i64,
}

/// Something that began and perhaps ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlertEvent {
    /// Its number, counting up over all units.
    pub id: i64,
    /// Number of the rule; 0 for the unit's connection.
    pub rule_id: i64,
    /// Name of the unit.
    pub unit_id: String,
    /// The rule's name at the onset.
    pub rule_name: Option<String>,
    /// The level compared, or `connectivity`.
    pub metric: String,
    /// The limit, dB; 0 for the connection.
    pub threshold_db: Option<f64>,
    /// When it began.
    pub onset_at: Option<String>,
    /// The level that began it, dB.
    pub onset_value: Option<f64>,
    /// The worst level so far, dB.
    pub peak_value: Option<f64>,
    /// When it ended.
    pub clear_at: Option<String>,
    /// `active` or `cleared`.
    pub status: String,
    /// When somebody took note of it.
    pub acknowledged_at: Option<String>,
    /// Who did.
    pub acknowledged_by: Option<String>,
    /// Why it was closed when the level was not the reason (ours), for instance `Rule deleted`.
    pub notes: Option<String>,
}

/// Answer to `GET …/alerts/events`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlertEvents {
    /// Always `ok`.
    pub status: Ok,
    /// Newest onset first.
    pub events: Vec<AlertEvent>,
}

/// Answer to `POST …/alerts/events/{event_id}/ack`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertAcknowledged {
    /// Always `ok`.
    pub status: Ok,
    /// Number of the event.
    pub acknowledged: i64,
}
