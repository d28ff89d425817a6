//! What a limit on an energy mean still allows before its window ends.

use crate::energy::{from_energy, to_energy};

/// A limit on the energy mean of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EnergyBudget {
    /// The limit, dB.
    pub limit: f64,
    /// Length of the window, seconds.
    pub window_seconds: f64,
}

impl EnergyBudget {
    /// Relative energy times seconds that the window may hold.
    pub fn total(&self) -> f64 {
        self.window_seconds * to_energy(self.limit)
    }

    /// Share of the budget that `energy` (relative energy times seconds) has used; more than 1 is the overrun.
    pub fn used(&self, energy: f64) -> f64 {
        energy / self.total()
    }

    /// Whether the window will be over the limit even if the rest of it is silent.
    pub fn is_breached(&self, energy: f64) -> bool {
        energy > self.total()
    }

    /// Energy mean that may still be emitted until the window ends, dB, after `seconds` of it; `None` when nothing may.
    pub fn allowed(&self, energy: f64, seconds: f64) -> Option<f64> {
        let rest = self.window_seconds - seconds;
        if rest > 0.0 { from_energy((self.total() - energy) / rest) } else { None }
    }

    /// Seconds at `level` until the breach is certain; 0 when it is. The window may end before.
    pub fn seconds_to_breach(&self, energy: f64, level: f64) -> f64 {
        ((self.total() - energy) / to_energy(level)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() < tolerance
    }

    #[track_caller]
    fn check(limit: f64, window: f64, seconds: f64, leq: f64, used_percent: f64, allowed: Option<f64>) {
        let budget = EnergyBudget { limit, window_seconds: window };
        let energy = seconds * to_energy(leq);
        assert!(near(budget.used(energy) * 100.0, used_percent, 0.005), "{}", budget.used(energy));
        match (budget.allowed(energy, seconds), allowed) {
            (Some(is), Some(expected)) => assert!(near(is, expected, 0.000_05), "{is}"),
            (is, expected) => assert_eq!(is, expected),
        }
        assert_eq!(budget.is_breached(energy), allowed.is_none());
    }

    #[test]
    fn used_and_still_allowed() {
        check(75.0, 43_200.0, 18_000.0, 77.0, 66.0372, Some(72.6509));
        check(75.0, 43_200.0, 18_000.0, 80.0, 131.76, None);
        check(75.0, 36_000.0, 14_400.0, 73.5, 28.3178, Some(75.7726));
        check(70.0, 900.0, 360.0, 71.0, 50.3570, Some(69.1771));
    }

    #[test]
    fn time_until_the_breach() {
        let budget = EnergyBudget { limit: 75.0, window_seconds: 43_200.0 };
        let spent = 18_000.0 * to_energy(77.0);
        assert!(near(budget.seconds_to_breach(spent, 78.0), 7353.4, 0.05));
        let quarter = EnergyBudget { limit: 70.0, window_seconds: 900.0 };
        assert!(near(quarter.seconds_to_breach(0.0, 78.0), 142.64, 0.005));
        assert!(near(quarter.seconds_to_breach(0.0, 75.0), 284.60, 0.005));
        assert!(near(quarter.seconds_to_breach(0.0, 73.0), 451.1, 0.05));
    }

    #[test]
    fn a_breach_is_certain_long_before_the_window_ends() {
        let minutes =
            [66.0, 68.5, 79.2, 80.1, 72.4, 65.0, 64.2, 63.8, 66.1, 62.7, 61.9, 63.0, 64.4, 62.2, 60.8];
        let budget = EnergyBudget { limit: 70.0, window_seconds: 900.0 };
        let mut energy = 0.0;
        let used: Vec<f64> = minutes
            .iter()
            .map(|level| {
                energy += 60.0 * to_energy(*level);
                budget.used(energy) * 100.0
            })
            .collect();
        for (is, expected) in used.iter().zip([2.65, 7.37, 62.82, 131.04, 142.63]) {
            assert!(near(*is, expected, 0.006), "{is} instead of {expected}");
        }
        assert_eq!(used.iter().position(|percent| *percent > 100.0), Some(3), "certain at minute 4");
        assert!(near(used[14], 158.15, 0.006));
        assert!(near(from_energy(energy / 900.0).unwrap(), 71.9910, 0.000_5));
    }

    proptest! {
        #[test]
        fn what_is_allowed_ends_at_the_limit(limit in 40.0..100.0f64, share in 0.01..0.99f64, below in 0.1..20.0f64) {
            let budget = EnergyBudget { limit, window_seconds: 900.0 };
            let seconds = 900.0 * share;
            let energy = seconds * to_energy(limit - below);
            let allowed = budget.allowed(energy, seconds).unwrap();
            let whole = energy + (900.0 - seconds) * to_energy(allowed);
            prop_assert!(near(from_energy(whole / 900.0).unwrap(), limit, 1e-9));
        }
    }
}
