//! Lengths of steps.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_acoustics::calendar::{Window, aligned_window};

use crate::aggregate::{Resolution, start_of};

/// The length of a step, on the site's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    seconds: u32,
}

const DAY: u32 = 86_400;

impl Period {
    /// What a chart chooses from, shortest first, seconds.
    const OFFERED: [u32; 18] =
        [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY];

    /// A length that divides a minute, an hour or a day, whichever is the next longer one.
    ///
    /// # Errors
    /// [`PeriodError`]: steps of other lengths would not lie alike on every day.
    pub const fn of_seconds(seconds: u32) -> Result<Self, PeriodError> {
        let divides = match seconds {
            0 => false,
            1..60 => 60_u32.is_multiple_of(seconds),
            60..3600 => seconds.is_multiple_of(60) && 3600_u32.is_multiple_of(seconds),
            3600..=DAY => seconds.is_multiple_of(3600) && DAY.is_multiple_of(seconds),
            _ => false,
        };
        if divides { Ok(Self { seconds }) } else { Err(PeriodError) }
    }

    /// The shortest of those that make at most `steps` of a stretch; days where there are more of them.
    pub fn fitting(start: Timestamp, end: Timestamp, steps: usize) -> Self {
        let length = end.duration_since(start).as_secs().max(0).unsigned_abs();
        let steps = u64::try_from(steps).unwrap_or(u64::MAX).max(1);
        let fits = |seconds: &u32| length.div_ceil(u64::from(*seconds)) <= steps;
        Self { seconds: Self::OFFERED.into_iter().find(fits).unwrap_or(DAY) }
    }

    /// Its nominal length in seconds; days with a change of the clocks are an hour off.
    pub const fn seconds(self) -> u32 {
        self.seconds
    }

    /// The step that holds an instant.
    pub fn window(self, zone: &TimeZone, at: Timestamp) -> Window {
        if self.seconds >= 60 {
            return aligned_window(zone, self.seconds / 60, at);
        }
        let length = i64::from(self.seconds);
        let start = start_of(length, at);
        let end = Timestamp::from_second(start.as_second() + length).unwrap_or(Timestamp::MAX);
        Window { start, end }
    }

    /// The longest aggregates that such steps are made of between two instants; `None` when only readings will do.
    ///
    /// Steps begin on the site's clock and aggregates on that of UTC: where the two differ by half an hour, an hour of the
    /// site is no hour of UTC.
    pub fn resolution(self, zone: &TimeZone, start: Timestamp, end: Timestamp) -> Option<Resolution> {
        let changes = zone.following(start).take_while(|change| change.timestamp() < end);
        let offsets: Vec<i64> = std::iter::once(zone.to_offset(start))
            .chain(changes.map(|change| change.offset()))
            .map(|offset| i64::from(offset.seconds()))
            .collect();
        let fits = |resolution: &Resolution| {
            let length = resolution.seconds();
            i64::from(self.seconds) % length == 0 && offsets.iter().all(|offset| offset % length == 0)
        };
        Resolution::ALL.into_iter().rev().find(fits)
    }
}

/// A length that steps cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "should be a number and s, min, h or d that divides the next longer one, such as 1s, 15min, 1h or 1d"
)]
pub struct PeriodError;

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = text.split_at(digits);
        let number: u32 = number.parse().map_err(|_| PeriodError)?;
        let unit = match unit {
            "s" => 1,
            "min" | "m" => 60,
            "h" => 3600,
            "d" => DAY,
            _ => return Err(PeriodError),
        };
        Self::of_seconds(number.checked_mul(unit).ok_or(PeriodError)?)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self.seconds {
            seconds if seconds.is_multiple_of(DAY) => (seconds / DAY, "d"),
            seconds if seconds.is_multiple_of(3600) => (seconds / 3600, "h"),
            seconds if seconds.is_multiple_of(60) => (seconds / 60, "min"),
            seconds => (seconds, "s"),
        };
        write!(f, "{number}{unit}")
    }
}
