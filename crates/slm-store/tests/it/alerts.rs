use slm_domain::alert::{Note, RuleText};
use slm_store::{AcknowledgedEvent, ConnectionEdge, ConnectionEdgeKind, Outage, Store, StoredEvent};

use crate::support::{Place, after, lines, run, unit};

fn edge(name: &str, millisecond: i64, kind: ConnectionEdgeKind) -> ConnectionEdge {
    ConnectionEdge { unit: unit(name), at: after(millisecond), kind, message: None }
}

fn note(at: i64, by: Option<&str>) -> Note {
    Note { at: after(at), by: by.map(str::to_owned), text: None }
}

async fn events(store: &Store, name: &str) -> Vec<StoredEvent> {
    store.alert_events(&unit(name), 50).await.unwrap()
}

#[tokio::test]
async fn rules_are_numbered_over_all_units_and_listed_in_order() {
    let place = Place::new();
    let store = place.store().await;
    let rule = |name: &str| RuleText { name: name.to_owned(), ..RuleText::new(70.5) };
    for (name, owner) in [("first", "north"), ("other", "south"), ("second", "north")] {
        store.create_rule(&unit(owner), &rule(name), after(0)).await.unwrap();
    }
    let rules = store.rules(&unit("north")).await.unwrap();
    let told: Vec<_> = rules.iter().map(|rule| (rule.id, rule.rule.name.as_str())).collect();
    assert_eq!(told, [(1, "first"), (3, "second")]);
    assert_eq!(rules[0].rule, rule("first"));
}

#[tokio::test]
async fn the_old_service_finds_every_column_of_a_rule() {
    let place = Place::new();
    let store = place.store().await;
    let rule = RuleText { schedule_days: Some("0,4".to_owned()), ..RuleText::new(70.0) };
    store.create_rule(&unit("north"), &rule, after(0)).await.unwrap();
    let columns = "id, unit_id, name, metric, comparison, threshold_db, duration_s, clear_margin_db, cooldown_s,
        quote(schedule_start), quote(schedule_end), schedule_days, channels, quote(recipients), enabled, created_at,
        typeof(threshold_db), typeof(enabled)";
    assert_eq!(
        lines(&mut place.raw().await, columns, "alert_rules").await,
        [
            "1|north|Alert|lp|above|70.0|0|2.0|300|NULL|NULL|0,4|log|NULL|1|2026-06-09 10:13:20.000000|real|integer"
        ]
    );
}

#[tokio::test]
async fn a_rule_belongs_to_its_unit() {
    let place = Place::new();
    let store = place.store().await;
    let (north, south) = (unit("north"), unit("south"));
    let rule = RuleText::new(70.0);
    let id = store.create_rule(&north, &rule, after(0)).await.unwrap().id;
    assert!(!store.replace_rule(&south, id, &rule, after(1)).await.unwrap());
    assert!(!store.delete_rule(&south, id, after(1)).await.unwrap());
    assert!(!store.delete_rule(&north, id + 1, after(1)).await.unwrap());
    assert!(store.delete_rule(&north, id, after(1)).await.unwrap());
    assert_eq!(store.rules(&north).await.unwrap(), []);
}

#[tokio::test]
async fn changing_and_deleting_a_rule_closes_its_open_event_with_the_reason() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let rule = RuleText::new(70.0);
    for _ in 0..3 {
        store.create_rule(&north, &rule, after(0)).await.unwrap();
    }
    run(
        &mut place.raw().await,
        "INSERT INTO alert_events (rule_id, unit_id, metric, threshold_db, onset_at, status, clear_at)
         VALUES (1, 'north', 'lp', 70, '2026-06-09 10:00:00', 'active', NULL),
            (1, 'north', 'lp', 70, '2026-06-09 09:00:00', 'cleared', '2026-06-09 09:30:00'),
            (2, 'north', 'lp', 70, '2026-06-09 08:00:00', NULL, NULL),
            (3, 'north', 'lp', 70, '2026-06-09 07:00:00', 'active', NULL),
            (1, 'south', 'lp', 70, '2026-06-09 06:00:00', 'active', NULL)",
    )
    .await;
    assert!(store.replace_rule(&north, 1, &RuleText::new(80.0), after(0)).await.unwrap());
    assert!(store.delete_rule(&north, 2, after(0)).await.unwrap());
    let columns = "rule_id, unit_id, status, quote(clear_at), quote(notes)";
    assert_eq!(
        lines(&mut place.raw().await, columns, "alert_events ORDER BY id").await,
        [
            "1|north|cleared|'2026-06-09 10:13:20.000000'|'Rule changed'",
            "1|north|cleared|'2026-06-09 09:30:00'|NULL",
            "2|north|cleared|'2026-06-09 10:13:20.000000'|'Rule deleted'",
            "3|north|active|NULL|NULL",
            "1|south|active|NULL|NULL",
        ]
    );
    assert_eq!(store.rules(&north).await.unwrap()[0].rule.threshold_db.to_bits(), 80_f64.to_bits());
}

