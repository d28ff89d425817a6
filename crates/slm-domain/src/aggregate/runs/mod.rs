//! What the meter's own running exposure tells of a stretch of time.

use jiff::Timestamp;
use slm_acoustics::{Accumulator, RunningDifference, RunningLeq, from_energy, running_difference, to_energy};

/// The running exposure of a measurement at an instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunMark {
    /// When.
    pub at: Timestamp,
    /// Relative energy times seconds since the run began, as the meter rounded it.
    pub exposure: f64,
    /// How much more or less it may have been: between two snapshots it is not known how the energy came.
    pub spread: f64,
}

/// A part of one run of a measurement, from one value of its running exposure to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunSpan {
    /// When the run began, to which its measured time goes back: pauses move it.
    pub began: Timestamp,
    /// Where the part begins.
    pub from: RunMark,
    /// Where it ends.
    pub to: RunMark,
    /// What was sampled of the same time.
    pub sampled: Sampled,
}

/// Covered time and energy of samples.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sampled {
    /// Seconds.
    pub seconds: f64,
    /// Relative energy times seconds.
    pub energy: f64,
}

/// Parts of runs that are over, as far as their difference may be used.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SettledRuns {
    /// Relative energy times seconds.
    pub exposure: f64,
    /// How much of it may be rounding, or belong to the time around.
    pub doubt: f64,
    /// What was sampled of the same time.
    pub sampled: Sampled,
}

/// The parts of runs within a stretch of time, in the order of their time.
///
/// Only the first and the last may go on in a neighbouring stretch; of those between, their energy is enough. So stretches
/// are put together in any order of merging, as long as neighbours are merged.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Runs {
    /// The first part; the only one where there is one.
    pub first: Option<RunSpan>,
    /// The last part, where it is another.
    pub last: Option<RunSpan>,
    /// What lies between.
    pub settled: SettledRuns,
}

/// An energy mean that the meter integrated itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeteredLeq {
    /// dB.
    pub leq: f64,
    /// How far it may be off, dB.
    pub uncertainty_db: f64,
}

/// What was merely sampled may be so much of the time, and of the energy.
const LARGEST_REST: f64 = 1.0 / 40.0;
/// Equal numbers that were kept with fewer digits differ by less.
const SAME: f64 = 1e-5;
/// Half of the last digit of a level.
const HALF_A_DIGIT_DB: f64 = 0.05;

impl Runs {
    /// Adds a part that comes after all others.
    pub fn push(&mut self, span: RunSpan) {
        let end = if self.last.is_some() { &mut self.last } else { &mut self.first };
        match end {
            None => self.first = Some(span),
            Some(end) if end.goes_on_with(&span) => end.extend(&span),
            Some(_) => {
                if let Some(middle) = self.last.replace(span) {
                    self.settled.settle(&middle);
                }
            }
        }
    }

    /// Adds those of the stretch that comes next.
    pub fn append(&mut self, next: &Self) {
        self.settled.add(&next.settled);
        for span in [next.first, next.last].into_iter().flatten() {
            self.push(span);
        }
    }

    /// The energy mean over the covered time of a stretch, if the meter integrated all of it but a small rest, and rounding has
    /// left enough of it.
    pub fn leq(&self, figures: &Accumulator) -> Option<MeteredLeq> {
        let mut whole = self.settled;
        for span in [self.first, self.last].into_iter().flatten() {
            whole.settle(&span);
        }
        if whole.exposure <= 0.0 {
            return None;
        }
        let rest_seconds = figures.seconds() - whole.sampled.seconds;
        let rest = (figures.energy() - whole.sampled.energy).max(0.0);
        let energy = whole.exposure + rest;
        if rest_seconds > figures.seconds() * LARGEST_REST || rest > energy * LARGEST_REST {
            return None;
        }
        let leq = from_energy(energy / figures.seconds())?;
        let lowest = from_energy((energy - whole.doubt) / figures.seconds())?;
        Some(MeteredLeq { leq, uncertainty_db: leq - lowest })
    }
}

impl RunSpan {
    /// Where one register was read is known by its time and value.
    fn goes_on_with(&self, next: &Self) -> bool {
        let distance = (self.to.exposure - next.from.exposure).abs();
        self.to.at == next.from.at && distance <= self.to.exposure * SAME
    }

    fn extend(&mut self, next: &Self) {
        self.to = next.to;
        self.sampled.add(&next.sampled);
    }

    /// The level of the part, if enough ran of it against what ran before.
    pub fn difference(&self) -> Option<RunningDifference> {
        let running = |mark: &RunMark| {
            let seconds = mark.at.duration_since(self.began).as_secs_f64();
            RunningLeq::from_energy(seconds, mark.exposure)
        };
        let earlier = if self.from.exposure > 0.0 { running(&self.from)? } else { RunningLeq::BEGIN };
        running_difference(earlier, running(&self.to)?).filter(RunningDifference::is_usable)
    }
}

impl SettledRuns {
    /// Takes what a part amounts to; nothing of one whose difference is rounding, or which may have come before or after.
    fn settle(&mut self, span: &RunSpan) {
        let Some(difference) = span.difference() else { return };
        let exposure = span.to.exposure - span.from.exposure;
        let spread = span.from.spread + span.to.spread;
        if spread > exposure * share(RunningDifference::USABLE_DB) {
            return;
        }
        let marks = span.from.exposure + span.from.spread + span.to.exposure + span.to.spread;
        let rounding = (marks * share(HALF_A_DIGIT_DB)).max(exposure * share(difference.uncertainty_db));
        self.exposure += exposure;
        self.doubt += rounding + spread;
        self.sampled.add(&span.sampled);
    }

    fn add(&mut self, other: &Self) {
        self.exposure += other.exposure;
        self.doubt += other.doubt;
        self.sampled.add(&other.sampled);
    }
}

impl Sampled {
    fn add(&mut self, other: &Self) {
        self.seconds += other.seconds;
        self.energy += other.energy;
    }
}

/// By how much of itself an energy grows with so many decibels.
fn share(decibels: f64) -> f64 {
    to_energy(decibels) - 1.0
}

#[cfg(test)]
mod tests;
