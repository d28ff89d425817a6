use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};
use proptest::prelude::*;

use super::*;

const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    // Half an hour of daylight saving.
    "Australia/Lord_Howe",
    // Its clocks change at midnight.
    "America/Havana",
    "UTC",
];

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn schedule(days: &str, start: &str, stop: &str) -> Schedule {
    Schedule {
        start: start.parse().unwrap(),
        stop: stop.parse().unwrap(),
        ..Schedule::every(days.parse().unwrap())
    }
}

fn campaign(schedule: Schedule, checked: &str) -> Campaign {
    Campaign {
        id: 1,
        unit: UnitId::new("gate").unwrap(),
        name: "nights".into(),
        enabled: true,
        zone: None,
        schedule,
        grace: Duration::from_mins(10),
        start: StartOptions::default(),
        download: true,
        toggle_ftp: true,
        checked: at(checked),
        owed_stop: None,
    }
}

fn told(due: &[Due]) -> Vec<String> {
    due.iter().map(|due| format!("{} {}", due.action, due.at)).collect()
}

#[test]
fn a_window_over_midnight_belongs_to_the_day_it_begins() {
    let fridays = schedule("4", "22:00", "06:00");
    let due = fridays.due(&zone("Europe/Berlin"), at("2026-06-10T00:00:00Z"), at("2026-06-20T00:00:00Z"));
    assert_eq!(
        told(&due),
        ["start 2026-06-12T20:00:00Z", "stop 2026-06-13T04:00:00Z", "start 2026-06-19T20:00:00Z"]
    );
    assert_eq!(due[1].day, "2026-06-12".parse().unwrap());
}

#[test]
fn times_are_local_on_both_sides_of_a_change() {
    let days = schedule("0,1,2,3,4,5,6", "08:00", "17:00");
    let window = |day: &str| days.window(day.parse().unwrap(), &zone("Europe/Berlin")).unwrap().start;
    assert_eq!(window("2026-03-28"), at("2026-03-28T07:00:00Z"));
    assert_eq!(window("2026-03-29"), at("2026-03-29T06:00:00Z"));
}

#[test]
fn a_time_that_does_not_exist_is_the_first_after_the_gap() {
    let nights = schedule("6", "02:30", "05:00");
    let window = nights.window("2026-03-29".parse().unwrap(), &zone("Europe/Berlin")).unwrap();
    assert_eq!(window.start, at("2026-03-29T01:00:00Z"), "03:00 local, not 03:30");
    assert_eq!(window.stop, at("2026-03-29T03:00:00Z"));
    let nothing = schedule("6", "02:10", "02:50");
    assert_eq!(nothing.window("2026-03-29".parse().unwrap(), &zone("Europe/Berlin")), None);
}

#[test]
fn a_time_that_comes_twice_is_its_first_occurrence() {
    let nights = schedule("6", "02:30", "02:45");
    let window = nights.window("2026-10-25".parse().unwrap(), &zone("Europe/Berlin")).unwrap();
    assert_eq!(window.start, at("2026-10-25T00:30:00Z"));
    assert_eq!(window.stop, at("2026-10-25T00:45:00Z"));
}

#[test]
fn whole_days_have_23_24_or_25_hours_and_touch() {
    let days = Schedule::every(Weekdays::ALL);
    let length = |day: &str| {
        let window = days.window(day.parse().unwrap(), &zone("Europe/Berlin")).unwrap();
        window.stop.duration_since(window.start).as_hours()
    };
    assert_eq!((length("2026-03-29"), length("2026-06-09"), length("2026-10-25")), (23, 24, 25));
    let due = days.due(&zone("UTC"), at("2026-06-09T12:00:00Z"), at("2026-06-10T12:00:00Z"));
    assert_eq!(told(&due), ["stop 2026-06-10T00:00:00Z", "start 2026-06-10T00:00:00Z"], "stop first");
}

#[test]
fn the_next_due_may_be_months_away_or_never() {
    let mut nights = schedule("0", "22:00", "06:00");
    nights.from = Some("2027-01-01".parse().unwrap());
    let berlin = zone("Europe/Berlin");
    let next = nights.next_due(&berlin, at("2026-06-09T00:00:00Z")).unwrap();
    assert_eq!(next.at, at("2027-01-04T21:00:00Z"), "the first Monday");
    nights.until = Some("2027-01-04".parse().unwrap());
    let last = nights.next_due(&berlin, next.at).unwrap();
    assert_eq!(
        (last.action, last.at),
        (Action::Stop, at("2027-01-05T05:00:00Z")),
        "a window that has begun ends"
    );
    assert_eq!(nights.next_due(&berlin, last.at), None);
}

