//! Rules with all their fields over restarts.

use slm_domain::ProfileDraft;
use slm_domain::alert::{Note, RuleId, Shelf};
use slm_store::{EventQuery, StoredShelf};

use super::*;

/// A unit of the group `north` with one rule.
async fn rig(rule: &RuleDraft) -> (Rig, RuleId) {
    let rig = Rig::without_rules().await;
    group(&rig, "north").await;
    let id = rig.store.create_alarm_rule(&rule_document::document(rule).unwrap(), rig.began).await.unwrap();
    (rig, id)
}

async fn group(rig: &Rig, name: &str) {
    let profile = ProfileDraft { name: None, groups: vec![name.to_owned()], latitude: None, longitude: None };
    let profile = profile.check().unwrap();
    assert!(rig.store.put_profile(&rig.unit, &profile).await.unwrap());
}

fn of_group(threshold: f64) -> RuleDraft {
    RuleDraft { applies_to: "group:north".to_owned(), on_delay_s: 2, ..RuleDraft::new("lp", threshold) }
}

fn note(rig: &Rig, second: u64, text: &str) -> Note {
    Note { at: rig.at(second), by: Some("Ann".to_owned()), text: Some(text.to_owned()) }
}

async fn kinds(rig: &Rig, incident: i64) -> Vec<String> {
    let timeline = rig.store.incident(incident).await.unwrap().unwrap();
    timeline.entries.into_iter().map(|entry| entry.kind).collect()
}

#[tokio::test]
async fn an_open_event_goes_on_with_its_peak_its_note_and_its_shelf() {
    let (rig, id) = rig(&of_group(70.0)).await;
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    for second in 0..4 {
        rig.hear(rules, second, 80.0 + second as f64).await;
    }
    rig.write(rules.acknowledge(id, note(&rig, 4, "pile driver"))).await;
    let shelf = Shelf { until: rig.at(100_000), note: note(&rig, 5, "works") };
    rig.store.shelve_rule(&StoredShelf { rule: id, unit: None, shelf }).await.unwrap();

    // Killed here: nothing but transitions is written, and the engine did not hear of the shelf.
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    let open = rules.open_events();
    assert_eq!((open.len(), open[0].rule, open[0].is_acknowledged), (1, id, true));
    rig.hear(rules, 10, 60.0).await;
    let event = rig.events().await.remove(0);
    let details = event.details.unwrap();
    assert_eq!((event.onset_at, event.clear_at), (Some(rig.at(2)), Some(rig.at(10))));
    assert_eq!((event.peak_value, details.peak_at), (Some(83.0), Some(rig.at(3))));
    assert_eq!(details.acknowledged_note.as_deref(), Some("pile driver"));
    assert_eq!(kinds(&rig, 1).await, ["raised", "acknowledged", "shelved", "cleared"]);
}

#[tokio::test]
async fn what_was_changed_without_the_engines_hearing_of_it_is_closed_and_told() {
    for (what, note) in [
        ("change", "Rule changed"),
        ("off", "Rule disabled"),
        ("delete", "Rule deleted"),
        ("group", "Rule does not apply to the unit any more"),
        ("unit", "Unit deleted"),
    ] {
        let (rig, id) = rig(&of_group(70.0)).await;
        let mut units = rig.load().await;
        for second in 0..4 {
            rig.hear(units.get_mut(&rig.unit).unwrap(), second, 80.0).await;
        }
        let off = RuleDraft { enabled: false, ..of_group(70.0) };
        let replace = async |draft: &RuleDraft| {
            let document = rule_document::document(draft).unwrap();
            assert!(rig.store.replace_alarm_rule(id, &document, rig.at(5)).await.unwrap());
        };
        match what {
            "change" => replace(&of_group(75.0)).await,
            "off" => replace(&off).await,
            "delete" => assert!(rig.store.delete_alarm_rule(id).await.unwrap()),
            "group" => group(&rig, "south").await,
            _ => assert!(rig.store.delete_unit(&rig.unit).await.unwrap()),
        }
        rig.load().await;
        let event = rig.events().await.remove(0);
        assert_eq!((event.status.as_str(), event.notes.as_deref()), ("cleared", Some(note)), "{what}");
        assert_eq!(kinds(&rig, 1).await, ["raised", "closed"], "{what}");
        let incident = rig.store.incident(1).await.unwrap().unwrap().incident;
        assert!(incident.ended_at.is_some(), "{what}");
        // Once is enough.
        rig.load().await;
        assert_eq!(kinds(&rig, 1).await, ["raised", "closed"], "{what}");
    }
}

#[tokio::test]
async fn the_delay_of_a_rule_goes_on_over_a_restart() {
    let (rig, id) = rig(&RuleDraft { on_delay_s: 6, ..of_group(70.0) }).await;
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.hear(rules, 0, 80.0).await;
    rig.hear(rules, 3, 80.0).await;
    rig.write(rules.save(rig.at(3), true)).await;
    rig.record(6, 80.0).await;
    rig.load().await;
    let query = EventQuery { rule: Some(id), limit: 10, ..EventQuery::default() };
    let events = rig.store.search_events(&query).await.unwrap();
    assert_eq!(events.iter().map(|event| event.onset_at).collect::<Vec<_>>(), [Some(rig.at(6))]);
}

fn rolling(metric: &str, window_s: i64, threshold: f64) -> RuleDraft {
    let window = Some("rolling".to_owned());
    let metric = metric.to_owned();
    RuleDraft { window, window_s: Some(window_s), on_delay_s: 0, metric, ..of_group(threshold) }
}

/// A reading that was recorded and evaluated.
async fn hear(rig: &Rig, units: &mut HashMap<UnitId, UnitRules>, second: u64, level: f64) {
    rig.record(second, level).await;
    rig.hear(units.get_mut(&rig.unit).unwrap(), second, level).await;
}

#[tokio::test]
async fn a_window_goes_on_over_a_restart() {
    let (rig, _) = rig(&rolling("leq_t", 20, 70.0)).await;
    let mut units = rig.load().await;
    for second in 0..=10 {
        hear(&rig, &mut units, second, 60.0).await;
    }
    rig.write(units.get_mut(&rig.unit).unwrap().save(rig.at(10), true)).await;
    let mut units = rig.load().await;
    for second in 11..=22 {
        hear(&rig, &mut units, second, 60.0).await;
    }
    assert_eq!(rig.events().await, [], "a quiet window is a quiet window");
    hear(&rig, &mut units, 23, 90.0).await;
    assert_eq!(rig.events().await[0].onset_at, Some(rig.at(23)));
}

#[tokio::test]
async fn a_window_is_whole_after_a_kill_that_follows_a_transition() {
    for metric in ["leq_t", "l50_t"] {
        let (rig, _) = rig(&rolling(metric, 150, 70.0)).await;
        let mut units = rig.load().await;
        for second in 0..=160 {
            hear(&rig, &mut units, second, 80.0).await;
        }
        assert_eq!(rig.events().await.len(), 1, "{metric}");
        // Killed here: of the window there is nothing but what was recorded.
        let mut units = rig.load().await;
        for second in 161..=190 {
            hear(&rig, &mut units, second, 40.0).await;
        }
        assert_eq!(rig.events().await[0].status, "active", "{metric}: loud for most of the time");
        let mut units = rig.load().await;
        for second in 191..=300 {
            hear(&rig, &mut units, second, 40.0).await;
        }
        let end = rig.events().await[0].clear_at;
        assert!(end.is_some_and(|end| end <= rig.at(297)), "{metric}: {end:?}, not when it has filled anew");
    }
}
