use jiff::civil::{date, time};
use jiff::tz::TimeZoneDatabase;
use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> TimeZone {
    // The bundled rules: a test must not depend on the machine's.
    TimeZoneDatabase::bundled().get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[track_caller]
fn night(name: &str, day: Date, from: i8, to: i8, start: &str, end: &str, hours: f64) {
    let window = local_window(&zone(name), day, time(from, 0, 0, 0), time(to, 0, 0, 0));
    assert_eq!((window.start, window.end), (at(start), at(end)), "{name}");
    assert!((window.seconds() / 3600.0 - hours).abs() < 1e-9);
}

#[test]
fn nights_of_many_zones() {
    night("Europe/London", date(2026, 6, 1), 23, 7, "2026-06-01T22:00Z", "2026-06-02T06:00Z", 8.0);
    night("Europe/London", date(2026, 3, 28), 23, 7, "2026-03-28T23:00Z", "2026-03-29T06:00Z", 7.0);
    night("Europe/London", date(2026, 10, 24), 23, 7, "2026-10-24T22:00Z", "2026-10-25T07:00Z", 9.0);
    night("Europe/Berlin", date(2026, 3, 28), 22, 6, "2026-03-28T21:00Z", "2026-03-29T04:00Z", 7.0);
    night("Europe/Berlin", date(2026, 10, 24), 22, 6, "2026-10-24T20:00Z", "2026-10-25T05:00Z", 9.0);
    night("America/New_York", date(2026, 3, 7), 22, 7, "2026-03-08T03:00Z", "2026-03-08T11:00Z", 8.0);
    night("America/New_York", date(2026, 10, 31), 22, 7, "2026-11-01T02:00Z", "2026-11-01T12:00Z", 10.0);
    night("Australia/Sydney", date(2026, 4, 4), 22, 7, "2026-04-04T11:00Z", "2026-04-04T21:00Z", 10.0);
    night("Australia/Lord_Howe", date(2026, 4, 4), 22, 7, "2026-04-04T11:00Z", "2026-04-04T20:30Z", 9.5);
    night("Asia/Kolkata", date(2026, 6, 1), 22, 6, "2026-06-01T16:30Z", "2026-06-02T00:30Z", 8.0);
    night("Asia/Tokyo", date(2026, 6, 1), 22, 6, "2026-06-01T13:00Z", "2026-06-01T21:00Z", 8.0);
}

#[test]
fn days_are_as_long_as_the_clocks_make_them() {
    let hours = |name, day| local_day(&zone(name), day, Time::midnight()).seconds() / 3600.0;
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(near(hours("Europe/London", date(2026, 3, 29)), 23.0));
    assert!(near(hours("Europe/London", date(2026, 10, 25)), 25.0));
    assert!(near(hours("Australia/Lord_Howe", date(2026, 4, 5)), 24.5));
    assert!(near(hours("Australia/Lord_Howe", date(2026, 10, 4)), 23.5));
}

#[test]
fn a_repeated_time_is_its_first_occurrence_and_a_skipped_one_the_end_of_the_gap() {
    let check = |name, local: DateTime, expected| assert_eq!(instant(&zone(name), local), at(expected));
    check("Europe/London", date(2026, 10, 25).at(1, 30, 0, 0), "2026-10-25T00:30Z");
    check("America/New_York", date(2026, 11, 1).at(1, 30, 0, 0), "2026-11-01T05:30Z");
    check("Europe/Berlin", date(2026, 3, 29).at(2, 30, 0, 0), "2026-03-29T01:00Z");
    check("America/New_York", date(2026, 3, 8).at(2, 0, 0, 0), "2026-03-08T07:00Z");
    assert_eq!(instant(&TimeZone::UTC, DateTime::MAX), Timestamp::MAX);
}

#[test]
fn windows_follow_the_local_clock() {
    let check = |name, minutes, moment, start, end| {
        let window = aligned_window(&zone(name), minutes, at(moment));
        assert_eq!(window, Window { start: at(start), end: at(end) }, "{name} {minutes} {moment}");
    };
    check("Europe/Berlin", 15, "2026-06-01T10:44:59.9Z", "2026-06-01T10:30Z", "2026-06-01T10:45Z");
    check("Europe/Berlin", 15, "2026-06-01T10:45:00Z", "2026-06-01T10:45Z", "2026-06-01T11:00Z");
    check("Asia/Kolkata", 60, "2026-06-01T10:45:00Z", "2026-06-01T10:30Z", "2026-06-01T11:30Z");
    // Eight hours from local midnight, one of them a night of 25 hours' day.
    check("Europe/London", 480, "2026-10-25T03:00Z", "2026-10-24T23:00Z", "2026-10-25T08:00Z");
    // A day is no multiple of seven hours: the last window is three hours long.
    check("UTC", 420, "2026-06-01T22:00Z", "2026-06-01T21:00Z", "2026-06-02T00:00Z");
    // Half an hour is repeated within an hour: it begins anew at the change.
    check("Australia/Lord_Howe", 60, "2026-04-04T15:15Z", "2026-04-04T15:00Z", "2026-04-04T15:30Z");
}

#[test]
fn a_boundary_belongs_to_what_begins() {
    let london = zone("Europe/London");
    let part = |text| DayParts::EUROPEAN.at(&london, at(text)).map(|(part, date, _)| (part, date)).unwrap();
    assert_eq!(part("2026-01-10T19:00:00Z"), (DayPart::Evening, date(2026, 1, 10)));
    assert_eq!(part("2026-01-10T18:59:59.999Z"), (DayPart::Day, date(2026, 1, 10)));
    assert_eq!(part("2026-01-11T06:59:59Z"), (DayPart::Night, date(2026, 1, 10)));
}

#[test]
fn parts_of_a_year_are_the_year() {
    for name in ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"] {
        let zone = zone(name);
        let mut day = date(2026, 1, 1);
        let (mut seconds, mut end) = (0.0, None);
        while day < date(2027, 1, 1) {
            for (_, window) in DayParts::EUROPEAN.on(&zone, day) {
                assert!(end.is_none_or(|end| end == window.start), "{name} {day}");
                end = Some(window.end);
                seconds += window.seconds();
            }
            day = day.tomorrow().unwrap();
        }
        let first = instant(&zone, date(2026, 1, 1).at(7, 0, 0, 0));
        let whole = Window { start: first, end: instant(&zone, date(2027, 1, 1).at(7, 0, 0, 0)) };
        assert!((seconds - whole.seconds()).abs() < 1e-6, "{name}");
        assert!((seconds - 365.0 * 86_400.0).abs() < 1e-6, "{name}");
    }
}

proptest! {
    #[test]
    fn aligned_windows_tile_the_time(
        second in 1_767_225_600i64..1_798_761_600,
        minutes in prop::sample::select(vec![1u32, 5, 7, 10, 15, 30, 60, 120, 420, 480, 720, 1440]),
        name in prop::sample::select(vec!["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    ) {
        let zone = zone(name);
        let moment = Timestamp::from_second(second).unwrap();
        let window = aligned_window(&zone, minutes, moment);
        prop_assert!(window.contains(moment), "{window:?}");
        let next = aligned_window(&zone, minutes, window.end);
        prop_assert_eq!(next.start, window.end);
        prop_assert_eq!(aligned_window(&zone, minutes, window.start), window);
    }
}
