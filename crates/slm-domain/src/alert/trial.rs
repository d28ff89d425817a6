//! Trying a rule before it is kept: which events would it have had?

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{CloseReason, Event, Frame, RuleDefinition, Transition, TransitionKind, UnitAlerts};
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

/// A rule that runs over recorded frames, which may be too many to have at once. It is the engine itself that runs, so the
/// events are those that there would have been.
#[derive(Debug)]
pub struct TrialRun {
    rule: Arc<RuleDefinition>,
    alerts: UnitAlerts,
    trial: Trial,
    out: Vec<Transition>,
}

impl TrialRun {
    /// A rule at a unit, before the first frame.
    pub fn new(rule: &RuleDefinition, unit: UnitId, zone: TimeZone) -> Self {
        let rule = Arc::new(RuleDefinition { enabled: true, ..rule.clone() });
        Self { rule, alerts: UnitAlerts::new(unit, zone), trial: Trial::default(), out: Vec::new() }
    }

    /// Takes the next frame.
    pub fn take(&mut self, frame: &Frame) {
        if !self.alerts.has_rules() {
            self.alerts.put_rule(RULE, Arc::clone(&self.rule), frame.at, &mut self.out);
        }
        self.alerts.observe(frame, &mut self.out);
        for what in self.out.drain(..) {
            let ended = match what.kind {
                TransitionKind::Cleared => Some((what.at, None)),
                TransitionKind::Closed(reason) => Some((what.at, Some(reason))),
                _ => continue,
            };
            self.trial.take(TriedEvent { event: what.event, ended });
        }
    }

    /// What there was, looked at once more at `until`.
    pub fn finish(mut self, until: Option<Timestamp>) -> Trial {
        if let Some(until) = until {
            self.take(&Frame::time(until));
        }
        for (_, event) in self.alerts.open_events() {
            self.trial.take(TriedEvent { event: event.clone(), ended: None });
        }
        self.trial
    }
}

/// Runs a rule over recorded frames of a unit, in order, up to `until`; see [`TrialRun`].
pub fn try_rule(
    rule: &RuleDefinition,
    unit: UnitId,
    zone: TimeZone,
    frames: impl IntoIterator<Item = Frame>,
    until: Option<Timestamp>,
) -> Trial {
    let mut run = TrialRun::new(rule, unit, zone);
    for frame in frames {
        run.take(&frame);
    }
    run.finish(until)
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
