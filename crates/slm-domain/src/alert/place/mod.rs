//! One rule at one unit: its value, where it stands, its event.

mod history;
mod value;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::event::{CloseReason, Event, Note, Peak, Shelf, Telling, TransitionKind};
use super::gauge::{Budget, Gauge};
use super::moment::later;
use super::portion::Portion;
use super::standing::{Phase, Standing};
use super::window::WindowSnapshot;
use super::{Contact, Leaving, RuleDefinition, RuleId, ScopeCursor};

/// One rule at one unit.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) id: RuleId,
    pub(super) rule: Arc<RuleDefinition>,
    pub(super) standing: Standing,
    pub(super) event: Option<Event>,
    pub(super) shelf: Option<Shelf>,
    gauge: Gauge,
    /// Where the time stands in the rule's scope; `None` before the first frame.
    scope: Option<ScopeCursor>,
    /// The worst value since the breach began.
    worst: Option<Peak>,
    /// Time of the last transition: none comes before it.
    stamp: Timestamp,
}

/// What a place is told of its unit.
#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    pub(super) zone: &'a TimeZone,
    pub(super) contact: Contact,
    /// How far back a reading still to come may reach.
    pub(super) grace: Duration,
    /// Time between the samples that levels are known from; `None`: they are integrated, or nothing is known.
    pub(super) pace: Option<Duration>,
    /// The connectivity rule that has an open event: there is one for the unit.
    pub(super) lost_by: Option<RuleId>,
    /// When the last such event ended, if it did so just now.
    pub(super) found_at: Timestamp,
    /// What happened.
    pub(super) pending: &'a mut Vec<Pending>,
}

/// Something that happened, not yet part of an incident.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) at: Timestamp,
    pub(super) rule: RuleId,
    pub(super) severity: super::Severity,
    pub(super) kind: TransitionKind,
    pub(super) event: Event,
    pub(super) telling: Telling,
}

/// Where one rule stands for one unit, as plain parts to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceSnapshot {
    /// Which rule.
    pub rule: RuleId,
    /// Its state.
    pub standing: Standing,
    /// Its open event.
    pub event: Option<Event>,
    /// Whether it is shelved.
    pub shelf: Option<Shelf>,
    /// The worst value since the breach began.
    pub worst: Option<Peak>,
    /// What its window holds.
    pub window: WindowSnapshot,
    /// How far its times have been followed.
    pub scope: Option<ScopeCursor>,
    /// Time of its last transition.
    pub stamp: Timestamp,
}

/// What ends first.
enum Boundary {
    Window,
    Scope,
    Shelf,
}

impl Place {
    pub(super) fn new(id: RuleId, rule: Arc<RuleDefinition>, zone: &TimeZone) -> Self {
        Self {
            id,
            gauge: Gauge::new(&rule, zone),
            rule,
            standing: Standing::default(),
            event: None,
            shelf: None,
            scope: None,
            worst: None,
            stamp: Timestamp::MIN,
        }
    }

    pub(super) fn snapshot(&self) -> PlaceSnapshot {
        PlaceSnapshot { window: self.gauge.snapshot(), ..self.brief_snapshot() }
    }

    /// Without what may be long.
    pub(super) fn brief_snapshot(&self) -> PlaceSnapshot {
        PlaceSnapshot {
            rule: self.id,
            standing: self.standing,
            event: self.event.clone(),
            shelf: self.shelf.clone(),
            worst: self.worst,
            window: self.gauge.brief_snapshot(),
            scope: self.scope,
            stamp: self.stamp,
        }
    }

    pub(super) fn restore(&mut self, kept: PlaceSnapshot) {
        self.gauge.restore(&kept.window);
        (self.standing, self.event, self.shelf, self.worst) =
            (kept.standing, kept.event, kept.shelf, kept.worst);
        (self.scope, self.stamp) = (kept.scope, kept.stamp);
    }

    /// Whether it tells that the unit does not answer.
    pub(super) fn tells_contact(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let applies = || self.scope.unwrap_or_else(|| ScopeCursor::at(&self.rule.scope, zone, at)).is_inside;
        matches!(self.gauge, Gauge::Contact) && (self.event.is_some() || applies())
    }

    /// From when on readings of before are wanted in its window, and how long that is.
    pub(super) fn wanted(&self) -> Option<(Timestamp, Duration)> {
        match &self.gauge {
            Gauge::Rolling(window) => window.wanted(),
            _ => None,
        }
    }

    /// Takes a portion of before into its window, if it is wanted.
    pub(super) fn refill(&mut self, portion: &Portion) {
        if let Gauge::Rolling(window) = &mut self.gauge {
            window.refill(portion);
        }
    }

    /// When the unit's being lost is due to be told, or may have to be told by another rule, if nothing changes.
    pub(super) fn contact_due(&self) -> Option<Timestamp> {
        match (&self.gauge, self.standing.phase) {
            (Gauge::Contact, Phase::Rising { .. }) => self.standing.due(&self.rule.condition),
            (Gauge::Contact, Phase::Active) => self.scope.map(|scope| scope.until),
            _ => None,
        }
    }

