use jiff::SignedDuration;
use slm_acoustics::Interval;

use super::*;
use crate::aggregate::Resolution;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// Minutes of one level from `start`.
fn minutes(start: &str, levels: &[f64]) -> Vec<Aggregate> {
    let starts = (0..).map(|number| at(start) + SignedDuration::from_mins(number));
    let aggregate = |(start, level): (Timestamp, &f64)| {
        let mut figures = Accumulator::new();
        figures.add(&Interval::steady(60.0, *level));
        Aggregate::new(start, figures)
    };
    starts.zip(levels).map(aggregate).collect()
}

fn steps(mut series: Series, parts: &[Aggregate]) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in parts {
        steps.extend(std::iter::from_fn(|| series.step_before(part.start)));
        series.add(part);
    }
    steps.extend(std::iter::from_fn(|| series.step_before(Timestamp::MAX)));
    steps
}

#[test]
fn gaps_are_steps_too() {
    let mut parts = minutes("2026-06-09T10:00:00Z", &[60.0; 15]);
    parts.extend(minutes("2026-06-09T10:45:00Z", &[60.0, 70.0]));
    let (start, end) = (at("2026-06-09T10:07:00Z"), at("2026-06-09T10:50:00Z"));
    let found = steps(Series::new(period("15min"), TimeZone::UTC, start, end), &parts);
    let covered: Vec<_> = found.iter().map(|step| step.coverage(end)).collect();
    assert_eq!(covered, [1.0, 0.0, 0.0, 0.4], "whole steps; of the last one only the past counts");
    assert_eq!(found[1].figures.leq(), None);
    assert!((found[3].figures.leq().unwrap() - 67.4036).abs() < 1e-4);
}

#[test]
fn days_follow_the_site() {
    let berlin = zone("Europe/Berlin");
    let (start, end) = (at("2026-03-28T12:00:00Z"), at("2026-03-30T12:00:00Z"));
    let found = steps(Series::new(period("1d"), berlin, start, end), &[]);
    let hours: Vec<_> = found.iter().map(|step| step.window.seconds() / 3600.0).collect();
    assert_eq!(hours, [24.0, 23.0, 24.0]);
    assert_eq!(found[0].window.start, at("2026-03-27T23:00:00Z"));
}

#[test]
fn steps_tile_the_time_whatever_their_length_and_zone() {
    for name in ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"] {
        for length in ["1s", "30s", "1min", "15min", "1h", "3h", "1d"] {
            let (start, end) = (at("2026-10-03T13:59:30Z"), at("2026-10-03T16:00:00Z"));
            let steps = steps(Series::new(period(length), zone(name), start, end), &[]);
            assert!(steps[0].window.contains(start), "{name} {length}");
            assert!(steps.last().unwrap().window.end >= end, "{name} {length}");
            assert!(steps.windows(2).all(|two| two[0].window.end == two[1].window.start), "{name} {length}");
        }
    }
}

#[test]
fn every_step_is_made_of_whole_aggregates() {
    let (start, end) = (at("2026-01-01T00:00:00Z"), at("2026-12-31T00:00:00Z"));
    let resolution = |length: &str, name: &str| period(length).resolution(&zone(name), start, end);
    assert_eq!(resolution("1s", "UTC"), None);
    assert_eq!(resolution("1min", "UTC"), Some(Resolution::Minute));
    assert_eq!(resolution("15min", "UTC"), Some(Resolution::QuarterHour));
    assert_eq!(resolution("20min", "Europe/Berlin"), Some(Resolution::TenMinutes));
    assert_eq!(resolution("1d", "UTC"), Some(Resolution::Day));
    assert_eq!(resolution("1d", "Europe/Berlin"), Some(Resolution::Hour));
    assert_eq!(resolution("1h", "Asia/Kolkata"), Some(Resolution::QuarterHour));
    assert_eq!(resolution("1d", "Asia/Kathmandu"), Some(Resolution::QuarterHour));
    assert_eq!(resolution("5min", "UTC"), Some(Resolution::Minute));
}

#[test]
fn a_chart_gets_no_more_steps_than_it_asked_for() {
    let start = at("2026-01-01T00:00:00Z");
    let fitting =
        |hours, steps| Period::fitting(start, start + SignedDuration::from_hours(hours), steps).to_string();
    assert_eq!(fitting(1, 3600), "1s");
    assert_eq!(fitting(24, 1000), "2min");
    assert_eq!(fitting(365 * 24, 1000), "12h");
    assert_eq!(fitting(365 * 24, 10), "1d");
}

#[test]
fn lengths_are_read_and_written_alike() {
    for text in ["1s", "30s", "1min", "15min", "1h", "12h", "1d"] {
        assert_eq!(period(text).to_string(), text);
    }
    assert_eq!(period("60s"), period("1min"));
    for text in ["", "s", "0s", "7s", "90s", "7min", "5h", "2d", "1w", "-1s", "1.5h", "99999999999s", "1 h"] {
        assert_eq!(text.parse::<Period>(), Err(PeriodError), "{text}");
    }
    for text in ["leq", "le", "lmax", "lmin", "lpeak", "l1", "l10", "l99"] {
        assert_eq!(text.parse::<SeriesMetric>().unwrap().to_string(), text);
    }
    for text in ["", "l", "l0", "l100", "l+5", "lp", "LEQ", "l٣"] {
        assert_eq!(
            text.parse::<SeriesMetric>().map(|metric| metric.to_string()),
            Err(SeriesMetricError),
            "{text}"
        );
    }
}

#[test]
fn what_was_sampled_says_how_far_it_may_be_off() {
    let step = |seconds: f64| {
        let mut figures = Accumulator::new();
        (0..100).for_each(|_| figures.add(&Interval::steady(seconds, 60.0)));
        let window = period("1h").window(&TimeZone::UTC, at("2026-06-09T10:00:00Z"));
        Step { window, figures, runs: Runs::default() }
    };
    assert_eq!(step(0.1).sampling(Character::Fluctuating), None);
    let polled = step(1.2).sampling(Character::Impulsive).unwrap().unwrap();
    assert!((polled.worst_db - 0.30).abs() < 1e-9);
    assert_eq!(step(20.0).sampling(Character::Steady), Some(None));
}

#[test]
fn the_end_of_a_poll_in_the_next_step_is_no_record_of_a_stream() {
    let mut figures = Accumulator::new();
    figures.add(&Interval::steady(0.039, 60.0));
    let window = period("1s").window(&TimeZone::UTC, at("2026-06-09T10:00:00Z"));
    let step = Step { window, figures, runs: Runs::default() };
    assert!(step.sampling(Character::Fluctuating).is_some());
}
