//! Limits on windows, proven and undetermined.

use std::time::Duration;

use nl43_proto::Quantity;

use super::*;
use crate::alert::{
    Block, ClockTime, Comparison, Condition, Figure, Leaving, Metric, RuleDefinition, Span, TimeScope,
    WindowMetric,
};

fn window(figure: Figure, span: Span, limit: f64) -> RuleDefinition {
    RuleDefinition { metric: Metric::Window(WindowMetric::new(figure, span)), ..rule(limit) }
}

const QUARTER: Span = Span::Aligned { minutes: 15 };
const ROLLING: Span = Span::Rolling(Duration::from_mins(15));

/// The vector C1 of a certain breach: minute levels against 70 dB in 15 minutes.
const CERTAIN: &str = "66.0 68.5 79.2 80.1 72.4 65.0 64.2 63.8 66.1 62.7 61.9 63.0 64.4 62.2 60.8";

#[test]
fn a_certain_breach_is_raised_long_before_the_window_ends() {
    let scene = Scene::of([window(Figure::Leq, QUARTER, 70.0)]).every(60).means();
    // 72.0 dB in the end; the next quarter is quiet.
    scene.plays(&format!("{CERTAIN} 60x14"), &["240 raised 71.2"]);
    scene.plays(&format!("{CERTAIN} 60x15"), &["240 raised 71.2", "1800 cleared 72.0"]);
}

#[test]
fn a_percentile_is_decided_at_the_pace_it_asks_for() {
    let rule = window(Figure::Percentile(90), ROLLING, 70.0);
    let pause = rule.metric.longest_pause().unwrap().as_secs();
    let decided = |every| {
        let (happened, _) = Scene::of([rule.clone()]).every(every).run("80x200 60x200");
        let kinds = happened.iter().map(|what| what.kind.as_str()).filter(|kind| *kind != "peak");
        kinds.collect::<Vec<_>>()
    };
    // With the meter's own second and a bit.
    assert_eq!(decided(pause + 2), ["raised", "cleared"]);
    assert_eq!(decided(10), Vec::<&str>::new(), "fewer than 100 samples have no percentiles");
}

#[test]
fn levels_of_another_weighting_are_not_mixed() {
    let scene = || Scene::of([window(Figure::Leq, Span::Rolling(Duration::from_secs(20)), 70.0)]);
    scene().plays("80x30 60x30", &["4 raised 71.8", "49 cleared 80.0"]);
    scene().plays("weighting=0 80x30 weighting=0 60x30", &["4 raised 71.8", "49 cleared 80.0"]);
    // LA says nothing of LC: the window begins anew, and what is open stays until enough of it is known.
    scene().plays("weighting=0 80x30 weighting=1 60x30", &["4 raised 71.8", "48 cleared 80.0"]);
    // Also when it was changed while the service was not there.
    scene().plays("weighting=0 80x30 restart weighting=1 60x30", &["4 raised 71.8", "48 cleared 80.0"]);
}

#[test]
fn the_budget_is_told_while_the_window_lasts() {
    let scene = Scene::of([window(Figure::Leq, QUARTER, 70.0)]).every(60).means();
    let used: Vec<f64> = (1..=5)
        .map(|minutes| {
            let series: Vec<&str> = CERTAIN.split(' ').take(minutes).collect();
            let (_, alerts) = scene.run(&series.join(" "));
            let now = alerts.snapshot().now.unwrap();
            alerts.budgets(now).next().unwrap().1.used * 100.0
        })
        .collect();
    for (is, expected) in used.iter().zip([2.65, 7.37, 62.82, 131.04, 142.63]) {
        assert!((is - expected).abs() < 0.006, "{is} instead of {expected}");
    }
    // U4: 6 minutes at 71 dB leave 69.2 dB for the rest, and a present level of 78 dB not much time.
    let (_, alerts) = scene.run("71x6");
    let now = alerts.snapshot().now.unwrap();
    let (id, budget) = alerts.budgets(now).next().unwrap();
    assert_eq!((id, budget.covered_seconds), (1, 360.0));
    assert!((budget.allowed_db.unwrap() - 69.1771).abs() < 0.000_05);
    assert!((budget.leq_db.unwrap() - 71.0).abs() < 1e-6);
    let to_breach = budget.seconds_to_breach.unwrap();
    assert!((to_breach - 354.9).abs() < 0.1, "{to_breach}");
    assert_eq!(
        alerts.budgets(now + Duration::from_hours(1)).count(),
        0,
        "of another window nothing is known"
    );
}

