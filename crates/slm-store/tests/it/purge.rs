use std::time::Duration;

use jiff::SignedDuration;
use slm_store::{AlarmEvent, Batch, ConnectionEdge, ConnectionEdgeKind, LogQuery, Purged, Retention};

use crate::alarms::{event, write};
use crate::support::{Place, after, at, count, log, reading, readings, run, sample, unit};

#[tokio::test]
async fn what_is_too_old_goes_and_the_rest_stays() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let now = at("2026-06-09T12:00:00Z");
    let (week, day) = (Duration::from_hours(7 * 24), Duration::from_hours(24));
    let second = Duration::from_secs(1);
    let batch = Batch {
        readings: vec![reading(&north, now - week - second, 1.0), reading(&north, now - week, 2.0)],
        trail: vec![sample(&north, now - day - second, "1.0"), sample(&north, now - day, "2.0")],
        logs: vec![log(&north, now - week - second, "old"), log(&north, now - week, "new")],
        ..Batch::default()
    };
    store.record(&batch).await.unwrap();

    let purged = store.purge(now, &Retention::default()).await.unwrap();
    assert_eq!(purged, Purged { readings: 1, trail: 1, logs: 1, ..Purged::default() });
    assert_eq!(store.readings(&north, .., 10).await.unwrap(), batch.readings[1..]);
    assert_eq!(store.trail(&north, now - week, 10).await.unwrap(), batch.trail[1..]);
    assert_eq!(store.logs(&north, &LogQuery::default()).await.unwrap().entries[0].message, "new");
    assert_eq!(store.purge(now, &Retention::default()).await.unwrap(), Purged::default());
}

#[tokio::test]
async fn more_than_one_transaction_is_purged_whole() {
    let place = Place::new();
    let store = place.store().await;
    let (north, south) = (unit("north"), unit("south"));
    let mut rows: Vec<_> = (0..12_001).map(|n| reading(&north, after(n), 50.0)).collect();
    rows.push(reading(&south, after(5), 50.0));
    store.record(&readings(rows)).await.unwrap();
    run(
        &mut place.raw().await,
        "INSERT INTO device_logs (unit_id, timestamp, message)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 11000)
         SELECT 'north', '2020-01-01 00:00:00', i FROM n",
    )
    .await;

    let retention = Retention { raw: Duration::from_secs(0), ..Retention::default() };
    let purged = store.purge(after(12_000), &retention).await.unwrap();
    assert_eq!(purged, Purged { readings: 12_001, logs: 11_000, ..Purged::default() });
    assert_eq!(store.readings(&north, .., 10).await.unwrap(), [reading(&north, after(12_000), 50.0)]);
    assert_eq!(count(&mut place.raw().await, "slm_reading").await, 1);
}

#[tokio::test]
async fn an_age_beyond_all_time_keeps_everything() {
    let place = Place::new();
    let store = place.store().await;
    store.record(&readings(vec![reading(&unit("north"), after(0), 1.0)])).await.unwrap();
    let forever = Duration::MAX;
    let forever = Retention {
        raw: forever,
        aggregates: forever,
        trail: forever,
        logs: forever,
        messages: forever,
        events: forever,
    };
    assert_eq!(store.purge(after(0), &forever).await.unwrap(), Purged::default());
}

#[tokio::test]
async fn events_go_with_their_incidents_when_all_of_it_is_over() {
    use ConnectionEdgeKind::{Back, Lost};
    let place = Place::new();
    let store = place.store().await;
    let edge = |name: &str, at, kind| ConnectionEdge { unit: unit(name), at, kind, message: None };
    let (old, day) = (after(0), SignedDuration::from_hours(24));
    let edges = [
        edge("north", old, Lost),
        edge("north", old + day, Back),
        edge("south", old, Lost),
        edge("north", old + day * 40, Lost),
        edge("north", old + day * 41, Back),
    ];
    store.record_connections(&edges).await.unwrap();
    let retention = Retention { events: Duration::from_hours(24 * 30), ..Retention::default() };
    let purge = async |days| store.purge(old + day * days, &retention).await.unwrap().events;
    assert_eq!(purge(31).await, 0, "it ended 30 days ago");
    assert_eq!(purge(32).await, 1);
    let mut file = place.raw().await;
    for table in ["alert_events", "slm_alarm_event", "slm_incident"] {
        assert_eq!(count(&mut file, table).await, 2, "{table}");
    }
    // Of the outage that goes on the beginning, of the other the beginning and the end.
    assert_eq!(count(&mut file, "slm_incident_entry").await, 3);
    assert_eq!(
        purge(400).await,
        0,
        "what goes on stays however old it is, and the newest: its number is not given again"
    );
    assert_eq!(store.alert_events(&unit("south"), 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn events_of_the_service_before_go_too() {
    let place = Place::new();
    let store = place.store().await;
    run(
        &mut place.raw().await,
        "INSERT INTO alert_events (unit_id, rule_id, metric, threshold_db, onset_at, clear_at, status)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
         SELECT 'north', 7, 'lp', 70.0, '2020-01-01 00:00:00', '2020-01-01 00:00:05', 'cleared' FROM n",
    )
    .await;
    let retention = Retention { events: Duration::from_hours(24), ..Retention::default() };
    assert_eq!(store.purge(after(0), &retention).await.unwrap().events, 2499);
    assert_eq!(count(&mut place.raw().await, "alert_events").await, 1);
}

#[tokio::test]
async fn an_event_that_is_over_stays_with_its_open_incident() {
    let place = Place::new();
    let store = place.store().await;
    let ended = |onset, at| AlarmEvent { ended: Some((after(at), None)), ..event(7, onset) };
    let happened = vec![event(8, 0), ended(1, 5), ended(10, 15)];
    store.record_alarms(&[write("north", happened, "{}")]).await.unwrap();
    // Of another unit, so that it is neither the newest event nor of the newest incident.
    let edge =
        ConnectionEdge { unit: unit("south"), at: after(20), kind: ConnectionEdgeKind::Lost, message: None };
    store.record_connections(&[edge]).await.unwrap();
    let retention = Retention { events: Duration::from_hours(24), ..Retention::default() };
    let later = after(0) + SignedDuration::from_hours(1000);
    assert_eq!(store.purge(later, &retention).await.unwrap().events, 0);
    let over = AlarmEvent { ended: Some((after(30), None)), ..event(8, 0) };
    store.record_alarms(&[write("north", vec![over], "{}")]).await.unwrap();
    assert_eq!(store.purge(later, &retention).await.unwrap().events, 3);
}
