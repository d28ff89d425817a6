use super::*;
use proptest::prelude::*;

fn accumulate<'a>(intervals: impl IntoIterator<Item = &'a Interval>) -> Accumulator {
    let mut accumulator = Accumulator::new();
    intervals.into_iter().for_each(|interval| accumulator.add(interval));
    accumulator
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    }
}

fn same(a: &Accumulator, b: &Accumulator) -> bool {
    near(a.leq(), b.leq())
        && near(a.le(), b.le())
        && (a.seconds() - b.seconds()).abs() < 1e-6
        && (a.over_seconds() - b.over_seconds()).abs() < 1e-6
        && (a.under_seconds() - b.under_seconds()).abs() < 1e-6
        && (a.max(), a.min(), a.peak()) == (b.max(), b.min(), b.peak())
        && a.histogram() == b.histogram()
}

#[test]
fn no_time_has_no_figures() {
    let empty = Accumulator::new();
    assert_eq!(
        (empty.leq(), empty.le(), empty.max(), empty.min(), empty.peak()),
        (None, None, None, None, None)
    );
}

#[test]
fn missing_values_add_nothing() {
    let mut accumulator = Accumulator::new();
    accumulator.add(&Interval::steady(1.0, f64::NAN));
    accumulator.add(&Interval::steady(0.0, 60.0));
    accumulator.add(&Interval::steady(-1.0, 60.0));
    accumulator.add(&Interval { peak: Some(f64::INFINITY), ..Interval::steady(1.0, 60.0) });
    assert_eq!(accumulator, Accumulator::new());
}

#[test]
fn quiet_gaps_do_not_dilute_the_mean() {
    let parts = [(300.0, 62.0), (900.0, 66.0), (120.0, 80.0)];
    let accumulator = accumulate(&parts.map(|(seconds, level)| Interval::steady(seconds, level)));
    assert!((accumulator.leq().unwrap() - 70.8513).abs() < 0.000_05);
    assert!((accumulator.seconds() - 1320.0).abs() < 1e-9);
    assert!((accumulator.coverage(1920.0) - 0.6875).abs() < 1e-9);
}

#[test]
fn percentiles_count_time_and_want_a_hundred_intervals() {
    let mut accumulator = Accumulator::new();
    for _ in 0..90 {
        accumulator.add(&Interval::steady(10.0, 50.0));
    }
    for _ in 0..9 {
        accumulator.add(&Interval::steady(100.0, 70.0));
    }
    assert_eq!(accumulator.percentile(50.0), None);
    accumulator.add(&Interval::steady(0.1, 50.0));
    // Half of the time lies at each level, nine in ten samples at the lower.
    assert!(accumulator.percentile(45.0).unwrap() > 70.0);
    assert!(accumulator.percentile(55.0).unwrap() < 51.0);
}

#[test]
fn what_is_taken_apart_goes_together_again() {
    let whole =
        accumulate(&[Interval::steady(1.0, 60.0), Interval { over: true, ..Interval::steady(2.0, 70.0) }]);
    assert_eq!(Accumulator::from(whole.clone().into_parts()), whole);
    let classes: Vec<_> = whole.histogram().classes().collect();
    assert_eq!(&LevelHistogram::from_classes(classes), whole.histogram());
}

#[test]
fn pauses_are_neither_covered_nor_missing() {
    let mut accumulator = accumulate(&[Interval::steady(660.0, 60.0)]);
    accumulator.add_pause(240.0);
    accumulator.add_pause(f64::NAN);
    assert!((accumulator.paused_seconds() - 240.0).abs() < 1e-9);
    assert!((accumulator.coverage(900.0) - 660.0 / 900.0).abs() < 1e-9);
    assert!(accumulator.coverage(0.0).abs() < 1e-9);
}

#[test]
fn a_day_of_quarter_hours_is_the_day() {
    let second =
        |i: u32| Interval::steady(1.0, 40.0 + f64::from(i.wrapping_mul(2_654_435_761) >> 16 & 511) / 10.0);
    let mut whole = Accumulator::new();
    let mut merged = Accumulator::new();
    for quarter in 0..96 {
        let mut part = Accumulator::new();
        for i in 0..900 {
            let interval = second(quarter * 900 + i);
            whole.add(&interval);
            part.add(&interval);
        }
        merged.merge(&part);
    }
    assert!(same(&whole, &merged));
    assert!((whole.leq().unwrap() - merged.leq().unwrap()).abs() < 1e-12);
}

fn intervals() -> impl Strategy<Value = Vec<Interval>> {
    let interval = (1u32..20, 200i32..1400, 0i32..50, 0i32..200).prop_map(|(tenths, level, swing, crest)| {
        let (level, swing) = (f64::from(level) / 10.0, f64::from(swing) / 10.0);
        let peak = (crest > 20).then_some(level + swing + f64::from(crest) / 10.0);
        Interval {
            seconds: f64::from(tenths) / 10.0,
            leq: level,
            lp: level,
            max: level + swing,
            min: level - swing,
            peak,
            over: crest > 150,
            under: crest < 10,
        }
    });
    prop::collection::vec(interval, 0..120)
}

proptest! {
    #[test]
    fn merging_is_associative(a in intervals(), b in intervals(), c in intervals()) {
        let [a, b, c] = [a, b, c].map(|part| accumulate(&part));
        let mut left = a.clone();
        left.merge(&b);
        left.merge(&c);
        let mut tail = b;
        tail.merge(&c);
        let mut right = a;
        right.merge(&tail);
        prop_assert!(same(&left, &right));
    }

    #[test]
    fn any_cutting_into_pieces_gives_the_whole(intervals in intervals(), size in 1usize..40) {
        let mut merged = Accumulator::new();
        intervals.chunks(size).for_each(|piece| merged.merge(&accumulate(piece)));
        prop_assert!(same(&merged, &accumulate(&intervals)));
    }

    #[test]
    fn the_mean_lies_between_the_extremes(intervals in intervals()) {
        let all = accumulate(&intervals);
        prop_assert_eq!(all.leq().is_some(), !intervals.is_empty());
        if let (Some(leq), Some(max), Some(min)) = (all.leq(), all.max(), all.min()) {
            prop_assert!(min - 1e-9 <= leq && leq <= max + 1e-9);
            let weighted: f64 = intervals.iter().map(|i| i.seconds * i.leq).sum::<f64>() / all.seconds();
            prop_assert!(leq >= weighted - 1e-9, "an energy mean is never below the arithmetic mean");
        }
    }

    #[test]
    fn a_louder_signal_moves_every_figure_alike(intervals in intervals(), shift in 0i32..300) {
        let shift = f64::from(shift) / 10.0;
        let louder: Vec<Interval> = intervals
            .iter()
            .map(|i| Interval {
                leq: i.leq + shift,
                lp: i.lp + shift,
                max: i.max + shift,
                min: i.min + shift,
                peak: i.peak.map(|peak| peak + shift),
                ..*i
            })
            .collect();
        let (a, b) = (accumulate(&intervals), accumulate(&louder));
        let moved = |level: Option<f64>| level.map(|level| level + shift);
        prop_assert!(near(moved(a.leq()), b.leq()) && near(moved(a.le()), b.le()));
        prop_assert!(near(moved(a.max()), b.max()) && near(moved(a.min()), b.min()) && near(moved(a.peak()), b.peak()));
    }
}
