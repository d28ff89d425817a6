//! Times of the day and days of the week, as rules write them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Time, Weekday};

/// A time of the day to the minute, written `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClockTime(Time);

impl ClockTime {
    /// The begin of the day.
    pub const MIDNIGHT: Self = Self(Time::midnight());

    /// The time.
    pub const fn time(self) -> Time {
        self.0
    }
}

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
    /// All seven.
    pub const ALL: Self = Self(0b111_1111);
    /// None of them: for what holds on holidays only.
    pub const NONE: Self = Self(0);

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
