//! When a campaign measures.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan as _};

use super::{Due, Weekdays};

/// A window for each of some weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Days on which a window begins.
    pub days: Weekdays,
    /// Local time of its beginning.
    pub start: Time,
    /// Local time of its end: on the same day when later than `start`, else on the next.
    pub stop: Time,
    /// First day on which a window may begin.
    pub from: Option<Date>,
    /// Last day on which a window may begin.
    pub until: Option<Date>,
}

/// One window of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The local day on which it begins.
    pub day: Date,
    /// Its beginning.
    pub start: Timestamp,
    /// Its end, later than its beginning.
    pub stop: Timestamp,
}

/// What becomes due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A stop cycle; before the start cycle of the same moment.
    Stop,
    /// A start cycle.
    Start,
}

/// Days looked ahead for the next window: a week has them all, and the calendar's odd days may take one.
const LOOK_AHEAD_DAYS: i32 = 15;

impl Schedule {
    /// A schedule of whole days, from midnight to midnight.
    pub fn every(days: Weekdays) -> Self {
        Self { days, start: Time::midnight(), stop: Time::midnight(), from: None, until: None }
    }

    /// The window that begins on this local day, if there is one.
    pub fn window(&self, day: Date, zone: &TimeZone) -> Option<Window> {
        let is_valid =
            self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until);
        if !is_valid || !self.days.contains(day.weekday()) {
            return None;
        }
        let last = if self.stop > self.start { day } else { day.tomorrow().ok()? };
        let start = moment(day, self.start, zone)?;
        let stop = moment(last, self.stop, zone)?;
        // Both within the hour that the clocks were put forward over: nothing is left of it.
        (start < stop).then_some(Window { day, start, stop })
    }

    /// The windows that begin on local days around these two moments or between them, in order.
    pub fn windows(
        &self,
        zone: &TimeZone,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Window> {
        let first = zone.to_datetime(from).date().saturating_sub(2.days());
        let first = self.from.map_or(first, |valid| valid.max(first));
        let last = zone.to_datetime(until).date().saturating_add(1.day());
        let last = self.until.map_or(last, |valid| valid.min(last));
        first.series(1.day()).take_while(move |day| *day <= last).filter_map(|day| self.window(day, zone))
    }

    /// Everything that becomes due after one moment and not after another, in order.
    pub fn due(&self, zone: &TimeZone, after: Timestamp, until: Timestamp) -> Vec<Due> {
        let ends = |window: Window| {
            let due = |action, at| Due { at, action, day: window.day };
            [due(Action::Start, window.start), due(Action::Stop, window.stop)]
        };
        let is_within = |due: &Due| after < due.at && due.at <= until;
        let mut found: Vec<Due> = self.windows(zone, after, until).flat_map(ends).filter(is_within).collect();
        found.sort_by_key(|due| (due.at, due.action));
        found
    }

    /// What becomes due next after a moment.
    pub fn next_due(&self, zone: &TimeZone, after: Timestamp) -> Option<Due> {
        let begin = self.from.and_then(|from| moment(from, Time::midnight(), zone));
        let begin = begin.map_or(after, |begin| begin.max(after));
        let until = zone.to_datetime(begin).saturating_add(LOOK_AHEAD_DAYS.days());
        let until = zone.to_ambiguous_timestamp(until).compatible().ok()?;
        self.due(zone, after, until).into_iter().next()
    }
}

/// The moment of a local time: after a gap when it does not exist, the first when it comes twice.
fn moment(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    let local = zone.to_ambiguous_timestamp(day.to_datetime(time));
    match local.offset() {
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => local.earlier().ok(),
        AmbiguousOffset::Gap { .. } => {
            // Read with the later offset it lies before the change of the clocks.
            let before = local.earlier().ok()?;
            zone.following(before).next().map(|change| change.timestamp())
        }
    }
}

impl Action {
    /// The name in JSON and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Start => "start",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Action {
    type Err = crate::operation::UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "stop" => Ok(Self::Stop),
            "start" => Ok(Self::Start),
            _ => Err(crate::operation::UnknownName),
        }
    }
}
