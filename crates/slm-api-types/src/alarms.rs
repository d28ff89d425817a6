//! Alert rules with all their fields, of units, groups and all units (ours).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// A rule as it is given; what is missing falls back to its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "name": "Night", "severity": "critical", "applies_to": "all", "metric": "leq_t", "window": "aligned", "window_s": 900,
    "threshold": 45, "blocks": [{"start": "22:00", "end": "06:00", "days": "0,1,2,3,4", "holidays": "as_weekday"}],
    "channels": ["log"],
}))]
pub struct AlarmRuleBody {
    /// Shown to people, at most 200 characters; `Alert` unless given.
    pub name: Option<String>,
    /// `info`, `warning` or `critical`; `warning` unless given.
    pub severity: Option<String>,
    /// `all`, `group:NAME` or `unit:NAME`; `all` unless given.
    pub applies_to: Option<String>,
    /// What is looked at: a level (`lp`, `leq`, `lmax`, `lmin`, `lpeak`, `ln1` to `ln5`), a figure of a window (`leq_t`,
    /// `lmax_t`, `lmin_t`, `lpeak_t`, `l1_t` to `l99_t`), a change (`lp_change`…), `battery`, `card_free_mb`,
    /// `card_free_percent`, `clock_offset_s`, `connectivity` or `no_data_s`.
    pub metric: String,
    /// `rolling`, `aligned` or `daily`; for figures of windows.
    pub window: Option<String>,
    /// Length of a rolling or aligned window, or the time of a change, seconds.
    pub window_s: Option<i64>,
    /// Begin of a daily window, `HH:MM`.
    pub window_from: Option<String>,
    /// End of a daily window, `HH:MM`.
    pub window_to: Option<String>,
    /// Covered share from which a window counts, 0.01 to 1; 0.9 unless given.
    pub required_coverage: Option<f64>,
    /// Level that was not exceeded by what was missed of a window, dB.
    pub ceiling_db: Option<f64>,
    /// `above` or `below` the limit, or `at_or_above` or `at_or_below`, which include it; `above` unless given.
    pub comparison: Option<String>,
    /// The limit, in the metric's unit; connectivity has none.
    pub threshold: Option<f64>,
    /// How far inside the limit the value must be to have recovered; 0 unless given.
    pub dead_band: Option<f64>,
    /// Seconds of a breach before it counts; 0 unless given.
    pub on_delay_s: Option<i64>,
    /// Seconds of a recovery before it counts; 0 unless given.
    pub off_delay_s: Option<i64>,
    /// Least seconds from one onset to the next; 0 unless given.
    pub cooldown_s: Option<i64>,
    /// While the limit is broken and nobody took note: seconds until it is told again, and again; 60 at least.
    pub reminder_s: Option<i64>,
    /// When it applies; always unless given. At most 50.
    pub blocks: Option<Vec<AlarmBlockBody>>,
    /// Dates that count as holidays, `YYYY-MM-DD`. At most 1000.
    pub holidays: Option<Vec<String>>,
    /// IANA name of the zone whose clock counts; the site's unless given.
    pub zone: Option<String>,
    /// At the end of its times an open event is ended (`close`), or stays until the value clears it (`keep`); `close`
    /// unless given.
    pub leaving: Option<String>,
    /// What its messages say, with places such as `{unit}` and `{value}`.
    pub template: Option<String>,
    /// A peak that has risen by so much is told again.
    pub update_step: Option<f64>,
    /// `log`, `email`, `sms`, `webhook`, `mqtt`; `log` unless given.
    pub channels: Option<Vec<String>>,
    /// Numbers of the recipients who are told first. At most 50.
    pub recipients: Option<Vec<i64>>,
    /// Who is told when nobody acknowledges. At most 10 steps.
    pub escalation: Option<Vec<AlarmEscalation>>,
    /// Whether it applies; true unless given.
    pub enabled: Option<bool>,
}

/// A time of the day on some days, as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlarmBlockBody {
    /// `HH:MM`.
    pub start: String,
    /// `HH:MM`; the same as the begin, or earlier: on the next day.
    pub end: String,
    /// Days on which it begins, `0` (Monday) to `6`, separated by commas; all unless given, none if empty.
    pub days: Option<String>,
    /// `as_weekday`, `excluded` or `included`; `as_weekday` unless given.
    pub holidays: Option<String>,
}

/// A time of the day on some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlarmBlock {
    /// `HH:MM`.
    pub start: String,
    /// `HH:MM`; the same as the begin, or earlier: on the next day.
    pub end: String,
    /// Days on which it begins, `0` (Monday) to `6`, separated by commas.
    pub days: String,
    /// `as_weekday`, `excluded` or `included`.
    pub holidays: String,
}

