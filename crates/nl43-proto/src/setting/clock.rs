use std::{fmt, str::FromStr};

/// The instrument's own clock: local time, no zone, no daylight saving, whole seconds.
///
/// ```
/// use nl43_proto::MeterClock;
///
/// let clock: MeterClock = "2025/12/24 20:34:05".parse()?;
/// assert_eq!(clock.minute(), 34);
/// assert_eq!(clock.to_string(), "2025/12/24 20:34:05");
/// # Ok::<(), nl43_proto::ClockError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MeterClock {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl MeterClock {
    /// A date from 2000 to 2099 and a time of day.
    ///
    /// # Errors
    /// [`ClockError::Range`] for a day or time that does not exist.
    pub fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Result<Self, ClockError> {
        let exists = (2000..=2099).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if exists { Ok(Self { year, month, day, hour, minute, second }) } else { Err(ClockError::Range) }
    }

    /// Seconds from here to `later`; negative when that is earlier.
    pub fn seconds_until(self, later: Self) -> i64 {
        later.seconds() - self.seconds()
    }

    /// Whether `shown` is this time, or up to a minute later, as the clock shows after having been set to this time.
    pub(crate) fn is_shortly_before(self, shown: Self) -> bool {
        (0..=60).contains(&self.seconds_until(shown))
    }

    /// Since the beginning of 2000.
    fn seconds(self) -> i64 {
        let years = (2000..self.year).map(|year| if days_in(year, 2) == 29 { 366 } else { 365 });
        let months = (1..self.month).map(|month| i64::from(days_in(self.year, month)));
        let days = years.sum::<i64>() + months.sum::<i64>() + i64::from(self.day) - 1;
        ((days * 24 + i64::from(self.hour)) * 60 + i64::from(self.minute)) * 60 + i64::from(self.second)
    }

    /// Year, four digits.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Hour, 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// Minute.
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// Second.
    pub const fn second(self) -> u8 {
        self.second
    }
}

impl fmt::Display for MeterClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}/{month:02}/{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

impl FromStr for MeterClock {
    type Err = ClockError;

    fn from_str(text: &str) -> Result<Self, ClockError> {
        let bytes: &[u8; 19] = text.as_bytes().try_into().map_err(|_| ClockError::Form)?;
        for (place, expected) in [(4, b'/'), (7, b'/'), (10, b' '), (13, b':'), (16, b':')] {
            if bytes[place] != expected {
                return Err(ClockError::Form);
            }
        }
        let two = |place: usize| match (bytes[place], bytes[place + 1]) {
            (tens @ b'0'..=b'9', ones @ b'0'..=b'9') => Ok((tens - b'0') * 10 + (ones - b'0')),
            _ => Err(ClockError::Form),
        };
        let year = u16::from(two(0)?) * 100 + u16::from(two(2)?);
        Self::new(year, two(5)?, two(8)?, two(11)?, two(14)?, two(17)?)
    }
}

/// Why a text is no clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// Not of the form `YYYY/MM/DD hh:mm:ss`.
    #[error("not of the form YYYY/MM/DD hh:mm:ss")]
    Form,
    /// No such day or time, or outside 2000 to 2099.
    #[error("no such date or time")]
    Range,
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn refused(text: &str, error: ClockError) {
        assert_eq!(text.parse::<MeterClock>(), Err(error), "{text:?}");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        refused("2025/02/29 00:00:00", ClockError::Range);
        refused("2025/13/01 00:00:00", ClockError::Range);
        refused("2025/04/31 00:00:00", ClockError::Range);
        refused("2025/12/24 24:00:00", ClockError::Range);
        refused("1999/12/24 20:00:00", ClockError::Range);
        assert!("2028/02/29 23:59:59".parse::<MeterClock>().is_ok());
    }

    #[test]
    fn other_forms_are_refused() {
        for text in
            ["", "2025/12/24,20:34:05", "2025-12-24 20:34:05", "2025/12/24 20:34", "2025/12/24 20:34:5 "]
        {
            refused(text, ClockError::Form);
        }
    }

    #[test]
    fn time_is_counted_over_the_ends_of_month_and_year() {
        let seconds = |from: &str, to: &str| {
            let (from, to): (MeterClock, MeterClock) = (from.parse().unwrap(), to.parse().unwrap());
            from.seconds_until(to)
        };
        assert_eq!(seconds("2025/12/31 23:59:58", "2026/01/01 00:00:03"), 5);
        assert_eq!(seconds("2028/02/28 00:00:00", "2028/03/01 00:00:00"), 2 * 86_400);
        assert_eq!(seconds("2025/01/01 00:00:10", "2025/01/01 00:00:00"), -10);
    }

    proptest! {
        #[test]
        fn clocks_survive_printing(
            year in 2000_u16..=2099, month in 1_u8..=12, day in 1_u8..=28, hour in 0_u8..24, minute in 0_u8..60, second in 0_u8..60,
        ) {
            let clock = MeterClock::new(year, month, day, hour, minute, second).unwrap();
            prop_assert_eq!(clock.to_string().parse(), Ok(clock));
        }

        #[test]
        fn whatever_is_read_prints_the_same(text in "\\PC{0,22}|[0-9/: ]{19}") {
            if let Ok(clock) = text.parse::<MeterClock>() {
                prop_assert_eq!(clock.to_string(), text);
            }
        }
    }
}