#[test]
fn one_window_over_after_the_other_is_one_event_of_many_exceedances() {
    let scene = Scene::of([window(Figure::Leq, QUARTER, 70.0)]).every(60).means();
    let (happened, _) = scene.run("75x45 60x15");
    let last = happened.last().unwrap();
    assert_eq!((last.kind.as_str(), last.event.exceedances), ("cleared", 3));
    assert_eq!(last.event.peak.map(|peak| format!("{:.1}", peak.value)).as_deref(), Some("75.0"));
}

#[test]
fn gaps_leave_a_window_undetermined_unless_it_is_proven() {
    let scene = |coverage, ceiling_db| {
        let metric = WindowMetric {
            required_coverage: coverage,
            ceiling_db,
            ..WindowMetric::new(Figure::Leq, QUARTER)
        };
        Scene::of([RuleDefinition { metric: Metric::Window(metric), ..rule(70.0) }]).every(60).means()
    };
    let raise = "80x15";
    // Enough of the window was covered: what was measured counts.
    scene(0.9, None).plays(&format!("{raise} 60x14 +120! 60"), &["120 raised 71.2", "1920 cleared 80.0"]);
    // Too little of it was: it stays open, quiet as it is.
    scene(0.9, None).plays(&format!("{raise} 60x9 +1200! 60x3"), &["120 raised 71.2"]);
    scene(1.0, None).plays(&format!("{raise} 60x12 +300! 60x3"), &["120 raised 71.2"]);
    // Q1 to Q4: what is known of the missing part decides.
    let quarter = |series: &str| format!("60x15 {series}");
    scene(0.95, Some(80.0)).plays(&quarter("72x9 +420!"), &[]);
    scene(0.95, Some(80.0)).plays(&quarter("73x9 +420!"), &["1380 raised 70.3"]);
    scene(1.0, Some(72.0)).plays(&format!("{raise} 60x12 +420"), &["120 raised 71.2", "1260 cleared 80.0"]);
}

