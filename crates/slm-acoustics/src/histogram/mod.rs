//! Percentile levels from counts per 0.1 dB class.

use std::collections::VecDeque;

#[cfg(test)]
mod tests;

/// Absorbs binary noise, so that 59.9 falls into its own class.
const GUARD: f64 = 1e-9;

/// Counts of time-weighted level samples per 0.1 dB class.
///
/// Class *k* covers `[k/10, (k+1)/10)` dB. Only the span between the lowest and the highest recorded class is kept,
/// at most [`LevelHistogram::CLASSES`]; levels outside [`LevelHistogram::LOWEST`]…[`LevelHistogram::HIGHEST`] count
/// in the outermost classes. Histograms merge by addition, percentiles never do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LevelHistogram {
    /// Class of the front count, in tenths of dB.
    lowest: i16,
    counts: VecDeque<u32>,
    total: u64,
}

impl LevelHistogram {
    /// Lowest class in dB.
    pub const LOWEST: f64 = -20.0;
    /// Highest class in dB.
    pub const HIGHEST: f64 = 200.0;
    /// Number of classes.
    pub const CLASSES: usize = 2201;
    /// Fewest samples for which [`LevelHistogram::percentile`] gives a value.
    pub const FEWEST_SAMPLES: u64 = 100;

    /// An empty histogram.
    pub fn new() -> Self {
        Self::default()
    }

    /// From counts by class, as [`classes`](Self::classes) gives them. Classes beyond the outermost count there.
    pub fn from_classes(classes: impl IntoIterator<Item = (i16, u32)>) -> Self {
        let mut histogram = Self::new();
        for (class, count) in classes {
            histogram.add(class.clamp(-200, 2000), count);
        }
        histogram
    }

    /// Counts one sample. What is not a number is missing, and does not count.
    pub fn record(&mut self, level: f64) {
        self.record_times(level, 1);
    }

    /// Counts a sample `times` times, as when it stands for longer than others.
    pub fn record_times(&mut self, level: f64, times: u32) {
        if level.is_nan() {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the classes")]
        let class = (level.clamp(Self::LOWEST, Self::HIGHEST) * 10.0 + GUARD).floor() as i16;
        self.add(class, times);
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        for (class, count) in other.classes() {
            self.add(class, count);
        }
    }

    /// Number of samples counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The recorded classes upwards, as lower edge in tenths of dB and count; counts in between may be zero.
    pub fn classes(&self) -> impl DoubleEndedIterator<Item = (i16, u32)> + '_ {
        (self.lowest..self.end()).zip(self.counts.iter().copied())
    }

    /// Level exceeded during `percent` % of the samples, interpolated inside its class.
    ///
    /// `None` below [`LevelHistogram::FEWEST_SAMPLES`] samples, where conventions differ by whole decibels.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        if self.total < Self::FEWEST_SAMPLES { None } else { self.percentile_of_few(percent) }
    }

    /// As [`LevelHistogram::percentile`] for any number of samples, as an instrument shows it from its first second.
    pub fn percentile_of_few(&self, percent: f64) -> Option<f64> {
        let wanted = self.total as f64 * percent.clamp(0.0, 100.0) / 100.0;
        let mut above = 0.0;
        for (class, count) in self.classes().rev() {
            let count = f64::from(count);
            if count > 0.0 && above + count >= wanted {
                let upper_edge = f64::from(class + 1) / 10.0;
                return Some(upper_edge - 0.1 * (wanted - above) / count);
            }
            above += count;
        }
        None
    }

    /// The class after the highest recorded one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "at most 2,201 classes")]
    fn end(&self) -> i16 {
        self.lowest + self.counts.len() as i16
    }

    fn add(&mut self, class: i16, count: u32) {
        if count == 0 {
            return;
        }
        if self.counts.is_empty() {
            self.lowest = class;
        }
        while class < self.lowest {
            self.counts.push_front(0);
            self.lowest -= 1;
        }
        while class >= self.end() {
            self.counts.push_back(0);
        }
        let slot = &mut self.counts[usize::from((class - self.lowest).unsigned_abs())];
        *slot = slot.saturating_add(count);
        self.total += u64::from(count);
    }
}