#[tokio::test]
async fn a_number_is_not_given_again_while_events_tell_of_its_rule() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    run(
        &mut place.raw().await,
        "INSERT INTO alert_events (rule_id, unit_id, metric, threshold_db) VALUES (7, 'south', 'lp', 70)",
    )
    .await;
    assert_eq!(store.create_rule(&north, &RuleText::new(70.0), after(0)).await.unwrap().id, 8);
}

#[tokio::test]
async fn rules_that_mean_nothing_are_listed_as_they_are() {
    let place = Place::new();
    let store = place.store().await;
    run(
        &mut place.raw().await,
        "INSERT INTO alert_rules VALUES (41, 'north', '', 'loudness', 'over', 'loud', -1, -2, -3, 'abc', '', 'x',
            'pager', NULL, NULL, NULL)",
    )
    .await;
    let rules = store.rules(&unit("north")).await.unwrap();
    let rule = &rules[0].rule;
    assert_eq!((rules[0].id, rule.metric.as_str(), rule.comparison.as_str()), (41, "loudness", "over"));
    assert_eq!((rule.schedule_start.as_deref(), rule.enabled), (Some("abc"), true));
    assert!(rule.threshold_db.is_nan(), "a word is no limit, least of all 0 dB");
    assert!(rule.check().is_err());
}

#[tokio::test]
async fn units_with_enabled_rules_are_known() {
    let place = Place::new();
    let store = place.store().await;
    store.create_rule(&unit("north"), &RuleText::new(70.0), after(0)).await.unwrap();
    store.create_rule(&unit("north"), &RuleText::new(80.0), after(0)).await.unwrap();
    let off = RuleText { enabled: false, ..RuleText::new(70.0) };
    store.create_rule(&unit("south"), &off, after(0)).await.unwrap();
    assert_eq!(store.units_with_enabled_rules().await.unwrap(), [unit("north")]);
}

#[tokio::test]
async fn a_connection_has_one_open_event_at_most() {
    use ConnectionEdgeKind::{Back, Dismissed, Lost};
    let place = Place::new();
    let store = place.store().await;
    store.record_connections(&[edge("north", 0, Lost), edge("north", 1, Lost)]).await.unwrap();
    assert_eq!(events(&store, "north").await.len(), 1);
    assert_eq!(store.units_with_open_connection_event().await.unwrap(), [(unit("north"), Some(after(0)))]);
    store.close().await;

    let store = place.store().await;
    store.record_connections(&[edge("north", 2, Lost)]).await.unwrap();
    let open = events(&store, "north").await;
    assert_eq!((open.len(), open[0].onset_at, open[0].status.as_str()), (1, Some(after(0)), "active"));
    store.record_connections(&[edge("north", 3, Back), edge("north", 4, Back)]).await.unwrap();
    store.record_connections(&[edge("north", 5, Lost)]).await.unwrap();
    store.record_connections(&[edge("north", 6, Dismissed("Device deleted"))]).await.unwrap();

    let closed = events(&store, "north").await;
    let told: Vec<_> = closed
        .iter()
        .map(|event| (event.id, event.onset_at, event.clear_at, event.notes.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (2, Some(after(5)), Some(after(6)), Some("Device deleted")),
            (1, Some(after(0)), Some(after(3)), None),
        ]
    );
    assert_eq!(store.units_with_open_connection_event().await.unwrap(), []);
    let columns = "rule_id, rule_name, metric, threshold_db, quote(onset_value), quote(peak_value), typeof(threshold_db)";
    assert_eq!(
        lines(&mut place.raw().await, columns, "alert_events LIMIT 1").await,
        ["0|Device unreachable|connectivity|0.0|NULL|NULL|real"]
    );
}

