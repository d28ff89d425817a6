#![expect(clippy::disallowed_methods, reason = "a timeline starts somewhere")]

use nl43_proto::Quantity;
use proptest::prelude::*;

use super::*;
use crate::alert::Comparison;

fn rule() -> AlertRule {
    AlertRule {
        name: "day limit".into(),
        metric: Quantity::Lp,
        comparison: Comparison::Above,
        threshold_db: 85.0,
        on_delay: Duration::ZERO,
        off_delay: Duration::ZERO,
        clear_margin_db: 0.0,
        cooldown: Duration::from_mins(1),
        reminder: None,
        max_gap: Duration::from_secs(5),
    }
}

/// Runs a timeline of (second, level) and lists the edges as (second, kind).
fn check(rule: &AlertRule, timeline: &[(u64, f64)], expected: &[(u64, EdgeKind)]) {
    let start = Instant::now();
    let mut state = AlertState::default();
    let edges: Vec<_> = timeline
        .iter()
        .filter_map(|(second, level)| {
            let step = state.step(rule, *level, start + Duration::from_secs(*second));
            step.edge().map(|edge| (*second, edge.kind))
        })
        .collect();
    assert_eq!(edges, expected);
}

#[test]
fn exactly_at_the_threshold_is_no_breach() {
    check(&rule(), &[(0, 85.0), (1, 85.1)], &[(1, EdgeKind::Onset)]);
}

#[test]
fn below_rules_mirror_above() {
    let rule =
        AlertRule { comparison: Comparison::Below, threshold_db: 30.0, clear_margin_db: 2.0, ..rule() };
    check(
        &rule,
        &[(0, 30.0), (1, 29.9), (2, 31.0), (3, 32.0)],
        &[(1, EdgeKind::Onset), (3, EdgeKind::Clear)],
    );
}

#[test]
fn the_environment_rule_fires_again_each_cooldown() {
    let rule = AlertRule { reminder: Some(Duration::from_mins(1)), ..rule() };
    let loud: Vec<_> = (0..=130).map(|second| (second, 90.0)).collect();
    check(&rule, &loud, &[(0, EdgeKind::Onset), (60, EdgeKind::Reminder), (120, EdgeKind::Reminder)]);
}

#[test]
fn a_second_onset_waits_for_the_cooldown() {
    let timeline: Vec<_> =
        (0..=70).map(|second| (second, if (5..10).contains(&second) { 50.0 } else { 90.0 })).collect();
    check(&rule(), &timeline, &[(0, EdgeKind::Onset), (5, EdgeKind::Clear), (60, EdgeKind::Onset)]);
}

#[test]
fn d37_two_loud_samples_with_a_gap_between_are_not_sustained() {
    let rule = AlertRule { on_delay: Duration::from_mins(5), ..rule() };
    check(&rule, &[(0, 90.0), (600, 90.0)], &[]);
}

#[test]
fn covered_time_counts() {
    let rule = AlertRule { on_delay: Duration::from_secs(4), ..rule() };
    check(&rule, &[(0, 90.0), (2, 90.0), (4, 90.0)], &[(4, EdgeKind::Onset)]);
}

#[test]
fn one_quiet_sample_starts_the_delay_again() {
    let rule = AlertRule { on_delay: Duration::from_secs(3), ..rule() };
    check(&rule, &[(0, 90.0), (2, 80.0), (3, 90.0), (5, 90.0), (6, 90.0)], &[(6, EdgeKind::Onset)]);
}

#[test]
fn clearing_needs_the_margin_and_the_delay() {
    let rule = AlertRule { off_delay: Duration::from_secs(3), clear_margin_db: 2.0, ..rule() };
    check(
        &rule,
        &[(0, 90.0), (1, 84.0), (2, 83.0), (4, 84.5), (5, 83.0), (8, 83.0)],
        &[(0, EdgeKind::Onset), (8, EdgeKind::Clear)],
    );
}

#[test]
fn the_peak_follows_the_worst_level() {
    let start = Instant::now();
    let mut state = AlertState::default();
    state.step(&rule(), 90.0, start);
    state.step(&rule(), 97.5, start + Duration::from_secs(1));
    let step = state.step(&rule(), 60.0, start + Duration::from_secs(2));
    assert_eq!(step.edge().map(|edge| (edge.kind, edge.peak_db)), Some((EdgeKind::Clear, 97.5)));
}

proptest! {
    #[test]
    fn onsets_and_clears_alternate_and_respect_the_cooldown(
        levels in prop::collection::vec((0u64..20, 70.0f64..100.0), 1..200),
        on in 0u64..10, off in 0u64..10, cooldown in 0u64..60,
    ) {
        let rule = AlertRule {
            on_delay: Duration::from_secs(on),
            off_delay: Duration::from_secs(off),
            cooldown: Duration::from_secs(cooldown),
            clear_margin_db: 2.0,
            ..rule()
        };
        let mut now = Instant::now();
        let mut state = AlertState::default();
        let mut active = false;
        let mut last_onset: Option<Instant> = None;
        for (pause, level) in levels {
            now += Duration::from_secs(pause);
            let Some(edge) = state.step(&rule, level, now).edge() else { continue };
            match edge.kind {
                EdgeKind::Onset => {
                    prop_assert!(!active);
                    prop_assert!(level > rule.threshold_db);
                    if let Some(last) = last_onset {
                        prop_assert!(now - last >= rule.cooldown);
                    }
                    last_onset = Some(now);
                    active = true;
                }
                EdgeKind::Clear => {
                    prop_assert!(active);
                    active = false;
                }
                EdgeKind::Reminder => prop_assert!(false, "the rule asked for none"),
            }
            prop_assert_eq!(state.is_active(), active);
        }
    }
}
