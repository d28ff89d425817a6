//! Incidents, their timelines, and questions for them and for events.

use slm_domain::alert::{Severity, Shelf};
use slm_store::{
    AlarmEntry, AlarmEvent, ConnectionEdge, ConnectionEdgeKind, EventQuery, EventState, IncidentQuery,
    IncidentState, StoredAlarmRule, StoredIncident, StoredShelf,
};

use crate::alarms::{event, note, write};
use crate::support::{Place, after, lines, run, unit};

const RULE: i64 = StoredAlarmRule::BELOW + 1;

fn entry(number: u32, at: i64, kind: &'static str) -> AlarmEntry {
    AlarmEntry { number, at: after(at), kind, value: Some(75.5), by: None, note: None }
}

fn raised(rule: i64, at: i64) -> AlarmEvent {
    AlarmEvent { entry: Some(entry(1, at, "raised")), ..event(rule, at) }
}

fn cleared(rule: i64, onset: i64, at: i64) -> AlarmEvent {
    AlarmEvent { entry: Some(entry(2, at, "cleared")), ended: Some((after(at), None)), ..event(rule, onset) }
}

fn edge(at: i64, kind: ConnectionEdgeKind) -> ConnectionEdge {
    ConnectionEdge { unit: unit("north"), at: after(at), kind, message: None }
}

async fn incidents(place: &Place, query: IncidentQuery) -> Vec<StoredIncident> {
    place.store().await.incidents(&IncidentQuery { limit: 50, ..query }).await.unwrap()
}

#[tokio::test]
async fn events_that_overlap_are_one_incident_and_the_next_begins_another() {
    let place = Place::new();
    let store = place.store().await;
    let happened = vec![
        raised(RULE, 0),
        raised(RULE + 1, 1),
        cleared(RULE, 0, 2),
        cleared(RULE + 1, 1, 3),
        raised(RULE, 4),
    ];
    let all = write("north", happened, "{}");
    // The same may be handed over again.
    store.record_alarms(&[all.clone(), all]).await.unwrap();
    let found = incidents(&place, IncidentQuery::default()).await;
    let seen: Vec<_> =
        found.iter().map(|one| (one.started_at, one.ended_at, one.event_count, one.open_events)).collect();
    assert_eq!(seen, [(after(4), None, 1, 1), (after(0), Some(after(3)), 2, 0)]);
    assert_eq!((found[0].state(), found[1].state()), (IncidentState::Open, IncidentState::Closed));
    assert_eq!(found[0].severity, Severity::Critical);
    let past = store.incident(found[1].id).await.unwrap().unwrap();
    let timeline: Vec<_> =
        past.entries.iter().map(|entry| (entry.at, entry.kind.as_str(), entry.rule_id - RULE)).collect();
    assert_eq!(
        timeline,
        [
            (after(0), "raised", 0),
            (after(1), "raised", 1),
            (after(2), "cleared", 0),
            (after(3), "cleared", 1)
        ]
    );
    let names: Vec<_> = past.incident.events.iter().map(|event| event.rule_id - RULE).collect();
    assert_eq!(names, [1, 0], "newest first");
    assert_eq!(store.incident(99).await.unwrap(), None);
}

#[tokio::test]
async fn a_connection_is_part_of_the_units_incident() {
    let place = Place::new();
    let store = place.store().await;
    store.record_connections(&[edge(0, ConnectionEdgeKind::Lost)]).await.unwrap();
    store.record_alarms(&[write("north", vec![raised(RULE, 1)], "{}")]).await.unwrap();
    store.record_connections(&[edge(2, ConnectionEdgeKind::Back)]).await.unwrap();
    let open = incidents(&place, IncidentQuery::default()).await.remove(0);
    assert_eq!((open.event_count, open.open_events, open.ended_at), (2, 1, None));
    store.record_alarms(&[write("north", vec![cleared(RULE, 1, 3)], "{}")]).await.unwrap();
    let timeline = store.incident(open.id).await.unwrap().unwrap();
    assert_eq!(timeline.incident.ended_at, Some(after(3)));
    let kinds: Vec<_> = timeline.entries.iter().map(|entry| (entry.kind.as_str(), entry.rule_id)).collect();
    assert_eq!(kinds, [("raised", 0), ("raised", RULE), ("cleared", 0), ("cleared", RULE)]);
    // Another outage is another incident; nobody asks any more, for a reason.
    let dismissed = ConnectionEdgeKind::Dismissed("Device deactivated");
    store.record_connections(&[edge(4, ConnectionEdgeKind::Lost), edge(5, dismissed)]).await.unwrap();
    let last = incidents(&place, IncidentQuery::default()).await.remove(0);
    let timeline = store.incident(last.id).await.unwrap().unwrap();
    let end = &timeline.entries[1];
    assert_eq!((end.kind.as_str(), end.note.as_deref()), ("closed", Some("Device deactivated")));
}

