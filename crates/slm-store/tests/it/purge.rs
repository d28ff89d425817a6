use std::time::Duration;

use slm_store::{Batch, LogQuery, Purged, Retention};

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
    let forever =
        Retention { raw: forever, aggregates: forever, trail: forever, logs: forever, messages: forever };
    assert_eq!(store.purge(after(0), &forever).await.unwrap(), Purged::default());
}
