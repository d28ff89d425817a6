//! Sound exposure level, and the mean level of single events.

use crate::energy::{from_energy, to_energy};

/// LE: the energy of `leq` over `seconds`, squeezed into one second. `None` unless the time is positive.
pub fn sound_exposure_level(leq: f64, seconds: f64) -> Option<f64> {
    from_energy(to_energy(leq) * seconds)
}

/// Leq over `seconds` of events given by their exposure levels; `None` without events or time.
pub fn leq_from_events(exposure_levels: impl IntoIterator<Item = f64>, seconds: f64) -> Option<f64> {
    if seconds <= 0.0 {
        return None;
    }
    from_energy(exposure_levels.into_iter().map(to_energy).sum::<f64>() / seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(actual: Option<f64>, expected: f64) {
        let actual = actual.unwrap();
        assert!((actual - expected).abs() < 0.000_05 + 1e-9, "{actual} instead of {expected}");
    }

    #[test]
    fn exposure_of_a_steady_sound() {
        check(sound_exposure_level(65.0, 20.0), 78.0103);
        assert_eq!(sound_exposure_level(65.0, 0.0), None);
    }

    #[test]
    fn mean_level_of_events() {
        check(leq_from_events([80.0; 10], 3600.0), 54.4370);
        check(leq_from_events([82.4, 79.1, 88.0], 3600.0), 53.9114);
        check(leq_from_events([91.3; 47], 16.0 * 3600.0), 60.4168);
        assert_eq!(leq_from_events([80.0], 0.0), None);
        assert_eq!(leq_from_events([], 3600.0), None);
    }
}
