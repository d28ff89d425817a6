//! United Kingdom, BS 4142: industrial and commercial sound.

use crate::energy::{from_energy, to_energy};
use crate::rounding::tenths;

/// The specific sound over a reference time, from its level while it is on; `None` unless both times are positive.
pub fn specific_level(while_on: f64, on_seconds: f64, reference_seconds: f64) -> Option<f64> {
    if on_seconds > 0.0 && reference_seconds > 0.0 {
        from_energy(to_energy(while_on) * on_seconds / reference_seconds)
    } else {
        None
    }
}

/// A level in whole dB, half up, as background and rating levels are given.
pub fn whole_decibels(level: f64) -> i32 {
    // A tenth of the level, so that the rounding to tenths is one to whole dB: rounding twice would be wrong.
    tenths(level / 10.0)
}

/// How many of the background levels fall on each whole dB, lowest first: there is no single background level.
pub fn distribution(levels: impl IntoIterator<Item = f64>) -> Vec<(i32, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for level in levels {
        *counts.entry(whole_decibels(level)).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_runs_part_of_the_time() {
        let check =
            |is: Option<f64>, expected: f64| assert!((is.unwrap() - expected).abs() < 0.000_05, "{is:?}");
        check(specific_level(58.0, 1200.0, 3600.0), 53.2288);
        check(specific_level(48.0, 360.0, 900.0), 44.0206);
        assert_eq!(specific_level(58.0, 0.0, 3600.0), None);
    }

    #[test]
    fn background_levels_are_counted_by_whole_decibels() {
        assert_eq!(distribution([40.4, 40.5, 41.4, 39.49]), [(39, 1), (40, 1), (41, 2)]);
    }
}
