use std::future::Future;
use std::ops::Bound;

use slm_store::{Batch, ReadingRow, ReadingSource, Store};

use crate::support::{
    Place, after, at, count, full_status, lines, log, reading, readings, run, sample, unit,
};

#[tokio::test]
async fn every_field_of_a_reading_comes_back() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let full = ReadingRow {
        unit: north.clone(),
        at: at("2026-06-09T17:13:21.123456Z"),
        lp: Some(65.2),
        leq: Some(61.0),
        le: Some(91.3),
        lmax: Some(88.8),
        lmin: Some(-3.1),
        lpeak: Some(101.3),
        ln: [Some(70.0), Some(65.5), None, Some(50.1), Some(45.0)],
        over: Some(true),
        under: Some(false),
        measuring: Some(true),
        source: ReadingSource::Drd,
    };
    let empty = ReadingRow::new(north.clone(), at("2026-06-09T17:13:22Z"), ReadingSource::Dod);
    store.record(&readings(vec![full.clone(), empty.clone()])).await.unwrap();
    store.close().await;
    assert_eq!(place.store().await.readings(&north, .., 10).await.unwrap(), [full, empty]);
}

#[tokio::test]
async fn a_range_of_readings_is_read_oldest_first() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let rows: Vec<_> = (0..10).rev().map(|n| reading(&north, after(n), 40.0)).collect();
    store.record(&readings(rows)).await.unwrap();
    store.record(&readings(vec![reading(&unit("south"), after(3), 99.0)])).await.unwrap();

    let times = async |range: (Bound<_>, Bound<_>), limit| {
        let rows = store.readings(&north, range, limit).await.unwrap();
        rows.iter().map(|row| row.at.as_millisecond() - after(0).as_millisecond()).collect::<Vec<_>>()
    };
    assert_eq!(times((Bound::Included(after(2)), Bound::Excluded(after(5))), 9).await, [2, 3, 4]);
    assert_eq!(times((Bound::Excluded(after(2)), Bound::Included(after(5))), 9).await, [3, 4, 5]);
    assert_eq!(times((Bound::Unbounded, Bound::Unbounded), 2).await, [0, 1]);
    assert_eq!(store.readings(&unit("ghost"), .., 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_batch_handed_over_twice_is_recorded_once() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let batch = readings(vec![reading(&north, after(0), 40.0), reading(&north, after(1), 41.0)]);
    store.record(&batch).await.unwrap();
    store.record(&batch).await.unwrap();
    store.record(&readings(vec![reading(&north, after(0), 99.0)])).await.unwrap();
    assert_eq!(store.readings(&north, .., 10).await.unwrap(), batch.readings);
}

#[tokio::test]
async fn batches_of_any_length_are_whole() {
    let place = Place::new();
    let store = place.store().await;
    let units = ["a", "b", "c"].map(unit);
    let mut expected = 0;
    for length in [0, 1, 2, 3, 511, 512, 513, 1000, 1535] {
        let start = after(expected);
        let rows = (0..length).map(|n: i64| {
            let at = start + std::time::Duration::from_millis(n.unsigned_abs());
            reading(&units[usize::try_from(n).unwrap() % 3], at, 50.0)
        });
        let rows: Vec<_> = rows.collect();
        let trail = rows.iter().map(|row| sample(&row.unit, row.at, "50.0")).collect();
        store.record(&Batch { readings: rows, trail, ..Batch::default() }).await.unwrap();
        expected += length;
    }
    let mut raw = place.raw().await;
    let expected = usize::try_from(expected).unwrap();
    assert_eq!(count(&mut raw, "slm_reading").await, expected);
    assert_eq!(count(&mut raw, "nl43_readings").await, expected);
    assert_eq!(lines(&mut raw, "id, unit_id", "slm_reading_unit").await, ["1|a", "2|b", "3|c"]);
}

#[tokio::test]
async fn the_trail_keeps_the_newest_and_reads_oldest_first() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let trail: Vec<_> = (0..5).map(|n| sample(&north, after(n * 1000), "60.1")).collect();
    store.record(&Batch { trail: trail.clone(), ..Batch::default() }).await.unwrap();
    assert_eq!(store.trail(&north, after(0), 10).await.unwrap(), trail);
    assert_eq!(store.trail(&north, after(2000), 10).await.unwrap(), trail[2..]);
    assert_eq!(store.trail(&north, after(0), 2).await.unwrap(), trail[3..]);
    assert_eq!(store.trail(&unit("ghost"), after(0), 2).await.unwrap(), []);
}

