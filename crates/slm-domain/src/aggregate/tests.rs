use std::sync::Arc;
use std::time::Instant;

use jiff::SignedDuration;
use nl43_proto::{Dod, DrdFrame, RunState};

use super::*;
use crate::{KnownSettings, Reading, RunView, Sample};

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).unwrap()
}

fn reading(milliseconds: i64, sample: Sample) -> Reading {
    #[expect(clippy::disallowed_methods, reason = "a test takes a starting point")]
    let seen = Instant::now();
    Reading {
        at: at(milliseconds),
        seen,
        sample,
        run: RunView::default(),
        settings: KnownSettings::default(),
    }
}

/// A snapshot with Lp, and Lmax and Lpeak of the measurement so far.
fn snapshot(milliseconds: i64, lp: f64, lmax: f64, lpeak: f64) -> Reading {
    let mut fields = vec!["  -.-".to_owned(); 64];
    for (index, level) in [(0, lp), (1, 61.0), (2, 78.8), (3, lmax), (4, 30.0), (10, lpeak)] {
        fields[index] = format!("{level:5.1}");
    }
    for channel in 0..4 {
        let flag = if channel == 0 { "0" } else { "-" };
        fields[channel * 16 + 14] = flag.to_owned();
        fields[channel * 16 + 15] = flag.to_owned();
    }
    reading(milliseconds, Sample::Dod(Arc::new(Dod::decode(&fields.join(",")).unwrap())))
}

#[test]
fn a_snapshot_has_the_exposure_of_a_measurement_that_is_known_to_run() {
    let taken = |word| {
        let run = RunView { word, started_at: None };
        Levels::from(&Reading { run, ..snapshot(0, 60.0, 70.0, 90.0) })
    };
    assert_eq!((taken(None).measuring, taken(Some(RunState::Stop)).measuring), (false, false));
    assert!(taken(Some(RunState::Start)).measuring && taken(Some(RunState::Measure)).measuring);
    assert_eq!((taken(None).leq, taken(None).le), (Some(61.0), Some(78.8)));
}

/// A record of the stream of one level.
fn record(milliseconds: i64, counter: u16, level: f64) -> Reading {
    let mut fields = vec![counter.to_string()];
    for channel in 0..4 {
        let text = if channel == 0 { format!("{level:5.1}") } else { "  -.-".to_owned() };
        fields.extend(std::iter::repeat_n(text, 5));
        fields.push("  -.-".to_owned());
        let flag = if channel == 0 { "0" } else { "-" };
        fields.extend([flag.to_owned(), flag.to_owned()]);
    }
    reading(milliseconds, Sample::Drd(Arc::new(DrdFrame::decode(&fields.join(",")).unwrap())))
}

fn steady(milliseconds: i64) -> Reading {
    snapshot(milliseconds, 60.0, 70.0, 90.0)
}

fn minutes(readings: impl IntoIterator<Item = Reading>) -> Vec<Aggregate> {
    stretches(60, readings)
}

fn stretches(seconds: i64, readings: impl IntoIterator<Item = Reading>) -> Vec<Aggregate> {
    let mut builder = AggregateBuilder::of_seconds(seconds);
    let mut done = Vec::new();
    for reading in readings {
        builder.add(&Levels::from(&reading), &mut done);
    }
    done.extend(builder.finish());
    done
}

fn covered(minutes: &[Aggregate]) -> Vec<f64> {
    minutes.iter().map(|minute| (minute.figures.seconds() * 1000.0).round() / 1000.0).collect()
}

#[test]
fn starts_are_multiples_also_before_1970() {
    let check = |resolution: Resolution, given: &str, expected: &str| {
        assert_eq!(resolution.start_of(given.parse().unwrap()), expected.parse().unwrap(), "{given}");
    };
    check(Resolution::Minute, "2026-06-09T17:13:21.5Z", "2026-06-09T17:13:00Z");
    check(Resolution::Minute, "2026-06-09T17:13:00Z", "2026-06-09T17:13:00Z");
    check(Resolution::TenMinutes, "2026-06-09T17:13:21Z", "2026-06-09T17:10:00Z");
    check(Resolution::Day, "2026-06-09T17:13:21Z", "2026-06-09T00:00:00Z");
    check(Resolution::Minute, "1969-12-31T23:59:30.5Z", "1969-12-31T23:59:00Z");
    check(Resolution::Minute, "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:00Z");
}

#[test]
fn a_watched_unit_covers_its_time() {
    let done = minutes((0..=180).map(|second| steady(second * 1000 + 300)));
    assert_eq!(
        done.iter().map(|minute| minute.start).collect::<Vec<_>>(),
        [at(0), at(60_000), at(120_000), at(180_000)]
    );
    assert_eq!(covered(&done), [59.7, 60.0, 60.0, 0.3]);
    assert!((done[1].figures.leq().unwrap() - 60.0).abs() < 1e-9);
}

#[test]
fn a_gap_is_not_covered_whatever_came_before_and_after() {
    let seconds = (0..10).chain(40..60);
    let done = minutes(seconds.map(|second| steady(second * 1000)));
    assert_eq!(covered(&done), [28.0]);
    assert_eq!(done[0].figures.samples(), 28);
}

