use jiff::SignedDuration;
use slm_domain::aggregate::AggregateBuilder;
use slm_store::{Batch, ReadingRow, ReadingSource};

use super::*;

fn unit() -> UnitId {
    UnitId::new("gate").unwrap()
}

fn at(second: i64) -> Timestamp {
    "2026-06-09T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(second)
}

/// A level that is different every second.
fn reading(second: i64) -> ReadingRow {
    let lp = 50.0 + f64::from(i32::try_from(second * 7 % 30).unwrap());
    ReadingRow { lp: Some(lp), ..ReadingRow::new(unit(), at(second), ReadingSource::Dod) }
}

/// A store with a reading a second, and minutes of the first `aggregated`.
async fn store(folder: &tempfile::TempDir, seconds: i64, aggregated: i64) -> Store {
    let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
    let readings: Vec<_> = (0..=seconds).map(reading).collect();
    let mut builder = AggregateBuilder::default();
    let mut minutes = Vec::new();
    for reading in &readings {
        builder.add(&reading.levels(), &mut minutes);
    }
    minutes.truncate(usize::try_from(aggregated).unwrap());
    let minutes = minutes.into_iter().map(|minute| (unit(), minute)).collect();
    store.record(&Batch { readings, minutes, ..Batch::default() }).await.unwrap();
    store
}

async fn steps(store: &Store, period: &str, zone: TimeZone, start: i64, end: i64) -> Vec<Step> {
    let query =
        SeriesQuery { unit: unit(), period: period.parse().unwrap(), zone, start: at(start), end: at(end) };
    let mut reader = SeriesReader::new(store.clone(), query);
    let mut all = Vec::new();
    loop {
        let page = reader.next().await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

#[tokio::test]
async fn every_zoom_level_tells_of_the_same_energy() {
    let folder = tempfile::tempdir().unwrap();
    // Some minutes are not aggregated yet, and the last has not ended.
    let store = store(&folder, 2 * 3600 + 30, 117).await;
    let whole = steps(&store, "3h", TimeZone::UTC, 0, 7230).await;
    let expected: f64 = whole.iter().map(|step| step.figures.energy()).sum();
    assert!((whole.iter().map(|step| step.figures.seconds()).sum::<f64>() - 7230.0).abs() < 1e-6);
    for period in ["1s", "10s", "1min", "10min", "15min", "1h", "1d"] {
        for zone in ["UTC", "Asia/Kathmandu"] {
            let steps = steps(&store, period, TimeZone::get(zone).unwrap(), 0, 7230).await;
            let energy: f64 = steps.iter().map(|step| step.figures.energy()).sum();
            assert!((energy / expected - 1.0).abs() < 1e-9, "{period} in {zone}: {energy} of {expected}");
            assert!(steps.windows(2).all(|two| two[0].window.end == two[1].window.start));
        }
    }
}

#[tokio::test]
async fn steps_show_gaps_and_hold_to_their_range() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, 120, 1).await;
    let found = steps(&store, "1min", TimeZone::UTC, -60, 240).await;
    let covered: Vec<_> = found.iter().map(|step| step.figures.seconds().round()).collect();
    assert_eq!(covered, [0.0, 60.0, 60.0, 0.0, 0.0]);
    let inner = steps(&store, "1s", TimeZone::UTC, 30, 33).await;
    let levels: Vec<_> = inner.iter().map(|step| step.figures.leq().map(f64::round)).collect();
    assert_eq!(
        levels,
        [31, 32, 33].map(|second| reading(second).lp),
        "a level stands for the second before it"
    );
    let nothing = SeriesQuery {
        unit: UnitId::new("other").unwrap(),
        period: "1h".parse().unwrap(),
        zone: TimeZone::UTC,
        start: at(0),
        end: at(7200),
    };
    let steps = SeriesReader::new(store, nothing).next().await.unwrap();
    assert_eq!(steps.iter().map(|step| step.figures.leq()).collect::<Vec<_>>(), [None, None]);
}

#[tokio::test]
async fn a_long_gap_comes_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder, 60, 1).await;
    let query = SeriesQuery {
        unit: unit(),
        period: "1s".parse().unwrap(),
        zone: TimeZone::UTC,
        start: at(-10_000),
        end: at(60),
    };
    let mut reader = SeriesReader::new(store.clone(), query);
    let mut sizes = Vec::new();
    loop {
        let page = reader.next().await.unwrap();
        if page.is_empty() {
            break;
        }
        sizes.push(page.len());
    }
    assert_eq!(sizes.iter().sum::<usize>(), 10_060);
    assert!(sizes.iter().all(|size| *size <= PAGE), "{sizes:?}");
}