#[tokio::test]
async fn an_acknowledgement_is_kept_with_its_note_and_told_once() {
    let place = Place::new();
    let store = place.store().await;
    store.record_alarms(&[write("north", vec![raised(RULE, 0), raised(RULE + 1, 1)], "{}")]).await.unwrap();
    let ann = note(2, "Ann");
    store.acknowledge_event(&unit("north"), 1, &ann).await.unwrap().unwrap();
    // The engine tells of it as well.
    let told = AlarmEntry { by: ann.by.clone(), note: ann.text.clone(), ..entry(2, 2, "acknowledged") };
    let again = AlarmEvent { acknowledged: Some(ann), entry: Some(told), ..event(RULE, 0) };
    store.record_alarms(&[write("north", vec![again], "{}")]).await.unwrap();
    let state = async || incidents(&place, IncidentQuery::default()).await.remove(0).state();
    assert_eq!(state().await, IncidentState::Open, "one is not acknowledged");
    store.acknowledge_event(&unit("north"), 2, &note(3, "Bob")).await.unwrap().unwrap();
    assert_eq!(state().await, IncidentState::Acknowledged);
    let timeline = store.incident(1).await.unwrap().unwrap();
    let said: Vec<_> = timeline
        .entries
        .iter()
        .filter(|entry| entry.kind == "acknowledged")
        .map(|entry| (entry.by.as_deref(), entry.note.as_deref()))
        .collect();
    assert_eq!(said, [(Some("Ann"), Some("on it")), (Some("Bob"), Some("on it"))]);
    let details = store.alert_event(1).await.unwrap().unwrap().details.unwrap();
    assert_eq!((details.acknowledged_note.as_deref(), details.incident), (Some("on it"), Some(1)));
}

#[tokio::test]
async fn events_and_incidents_are_found_by_unit_rule_and_state_in_pages() {
    let place = Place::new();
    let store = place.store().await;
    for (name, rule) in [("north", RULE), ("south", RULE), ("north", RULE + 1)] {
        store.record_alarms(&[write(name, vec![raised(rule, 0)], "{}")]).await.unwrap();
    }
    store.record_alarms(&[write("north", vec![cleared(RULE, 0, 5)], "{}")]).await.unwrap();
    let events = async |query: EventQuery| {
        let query = EventQuery { limit: query.limit.max(1), ..query };
        let found = store.search_events(&query).await.unwrap();
        found.iter().map(|event| event.id).collect::<Vec<_>>()
    };
    let all = EventQuery { limit: 10, ..EventQuery::default() };
    assert_eq!(events(all.clone()).await, [3, 2, 1]);
    assert_eq!(events(EventQuery { limit: 2, before: Some(3), ..all.clone() }).await, [2, 1]);
    assert_eq!(events(EventQuery { unit: Some(unit("north")), ..all.clone() }).await, [3, 1]);
    assert_eq!(events(EventQuery { rule: Some(RULE), ..all.clone() }).await, [2, 1]);
    assert_eq!(events(EventQuery { state: Some(EventState::Ended), ..all.clone() }).await, [1]);
    assert_eq!(events(EventQuery { state: Some(EventState::Open), ..all }).await, [3, 2]);
    let of = |name: &str| IncidentQuery { unit: Some(unit(name)), ..IncidentQuery::default() };
    assert_eq!(incidents(&place, of("south")).await.len(), 1);
    let closed = IncidentQuery { state: Some(IncidentState::Closed), ..IncidentQuery::default() };
    assert_eq!(incidents(&place, closed).await, []);
    let older = IncidentQuery { before: Some(2), ..IncidentQuery::default() };
    assert_eq!(incidents(&place, older).await.len(), 1);
}

