//! Events of a unit that overlap, as one thing to tell.

use jiff::Timestamp;

use super::event::TransitionKind;
use super::{RuleId, Severity, Telling};

/// Events of one unit that overlap: it begins with the first and ends with the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// When it began. With the unit it names the incident.
    pub started_at: Timestamp,
    /// Events that are open.
    pub open: u32,
    /// Events so far.
    pub events: u32,
    /// The worst of its rules.
    pub severity: Severity,
    /// Whether anybody was told of it.
    pub told: bool,
    /// What happened, in order; at most [`Incident::ENTRIES`].
    pub timeline: Vec<TimelineEntry>,
    /// What happened in all.
    pub entries: u32,
}

/// Something that happened in an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// To the event of which rule.
    pub rule: RuleId,
    /// What.
    pub kind: TransitionKind,
    /// The value then.
    pub value: Option<f64>,
}

/// Where a transition stands in its incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentMark {
    /// When the incident began.
    pub started_at: Timestamp,
    /// The transition's number in it, from 1.
    pub entry: u32,
    /// What there is to tell: one message, and then updates of it.
    pub stage: IncidentStage,
}

/// What there is to tell of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncidentStage {
    /// The first that is told.
    Opened,
    /// Something more.
    Updated,
    /// Its last event has ended.
    Ended,
}

impl Incident {
    /// Longest timeline. What happens later is counted, and its end is told.
    pub const ENTRIES: usize = 200;

    pub(super) fn new(started_at: Timestamp) -> Self {
        Self {
            started_at,
            open: 0,
            events: 0,
            severity: Severity::Info,
            told: false,
            timeline: Vec::new(),
            entries: 0,
        }
    }

    pub(super) fn take(
        &mut self,
        entry: TimelineEntry,
        severity: Severity,
        telling: Telling,
    ) -> IncidentMark {
        let is_told = telling == Telling::Tell;
        if entry.kind == TransitionKind::Raised {
            self.open += 1;
            self.events += 1;
            self.severity = self.severity.max(severity);
        }
        if entry.kind.is_end() {
            self.open = self.open.saturating_sub(1);
        }
        let stage = match () {
            () if self.open == 0 => IncidentStage::Ended,
            () if is_told && !self.told => IncidentStage::Opened,
            () => IncidentStage::Updated,
        };
        self.told |= is_told;
        self.entries += 1;
        // A peak on its way up is in the event.
        let is_worth = is_told || entry.kind != TransitionKind::Peak;
        if is_worth && self.timeline.len() < Self::ENTRIES {
            self.timeline.push(entry);
        }
        IncidentMark { started_at: self.started_at, entry: self.entries, stage }
    }
}
