//! Energy arithmetic: only energies add.

/// Relative energy `10^(L/10)` of a level in dB.
pub fn to_energy(level: f64) -> f64 {
    10f64.powf(level / 10.0)
}

/// Level in dB of a relative energy; `None` unless the energy is a positive, finite number.
pub fn from_energy(energy: f64) -> Option<f64> {
    (energy > 0.0 && energy.is_finite()).then(|| 10.0 * energy.log10())
}

/// Level of several sounds together; `None` without any.
pub fn energy_sum(levels: impl IntoIterator<Item = f64>) -> Option<f64> {
    from_energy(levels.into_iter().map(to_energy).sum())
}

/// Mean level of equally long times; `None` without any.
pub fn energy_mean(levels: impl IntoIterator<Item = f64>) -> Option<f64> {
    weighted_energy_mean(levels.into_iter().map(|level| (level, 1.0)))
}

/// Mean level of `(level, seconds)` pairs; `None` when they cover no time.
pub fn weighted_energy_mean(parts: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (energy, seconds) = parts.into_iter().fold((0.0, 0.0), |(energy, total), (level, seconds)| {
        (energy + seconds * to_energy(level), total + seconds)
    });
    if seconds > 0.0 { from_energy(energy / seconds) } else { None }
}

/// What remains of a total after a residual sound is taken away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Remaining level in dB.
    pub level: f64,
    /// Whether the two levels lie at least [`Difference::RELIABLE_DB`] apart.
    pub reliable: bool,
}

impl Difference {
    /// Below this distance of total and residual the difference is mostly error.
    pub const RELIABLE_DB: f64 = 3.0;
}

/// Takes `residual` away from `total`; `None` when nothing remains.
pub fn energy_difference(total: f64, residual: f64) -> Option<Difference> {
    let level = from_energy(to_energy(total) - to_energy(residual))?;
    Some(Difference { level, reliable: total - residual >= Difference::RELIABLE_DB })
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
    fn sums_of_two_sounds() {
        check(energy_sum([60.0, 60.0]), 63.0103);
        check(energy_sum([60.0, 57.0]), 61.7643);
        check(energy_sum([60.0, 54.0]), 60.9732);
        check(energy_sum([60.0, 50.0]), 60.4139);
        check(energy_sum([60.0, 40.0]), 60.0432);
    }

    #[test]
    fn means_of_equal_times() {
        check(energy_mean([60.0, 70.0]), 67.4036);
        check(energy_mean([50.0, 50.0, 50.0, 80.0]), 73.9924);
        check(energy_mean([61.2, 64.8, 59.5, 70.1]), 65.8722);
        check(energy_mean([70.5, 76.6, 78.6, 74.5, 75.0, 77.4, 76.6, 72.9, 73.1, 75.2]), 75.5975);
        check(energy_mean([40.3, 38.7, 36.8]), 38.8299);
        check(energy_mean([68.2, 71.5, 70.3, 83.9, 69.0, 68.8, 72.2, 85.4, 70.1, 69.5, 68.7, 71.9]), 77.6457);
    }

    #[test]
    fn means_weighted_by_time() {
        check(weighted_energy_mean([(75.0, 15.0), (60.0, 45.0)]), 69.3730);
        check(weighted_energy_mean([(62.0, 300.0), (66.0, 900.0), (80.0, 120.0)]), 70.8513);
    }

    #[test]
    fn differences_say_when_they_are_unreliable() {
        let check = |total, residual, level: f64, reliable| {
            let difference = energy_difference(total, residual).unwrap();
            assert!((difference.level - level).abs() < 0.000_05, "{difference:?}");
            assert_eq!(difference.reliable, reliable);
        };
        check(55.0, 50.0, 53.3491, true);
        check(60.0, 45.0, 59.8604, true);
        check(52.0, 50.0, 47.6708, false);
        assert_eq!(energy_difference(50.0, 50.0), None);
        assert_eq!(energy_difference(50.0, 60.0), None);
    }

    #[test]
    fn no_sound_has_no_level() {
        assert_eq!(energy_sum([]), None);
        assert_eq!(energy_mean([]), None);
        assert_eq!(weighted_energy_mean([(60.0, 0.0)]), None);
        assert_eq!(from_energy(f64::NAN), None);
        assert_eq!(from_energy(f64::INFINITY), None);
        assert_eq!(from_energy(-1.0), None);
    }
}
