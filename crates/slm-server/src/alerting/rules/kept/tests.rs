use std::sync::Arc;

use jiff::tz::TimeZone;
use nl43_proto::Quantity;
use slm_domain::UnitId;
use slm_domain::alert::{BlockDraft, Fact, Frame, Levels, RuleDraft, RuleText, UnitAlerts};

use super::*;

fn at(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(1_780_000_000_000 + millisecond).unwrap()
}

/// Rules of every kind of window, in the middle of everything.
fn busy() -> UnitAlerts {
    let mut alerts = UnitAlerts::new(UnitId::new("gate").unwrap(), TimeZone::UTC);
    let block = BlockDraft {
        start: "00:00".to_owned(),
        end: "00:00".to_owned(),
        days: "0,1,2,3,4,5,6".to_owned(),
        holidays: "as_weekday".to_owned(),
    };
    let plain = RuleDraft { blocks: vec![block], ..RuleDraft::new("lp", 70.0) };
    let mut drafts = vec![plain, RuleDraft { on_delay_s: 60, ..RuleDraft::new("lp", 70.0) }];
    drafts.extend(["rolling", "aligned"].map(|window| RuleDraft {
        window: Some(window.to_owned()),
        window_s: Some(900),
        ..RuleDraft::new("leq_t", 90.0)
    }));
    drafts.push(RuleDraft {
        window: Some("rolling".to_owned()),
        window_s: Some(150),
        ..RuleDraft::new("l10_t", 90.0)
    });
    let mut out = Vec::new();
    let mut rules = 0;
    for draft in drafts {
        if let Ok(rule) = draft.check() {
            rules += 1;
            alerts.put_rule(rules, Arc::new(rule), at(0), &mut out);
        }
    }
    assert_eq!(rules, 5, "every one is a rule");
    for tenth in 1_i32..100 {
        let level = 71.3 + f64::from(tenth % 17);
        let levels = Levels::NONE.with(Quantity::Lp, Some(level));
        let frame = Frame {
            at: at(i64::from(tenth) * 1001),
            max_gap: Duration::from_secs(3),
            fact: Fact::Levels(levels),
        };
        alerts.observe(&frame, &mut out);
    }
    alerts.acknowledge(1, Note { at: at(100_000), by: None, text: None }, &mut out).unwrap();
    alerts
}

#[test]
fn what_was_kept_comes_back_to_the_bit() {
    let alerts = busy();
    let unit = alerts.unit();
    let night = RuleDraft { threshold: Some(0.1 + 0.2), ..RuleDraft::new("lp", 0.0) };
    let definition = Some(Arc::new(night.check().unwrap()));
    let full = Rule { source: Source::Full(Arc::new(night)), definition };
    let rules = BTreeMap::from([(1, Rule::of_unit(unit, 1, RuleText::new(70.1))), (2_000_000_000, full)]);
    for state in [alerts.snapshot(), alerts.brief_snapshot()] {
        let text = write(unit, &rules, state.clone()).unwrap();
        let kept = read(unit, &text).unwrap();
        assert_eq!(kept.alerts, state);
        let parts = |rules: &BTreeMap<RuleId, Rule>| {
            rules
                .iter()
                .map(|(id, rule)| (*id, rule.source.clone(), rule.definition.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(parts(&kept.rules), parts(&rules));
    }
}

fn unit() -> UnitId {
    UnitId::new("gate").unwrap()
}

#[test]
fn what_is_no_state_is_refused() {
    assert!(read(&unit(), "").is_err());
    assert!(read(&unit(), "{}").is_err());
    assert!(read(&unit(), r#"{"rules": [], "alerts": {"now": "never"}}"#).is_err());
}
