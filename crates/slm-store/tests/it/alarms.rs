//! Events of rules and where the rules stand, written together.

use slm_domain::alert::{Comparison, Note, RuleText, Severity};
use slm_store::{AlarmEvent, AlarmWrite};

use crate::support::{Place, after, lines, run, unit};

pub(crate) fn event(rule_id: i64, onset: i64) -> AlarmEvent {
    AlarmEvent {
        rule_id,
        rule_name: "Night".to_owned(),
        metric: "lp".to_owned(),
        threshold_db: 70.0,
        onset_at: after(onset),
        onset_value: Some(75.5),
        peak_value: Some(75.5),
        peak_at: Some(after(onset)),
        severity: Severity::Critical,
        metric_text: "LP".to_owned(),
        dimension: "dB",
        comparison: Comparison::Above,
        exceedances: 1,
        acknowledged: None,
        ended: None,
        entry: None,
        message: None,
        called_off: None,
    }
}

pub(crate) fn note(at: i64, by: &str) -> Note {
    Note { at: after(at), by: Some(by.to_owned()), text: Some("on it".to_owned()) }
}

pub(crate) fn write(name: &str, events: Vec<AlarmEvent>, state: &str) -> AlarmWrite {
    AlarmWrite { unit: unit(name), at: after(0), events, closed: vec![], state: state.to_owned() }
}

#[tokio::test]
async fn an_event_is_one_row_however_often_it_is_told_of() {
    let place = Place::new();
    let store = place.store().await;
    let begun = event(3, 0);
    let grown = AlarmEvent { peak_value: Some(80.0), acknowledged: Some(note(1, "Ann")), ..begun.clone() };
    let ended = AlarmEvent { ended: Some((after(2), None)), peak_value: Some(81.0), ..begun.clone() };
    for written in [begun, grown, ended] {
        let once = write("north", vec![written], "{}");
        store.record_alarms(&[once.clone(), once]).await.unwrap();
    }
    let row = "rule_id, rule_name, metric, threshold_db, onset_at, onset_value, peak_value, clear_at, status,
        acknowledged_by, quote(notes)";
    assert_eq!(
        lines(&mut place.raw().await, row, "alert_events").await,
        ["3|Night|lp|70.0|2026-06-09 10:13:20.000000|75.5|81.0|2026-06-09 10:13:20.002000|cleared|Ann|NULL"]
    );
}

#[tokio::test]
async fn what_has_ended_is_not_opened_again() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let rule = store.create_rule(&north, &RuleText::new(70.0), after(0)).await.unwrap().id;
    store.record_alarms(&[write("north", vec![event(rule, 0)], "1")]).await.unwrap();
    let off = RuleText { enabled: false, ..RuleText::new(70.0) };
    assert!(store.replace_rule(&north, rule, &off, after(1)).await.unwrap());
    let late = AlarmEvent { peak_value: Some(90.0), ..event(rule, 0) };
    let later = AlarmEvent { ended: Some((after(5), Some("Late".to_owned()))), ..late.clone() };
    store.record_alarms(&[write("north", vec![late, later], "2")]).await.unwrap();
    let ends = lines(&mut place.raw().await, "status, clear_at, notes", "alert_events").await;
    assert_eq!(ends, ["cleared|2026-06-09 10:13:20.001000|Rule disabled"]);
}

#[tokio::test]
async fn all_that_is_kept_of_a_unit_comes_together() {
    let place = Place::new();
    let store = place.store().await;
    store.create_rule(&unit("north"), &RuleText::new(70.0), after(0)).await.unwrap();
    run(
        &mut place.raw().await,
        "INSERT INTO alert_events (rule_id, unit_id, metric, threshold_db, onset_at, status)
         VALUES (1, 'north', 'lp', 70, '2026-06-09 10:00:00', 'active'),
            (0, 'north', 'connectivity', 0, '2026-06-09 10:00:00', 'active'),
            (9, 'east', 'lp', 70, '2026-06-09 10:00:00', 'active')",
    )
    .await;
    store.record_alarms(&[write("south", vec![], "old")]).await.unwrap();
    store.record_alarms(&[write("south", vec![], "new")]).await.unwrap();
    let mut units = store.units_with_alarms().await.unwrap();
    units.sort();
    assert_eq!(units, [unit("east"), unit("north"), unit("south")]);
    let north = store.alarms(&unit("north")).await.unwrap();
    assert_eq!((north.rules.len(), north.open.len(), north.state), (1, 1, None));
    assert_eq!(store.alarms(&unit("south")).await.unwrap().state.as_deref(), Some("new"));
}

#[tokio::test]
async fn an_event_of_the_service_before_goes_on_or_is_closed() {
    let place = Place::new();
    let store = place.store().await;
    run(
        &mut place.raw().await,
        "INSERT INTO alert_events (rule_id, unit_id, metric, threshold_db, onset_at, status)
         VALUES (1, 'north', 'lp', 70, '2026-06-09 10:13:20', 'active'), (2, 'north', 'lp', 70, 'once', NULL)",
    )
    .await;
    let mut once = write("north", vec![event(1, 0)], "{}");
    once.closed.push((2, "Rule deleted".to_owned()));
    store.record_alarms(&[once]).await.unwrap();
    assert_eq!(
        lines(&mut place.raw().await, "status, peak_value, quote(notes)", "alert_events").await,
        ["active|75.5|NULL", "cleared|'Rule deleted'"]
    );
}
