use super::*;

const SERIES: [f64; 34] = [
    55.0, 56.0, 58.0, 62.0, 66.0, 70.0, 74.0, 77.0, 78.0, 76.0, 72.0, 69.0, 66.0, 64.0, 62.0, 58.0, 56.0,
    55.0, 66.0, 67.0, 64.0, 58.0, 55.0, 65.0, 66.0, 67.0, 66.0, 65.0, 64.0, 63.0, 63.0, 62.0, 55.0, 55.0,
];

#[track_caller]
fn check(rule: &EventRule, expected: &[(f64, f64, f64, f64)]) {
    let found = events(&SERIES, 1.0, rule);
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (event, (start, end, max, le)) in found.iter().zip(expected) {
        assert_eq!((event.start, event.end, event.max), (*start, *end, *max));
        assert!((event.le - le).abs() < 0.000_05, "{event:?}");
    }
}

#[test]
fn short_bursts_are_no_events() {
    check(&EventRule::default(), &[(4.0, 14.0, 78.0, 83.4715), (23.0, 31.0, 67.0, 74.1164)]);
}

#[test]
fn what_lies_close_together_is_joined_before_the_length_counts() {
    check(&EventRule { join_within: 5.0, ..EventRule::default() }, &[(4.0, 31.0, 78.0, 84.2093)]);
}

#[test]
fn an_event_may_last_to_the_end_and_is_cut_by_missing_levels() {
    let rule = EventRule { min_seconds: 1.0, ..EventRule::default() };
    let found = events(&[70.0, f64::NAN, 70.0], 1.0, &rule);
    let spans: Vec<_> = found.iter().map(|event| (event.start, event.end)).collect();
    assert_eq!(spans, [(0.0, 1.0), (2.0, 3.0)]);
    assert!(events(&[], 1.0, &rule).is_empty());
}
