//! The event of a rule at a unit: how it begins, grows and ends, and what of it is told.

use std::time::Duration;

use jiff::Timestamp;

use super::{Pending, Place, Surroundings};
use crate::alert::event::{Event, Peak, Telling, TransitionKind};
use crate::alert::gauge::Gauge;
use crate::alert::standing::{EdgeKind, Phase};
use crate::alert::{Judgement, RuleDefinition};

impl Place {
    /// The event after a judgement.
    pub(super) fn follow(
        &mut self,
        judgement: Judgement,
        was: Phase,
        edge: Option<EdgeKind>,
        value: Option<f64>,
        at: Timestamp,
        unit: &mut Surroundings<'_>,
    ) {
        let comparison = self.rule.condition.comparison;
        let is_worse = value.is_some_and(|value| {
            self.worst
                .is_none_or(|worst| comparison.worse(worst.value, value).to_bits() != worst.value.to_bits())
        });
        if is_worse {
            self.worst = value.map(|value| Peak { value, at });
        }
        if let Some(event) = &mut self.event {
            event.value = value.or(event.value);
            let turned = matches!(was, Phase::Falling { .. }) && judgement == Judgement::Breached;
            event.exceedances += u32::from(turned);
        }
        match edge {
            Some(EdgeKind::Onset) => {
                self.event = Some(self.onset(value, at, unit.pace));
                self.emit(TransitionKind::Raised, at, unit);
            }
            Some(EdgeKind::Clear) => self.emit(TransitionKind::Cleared, at, unit),
            Some(EdgeKind::Reminder) => self.emit(TransitionKind::Reminded, at, unit),
            None if is_worse && self.event.is_some() => self.emit(TransitionKind::Peak, at, unit),
            None => {}
        }
        if self.standing.phase == Phase::Idle {
            self.worst = None;
        }
    }

    fn onset(&self, value: Option<f64>, at: Timestamp, pace: Option<Duration>) -> Event {
        Event {
            onset_at: at,
            onset_value: value,
            peak: self.worst,
            value,
            sampled: pace.filter(|_| self.rule.metric.is_level()),
            exceedances: 1,
            acknowledged: None,
            told: false,
            told_peak: None,
            transitions: 0,
        }
    }

    /// Reports what happened to the open event, if there is one.
    pub(super) fn emit(&mut self, kind: TransitionKind, at: Timestamp, unit: &mut Surroundings<'_>) {
        let Some(event) = &mut self.event else { return };
        event.peak = self.worst.or(event.peak);
        event.transitions += 1;
        let telling = telling(&kind, event, self.shelf.is_some(), &self.rule);
        if telling == Telling::Tell {
            event.told = true;
            event.told_peak = event.peak.map(|peak| peak.value);
        }
        self.stamp = self.stamp.max(at);
        let is_end = kind.is_end();
        if matches!(self.gauge, Gauge::Contact) {
            unit.lost_by = if is_end { None } else { Some(self.id) };
            unit.found_at = if is_end { self.stamp } else { unit.found_at };
        }
        unit.pending.push(Pending {
            at: self.stamp,
            rule: self.id,
            severity: self.rule.severity,
            kind,
            event: event.clone(),
            telling,
        });
        if is_end {
            self.event = None;
        }
    }
}

/// Whether to tell something of an event. Whoever was told that it began is told that it ended.
fn telling(kind: &TransitionKind, event: &Event, is_shelved: bool, rule: &RuleDefinition) -> Telling {
    match kind {
        TransitionKind::Cleared | TransitionKind::Closed(_) if event.told => Telling::Tell,
        TransitionKind::Cleared | TransitionKind::Closed(_) => Telling::NeverTold,
        TransitionKind::Shelved(_) => Telling::Minor,
        _ if is_shelved => Telling::Shelved,
        TransitionKind::Raised => Telling::Tell,
        TransitionKind::Unshelved if event.told => Telling::Minor,
        TransitionKind::Unshelved => Telling::Tell,
        TransitionKind::Acknowledged if event.told => Telling::Tell,
        TransitionKind::Acknowledged => Telling::NeverTold,
        TransitionKind::Reminded if event.acknowledged.is_some() => Telling::Acknowledged,
        TransitionKind::Reminded => Telling::Tell,
        TransitionKind::Peak => {
            let risen = event.peak.zip(event.told_peak).map(|(peak, told)| (peak.value - told).abs());
            let is_due = rule.update_step.zip(risen).is_some_and(|(step, risen)| risen >= step);
            if is_due && event.told { Telling::Tell } else { Telling::Minor }
        }
    }
}
