//! Trying a rule before it is kept: which events would it have had?

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{CloseReason, Event, Frame, RuleDefinition, TransitionKind, UnitAlerts};
use crate::UnitId;

/// What a rule would have done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trial {
    /// The events, oldest first; at most [`Trial::EVENTS`].
    pub events: Vec<TriedEvent>,
    /// How many more there were.
    pub more: u64,
}

/// An event that there would have been.
#[derive(Debug, Clone, PartialEq)]
pub struct TriedEvent {
    /// As it was at its end, or at the end of the record.
    pub event: Event,
    /// When it ended, and why when not because the value recovered; `None`: it is open at the end of the record.
    pub ended: Option<(Timestamp, Option<CloseReason>)>,
}

impl Trial {
    /// Most events kept.
    pub const EVENTS: usize = 1_000;
}

/// Runs a rule over recorded frames of a unit, in order, up to `until`. It is the engine itself that runs, so the events
/// are those that there would have been.
pub fn try_rule(
    rule: &RuleDefinition,
    unit: UnitId,
    zone: TimeZone,
    frames: impl IntoIterator<Item = Frame>,
    until: Option<Timestamp>,
) -> Trial {
    let mut alerts = UnitAlerts::new(unit, zone);
    let mut trial = Trial::default();
    let mut out = Vec::new();
    let end = until.map(Frame::time);
    for frame in frames.into_iter().chain(end) {
        if !alerts.has_rules() {
            let rule = RuleDefinition { enabled: true, ..rule.clone() };
            alerts.put_rule(RULE, Arc::new(rule), frame.at, &mut out);
        }
        alerts.observe(&frame, &mut out);
        for what in out.drain(..) {
            let ended = match what.kind {
                TransitionKind::Cleared => Some((what.at, None)),
                TransitionKind::Closed(reason) => Some((what.at, Some(reason))),
                _ => continue,
            };
            trial.take(TriedEvent { event: what.event, ended });
        }
    }
    for (_, event) in alerts.open_events() {
        trial.take(TriedEvent { event: event.clone(), ended: None });
    }
    trial
}

impl Trial {
    fn take(&mut self, event: TriedEvent) {
        if self.events.len() < Self::EVENTS {
            self.events.push(event);
        } else {
            self.more += 1;
        }
    }
}

const RULE: super::RuleId = 1;
