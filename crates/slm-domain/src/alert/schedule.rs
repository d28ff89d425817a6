//! When a rule applies: a window of the day and days of the week, in the site's time.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{DateTime, Time, Weekday};

/// Daily window and weekdays; without either, always.
///
/// A window over midnight belongs to the day on which it begins: Friday 22:00 to 07:00 covers the first hours of
/// Saturday, not those of Friday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Schedule {
    /// From the first time, including it, to the second, not including it; equal times mean the whole day.
    pub window: Option<(ClockTime, ClockTime)>,
    /// The days on which the window begins; `None`: all.
    pub days: Option<Days>,
}

impl Schedule {
    /// Whether the moment shown by the site's clock lies within.
    pub fn covers(&self, local: DateTime) -> bool {
        let begins_on = |day| self.days.is_none_or(|days| days.contains(day));
        let (now, today) = (local.time(), local.weekday());
        match self.window.map(|(start, end)| (start.0, end.0)) {
            Some((start, end)) if start < end => (start..end).contains(&now) && begins_on(today),
            Some((start, end)) if end < start => {
                (now >= start && begins_on(today)) || (now < end && begins_on(today.previous()))
            }
            _ => begins_on(today),
        }
    }
}

/// A time of the day to the minute, written `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockTime(Time);

/// A text is no time of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a time of the day as HH:MM, 00:00 to 23:59")]
pub struct ClockTimeError;

impl FromStr for ClockTime {
    type Err = ClockTimeError;

    fn from_str(text: &str) -> Result<Self, ClockTimeError> {
        let (hour, minute) = text.trim().split_once(':').ok_or(ClockTimeError)?;
        let is_plain = (1..=2).contains(&hour.len()) && minute.len() == 2;
        let number = |digits: &str| {
            let digits = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
            digits.and_then(|digits| digits.parse::<i8>().ok()).ok_or(ClockTimeError)
        };
        let (hour, minute) = (number(hour)?, number(minute)?);
        let time = Time::new(hour, minute, 0, 0).ok().filter(|_| is_plain);
        time.map(Self).ok_or(ClockTimeError)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

/// Days of the week, written `0,4`: Monday is 0, Sunday 6.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Days(u8);

/// A text is no list of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected days from 0 (Monday) to 6 (Sunday), separated by commas")]
pub struct DaysError;

impl Days {
    /// Whether a day is among them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day.to_monday_zero_offset()) != 0
    }
}

impl FromStr for Days {
    type Err = DaysError;

    fn from_str(text: &str) -> Result<Self, DaysError> {
        let day = |word: &str| match word.trim().as_bytes() {
            [digit @ b'0'..=b'6'] => Ok(1 << (digit - b'0')),
            _ => Err(DaysError),
        };
        text.split(',').map(day).try_fold(0, |days, day| Ok(days | day?)).map(Self)
    }
}

impl fmt::Debug for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries((0_i8..7).filter(|day| self.0 & bit(*day) != 0)).finish()
    }
}

fn bit(day: i8) -> u8 {
    1 << day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(window: &str, days: &str) -> Schedule {
        let window =
            window.split_once('-').map(|(start, end)| (start.parse().unwrap(), end.parse().unwrap()));
        Schedule { window, days: days.parse().ok() }
    }

    /// 2026-06-12 is a Friday.
    fn check(schedule: Schedule, local: &str, expected: bool) {
        let local: DateTime = local.parse().unwrap();
        assert_eq!(schedule.covers(local), expected, "{schedule:?} at {local}");
    }

    #[test]
    fn a_window_begins_with_its_first_minute_and_ends_before_its_last() {
        let day = schedule("08:00-17:30", "");
        check(day, "2026-06-12T07:59:59.999", false);
        check(day, "2026-06-12T08:00", true);
        check(day, "2026-06-12T17:29:59.999", true);
        check(day, "2026-06-12T17:30", false);
    }

    #[test]
    fn d39_a_window_over_midnight_belongs_to_the_day_it_begins() {
        let friday_night = schedule("22:00-07:00", "4");
        check(friday_night, "2026-06-12T02:00", false);
        check(friday_night, "2026-06-12T21:59", false);
        check(friday_night, "2026-06-12T22:00", true);
        check(friday_night, "2026-06-13T02:00", true);
        check(friday_night, "2026-06-13T07:00", false);
        check(friday_night, "2026-06-13T22:00", false);
    }

    #[test]
    fn equal_times_and_no_times_mean_the_whole_day() {
        for always in [schedule("10:00-10:00", ""), schedule("", "")] {
            check(always, "2026-06-12T09:59", true);
            check(always, "2026-06-14T10:00", true);
        }
        let weekend = schedule("", "5,6");
        check(weekend, "2026-06-12T23:59", false);
        check(weekend, "2026-06-13T00:00", true);
        check(weekend, "2026-06-15T00:00", false);
    }

    #[test]
    fn times_are_written_in_hours_and_minutes() {
        let check = |text: &str, expected: Result<&str, ClockTimeError>| {
            let read = text.parse::<ClockTime>().map(|time| time.to_string());
            assert_eq!(read.as_deref().map_err(|error| *error), expected, "{text}");
        };
        check("08:00", Ok("08:00"));
        check("8:05", Ok("08:05"));
        check(" 23:59 ", Ok("23:59"));
        for nonsense in
            ["", "abc", "24:00", "12:60", "12", "12:5", "+1:00", "-1:00", "12:00:00", "012:00", "1２:00"]
        {
            check(nonsense, Err(ClockTimeError));
        }
    }

    #[test]
    fn days_are_digits_between_commas() {
        assert_eq!(format!("{:?}", "0,4, 6,4".parse::<Days>()), "Ok({0, 4, 6})");
        for nonsense in ["", "7", "-1", "mon", "0,,1", "0 1", "00"] {
            assert_eq!(nonsense.parse::<Days>(), Err(DaysError), "{nonsense}");
        }
    }
}
