use serde_json::json;
use slm_domain::alert::{AppliesTo, Severity};

use super::*;

fn wrong(value: &Value) -> Vec<String> {
    let problems = read_rule(value).err().unwrap_or_default();
    assert!(problems.iter().all(|problem| !problem.reason.is_empty()));
    problems.into_iter().map(|problem| problem.field.into_owned()).collect()
}

#[test]
fn what_is_not_given_has_its_default() {
    let rule = read_rule(&json!({"metric": "lp", "threshold": 70})).unwrap();
    assert_eq!(rule.draft, RuleDraft::new("lp", 70.0));
    assert_eq!((rule.definition.applies_to, rule.definition.severity), (AppliesTo::All, Severity::Warning));
}

#[test]
fn a_rule_survives_its_document() {
    let rule = read_rule(&json!({
        "name": "Night", "severity": "critical", "applies_to": "group:north", "metric": "leq_t", "window": "aligned",
        "window_s": 900, "required_coverage": 0.8, "ceiling_db": 110, "comparison": "above", "threshold": 45.5,
        "dead_band": 1, "cooldown_s": 60, "zone": "Europe/Berlin", "leaving": "keep", "template": "{unit}: {value}",
        "blocks": [{"start": "22:00", "end": "06:00"}, {"start": "06:00", "end": "07:00", "days": "6", "holidays": "included"}],
        "holidays": ["2026-12-25"], "update_step": 3, "channels": ["log", "email"], "recipients": [2, 3],
        "escalation": [{"after_s": 300, "recipients": [4]}], "enabled": false,
    }))
    .unwrap();
    assert_eq!(rule.draft.blocks[0].days, "0,1,2,3,4,5,6");
    let kept = of_document(&document(&rule.draft).unwrap()).unwrap();
    assert_eq!(kept, rule.draft);
    assert_eq!(kept.check().unwrap(), rule.definition);
}

#[test]
fn every_mistake_is_named_once_by_its_place() {
    assert_eq!(wrong(&json!({})), ["metric", "threshold"]);
    assert_eq!(wrong(&json!([])), [""]);
    assert_eq!(wrong(&json!({"metric": "loudness", "threshold": 70})), ["metric"]);
    assert_eq!(wrong(&json!({"metric": "lp", "threshold": "NaN"})), ["threshold"]);
    assert_eq!(wrong(&json!({"metric": "lp", "threshold": 70, "on_delay_s": -1})), ["on_delay_s"]);
    let overlapping = json!([{"start": "07:00", "end": "19:00"}, {"start": "18:00", "end": "20:00"}]);
    assert_eq!(wrong(&json!({"metric": "lp", "threshold": 70, "blocks": overlapping})), ["blocks.1"]);
    let unreadable = json!([{"start": 7, "end": "19:00"}, 8, {"end": "20:00"}]);
    assert_eq!(
        wrong(&json!({"metric": "lp", "threshold": 70, "blocks": unreadable})),
        ["blocks.0.start", "blocks.1", "blocks.2.start"]
    );
    let several = json!({
        "metric": "lp", "threshold": 70, "zone": "Mars/Olympus", "holidays": ["2026-02-30", 5], "recipients": [1, "x"],
        "escalation": [{"after_s": 60, "recipients": [0]}, {}], "channels": "log",
    });
    let mut named = wrong(&several);
    named.sort();
    assert_eq!(
        named,
        [
            "channels",
            "escalation.0.recipients.0",
            "escalation.1.after_s",
            "escalation.1.recipients",
            "holidays.1",
            "recipients.1",
            "zone"
        ]
    );
    assert_eq!(wrong(&json!({"metric": "lp", "threshold": 70, "recipients": vec![1; 51]})), ["recipients"]);
}

#[test]
fn a_rule_of_a_unit_is_shown_in_the_same_fields() {
    let unit = slm_domain::UnitId::new("gate").unwrap();
    let text = slm_domain::alert::RuleText {
        duration_s: 5,
        schedule_start: Some("22:00".to_owned()),
        schedule_end: Some("06:00".to_owned()),
        channels: "log, sms".to_owned(),
        ..slm_domain::alert::RuleText::new(55.0)
    };
    let same = draft(text_fields(&unit, &text)).check().unwrap();
    assert_eq!(same, text.define(&unit).unwrap());
}
