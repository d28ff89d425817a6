//! Minutes, and what is put together from them.

use jiff::SignedDuration;
use slm_acoustics::{Accumulator, Interval};
use slm_domain::aggregate::{Aggregate, Resolution, RunMark, RunSpan, Runs, Sampled};
use slm_store::{Batch, Retention};

use super::support::{Place, at, run, unit};

/// A minute of one level, 600 intervals.
fn minute(start: &str, level: f64) -> Aggregate {
    let mut figures = Accumulator::new();
    (0..600)
        .for_each(|_| figures.add(&Interval { peak: Some(level + 20.0), ..Interval::steady(0.1, level) }));
    figures.add_pause(0.5);
    Aggregate::new(at(start), figures)
}

fn batch(name: &str, minutes: impl IntoIterator<Item = Aggregate>) -> Batch {
    let minutes = minutes.into_iter().map(|minute| (unit(name), minute)).collect();
    Batch { minutes, ..Batch::default() }
}

#[tokio::test]
async fn a_minute_comes_back_as_it_was() {
    let place = Place::new();
    let store = place.store().await;
    let whole = minute("2026-06-09T17:13:00Z", 65.0);
    store.record(&batch("gate", [whole.clone()])).await.unwrap();
    let range = at("2026-06-09T17:13:00Z")..at("2026-06-09T17:14:00Z");
    assert_eq!(store.aggregates(&unit("gate"), Resolution::Minute, range.clone(), 9).await.unwrap(), [whole]);
    assert_eq!(store.aggregates(&unit("other"), Resolution::Minute, range, 9).await.unwrap(), []);
}

#[tokio::test]
async fn longer_stretches_are_the_sum_of_their_minutes() {
    let place = Place::new();
    let store = place.store().await;
    let first = at("2026-06-09T23:00:00Z");
    let minutes: Vec<_> = (0..120)
        .map(|number| {
            let start = first + SignedDuration::from_mins(number);
            let level = if number % 10 < 5 { 60.0 } else { 70.0 };
            Aggregate { start, ..minute("2026-06-09T23:00:00Z", level) }
        })
        .collect();
    // Handed over in pieces that end anywhere, one of them twice.
    for part in minutes.chunks(7).chain(minutes.chunks(7).take(1)) {
        store.record(&batch("gate", part.iter().cloned())).await.unwrap();
    }
    let range = at("2026-06-09T00:00:00Z")..at("2026-06-11T00:00:00Z");
    for (resolution, count) in [
        (Resolution::TenMinutes, 12),
        (Resolution::QuarterHour, 8),
        (Resolution::Hour, 2),
        (Resolution::Day, 2),
    ] {
        let found = store.aggregates(&unit("gate"), resolution, range.clone(), 100).await.unwrap();
        assert_eq!(found.len(), count, "{resolution:?}");
        let seconds: f64 = found.iter().map(|one| one.figures.seconds()).sum();
        assert!((seconds - 7200.0).abs() < 1e-6, "{resolution:?} covers {seconds} s");
        let energy: f64 = found.iter().map(|one| one.figures.energy()).sum();
        assert!((10.0 * (energy / seconds).log10() - 67.4036).abs() < 0.000_1, "{resolution:?}");
        for one in &found {
            // Half of it is quiet, of a quarter of an hour a third or two.
            assert!((one.figures.percentile(90.0).unwrap() - 60.1).abs() < 0.11);
            assert_eq!(one.figures.peak(), Some(90.0));
        }
    }
}

#[tokio::test]
async fn a_minute_that_is_handed_over_again_replaces_the_first() {
    let place = Place::new();
    let store = place.store().await;
    store.record(&batch("gate", [minute("2026-06-09T17:13:00Z", 60.0)])).await.unwrap();
    store.record(&batch("gate", [minute("2026-06-09T17:13:00Z", 66.0)])).await.unwrap();
    let range = at("2026-06-09T00:00:00Z")..at("2026-06-10T00:00:00Z");
    for resolution in Resolution::ALL {
        let found = store.aggregates(&unit("gate"), resolution, range.clone(), 9).await.unwrap();
        assert!((found[0].figures.leq().unwrap() - 66.0).abs() < 1e-9, "{resolution:?}");
        assert!((found[0].figures.seconds() - 60.0).abs() < 1e-6);
    }
}