#[tokio::test]
async fn samples_of_the_old_service_are_read_and_ours_are_its() {
    let place = Place::new();
    let store = place.store().await;
    let mut raw = place.raw().await;
    run(
        &mut raw,
        "INSERT INTO nl43_readings (unit_id, timestamp, lp) VALUES ('north', '2026-06-09 17:13:21', '50.0')",
    )
    .await;
    let since = at("2026-06-09T17:13:21Z");
    let rows = store.trail(&unit("north"), since, 10).await.unwrap();
    assert_eq!((rows[0].at, rows[0].lp.as_deref()), (since, Some("50.0")));

    store
        .record(&Batch { trail: vec![sample(&unit("north"), since, "60.0")], ..Batch::default() })
        .await
        .unwrap();
    assert_eq!(
        lines(
            &mut raw,
            "id, unit_id, timestamp, lp, leq, coalesce(lmax, 'null')",
            "nl43_readings WHERE id = 2"
        )
        .await,
        ["2|north|2026-06-09 17:13:21.000000|60.0|-.-|null"]
    );
}

#[tokio::test]
async fn a_batch_that_fails_is_not_recorded_at_all() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let batch = Batch {
        readings: vec![reading(&north, after(0), 40.0)],
        statuses: vec![(north.clone(), full_status())],
        logs: vec![log(&north, after(0), "x")],
        ..Batch::default()
    };
    let mut raw = place.raw().await;
    run(&mut raw, "ALTER TABLE device_logs RENAME TO aside").await;
    let error = store.record(&batch).await.unwrap_err();
    assert!(error.to_string().contains("slmm.db"), "{error}");
    assert_eq!(count(&mut raw, "slm_reading").await, 0);
    assert_eq!(count(&mut raw, "nl43_status").await, 0);

    // The number that was given and taken back goes to somebody else meanwhile.
    run(
        &mut raw,
        "ALTER TABLE aside RENAME TO device_logs; INSERT INTO slm_reading_unit VALUES (1, 'other')",
    )
    .await;
    store.record(&batch).await.unwrap();
    assert_eq!(store.readings(&north, .., 10).await.unwrap(), batch.readings);
    assert_eq!(store.readings(&unit("other"), .., 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_dropped_write_is_done_as_a_whole_or_not_at_all() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    let mut raw = place.raw().await;
    for patience in 0..150 {
        let start = patience * 1000;
        let rows: Vec<_> = (0..600).map(|n| reading(&north, after(start + n), 40.0)).collect();
        let batch = readings(rows);
        tokio::select! {
            biased;
            result = store.record(&batch) => result.unwrap(),
            () = turns(patience) => {}
        }
    }
    let last = readings(vec![reading(&north, after(-1), 40.0)]);
    store.record(&last).await.unwrap();
    let uneven =
        lines(&mut raw, "count(*)", "slm_reading WHERE at_us % 1000000 < 600000 GROUP BY at_us / 1000000")
            .await;
    assert!(uneven.iter().all(|rows| rows == "600"), "{uneven:?}");
}

async fn turns(count: i64) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn configuration_and_readings_are_written_side_by_side() {
    let place = Place::new();
    let (store, other) = (place.store().await, place.store().await);
    let recorder = tokio::spawn(keep_recording(store.clone()));
    for n in 0..50 {
        let config = slm_domain::UnitConfig::new(unit(&format!("unit {n}")), "h");
        store.put_unit(&config).await.unwrap();
        other.put_status(&config.id, &full_status()).await.unwrap();
    }
    recorder.await.unwrap();
    assert_eq!(other.units().await.unwrap().len(), 50);
    assert_eq!(store.statuses().await.unwrap().len(), 50);
    assert_eq!(count(&mut place.raw().await, "slm_reading").await, 50 * 300);
    other.close().await;
    store.check().await.unwrap();
}

async fn keep_recording(store: Store) {
    let north = unit("north");
    for second in 0..50 {
        let rows = (0..300).map(|n| reading(&north, after(second * 1000 + n), 50.0)).collect();
        store.record(&readings(rows)).await.unwrap();
    }
}

#[test]
fn futures_may_move_between_threads() {
    fn send(_: &impl Send) {}
    fn all<'a>(store: &'a Store, batch: &'a Batch) -> impl Future + 'a {
        let work = async move {
            store.units().await.ok();
            store.record(batch).await.ok();
            store.readings(&unit("a"), .., 1).await.ok();
            store.trail(&unit("a"), after(0), 1).await.ok();
            store.logs(&unit("a"), &slm_store::LogQuery::default()).await.ok();
            store.purge(after(0), &slm_store::Retention::default()).await.ok();
            store.close().await;
        };
        send(&work);
        work
    }
    let _ = all;
}
