//! Where one rule stands for one unit.

use std::time::{Duration, Instant};

use super::AlertRule;

/// Where one rule stands for one unit:
/// Idle ─breach▶ Rising ─held▶ Active ─recovery▶ Falling ─held▶ Idle, and one step back when the level turns round.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertState {
    phase: Phase,
    last_seen: Option<Instant>,
    last_notice: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Idle,
    /// Breached for `held` of covered time, onset not yet due.
    Rising {
        held: Duration,
        peak_db: f64,
    },
    Active {
        peak_db: f64,
    },
    /// Recovered for `held` of covered time, clear not yet due.
    Falling {
        held: Duration,
        peak_db: f64,
    },
}

/// What one reading led to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Something to tell.
    Edge(Edge),
    /// Nothing to tell, and why.
    Quiet(Quiet),
}

impl Step {
    /// The edge, if there is one.
    pub fn edge(self) -> Option<Edge> {
        match self {
            Self::Edge(edge) => Some(edge),
            Self::Quiet(_) => None,
        }
    }
}

/// An edge, reported once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Which.
    pub kind: EdgeKind,
    /// The level of the reading that caused it, dB.
    pub level_db: f64,
    /// The worst level since the breach began, dB.
    pub peak_db: f64,
}

/// Which edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// The limit is broken.
    Onset,
    /// It is still broken, and the rule asked to be reminded.
    Reminder,
    /// The level has recovered.
    Clear,
}

/// Why a reading led to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quiet {
    /// No breach.
    WithinLimit,
    /// Breached, but not for long enough yet.
    NotDue,
    /// Breached long enough, but the last onset is too recent.
    Cooldown,
    /// Active, nothing new.
    StillActive,
    /// Recovered, but not for long enough yet.
    NotClearYet,
}

impl Default for AlertState {
    fn default() -> Self {
        Self { phase: Phase::Idle, last_seen: None, last_notice: None }
    }
}

impl AlertState {
    /// Whether an onset was reported and no clear yet.
    pub fn is_active(&self) -> bool {
        matches!(self.phase, Phase::Active { .. } | Phase::Falling { .. })
    }

    /// Advances by one level taken at `now`. Readings without a value are not passed in: they are no evidence.
    pub fn step(&mut self, rule: &AlertRule, level_db: f64, now: Instant) -> Step {
        let covered = self.covered(rule, now);
        self.last_seen = Some(now);
        match self.phase {
            Phase::Idle if rule.is_breached_by(level_db) => {
                self.rise(rule, Duration::ZERO, level_db, level_db, now)
            }
            Phase::Idle => Step::Quiet(Quiet::WithinLimit),
            Phase::Rising { held, peak_db } if rule.is_breached_by(level_db) => {
                // A gap is no evidence: what was held before it does not count on.
                let held = covered.map_or(Duration::ZERO, |covered| held + covered);
                self.rise(rule, held, rule.worse(peak_db, level_db), level_db, now)
            }
            Phase::Rising { .. } => {
                self.phase = Phase::Idle;
                Step::Quiet(Quiet::WithinLimit)
            }
            Phase::Active { peak_db } if rule.is_recovered_by(level_db) => {
                self.fall(rule, Duration::ZERO, peak_db, level_db)
            }
            Phase::Active { peak_db } => self.stay_active(rule, rule.worse(peak_db, level_db), level_db, now),
            Phase::Falling { held, peak_db } if rule.is_recovered_by(level_db) => {
                let held = covered.map_or(Duration::ZERO, |covered| held + covered);
                self.fall(rule, held, peak_db, level_db)
            }
            Phase::Falling { peak_db, .. } => {
                self.stay_active(rule, rule.worse(peak_db, level_db), level_db, now)
            }
        }
    }

    /// Time since the last reading, unless a gap lies between.
    fn covered(&self, rule: &AlertRule, now: Instant) -> Option<Duration> {
        self.last_seen
            .map(|last| now.saturating_duration_since(last))
            .filter(|elapsed| *elapsed <= rule.max_gap)
    }

    fn rise(&mut self, rule: &AlertRule, held: Duration, peak_db: f64, level_db: f64, now: Instant) -> Step {
        self.phase = Phase::Rising { held, peak_db };
        if held < rule.on_delay {
            return Step::Quiet(Quiet::NotDue);
        }
        let cooling =
            self.last_notice.is_some_and(|notice| now.saturating_duration_since(notice) < rule.cooldown);
        if cooling {
            return Step::Quiet(Quiet::Cooldown);
        }
        self.phase = Phase::Active { peak_db };
        self.last_notice = Some(now);
        Step::Edge(Edge { kind: EdgeKind::Onset, level_db, peak_db })
    }

    fn fall(&mut self, rule: &AlertRule, held: Duration, peak_db: f64, level_db: f64) -> Step {
        if held < rule.off_delay {
            self.phase = Phase::Falling { held, peak_db };
            return Step::Quiet(Quiet::NotClearYet);
        }
        self.phase = Phase::Idle;
        Step::Edge(Edge { kind: EdgeKind::Clear, level_db, peak_db })
    }

    fn stay_active(&mut self, rule: &AlertRule, peak_db: f64, level_db: f64, now: Instant) -> Step {
        self.phase = Phase::Active { peak_db };
        let due = rule.reminder.zip(self.last_notice).is_some_and(|(every, last)| {
            rule.is_breached_by(level_db) && now.saturating_duration_since(last) >= every
        });
        if !due {
            return Step::Quiet(Quiet::StillActive);
        }
        self.last_notice = Some(now);
        Step::Edge(Edge { kind: EdgeKind::Reminder, level_db, peak_db })
    }
}

#[cfg(test)]
mod tests;
