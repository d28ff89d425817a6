//! What rules of one unit have to do with one another: contact, missing data, incidents.

use std::time::Duration;

use super::*;
use crate::alert::IncidentStage::{Ended, Opened, Updated};
use crate::alert::{
    Comparison, Condition, Fact, Frame, InstrumentFacts, Metric, RuleDefinition, Severity, UnitAlerts,
};

fn of(metric: Metric, comparison: Comparison, threshold: f64) -> RuleDefinition {
    RuleDefinition { metric, condition: Condition::new(comparison, threshold), ..rule(0.0) }
}

fn lost_for(seconds: u64) -> RuleDefinition {
    let mut rule = of(Metric::Connectivity, Comparison::Above, 0.0);
    rule.condition.on_delay = Duration::from_secs(seconds);
    rule
}

#[test]
fn a_lost_unit_is_told_after_its_delay_however_often_one_looks() {
    for wait in ["+120", "+120!"] {
        let series = format!("60 lost {wait} back");
        Scene::of([lost_for(60)]).plays(&series, &["61 raised", "121 cleared"]);
        Scene::of([lost_for(0)]).plays(&series, &["1 raised", "121 cleared"]);
    }
    Scene::of([lost_for(60)]).plays("60 lost +58 60 +300", &[]);
    Scene::of([lost_for(60)]).plays("60 lost +30! restart +90! back", &["61 raised", "121 cleared"]);
    Scene::of([lost_for(0)])
        .plays("60 lost +9 rests +9", &["1 raised", "10 closed: Unit is not asked any more"]);
}

#[test]
fn a_lost_unit_is_one_event_and_silences_missing_data() {
    let rules = || [lost_for(60), lost_for(10), of(Metric::NoData, Comparison::Above, 20.0), rule(70.0)];
    for wait in ["+300", "+300!"] {
        let series = format!("80 lost {wait} back 80 60");
        Scene::of(rules())
            .plays(&series, &["1 raised #4 80.0", "11 raised #2", "301 cleared #2", "303 cleared #4 80.0"]);
    }
}

#[test]
fn missing_data_is_told_when_it_is_due() {
    let silent = || of(Metric::NoData, Comparison::Above, 20.0);
    for wait in ["+60", "+60!"] {
        Scene::of([silent()]).plays(&format!("60 {wait} 60"), &["21 raised 20.0", "62 cleared 61.0"]);
    }
    Scene::of([silent()]).plays("60 -x60 60", &["21 raised 20.0", "62 cleared 61.0"]);
    Scene::of([silent()]).every(20).plays("60x10", &[]);
    Scene::of([silent()]).plays("60 +10 restart +15! 60", &["21 raised 20.0", "27 cleared 26.0"]);
}

#[test]
fn a_service_that_was_not_there_has_seen_nothing() {
    let silent = || of(Metric::NoData, Comparison::Above, 20.0);
    Scene::of([silent()]).plays("60 down=600 60 +19 60", &[]);
    Scene::of([silent()]).plays("60 +19 down=600 +19 60", &[]);
    Scene::of([silent()]).plays("60 down=600 +30", &["621 raised 20.0"]);
    Scene::of([silent()]).plays("60 +30 down=600 60", &["21 raised 20.0", "632 cleared 631.0"]);
    let slow = || {
        let mut rule = lost_for(60);
        rule.condition.off_delay = Duration::from_mins(1);
        rule
    };
    for lost in ["lost", "lost +1"] {
        Scene::of([slow()]).plays(&format!("60 {lost} down=600 60 +300"), &[]);
    }
    // What had passed of a delay has not passed in vain.
    Scene::of([slow()]).plays("60 lost +40 down=600 lost +30", &["661 raised"]);
    let series = "60 lost +61 down=600 lost +9 back +40 down=600 back +30";
    Scene::of([slow()]).plays(series, &["61 raised", "1331 cleared"]);
}

#[test]
fn a_rule_tells_of_the_contact_while_it_applies_or_has_an_event() {
    use crate::alert::Leaving::{Close, Keep};

    let night = crate::alert::Block {
        start: "22:00".parse().unwrap(),
        end: "06:00".parse().unwrap(),
        ..crate::alert::Block::ALWAYS
    };
    let scoped = |leaving| {
        let mut rule = lost_for(0);
        rule.scope = crate::alert::TimeScope { blocks: vec![night], leaving, ..rule.scope };
        Scene::of([rule]).from("2026-06-13T05:59:50")
    };
    let told = |scene: &Scene, series: &str| {
        let alerts = scene.run(series).1;
        alerts.tells_contact(alerts.snapshot().now.unwrap())
    };
    for (leaving, series, expected) in [
        (Close, "60", true),
        (Close, "60 lost +5", true),
        (Close, "60 lost +15", false),
        (Keep, "60 lost +15", true),
        (Keep, "60 lost +15 back", false),
        (Close, "shelf=600 60", true),
    ] {
        assert_eq!(told(&scoped(leaving), series), expected, "{leaving:?} {series}");
    }
    assert!(!told(&Scene::of([rule(70.0)]), "60"));
}

#[test]
fn a_reading_without_a_value_is_an_answer() {
    Scene::of([lost_for(0)]).plays("60 lost +9 down=60 -", &["1 raised", "71 cleared"]);
    Scene::of([lost_for(0)]).plays("60 lost +9 -", &["1 raised", "11 cleared"]);
}

