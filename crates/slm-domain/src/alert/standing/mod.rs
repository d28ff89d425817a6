//! Where one condition stands: the state machine of an alarm.

use std::time::Duration;

use jiff::Timestamp;

use super::moment::{elapsed, later};
use super::{Condition, Judgement};

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

/// Where one rule stands for one unit:
/// Idle ─breach▶ Rising ─held▶ Active ─recovery▶ Falling ─held▶ Idle, and one step back when the level turns round.
///
/// Times are those of the values, in UTC: the machine can be kept, taken up again, and run over recorded values. A
/// clock that is set looks like a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Where it stands.
    pub phase: Phase,
    /// Time of the last value that said anything.
    pub judged_at: Option<Timestamp>,
    /// Time of the last onset or reminder, from which the cooldown counts.
    pub notified_at: Option<Timestamp>,
}

/// A state of [`Standing`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Within the limit.
    #[default]
    Idle,
    /// Breached, onset not yet due.
    Rising {
        /// Covered time of the breach.
        held: Duration,
    },
    /// Onset reported.
    Active,
    /// Recovered, clear not yet due.
    Falling {
        /// Covered time of the recovery.
        held: Duration,
    },
}

/// Whether an onset may be reported now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// It may.
    Open,
    /// Something else is reported instead.
    Inhibited,
}

/// What one value led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Something to tell.
    Edge(EdgeKind),
    /// Nothing to tell, and why.
    Quiet(Quiet),
}

impl Step {
    /// The edge, if there is one.
    pub fn edge(self) -> Option<EdgeKind> {
        match self {
            Self::Edge(edge) => Some(edge),
            Self::Quiet(_) => None,
        }
    }
}

/// An edge, reported once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// The limit is broken.
    Onset,
    /// It is still broken, and the rule asked to be reminded.
    Reminder,
    /// The level has recovered.
    Clear,
}

/// Why a value led to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quiet {
    /// No breach.
    WithinLimit,
    /// Nothing can be said.
    Undetermined,
    /// Breached, but not for long enough yet.
    NotDue,
    /// Breached long enough, but the last onset is too recent.
    Cooldown,
    /// Breached long enough, but something else is reported instead.
    Inhibited,
    /// Active, nothing new.
    StillActive,
    /// Recovered, but not for long enough yet.
    NotClearYet,
}

impl Standing {
    /// Whether an onset was reported and no clear yet.
    pub fn is_active(&self) -> bool {
        matches!(self.phase, Phase::Active | Phase::Falling { .. })
    }

    /// Advances by a value taken at `at`. When the last one lies more than `max_gap` before, there is a gap between,
    /// and what was held before it does not count on.
    pub fn step(
        &mut self,
        condition: &Condition,
        judgement: Judgement,
        at: Timestamp,
        max_gap: Duration,
        gate: Gate,
    ) -> Step {
        if judgement == Judgement::Undetermined {
            return Step::Quiet(Quiet::Undetermined);
        }
        let (was_paused, covered) = (self.judged_at.is_none(), self.covered(at, max_gap));
        self.judged_at = Some(at);
        let is_breached = judgement == Judgement::Breached;
        let has_recovered = judgement == Judgement::Recovered;
        // What a pause has left is not lost with the time that nobody knows of.
        let gap = if was_paused { Some(Duration::ZERO) } else { covered };
        let on = |held: Duration| gap.map_or(Duration::ZERO, |covered| held.saturating_add(covered));
        match self.phase {
            Phase::Idle if is_breached => self.rise(condition, Duration::ZERO, at, gate),
            Phase::Rising { held } if is_breached => self.rise(condition, on(held), at, gate),
            Phase::Idle | Phase::Rising { .. } => {
                self.phase = Phase::Idle;
                Step::Quiet(Quiet::WithinLimit)
            }
            Phase::Active if has_recovered => self.fall(condition, Duration::ZERO),
            Phase::Falling { held } if has_recovered => self.fall(condition, on(held)),
            Phase::Active | Phase::Falling { .. } => self.stay_active(condition, is_breached, at),
        }
    }

