//! Day indicators: one figure for a day from the levels of its parts.
//!
//! Hours are nominal, also on days when the clocks change. Levels go in unrounded.

use crate::energy::{from_energy, to_energy};

/// One part of a day, or of any rating time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatedPart {
    /// Its nominal length; the unit is the same for all parts.
    pub hours: f64,
    /// Energy mean over it, dB.
    pub level: f64,
    /// What is added to its level, dB.
    pub penalty: f64,
}

impl RatedPart {
    /// A part of a day.
    pub fn new(hours: f64, level: f64, penalty: f64) -> Self {
        Self { hours, level, penalty }
    }
}

/// Energy mean of levels with their penalties, weighted by time: Lr. `None` without any time.
pub fn rating_level(parts: impl IntoIterator<Item = RatedPart>) -> Option<f64> {
    let (energy, hours) = parts.into_iter().fold((0.0, 0.0), |(energy, hours), part| {
        (energy + part.hours * to_energy(part.level + part.penalty), hours + part.hours)
    });
    if hours > 0.0 { from_energy(energy / hours) } else { None }
}

/// How long day, evening and night are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayHours {
    /// Day.
    pub day: f64,
    /// Evening, which a state may shorten.
    pub evening: f64,
    /// Night.
    pub night: f64,
}

impl Default for DayHours {
    fn default() -> Self {
        Self { day: 12.0, evening: 4.0, night: 8.0 }
    }
}

/// Lden: evening +5 dB, night +10 dB. Source: Directive 2002/49/EC, Annex I.
pub fn lden(day: f64, evening: f64, night: f64, hours: DayHours) -> Option<f64> {
    rating_level([
        RatedPart::new(hours.day, day, 0.0),
        RatedPart::new(hours.evening, evening, 5.0),
        RatedPart::new(hours.night, night, 10.0),
    ])
}

/// Ldn (DNL): day 07–22, night 22–07 with +10 dB.
pub fn ldn(day: f64, night: f64) -> Option<f64> {
    rating_level([RatedPart::new(15.0, day, 0.0), RatedPart::new(9.0, night, 10.0)])
}

/// How an evening counts in CNEL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EveningWeight {
    /// +5 dB.
    #[default]
    FiveDecibels,
    /// Three times the energy (4.77 dB), as California's regulation words it.
    Threefold,
}

