use super::*;
use crate::energy::energy_mean;
use crate::rounding::tenths;
use proptest::prelude::*;

fn histogram(levels: impl IntoIterator<Item = f64>) -> LevelHistogram {
    let mut histogram = LevelHistogram::new();
    levels.into_iter().for_each(|level| histogram.record(level));
    histogram
}

/// `count` levels spread evenly over ten decibels, by whole tenths.
fn spread(from: f64, count: u32) -> LevelHistogram {
    histogram((0..count).map(|i| from + f64::from(i % 100) / 10.0))
}

#[track_caller]
fn check(histogram: &LevelHistogram, percent: f64, expected: f64) {
    let level = histogram.percentile_of_few(percent).unwrap();
    assert!((level - expected).abs() < 1e-6, "L{percent} is {level}, not {expected}");
}

#[test]
fn a_hundred_levels_by_tenths() {
    let histogram = spread(50.0, 100);
    for (percent, level) in
        [(1.0, 59.9), (5.0, 59.5), (10.0, 59.0), (50.0, 55.0), (90.0, 51.0), (95.0, 50.5), (99.0, 50.1)]
    {
        check(&histogram, percent, level);
        assert!((histogram.percentile(percent).unwrap() - level).abs() < 1e-6);
    }
}

#[test]
fn ten_levels_are_too_few_to_publish() {
    let levels = [62.1, 58.4, 71.3, 55.0, 60.7, 59.9, 64.8, 57.2, 66.0, 61.5];
    let histogram = histogram(levels);
    assert_eq!(histogram.percentile(10.0), None);
    check(&histogram, 10.0, 71.3);
    check(&histogram, 50.0, 61.5);
    check(&histogram, 90.0, 57.2);
    assert!((energy_mean(levels).unwrap() - 64.3473).abs() < 0.000_05);
}

#[test]
fn an_hour_is_merged_from_histograms_never_from_percentiles() {
    let quarters = [spread(50.0, 900), spread(50.0, 900), spread(50.0, 900), spread(60.0, 900)];
    let l90: Vec<f64> = quarters.iter().map(|quarter| quarter.percentile(90.0).unwrap()).collect();
    for (l90, expected) in l90.iter().zip([51.0, 51.0, 51.0, 61.0]) {
        assert!((l90 - expected).abs() < 1e-6);
    }
    let mut hour = LevelHistogram::new();
    for quarter in &quarters {
        hour.merge(quarter);
    }
    assert_eq!(hour.total(), 3600);
    assert_eq!(hour.percentile(90.0).map(tenths), Some(513));
    assert_eq!(hour.percentile(10.0).map(tenths), Some(660));
}

#[test]
fn what_is_not_a_number_does_not_count() {
    let mut histogram = LevelHistogram::new();
    histogram.record(f64::NAN);
    assert!(histogram.is_empty());
    assert_eq!(histogram.percentile_of_few(50.0), None);
}

#[test]
fn levels_beyond_the_classes_count_at_the_ends() {
    let histogram = histogram([-1000.0, f64::NEG_INFINITY, f64::INFINITY, 1e9]);
    let ends: Vec<_> = histogram.classes().filter(|(_, count)| *count > 0).collect();
    assert_eq!(ends, [(-200, 2), (2000, 2)]);
    assert_eq!(histogram.classes().count(), LevelHistogram::CLASSES);
}

fn levels() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((200i32..1400).prop_map(|tenths| f64::from(tenths) / 10.0), 1..400)
}

proptest! {
    #[test]
    fn merging_is_counting_together(a in levels(), b in levels(), c in levels()) {
        let whole = histogram(a.iter().chain(&b).chain(&c).copied());
        let [a, b, c] = [a, b, c].map(histogram);
        let mut left = a.clone();
        left.merge(&b);
        left.merge(&c);
        let mut right = b;
        right.merge(&c);
        right.merge(&a);
        prop_assert_eq!(&left, &whole);
        prop_assert_eq!(&right, &whole);
    }

    #[test]
    fn percentiles_fall_as_the_percentage_rises(levels in levels()) {
        let lowest = levels.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let histogram = histogram(levels);
        let all: Vec<f64> = (0..=100).filter_map(|n| histogram.percentile_of_few(f64::from(n))).collect();
        prop_assert_eq!(all.len(), 101);
        prop_assert!(all.windows(2).all(|pair| pair[0] >= pair[1] - 1e-9));
        prop_assert!(all[0] <= highest + 0.1 + 1e-6);
        prop_assert!(all[100] >= lowest - 1e-6);
    }

    #[test]
    fn a_louder_signal_moves_every_percentile_alike(levels in levels(), shift in 0i32..300) {
        let shift = f64::from(shift) / 10.0;
        let louder = histogram(levels.iter().map(|level| level + shift));
        let histogram = histogram(levels);
        for percent in [1.0, 10.0, 50.0, 90.0, 99.0] {
            let moved = louder.percentile_of_few(percent).unwrap() - histogram.percentile_of_few(percent).unwrap();
            prop_assert!((moved - shift).abs() < 1e-6);
        }
    }
}