    /// Lets the time pass up to a moment: what ends by then ends in its turn, and with its own time.
    pub(super) fn advance(&mut self, to: Timestamp, unit: &mut Surroundings<'_>) {
        let (rule, zone) = (Arc::clone(&self.rule), unit.zone);
        let scope = self.scope.get_or_insert_with(|| ScopeCursor::at(&rule.scope, zone, to));
        scope.extend(&rule.scope, zone, to);
        while let Some((boundary, at)) = self.next_boundary(unit.grace).filter(|(_, at)| *at <= to) {
            self.hold(at, unit);
            match boundary {
                Boundary::Window => self.finish_window(at, unit),
                Boundary::Scope => self.cross(at, unit),
                Boundary::Shelf => self.unshelve(at, unit),
            }
        }
        self.hold(to, unit);
    }

    /// Forgets levels that those to come cannot be compared with.
    pub(super) fn forget_levels(&mut self) {
        self.gauge.clear();
    }

    /// Takes the time up to a moment for one in which nobody looked. What is known all along was not known then.
    pub(super) fn resume(&mut self, at: Timestamp) {
        match (&mut self.gauge, self.standing.phase) {
            (Gauge::NoData(_), Phase::Active) | (Gauge::Contact, _) => self.standing.pause(),
            (Gauge::NoData(since), Phase::Falling { .. }) => {
                *since = Some(at);
                self.standing.pause();
            }
            (Gauge::NoData(since), Phase::Idle | Phase::Rising { .. }) => {
                *since = Some(at);
                self.standing.rest();
            }
            // Values that lie too far apart have a gap between them anyway.
            _ => {}
        }
    }

    /// Takes the clock's having been set back to `at`.
    pub(super) fn set_back(&mut self, at: Timestamp, zone: &TimeZone) {
        self.standing.set_back(at);
        self.gauge.clear();
        if let Gauge::NoData(since) = &mut self.gauge {
            *since = since.map(|since| since.min(at));
        }
        self.scope = Some(ScopeCursor::at(&self.rule.scope, zone, at));
        self.stamp = at;
    }

    /// Ends the open event for a reason that is not its value, and begins anew.
    pub(super) fn close(&mut self, reason: CloseReason, at: Timestamp, unit: &mut Surroundings<'_>) {
        self.standing.rest();
        self.worst = None;
        self.emit(TransitionKind::Closed(reason), at, unit);
    }

    /// Notes who takes care of the open event.
    pub(super) fn acknowledge(&mut self, note: Note, unit: &mut Surroundings<'_>) -> bool {
        let at = note.at;
        let Some(event) = &mut self.event else { return false };
        event.acknowledged = Some(note);
        self.emit(TransitionKind::Acknowledged, at, unit);
        true
    }

    /// Tells nothing of the rule for a while.
    pub(super) fn shelve(&mut self, shelving: Shelf, unit: &mut Surroundings<'_>) {
        let at = shelving.note.at;
        self.shelf = Some(shelving.clone());
        self.emit(TransitionKind::Shelved(shelving), at, unit);
    }

    /// Tells of the rule again.
    pub(super) fn unshelve(&mut self, at: Timestamp, unit: &mut Surroundings<'_>) {
        if self.shelf.take().is_some() {
            self.emit(TransitionKind::Unshelved, at, unit);
        }
    }

    /// What is left of the window under way; `level` is the present one.
    pub(super) fn budget(&self, now: Timestamp, level: Option<f64>) -> Option<Budget> {
        let Gauge::Aligned(clocked) = &self.gauge else { return None };
        clocked.budget(&self.rule.metric, &self.rule.condition, now, level)
    }

    /// The next of what ends by itself.
    fn next_boundary(&self, grace: Duration) -> Option<(Boundary, Timestamp)> {
        let window = self.gauge.window().map(|window| (window.end, later(window.end, grace)));
        let scope = self.scope.map(|scope| scope.until).filter(|until| *until < Timestamp::MAX);
        // A window that ends with the scope is finished first.
        let scope = scope.map(|until| match window {
            Some((end, finished)) if end <= until => until.max(finished),
            _ => until,
        });
        let shelved = self.shelf.as_ref().map(|shelving| shelving.until);
        let window = window.map(|(_, finished)| (Boundary::Window, finished));
        let later_ones = [scope.map(|at| (Boundary::Scope, at)), shelved.map(|at| (Boundary::Shelf, at))];
        window.into_iter().chain(later_ones.into_iter().flatten()).min_by_key(|(_, at)| *at)
    }

    /// Leaves the scope, or comes to the next moment at which to ask for it.
    fn cross(&mut self, at: Timestamp, unit: &mut Surroundings<'_>) {
        let Some(scope) = &mut self.scope else { return };
        if scope.advance(&self.rule.scope, unit.zone, at).is_none() {
            // What is known all along begins to count with the scope.
            return self.hold(at, unit);
        }
        match self.rule.scope.leaving {
            Leaving::Close => {
                self.close(CloseReason::OutOfScope, at, unit);
                self.gauge.clear();
            }
            Leaving::Keep if !self.standing.is_active() => {
                self.standing.rest();
                self.worst = None;
            }
            Leaving::Keep => {}
        }
    }
}