#[tokio::test]
async fn incidents_are_found_by_the_worst_of_their_events() {
    let place = Place::new();
    let store = place.store().await;
    let mild = |rule, at| AlarmEvent { severity: Severity::Warning, ..raised(rule, at) };
    store.record_alarms(&[write("north", vec![mild(RULE, 0), raised(RULE + 1, 1)], "{}")]).await.unwrap();
    store.record_alarms(&[write("south", vec![mild(RULE, 2)], "{}")]).await.unwrap();
    let of = async |severity| {
        let query = IncidentQuery { severity: Some(severity), ..IncidentQuery::default() };
        let found = incidents(&place, query).await;
        found.iter().map(|one| one.unit.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of(Severity::Critical).await, ["north"]);
    assert_eq!(of(Severity::Warning).await, ["south"]);
    assert!(of(Severity::Info).await.is_empty());
}

#[tokio::test]
async fn what_another_program_ended_does_not_keep_an_incident_open() {
    let place = Place::new();
    let store = place.store().await;
    store.record_alarms(&[write("north", vec![raised(RULE, 0)], "{}")]).await.unwrap();
    run(&mut place.raw().await, "UPDATE alert_events SET status = 'cleared'").await;
    store.settle_incidents(after(9)).await.unwrap();
    assert_eq!(incidents(&place, IncidentQuery::default()).await[0].ended_at, Some(after(9)));
}

#[tokio::test]
async fn rules_with_all_their_fields_have_numbers_of_their_own() {
    let place = Place::new();
    let store = place.store().await;
    let first = store.create_alarm_rule("{}", after(0)).await.unwrap();
    let second = store.create_alarm_rule("{\"a\":1}", after(1)).await.unwrap();
    assert_eq!((first, second), (RULE, RULE + 1));
    store.record_alarms(&[write("north", vec![raised(second, 0)], "{}")]).await.unwrap();
    let compatible =
        store.create_rule(&unit("north"), &slm_domain::alert::RuleText::new(70.0), after(2)).await;
    assert_eq!(compatible.unwrap().id, 1, "not beside the others");
    assert!(store.replace_alarm_rule(first, "[]", after(3)).await.unwrap());
    assert!(!store.replace_alarm_rule(7, "[]", after(3)).await.unwrap());
    assert!(store.delete_alarm_rule(second).await.unwrap());
    assert!(!store.delete_alarm_rule(second).await.unwrap());
    assert_eq!(store.create_alarm_rule("{}", after(4)).await.unwrap(), RULE + 2, "never given again");
    let kept = store.alarm_rules().await.unwrap().remove(0);
    assert_eq!((kept.id, kept.created_at, kept.changed_at), (first, after(0), after(3)));
    assert_eq!(kept.document, "[]");
}

#[tokio::test]
async fn shelves_go_with_their_rule_and_when_they_are_over() {
    let place = Place::new();
    let store = place.store().await;
    let rule = store.create_alarm_rule("{}", after(0)).await.unwrap();
    let shelf = |unit, at, until| StoredShelf {
        rule,
        unit,
        shelf: Shelf { until: after(until), note: note(at, "Ann") },
    };
    let (north, south) = (unit("north"), unit("south"));
    store.shelve_rule(&shelf(Some(north.clone()), 0, 5)).await.unwrap();
    store.shelve_rule(&shelf(Some(north.clone()), 0, 9)).await.unwrap();
    store.shelve_rule(&shelf(Some(south.clone()), 0, 9)).await.unwrap();
    let kept = store.rule_shelves().await.unwrap();
    assert_eq!(kept, [shelf(Some(north), 0, 9), shelf(Some(south.clone()), 0, 9)]);
    store.unshelve_rule(rule, Some(&south)).await.unwrap();
    store.shelve_rule(&shelf(None, 1, 20)).await.unwrap();
    assert_eq!(store.rule_shelves().await.unwrap(), [shelf(None, 1, 20)], "it is for all");
    let other = StoredShelf { rule: 1, ..shelf(None, 21, 30) };
    store.shelve_rule(&other).await.unwrap();
    assert_eq!(store.rule_shelves().await.unwrap(), [other], "the other is over");
    store.shelve_rule(&shelf(None, 21, 30)).await.unwrap();
    store.delete_alarm_rule(rule).await.unwrap();
    assert_eq!(store.rule_shelves().await.unwrap().len(), 1);
    assert_eq!(lines(&mut place.raw().await, "rule_id", "slm_alarm_shelf").await, ["1"]);
}
