//! Properties of the whole: taking up again, looking more often, windows as sums over everything.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_proto::Quantity;
use proptest::prelude::*;
use slm_acoustics::{tenths, weighted_energy_mean};

use super::scene::rule;
use crate::UnitId;
use crate::alert::{
    Block, Comparison, Condition, Contact, Fact, Figure, Frame, Leaving, Levels, Metric, Note, Refill,
    RuleDefinition, Shelf, Span, TimeScope, Transition, UnitAlerts, WindowMetric,
};

/// Rules of every kind, short enough for short series.
fn rules(on: u64, off: u64, band: f64) -> Vec<Arc<RuleDefinition>> {
    let condition = |threshold| Condition {
        on_delay: Duration::from_secs(on),
        off_delay: Duration::from_secs(off),
        dead_band: band,
        cooldown: Duration::from_secs(7),
        ..Condition::new(Comparison::Above, threshold)
    };
    let seconds = Duration::from_secs;
    let plain = |metric, threshold| RuleDefinition { metric, condition: condition(threshold), ..rule(0.0) };
    let window = |figure, span| Metric::Window(WindowMetric::new(figure, span));
    let at_once = |metric, threshold| RuleDefinition {
        metric,
        condition: Condition::new(Comparison::Above, threshold),
        ..rule(0.0)
    };
    let begin_of_hour =
        Block { end: "12:01".parse().unwrap(), start: "12:00".parse().unwrap(), ..Block::ALWAYS };
    let minute =
        || TimeScope { blocks: vec![begin_of_hour], leaving: Leaving::Close, ..TimeScope::default() };
    let rules = [
        plain(Metric::Level(Quantity::Lp), 70.0),
        plain(window(Figure::Leq, Span::Rolling(seconds(20))), 70.0),
        plain(window(Figure::Max, Span::Rolling(seconds(15))), 80.0),
        RuleDefinition { scope: minute(), ..plain(window(Figure::Leq, Span::Rolling(seconds(30))), 70.0) },
        plain(window(Figure::Percentile(50), Span::Rolling(seconds(200))), 65.0),
        plain(Metric::Change { quantity: Quantity::Lp, over: seconds(4) }, 8.0),
        at_once(window(Figure::Leq, Span::Aligned { minutes: 1 }), 70.0),
        at_once(window(Figure::Percentile(10), Span::Aligned { minutes: 2 }), 70.0),
        RuleDefinition {
            scope: minute(),
            ..at_once(window(Figure::Leq, Span::Aligned { minutes: 1 }), 70.0)
        },
        RuleDefinition { scope: minute(), ..plain(Metric::Level(Quantity::Lp), 70.0) },
        RuleDefinition { scope: minute(), ..at_once(Metric::NoData, 4.0) },
        at_once(Metric::NoData, 6.0),
        RuleDefinition { scope: minute(), ..plain(Metric::Connectivity, 0.0) },
        at_once(Metric::Connectivity, 0.0),
    ];
    rules.into_iter().map(Arc::new).collect()
}

fn begin() -> Timestamp {
    "2026-06-12T11:59:30Z".parse().unwrap()
}

/// A unit with these rules, shelved for a minute or not.
fn unit(rules: &[Arc<RuleDefinition>], is_shelved: bool) -> UnitAlerts {
    let mut alerts = UnitAlerts::new(UnitId::new("gate").unwrap(), TimeZone::UTC);
    for (id, rule) in (1..).zip(rules) {
        alerts.put_rule(id, Arc::clone(rule), begin(), &mut Vec::new());
        if is_shelved {
            let note = Note { at: begin(), by: None, text: None };
            let shelving = Shelf { until: begin() + Duration::from_mins(1), note };
            alerts.shelve(id, shelving, &mut Vec::new()).unwrap();
        }
    }
    alerts
}

/// A frame after a pause of milliseconds.
fn facts() -> impl Strategy<Value = (u64, Fact)> {
    let level = |level: u32| {
        let fact = Fact::Levels(Levels::NONE.with(Quantity::Lp, Some(f64::from(level) / 10.0)));
        (Just(1000), Just(fact))
    };
    let quiet = (400u32..900).prop_flat_map(level);
    let pause = prop_oneof![8 => 900u64..1200, 1 => 2_100u64..20_000];
    let fact = prop_oneof![
        20 => (600u32..800).prop_flat_map(level).prop_map(|(_, fact)| fact),
        20 => quiet.prop_map(|(_, fact)| fact),
        2 => Just(Fact::Levels(Levels::NONE)),
        1 => Just(Fact::Contact(Contact::Lost)),
        2 => Just(Fact::Contact(Contact::Answers)),
        1 => Just(Fact::Time),
        1 => Just(Fact::Reconfigured),
    ];
    (pause, fact)
}

fn timed(series: &[(u64, Fact)]) -> Vec<Frame> {
    let mut at = begin();
    let frame = |(pause, fact): &(u64, Fact)| {
        at += Duration::from_millis(*pause);
        Frame { at, max_gap: Duration::from_secs(2), fact: fact.clone() }
    };
    series.iter().map(frame).collect()
}

