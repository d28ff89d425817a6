//! The mergeable figures of a stretch of time.

use crate::energy::{from_energy, to_energy};
use crate::exposure::sound_exposure_level;
use crate::histogram::LevelHistogram;

#[cfg(test)]
mod tests;

/// Figures of one short interval, the smallest piece an [`Accumulator`] takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its measured length in seconds.
    pub seconds: f64,
    /// Energy mean over it.
    pub leq: f64,
    /// Time-weighted level at its end, the sample of the percentile statistics.
    pub lp: f64,
    /// Highest time-weighted level.
    pub max: f64,
    /// Lowest time-weighted level.
    pub min: f64,
    /// Peak level; `None` where it is not measured.
    pub peak: Option<f64>,
    /// The instrument was overloaded: the levels are lower bounds.
    pub over: bool,
    /// The instrument was under-range: the levels are upper bounds.
    pub under: bool,
}

impl Interval {
    /// An interval of one level throughout, without a peak and within the instrument's range.
    pub fn steady(seconds: f64, level: f64) -> Self {
        Self { seconds, leq: level, lp: level, max: level, min: level, peak: None, over: false, under: false }
    }

    fn is_complete(&self) -> bool {
        let levels = [self.leq, self.lp, self.max, self.min, self.peak.unwrap_or(0.0)];
        self.seconds.is_finite() && self.seconds > 0.0 && levels.iter().all(|level| level.is_finite())
    }
}

/// Energy, covered time, extremes and level histogram of any stretch of time.
///
/// Merging is field-wise addition, maximum and minimum: associative, commutative and exact up to the last bits of the
/// energy sum, so seconds make minutes make days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Accumulator {
    /// Sum of relative energy times seconds.
    energy: f64,
    seconds: f64,
    max: Option<f64>,
    min: Option<f64>,
    peak: Option<f64>,
    over_seconds: f64,
    under_seconds: f64,
    paused_seconds: f64,
    samples: u64,
    /// Tenths of seconds by level.
    histogram: LevelHistogram,
}

/// What an [`Accumulator`] holds, to be kept somewhere and put together again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AccumulatorParts {
    /// Sum of relative energy times seconds.
    pub energy: f64,
    /// Covered seconds.
    pub seconds: f64,
    /// Highest time-weighted level.
    pub max: Option<f64>,
    /// Lowest time-weighted level.
    pub min: Option<f64>,
    /// Highest peak level.
    pub peak: Option<f64>,
    /// Overloaded seconds.
    pub over_seconds: f64,
    /// Under-range seconds.
    pub under_seconds: f64,
    /// Paused seconds.
    pub paused_seconds: f64,
    /// Number of intervals.
    pub samples: u64,
    /// Tenths of seconds by level.
    pub histogram: LevelHistogram,
}

impl Accumulator {
    /// An accumulator of no time at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an interval. One without a length, or with a level that is not a finite number, is missing and adds nothing.
    pub fn add(&mut self, interval: &Interval) {
        if !interval.is_complete() {
            return;
        }
        self.energy += interval.seconds * to_energy(interval.leq);
        self.seconds += interval.seconds;
        self.max = pick(self.max, Some(interval.max), f64::max);
        self.min = pick(self.min, Some(interval.min), f64::min);
        self.peak = pick(self.peak, interval.peak, f64::max);
        self.over_seconds += if interval.over { interval.seconds } else { 0.0 };
        self.under_seconds += if interval.under { interval.seconds } else { 0.0 };
        self.samples += 1;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive; saturates")]
        let tenths = (interval.seconds * 10.0).round().max(1.0) as u32;
        self.histogram.record_times(interval.lp, tenths);
    }

    /// Adds a pause: time that is known not to be measured. It is neither covered nor missing.
    pub fn add_pause(&mut self, seconds: f64) {
        if seconds.is_finite() && seconds > 0.0 {
            self.paused_seconds += seconds;
        }
    }

    /// Adds all that another accumulator holds.
    pub fn merge(&mut self, other: &Self) {
        self.energy += other.energy;
        self.seconds += other.seconds;
        self.max = pick(self.max, other.max, f64::max);
        self.min = pick(self.min, other.min, f64::min);
        self.peak = pick(self.peak, other.peak, f64::max);
        self.over_seconds += other.over_seconds;
        self.under_seconds += other.under_seconds;
        self.paused_seconds += other.paused_seconds;
        self.samples += other.samples;
        self.histogram.merge(&other.histogram);
    }

    /// Covered time in seconds.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Relative energy times seconds.
    pub fn energy(&self) -> f64 {
        self.energy
    }

    /// Covered seconds during which the instrument was overloaded.
    pub fn over_seconds(&self) -> f64 {
        self.over_seconds
    }

    /// Covered seconds during which the instrument was under-range.
    pub fn under_seconds(&self) -> f64 {
        self.under_seconds
    }

    /// Seconds of known pauses.
    pub fn paused_seconds(&self) -> f64 {
        self.paused_seconds
    }

    /// Covered share of a window of `nominal_seconds`, at most 1. Pauses count as not covered.
    pub fn coverage(&self, nominal_seconds: f64) -> f64 {
        if nominal_seconds > 0.0 { (self.seconds / nominal_seconds).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Energy mean over the covered time.
    pub fn leq(&self) -> Option<f64> {
        if self.seconds > 0.0 { from_energy(self.energy / self.seconds) } else { None }
    }

    /// Sound exposure level of the covered time.
    pub fn le(&self) -> Option<f64> {
        sound_exposure_level(self.leq()?, self.seconds)
    }

    /// Highest time-weighted level.
    pub fn max(&self) -> Option<f64> {
        self.max
    }

    /// Lowest time-weighted level.
    pub fn min(&self) -> Option<f64> {
        self.min
    }

    /// Highest peak level, where one was measured.
    pub fn peak(&self) -> Option<f64> {
        self.peak
    }

    /// Number of intervals added.
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// Time by level, in tenths of seconds: intervals of different lengths count by their lengths.
    pub fn histogram(&self) -> &LevelHistogram {
        &self.histogram
    }

    /// Level exceeded during `percent` % of the covered time; `None` below [`LevelHistogram::FEWEST_SAMPLES`] intervals.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let enough = self.samples >= LevelHistogram::FEWEST_SAMPLES;
        if enough { self.histogram.percentile_of_few(percent) } else { None }
    }

    /// Takes it apart.
    pub fn into_parts(self) -> AccumulatorParts {
        AccumulatorParts {
            energy: self.energy,
            seconds: self.seconds,
            max: self.max,
            min: self.min,
            peak: self.peak,
            over_seconds: self.over_seconds,
            under_seconds: self.under_seconds,
            paused_seconds: self.paused_seconds,
            samples: self.samples,
            histogram: self.histogram,
        }
    }
}

impl From<AccumulatorParts> for Accumulator {
    fn from(parts: AccumulatorParts) -> Self {
        Self {
            energy: parts.energy,
            seconds: parts.seconds,
            max: parts.max,
            min: parts.min,
            peak: parts.peak,
            over_seconds: parts.over_seconds,
            under_seconds: parts.under_seconds,
            paused_seconds: parts.paused_seconds,
            samples: parts.samples,
            histogram: parts.histogram,
        }
    }
}

fn pick(a: Option<f64>, b: Option<f64>, choose: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(choose(a, b)),
        (one, other) => one.or(other),
    }
}
