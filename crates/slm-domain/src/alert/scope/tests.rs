use jiff::civil::DateTime;
use slm_acoustics::calendar::instant;

use super::*;

fn block(times: &str, days: &str) -> Block {
    let (start, end) = times.split_once('-').unwrap();
    let days = if days.is_empty() { Days::ALL } else { days.parse().unwrap() };
    Block { start: start.parse().unwrap(), end: end.parse().unwrap(), days, holidays: Holidays::AsWeekday }
}

fn scope(blocks: &[Block]) -> TimeScope {
    TimeScope { blocks: blocks.to_vec(), ..TimeScope::default() }
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// 2026-06-12 is a Friday.
#[track_caller]
fn check(scope: &TimeScope, local: &str, expected: bool) {
    let at = instant(&berlin(), local.parse::<DateTime>().unwrap());
    assert_eq!(scope.covers(at, &berlin()), expected, "{local}");
    assert_eq!(ScopeCursor::at(scope, &berlin(), at).is_inside, expected, "{local}, by the cursor");
}

#[test]
fn a_block_begins_with_its_first_minute_and_ends_before_its_last() {
    let day = scope(&[block("08:00-17:30", "")]);
    check(&day, "2026-06-12T07:59:59.999", false);
    check(&day, "2026-06-12T08:00", true);
    check(&day, "2026-06-12T17:29:59.999", true);
    check(&day, "2026-06-12T17:30", false);
}

#[test]
fn d39_a_window_over_midnight_belongs_to_the_day_it_begins() {
    let friday_night = scope(&[block("22:00-07:00", "4")]);
    check(&friday_night, "2026-06-12T02:00", false);
    check(&friday_night, "2026-06-12T21:59", false);
    check(&friday_night, "2026-06-12T22:00", true);
    check(&friday_night, "2026-06-13T02:00", true);
    check(&friday_night, "2026-06-13T07:00", false);
    check(&friday_night, "2026-06-13T22:00", false);
}

#[test]
fn no_blocks_mean_always_and_equal_times_a_day_from_the_begin() {
    check(&scope(&[]), "2026-06-12T09:59", true);
    let from_six = scope(&[block("06:00-06:00", "4")]);
    check(&from_six, "2026-06-12T05:59", false);
    check(&from_six, "2026-06-12T06:00", true);
    check(&from_six, "2026-06-13T05:59", true);
    check(&from_six, "2026-06-13T06:00", false);
}

#[test]
fn holidays_change_what_they_are_told_to_change() {
    // Construction: Monday to Saturday but not on holidays; the strict rule on Sundays and holidays.
    let holidays = vec!["2026-06-12".parse().unwrap()];
    let work = Block { holidays: Holidays::Excluded, ..block("07:00-19:00", "0,1,2,3,4,5") };
    let rest = Block { holidays: Holidays::Included, ..block("00:00-00:00", "6") };
    let (work, rest) =
        [work, rest].map(|block| TimeScope { holidays: holidays.clone(), ..scope(&[block]) }).into();
    check(&work, "2026-06-11T12:00", true);
    check(&work, "2026-06-12T12:00", false);
    check(&rest, "2026-06-12T12:00", true);
    check(&rest, "2026-06-13T12:00", false);
    check(&rest, "2026-06-14T12:00", true);
    let only = TimeScope {
        holidays,
        ..scope(&[Block { days: Days::NONE, holidays: Holidays::Included, ..Block::ALWAYS }])
    };
    check(&only, "2026-06-12T12:00", true);
    check(&only, "2026-06-14T12:00", false);
}

/// The stretches inside, as UTC, in steps of five minutes.
fn stretches(scope: &TimeScope, from: &str, until: &str) -> Vec<(String, String)> {
    let (mut at, until): (Timestamp, Timestamp) = (from.parse().unwrap(), until.parse().unwrap());
    let mut cursor = ScopeCursor::at(scope, &berlin(), at);
    let mut found = Vec::new();
    while at < until {
        at += Duration::from_mins(5);
        let begin = cursor.from;
        if let Some(left) = cursor.advance(scope, &berlin(), at) {
            found.push((begin.to_string(), left.to_string()));
        }
        assert_eq!(cursor.is_inside, scope.covers(at, &berlin()), "{at}");
    }
    found
}

use std::time::Duration;

#[test]
fn nights_are_as_long_as_the_clocks_make_them() {
    let night = scope(&[block("22:00-06:00", "")]);
    let pair = |from: &str, until: &str| (from.to_owned(), until.to_owned());
    assert_eq!(
        stretches(&night, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"),
        [pair("2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z")],
        "seven hours"
    );
    assert_eq!(
        stretches(&night, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"),
        [pair("2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z")],
        "nine hours"
    );
    // 02:30 does not exist: the first moment after the gap.
    let skipped = scope(&[block("02:30-04:00", "")]);
    assert_eq!(
        stretches(&skipped, "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"),
        [pair("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")]
    );
}

#[test]
fn blocks_that_touch_are_one_stretch_and_a_long_gap_leaves_once() {
    let two = scope(&[block("22:00-00:00", ""), block("00:00-06:00", "")]);
    let found = stretches(&two, "2026-06-12T12:00:00Z", "2026-06-13T12:00:00Z");
    assert_eq!(found, [("2026-06-12T20:00:00Z".to_owned(), "2026-06-13T04:00:00Z".to_owned())]);
    let at: Timestamp = "2026-06-12T21:00:00Z".parse().unwrap();
    let mut cursor = ScopeCursor::at(&two, &berlin(), at);
    let left = cursor.advance(&two, &berlin(), at + Duration::from_hours(24 * 365));
    assert_eq!(left.map(|left| left.to_string()), Some("2026-06-13T04:00:00Z".to_owned()));
    assert!(cursor.is_inside, "the same hour a year later");
    assert_eq!(cursor.advance(&two, &berlin(), at), None, "back in time");
    assert!(cursor.is_inside);
}

#[test]
fn overlaps_are_found_over_midnight_and_on_holidays() {
    let find = |blocks: &[Block]| overlap(blocks, true);
    assert_eq!(find(&[block("07:00-19:00", ""), block("19:00-07:00", "")]), None);
    assert_eq!(find(&[block("07:00-19:01", ""), block("19:00-07:00", "")]), Some((0, 1)));
    assert_eq!(find(&[block("22:00-06:00", "4"), block("05:00-09:00", "5")]), Some((0, 1)));
    assert_eq!(find(&[block("22:00-06:00", "4"), block("05:00-09:00", "4")]), None);
    assert_eq!(
        find(&[block("22:00-06:00", "6"), block("05:00-09:00", "0")]),
        Some((0, 1)),
        "over the week's end"
    );
    let sunday = Block { holidays: Holidays::Included, ..block("00:00-00:00", "6") };
    let weekday = block("07:00-19:00", "0");
    assert_eq!(find(&[sunday, weekday]), Some((0, 1)), "a holiday may be a Monday");
    assert_eq!(overlap(&[sunday, weekday], false), None);
    assert_eq!(find(&[sunday, Block { holidays: Holidays::Excluded, ..weekday }]), None);
}
