//! When a rule applies: blocks of time on days of the week and holidays, on the site's clock.

mod clock_time;
mod cursor;
mod overlap;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use slm_acoustics::calendar::{Window, local_window};

pub use clock_time::{ClockTime, ClockTimeError, Days, DaysError};
pub use cursor::ScopeCursor;
pub(super) use overlap::overlap;

/// The times at which a rule applies; without blocks, always.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimeScope {
    /// Times of the day, each on its days.
    pub blocks: Vec<Block>,
    /// Dates that count as holidays, in order.
    pub holidays: Vec<Date>,
    /// The clock that counts; `None`: the site's.
    pub zone: Option<TimeZone>,
    /// What becomes of an open event when the last block ends.
    pub leaving: Leaving,
}

/// A time of the day on some days.
///
/// One over midnight belongs to the day on which it begins: Friday 22:00 to 07:00 covers the first hours of Saturday,
/// not those of Friday. Where the clocks change, it ends when the clock on the wall says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Begin, included.
    pub start: ClockTime,
    /// End, not included: on the same day when later than the begin, else on the next.
    pub end: ClockTime,
    /// Days of the week on which it begins.
    pub days: Days,
    /// What holidays change about these.
    pub holidays: Holidays,
}

/// What a block does on a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Holidays {
    /// It begins if it does on that day of the week.
    #[default]
    AsWeekday,
    /// It does not begin.
    Excluded,
    /// It begins, whatever the day of the week.
    Included,
}

/// What becomes of an open event when its rule ceases to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Leaving {
    /// It is closed at that moment, with this reason: a limit of the night says nothing about the day. Windows take
    /// only the time in scope.
    #[default]
    Close,
    /// It stays open until the level clears it, in scope or not. The compatible service's rules do so.
    Keep,
}

impl Block {
    /// The whole of every day.
    pub const ALWAYS: Self = Self {
        start: ClockTime::MIDNIGHT,
        end: ClockTime::MIDNIGHT,
        days: Days::ALL,
        holidays: Holidays::AsWeekday,
    };

    /// The block that begins on a date, if one does.
    fn on(&self, date: Date, is_holiday: bool, zone: &TimeZone) -> Option<Window> {
        let window = || local_window(zone, date, self.start.time(), self.end.time());
        // Within the hour that the clocks were put forward over: nothing is left of it.
        self.begins(date, is_holiday).then(window).filter(|window| window.start < window.end)
    }

    fn begins(&self, date: Date, is_holiday: bool) -> bool {
        match self.holidays {
            Holidays::Excluded if is_holiday => false,
            Holidays::Included if is_holiday => true,
            _ => self.days.contains(date.weekday()),
        }
    }
}

impl TimeScope {
    /// Whether a moment lies within, on the clock of `zone` unless the scope has its own.
    pub fn covers(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let zone = self.zone.as_ref().unwrap_or(zone);
        self.blocks.is_empty() || self.around(at, zone).any(|window| window.contains(at))
    }

    /// The blocks that begin on the local day of a moment, the day before and the one after.
    fn around(&self, at: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Window> {
        let today = zone.to_datetime(at).date();
        let dates = [today.yesterday().ok(), Some(today), today.tomorrow().ok()];
        dates.into_iter().flatten().flat_map(move |date| {
            let is_holiday = self.holidays.binary_search(&date).is_ok();
            self.blocks.iter().filter_map(move |block| block.on(date, is_holiday, zone))
        })
    }
}