#[test]
fn a_slower_cadence_is_no_gap_once_it_is_known() {
    let done = minutes((0..6).map(|index| steady(index * 10_000)));
    assert_eq!(covered(&done), [40.0]);
    // A poll a minute is a look, not a measurement.
    assert_eq!(minutes((0..6).map(|index| steady(index * 60_000))), []);
}

#[test]
fn an_extreme_of_the_meter_is_exact_where_a_sample_missed_it() {
    let done = minutes([
        snapshot(0, 60.0, 70.0, 90.0),
        snapshot(1000, 61.0, 70.0, 90.0),
        snapshot(2000, 60.0, 88.2, 104.1),
    ]);
    let figures = &done[0].figures;
    assert_eq!((figures.max(), figures.peak()), (Some(88.2), Some(104.1)));
    assert!(figures.leq().unwrap() < 61.0, "the mean is that of the samples");
}

#[test]
fn records_of_the_stream_count_by_their_own_number() {
    // They arrive in bunches, and one of them is lost.
    let counters = (1..=50u16).filter(|counter| *counter != 20);
    let records = counters.map(|counter| record(i64::from(counter).div_euclid(5) * 500 + 400, counter, 65.0));
    let done = minutes(records);
    assert_eq!(covered(&done), [4.9]);
    assert_eq!(done[0].figures.samples(), 49);
}

#[test]
fn records_that_were_kept_without_their_number_still_cover_their_time() {
    // Read back from the database: bunches of five every half second.
    let mut builder = AggregateBuilder::default();
    for index in 0..50i64 {
        let levels = Levels::from(&record(index.div_euclid(5) * 500 + 400, 1, 65.0));
        builder.add(&Levels { origin: Origin::Record { counter: None }, ..levels }, &mut Vec::new());
    }
    assert!((builder.finish().unwrap().figures.seconds() - 5.0).abs() < 1e-6);
}

#[test]
fn the_count_of_records_begins_anew() {
    let records =
        (0..700i64).map(|index| record(1000 + index * 100, u16::try_from(index % 600).unwrap() + 1, 65.0));
    let done = minutes(records);
    assert!((covered(&done).iter().sum::<f64>() - 70.0).abs() < 1e-6);
}

#[test]
fn a_snapshot_between_records_adds_nothing() {
    let done = minutes([record(1000, 1, 65.0), record(1100, 2, 65.0), steady(1150), record(1900, 10, 65.0)]);
    assert_eq!(covered(&done), [0.3]);
}

#[test]
fn a_minute_is_given_out_once() {
    let mut done = Vec::new();
    let mut builder = AggregateBuilder::default();
    for second in 0..58 {
        builder.add(&Levels::from(&steady(second * 1000)), &mut done);
        assert_eq!(done, []);
    }
    assert_eq!(builder.end_before(at(61_000)), None, "a reading may still come");
    assert!(builder.end_before(at(62_000)).is_some());
    builder.add(&Levels::from(&steady(59_500)), &mut done);
    assert_eq!(done, []);
    assert_eq!(builder.finish(), None, "what came too late is left out");
}

#[test]
fn resolutions_divide_each_other() {
    for resolution in Resolution::ALL {
        if let Some(finer) = resolution.finer() {
            assert_eq!(resolution.seconds() % finer.seconds(), 0);
        }
    }
    assert_eq!(SignedDuration::from_hours(24).as_secs(), Resolution::Day.seconds());
}

#[test]
fn what_a_reading_stands_for_is_shared_out_to_seconds() {
    // Asked every 1.5 s, a level stands for parts of two or three seconds.
    let readings = [0, 1500, 3000]
        .map(|milliseconds| snapshot(milliseconds, 60.0 + (milliseconds / 500) as f64, 70.0, 90.0));
    let seconds = stretches(1, readings);
    assert_eq!(covered(&seconds), [1.0, 1.0, 1.0]);
    let levels: Vec<_> = seconds.iter().map(|second| second.figures.leq().unwrap()).collect();
    assert!((levels[0] - 63.0).abs() < 1e-9 && (levels[2] - 66.0).abs() < 1e-9, "{levels:?}");
    assert!((levels[1] - 64.754_0).abs() < 1e-3, "half of each, in energy: {levels:?}");
}

#[test]
fn a_clock_that_was_ahead_silences_nothing_once_it_is_right() {
    let mut builder = AggregateBuilder::default();
    let mut done = Vec::new();
    let year = 365 * 86_400_000;
    for second in 0..70 {
        builder.add(&Levels::from(&steady(year + second * 1000)), &mut done);
    }
    builder.add(&Levels::from(&record(year + 70_100, 7, 60.0)), &mut done);
    for second in 0..70 {
        builder.add(&Levels::from(&steady(second * 1000)), &mut done);
    }
    let starts: Vec<_> = done.iter().map(|minute| minute.start.as_second()).collect();
    let (now, then) = (at(0).as_second() / 60 * 60, at(year).as_second() / 60 * 60);
    assert_eq!(starts, [then, then + 60, now]);
    assert!((done[2].figures.seconds() - 60.0).abs() < 1.5, "{}", done[2].figures.seconds());
}
