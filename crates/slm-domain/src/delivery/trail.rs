//! The last minutes of a unit, for the charts of messages.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use nl43_proto::Quantity;

use super::{Sample, Series};
use crate::alert::Levels;

/// Levels of the last ten minutes, of two seconds the highest.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    points: VecDeque<Point>,
}

/// What is kept of two seconds.
#[derive(Debug, Clone, Copy)]
struct Point {
    at: Timestamp,
    /// dB; not a number where there was none.
    levels: [f32; Quantity::ALL.len()],
}

impl Trail {
    /// How far it reaches back.
    pub const LENGTH: Duration = Duration::from_mins(10);
    /// Points at most.
    const POINTS: usize = 300;
    /// What one point stands for.
    const STEP: Duration = Duration::from_secs(2);

    /// Takes levels in. Of a clock that was set back what came before is forgotten.
    pub fn take(&mut self, at: Timestamp, levels: &Levels) {
        if self.points.back().is_some_and(|last| at < last.at) {
            self.points.clear();
        }
        #[expect(clippy::cast_possible_truncation, reason = "a picture shows no more")]
        let levels =
            Quantity::ALL.map(|quantity| levels.level(quantity).map_or(f32::NAN, |level| level as f32));
        match self.points.back_mut() {
            Some(last) if at.duration_since(last.at).unsigned_abs() < Self::STEP => {
                for (kept, new) in last.levels.iter_mut().zip(levels) {
                    // What is not a number loses.
                    *kept = kept.max(new);
                }
            }
            _ => self.points.push_back(Point { at, levels }),
        }
        let is_old = |point: &Point| at.duration_since(point.at).unsigned_abs() > Self::LENGTH;
        while self.points.len() > Self::POINTS || self.points.front().is_some_and(is_old) {
            self.points.pop_front();
        }
    }

    /// What a level was until a moment; `None` when there was none.
    pub fn series(&self, quantity: Quantity, until: Timestamp) -> Option<Series> {
        let place = Quantity::ALL.iter().position(|other| *other == quantity)?;
        let sample = |point: &Point| {
            let level = point.levels[place];
            Sample {
                at: point.at,
                value: level.is_finite().then(|| slm_acoustics::round_tenth(level.into())),
            }
        };
        let samples: Vec<Sample> = self.points.iter().filter(|point| point.at <= until).map(sample).collect();
        samples.iter().any(|sample| sample.value.is_some()).then(|| Series {
            name: quantity.key().to_uppercase(),
            unit: "dB".to_owned(),
            samples,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    fn begin() -> Timestamp {
        "2026-06-12T12:00:00Z".parse().unwrap()
    }

    fn lp(level: f64) -> Levels {
        Levels::NONE.with(Quantity::Lp, Some(level))
    }

    #[test]
    fn of_two_seconds_the_highest_is_kept() {
        let mut trail = Trail::default();
        for (millis, level) in [(0, 60.0), (500, 71.25), (1_900, 65.0), (2_000, 50.0)] {
            trail.take(begin() + millis.milliseconds(), &lp(level));
        }
        trail.take(begin() + 5.seconds(), &Levels::NONE);
        let series = trail.series(Quantity::Lp, begin() + 1.hour()).unwrap();
        let values: Vec<_> = series.samples.iter().map(|sample| sample.value).collect();
        assert_eq!(values, [Some(71.3), Some(50.0), None]);
        assert_eq!((series.name.as_str(), series.unit.as_str()), ("LP", "dB"));
        assert_eq!(trail.series(Quantity::Lp, begin()).unwrap().samples.len(), 1, "not of the future");
        assert_eq!(trail.series(Quantity::Leq, begin() + 1.hour()), None);
    }

    #[test]
    fn no_more_than_the_last_minutes_is_kept() {
        let mut trail = Trail::default();
        for second in 0..3_000 {
            trail.take(begin() + second.seconds(), &lp(60.0));
        }
        let series = trail.series(Quantity::Lp, Timestamp::MAX).unwrap();
        assert_eq!(series.samples.len(), 300);
        assert_eq!(series.samples[0].at, begin() + 2_400.seconds());
        trail.take(begin(), &lp(60.0));
        assert_eq!(trail.series(Quantity::Lp, Timestamp::MAX).unwrap().samples.len(), 1, "a clock set back");
    }
}