#[tokio::test]
async fn events_come_newest_first_and_not_more_than_asked_for() {
    let place = Place::new();
    let store = place.store().await;
    run(
        &mut place.raw().await,
        "INSERT INTO alert_events (rule_id, unit_id, metric, threshold_db, onset_at)
         VALUES (1, 'north', 'lp', 70, '2026-06-09 10:00:00'), (1, 'north', 'lp', 70, '2026-06-09 10:00:00.5'),
            (1, 'north', 'lp', 70, 'once'), (1, 'south', 'lp', 70, '2026-06-09 10:00:00')",
    )
    .await;
    let ids = |events: Vec<StoredEvent>| events.into_iter().map(|event| event.id).collect::<Vec<_>>();
    assert_eq!(ids(events(&store, "north").await), [3, 2, 1]);
    assert_eq!(ids(store.alert_events(&unit("north"), 2).await.unwrap()), [3, 2]);
    assert_eq!(events(&store, "ghost").await, []);
}

#[tokio::test]
async fn an_acknowledgement_can_be_repeated_and_names_who_did() {
    let place = Place::new();
    let store = place.store().await;
    store.record_connections(&[edge("north", 0, ConnectionEdgeKind::Lost)]).await.unwrap();
    let north = unit("north");
    let known = store.acknowledge_event(&north, 1, &note(1, Some("Ann"))).await.unwrap();
    assert_eq!(known, Some(AcknowledgedEvent { rule_id: 0, is_open: true }));
    let event = events(&store, "north").await.remove(0);
    assert_eq!((event.acknowledged_at, event.acknowledged_by.as_deref()), (Some(after(1)), Some("Ann")));
    assert!(store.acknowledge_event(&north, 1, &note(2, None)).await.unwrap().is_some());
    let event = events(&store, "north").await.remove(0);
    assert_eq!((event.acknowledged_at, event.acknowledged_by), (Some(after(2)), None));
    assert_eq!(store.acknowledge_event(&unit("south"), 1, &note(3, None)).await.unwrap(), None);
    assert_eq!(store.acknowledge_event(&north, 2, &note(3, None)).await.unwrap(), None);
}

#[tokio::test]
async fn outages_are_those_that_touch_a_range() {
    use ConnectionEdgeKind::{Back, Dismissed, Lost};
    let place = Place::new();
    let store = place.store().await;
    let edges = [
        edge("north", 0, Lost),
        edge("north", 1_000, Back),
        edge("south", 2_000, Lost),
        edge("north", 3_000, Lost),
        edge("north", 4_000, Dismissed("Device deactivated")),
        edge("north", 5_000, Lost),
    ];
    store.record_connections(&edges).await.unwrap();
    let outage = |since, until: Option<i64>, note: Option<&str>| Outage {
        since: after(since),
        until: until.map(after),
        note: note.map(str::to_owned),
        is_of_rule: false,
    };
    let first = || outage(0, Some(1_000), None);
    let second = || outage(3_000, Some(4_000), Some("Device deactivated"));
    let last = || outage(5_000, None, None);
    for (from, to, limit, expected) in [
        (-1_000, 9_000, 9, vec![first(), second(), last()]),
        (-1_000, 9_000, 2, vec![first(), second()]),
        (999, 3_000, 9, vec![first()]),
        (1_000, 3_001, 9, vec![second()]),
        (4_500, 5_000, 9, vec![]),
        (8_000, 9_000, 9, vec![last()]),
    ] {
        let range = after(from)..after(to);
        assert_eq!(store.outages(&unit("north"), range, limit).await.unwrap(), expected, "{from}..{to}");
    }
}
