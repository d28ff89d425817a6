//! Messages, and rules that are tried.

use std::time::Duration;

use jiff::tz::TimeZone;
use nl43_proto::Quantity;

use super::*;
use crate::UnitId;
use crate::alert::{
    Comparison, Condition, Fact, Frame, Levels, Metric, RuleDefinition, Severity, Trial, message, try_rule,
};

/// The texts of what happened in a series.
fn texts(rule: &RuleDefinition, series: &str) -> Vec<String> {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let (happened, _) = Scene::of([rule.clone()]).run(series);
    let told = happened.iter().filter(|what| what.kind.as_str() != "peak");
    told.map(|what| message(rule, what, &zone).text).collect()
}

#[test]
fn a_rule_without_a_template_has_the_usual_words() {
    assert_eq!(
        texts(&rule(70.0), "71.26 ack 80 60"),
        [
            "gate: LP over 70.0 dB: 71.3 dB at 2026-06-12 12:00:01",
            "gate: LP over 70.0 dB: Ann takes care of it: seen",
            "gate: LP over 70.0 dB: over after 2s, peak 80.0 dB at 2026-06-12 12:00:02",
        ]
    );
    let deleted = texts(&rule(70.0), "80 +4000! deleted");
    let expected =
        "gate: LP over 70.0 dB: closed after 1h 6min 40s: Rule deleted, peak 80.0 dB at 2026-06-12 12:00:01";
    assert_eq!(deleted.last().map(String::as_str), Some(expected));
    let lost = RuleDefinition { metric: Metric::Connectivity, ..rule(0.0) };
    assert_eq!(
        texts(&lost, "60 lost +70! back"),
        ["gate: no answer since 2026-06-12 12:00:01", "gate: no answer: over after 1min 10s"]
    );
    let empty = RuleDefinition {
        metric: Metric::CardFreeMegabytes,
        condition: Condition::new(Comparison::Below, 500.0),
        ..rule(0.0)
    };
    assert_eq!(
        texts(&empty, "card=499"),
        ["gate: free space on the card under 500.0 MB: 499.0 MB at 2026-06-12 12:00:00"]
    );
}

#[test]
fn an_alarm_that_samples_far_apart_decided_says_so() {
    let told = |scene: Scene, limit: &RuleDefinition, series: &str| {
        let (happened, _) = scene.run(series);
        let raised = happened.iter().find(|what| what.kind.as_str() == "raised").unwrap();
        (raised.event.sampled.map(|pause| pause.as_secs()), message(limit, raised, &TimeZone::UTC).text)
    };
    let limit = rule(70.0);
    let scene = || Scene::of([limit.clone()]);
    let (sampled, text) = told(scene().every(10), &limit, "60 80");
    assert_eq!(sampled, Some(10));
    assert!(text.ends_with(" (sampled every 10 s, short events may be missed)"), "{text}");
    let (sampled, text) = told(scene(), &limit, "60 80");
    assert_eq!((sampled, text.contains("sampled")), (Some(1), false));
    // What the instrument has integrated is whole, and after a gap nothing is known of a pace.
    assert_eq!(told(scene().every(10).means(), &limit, "60 80").0, None);
    assert_eq!(told(scene().every(10), &limit, "60 +60 80").0, None);
    let lost = RuleDefinition { metric: Metric::Connectivity, ..rule(0.0) };
    assert_eq!(told(Scene::of([lost.clone()]).every(10), &lost, "60 60 lost").0, None);
}

#[test]
fn a_template_has_every_fact() {
    let template = "{unit}|{rule}|{severity}|{metric}|{comparison}|{threshold}|{value}|{peak}|{peak_at}|{dimension}|\
                    {event}|{at}|{onset}|{onset_value}|{duration}|{reason}|{by}|{note}";
    let rule = RuleDefinition {
        template: Some(template.parse().unwrap()),
        severity: Severity::Critical,
        ..rule(70.0)
    };
    let texts = texts(&rule, "80 90 ack 60");
    let time = |second: u32| format!("2026-06-12 12:00:0{second}");
    let raised =
        format!("gate|limit|critical|LP|above|70.0|80.0|80.0|{0}|dB|raised|{0}|{0}|80.0|0s|-|-|-", time(1));
    let cleared = format!(
        "gate|limit|critical|LP|above|70.0|60.0|90.0|{}|dB|cleared|{}|{}|80.0|2s|-|Ann|seen",
        time(2),
        time(3),
        time(1)
    );
    assert_eq!((texts.first(), texts.last()), (Some(&raised), Some(&cleared)));
}

fn tried(levels: &[f64], until: Option<u64>) -> Trial {
    let begin: jiff::Timestamp = "2026-06-12T12:00:00Z".parse().unwrap();
    let frames = (1..).zip(levels).map(|(second, level)| Frame {
        at: begin + Duration::from_secs(second),
        max_gap: Duration::from_secs(2),
        fact: Fact::Levels(Levels::NONE.with(Quantity::Lp, Some(*level))),
    });
    let rule = RuleDefinition { enabled: false, ..rule(70.0) };
    let until = until.map(|until| begin + Duration::from_secs(until));
    try_rule(&rule, UnitId::new("gate").unwrap(), TimeZone::UTC, frames, until)
}

#[test]
fn a_tried_rule_tells_the_events_it_would_have_had() {
    let trial = tried(&[60.0, 80.0, 90.0, 60.0, 75.0], None);
    let told: Vec<_> = trial
        .events
        .iter()
        .map(|tried| {
            (
                tried.event.peak.map(|peak| peak.value),
                tried.ended.map(|(at, reason)| (at.to_string(), reason)),
            )
        })
        .collect();
    let end = Some(("2026-06-12T12:00:04Z".to_owned(), None));
    assert_eq!(told, [(Some(90.0), end), (Some(75.0), None)]);
    assert_eq!(tried(&[], Some(60)), Trial::default());
}

#[test]
fn a_rule_that_fires_all_the_time_is_bounded() {
    let levels: Vec<f64> = (0..2_400).map(|second| if second % 2 == 0 { 80.0 } else { 60.0 }).collect();
    let trial = tried(&levels, None);
    assert_eq!((trial.events.len(), trial.more), (1_000, 200));
}
