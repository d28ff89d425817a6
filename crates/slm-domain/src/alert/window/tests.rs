use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use slm_acoustics::LevelHistogram;

use super::class_times::ClassTimes;
use super::rolling::step_seconds;
use super::*;
use crate::alert::Range;
use crate::alert::portion::Portion;

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A level over the milliseconds from one to another.
fn portion(from: i64, to: i64, leq: f64) -> Portion {
    Portion { from, to, leq, max: leq, min: leq, peak: None, over: false, under: false }
}

fn metric(figure: Figure, seconds: u64) -> WindowMetric {
    WindowMetric::new(figure, Span::Rolling(Duration::from_secs(seconds)))
}

fn near(is: Option<f64>, expected: f64) -> bool {
    is.is_some_and(|is| (is - expected).abs() < 0.000_05)
}

#[test]
fn steps_are_short_but_not_many() {
    let check = |seconds, step| assert_eq!(step_seconds(seconds), step, "{seconds} s");
    check(1, 1);
    check(7, 1);
    check(900, 1);
    check(960, 2);
    check(3_600, 4);
    check(12 * 3_600, 48);
    check(86_400, 60);
    // Nothing divides a prime; no rule has it.
    check(7_919, 1);
}

#[test]
fn percentiles_of_times_are_those_of_counts() {
    // P1: a hundred samples from 50.0 to 59.9 dB.
    let mut times = ClassTimes::default();
    (0..100).for_each(|tenth| times.add(ClassTimes::class(50.0 + f64::from(tenth) / 10.0), 1000));
    for (percent, expected) in
        [(1.0, 59.9), (5.0, 59.5), (10.0, 59.0), (50.0, 55.0), (90.0, 51.0), (99.0, 50.1)]
    {
        assert!(near(times.exceeded_during(percent * 1000.0), expected), "L{percent}");
    }
    assert_eq!(times.exceeded_during(100_001.0), None);
    assert_eq!((ClassTimes::class(-300.0), ClassTimes::class(500.0)), (0, 2200));
}

#[test]
fn a_portion_is_cut_at_the_steps_and_at_the_window() {
    let mut window = Rolling::new(metric(Figure::Leq, 10), 10);
    // Half a minute at once fills the window, no more.
    window.add(&portion(-20_500, 9_500, 70.0));
    assert_eq!(window.snapshot().steps.len(), 10, "the step under way stands for the one that is leaving");
    assert!(near(window.assess(second(10)).measured, 70.0));
    let half = Timestamp::from_millisecond(14_500).unwrap();
    assert!(
        near(window.assess(half).range.low, 66.5321),
        "4.5 of 10 s are left, and no coverage to speak of"
    );
    assert_eq!(window.assess(second(30)).range, Range::default(), "nothing is left");
}

#[test]
fn a_level_that_leaves_leaves_nothing_behind() {
    let mut window = Rolling::new(metric(Figure::Leq, 10), 10);
    window.add(&portion(0, 1_000, 190.0));
    window.add(&portion(1_000, 12_000, -10.0));
    assert!(near(window.assess(second(12)).measured, -10.0));
}

#[test]
fn of_an_overloaded_window_only_a_breach_is_known() {
    let mut window = Rolling::new(metric(Figure::Max, 10), 10);
    window.add(&portion(0, 9_000, 60.0));
    window.add(&Portion { over: true, ..portion(9_000, 10_000, 90.0) });
    assert_eq!(window.assess(second(10)).range, Range { low: Some(90.0), high: None });
}

#[test]
fn a_window_with_a_gap_is_between_silence_and_the_ceiling() {
    // Q1 to Q4.
    let check = |level: f64, coverage: i64, low: f64, high: f64| {
        let span = Span::Aligned { minutes: 15 };
        let metric = WindowMetric {
            required_coverage: 1.0,
            ceiling_db: Some(80.0),
            ..WindowMetric::new(Figure::Leq, span)
        };
        let mut windows = Aligned::new(metric, TimeZone::UTC);
        windows.open(second(0)).unwrap();
        assert_eq!(windows.add(&portion(0, 9_000 * coverage, level)), None);
        let range = windows.assess(true).unwrap().range;
        assert!(near(range.low, low) && near(range.high, high), "{range:?}");
    };
    check(72.0, 60, 69.7815, 76.9469);
    check(73.0, 60, 70.7815, 77.1577);
    check(69.0, 95, 68.7772, 70.9851);
    check(66.0, 90, 65.5424, 71.3299);
}

#[test]
fn aligned_windows_are_as_long_as_the_clocks_make_them() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let [from, to] = ["22:00", "06:00"].map(|text| text.parse().unwrap());
    let mut nights = Aligned::new(WindowMetric::new(Figure::Leq, Span::Daily { from, to }), zone);
    let hours = |nights: &mut Aligned, at: &str| {
        nights
            .open(at.parse().unwrap())
            .map(|window| window.seconds() / 3600.0)
            .map_err(|next| next.to_string())
    };
    assert_eq!(hours(&mut nights, "2026-03-29T00:00:00Z"), Ok(7.0));
    assert_eq!(hours(&mut nights, "2026-10-25T00:00:00Z"), Ok(9.0));
    assert_eq!(hours(&mut nights, "2026-06-12T12:00:00Z"), Err("2026-06-12T20:00:00Z".to_owned()));
}

proptest! {
    /// Sums that forget are those of what is left, for each figure and however readings are cut.
    #[test]
    fn a_rolling_window_holds_what_it_should(
        pieces in prop::collection::vec((100i64..500, 0i64..2_100, 300u32..900), 1..200), length in 2i64..60,
    ) {
        let figures = [Figure::Leq, Figure::Max, Figure::Min, Figure::Percentile(30)];
        let mut windows = figures.map(|figure| Rolling::new(metric(figure, 10), length));
        let mut portions: Vec<Portion> = Vec::new();
        let mut now = 0;
        for (covered, gap, level) in pieces {
            let from = now + if gap > 2_000 { gap } else { 0 };
            now = from + covered;
            let level = f64::from(level) / 10.0;
            portions.push(portion(from, now, level));
            for window in &mut windows {
                window.add(&portions[portions.len() - 1]);
            }
        }
        let begin = now.div_euclid(1000) + i64::from(now % 1000 > 0) - length;
        let left: Vec<Portion> = portions.iter().filter_map(|part| part.clipped(begin * 1000, now)).collect();
        let at = Timestamp::from_millisecond(now).unwrap();
        let [mean, max, min, middle] = windows.each_mut().map(|window| window.assess(at).measured);
        let parts = left.iter().map(|part| (part.leq, (part.to - part.from) as f64));
        let expected = slm_acoustics::weighted_energy_mean(parts).unwrap();
        prop_assert!((mean.unwrap() - expected).abs() < 1e-6);
        let extreme = |worse: fn(f64, f64) -> f64| left.iter().map(|part| part.leq).reduce(worse);
        prop_assert_eq!((max, min), (extreme(f64::max), extreme(f64::min)));
        let mut counts = LevelHistogram::new();
        for part in &left {
            (0..part.to - part.from).for_each(|_| counts.record(part.leq));
        }
        let is_enough = left.len() >= 100;
        prop_assert_eq!(middle.is_some(), is_enough);
        if let Some(middle) = middle {
            prop_assert!((middle - counts.percentile_of_few(30.0).unwrap()).abs() < 1e-6);
        }
    }
}