/// CNEL: day 07–19, evening 19–22, night 22–07 with +10 dB.
pub fn cnel(day: f64, evening: f64, night: f64, weight: EveningWeight) -> Option<f64> {
    let penalty = match weight {
        EveningWeight::FiveDecibels => 5.0,
        EveningWeight::Threefold => 10.0 * 3f64.log10(),
    };
    rating_level([
        RatedPart::new(12.0, day, 0.0),
        RatedPart::new(3.0, evening, penalty),
        RatedPart::new(9.0, night, 10.0),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::energy::energy_mean;
    use crate::rounding::round_tenth;
    use proptest::prelude::*;

    #[track_caller]
    fn check(is: Option<f64>, expected: f64) {
        let is = is.unwrap();
        assert!((is - expected).abs() < 0.000_05 + 1e-9, "{is} instead of {expected}");
    }

    fn plain_lden(day: f64, evening: f64, night: f64) -> Option<f64> {
        lden(day, evening, night, DayHours::default())
    }

    const HOURS: [f64; 24] = [
        48.2, 46.9, 45.5, 44.8, 46.1, 50.3, 56.7, 62.4, 64.9, 65.3, 64.7, 64.2, 63.8, 64.1, 64.6, 65.0, 66.2,
        66.8, 64.9, 61.5, 59.2, 57.0, 54.1, 51.3,
    ];

    fn mean_of(hours: impl IntoIterator<Item = usize>) -> f64 {
        energy_mean(hours.into_iter().map(|hour| HOURS[hour])).unwrap()
    }

    #[test]
    fn steps_of_five_decibels_cancel_the_penalties() {
        check(plain_lden(60.0, 55.0, 50.0), 60.0);
        check(plain_lden(65.0, 60.0, 55.0), 65.0);
        check(plain_lden(70.0, 65.0, 60.0), 70.0);
    }

    #[test]
    fn one_level_all_day() {
        check(plain_lden(60.0, 60.0, 60.0), 66.3952);
        check(ldn(60.0, 60.0), 66.4098);
        check(cnel(60.0, 60.0, 60.0, EveningWeight::FiveDecibels), 66.6701);
        check(cnel(60.0, 60.0, 60.0, EveningWeight::Threefold), 66.6511);
    }

    #[test]
    fn days_of_other_levels_and_hours() {
        check(plain_lden(65.0, 60.0, 45.0), 63.4510);
        check(plain_lden(63.2, 61.7, 56.4), 65.1578);
        check(lden(63.2, 61.7, 56.4, DayHours { day: 14.0, evening: 2.0, night: 8.0 }), 64.8623);
        // What the true hours of a night of 7 or 9 h would give; nominal hours are used.
        check(lden(63.2, 61.7, 56.4, DayHours { night: 7.0, ..DayHours::default() }), 65.0948);
        check(lden(63.2, 61.7, 56.4, DayHours { night: 9.0, ..DayHours::default() }), 65.2149);
    }

    #[test]
    fn rounding_belongs_to_the_end() {
        let level = plain_lden(58.83, 62.43, 61.74);
        check(level, 67.9797);
        check(Some(round_tenth(level.unwrap())), 68.0);
        let rounded_before = plain_lden(58.8, 62.4, 61.7).unwrap();
        check(Some(rounded_before), 67.9418);
        check(Some(round_tenth(rounded_before)), 67.9);
    }

    #[test]
    fn a_day_of_hours() {
        let (day, evening, night) = (mean_of(7..19), mean_of(19..23), mean_of((0..7).chain([23])));
        check(Some(day), 64.8736);
        check(Some(evening), 58.7543);
        check(Some(night), 50.6598);
        check(plain_lden(day, evening, night), 63.6538);
        check(Some(mean_of(0..24)), 62.3037);
        let (day, night) = (mean_of(7..22), mean_of((0..7).chain([22, 23])));
        check(Some(day), 64.2165);
        check(Some(night), 51.2068);
        check(ldn(day, night), 63.3149);
        let (day, evening) = (mean_of(7..19), mean_of(19..22));
        check(cnel(day, evening, night, EveningWeight::FiveDecibels), 63.7888);
        check(cnel(day, evening, night, EveningWeight::Threefold), 63.7550);
        check(Some(mean_of(6..22)), 63.9872);
    }

    #[test]
    fn long_term_means_are_means_of_energy() {
        check(energy_mean([62.0, 62.0, 70.0]), 66.4246);
    }

    #[test]
    fn no_time_has_no_rating() {
        assert_eq!(rating_level([]), None);
    }

    proptest! {
        #[test]
        fn a_day_indicator_is_at_least_its_parts(d in 30.0..90.0f64, e in 30.0..90.0f64, n in 30.0..90.0f64, k in -10.0..10.0f64) {
            let level = plain_lden(d, e, n).unwrap();
            let unweighted = lden_without_penalties(d, e, n);
            prop_assert!(level >= unweighted - 1e-9);
            for part in [d - 3.0104, e + 5.0 - 7.7816, n + 10.0 - 4.7713] {
                prop_assert!(level >= part);
            }
            prop_assert!((plain_lden(d + k, e + k, n + k).unwrap() - level - k).abs() < 1e-9);
            prop_assert!((ldn(d + k, n + k).unwrap() - ldn(d, n).unwrap() - k).abs() < 1e-9);
            for weight in [EveningWeight::FiveDecibels, EveningWeight::Threefold] {
                let moved = cnel(d + k, e + k, n + k, weight).unwrap();
                prop_assert!((moved - cnel(d, e, n, weight).unwrap() - k).abs() < 1e-9);
            }
        }
    }

    fn lden_without_penalties(day: f64, evening: f64, night: f64) -> f64 {
        let part = |hours, level| RatedPart::new(hours, level, 0.0);
        rating_level([part(12.0, day), part(4.0, evening), part(8.0, night)]).unwrap()
    }
}