/// A minute of a run that began at eleven, of 75 dB which samples have taken for 65.
fn metered(number: i64) -> Aggregate {
    let began = at("2026-06-09T11:00:00Z");
    let mark = |minute: i64| {
        let exposure = 60.0 * minute as f64 * 10f64.powf(7.5);
        RunMark { at: began + SignedDuration::from_mins(minute), exposure, spread: 0.0 }
    };
    let whole = minute(&mark(number).at.to_string(), 65.0);
    let sampled = Sampled { seconds: whole.figures.seconds(), energy: whole.figures.energy() };
    let span = RunSpan { began, from: mark(number), to: mark(number + 1), sampled };
    Aggregate { runs: Runs { first: Some(span), ..Runs::default() }, ..whole }
}

#[tokio::test]
async fn what_the_meter_integrated_is_put_together_from_minutes_too() {
    let place = Place::new();
    let store = place.store().await;
    let minutes: Vec<_> = (0..120).map(metered).collect();
    for part in minutes.chunks(7) {
        store.record(&batch("gate", part.iter().cloned())).await.unwrap();
    }
    let range = at("2026-06-09T00:00:00Z")..at("2026-06-10T00:00:00Z");
    for (resolution, usable) in [
        (Resolution::Minute, vec![0, 1]),
        (Resolution::QuarterHour, vec![0, 1]),
        (Resolution::Hour, vec![0, 1]),
        (Resolution::Day, vec![0]),
    ] {
        let found = store.aggregates(&unit("gate"), resolution, range.clone(), 200).await.unwrap();
        let is_metered = |one: &Aggregate| one.metered().map(|metered| (metered.leq * 1000.0).round());
        let exact: Vec<_> = found.iter().map(is_metered).collect();
        for (place, level) in exact.iter().enumerate() {
            let expected = usable.contains(&place).then_some(75_000.0);
            assert_eq!(*level, expected, "{resolution:?} {place}");
        }
        assert!((found[0].figures.leq().unwrap() - 65.0).abs() < 1e-9, "the samples stay");
    }
}

#[tokio::test]
async fn rows_without_runs_and_of_later_versions_are_samples() {
    let place = Place::new();
    let store = place.store().await;
    store.record(&batch("gate", (0..3).map(metered))).await.unwrap();
    run(
        &mut place.raw().await,
        "UPDATE slm_aggregate SET runs = NULL WHERE resolution = 60 AND at_s % 3600 = 0",
    )
    .await;
    run(
        &mut place.raw().await,
        "UPDATE slm_aggregate SET runs = x'0200' WHERE resolution = 60 AND at_s % 3600 = 60",
    )
    .await;
    let range = at("2026-06-09T00:00:00Z")..at("2026-06-10T00:00:00Z");
    let found = store.aggregates(&unit("gate"), Resolution::Minute, range, 9).await.unwrap();
    let has_runs: Vec<_> = found.iter().map(|minute| minute.runs != Runs::default()).collect();
    assert_eq!(has_runs, [false, false, true]);
    assert!(found.iter().all(|minute| minute.figures.samples() == 600));
}

#[tokio::test]
async fn one_knows_up_to_when_a_unit_is_aggregated() {
    let place = Place::new();
    let store = place.store().await;
    store.record(&batch("gate", [minute("2026-06-09T17:13:00Z", 60.0)])).await.unwrap();
    let until = at("2026-06-09T17:14:00Z");
    let now = at("2026-06-09T17:15:30Z");
    // A clock that was wrong had this minute.
    store.record(&batch("gate", [minute("2027-06-09T17:13:00Z", 60.0)])).await.unwrap();
    assert_eq!(store.all_aggregated_until(now).await.unwrap(), [(unit("gate"), Some(until))]);
    assert_eq!(store.aggregated_until(&unit("gate"), now).await.unwrap(), Some(until));
    assert_eq!(store.aggregated_until(&unit("other"), now).await.unwrap(), None);
}

#[tokio::test]
async fn aggregates_go_when_their_time_is_over() {
    let place = Place::new();
    let store = place.store().await;
    let minutes = ["2015-06-09T17:13:00Z", "2026-06-09T17:13:00Z"].map(|start| minute(start, 60.0));
    store.record(&batch("gate", minutes)).await.unwrap();
    let purged = store.purge(at("2026-06-10T00:00:00Z"), &Retention::default()).await.unwrap();
    assert_eq!(purged.aggregates, 5);
    let range = at("2010-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z");
    assert_eq!(store.aggregates(&unit("gate"), Resolution::Minute, range, 9).await.unwrap().len(), 1);
}
