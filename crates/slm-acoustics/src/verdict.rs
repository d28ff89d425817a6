//! What can be said of a limit when part of the window is missing.

use crate::energy::{from_energy, to_energy};
use crate::rounding::tenths;

/// A limit as levels are compared with it: these are rounded to 0.1 dB first, the limit is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The limit, dB.
    pub level: f64,
    /// Whether a level equal to the limit exceeds it.
    pub inclusive: bool,
}

impl Limit {
    /// Exceeded above `level` only, as most rules want it.
    pub fn above(level: f64) -> Self {
        Self { level, inclusive: false }
    }

    /// Whether a level exceeds the limit.
    pub fn is_exceeded_by(&self, level: f64) -> bool {
        // Decimal fractions are not exact.
        let beyond = f64::from(tenths(level)) - self.level * 10.0;
        beyond > if self.inclusive { -BINARY_NOISE } else { BINARY_NOISE }
    }
}

/// Less than this, in tenths of a decibel, is nothing.
const BINARY_NOISE: f64 = 1e-6;

/// Between which levels the energy mean of a whole window lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// It is at least this; `None`: nothing is known.
    pub lower: Option<f64>,
    /// It is at most this; `None`: nothing is known.
    pub upper: Option<f64>,
}

/// A window as far as it was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Energy mean over the covered part, dB; `None` when nothing was covered.
    pub leq: Option<f64>,
    /// Covered share of the window, 0 to 1.
    pub coverage: f64,
    /// The instrument was overloaded: the mean is a lower bound.
    pub overloaded: bool,
    /// The instrument was under-range: the mean is an upper bound.
    pub under_range: bool,
}

impl Measured {
    /// Bounds of the whole window, when what is missing lay between `floor` (`None`: silence) and `ceiling` (`None`:
    /// anything), dB.
    pub fn bounds(&self, floor: Option<f64>, ceiling: Option<f64>) -> Bounds {
        let coverage = self.coverage.clamp(0.0, 1.0);
        let missing = 1.0 - coverage;
        let covered = self.leq.map_or(0.0, |leq| coverage * to_energy(leq));
        let lower = from_energy(covered + floor.map_or(0.0, |level| missing * to_energy(level)));
        let upper = match ceiling {
            _ if missing <= 0.0 => from_energy(covered),
            Some(level) => from_energy(covered + missing * to_energy(level)),
            None => None,
        };
        Bounds {
            // A measured value that is itself a bound says nothing about the other side.
            lower: lower.filter(|_| !self.under_range),
            upper: upper.filter(|_| !self.overloaded),
        }
    }
}

/// Whether a window exceeds a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does, whatever was missed.
    Over,
    /// It does not, whatever was missed.
    Under,
    /// What was missed decides.
    Undetermined,
}

impl Bounds {
    /// The verdict these bounds allow.
    pub fn verdict(&self, limit: &Limit) -> Verdict {
        if self.lower.is_some_and(|lower| limit.is_exceeded_by(lower)) {
            Verdict::Over
        } else if self.upper.is_some_and(|upper| !limit.is_exceeded_by(upper)) {
            Verdict::Under
        } else {
            Verdict::Undetermined
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn measured(leq: f64, coverage: f64) -> Measured {
        Measured { leq: Some(leq), coverage, overloaded: false, under_range: false }
    }

    #[track_caller]
    fn check(leq: f64, coverage: f64, lower: f64, upper: f64, verdict: Verdict) {
        let bounds = measured(leq, coverage).bounds(None, Some(80.0));
        assert!((bounds.lower.unwrap() - lower).abs() < 0.000_05, "{bounds:?}");
        assert!((bounds.upper.unwrap() - upper).abs() < 0.000_05, "{bounds:?}");
        assert_eq!(bounds.verdict(&Limit::above(70.0)), verdict);
    }

    #[test]
    fn a_limit_between_two_tenths_is_one() {
        assert!(Limit::above(70.05).is_exceeded_by(70.08));
        assert!(!Limit::above(70.05).is_exceeded_by(70.04));
        assert!(!Limit::above(70.1).is_exceeded_by(70.1));
        assert!(Limit { level: 70.1, inclusive: true }.is_exceeded_by(70.1));
    }

    #[test]
    fn gaps_have_three_answers() {
        check(72.0, 0.60, 69.7815, 76.9469, Verdict::Undetermined);
        check(73.0, 0.60, 70.7815, 77.1577, Verdict::Over);
        check(69.0, 0.95, 68.7772, 70.9851, Verdict::Undetermined);
        check(66.0, 0.90, 65.5424, 71.3299, Verdict::Undetermined);
        check(66.0, 1.0, 66.0, 66.0, Verdict::Under);
    }

    #[test]
    fn levels_are_rounded_before_they_are_compared() {
        let limit = Limit::above(70.0);
        assert!(!limit.is_exceeded_by(70.04));
        assert!(limit.is_exceeded_by(70.05));
        assert!(Limit { inclusive: true, ..limit }.is_exceeded_by(69.95));
    }

    #[test]
    fn nothing_is_proven_by_an_overloaded_meter_but_a_breach() {
        let limit = Limit::above(70.0);
        let quiet = Measured { overloaded: true, ..measured(60.0, 1.0) };
        assert_eq!(quiet.bounds(None, None).verdict(&limit), Verdict::Undetermined);
        let loud = Measured { overloaded: true, ..measured(75.0, 1.0) };
        assert_eq!(loud.bounds(None, None).verdict(&limit), Verdict::Over);
        let faint = Measured { under_range: true, ..measured(75.0, 1.0) };
        assert_eq!(faint.bounds(None, None).verdict(&limit), Verdict::Undetermined);
    }

    #[test]
    fn without_a_ceiling_a_gap_proves_nothing_under() {
        let bounds = measured(40.0, 0.99).bounds(None, None);
        assert_eq!(bounds.upper, None);
        let nothing = Measured { leq: None, coverage: 0.0, overloaded: false, under_range: false };
        assert_eq!(nothing.bounds(None, Some(65.0)).upper.map(f64::round), Some(65.0));
        assert_eq!(nothing.bounds(None, None), Bounds { lower: None, upper: None });
    }

    proptest! {
        #[test]
        fn a_breach_that_is_certain_stays_one_whatever_follows(
            first in 30.0..110.0f64,
            then in 0.0..110.0f64,
            coverage in 0.05..0.95f64,
            share in 0.0..1.0f64,
            limit in 50.0..90.0f64,
        ) {
            let limit = Limit::above(limit);
            if measured(first, coverage).bounds(None, None).verdict(&limit) == Verdict::Over {
                let more = (1.0 - coverage) * share;
                let energy = coverage * to_energy(first) + more * to_energy(then);
                let leq = from_energy(energy / (coverage + more)).unwrap();
                let later = measured(leq, coverage + more).bounds(None, Some(then));
                prop_assert_eq!(later.verdict(&limit), Verdict::Over);
            }
        }

        #[test]
        fn the_truth_lies_within_the_bounds(
            leq in 30.0..90.0f64,
            coverage in 0.05..0.95f64,
            floor in 20.0..40.0f64,
            above in 0.0..50.0f64,
            share in 0.0..1.0f64,
        ) {
            let ceiling = floor + above;
            let missing = floor + above * share;
            let truth = from_energy(coverage * to_energy(leq) + (1.0 - coverage) * to_energy(missing)).unwrap();
            let bounds = measured(leq, coverage).bounds(Some(floor), Some(ceiling));
            prop_assert!(bounds.lower.unwrap() <= truth + 1e-9 && truth <= bounds.upper.unwrap() + 1e-9);
        }
    }
}
