//! The time that readings cover, cut into portions with one set of figures each.

use std::time::Duration;

use jiff::Timestamp;
use nl43_proto::Quantity;

use super::frame::Levels;
use super::moment::{earlier, elapsed};

/// A stretch of covered time and its figures, half-open, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Portion {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) leq: f64,
    pub(super) max: f64,
    pub(super) min: f64,
    pub(super) peak: Option<f64>,
    pub(super) over: bool,
    pub(super) under: bool,
}

impl Portion {
    /// The part of it between two moments, if there is one.
    pub(super) fn clipped(&self, from: i64, to: i64) -> Option<Self> {
        let (from, to) = (self.from.max(from), self.to.min(to));
        (from < to).then_some(Self { from, to, ..*self })
    }
}

/// Where the readings of a unit have got to: plain parts of a snapshot.
///
/// A sample stands for the time since the last one, unless a gap lies between. The instrument's maximum, minimum and
/// peak are those since the measurement began: one that has moved since the last reading happened in between, so short
/// events between two polls count.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Coverage {
    /// Time of the last reading with a level.
    pub last: Option<Timestamp>,
    /// The gap that was allowed then: what is still to come reaches back no further.
    pub max_gap: Duration,
    /// The instrument's maximum then.
    pub lmax: Option<f64>,
    /// The instrument's minimum then.
    pub lmin: Option<f64>,
    /// The instrument's peak then.
    pub lpeak: Option<f64>,
}

impl Coverage {
    /// Takes the levels of a reading in, and tells what time they cover.
    pub(super) fn take(&mut self, at: Timestamp, max_gap: Duration, levels: &Levels) -> Option<Portion> {
        if !levels.is_any() {
            return None;
        }
        let before = *self;
        let max_gap = max_gap.min(LONGEST);
        let since = before.last.filter(|last| elapsed(at, *last) <= max_gap);
        let shown = |quantity| levels.level(quantity);
        *self = Self {
            last: Some(at),
            max_gap,
            lmax: shown(Quantity::Lmax),
            lmin: shown(Quantity::Lmin),
            lpeak: shown(Quantity::Lpeak),
        };
        let flagged = |from: Timestamp, leq, max, min, peak| {
            let (from, to) = (from.as_millisecond(), at.as_millisecond());
            (from < to).then_some(Portion {
                from,
                to,
                leq,
                max,
                min,
                peak,
                over: levels.over,
                under: levels.under,
            })
        };
        if let Some(stretch) = &levels.stretch {
            let begin = earlier(at, stretch.length.min(LONGEST));
            let begin = before.last.map_or(begin, |last| begin.max(last));
            let [max, min] = [stretch.max, stretch.min].map(|level| level.unwrap_or(stretch.leq));
            return flagged(begin, stretch.leq, max, min, stretch.peak);
        }
        let lp = shown(Quantity::Lp)?;
        let moved = |was: Option<f64>, is: Option<f64>| {
            is.filter(|is| was.is_some_and(|was| was.to_bits() != is.to_bits()))
        };
        let max = moved(before.lmax, self.lmax).map_or(lp, |max| max.max(lp));
        let min = moved(before.lmin, self.lmin).map_or(lp, |min| min.min(lp));
        // No peak lies below the level.
        let peak = self.lpeak.map(|peak| moved(before.lpeak, self.lpeak).unwrap_or(peak.min(lp)));
        flagged(since?, lp, max, min, peak)
    }
}

/// No reading stands for more than a day.
const LONGEST: Duration = Duration::from_hours(24);
