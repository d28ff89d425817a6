//! The date words of a listing.

use std::fmt;

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

/// How far a listed time may be ahead of ours before it is taken for last year's: clocks and zones differ.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// Years between two 29 February around a year such as 2100, and one more.
const YEARS_BACK: i16 = 9;

/// When an entry was last changed, as a listing prints it: `Dec 24 02:13`, or `Dec 25 2024` for older ones.
///
/// This is the meter's own clock, without zone, seconds and mostly without year, so a [`Timestamp`] needs to be worked
/// out: see [`ListedTime::resolve`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedTime {
    text: String,
}

impl ListedTime {
    /// Takes the date words, separated by blanks. They need not make sense; then nothing can be resolved.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// The date words as printed, one blank between each.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The moment, given the zone that the meter's clock is set to. `None` when the words are no date.
    ///
    /// Without a year it is the latest that lies no more than one day after `now`: meters are set ahead, or to a zone
    /// east of the one configured. Where clocks are put forward, a time that does not exist is moved on by the gap;
    /// where they are put back, a time that comes twice is the first.
    pub fn resolve(&self, zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
        let moment = |date: civil::Date, time: civil::Time| {
            Some(date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
        };
        let (month, day, clock) = self.words()?;
        if clock.contains(':') {
            let time = time_of_day(clock)?;
            let latest = now.checked_add(TOLERANCE).unwrap_or(Timestamp::MAX);
            let this_year = now.to_zoned(zone.clone()).year();
            return (this_year.saturating_sub(YEARS_BACK)..=this_year.saturating_add(1))
                .rev()
                .filter_map(|year| moment(civil::Date::new(year, month, day).ok()?, time))
                .find(|&candidate| candidate <= latest);
        }
        if clock.len() != 4 {
            return None;
        }
        moment(civil::Date::new(number(clock)?, month, day).ok()?, civil::Time::midnight())
    }

    /// Month, day of the month, and clock or year.
    fn words(&self) -> Option<(i8, i8, &str)> {
        let mut words = self.text.split_ascii_whitespace();
        let (month, day, clock) = (words.next()?, words.next()?, words.next()?);
        let month = MONTHS.iter().zip(1..).find(|(name, _)| name.eq_ignore_ascii_case(month))?.1;
        (words.next().is_none() && day.len() <= 2).then_some((month, number(day)?, clock))
    }
}

impl fmt::Display for ListedTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn time_of_day(text: &str) -> Option<civil::Time> {
    let (hour, minute) = text.split_once(':')?;
    if hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    civil::Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

/// Digits only; `parse` alone would take a sign.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};

    use super::ListedTime;

    #[track_caller]
    fn check(text: &str, zone: &str, now: &str, expected: Option<&str>) {
        let zone = TimeZone::get(zone).expect("a zone");
        let now: Timestamp = now.parse().expect("a time");
        let moment = ListedTime::new(text).resolve(&zone, now).map(|moment| moment.to_string());
        assert_eq!(moment.as_deref(), expected, "{text:?} at {now}");
    }

    #[test]
    fn the_year_is_the_latest_that_fits() {
        let now = "2026-11-23T12:00:00Z";
        check("Nov 23 11:00", "UTC", now, Some("2026-11-23T11:00:00Z"));
        check("nov 3 9:05", "UTC", now, Some("2026-11-03T09:05:00Z"));
        check("Nov 24 12:00", "UTC", now, Some("2026-11-24T12:00:00Z"));
        check("Nov 24 12:01", "UTC", now, Some("2025-11-24T12:01:00Z"));
        check("Dec 24 02:13", "UTC", now, Some("2025-12-24T02:13:00Z"));
    }

    #[test]
    fn a_folder_one_hour_old_east_of_the_zone_is_this_years() {
        // The meter stands in Berlin (UTC+1), the service is left at five hours west.
        check("Nov 23 12:00", "EST5EDT", "2026-11-23T12:00:00Z", Some("2026-11-23T17:00:00Z"));
        check("Jul 23 13:00", "EST5EDT", "2026-07-23T12:00:00Z", Some("2026-07-23T17:00:00Z"));
    }

