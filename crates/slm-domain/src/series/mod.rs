//! Levels over time, in steps of any length: what charts, tables and exports show.
//!
//! Steps lie side by side on the site's clock, so that a chart and a report speak of the same quarter of an hour, and a day
//! has 23, 24 or 25 hours. A step of which nothing was measured is there too: a gap is shown as one.

mod metric;
mod period;

pub use metric::{SeriesMetric, SeriesMetricError};
pub use period::{Period, PeriodError};

pub use slm_acoustics::calendar::{Window, instant};
pub use slm_acoustics::{Character, SamplingError};

use std::mem::take;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_acoustics::{Accumulator, sampling_error, sound_exposure_level};

use crate::aggregate::{Aggregate, MeteredLeq, Runs};

/// One step and its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// From when until when, half-open.
    pub window: Window,
    /// What was measured of it.
    pub figures: Accumulator,
    /// What the meter's running exposure tells of it.
    pub runs: Runs,
}

/// Puts aggregates together to steps. They come in the order of their time, and none lies across a boundary of steps.
#[derive(Debug, Clone)]
pub struct Series {
    period: Period,
    zone: TimeZone,
    window: Window,
    end: Timestamp,
    figures: Accumulator,
    runs: Runs,
}

/// Seconds between two samples beyond which levels were sampled; the stream's records are measurements of their own.
const SAMPLED_BEYOND: f64 = 0.15;
/// So many are a stream.
const FEWEST_RECORDS: u64 = 3;
/// Seconds between two polls of a unit that is watched.
const USUAL_POLL: f64 = 1.0;

impl Series {
    /// Steps from the one that holds `start` to the last one that begins before `end`.
    pub fn new(period: Period, zone: TimeZone, start: Timestamp, end: Timestamp) -> Self {
        let window = period.window(&zone, start);
        Self { period, zone, window, end, figures: Accumulator::new(), runs: Runs::default() }
    }

    /// Whether the aggregate belongs to the present step; those before have been taken by [`Series::step_before`].
    pub fn add(&mut self, part: &Aggregate) {
        if self.window.contains(part.start) {
            self.figures.merge(&part.figures);
            self.runs.append(&part.runs);
        }
    }

    /// The present step, if it ended until `at`. Then the next one is the present. [`Timestamp::MAX`] gives out all that
    /// are left, the last of which may not have ended yet.
    pub fn step_before(&mut self, at: Timestamp) -> Option<Step> {
        if self.window.start >= self.end || self.window.end > at {
            return None;
        }
        Some(self.next_step())
    }

    fn next_step(&mut self) -> Step {
        let (figures, runs) = (take(&mut self.figures), take(&mut self.runs));
        let step = Step { window: self.window, figures, runs };
        let next = self.period.window(&self.zone, self.window.end);
        // The end of time has no next step.
        if next.end <= self.window.end {
            self.end = self.window.start;
        }
        self.window = next;
        step
    }
}

impl Step {
    /// Covered share of the step until `now`, 0 to 1: what is still to come is not missing.
    pub fn coverage(&self, now: Timestamp) -> f64 {
        let until = self.window.end.min(now);
        self.figures.coverage(until.duration_since(self.window.start).as_secs_f64())
    }

    /// A figure in dB; `None` where nothing was measured, or too little for it. An energy that the meter integrated itself
    /// takes the place of that of samples.
    pub fn level(&self, metric: SeriesMetric) -> Option<f64> {
        match metric {
            SeriesMetric::Leq => self.leq(),
            SeriesMetric::Le => sound_exposure_level(self.leq()?, self.figures.seconds()),
            _ => metric.of(&self.figures),
        }
    }

    fn leq(&self) -> Option<f64> {
        self.metered().map(|metered| metered.leq).or_else(|| self.figures.leq())
    }

    /// The energy mean, where the meter integrated it itself.
    pub fn metered(&self) -> Option<MeteredLeq> {
        self.runs.leq(&self.figures)
    }

    /// How far the energy mean may be off because levels were sampled; `None` when it was measured, or nothing was.
    ///
    /// The second `None`, of a sampled step, means that its samples are too far apart for more than a trend.
    pub fn sampling(&self, character: Character) -> Option<Option<SamplingError>> {
        if self.figures.samples() == 0 || self.metered().is_some() {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "no step has so many samples")]
        let seconds = self.figures.seconds() / self.figures.samples() as f64;
        // What a poll stands for may be cut where steps meet: of one or two short pieces nobody knows where they are from.
        let is_unknown = seconds <= SAMPLED_BEYOND && self.figures.samples() < FEWEST_RECORDS;
        let period = if is_unknown { USUAL_POLL } else { seconds };
        (period > SAMPLED_BEYOND).then(|| sampling_error(period, character))
    }
}

#[cfg(test)]
mod tests;