    /// Advances to `until` through a time in which one judgement held without a gap, as it does for what is known
    /// between values: whether a unit answers. An edge on the way is reported with the moment it was due, but none
    /// comes before `earliest`, when the gate was opened.
    pub fn hold(
        &mut self,
        condition: &Condition,
        judgement: Judgement,
        until: Timestamp,
        gate: Gate,
        earliest: Timestamp,
    ) -> Option<(EdgeKind, Timestamp)> {
        let step = |standing: &mut Self, at| {
            standing.step(condition, judgement, at, Duration::MAX, gate).edge().map(|edge| (edge, at))
        };
        let due = self.due(condition).map(|due| due.max(earliest)).filter(|due| *due < until);
        // Each step meets at most one edge: a constant judgement has no second one but reminders.
        due.and_then(|due| step(self, due)).or_else(|| step(self, until))
    }

    /// Forgets the level, as when the rule does not apply any more; a cooldown goes on.
    pub fn rest(&mut self) {
        self.phase = Phase::Idle;
        self.judged_at = None;
    }

    /// Takes the time until the next value for one of which nobody knows anything: delays stand still.
    pub fn pause(&mut self) {
        self.judged_at = None;
    }

    /// Takes the clock's having been set back to `at`: no time of the future is left.
    pub fn set_back(&mut self, at: Timestamp) {
        self.judged_at = None;
        self.notified_at = self.notified_at.map(|notified| notified.min(at));
        match &mut self.phase {
            Phase::Rising { held } | Phase::Falling { held } => *held = Duration::ZERO,
            Phase::Idle | Phase::Active => {}
        }
    }

    /// When the next edge is due if nothing changes.
    pub(super) fn due(&self, condition: &Condition) -> Option<Timestamp> {
        let judged = self.judged_at?;
        match self.phase {
            Phase::Idle | Phase::Active => None,
            Phase::Rising { held } => {
                let delay = later(judged, condition.on_delay.saturating_sub(held));
                let cooled = self.notified_at.map(|notified| later(notified, condition.cooldown));
                Some(cooled.map_or(delay, |cooled| cooled.max(delay)))
            }
            Phase::Falling { held } => Some(later(judged, condition.off_delay.saturating_sub(held))),
        }
    }

    /// Time since the last value, unless a gap lies between.
    fn covered(&self, at: Timestamp, max_gap: Duration) -> Option<Duration> {
        self.judged_at.map(|last| elapsed(at, last)).filter(|elapsed| *elapsed <= max_gap)
    }

    fn rise(&mut self, condition: &Condition, held: Duration, at: Timestamp, gate: Gate) -> Step {
        self.phase = Phase::Rising { held };
        if held < condition.on_delay {
            return Step::Quiet(Quiet::NotDue);
        }
        if self.notified_at.is_some_and(|notified| elapsed(at, notified) < condition.cooldown) {
            return Step::Quiet(Quiet::Cooldown);
        }
        if gate == Gate::Inhibited {
            return Step::Quiet(Quiet::Inhibited);
        }
        self.phase = Phase::Active;
        self.notified_at = Some(at);
        Step::Edge(EdgeKind::Onset)
    }

    fn fall(&mut self, condition: &Condition, held: Duration) -> Step {
        if held < condition.off_delay {
            self.phase = Phase::Falling { held };
            return Step::Quiet(Quiet::NotClearYet);
        }
        self.phase = Phase::Idle;
        Step::Edge(EdgeKind::Clear)
    }

    fn stay_active(&mut self, condition: &Condition, is_breached: bool, at: Timestamp) -> Step {
        self.phase = Phase::Active;
        let due = condition.reminder.zip(self.notified_at);
        if !is_breached || due.is_none_or(|(every, last)| elapsed(at, last) < every) {
            return Step::Quiet(Quiet::StillActive);
        }
        self.notified_at = Some(at);
        Step::Edge(EdgeKind::Reminder)
    }
}
