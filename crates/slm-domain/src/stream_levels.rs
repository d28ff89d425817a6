//! Percentiles over the 10 Hz output, which the instrument does not give.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use nl43_proto::Quantity;
use slm_acoustics::LevelHistogram;

use crate::Reading;

/// Levels of one run of the stream, counted until the measurement changes or the stream pauses for long.
#[derive(Debug, Clone, Default)]
pub struct StreamLevels {
    histogram: LevelHistogram,
    last: Option<Instant>,
    started_at: Option<Timestamp>,
}

impl StreamLevels {
    /// Percent of the time for which [`percentiles`](Self::percentiles) are given.
    pub const PERCENTS: [u8; 5] = [5, 10, 50, 90, 95];

    /// Records further apart than this belong to two runs; a command in between takes far less.
    pub const MAX_PAUSE: Duration = Duration::from_secs(30);

    /// Counts a record's Lp.
    pub fn record(&mut self, reading: &Reading) {
        let paused =
            self.last.is_some_and(|last| reading.seen.saturating_duration_since(last) > Self::MAX_PAUSE);
        if paused || self.started_at != reading.run.started_at {
            self.histogram = LevelHistogram::new();
        }
        self.last = Some(reading.seen);
        self.started_at = reading.run.started_at;
        if let Some(level) = reading.level(Quantity::Lp) {
            self.histogram.record(level.decibels());
        }
    }

    /// Levels exceeded for [`PERCENTS`](Self::PERCENTS) of the time; `None` while there are too few records.
    pub fn percentiles(&self) -> Option<[f64; 5]> {
        let mut levels = [0.0; 5];
        for (level, percent) in levels.iter_mut().zip(Self::PERCENTS) {
            *level = self.histogram.percentile(f64::from(percent))?;
        }
        Some(levels)
    }
}
