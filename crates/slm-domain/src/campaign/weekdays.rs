//! Sets of weekdays.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;

/// A set of weekdays; written as numbers from 0, Monday, to 6, as in the rules of alarms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

/// A text that is no set of weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected numbers from 0 (Monday) to 6 (Sunday), separated by commas, at least one")]
pub struct WeekdaysError;

impl Weekdays {
    /// All seven.
    pub const ALL: Self = Self(0b111_1111);

    /// The days of these numbers, 0 to 6.
    ///
    /// # Errors
    /// [`WeekdaysError`] for other numbers, or none.
    pub fn from_numbers(numbers: impl IntoIterator<Item = i64>) -> Result<Self, WeekdaysError> {
        let mut days = 0;
        for number in numbers {
            let place = u8::try_from(number).ok().filter(|place| *place < 7).ok_or(WeekdaysError)?;
            days |= 1 << place;
        }
        if days == 0 { Err(WeekdaysError) } else { Ok(Self(days)) }
    }

    /// Whether a day is in it.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }

    /// Its days as numbers.
    pub fn numbers(self) -> impl Iterator<Item = u8> {
        (0..7).filter(move |day| self.0 & (1 << day) != 0)
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.numbers().map(|day| day.to_string()).collect();
        f.write_str(&numbers.join(","))
    }
}

impl FromStr for Weekdays {
    type Err = WeekdaysError;

    fn from_str(text: &str) -> Result<Self, WeekdaysError> {
        let numbers: Result<Vec<i64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
        Self::from_numbers(numbers.map_err(|_| WeekdaysError)?)
    }
}
