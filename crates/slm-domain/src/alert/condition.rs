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
    /// Breached when above or equal.
    AtOrAbove,
    /// Breached when below or equal.
    AtOrBelow,
}

impl Comparison {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Above, Self::Below, Self::AtOrAbove, Self::AtOrBelow];

    /// The name in JSON and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Below => "below",
            Self::AtOrAbove => "at_or_above",
            Self::AtOrBelow => "at_or_below",
        }
    }

    /// Whether high values are bad.
    pub const fn is_upper(self) -> bool {
        matches!(self, Self::Above | Self::AtOrAbove)
    }

    /// Whether a value equal to the threshold is bad.
    pub const fn is_inclusive(self) -> bool {
        matches!(self, Self::AtOrAbove | Self::AtOrBelow)
    }

    /// As messages say it before the threshold.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Above => "over",
            Self::Below => "under",
            Self::AtOrAbove => "at or over",
            Self::AtOrBelow => "at or under",
        }
    }

    /// The worse of two values.
    pub fn worse(self, one: f64, other: f64) -> f64 {
        if self.is_upper() { one.max(other) } else { one.min(other) }
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
        // As a distance beyond the threshold: a breach beyond it, or at it.
        let beyond = if self.comparison.is_upper() { value - self.threshold } else { self.threshold - value };
        match self.comparison.is_inclusive() {
            // What is no number is no evidence.
            _ if value.is_nan() => Judgement::Undetermined,
            true if beyond >= 0.0 => Judgement::Breached,
            false if beyond > 0.0 => Judgement::Breached,
            _ if self.has_recovered(value) => Judgement::Recovered,
            _ => Judgement::Between,
        }
    }

    fn has_recovered(&self, value: f64) -> bool {
        if self.comparison.is_upper() {
            value <= self.threshold - self.dead_band
        } else {
            value >= self.threshold + self.dead_band
        }
    }

    /// What a computed figure says that lies within a range. Levels are rounded to 0.1 dB before they are compared,
    /// so that a figure is judged as it is shown; the threshold is taken as it is given.
    pub fn judge_range(&self, range: Range) -> Judgement {
        // In tenths, as distances beyond the threshold.
        let (limit, band) = (self.threshold * 10.0, self.dead_band * 10.0);
        let above = |level: Option<f64>| level.map(|level| f64::from(tenths(level)) - limit);
        let below = |level: Option<f64>| level.map(|level| limit - f64::from(tenths(level)));
        let (at_least, at_most) = if self.comparison.is_upper() {
            (above(range.low), above(range.high))
        } else {
            (below(range.high), below(range.low))
        };
        let is_beyond = |distance: f64| {
            distance > if self.comparison.is_inclusive() { -BINARY_NOISE } else { BINARY_NOISE }
        };
        match (at_least, at_most) {
            (Some(least), _) if is_beyond(least) => Judgement::Breached,
            (_, Some(most)) if is_beyond(most) => Judgement::Undetermined,
            (_, Some(most)) if most <= BINARY_NOISE - band => Judgement::Recovered,
            (_, Some(_)) => Judgement::Between,
            _ => Judgement::Undetermined,
        }
    }
}

/// Decimal fractions are not exact: less than this, in tenths, is nothing.
const BINARY_NOISE: f64 = 1e-6;

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

    #[test]
    fn a_limit_may_be_broken_by_its_own_value() {
        use Comparison::{AtOrAbove, AtOrBelow};
        let at = limit(AtOrAbove, 70.0, 2.0);
        let judged = [70.0, 69.99, 68.0].map(|value| at.judge(value));
        assert_eq!(judged, [Judgement::Breached, Judgement::Between, Judgement::Recovered]);
        let at = limit(AtOrBelow, 30.0, 0.0);
        assert_eq!([30.0, 30.01].map(|value| at.judge(value)), [Judgement::Breached, Judgement::Recovered]);
        check(AtOrAbove, Some(69.95), None, Judgement::Breached);
        check(AtOrAbove, Some(60.0), Some(69.94), Judgement::Between);
        check(AtOrAbove, Some(60.0), Some(70.0), Judgement::Undetermined);
        check(AtOrBelow, None, Some(70.04), Judgement::Breached);
        check(AtOrBelow, Some(70.05), None, Judgement::Between);
    }

    #[test]
    fn the_figure_is_rounded_and_the_threshold_is_not() {
        let range = |level| Range { low: Some(level), high: Some(level) };
        let judged =
            |comparison, threshold, band, level| limit(comparison, threshold, band).judge_range(range(level));
        // 70.1 is above 70.05, though that would round to 70.1.
        assert_eq!(judged(Comparison::Above, 70.05, 0.0, 70.08), Judgement::Breached);
        assert_eq!(judged(Comparison::Above, 70.05, 0.0, 70.04), Judgement::Recovered);
        assert_eq!(judged(Comparison::Below, 70.04, 0.0, 70.01), Judgement::Breached);
        // Decimal fractions are taken for what they say.
        assert_eq!(judged(Comparison::Above, 70.1, 0.3, 70.1), Judgement::Between);
        assert_eq!(judged(Comparison::Above, 70.1, 0.3, 69.8), Judgement::Recovered);
        assert_eq!(judged(Comparison::AtOrAbove, 70.1, 0.0, 70.1), Judgement::Breached);
        assert_eq!(judged(Comparison::Above, 70.0, 0.25, 69.8), Judgement::Between);
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
