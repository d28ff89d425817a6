//! Figures of the last *T*: a rolling window that moves in steps.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::accumulator::{Accumulator, Interval};

#[cfg(test)]
mod tests;

/// The accumulated figures of a window that moves with the time.
///
/// The window moves in steps: a step leaves it as a whole. Memory is bounded by the number of steps, whatever is added.
#[derive(Debug, Clone)]
pub struct RollingWindow {
    length: i64,
    step: i64,
    /// Steps that hold something, oldest first, by their number since 1970.
    steps: VecDeque<(i64, Accumulator)>,
}

impl RollingWindow {
    /// A window of `length` that moves by `step`; both at least a millisecond, `length` a multiple of `step`.
    ///
    /// `None` when they are not, or when there would be more than [`MAX_STEPS`](Self::MAX_STEPS) steps.
    pub fn new(length: SignedDuration, step: SignedDuration) -> Option<Self> {
        let (length, step) = (milliseconds(length)?, milliseconds(step)?);
        let fits = length % step == 0 && length / step <= Self::MAX_STEPS;
        fits.then(|| Self { length, step, steps: VecDeque::new() })
    }

    /// A day in steps of ten seconds.
    pub const MAX_STEPS: i64 = 8640;

    /// Adds an interval that began at `start`. One that is older than the window is left out.
    pub fn add(&mut self, start: Timestamp, interval: &Interval) {
        let number = start.as_millisecond().div_euclid(self.step);
        let newest = self.steps.back().map(|(newest, _)| *newest);
        if newest.is_some_and(|newest| number < newest - self.count()) {
            return;
        }
        let place = self.steps.partition_point(|(other, _)| *other < number);
        if self.steps.get(place).is_none_or(|(other, _)| *other != number) {
            self.steps.insert(place, (number, Accumulator::new()));
        }
        self.steps[place].1.add(interval);
        // The step under way does not yet push out the oldest whole one.
        self.forget(self.steps.back().map_or(number, |(newest, _)| *newest) - self.count() - 1);
    }

    /// The window that ends with the step before the one of `now`: whole steps only.
    pub fn whole(&mut self, now: Timestamp) -> Accumulator {
        let end = now.as_millisecond().div_euclid(self.step);
        self.between(end - self.count(), end)
    }

    /// The window that ends with what was added of the present step, and so is up to a step shorter.
    pub fn so_far(&mut self, now: Timestamp) -> Accumulator {
        let end = now.as_millisecond().div_euclid(self.step) + 1;
        self.between(end - self.count(), end)
    }

    /// Length in seconds.
    pub fn seconds(&self) -> f64 {
        self.length as f64 / 1000.0
    }

    /// Forgets everything, as when the instrument's settings change and levels can no longer be compared.
    pub fn clear(&mut self) {
        self.steps.clear();
    }

    fn between(&mut self, first: i64, end: i64) -> Accumulator {
        self.forget(first - 1);
        let mut sum = Accumulator::new();
        self.steps
            .iter()
            .filter(|(number, _)| (first..end).contains(number))
            .for_each(|(_, part)| sum.merge(part));
        sum
    }

    /// Drops steps up to and with `last`.
    fn forget(&mut self, last: i64) {
        while self.steps.front().is_some_and(|(number, _)| *number <= last) {
            self.steps.pop_front();
        }
    }

    fn count(&self) -> i64 {
        self.length / self.step
    }
}

fn milliseconds(duration: SignedDuration) -> Option<i64> {
    i64::try_from(duration.as_millis()).ok().filter(|whole| *whole > 0)
}
