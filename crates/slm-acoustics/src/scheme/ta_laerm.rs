//! Germany, TA Lärm: noise of plants.

use crate::indicator::{RatedPart, rating_level};

/// What is added in the hours of higher sensitivity, dB; in residential zones only.
pub const SENSITIVE_PENALTY_DB: f64 = 6.0;
/// Enforcement measurements are lowered by this before they are compared, dB.
pub const ENFORCEMENT_DEDUCTION_DB: f64 = 3.0;

/// Which hours of the day, 06 to 22 o'clock, are of higher sensitivity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// 06–07 and 20–22 o'clock.
    Weekday,
    /// Sundays and holidays: 06–09, 13–15 and 20–22 o'clock.
    Sunday,
}

impl DayKind {
    /// Whether the hour that begins at `hour` is of higher sensitivity.
    pub fn is_sensitive(self, hour: u8) -> bool {
        match self {
            Self::Weekday => matches!(hour, 6 | 20 | 21),
            Self::Sunday => matches!(hour, 6..=8 | 13 | 14 | 20 | 21),
        }
    }
}

/// Rating level of a day from its sixteen hourly energy means, 06–07 o'clock first. Plant noise only, no tone or impulse.
pub fn day_rating(hours: &[f64; 16], kind: DayKind) -> Option<f64> {
    rating_level((6..22).zip(hours).map(|(hour, level)| {
        let penalty = if kind.is_sensitive(hour) { SENSITIVE_PENALTY_DB } else { 0.0 };
        RatedPart::new(1.0, *level, penalty)
    }))
}

/// Rating level of a night from its eight hourly energy means: the loudest full hour.
pub fn night_rating(hours: &[f64; 8]) -> Option<f64> {
    super::loudest_consecutive(hours, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::energy::energy_mean;
    use crate::scheme::loudest_consecutive;

    #[track_caller]
    fn check(is: Option<f64>, expected: f64) {
        assert!((is.unwrap() - expected).abs() < 0.000_05, "{is:?} instead of {expected}");
    }

    /// Hourly means of a day from midnight on.
    const HOURS: [f64; 24] = [
        48.2, 46.9, 45.5, 44.8, 46.1, 50.3, 56.7, 62.4, 64.9, 65.3, 64.7, 64.2, 63.8, 64.1, 64.6, 65.0, 66.2,
        66.8, 64.9, 61.5, 59.2, 57.0, 54.1, 51.3,
    ];

    #[test]
    fn a_constant_plant_gains_from_its_sensitive_hours() {
        check(day_rating(&[50.0; 16], DayKind::Weekday), 51.9283);
        check(day_rating(&[50.0; 16], DayKind::Sunday), 53.6252);
    }

    #[test]
    fn a_day_of_hours() {
        let hours: [f64; 16] = HOURS[6..22].try_into().unwrap();
        check(day_rating(&hours, DayKind::Weekday), 64.5332);
        check(day_rating(&hours, DayKind::Sunday), 66.7722);
    }

    #[test]
    fn the_night_counts_by_its_loudest_hour() {
        let night = [54.1, 51.3, 48.2, 46.9, 45.5, 44.8, 46.1, 50.3];
        check(night_rating(&night), 54.1);
        check(energy_mean([40.3, 38.7, 36.8]), 38.8299);
    }

    #[test]
    fn the_loudest_hours_of_a_working_day() {
        check(loudest_consecutive(&HOURS[7..18], 8), 65.0434);
        assert_eq!(loudest_consecutive(&HOURS[..3], 8), None);
        assert_eq!(loudest_consecutive(&HOURS, 0), None);
    }
}