/// A step of an escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlarmEscalation {
    /// Seconds after the onset; more than those of the step before.
    pub after_s: i64,
    /// Numbers of the recipients who are told then.
    pub recipients: Vec<i64>,
}

/// All fields of a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmRuleFields {
    /// Shown to people.
    pub name: String,
    /// `info`, `warning` or `critical`.
    pub severity: String,
    /// `all`, `group:NAME` or `unit:NAME`.
    pub applies_to: String,
    /// What is looked at.
    pub metric: String,
    /// `rolling`, `aligned` or `daily`.
    pub window: Option<String>,
    /// Length of a rolling or aligned window, or the time of a change, seconds.
    pub window_s: Option<i64>,
    /// Begin of a daily window, `HH:MM`.
    pub window_from: Option<String>,
    /// End of a daily window, `HH:MM`.
    pub window_to: Option<String>,
    /// Covered share from which a window counts.
    pub required_coverage: Option<f64>,
    /// Level that was not exceeded by what was missed of a window, dB.
    pub ceiling_db: Option<f64>,
    /// `above`, `below`, `at_or_above` or `at_or_below`.
    pub comparison: String,
    /// The limit, in the metric's unit.
    pub threshold: Option<f64>,
    /// How far inside the limit the value must be to have recovered.
    pub dead_band: f64,
    /// Seconds of a breach before it counts.
    pub on_delay_s: i64,
    /// Seconds of a recovery before it counts.
    pub off_delay_s: i64,
    /// Least seconds from one onset to the next.
    pub cooldown_s: i64,
    /// Seconds until it is told again, while nobody took note; null: it is not.
    pub reminder_s: Option<i64>,
    /// When it applies; none: always.
    pub blocks: Vec<AlarmBlock>,
    /// Dates that count as holidays, `YYYY-MM-DD`.
    pub holidays: Vec<String>,
    /// IANA name of the zone whose clock counts; null: the site's.
    pub zone: Option<String>,
    /// `close` or `keep`.
    pub leaving: String,
    /// What its messages say; null: the usual.
    pub template: Option<String>,
    /// A peak that has risen by so much is told again.
    pub update_step: Option<f64>,
    /// `log`, `email`, `sms`, `webhook`, `mqtt`.
    pub channels: Vec<String>,
    /// Numbers of the recipients who are told first.
    pub recipients: Vec<i64>,
    /// Who is told when nobody acknowledges.
    pub escalation: Vec<AlarmEscalation>,
    /// Whether it applies.
    pub enabled: bool,
}

/// A rule, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmRule {
    /// Its number.
    pub id: i64,
    /// Whether it is one of a unit's own rules, as the unit's routes show them.
    pub compatible: bool,
    /// The rule.
    #[serde(flatten)]
    pub fields: AlarmRuleFields,
    /// The unit of its values: `dB`, `s`, `%`, `MB` or nothing.
    pub unit: String,
    /// The metric as people read it: `LP`, `Leq,15min`.
    pub metric_text: String,
    /// Units that it applies to now.
    pub units: Vec<String>,
    /// How many of its events are open.
    pub open_events: u32,
    /// Where it is not told of for a while.
    pub shelves: Vec<AlarmShelf>,
}

/// A rule is not told of until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlarmShelf {
    /// At this unit; null: at all of its units.
    pub unit_id: Option<String>,
    /// Until when.
    pub until: String,
    /// Who did so.
    pub by: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// Answer to `GET _alerts/rules`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmRules {
    /// Always `ok`.
    pub status: Ok,
    /// Those of units first, each kind in the order of their creation.
    pub rules: Vec<AlarmRule>,
}

/// Answer to routes about one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmRuleKept {
    /// Always `ok`.
    pub status: Ok,
    /// The rule as it is kept.
    pub rule: AlarmRule,
}

/// Body of `POST _alerts/rules/{rule_id}/shelve`: one of `until` and `for_s` is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"for_s": 3600, "by": "Ann", "note": "works on the road"}))]
pub struct AlarmShelveBody {
    /// At this unit; all of its units unless given.
    pub unit_id: Option<String>,
    /// Until when, RFC 3339; at most a year from now.
    pub until: Option<String>,
    /// For so many seconds, 1 to a year.
    pub for_s: Option<i64>,
    /// Who does so, at most 200 characters.
    pub by: Option<String>,
    /// Why, at most 2000 characters.
    pub note: Option<String>,
}

