//! Delays, dead band, cooldown, scope, acknowledging, shelving, changing: with levels as they are.

use std::time::Duration;

use super::*;
use crate::alert::{
    Block, Comparison, Condition, Days, Holidays, Leaving, RuleDefinition, RuleText, TimeScope,
};

fn with(change: impl FnOnce(&mut Condition)) -> RuleDefinition {
    let mut rule = rule(70.0);
    change(&mut rule.condition);
    rule
}

fn check(rule: RuleDefinition, series: &str, expected: &[&str]) {
    Scene::of([rule]).plays(series, expected);
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_limit_is_broken_above_it_and_kept_at_it() {
    check(rule(70.0), "60 70 70.1 80 75 70 60", &["3 raised 70.1", "6 cleared 80.0"]);
    let below = RuleDefinition { condition: Condition::new(Comparison::Below, 30.0), ..rule(0.0) };
    check(below, "40 30 29.9 25 30", &["3 raised 29.9", "5 cleared 25.0"]);
}

#[test]
fn delays_count_covered_time() {
    let slow = with(|limit| (limit.on_delay, limit.off_delay) = (seconds(3), seconds(2)));
    check(slow.clone(), "80x4 60x3", &["4 raised 80.0", "7 cleared 80.0"]);
    check(slow.clone(), "80x3 60 80x3 60", &[]);
    check(slow.clone(), "80x3 +2! 80 80 80 80", &["9 raised 80.0"]);
    // A reading without a value is as good as none.
    check(slow.clone(), "80x3 - 80", &["5 raised 80.0"]);
    check(slow, "80x3 - - 80 80 80 80", &["9 raised 80.0"]);
}

#[test]
fn d37_two_loud_readings_with_an_outage_between_are_not_sustained() {
    let sustained = with(|limit| limit.on_delay = seconds(7));
    check(sustained.clone(), "80 +9! 80", &[]);
    Scene::of([sustained]).every(10).plays("80 +25! 80 80", &["55 raised 80.0"]);
}

#[test]
fn missing_values_never_clear() {
    check(rule(70.0), "80 - - - +600 -x5 60", &["1 raised 80.0", "610 cleared 80.0"]);
    let slow = with(|limit| limit.off_delay = seconds(3));
    check(slow, "80 60 +600 60 60 60 60", &["1 raised 80.0", "606 cleared 80.0"]);
}

#[test]
fn the_dead_band_keeps_a_level_that_hovers_one_event() {
    let banded = with(|limit| limit.dead_band = 3.0);
    let (happened, _) = Scene::of([banded.clone()]).run("71 69 71 68 71 67");
    assert_eq!(happened.last().map(|last| last.event.exceedances), Some(1), "it never fell");
    check(banded, "71 69 71 68 71 67", &["1 raised 71.0", "6 cleared 71.0"]);
    let falling = with(|limit| limit.off_delay = seconds(5));
    let (happened, _) = Scene::of([falling]).run("71 60 71 60 60 73 60x6");
    let last = happened.last().map(|last| (last.event.exceedances, last.event.peak.map(|peak| peak.value)));
    assert_eq!(last, Some((3, Some(73.0))), "re-triggered twice");
}

#[test]
fn the_cooldown_counts_from_onset_to_onset_and_fires_when_it_ends() {
    let rare = with(|limit| limit.cooldown = seconds(10));
    check(
        rare,
        "80 60 80 60 80x20 60",
        &["1 raised 80.0", "2 cleared 80.0", "11 raised 80.0", "25 cleared 80.0"],
    );
}

#[test]
fn a_risen_peak_is_told_in_steps() {
    let stepped = RuleDefinition { update_step: Some(3.0), ..rule(70.0) };
    check(
        stepped,
        "71 72 73 74 75 78 79 60",
        &["1 raised 71.0", "4 peak 74.0", "6 peak 78.0", "8 cleared 79.0"],
    );
}

#[test]
fn an_event_knows_its_peak_and_when_that_was() {
    let (happened, alerts) = Scene::of([rule(70.0)]).run("71 75 90 90 80 60");
    let end = happened.last().unwrap();
    let peak = end.event.peak.unwrap();
    assert_eq!((peak.value, peak.at.duration_since(end.event.onset_at).as_secs()), (90.0, 2));
    assert_eq!(end.event.duration(end.at), seconds(5));
    assert_eq!(alerts.open_events().count(), 0);
}

#[test]
fn acknowledging_is_noted_and_may_be_repeated() {
    let reminding = with(|limit| limit.reminder = Some(seconds(2)));
    check(
        reminding,
        "80 80 80 ack 80 80 ack 80 60",
        &[
            "1 raised 80.0",
            "3 reminded",
            "3 acknowledged",
            "5 reminded (Acknowledged)",
            "5 acknowledged",
            "7 cleared 80.0",
        ],
    );
    let (happened, _) = Scene::of([rule(70.0)]).run("80 ack 80 60");
    let note = happened.last().and_then(|end| end.event.acknowledged.clone()).unwrap();
    assert_eq!((note.by.as_deref(), note.text.as_deref()), (Some("Ann"), Some("seen")));
}

#[test]
fn a_shelved_rule_is_kept_but_not_told() {
    check(rule(70.0), "shelf=10 80 60 +20", &["1 raised 80.0 (Shelved)", "2 cleared 80.0 (NeverTold)"]);
    // Who was told that it is active is told that it is over.
    check(rule(70.0), "80 shelf=10 60 +20", &["1 raised 80.0", "1 shelved (Minor)", "2 cleared 80.0"]);
    // What goes on when the shelving ends is told then.
    let series = "shelf=5 80x9 60";
    let expected = ["1 raised 80.0 (Shelved)", "5 unshelved", "10 cleared 80.0"];
    check(rule(70.0), series, &expected);
    check(
        rule(70.0),
        "shelf=600 80x4 +1! unshelf 80 60",
        &["1 raised 80.0 (Shelved)", "5 unshelved", "7 cleared 80.0"],
    );
}

#[test]
fn changing_and_deleting_close_with_the_reason() {
    check(rule(70.0), "80 changed 80", &["1 raised 80.0", "1 closed: Rule changed", "2 raised 80.0"]);
    check(rule(70.0), "80 deleted 80", &["1 raised 80.0", "1 closed: Rule deleted"]);
    check(rule(70.0), "60 changed 60", &[]);
}

#[test]
fn d36_an_alarm_survives_a_restart() {
    check(rule(70.0), "80 90 restart +30! 60", &["1 raised 80.0", "33 cleared 90.0"]);
    check(rule(70.0), "80 restart +30! 80 80", &["1 raised 80.0"]);
    // A short restart interrupts no delay, a long one is a gap.
    let slow = with(|limit| limit.on_delay = seconds(4));
    check(slow.clone(), "80 80 restart +1! 80 80", &["5 raised 80.0"]);
    check(slow, "80 80 restart +60! 80 80", &[]);
    let rare = with(|limit| limit.cooldown = seconds(60));
    check(rare, "80 60 restart +20! 80x50", &["1 raised 80.0", "2 cleared 80.0", "61 raised 80.0"]);
}

fn nightly(leaving: Leaving) -> RuleDefinition {
    let block = Block { start: "22:00".parse().unwrap(), end: "06:00".parse().unwrap(), ..Block::ALWAYS };
    RuleDefinition { scope: TimeScope { blocks: vec![block], leaving, ..TimeScope::default() }, ..rule(45.0) }
}

#[test]
fn nothing_begins_out_of_scope() {
    let night = || Scene::of([nightly(Leaving::Close)]).from("2026-06-12T21:59:55");
    night().plays("50x10", &["5 raised 50.0"]);
    let mut slow = nightly(Leaving::Close);
    slow.condition.on_delay = seconds(3);
    // Only the time in scope counts.
    Scene::of([slow]).from("2026-06-12T21:59:55").plays("50x10", &["8 raised 50.0"]);
}

#[test]
fn leaving_the_scope_closes_at_that_moment() {
    let night = || Scene::of([nightly(Leaving::Close)]).from("2026-06-13T05:59:55");
    night().plays("50x9 40", &["1 raised 50.0", "5 closed: End of the rule's times"]);
    night().plays("50 +3600! 40", &["1 raised 50.0", "5 closed: End of the rule's times"]);
    night().plays("50 +3600", &["1 raised 50.0", "5 closed: End of the rule's times"]);
    night().plays("40x9", &[]);
}

#[test]
fn d38_an_alarm_of_a_compatible_rule_clears_outside_of_its_schedule() {
    let text = RuleText {
        schedule_start: Some("22:00".to_owned()),
        schedule_end: Some("06:00".to_owned()),
        ..RuleText::new(45.0)
    };
    let compatible = text.define(&crate::UnitId::new("gate").unwrap()).unwrap();
    let scene = Scene::of([compatible]).from("2026-06-13T05:59:55");
    scene.plays("50x9 44 43 50x600", &["1 raised 50.0", "11 cleared 50.0"]);
}

#[test]
fn d39_a_block_over_midnight_belongs_to_the_day_it_begins() {
    // 2026-06-12 is a Friday.
    let mut friday = nightly(Leaving::Close);
    friday.scope.blocks[0].days = "4".parse().unwrap();
    Scene::of([friday.clone()]).from("2026-06-12T02:00").plays("50", &[]);
    Scene::of([friday]).from("2026-06-13T02:00").plays("50", &["1 raised 50.0"]);
}

#[test]
fn several_blocks_have_their_days_and_holidays() {
    let morning = Block {
        start: "07:00".parse().unwrap(),
        end: "13:00".parse().unwrap(),
        days: "0,1,2,3,4,5".parse().unwrap(),
        holidays: Holidays::Excluded,
    };
    let sunday = Block { days: "6".parse::<Days>().unwrap(), holidays: Holidays::Included, ..Block::ALWAYS };
    let scope = TimeScope {
        blocks: vec![morning, sunday],
        holidays: vec!["2026-10-03".parse().unwrap()],
        ..TimeScope::default()
    };
    let rule = RuleDefinition { scope, ..rule(45.0) };
    let raised = |local: &str| Scene::of([rule.clone()]).from(local).run("50").0.len();
    assert_eq!(raised("2026-10-02T14:00"), 0, "Friday afternoon");
    assert_eq!(raised("2026-10-02T12:00"), 1, "Friday morning");
    assert_eq!(raised("2026-10-03T14:00"), 1, "a holiday");
    assert_eq!(raised("2026-10-10T14:00"), 0, "any Saturday");
}

#[test]
fn a_rule_has_the_clock_of_its_own_zone() {
    let mut tokyo = nightly(Leaving::Close);
    tokyo.scope.zone = Some(jiff::tz::TimeZone::get("Asia/Tokyo").unwrap());
    // 15:00 in Berlin is 22:00 in Tokyo.
    Scene::of([tokyo]).from("2026-06-12T14:59:58").plays("50x4", &["2 raised 50.0"]);
}