#[test]
fn overload_is_a_lower_bound_and_clears_nothing() {
    // Flags are no word of the timelines: built by hand.
    use crate::alert::{Fact, Frame, Levels, UnitAlerts};
    let run = |over: bool, under: bool, levels: [f64; 2]| {
        let mut alerts = UnitAlerts::new(crate::UnitId::new("gate").unwrap(), jiff::tz::TimeZone::UTC);
        let begin = "2026-06-12T12:00:00Z".parse().unwrap();
        let mut out = Vec::new();
        alerts.put_rule(1, window(Figure::Leq, QUARTER, 70.0).into(), begin, &mut out);
        for minute in 1..=30_u32 {
            let level = levels[usize::from(minute > 15)];
            let flags = Levels::NONE.flagged(over && minute == 20, under && minute <= 15);
            let fact = Fact::Levels(flags.with(Quantity::Lp, Some(level)));
            let at = begin + Duration::from_mins(1) * minute;
            alerts.observe(&Frame { at, max_gap: Duration::from_mins(2), fact }, &mut out);
        }
        out.iter()
            .filter(|what| what.kind.as_str() != "peak")
            .map(|what| what.kind.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(run(false, false, [75.0, 60.0]), ["raised", "cleared"]);
    assert_eq!(run(true, false, [75.0, 60.0]), ["raised"]);
    assert_eq!(run(false, true, [75.0, 60.0]), [""; 0], "an upper bound proves nothing");
}

#[test]
fn a_rolling_window_finds_what_aligned_ones_miss() {
    // W1: 30 minutes of 60 dB, of which ten of 72 dB lie across the quarters; 67.7 dB each, 70.4 dB at most.
    let minutes = "60x10 72x10 60x10 60x15";
    Scene::of([window(Figure::Leq, QUARTER, 70.0)]).every(60).means().plays(minutes, &[]);
    Scene::of([window(Figure::Leq, ROLLING, 70.0)])
        .every(60)
        .means()
        .plays(minutes, &["1200 raised 70.4", "1560 cleared 70.4"]);
}

#[test]
fn a_rolling_window_counts_when_it_is_covered_and_before_when_it_is_proven() {
    let rolling = |limit| Scene::of([window(Figure::Leq, ROLLING, limit)]).means();
    // 78 dB are over 70 dB in 15 minutes after 142.64 s, as rounded figures 144.3 s, whatever came before.
    rolling(70.0).plays("78x150", &["145 raised 70.1"]);
    // 70.2 dB are over it once nine tenths of the window are covered.
    rolling(70.0).plays("70.2x830", &["810 raised 70.2"]);
    // A gap leaves it open until enough is covered again.
    rolling(70.0).plays("78x900 +600! 60x600", &["145 raised 70.1"]);
    rolling(70.0).plays("78x900 +600! 60x900", &["145 raised 70.1", "2310 cleared 78.0"]);
}

#[test]
fn delays_and_dead_band_hold_for_rolling_windows_as_well() {
    let mut slow = window(Figure::Leq, Span::Rolling(Duration::from_secs(10)), 70.0);
    slow.condition.on_delay = Duration::from_secs(5);
    slow.condition.dead_band = 5.0;
    Scene::of([slow]).means().plays("60x10 80x10 66x12 60x12", &["16 raised 77.8", "35 cleared 80.0"]);
}

#[test]
fn percentiles_are_those_of_the_window() {
    // P1 against limits around its L10 of 59.0 dB and its L90 of 51.0 dB.
    let series: Vec<_> = (0..100).map(|tenth| format!("{:.1}", 50.0 + f64::from(tenth) / 10.0)).collect();
    let series = format!("50.0 {}", series.join(" "));
    let span = Span::Rolling(Duration::from_secs(100));
    let raised = |percent, limit| {
        !Scene::of([window(Figure::Percentile(percent), span, limit)]).run(&series).0.is_empty()
    };
    assert_eq!((raised(10, 58.9), raised(10, 59.0)), (true, false));
    assert_eq!((raised(90, 50.9), raised(90, 51.0)), (true, false));
    // Fewer than a hundred samples have none.
    assert!(
        !raised(10, 50.0)
            || Scene::of([window(Figure::Percentile(10), span, 40.0)]).run("60x99").0.is_empty()
    );
    // A background that rises: certain when too little time is left, as is its fall once there are samples enough.
    let background = Scene::of([window(Figure::Percentile(90), Span::Aligned { minutes: 5 }, 55.0)]);
    background.plays("50x40 60x560 50x300", &["570 raised 60.0", "700 cleared 60.0"]);
}

#[test]
fn extremes_stay_as_long_as_the_window() {
    let loudest = window(Figure::Max, Span::Rolling(Duration::from_secs(10)), 85.0);
    Scene::of([loudest]).plays("60x12 90 60x20", &["13 raised 90.0", "23 cleared 90.0"]);
    let quietest = RuleDefinition {
        condition: Condition::new(Comparison::Below, 30.0),
        ..window(Figure::Min, Span::Rolling(Duration::from_secs(10)), 0.0)
    };
    Scene::of([quietest]).plays("60x12 20 60x20", &["13 raised 20.0", "23 cleared 20.0"]);
}

#[test]
fn a_daily_window_is_one_of_each_day() {
    let [from, to] = ["22:00", "06:00"].map(|text| text.parse::<ClockTime>().unwrap());
    let night = window(Figure::Leq, Span::Daily { from, to }, 45.0);
    let scene = Scene::of([night]).every(60).means().from("2026-06-12T20:00");
    // Two hours of day, a night of 50 dB, a day, a night of 40 dB.
    let hours = |level: u32, hours: u32| format!("{level}x{}", hours * 60);
    let series = [hours(80, 2), hours(50, 8), hours(80, 16), hours(40, 8), hours(80, 1)].join(" ");
    // The night's energy is used up after 8 h · 10^-0.495, the figures being rounded.
    scene.plays(&series, &["16440 raised 45.1", "122400 cleared 50.0"]);
}

#[test]
fn a_window_takes_only_the_time_in_scope() {
    let block = Block { start: "22:00".parse().unwrap(), end: "06:00".parse().unwrap(), ..Block::ALWAYS };
    let scope = TimeScope { blocks: vec![block], leaving: Leaving::Close, ..TimeScope::default() };
    let night = RuleDefinition { scope, ..window(Figure::Leq, Span::Rolling(Duration::from_hours(1)), 45.0) };
    // The evening's 80 dB do not break the night's limit.
    Scene::of([night.clone()]).every(10).means().from("2026-06-12T21:00").plays("80x360 40x720", &[]);
    // A window that ends with the scope is judged before it is left.
    let aligned = RuleDefinition {
        metric: Metric::Window(WindowMetric::new(Figure::Leq, Span::Aligned { minutes: 60 })),
        ..night
    };
    let scene = Scene::of([aligned]).every(10).means().from("2026-06-13T05:00");
    scene.plays("45.2x720", &["3480 raised 45.1", "3600 closed: End of the rule's times"]);
    scene.plays("45.04x720", &[]);
    scene.plays("40x342 +700", &[]);
}

#[test]
fn short_events_between_polls_show_in_the_meters_own_maximum() {
    use crate::alert::{Fact, Frame, Levels, UnitAlerts};
    let loudest = window(Figure::Max, Span::Rolling(Duration::from_mins(1)), 85.0);
    let mut alerts = UnitAlerts::new(crate::UnitId::new("gate").unwrap(), jiff::tz::TimeZone::UTC);
    let begin: jiff::Timestamp = "2026-06-12T12:00:00Z".parse().unwrap();
    let mut out = Vec::new();
    alerts.put_rule(1, loudest.into(), begin, &mut out);
    // The maximum since the measurement began is 99 dB from long before; a bang of 105 dB between two polls counts.
    for (second, lmax) in [(1, 99.0), (2, 99.0), (3, 105.0), (4, 105.0)] {
        let levels = Levels::NONE.with(Quantity::Lp, Some(60.0)).with(Quantity::Lmax, Some(lmax));
        let at = begin + Duration::from_secs(second);
        alerts.observe(&Frame { at, max_gap: Duration::from_secs(2), fact: Fact::Levels(levels) }, &mut out);
        assert_eq!(out.len(), usize::from(second >= 3), "second {second}");
    }
    assert_eq!(out[0].event.onset_value, Some(105.0));
}

#[test]
fn a_peak_counts_as_long_as_its_window() {
    use crate::alert::{Fact, Frame, Levels, UnitAlerts};
    let bang = window(Figure::Peak, Span::Rolling(Duration::from_secs(10)), 130.0);
    let mut alerts = UnitAlerts::new(crate::UnitId::new("gate").unwrap(), jiff::tz::TimeZone::UTC);
    let begin: jiff::Timestamp = "2026-06-12T12:00:00Z".parse().unwrap();
    let mut out = Vec::new();
    alerts.put_rule(1, bang.into(), begin, &mut out);
    for second in 0..=40 {
        let stretch = crate::alert::Stretch {
            length: Duration::from_secs(1),
            leq: 60.0,
            max: Some(65.0),
            min: Some(55.0),
            peak: Some(if second == 15 { 135.0 } else { 80.0 }),
        };
        let fact = Fact::Levels(Levels::NONE.integrated(Some(stretch)));
        let at = begin + Duration::from_secs(second);
        alerts.observe(&Frame { at, max_gap: Duration::from_secs(2), fact }, &mut out);
    }
    let told: Vec<_> =
        out.iter().map(|what| (what.kind.as_str(), what.at.duration_since(begin).as_secs())).collect();
    assert_eq!(told, [("raised", 15), ("cleared", 25)]);
    assert_eq!(out[0].event.onset_value, Some(135.0));
}

#[test]
fn a_change_is_what_happened_within_its_time() {
    let jump = RuleDefinition {
        metric: Metric::Change { quantity: Quantity::Lp, over: Duration::from_secs(5) },
        ..rule(10.0)
    };
    Scene::of([jump.clone()]).plays("50x10 55 58 61 64 64x10", &["13 raised 11.0", "16 cleared 14.0"]);
    Scene::of([jump.clone()]).plays("50x10 +60! 80x10", &[]);
    let drop = RuleDefinition { condition: Condition::new(Comparison::Below, -10.0), ..jump };
    Scene::of([drop]).plays("60x10 45x10", &["11 raised -15.0", "16 cleared -15.0"]);
}

#[test]
fn a_brief_restart_lets_windows_fill_anew_and_forgets_no_event() {
    use crate::alert::UnitAlerts;
    let rule = window(Figure::Leq, ROLLING, 70.0);
    let scene = Scene::of([rule.clone()]).means();
    let (_, alerts) = scene.run("78x900");
    let kept = alerts.brief_snapshot();
    assert!(kept.rules[0].window.steps.is_empty() && alerts.snapshot().rules[0].window.steps.len() == 900);
    let now = kept.now.unwrap();
    let mut out = Vec::new();
    let rules = [(1, std::sync::Arc::new(rule))];
    let unit = alerts.unit().clone();
    let mut again = UnitAlerts::restore(unit, jiff::tz::TimeZone::UTC, rules, kept, now, &mut out);
    assert_eq!(again.open_events().count(), 1);
    let mut cleared = None;
    for second in 1..=900_u32 {
        let at = now + Duration::from_secs(1) * second;
        let fact = crate::alert::Fact::Levels(crate::alert::Levels::NONE.with(Quantity::Lp, Some(60.0)));
        again.observe(&crate::alert::Frame { at, max_gap: Duration::from_secs(2), fact }, &mut out);
        cleared = cleared.or((!out.is_empty()).then_some(second));
    }
    assert_eq!((cleared, out[0].kind.as_str()), (Some(810), "cleared"), "nine tenths of the window later");
}
