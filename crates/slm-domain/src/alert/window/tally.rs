//! The exact sums of a window.

use slm_acoustics::{from_energy, to_energy};

use super::class_times::ClassTimes;
use super::{Figure, WindowMetric};
use crate::alert::Range;
use crate::alert::portion::Portion;

/// Energy, covered time and extremes of a stretch of time.
///
/// Energies are whole numbers, so sums are exact whatever the order: a portion that leaves a window leaves nothing
/// behind, and a window that was kept and taken up again goes on to the bit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Covered milliseconds.
    pub covered: i64,
    /// Those during which the instrument was overloaded.
    pub over: i64,
    /// Those during which it was under-range.
    pub under: i64,
    /// Relative energy times milliseconds, in millionths.
    pub energy: u128,
    /// The part of it that was under-range, which is an upper bound.
    pub under_energy: u128,
    /// The highest or lowest level, as the figure asks.
    pub extreme: Option<f64>,
    /// Portions, as many as the samples of a percentile.
    pub samples: u64,
}

/// What can be said of a window's figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::alert) struct Assessment {
    /// The level the window has for certain, or enough of it to count.
    pub(in crate::alert) range: Range,
    /// The figure over the covered part, dB.
    pub(in crate::alert) measured: Option<f64>,
}

/// How much of a window there is, milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// Its whole length.
    pub(super) nominal: i64,
    /// The length of which the coverage is a share.
    pub(super) reach: i64,
    /// Whether nothing more is to come.
    pub(super) is_over: bool,
}

impl Tally {
    /// Adds a portion, or a piece of one; a sample counts with its last piece.
    pub(super) fn add(&mut self, portion: &Portion, figure: Figure, is_last: bool) {
        let length = portion.to - portion.from;
        self.covered += length;
        self.over += if portion.over { length } else { 0 };
        self.under += if portion.under { length } else { 0 };
        let energy = energy(portion.leq, length);
        self.energy += energy;
        self.under_energy += if portion.under { energy } else { 0 };
        self.extreme = worse(figure, self.extreme, extreme(figure, portion));
        self.samples += u64::from(is_last);
    }

    /// Takes away all but the extreme, which has no way back.
    pub(super) fn take_away(&mut self, other: &Self) {
        self.covered -= other.covered;
        self.over -= other.over;
        self.under -= other.under;
        self.energy -= other.energy;
        self.under_energy -= other.under_energy;
        self.samples -= other.samples;
    }

    /// Relative energy times seconds.
    pub(in crate::alert) fn energy_seconds(&self) -> f64 {
        self.energy as f64 / UNITS_PER_SECOND
    }

    pub(super) fn assess(&self, metric: &WindowMetric, times: &ClassTimes, extent: Extent) -> Assessment {
        let share = self.covered as f64 / extent.reach as f64;
        let counts = extent.is_over && self.covered > 0 && share >= metric.required_coverage;
        match metric.figure {
            Figure::Leq => self.assess_mean(metric, counts, extent),
            Figure::Percentile(percent) => {
                self.assess_percentile(metric, f64::from(percent) / 100.0, times, counts, extent)
            }
            Figure::Max | Figure::Peak => {
                let is_known = counts || self.covered >= extent.nominal;
                let above = |ceiling: f64| self.extreme.map_or(ceiling, |level| level.max(ceiling));
                let high = if is_known { self.extreme } else { metric.ceiling_db.map(above) };
                let range = Range { low: self.extreme, high: high.filter(|_| self.over == 0) };
                Assessment { range, measured: self.extreme }
            }
            Figure::Min => {
                let low = self.extreme.filter(|_| counts && self.under == 0);
                Assessment { range: Range { low, high: self.extreme }, measured: self.extreme }
            }
        }
    }

    fn assess_mean(&self, metric: &WindowMetric, counts: bool, extent: Extent) -> Assessment {
        let mean = |energy: f64, length: i64| from_energy(energy / (length as f64 * SCALE));
        let (all, certain) = (self.energy as f64, (self.energy - self.under_energy) as f64);
        let measured = mean(all, self.covered);
        let missing = (extent.nominal - self.covered).max(0);
        // What was missed, or is still to come, is silent at least and at most as loud as the ceiling.
        let low = mean(certain, if counts { self.covered } else { extent.nominal });
        let rest = metric.ceiling_db.map(|level| to_energy(level) * SCALE * missing as f64);
        let rest = rest.or((missing == 0).then_some(0.0));
        let high = if counts { measured } else { rest.and_then(|rest| mean(all + rest, extent.nominal)) };
        Assessment { range: Range { low, high: high.filter(|_| self.over == 0) }, measured }
    }

    fn assess_percentile(
        &self,
        metric: &WindowMetric,
        share: f64,
        times: &ClassTimes,
        counts: bool,
        extent: Extent,
    ) -> Assessment {
        if self.samples < FEWEST_SAMPLES {
            return Assessment { range: Range::default(), measured: None };
        }
        let measured = times.exceeded_during(self.covered as f64 * share);
        // Up to a tenth of the time out of the instrument's range does not move a percentile.
        let is_within = |out_of_range: i64| out_of_range * 10 < self.covered;
        let range = |low: Option<f64>, high: Option<f64>| Range {
            low: low.filter(|_| is_within(self.under)),
            high: high.filter(|_| is_within(self.over)),
        };
        if counts {
            return Assessment { range: range(measured, measured), measured };
        }
        let (whole, missing) = (extent.nominal as f64 * share, (extent.nominal - self.covered).max(0) as f64);
        // What was missed lay below everything, or above, or at the ceiling.
        let proven = times.exceeded_during(whole);
        let above = (whole > missing).then(|| times.exceeded_during(whole - missing)).flatten();
        let capped = metric.ceiling_db.map(|ceiling| proven.map_or(ceiling, |level| level.max(ceiling)));
        let bound = above.into_iter().chain(capped).reduce(f64::min);
        Assessment { range: range(proven, bound), measured }
    }
}

/// The level of a portion that the figure looks for the extreme of.
pub(super) fn extreme(figure: Figure, portion: &Portion) -> Option<f64> {
    match figure {
        Figure::Max => Some(portion.max),
        Figure::Min => Some(portion.min),
        Figure::Peak => portion.peak,
        Figure::Leq | Figure::Percentile(_) => None,
    }
}

/// The more extreme of two levels, as the figure asks.
pub(super) fn worse(figure: Figure, one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) if figure == Figure::Min => Some(one.min(other)),
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    }
}

/// Energy of a level over a time. Beyond 200 dB, which nothing prints, it stays at 200: a day of it fits many times.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive, and far below the limit"
)]
fn energy(level: f64, milliseconds: i64) -> u128 {
    (to_energy(level.min(200.0)) * SCALE).round() as u128 * u128::from(milliseconds.unsigned_abs())
}

const SCALE: f64 = 1e6;
const UNITS_PER_SECOND: f64 = 1000.0 * SCALE;
/// Fewer samples have no percentiles: conventions differ by whole decibels.
const FEWEST_SAMPLES: u64 = slm_acoustics::LevelHistogram::FEWEST_SAMPLES;