/// A breach of a rule, or a lost connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmEvent {
    /// Its number, counting up over all units.
    pub id: i64,
    /// Name of the unit.
    pub unit_id: String,
    /// Number of the rule; 0 for the unit's connection.
    pub rule_id: i64,
    /// The rule's name at the onset.
    pub rule_name: Option<String>,
    /// `info`, `warning` or `critical`.
    pub severity: String,
    /// What was compared.
    pub metric: String,
    /// The same as people read it.
    pub metric_text: String,
    /// The unit of its values: `dB`, `s`, `%`, `MB` or nothing.
    pub unit: String,
    /// `above`, `below`, `at_or_above` or `at_or_below`.
    pub comparison: String,
    /// The limit; null where there is none.
    pub threshold: Option<f64>,
    /// When it began.
    pub onset_at: Option<String>,
    /// The value it began with.
    pub onset_value: Option<f64>,
    /// The worst value so far.
    pub peak_value: Option<f64>,
    /// When that was first reached.
    pub peak_at: Option<String>,
    /// When it ended; null while it is open.
    pub ended_at: Option<String>,
    /// `cleared`, or why it was ended otherwise; null while it is open.
    pub ended_reason: Option<String>,
    /// How often the limit was broken.
    pub exceedances: u32,
    /// When somebody took note of it.
    pub acknowledged_at: Option<String>,
    /// Who did.
    pub acknowledged_by: Option<String>,
    /// What they said.
    pub acknowledged_note: Option<String>,
    /// The incident that it is part of; null for events of an older service.
    pub incident_id: Option<i64>,
}

/// Answer to `GET _alerts/events`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmEvents {
    /// Always `ok`.
    pub status: Ok,
    /// Of the largest numbers first.
    pub events: Vec<AlarmEvent>,
}

/// Who takes note, and what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlarmAcknowledge {
    /// Who, at most 200 characters.
    pub by: Option<String>,
    /// What they say, at most 2000 characters.
    pub note: Option<String>,
}

/// Answer to `POST _alerts/events/{event_id}/ack`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmEventKept {
    /// Always `ok`.
    pub status: Ok,
    /// The event as it is now.
    pub event: AlarmEvent,
}

/// Events of one unit that overlap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmIncident {
    /// Its number.
    pub id: i64,
    /// Name of the unit.
    pub unit_id: String,
    /// What its first event is of, and how many more there are.
    pub title: String,
    /// The worst of its events: `info`, `warning` or `critical`.
    pub severity: String,
    /// `open`, `acknowledged` when all of its open events are, or `closed`.
    pub state: String,
    /// When its first event began.
    pub started_at: String,
    /// When its last one ended; null while one is open.
    pub ended_at: Option<String>,
    /// How many of its events are open.
    pub open_events: u32,
    /// How many events it has.
    pub event_count: u32,
    /// Its newest events, at most 100, newest first.
    pub events: Vec<AlarmEvent>,
}

/// Answer to `GET _alerts/incidents`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmIncidents {
    /// Always `ok`.
    pub status: Ok,
    /// Of the largest numbers first.
    pub incidents: Vec<AlarmIncident>,
}

/// An incident with what happened in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmIncidentDetails {
    /// The incident.
    #[serde(flatten)]
    pub incident: AlarmIncident,
    /// What happened, in order; at most 2000 lines.
    pub timeline: Vec<AlarmTimelineEntry>,
}

/// Something that happened in an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmTimelineEntry {
    /// When.
    pub at: String,
    /// `raised`, `peak`, `reminded`, `acknowledged`, `shelved`, `unshelved`, `cleared` or `closed`.
    pub kind: String,
    /// To the event of which rule; 0 for the connection.
    pub rule_id: i64,
    /// The rule's name.
    pub rule_name: Option<String>,
    /// The value then.
    pub value: Option<f64>,
    /// Who did it.
    pub by: Option<String>,
    /// What they said, or why it was ended.
    pub note: Option<String>,
}

/// Answer to routes about one incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlarmIncidentKept {
    /// Always `ok`.
    pub status: Ok,
    /// The incident as it is now.
    pub incident: AlarmIncidentDetails,
}

/// Answer to `GET _alerts/summary`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlarmSummary {
    /// Always `ok`.
    pub status: Ok,
    /// How many events are open.
    pub open_events: u32,
    /// Of these, how many nobody took note of.
    pub unacknowledged: u32,
    /// How many incidents are open: one for each unit with an open event.
    pub incidents_open: u32,
    /// The units that have an open event, by name.
    pub units: Vec<AlarmUnitSummary>,
}

/// What is open at a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlarmUnitSummary {
    /// Name of the unit.
    pub unit_id: String,
    /// How many events are open.
    pub open_events: u32,
    /// Of these, how many nobody took note of.
    pub unacknowledged: u32,
    /// The worst: `info`, `warning` or `critical`.
    pub worst_severity: String,
    /// Since when one is open.
    pub since: String,
}
