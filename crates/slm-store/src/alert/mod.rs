//! Alert rules, events and incidents as they are kept.

mod incident;
mod rule;

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{Comparison, Note, RuleText, Severity};

pub use incident::{
    EventQuery, EventState, IncidentEntry, IncidentQuery, IncidentState, IncidentTimeline, StoredIncident,
};
pub use rule::{StoredAlarmRule, StoredShelf};

use crate::Outgoing;

/// A rule with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRule {
    /// Counting up over all units.
    pub id: i64,
    /// Whose.
    pub unit: UnitId,
    /// As it was written; an older service wrote what it was given.
    pub rule: RuleText,
}

/// An event that was read; its words may be those of an older writer.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Its number, counting up over all units.
    pub id: i64,
    /// The rule it is of; 0 for the connection.
    pub rule_id: i64,
    /// Whose.
    pub unit: UnitId,
    /// The rule's name at the onset.
    pub rule_name: Option<String>,
    /// What was compared.
    pub metric: String,
    /// The limit, dB; `None` where the row has none that can be read.
    pub threshold_db: Option<f64>,
    /// When it began; `None` where the row has no time that can be read.
    pub onset_at: Option<Timestamp>,
    /// The level that began it, dB.
    pub onset_value: Option<f64>,
    /// The worst level so far, dB.
    pub peak_value: Option<f64>,
    /// When it ended.
    pub clear_at: Option<Timestamp>,
    /// `active` or `cleared`.
    pub status: String,
    /// When somebody took note of it.
    pub acknowledged_at: Option<Timestamp>,
    /// Who did.
    pub acknowledged_by: Option<String>,
    /// Why it was closed, when the level was not the reason.
    pub notes: Option<String>,
    /// What the compatible columns have no place for; `None` of what an older writer wrote.
    pub details: Option<EventDetails>,
}

/// What is known of an event beyond the compatible columns.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDetails {
    /// How grave its rule is.
    pub severity: Severity,
    /// The unit of its values, perhaps none.
    pub dimension: String,
    /// What was compared, as people read it.
    pub metric_text: String,
    /// `above` or `below`.
    pub comparison: String,
    /// When the worst value was first reached.
    pub peak_at: Option<Timestamp>,
    /// How often the limit was broken.
    pub exceedances: u32,
    /// What was said with the acknowledgement.
    pub acknowledged_note: Option<String>,
    /// The incident that it is part of.
    pub incident: Option<i64>,
}

/// Something about a unit's connection that opens or closes its event.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionEdge {
    /// Whose.
    pub unit: UnitId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: ConnectionEdgeKind,
    /// What is told of it.
    pub message: Option<Outgoing>,
}

/// What happened to a unit's connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionEdgeKind {
    /// The unit counts as unreachable: opens an event, unless one is open.
    Lost,
    /// The unit answers: closes what is open.
    Back,
    /// Nobody asks the unit any more, and why: closes what is open, with this as its note.
    Dismissed(&'static str),
}

/// A time in which a unit did not answer, as an event of its connection tells, the built-in one or that of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// Since when it was told.
    pub since: Timestamp,
    /// Until when; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// Why it is no longer told, when the unit has not answered.
    pub note: Option<String>,
    /// Whether a rule told of it: its delays are part of both times, and what it bore with is no outage.
    pub is_of_rule: bool,
}

/// What somebody acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcknowledgedEvent {
    /// The rule whose event it is; 0 for the connection.
    pub rule_id: i64,
    /// Whether it has not ended yet.
    pub is_open: bool,
}

/// The event of a rule as it is now. Unit, rule and onset name it.
#[derive(Debug, Clone, PartialEq)]
pub struct AlarmEvent {
    /// The rule it is of.
    pub rule_id: i64,
    /// The rule's name.
    pub rule_name: String,
    /// What is compared.
    pub metric: String,
    /// The limit.
    pub threshold_db: f64,
    /// When it began; kept to the microsecond.
    pub onset_at: Timestamp,
    /// The level that began it.
    pub onset_value: Option<f64>,
    /// The worst level so far.
    pub peak_value: Option<f64>,
    /// When it was first reached.
    pub peak_at: Option<Timestamp>,
    /// How grave the rule is.
    pub severity: Severity,
    /// What is compared, as people read it.
    pub metric_text: String,
    /// The unit of its values, perhaps none.
    pub dimension: &'static str,
    /// Which side of the limit is bad.
    pub comparison: Comparison,
    /// How often the limit was broken.
    pub exceedances: u32,
    /// Who took note of it.
    pub acknowledged: Option<Note>,
    /// When it ended, and why, when the level was not the reason.
    pub ended: Option<(Timestamp, Option<String>)>,
    /// What has happened to it, for the incident's timeline; `None`: nothing that is worth a line.
    pub entry: Option<AlarmEntry>,
    /// What is told of what has happened to it.
    pub message: Option<Outgoing>,
    /// The alarm of its messages, when nobody has to be called any more although nothing is told.
    pub called_off: Option<String>,
}

/// Something that happened to an event.
#[derive(Debug, Clone, PartialEq)]
pub struct AlarmEntry {
    /// Its number among what happened to the event.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// `raised`, `peak`, `reminded`, `acknowledged`, `shelved`, `unshelved`, `cleared` or `closed`.
    pub kind: &'static str,
    /// The value then.
    pub value: Option<f64>,
    /// Who did it.
    pub by: Option<String>,
    /// What they said, or why it was ended.
    pub note: Option<String>,
}

/// What happened to the alarms of a unit, and where they stand since: both are written, or neither.
#[derive(Debug, Clone, PartialEq)]
pub struct AlarmWrite {
    /// Whose.
    pub unit: UnitId,
    /// When.
    pub at: Timestamp,
    /// Events that began, grew or ended.
    pub events: Vec<AlarmEvent>,
    /// Rows of events that are closed without more being known of them, each with its note.
    pub closed: Vec<(i64, String)>,
    /// Where the rules stand; the store does not look into it.
    pub state: String,
}

/// What is kept of a unit's alarms.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptAlarms {
    /// The unit's rules in the order of their creation.
    pub rules: Vec<StoredRule>,
    /// Events of rules that have not ended, oldest first.
    pub open: Vec<StoredEvent>,
    /// Where the rules stood when it was last written.
    pub state: Option<String>,
}
