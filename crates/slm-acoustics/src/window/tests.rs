use proptest::prelude::*;

use super::*;

fn minute(number: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + number * 60).unwrap()
}

fn quarter_hour() -> RollingWindow {
    RollingWindow::new(SignedDuration::from_mins(15), SignedDuration::from_mins(1)).unwrap()
}

/// Half an hour of 60 dB with ten loud minutes in its middle.
fn level(number: i64) -> f64 {
    if (10..20).contains(&number) { 72.0 } else { 60.0 }
}

#[test]
fn a_rolling_window_sees_what_aligned_ones_split() {
    let mut window = quarter_hour();
    let mut rolling = Vec::new();
    for number in 0..30 {
        window.add(minute(number), &Interval::steady(60.0, level(number)));
        let figures = window.whole(minute(number + 1));
        if figures.coverage(window.seconds()) > 0.999 {
            rolling.push(figures.leq().unwrap());
        }
    }
    let near = |a: f64, b: f64| (a - b).abs() < 0.000_05;
    assert!(near(rolling[0], 67.7449) && near(rolling[15], 67.7449), "the aligned ones");
    let highest = rolling.iter().copied().fold(f64::MIN, f64::max);
    assert!(near(highest, 70.3740), "{highest}");
    let starts: Vec<_> =
        rolling.iter().enumerate().filter(|(_, leq)| near(**leq, highest)).map(|(i, _)| i).collect();
    assert_eq!(starts, [5, 6, 7, 8, 9, 10]);
}

#[test]
fn what_is_missing_is_not_covered() {
    let mut window = quarter_hour();
    window.add(minute(0), &Interval::steady(60.0, 80.0));
    window.add(minute(10), &Interval::steady(60.0, 60.0));
    assert!((window.whole(minute(11)).seconds() - 120.0).abs() < 1e-9);
    assert!((window.whole(minute(16)).seconds() - 60.0).abs() < 1e-9, "the first has left");
    assert_eq!(window.whole(minute(60)).leq(), None);
}

#[test]
fn late_pieces_find_their_step_and_too_late_ones_do_not() {
    let mut window = quarter_hour();
    window.add(minute(10), &Interval::steady(60.0, 60.0));
    window.add(minute(5), &Interval::steady(60.0, 60.0));
    assert!((window.whole(minute(11)).seconds() - 120.0).abs() < 1e-9);
    window.add(minute(-20), &Interval::steady(60.0, 100.0));
    assert!(window.so_far(minute(10)).max().unwrap() < 61.0);
}

#[test]
fn impossible_windows_are_refused() {
    let new =
        |length, step| RollingWindow::new(SignedDuration::from_secs(length), SignedDuration::from_secs(step));
    assert!(new(900, 0).is_none());
    assert!(new(900, 7).is_none());
    assert!(new(86_400, 1).is_none());
    assert!(new(-900, 60).is_none());
    assert!(new(86_400, 10).is_some());
}

proptest! {
    #[test]
    fn a_rolling_window_is_the_sum_of_its_parts(
        pieces in prop::collection::vec((0i64..7200, 300i32..900), 1..200),
        end in 0i64..7300,
    ) {
        let mut window = quarter_hour();
        let base = minute(0);
        let mut sorted = pieces.clone();
        sorted.sort_by_key(|(second, _)| *second);
        let now = base + SignedDuration::from_secs(end);
        let mut direct = Accumulator::new();
        let this_minute = now.as_millisecond().div_euclid(60_000);
        for (second, tenths) in sorted.into_iter().filter(|(second, _)| *second < end) {
            let start = base + SignedDuration::from_secs(second);
            let interval = Interval::steady(1.0, f64::from(tenths) / 10.0);
            window.add(start, &interval);
            let number = start.as_millisecond().div_euclid(60_000);
            if (this_minute - 15..this_minute).contains(&number) {
                direct.add(&interval);
            }
        }
        let rolling = window.whole(now);
        prop_assert!((rolling.seconds() - direct.seconds()).abs() < 1e-9);
        prop_assert_eq!(rolling.histogram(), direct.histogram());
        let near = match (rolling.leq(), direct.leq()) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        };
        prop_assert!(near);
    }
}