#[test]
fn late_ones_are_run_and_too_late_ones_missed() {
    let days = campaign(schedule("0,1,2,3,4,5,6", "08:00", "17:00"), "2026-06-08T07:00:00Z");
    let judged = |now: &str| -> Vec<String> {
        let verdicts = judge(&days, Some(&zone("UTC")), at(now));
        verdicts.iter().map(|(due, verdict)| format!("{} {verdict:?}", due.action)).collect()
    };
    assert_eq!(judged("2026-06-08T07:59:59Z"), [""; 0]);
    assert_eq!(judged("2026-06-08T08:00:00Z"), ["start Run { late: 0ns }"]);
    assert_eq!(judged("2026-06-08T08:10:00Z"), ["start Run { late: 600s }"]);
    assert_eq!(judged("2026-06-08T08:10:01Z"), [r#"start Missed("the grace time had passed")"#]);
    assert_eq!(
        judged("2026-06-09T17:00:30Z"),
        [
            r#"start Missed("the grace time had passed")"#,
            r#"stop Missed("the grace time had passed")"#,
            r#"start Missed("the grace time had passed")"#,
            "stop Run { late: 30s }",
        ]
    );
    let disabled = Campaign { enabled: false, ..days };
    assert_eq!(judge(&disabled, Some(&zone("UTC")), at("2026-06-09T17:00:30Z")), []);
}

#[test]
fn a_stop_is_made_up_for_until_the_next_start() {
    let started = campaign(schedule("0,1,2,3,4,5,6", "08:00", "17:00"), "2026-06-08T12:00:00Z");
    let first = |now: &str| judge(&started, Some(&zone("UTC")), at(now))[0].1;
    assert_eq!(first("2026-06-08T20:00:00Z"), Verdict::Run { late: Duration::from_hours(3) });
    assert_eq!(first("2026-06-09T08:00:00Z"), Verdict::Missed("the grace time had passed"));
}

#[test]
fn a_start_is_not_made_up_for_when_its_window_is_over() {
    let short = campaign(schedule("0,1,2,3,4,5,6", "08:00", "08:05"), "2026-06-08T07:00:00Z");
    let judged = judge(&short, Some(&zone("UTC")), at("2026-06-08T08:06:00Z"));
    assert_eq!(judged[0].1, Verdict::Missed("its window was over"));
    assert_eq!(judged[1].1, Verdict::Run { late: Duration::from_mins(1) });
}

#[test]
fn after_years_of_absence_only_the_last_are_told() {
    let days = campaign(Schedule::every(Weekdays::ALL), "2016-06-08T07:00:00Z");
    assert_eq!(judge(&days, Some(&zone("UTC")), at("2026-06-08T07:00:00Z")).len(), 200);
}

#[test]
fn overlaps_are_found_over_midnight_zones_and_weeks() {
    let check = |one: (&str, &str, &str, &str), other: (&str, &str, &str, &str), expected: bool| {
        let (one_zone, other_zone) = (zone(one.3), zone(other.3));
        let (one, other) = (schedule(one.0, one.1, one.2), schedule(other.0, other.1, other.2));
        let now = at("2026-06-09T00:00:00Z");
        let found = first_overlap((&one, &one_zone), (&other, &other_zone), now);
        assert_eq!(found.is_some(), expected, "{one:?} {other:?} {found:?}");
        assert_eq!(first_overlap((&other, &other_zone), (&one, &one_zone), now).is_some(), expected);
    };
    check(("0", "08:00", "17:00", "UTC"), ("1", "08:00", "17:00", "UTC"), false);
    check(("0", "22:00", "06:00", "UTC"), ("1", "05:00", "07:00", "UTC"), true);
    check(("0", "22:00", "06:00", "UTC"), ("1", "06:00", "07:00", "UTC"), false);
    check(("6", "22:00", "06:00", "UTC"), ("0", "00:00", "01:00", "UTC"), true);
    check(("0", "08:00", "09:00", "Europe/Berlin"), ("0", "09:00", "10:00", "UTC"), false);
    check(("0", "08:00", "10:30", "Europe/Berlin"), ("0", "09:00", "10:00", "UTC"), true);
    // In summer only.
    check(("0", "08:00", "09:00", "Europe/Berlin"), ("0", "06:30", "06:50", "UTC"), true);
    // In winter only.
    check(("0", "08:00", "09:00", "Europe/Berlin"), ("0", "07:30", "07:50", "UTC"), true);
}

#[test]
fn campaigns_of_different_seasons_do_not_overlap() {
    let one = Schedule { until: Some("2026-08-31".parse().unwrap()), ..Schedule::every(Weekdays::ALL) };
    let mut other = Schedule { from: Some("2026-09-01".parse().unwrap()), ..one };
    other.until = None;
    let utc = zone("UTC");
    assert_eq!(first_overlap((&one, &utc), (&other, &utc), at("2026-06-09T00:00:00Z")), None);
    let far = Schedule { from: Some("2031-01-01".parse().unwrap()), ..other };
    assert!(first_overlap((&other, &utc), (&far, &utc), at("2026-06-09T00:00:00Z")).is_some());
}

#[test]
fn days_are_read_as_in_alarm_rules() {
    assert_eq!("0,4, 6".parse::<Weekdays>().unwrap().to_string(), "0,4,6");
    for text in ["", "7", "-1", "a", "0,,1"] {
        assert_eq!(text.parse::<Weekdays>(), Err(WeekdaysError), "{text:?}");
    }
}

fn entry(schedule: Schedule, checked: &str) -> Entry {
    Entry { campaign: campaign(schedule, checked), zone: Some(TimeZone::UTC) }
}

fn taken(agenda: &mut Agenda, now: &str) -> Vec<String> {
    let taken = agenda.take_due(at(now)).into_iter().flat_map(|of| of.due);
    taken.map(|(due, verdict)| format!("{} {} {verdict:?}", due.action, due.at)).collect()
}

#[test]
fn a_clock_that_was_ahead_once_silences_nothing() {
    let mut agenda = Agenda::default();
    agenda.put(entry(schedule("0,1,2,3,4,5,6", "08:00", "17:00"), "2026-06-08T07:00:00Z"));
    assert_eq!(taken(&mut agenda, "2031-01-01T00:00:00Z").len(), 200);
    assert_eq!(taken(&mut agenda, "2026-06-08T07:30:00Z"), [""; 0]);
    assert_eq!(agenda.next_due(), Some(at("2026-06-08T08:00:00Z")));
    assert_eq!(taken(&mut agenda, "2026-06-08T08:00:00Z"), ["start 2026-06-08T08:00:00Z Run { late: 0ns }"]);
    // The same after a restart: what was kept lies ahead.
    agenda.put(entry(schedule("0,1,2,3,4,5,6", "08:00", "17:00"), "2031-01-01T00:00:00Z"));
    assert_eq!(taken(&mut agenda, "2026-06-08T16:59:00Z"), [""; 0]);
    assert_eq!(taken(&mut agenda, "2026-06-08T17:00:01Z"), ["stop 2026-06-08T17:00:00Z Run { late: 1s }"]);
}

#[test]
fn a_clock_that_is_corrected_runs_nothing_twice() {
    let mut agenda = Agenda::default();
    agenda.put(entry(schedule("0,1,2,3,4,5,6", "08:00", "17:00"), "2026-06-08T07:00:00Z"));
    assert_eq!(taken(&mut agenda, "2026-06-08T08:00:00Z").len(), 1);
    assert_eq!(taken(&mut agenda, "2026-06-08T07:56:00Z"), [""; 0]);
    assert_eq!(taken(&mut agenda, "2026-06-08T08:00:00Z"), [""; 0]);
}

/// A computer without a clock of its own begins in 1970, until it is told the time.
#[test]
fn a_clock_that_was_behind_once_tells_nothing_of_years_past() {
    let mut agenda = Agenda::default();
    agenda.put(entry(schedule("0,1,2,3,4,5,6", "08:00", "17:00"), "2026-06-08T08:00:05Z"));
    assert_eq!(taken(&mut agenda, "1970-01-01T00:00:10Z"), [""; 0]);
    // Within the grace time: whoever keeps the runs knows that this one was made.
    assert_eq!(taken(&mut agenda, "2026-06-08T08:01:00Z"), ["start 2026-06-08T08:00:00Z Run { late: 60s }"]);
    assert_eq!(taken(&mut agenda, "2026-06-08T17:00:00Z"), ["stop 2026-06-08T17:00:00Z Run { late: 0ns }"]);
}

#[test]
fn a_campaign_whose_zone_is_not_known_rests_until_it_is() {
    let mut agenda = Agenda::default();
    let known = entry(schedule("0,1,2,3,4,5,6", "08:00", "17:00"), "2026-06-08T07:00:00Z");
    agenda.put(Entry { zone: None, ..known.clone() });
    assert_eq!(taken(&mut agenda, "2026-06-08T08:00:00Z"), [""; 0]);
    assert_eq!((agenda.next_due(), agenda.entries()[0].active_zone()), (None, None));
    let kept = agenda.entries()[0].campaign.clone();
    agenda.put(Entry { campaign: kept, ..known });
    assert_eq!(taken(&mut agenda, "2026-06-08T08:05:00Z").len(), 1, "late, but not lost");
}

/// What stays due after a change at 23:00 of a campaign from 22:00 to 06:00.
fn owed(old_owed: Option<&str>, begun: bool, change: impl FnOnce(&mut Entry)) -> Option<String> {
    let mut old = entry(schedule("0,1,2,3,4,5,6", "22:00", "06:00"), "2026-06-08T22:00:00Z");
    old.campaign.owed_stop = old_owed.map(at);
    let mut new = old.clone();
    new.campaign.owed_stop = None;
    change(&mut new);
    owed_after(&old, &new, at("2026-06-08T23:00:00Z"), |_| begun).map(|at| at.to_string())
}

#[test]
fn what_a_campaign_has_begun_is_stopped_whatever_becomes_of_it() {
    let end = Some("2026-06-09T06:00:00Z".to_owned());
    let times = |start: &'static str, stop: &'static str| {
        move |entry: &mut Entry| entry.campaign.schedule = schedule("0,1,2,3,4,5,6", start, stop)
    };
    assert_eq!(owed(None, true, |entry| entry.campaign.enabled = false), end);
    assert_eq!(owed(None, true, |entry| entry.campaign.schedule.days = "4".parse().unwrap()), end);
    assert_eq!(owed(None, false, |entry| entry.campaign.enabled = false), None, "nothing was begun");
    assert_eq!(owed(None, true, times("22:00", "07:00")), None, "the schedule has it");
    assert_eq!(owed(None, true, times("22:00", "22:30")), Some("2026-06-08T23:00:00Z".to_owned()), "at once");
    let before_next = Some("2026-06-09T02:00:00Z".to_owned());
    assert_eq!(owed(None, true, times("02:00", "08:00")), before_next, "not into the next");
    let earlier = Some("2026-06-09T01:00:00Z");
    assert_eq!(
        owed(earlier, false, |entry| entry.campaign.enabled = false).as_deref(),
        earlier,
        "still owed"
    );
}

#[test]
fn an_owed_stop_is_due_once_also_of_a_disabled_campaign() {
    let mut disabled = entry(schedule("0,1,2,3,4,5,6", "22:00", "06:00"), "2026-06-08T23:00:00Z");
    disabled.campaign.enabled = false;
    disabled.campaign.owed_stop = Some(at("2026-06-09T06:00:00Z"));
    for zone in [disabled.zone.clone(), None] {
        let mut agenda = Agenda::default();
        agenda.put(Entry { zone, ..disabled.clone() });
        assert_eq!(agenda.next_due(), Some(at("2026-06-09T06:00:00Z")));
        assert_eq!(taken(&mut agenda, "2026-06-09T05:59:59Z"), [""; 0]);
        let stop = ["stop 2026-06-09T06:00:00Z Run { late: 3600s }"];
        assert_eq!(taken(&mut agenda, "2026-06-09T07:00:00Z"), stop, "however late");
        assert_eq!((taken(&mut agenda, "2026-06-10T07:00:00Z").len(), agenda.next_due()), (0, None));
    }
    let enabled = Campaign { enabled: true, ..disabled.campaign };
    let judged = judge(&enabled, Some(&TimeZone::UTC), at("2026-06-09T06:00:00Z"));
    assert_eq!(judged.len(), 1, "the schedule has the same stop");
}

#[test]
fn what_waited_is_run_only_if_it_is_still_wanted() {
    let nights = entry(schedule("0,1,2,3,4,5,6", "22:00", "06:00"), "2026-06-08T23:00:00Z");
    let (begin, end) = (at("2026-06-08T22:00:00Z"), at("2026-06-09T06:00:00Z"));
    let (now, late) = (at("2026-06-08T22:10:00Z"), at("2026-06-09T06:10:00Z"));
    let changed = |change: &dyn Fn(&mut Campaign)| {
        let mut entry = nights.clone();
        change(&mut entry.campaign);
        entry
    };
    let start = |entry: Option<&Entry>, now| still_due(entry, Action::Start, begin, now);
    assert_eq!(start(Some(&nights), now), Ok(()));
    assert!(start(Some(&nights), end).unwrap_err().contains("over"));
    assert!(start(None, now).unwrap_err().contains("deleted"));
    let disabled = changed(&|campaign| campaign.enabled = false);
    assert!(start(Some(&disabled), now).unwrap_err().contains("disabled"));
    let moved = changed(&|campaign| campaign.schedule.start = "23:00".parse().unwrap());
    assert!(start(Some(&moved), now).unwrap_err().contains("changed"));
    let stop = |entry: Option<&Entry>| still_due(entry, Action::Stop, end, late);
    assert_eq!([stop(Some(&nights)), stop(Some(&disabled)), stop(None)], [Ok(()); 3], "what was begun ends");
    let longer = changed(&|campaign| campaign.schedule.stop = "07:00".parse().unwrap());
    assert!(stop(Some(&longer)).unwrap_err().contains("ends later"));
}

fn any_schedule() -> impl Strategy<Value = Schedule> {
    let time = (0_i8..24, prop::sample::select(vec![0_i8, 15, 30, 45]));
    let time = time.prop_map(|(hour, minute)| Time::constant(hour, minute, 0, 0));
    (1_u8..128, time.clone(), time).prop_map(|(days, start, stop)| {
        let numbers = (0..7).filter(|day| days & (1 << day) != 0);
        Schedule { start, stop, ..Schedule::every(Weekdays::from_numbers(numbers).unwrap()) }
    })
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i32..800).prop_map(|days| Date::constant(2025, 9, 1).saturating_add(days.days()))
}

proptest! {
    /// Looked at however often, every start and stop is seen exactly once, and they take turns.
    #[test]
    fn nothing_is_lost_or_seen_twice(
        schedule in any_schedule(), day in any_day(), name in prop::sample::select(&ZONES[..]),
        steps in prop::collection::vec(1_i64..200_000, 1..40),
    ) {
        let zone = zone(name);
        let begin = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
        let mut now = begin;
        let mut seen = Vec::new();
        for step in steps {
            let next = now + SignedDuration::from_secs(step);
            seen.extend(schedule.due(&zone, now, next));
            now = next;
        }
        prop_assert_eq!(&seen, &schedule.due(&zone, begin, now));
        let windows: Vec<Window> = schedule.windows(&zone, begin, now).collect();
        for pair in windows.windows(2) {
            prop_assert!(pair[0].stop <= pair[1].start, "windows follow each other: {pair:?}");
        }
        let expected = windows.iter().flat_map(|window| [(window.start, Action::Start), (window.stop, Action::Stop)]);
        let mut expected: Vec<_> = expected.filter(|(at, _)| begin < *at && *at <= now).collect();
        expected.sort();
        let seen: Vec<_> = seen.iter().map(|due| (due.at, due.action)).collect();
        prop_assert_eq!(seen, expected);
    }

    /// Every day of the schedule has its window, unless the clocks were put forward over the whole of it.
    #[test]
    fn no_window_is_lost(schedule in any_schedule(), day in any_day(), name in prop::sample::select(&ZONES[..])) {
        let zone = zone(name);
        let window = schedule.window(day, &zone);
        prop_assert_eq!(window.is_some() || !schedule.days.contains(day.weekday()) || {
            let length = |time: Time| zone.to_ambiguous_timestamp(day.to_datetime(time)).is_ambiguous();
            length(schedule.start) && schedule.stop > schedule.start
        }, true);
        if let Some(window) = window {
            let shown = zone.to_datetime(window.start);
            prop_assert!(shown.date() == day && shown.time() >= schedule.start, "{shown}");
            let hours = window.stop.duration_since(window.start).as_secs_f64() / 3600.0;
            prop_assert!(hours > 0.0 && hours <= 25.0, "{hours}");
        }
    }

    /// Stepping from due to due meets the same as looking at all at once.
    #[test]
    fn the_next_due_is_the_first_of_all(
        schedule in any_schedule(), day in any_day(), name in prop::sample::select(&ZONES[..]),
    ) {
        let zone = zone(name);
        let begin = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
        let end = begin + SignedDuration::from_hours(24 * 30);
        let all = schedule.due(&zone, begin, end);
        let next = schedule.next_due(&zone, begin);
        prop_assert_eq!(next.map(|due| due.at), all.first().map(|due| due.at));
    }
}
