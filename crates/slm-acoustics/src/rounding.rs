//! Rounding for presentation, the only place where a level is rounded.

/// Absorbs binary noise: 70.05 is stored as 70.04999…, yet a reader expects 70.1.
const GUARD: f64 = 1e-9;

/// Whole tenths of dB, half up.
///
/// Values beyond ±100,000 dB and non-numbers saturate as casts do; no level comes near.
#[expect(clippy::cast_possible_truncation, reason = "saturates far outside any level")]
pub fn tenths(level: f64) -> i32 {
    (level * 10.0 + 0.5 + GUARD).floor() as i32
}

/// The level rounded half up to 0.1 dB.
pub fn round_tenth(level: f64) -> f64 {
    f64::from(tenths(level)) / 10.0
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the rounded value is the exact quotient")]
mod tests {
    use super::*;

    #[test]
    fn halves_go_up_in_spite_of_binary_noise() {
        let cases = [
            (70.04, 70.0),
            (70.05, 70.1),
            (69.95, 70.0),
            (70.15, 70.2),
            (70.25, 70.3),
            (64.449_999, 64.4),
            (-0.05, 0.0),
            (-3.15, -3.1),
        ];
        for (level, rounded) in cases {
            assert_eq!(round_tenth(level), rounded, "{level}");
        }
    }
}