#[test]
fn slow_facts_have_rules_too() {
    let battery = of(Metric::Battery, Comparison::Below, 3.0);
    Scene::of([battery]).plays(
        "battery=4 +600 battery=3 +600 battery=2 +600 battery=4",
        &["1200 raised 2.0", "1800 cleared 2.0"],
    );
    let card = of(Metric::CardFreeMegabytes, Comparison::Below, 500.0);
    Scene::of([card]).plays("card=501 +1 card=499 +1 card=500", &["1 raised 499.0", "2 cleared 499.0"]);
    let clock = of(Metric::ClockOffset, Comparison::Above, 5.0);
    Scene::of([clock]).plays("clock=-8 +1 clock=3", &["0 raised 8.0", "1 cleared 8.0"]);
    // What was not asked is no evidence.
    Scene::of([of(Metric::CardFreePercent, Comparison::Below, 10.0)]).plays("card=1", &[]);
}

#[test]
fn a_share_of_the_card_has_a_limit_and_a_dead_band() {
    let mut full = of(Metric::CardFreePercent, Comparison::Below, 10.0);
    full.condition.dead_band = 2.0;
    let begin: jiff::Timestamp = "2026-06-12T12:00:00Z".parse().unwrap();
    let mut out = Vec::new();
    let mut alerts = UnitAlerts::new(crate::UnitId::new("gate").unwrap(), jiff::tz::TimeZone::UTC);
    alerts.put_rule(1, full.into(), begin, &mut out);
    for (minute, percent) in [(0, 12.0), (10, 9.0), (20, 11.0), (30, 12.0)] {
        let facts = InstrumentFacts { card_free_percent: Some(percent), ..InstrumentFacts::default() };
        let at = begin + Duration::from_mins(minute);
        alerts.observe(
            &Frame { at, max_gap: Duration::from_mins(20), fact: Fact::Instrument(facts) },
            &mut out,
        );
    }
    let told: Vec<_> = out.iter().map(|what| (what.kind.as_str(), what.at)).collect();
    let minute = |minute| begin + Duration::from_mins(minute);
    assert_eq!(told, [("raised", minute(10)), ("cleared", minute(30))]);
}

#[test]
fn a_rule_that_is_off_raises_nothing_and_needs_no_feed() {
    let off = RuleDefinition { enabled: false, ..rule(70.0) };
    let (happened, alerts) = Scene::of([off]).run("80x10 60");
    assert_eq!((happened.len(), alerts.has_rules()), (0, false));
}

#[test]
fn events_that_overlap_are_one_incident() {
    let grave = RuleDefinition { severity: Severity::Critical, ..rule(80.0) };
    let (happened, alerts) = Scene::of([rule(70.0), grave]).run("75 85 75 60 75 60");
    let stages: Vec<_> = happened
        .iter()
        .filter(|what| what.kind.as_str() != "peak")
        .map(|what| (what.rule, what.kind.as_str(), what.incident.stage))
        .collect();
    let expected = [
        (1, "raised", Opened),
        (2, "raised", Updated),
        (2, "cleared", Updated),
        (1, "cleared", Ended),
        (1, "raised", Opened),
        (1, "cleared", Ended),
    ];
    assert_eq!(stages, expected);
    let begins: Vec<_> = happened.iter().map(|what| what.incident.started_at).collect();
    assert_eq!((begins[0], begins.last()), (happened[0].at, Some(&happened.last().unwrap().event.onset_at)));
    assert!(alerts.incident().is_none());
    let (_, alerts) =
        Scene::of([rule(70.0), RuleDefinition { severity: Severity::Critical, ..rule(80.0) }]).run("75 85");
    let incident = alerts.incident().unwrap();
    assert_eq!((incident.open, incident.events, incident.severity), (2, 2, Severity::Critical));
    assert_eq!(incident.timeline.len(), 2, "peaks on their way up are in the events");
}

#[test]
fn an_incident_is_opened_by_the_first_that_is_told() {
    let (happened, _) = Scene::of([rule(70.0), rule(80.0)]).run("shelf=600 75 85");
    let stages: Vec<_> = happened
        .iter()
        .filter(|what| what.kind.as_str() == "raised")
        .map(|what| what.incident.stage)
        .collect();
    assert_eq!(stages, [Updated, Opened]);
}

#[test]
fn a_timeline_is_bounded() {
    let reminding = {
        let mut rule = rule(70.0);
        rule.condition.reminder = Some(Duration::from_secs(1));
        rule
    };
    let (_, alerts) = Scene::of([reminding]).run("80x1000");
    let incident = alerts.incident().unwrap();
    assert_eq!((incident.timeline.len(), incident.entries), (200, 1000));
}

#[test]
fn a_clock_that_is_set_back_is_a_gap() {
    use crate::alert::{Fact, Frame, Levels, UnitAlerts};
    use nl43_proto::Quantity;
    let mut alerts = UnitAlerts::new(crate::UnitId::new("gate").unwrap(), jiff::tz::TimeZone::UTC);
    let begin: jiff::Timestamp = "2026-06-12T12:00:00Z".parse().unwrap();
    let mut out = Vec::new();
    alerts.put_rule(1, rule(70.0).into(), begin, &mut out);
    let mut hear = |second: i64, level: f64| {
        let at = begin + jiff::SignedDuration::from_secs(second);
        let fact = Fact::Levels(Levels::NONE.with(Quantity::Lp, Some(level)));
        alerts.observe(&Frame { at, max_gap: Duration::from_secs(2), fact }, &mut out);
        out.len()
    };
    assert_eq!(hear(0, 80.0), 1);
    assert_eq!(hear(-3600, 60.0), 2, "cleared at once, not in an hour");
    assert_eq!(hear(-3590, 80.0), 3);
}
