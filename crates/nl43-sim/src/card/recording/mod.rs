//! An Auto store: what a measurement leaves on the card, computed from sound and time when somebody looks.
//!
//! Nothing is written while a measurement runs. The store remembers when it measured and what it heard; how long its
//! files are follows from the time that has passed, and their rows are computed on the way to the client. Equal seeds,
//! times and settings give equal files.

use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::CardEntry;
use crate::instrument::{FrequencyWeighting, TimeWeighting};
use crate::sound::{Emission, SoundField};
pub(crate) use interval::LpInterval;
pub(super) use reader::Reader;
pub(crate) use rows::{Period, leq_header, leq_row};
pub(super) use table::{Made, MadeKind};

mod interval;
mod reader;
mod replay;
mod rows;
mod table;
#[cfg(test)]
mod tests;

/// Stretches of measuring between pauses and clock changes that are remembered; what follows more of them is not stored.
const MOST_STRETCHES: usize = 1024;
/// Levels set by hand that are remembered; the last one holds for what follows more of them.
const MOST_LEVELS: usize = 4096;
/// 100 ms in nanoseconds.
const STEP_NS: i32 = 100_000_000;

/// The present, for an instrument: what its clock shows, and how many steps of 100 ms it has taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Present {
    pub(crate) clock: DateTime,
    pub(crate) step: u64,
}

/// What is fixed when a measurement begins.
#[derive(Debug)]
pub(crate) struct Plan {
    /// `Index Number`, as in file names.
    pub(crate) index: Box<str>,
    /// `Store Name`.
    pub(crate) store: u64,
    /// How often Lp is stored, if at all.
    pub(crate) lp: Option<LpInterval>,
    /// Steps of one Leq interval, where Leq is stored.
    pub(crate) leq_steps: Option<u64>,
    /// Percentages of the five slots.
    pub(crate) percentiles: [f64; 5],
    /// Main channel, then the sub channels that are on.
    pub(crate) channels: Vec<ChannelPlan>,
    /// The `.rnh` file.
    pub(crate) settings: Box<str>,
    /// What a microphone in this place hears.
    pub(crate) sound: SoundField,
    /// Seed of the sound.
    pub(crate) seed: u64,
}

/// One channel of a store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChannelPlan {
    /// As in `Leq(Main)`.
    pub(crate) label: &'static str,
    pub(crate) frequency: FrequencyWeighting,
    pub(crate) time: TimeWeighting,
}

/// A store that grows, or has grown.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    plan: Arc<Plan>,
    begun: DateTime,
    stretches: Vec<Stretch>,
    /// Levels set by hand, each from a step on.
    levels: Vec<(u64, Option<f64>)>,
    ended: bool,
}

/// Measuring without a break.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: u64,
    end: Option<u64>,
    /// What the clock showed when the first step began, in whole steps.
    clock: DateTime,
}

impl Recording {
    pub(crate) fn begin(plan: Plan, level: Option<f64>, at: Present) -> Self {
        let clock = whole_steps(at.clock);
        Self {
            plan: Arc::new(plan),
            begun: clock,
            stretches: vec![Stretch { first: at.step, end: None, clock }],
            levels: vec![(0, level)],
            ended: false,
        }
    }

    /// When the measurement began.
    pub(crate) fn begun(&self) -> DateTime {
        self.begun
    }

    pub(crate) fn pause(&mut self, step: u64) {
        if let Some(Stretch { end: end @ None, .. }) = self.stretches.last_mut() {
            *end = Some(step);
        }
    }

    pub(crate) fn resume(&mut self, at: Present) {
        if !self.ended && self.stretches.len() < MOST_STRETCHES {
            self.pause(at.step);
            self.stretches.push(Stretch { first: at.step, end: None, clock: whole_steps(at.clock) });
        }
    }

    pub(crate) fn end(&mut self, step: u64) {
        self.pause(step);
        self.ended = true;
    }

    /// The meter's clock was set or jumped.
    pub(crate) fn set_clock(&mut self, at: Present) {
        if self.stretches.last().is_some_and(|stretch| stretch.end.is_none()) {
            self.resume(at);
        }
    }

    /// The sound was set to a level, or left to the field again.
    pub(crate) fn set_level(&mut self, level: Option<f64>, step: u64) {
        if self.levels.len() == MOST_LEVELS {
            self.levels.pop();
        }
        self.levels.push((step, level));
    }

    /// As it stands at this step, and will not grow any more.
    fn frozen(&self, step: u64) -> Self {
        let mut frozen = self.clone();
        frozen.pause(step);
        frozen
    }

    /// Steps measured up to `step`.
    fn measured(&self, step: u64) -> u64 {
        self.stretches.iter().map(|stretch| stretch.steps(step)).sum()
    }

    /// What the clock showed after so many measured steps.
    fn clock_after(&self, steps: u64) -> DateTime {
        let mut left = steps;
        let mut clock = self.begun;
        for stretch in &self.stretches {
            if left == 0 {
                break;
            }
            let within = left.min(stretch.steps(u64::MAX));
            clock = stretch.clock_at(within);
            left -= within;
        }
        clock
    }

    /// What was heard in one step.
    fn emission(&self, step: u64) -> Emission {
        let until = self.levels.partition_point(|(from, _)| *from <= step);
        match self.levels.get(until.saturating_sub(1)) {
            Some((_, Some(level))) => Emission::by_hand(*level),
            _ => self.plan.sound.emission(self.plan.seed, step),
        }
    }
}

impl Stretch {
    fn steps(&self, now: u64) -> u64 {
        self.end.unwrap_or(now).saturating_sub(self.first)
    }

    fn clock_at(&self, steps: u64) -> DateTime {
        let millis = i64::try_from(steps.saturating_mul(100)).unwrap_or(i64::MAX);
        self.clock.saturating_add(SignedDuration::from_millis(millis))
    }
}

/// The time in which a step began, with the tenths of a second that a store knows.
fn whole_steps(clock: DateTime) -> DateTime {
    let ahead = clock.subsec_nanosecond() % STEP_NS;
    clock.saturating_sub(SignedDuration::from_nanos(i64::from(ahead)))
}

/// An entry of a store's own making.
fn entry(name: String, size_bytes: Option<u64>, modified: DateTime) -> CardEntry {
    CardEntry { name, is_folder: size_bytes.is_none(), size_bytes: size_bytes.unwrap_or(0), modified }
}
