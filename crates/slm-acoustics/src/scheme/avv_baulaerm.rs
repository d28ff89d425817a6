//! Germany, AVV Baulärm: noise of building sites.

use crate::energy::energy_mean;

/// Authorities act when the limit is exceeded by more than this, dB.
pub const TOLERANCE_DB: f64 = 5.0;

/// Energy mean of the maxima of five seconds each: `LAFTm5`. `None` without any.
pub fn takt_maximal_level(maxima: impl IntoIterator<Item = f64>) -> Option<f64> {
    energy_mean(maxima)
}

/// What is taken off by day (07–20 o'clock) for the machines' average daily time of operation, dB.
pub fn day_deduction(hours: f64) -> f64 {
    deduction(hours, 2.5, 8.0)
}

/// What is taken off by night (20–07 o'clock), dB.
pub fn night_deduction(hours: f64) -> f64 {
    deduction(hours, 2.0, 6.0)
}

fn deduction(hours: f64, short: f64, medium: f64) -> f64 {
    if hours <= short {
        10.0
    } else if hours <= medium {
        5.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_maxima_of_a_minute() {
        let maxima = [68.2, 71.5, 70.3, 83.9, 69.0, 68.8, 72.2, 85.4, 70.1, 69.5, 68.7, 71.9];
        assert!((takt_maximal_level(maxima).unwrap() - 77.6457).abs() < 0.000_05);
        assert_eq!(takt_maximal_level([]), None);
    }

    #[test]
    fn short_operation_is_deducted() {
        let whole = |level: f64| format!("{level:.0}");
        assert_eq!([2.5, 2.6, 8.0, 8.1].map(day_deduction).map(whole), ["10", "5", "5", "0"]);
        assert_eq!([2.0, 2.1, 6.0, 6.1].map(night_deduction).map(whole), ["10", "5", "5", "0"]);
    }
}