    #[test]
    fn new_year_goes_both_ways() {
        check("Jan 1 00:20", "UTC", "2026-12-31T23:30:00Z", Some("2027-01-01T00:20:00Z"));
        check("Jan 1 23:40", "UTC", "2026-12-31T23:30:00Z", Some("2026-01-01T23:40:00Z"));
        check("Dec 31 23:59", "UTC", "2027-01-01T00:01:00Z", Some("2026-12-31T23:59:00Z"));
        // The year of the zone counts: it is still December in New York.
        check("Dec 31 22:30", "America/New_York", "2027-01-01T03:31:00Z", Some("2027-01-01T03:30:00Z"));
        check("Jan 1 00:10", "Asia/Tokyo", "2026-12-31T15:11:00Z", Some("2026-12-31T15:10:00Z"));
    }

    #[test]
    fn leap_days_are_looked_for() {
        check("Feb 29 10:00", "UTC", "2026-11-23T12:00:00Z", Some("2024-02-29T10:00:00Z"));
        check("Feb 29 10:00", "UTC", "2028-02-29T12:00:00Z", Some("2028-02-29T10:00:00Z"));
        check("Feb 29 10:00", "UTC", "2028-02-28T09:00:00Z", Some("2024-02-29T10:00:00Z"));
        check("Feb 29 10:00", "UTC", "2103-06-01T00:00:00Z", Some("2096-02-29T10:00:00Z"));
        check("Feb 29 2023", "UTC", "2026-11-23T12:00:00Z", None);
        check("Feb 30 10:00", "UTC", "2026-11-23T12:00:00Z", None);
    }

    #[test]
    fn changes_of_the_clock_are_taken_as_people_do() {
        let now = "2026-11-23T12:00:00Z";
        // 02:30 does not exist on that night and is an hour later.
        check("Mar 29 02:30", "Europe/Berlin", now, Some("2026-03-29T01:30:00Z"));
        // 02:30 comes twice; the first is summer time.
        check("Oct 25 02:30", "Europe/Berlin", now, Some("2026-10-25T00:30:00Z"));
        check("Jul 1 12:00", "Europe/Berlin", now, Some("2026-07-01T10:00:00Z"));
        check("Nov 1 12:00", "Europe/Berlin", now, Some("2026-11-01T11:00:00Z"));
    }

    #[test]
    fn a_printed_year_is_taken_as_it_is() {
        let now = "2026-11-23T12:00:00Z";
        check("Dec 25 2024", "UTC", now, Some("2024-12-25T00:00:00Z"));
        check("Dec 25 2024", "Europe/Berlin", now, Some("2024-12-24T23:00:00Z"));
        check("Dec 25 2031", "UTC", now, Some("2031-12-25T00:00:00Z"));
    }

    #[test]
    fn other_words_are_no_date() {
        for text in [
            "",
            "Dec",
            "Dec 24",
            "Dez 24 02:13",
            "Dec 0 02:13",
            "Dec 32 02:13",
            "Dec 24 24:00",
            "Dec 24 02:60",
            "Dec +4 02:13",
            "Dec 24 02:1",
            "Dec 24 -2:13",
            "Dec 24 20244",
            "Dec 24 24",
            "Dec 24 02:13 x",
            "24 Dec 02:13",
            "Dec 24 :",
            "Dec 024 02:13",
            "Dec 24 002:13",
            "Dec 24 ☃:13",
        ] {
            check(text, "UTC", "2026-11-23T12:00:00Z", None);
        }
    }

    #[test]
    fn the_ends_of_time_are_harmless() {
        for now in [Timestamp::MIN, Timestamp::MAX] {
            for text in ["Dec 31 23:59", "Jan 1 00:00", "Dec 31 9999"] {
                for zone in ["UTC", "Asia/Tokyo", "America/New_York"] {
                    let _ = ListedTime::new(text).resolve(&TimeZone::get(zone).expect("a zone"), now);
                }
            }
        }
    }
}
