//! What a rule asks of a value, and for how long.

use std::fmt;
use std::time::Duration;

use slm_acoustics::tenths;

/// Which side of the threshold is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Breached when strictly above.
    Above,
    /// Breached when strictly below.
    Below,
}

impl Comparison {
    /// The name in JSON and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Below => "below",
        }
    }

    /// The worse of two values.
    pub fn worse(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Above => one.max(other),
            Self::Below => one.min(other),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A limit on one value, with its delays.
///
/// Delays count covered time only: time between two values with no gap between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Above or below.
    pub comparison: Comparison,
    /// The limit, in the metric's unit.
    pub threshold: f64,
    /// Recovered means this far inside the threshold.
    pub dead_band: f64,
    /// How long the limit must be breached before the onset.
    pub on_delay: Duration,
    /// How long the value must have recovered before the clear.
    pub off_delay: Duration,
    /// Least time from one onset, or its last reminder, to the next onset.
    pub cooldown: Duration,
    /// While active and breached: remind this often. `None`: never.
    pub reminder: Option<Duration>,
}

/// What a value says about a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The limit is broken.
    Breached,
    /// It is not broken, but the value lies in the dead band.
    Between,
    /// The value lies inside the limit by the dead band.
    Recovered,
    /// Nothing can be said: no value, or what was missed decides. It neither raises nor clears.
    Undetermined,
}

/// Between which levels a figure lies for certain; `None`: unknown on that side.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// At least this.
    pub low: Option<f64>,
    /// At most this.
    pub high: Option<f64>,
}

impl Condition {
    /// A limit without delays, dead band and cooldown.
    pub fn new(comparison: Comparison, threshold: f64) -> Self {
        Self {
            comparison,
            threshold,
            dead_band: 0.0,
            on_delay: Duration::ZERO,
            off_delay: Duration::ZERO,
            cooldown: Duration::ZERO,
            reminder: None,
        }
    }

    /// What one value says; it is compared as it is.
    pub fn judge(&self, value: f64) -> Judgement {
        let (is_breached, has_recovered) = match self.comparison {
            Comparison::Above => (value > self.threshold, value <= self.threshold - self.dead_band),
            Comparison::Below => (value < self.threshold, value >= self.threshold + self.dead_band),
        };
        match (is_breached, has_recovered) {
            (true, _) => Judgement::Breached,
            (_, true) => Judgement::Recovered,
            // What is no number is no evidence.
            _ if value.is_nan() => Judgement::Undetermined,
            _ => Judgement::Between,
        }
    }

    /// What a computed figure says that lies within a range. Levels are rounded to 0.1 dB before they are compared,
    /// so that a figure is judged as it is shown.
    pub fn judge_range(&self, range: Range) -> Judgement {
        // As distances beyond the threshold: positive is a breach.
        let limit = tenths(self.threshold);
        let band = tenths(self.dead_band);
        let above = |level: Option<f64>| level.map(|level| tenths(level) - limit);
        let below = |level: Option<f64>| level.map(|level| limit - tenths(level));
        let (at_least, at_most) = match self.comparison {
            Comparison::Above => (above(range.low), above(range.high)),
            Comparison::Below => (below(range.high), below(range.low)),
        };
        match (at_least, at_most) {
            (Some(least), _) if least > 0 => Judgement::Breached,
            (_, Some(most)) if most <= -band => Judgement::Recovered,
            (_, Some(most)) if most <= 0 => Judgement::Between,
            _ => Judgement::Undetermined,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(comparison: Comparison, threshold: f64, dead_band: f64) -> Condition {
        Condition { dead_band, ..Condition::new(comparison, threshold) }
    }

    #[test]
    fn a_value_is_compared_as_it_is() {
        let above = limit(Comparison::Above, 70.0, 2.0);
        let judged = [70.01, 70.0, 68.01, 68.0, f64::NAN].map(|value| above.judge(value));
        let expected = [
            Judgement::Breached,
            Judgement::Between,
            Judgement::Between,
            Judgement::Recovered,
            Judgement::Undetermined,
        ];
        assert_eq!(judged, expected);
        let below = limit(Comparison::Below, 30.0, 2.0);
        let judged = [29.99, 30.0, 31.99, 32.0].map(|value| below.judge(value));
        assert_eq!(judged, expected[..4]);
    }

    #[track_caller]
    fn check(comparison: Comparison, low: Option<f64>, high: Option<f64>, expected: Judgement) {
        assert_eq!(limit(comparison, 70.0, 2.0).judge_range(Range { low, high }), expected);
    }

    #[test]
    fn a_range_says_what_its_nearer_end_says() {
        use Comparison::{Above, Below};
        check(Above, Some(70.05), None, Judgement::Breached);
        check(Above, Some(70.04), None, Judgement::Undetermined);
        check(Above, Some(60.0), Some(70.04), Judgement::Between);
        check(Above, None, Some(68.0), Judgement::Recovered);
        check(Above, Some(60.0), Some(90.0), Judgement::Undetermined);
        check(Above, None, None, Judgement::Undetermined);
        check(Below, None, Some(69.94), Judgement::Breached);
        check(Below, Some(69.96), None, Judgement::Between);
        check(Below, Some(72.0), Some(80.0), Judgement::Recovered);
        check(Below, Some(60.0), Some(70.0), Judgement::Undetermined);
    }
}
