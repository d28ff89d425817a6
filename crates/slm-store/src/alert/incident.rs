//! Incidents, and questions for them and for events.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::Severity;

use super::StoredEvent;

/// Events of one unit that overlap.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredIncident {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub unit: UnitId,
    /// When its first event began.
    pub started_at: Timestamp,
    /// When its last one ended; `None` while one is open.
    pub ended_at: Option<Timestamp>,
    /// The worst of its events.
    pub severity: Severity,
    /// Events of it.
    pub event_count: u32,
    /// Of these, open.
    pub open_events: u32,
    /// Of the open ones, those that nobody took note of.
    pub unacknowledged: u32,
    /// Its newest events, newest first; at most [`StoredIncident::EVENTS`].
    pub events: Vec<StoredEvent>,
}

impl StoredIncident {
    /// Most events that are shown with it.
    pub const EVENTS: u32 = 100;
    /// Most lines of a timeline; what happens later is in the events.
    pub const ENTRIES: u32 = 2_000;

    /// Where it stands.
    pub fn state(&self) -> IncidentState {
        match (self.ended_at, self.unacknowledged) {
            (Some(_), _) => IncidentState::Closed,
            (None, 0) => IncidentState::Acknowledged,
            (None, _) => IncidentState::Open,
        }
    }
}

/// An incident with what happened in it.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentTimeline {
    /// The incident.
    pub incident: StoredIncident,
    /// What happened, in order.
    pub entries: Vec<IncidentEntry>,
}

/// Something that happened in an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentEntry {
    /// When.
    pub at: Timestamp,
    /// What.
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

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentState {
    /// One of its open events is not acknowledged.
    Open,
    /// All of its open events are acknowledged.
    Acknowledged,
    /// None of its events is open.
    Closed,
}

impl IncidentState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Acknowledged, Self::Closed];

    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Closed => "closed",
        }
    }
}

/// Whether an event has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventState {
    /// It has not.
    Open,
    /// It has.
    Ended,
}

impl EventState {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Open, Self::Ended];

    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ended => "ended",
        }
    }
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// Of this unit only.
    pub unit: Option<UnitId>,
    /// Of this rule only; 0 for connections.
    pub rule: Option<i64>,
    /// In this state only.
    pub state: Option<EventState>,
    /// Of smaller numbers than this.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// Which incidents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentQuery {
    /// Of this unit only.
    pub unit: Option<UnitId>,
    /// In this state only.
    pub state: Option<IncidentState>,
    /// Whose worst event is of this severity only.
    pub severity: Option<Severity>,
    /// Of smaller numbers than this.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}
