//! The level between two values of a running Leq.

use crate::energy::{from_energy, to_energy};

/// A running Leq as an instrument shows it: since the start of its measurement, pauses excluded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunningLeq {
    /// Measured seconds since the start.
    pub seconds: f64,
    /// Energy mean over them, dB, printed to 0.1 dB.
    pub leq: f64,
}

impl RunningLeq {
    /// A measurement that has just been started: no time, and no energy yet.
    pub const BEGIN: Self = Self { seconds: 0.0, leq: 0.0 };

    /// From relative energy times seconds since the start; `None` unless both are positive.
    pub fn from_energy(seconds: f64, energy: f64) -> Option<Self> {
        let leq = if seconds > 0.0 { from_energy(energy / seconds)? } else { return None };
        Some(Self { seconds, leq })
    }

    /// From a running sound exposure level; `None` unless the time is positive.
    pub fn from_exposure(seconds: f64, le: f64) -> Option<Self> {
        let leq = if seconds > 0.0 { from_energy(to_energy(le) / seconds)? } else { return None };
        Some(Self { seconds, leq })
    }

    fn energy(self) -> f64 {
        self.seconds * to_energy(self.leq)
    }
}

/// The level of the time between two running values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunningDifference {
    /// Energy mean, dB.
    pub level: f64,
    /// What the rounding of the two values may amount to, dB: (t1 + t2) / (t2 - t1) times 0.05. The same of the energies
    /// where it is more, as after a time that was louder.
    pub uncertainty_db: f64,
}

impl RunningDifference {
    /// Beyond this uncertainty the difference is not to be used.
    pub const USABLE_DB: f64 = 0.2;

    /// Whether the interval is long enough, against what ran before it, for the value to be used.
    pub fn is_usable(&self) -> bool {
        self.uncertainty_db <= Self::USABLE_DB + 1e-9
    }
}

/// Takes an earlier running value away from a later one of the same measurement.
///
/// `None` when no time lies between, or when rounding has left no energy: that is no value, never 0 dB.
pub fn running_difference(earlier: RunningLeq, later: RunningLeq) -> Option<RunningDifference> {
    let seconds = later.seconds - earlier.seconds;
    if seconds.is_nan() || seconds <= 0.0 {
        return None;
    }
    let energy = later.energy() - earlier.energy();
    let level = from_energy(energy / seconds)?;
    let by_time = (earlier.seconds + later.seconds) / seconds;
    let by_energy = (earlier.energy() + later.energy()) / energy;
    Some(RunningDifference { level, uncertainty_db: by_time.max(by_energy) * HALF_A_DIGIT_DB })
}

const HALF_A_DIGIT_DB: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;

    fn running(seconds: f64, leq: f64) -> RunningLeq {
        RunningLeq { seconds, leq }
    }

    #[test]
    fn the_minute_between_two_values() {
        let difference = running_difference(running(600.0, 60.0), running(660.0, 61.0)).unwrap();
        assert!((difference.level - 65.8526).abs() < 0.000_05);
        assert!(!difference.is_usable());
        let earlier = RunningLeq::from_exposure(600.0, 87.7815).unwrap();
        let later = RunningLeq::from_exposure(660.0, 89.1954).unwrap();
        assert!((running_difference(earlier, later).unwrap().level - 65.8526).abs() < 0.001);
    }

    #[test]
    fn rounding_spoils_short_differences_of_long_runs() {
        // A constant 60 dB, each value off by half a digit in the worst direction.
        let spread = |t1: f64| {
            let low = running_difference(running(t1, 60.05), running(t1 + 60.0, 59.95));
            let high = running_difference(running(t1, 59.95), running(t1 + 60.0, 60.05)).unwrap();
            (low.map(|low| low.level), high.level)
        };
        let near = |a: f64, b: f64| (a - b).abs() < 0.005;
        let (low, high) = spread(60.0);
        assert!(near(low.unwrap(), 59.85) && near(high, 60.15), "{low:?} {high}");
        let (low, high) = spread(600.0);
        assert!(near(low.unwrap(), 58.80) && near(high, 60.94), "{low:?} {high}");
        let (low, high) = spread(3600.0);
        assert!(low.is_none() && near(high, 63.79), "{low:?} {high}");
        let (low, high) = spread(14_400.0);
        assert!(low.is_none() && near(high, 68.15), "{low:?} {high}");
    }

    #[test]
    fn usable_from_two_thirds_of_what_ran_before() {
        let after =
            |seconds| running_difference(running(600.0, 60.0), running(600.0 + seconds, 60.0)).unwrap();
        assert!(after(400.0).is_usable());
        assert!(!after(390.0).is_usable());
    }

    #[test]
    fn after_a_louder_time_more_of_the_difference_is_rounding() {
        let quiet = from_energy(f64::midpoint(to_energy(80.0), to_energy(60.0))).unwrap();
        let difference = running_difference(running(3600.0, 80.0), running(7200.0, quiet)).unwrap();
        assert!((difference.level - 60.0).abs() < 1e-6);
        assert!(!difference.is_usable(), "by time alone it would be: {difference:?}");
        let louder = running_difference(running(3600.0, 60.0), running(7200.0, quiet)).unwrap();
        assert!((louder.uncertainty_db - 0.15).abs() < 1e-9);
    }

    #[test]
    fn since_the_start_only_the_last_value_is_rounded() {
        let whole = running_difference(RunningLeq::BEGIN, running(86_400.0, 61.3)).unwrap();
        assert!((whole.level - 61.3).abs() < 1e-9 && (whole.uncertainty_db - 0.05).abs() < 1e-9);
        assert!((RunningLeq::from_energy(60.0, 6e7).unwrap().leq - 60.0).abs() < 1e-9);
        assert_eq!(RunningLeq::from_energy(60.0, 0.0), None);
        assert_eq!(RunningLeq::from_energy(0.0, 1.0), None);
    }

    #[test]
    fn no_time_has_no_difference() {
        assert_eq!(running_difference(running(60.0, 60.0), running(60.0, 61.0)), None);
        assert_eq!(running_difference(running(60.0, 60.0), running(f64::NAN, 61.0)), None);
        assert_eq!(RunningLeq::from_exposure(0.0, 60.0), None);
    }
}
