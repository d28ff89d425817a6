use jiff::Timestamp;

use super::*;
use crate::alert::Comparison;

/// A limit of 85 dB with a minute of cooldown.
fn limit() -> Condition {
    Condition { cooldown: Duration::from_mins(1), ..Condition::new(Comparison::Above, 85.0) }
}

/// Runs a timeline of (second, level), five seconds being a gap, and lists the edges as (second, kind).
#[track_caller]
fn check(condition: &Condition, timeline: &[(i64, f64)], expected: &[(i64, EdgeKind)]) {
    let mut standing = Standing::default();
    let edges: Vec<_> = timeline
        .iter()
        .filter_map(|(second, level)| {
            let at = Timestamp::from_second(*second).unwrap();
            let judgement = condition.judge(*level);
            let step = standing.step(condition, judgement, at, Duration::from_secs(5), Gate::Open);
            step.edge().map(|edge| (*second, edge))
        })
        .collect();
    assert_eq!(edges, expected);
}

#[test]
fn exactly_at_the_threshold_is_no_breach() {
    check(&limit(), &[(0, 85.0), (1, 85.1)], &[(1, EdgeKind::Onset)]);
}

#[test]
fn below_rules_mirror_above() {
    let limit = Condition { comparison: Comparison::Below, threshold: 30.0, dead_band: 2.0, ..limit() };
    check(
        &limit,
        &[(0, 30.0), (1, 29.9), (2, 31.0), (3, 32.0)],
        &[(1, EdgeKind::Onset), (3, EdgeKind::Clear)],
    );
}

#[test]
fn the_environment_rule_fires_again_each_cooldown() {
    let limit = Condition { reminder: Some(Duration::from_mins(1)), ..limit() };
    let loud: Vec<_> = (0..=130).map(|second| (second, 90.0)).collect();
    check(&limit, &loud, &[(0, EdgeKind::Onset), (60, EdgeKind::Reminder), (120, EdgeKind::Reminder)]);
}

#[test]
fn a_second_onset_waits_for_the_cooldown() {
    let timeline: Vec<_> =
        (0..=70).map(|second| (second, if (5..10).contains(&second) { 50.0 } else { 90.0 })).collect();
    check(&limit(), &timeline, &[(0, EdgeKind::Onset), (5, EdgeKind::Clear), (60, EdgeKind::Onset)]);
}

#[test]
fn d37_two_loud_samples_with_a_gap_between_are_not_sustained() {
    let limit = Condition { on_delay: Duration::from_mins(5), ..limit() };
    check(&limit, &[(0, 90.0), (600, 90.0)], &[]);
}

#[test]
fn covered_time_counts() {
    let limit = Condition { on_delay: Duration::from_secs(4), ..limit() };
    check(&limit, &[(0, 90.0), (2, 90.0), (4, 90.0)], &[(4, EdgeKind::Onset)]);
}

#[test]
fn one_quiet_sample_starts_the_delay_again() {
    let limit = Condition { on_delay: Duration::from_secs(3), ..limit() };
    check(&limit, &[(0, 90.0), (2, 80.0), (3, 90.0), (5, 90.0), (6, 90.0)], &[(6, EdgeKind::Onset)]);
}

#[test]
fn clearing_needs_the_margin_and_the_delay() {
    let limit = Condition { off_delay: Duration::from_secs(3), dead_band: 2.0, ..limit() };
    check(
        &limit,
        &[(0, 90.0), (1, 84.0), (2, 83.0), (4, 84.5), (5, 83.0), (8, 83.0)],
        &[(0, EdgeKind::Onset), (8, EdgeKind::Clear)],
    );
}

#[test]
fn what_cannot_be_said_neither_raises_nor_clears() {
    let condition = Condition { off_delay: Duration::from_secs(2), ..limit() };
    let mut standing = Standing::default();
    let mut step = |second, judgement| {
        let at = Timestamp::from_second(second).unwrap();
        standing.step(&condition, judgement, at, Duration::from_secs(5), Gate::Open)
    };
    assert_eq!(step(0, Judgement::Undetermined), Step::Quiet(Quiet::Undetermined));
    assert_eq!(step(1, Judgement::Breached), Step::Edge(EdgeKind::Onset));
    assert_eq!(step(2, Judgement::Recovered), Step::Quiet(Quiet::NotClearYet));
    assert_eq!(step(3, Judgement::Undetermined), Step::Quiet(Quiet::Undetermined));
    assert_eq!(step(900, Judgement::Undetermined), Step::Quiet(Quiet::Undetermined));
    assert_eq!(step(901, Judgement::Recovered), Step::Quiet(Quiet::NotClearYet), "a gap lies between");
    assert_eq!(step(903, Judgement::Recovered), Step::Edge(EdgeKind::Clear));
}

#[test]
fn an_inhibited_onset_comes_when_it_may() {
    let condition = Condition { on_delay: Duration::from_secs(2), ..limit() };
    let mut standing = Standing::default();
    let mut step = |second, gate| {
        let at = Timestamp::from_second(second).unwrap();
        standing.step(&condition, Judgement::Breached, at, Duration::from_secs(5), gate)
    };
    assert_eq!(step(0, Gate::Inhibited), Step::Quiet(Quiet::NotDue));
    assert_eq!(step(2, Gate::Inhibited), Step::Quiet(Quiet::Inhibited));
    assert_eq!(step(3, Gate::Open), Step::Edge(EdgeKind::Onset));
}

#[test]
fn a_clock_that_is_set_back_leaves_no_time_of_the_future() {
    let mut standing = Standing::default();
    let second = |second| Timestamp::from_second(second).unwrap();
    let limit = limit();
    let step = |standing: &mut Standing, at, judgement| {
        standing.step(&limit, judgement, second(at), Duration::from_secs(5), Gate::Open).edge()
    };
    assert_eq!(step(&mut standing, 10_000, Judgement::Breached), Some(EdgeKind::Onset));
    standing.set_back(second(100));
    assert_eq!(step(&mut standing, 100, Judgement::Recovered), Some(EdgeKind::Clear));
    assert_eq!(step(&mut standing, 159, Judgement::Breached), None);
    assert_eq!(step(&mut standing, 160, Judgement::Breached), Some(EdgeKind::Onset), "a cooldown, not hours");
}
