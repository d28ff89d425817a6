//! Readings made into minutes, or other short stretches, and minutes into longer ones.
//!
//! A snapshot of the displayed values is a sample: it stands for the time since the one before. A record of the 10 Hz
//! stream is a measurement of its own 100 ms. What no reading stands for is not covered, and stays so in every sum.
//!
//! Beside the samples stands what the meter has integrated itself, by its running exposure: where that covers a stretch and
//! rounding has left enough of it, it is the stretch's energy mean ([`Runs`]).

mod builder;
mod run_clock;
mod runs;

pub use builder::{AggregateBuilder, Levels, Origin};
pub use runs::{MeteredLeq, RunMark, RunSpan, Runs, Sampled, SettledRuns};

use jiff::Timestamp;
use slm_acoustics::Accumulator;

/// Figures of one stretch of time of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// Its first instant, a multiple of its resolution.
    pub start: Timestamp,
    /// What was measured of it.
    pub figures: Accumulator,
    /// What the meter's running exposure tells of it.
    pub runs: Runs,
}

impl Aggregate {
    /// Figures without anything that the meter integrated itself.
    pub fn new(start: Timestamp, figures: Accumulator) -> Self {
        Self { start, figures, runs: Runs::default() }
    }

    /// Its energy mean where the meter integrated it itself.
    pub fn metered(&self) -> Option<MeteredLeq> {
        self.runs.leq(&self.figures)
    }
}

/// The lengths of time for which aggregates are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// One minute.
    Minute,
    /// Ten minutes.
    TenMinutes,
    /// A quarter of an hour, the window of most limits.
    QuarterHour,
    /// One hour, as UTC counts it.
    Hour,
    /// One day of UTC. Days of a site are put together from shorter ones.
    Day,
}

impl Resolution {
    /// From the shortest to the longest.
    pub const ALL: [Self; 5] = [Self::Minute, Self::TenMinutes, Self::QuarterHour, Self::Hour, Self::Day];

    /// Its length in seconds.
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::TenMinutes => 600,
            Self::QuarterHour => 900,
            Self::Hour => 3600,
            Self::Day => 86_400,
        }
    }

    /// What it is put together from; `None` for minutes, which come from readings.
    pub const fn finer(self) -> Option<Self> {
        match self {
            Self::Minute => None,
            Self::TenMinutes | Self::QuarterHour => Some(Self::Minute),
            Self::Hour => Some(Self::QuarterHour),
            Self::Day => Some(Self::Hour),
        }
    }

    /// The first instant of the stretch that holds `at`.
    pub fn start_of(self, at: Timestamp) -> Timestamp {
        start_of(self.seconds(), at)
    }
}

/// The last multiple of `length` seconds since 1970 not after `at`.
pub(crate) fn start_of(length: i64, at: Timestamp) -> Timestamp {
    // A timestamp before 1970 with a fraction counts its seconds towards zero.
    let floor = at.as_second() - i64::from(at.subsec_nanosecond() < 0);
    Timestamp::from_second(floor.div_euclid(length) * length).unwrap_or(at)
}

#[cfg(test)]
mod tests;