fn play(alerts: &mut UnitAlerts, frames: &[Frame]) -> Vec<Transition> {
    let mut out = Vec::new();
    for frame in frames {
        alerts.observe(frame, &mut out);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.div_ceil(4), ..ProptestConfig::default() })]

    /// Kept and taken up again between any two frames, everything goes on as if nothing had been: also when windows are
    /// filled from what was recorded.
    #[test]
    fn a_restart_changes_nothing(
        series in prop::collection::vec(facts(), 1..250), cut in 0usize..250,
        on in 0u64..5, off in 0u64..5, band in 0.0..3.0f64, is_shelved: bool, is_brief: bool,
    ) {
        let rules = rules(on, off, band);
        let frames = timed(&series);
        let (before, after) = frames.split_at(cut.min(frames.len()));
        let mut through = unit(&rules, is_shelved);
        play(&mut through, before);
        let mut out = Vec::new();
        let numbered = (1..).zip(rules.iter().cloned());
        let at = before.last().map_or(begin(), |frame| frame.at);
        let kept = if is_brief { through.brief_snapshot() } else { through.snapshot() };
        let mut again = UnitAlerts::restore(through.unit().clone(), TimeZone::UTC, numbered, kept, at, &mut out);
        prop_assert!(out.is_empty());
        if let Some(mut refill) = Refill::of(&again).filter(|_| is_brief) {
            let recorded = refill.from(Duration::from_secs(2))..=refill.until();
            before.iter().filter(|frame| recorded.contains(&frame.at)).for_each(|frame| refill.take(frame, &mut again));
        }
        // What has gone out of a window is forgotten when it is looked at next.
        let snapshot = if is_brief { UnitAlerts::brief_snapshot } else { UnitAlerts::snapshot };
        prop_assert_eq!(snapshot(&again), snapshot(&through));
        prop_assert_eq!(play(&mut again, after), play(&mut through, after));
        prop_assert_eq!(snapshot(&again), snapshot(&through));
    }

    /// Frames of the time between the others change nothing but how soon it is known.
    #[test]
    fn looking_more_often_changes_nothing(
        series in prop::collection::vec(facts(), 1..250),
        looks in 1u32..5, on in 0u64..5, off in 0u64..5, band in 0.0..3.0f64, is_shelved: bool,
    ) {
        let rules = rules(on, off, band);
        let frames = timed(&series);
        let mut fine = Vec::new();
        for (index, frame) in frames.iter().enumerate() {
            let last = index.checked_sub(1).map_or(begin(), |index| frames[index].at);
            // From the first frame on: what begins with it begins then.
            let pause = Duration::try_from(frame.at.duration_since(last)).unwrap();
            fine.extend((1..looks).filter(|_| index > 0).map(|look| Frame::time(last + pause * look / looks)));
            fine.push(frame.clone());
        }
        // Ends whatever ends by itself.
        let end = Frame::time(frames.last().unwrap().at + Duration::from_mins(10));
        let (fine, frames) = ([fine, vec![end.clone()]].concat(), [frames, vec![end]].concat());
        // Peaks of what is known all along depend on the looks; nobody is told of them.
        let edges = |frames: &[Frame]| -> Vec<_> {
            let told = play(&mut unit(&rules, is_shelved), frames);
            let edges = told.into_iter().filter(|what| what.kind.as_str() != "peak");
            edges.map(|what| (what.at, what.rule, what.kind, what.telling, what.event.peak, what.event.exceedances)).collect()
        };
        let (coarse, fine) = (edges(&frames), edges(&fine));
        let differs = coarse.iter().zip(&fine).find(|(one, other)| one != other);
        prop_assert!(differs.is_none(), "{:?}", differs);
        prop_assert_eq!(coarse.len(), fine.len());
    }

    /// A rolling energy mean is the energy mean over what the window holds, worked out anew at each reading.
    #[test]
    fn a_rolling_mean_is_the_mean_of_its_window(levels in prop::collection::vec((0u32..3, 400u32..900), 1..300)) {
        let metric = WindowMetric { required_coverage: 0.5, ..WindowMetric::new(Figure::Leq, Span::Rolling(Duration::from_mins(1))) };
        let limit = RuleDefinition { metric: Metric::Window(metric), ..rule(70.0) };
        let mut alerts = unit(&[Arc::new(limit)], false);
        let mut seconds: Vec<(i64, f64)> = Vec::new();
        let (mut now, mut is_over) = (0, false);
        for (index, (pause, level)) in levels.into_iter().enumerate() {
            let level = f64::from(level) / 10.0;
            // Two seconds are no gap, three are one.
            let step = i64::from(pause.max(1));
            now += if pause == 2 { 3 } else { step };
            if pause != 2 && index > 0 {
                seconds.push((now - 1, level));
            }
            let fact = Fact::Levels(Levels::NONE.with(Quantity::Lp, Some(level)));
            let at = begin() + jiff::SignedDuration::from_secs(now);
            alerts.observe(&Frame { at, max_gap: Duration::from_secs(2), fact }, &mut Vec::new());
            let held = || seconds.iter().filter(|(second, _)| *second >= now - 60).map(|(_, level)| (*level, 1.0));
            let covered = held().count();
            let silence = std::iter::repeat_n((f64::NEG_INFINITY, 1.0), 60 - covered);
            let proven = weighted_energy_mean(held().chain(silence)).is_some_and(|mean| tenths(mean) > 700);
            let measured = weighted_energy_mean(held()).filter(|_| covered >= 30);
            is_over = match measured {
                Some(mean) => tenths(mean) > 700,
                None => proven || is_over,
            };
            prop_assert_eq!(alerts.open_events().count() == 1, is_over, "second {}", now);
        }
    }
}
