//! Hours in which a recipient is not to be disturbed.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use slm_acoustics::calendar::{Window, local_window};

use super::Severity;
use crate::campaign::Weekdays;

/// A daily window in which only what is severe enough is told at once; everything else waits for its end.
///
/// A window over midnight belongs to the day on which it begins. Times that a change of the clock skips are the first
/// moment after the gap; of times that come twice the first counts.
#[derive(Debug, Clone, PartialEq)]
pub struct QuietHours {
    /// When it begins.
    pub start: Time,
    /// When it ends; never the time it begins.
    pub end: Time,
    /// The days on which it begins.
    pub days: Weekdays,
    /// In whose time.
    pub zone: TimeZone,
    /// The least severity that is told all the same; `None`: nothing is.
    pub pierced_by: Option<Severity>,
}

/// What quiet hours say about a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuietVerdict {
    /// They do not apply.
    Outside,
    /// They apply, but not to what is this severe.
    Pierced,
    /// They apply until then.
    Until(Timestamp),
}

impl QuietHours {
    /// Whether something of this severity may be told now.
    pub fn verdict(&self, severity: Severity, now: Timestamp) -> QuietVerdict {
        let Some(end) = self.ends(now) else { return QuietVerdict::Outside };
        if self.pierced_by.is_some_and(|least| severity >= least) {
            return QuietVerdict::Pierced;
        }
        QuietVerdict::Until(end)
    }

    /// The end of the window that covers a moment.
    fn ends(&self, now: Timestamp) -> Option<Timestamp> {
        let today = self.zone.to_datetime(now).date();
        let began_on = [today.yesterday().ok(), Some(today)];
        // The later end of two windows that touch: none is interrupted for a moment.
        let covering = began_on.into_iter().flatten().filter_map(|day| self.window_of(day));
        covering.filter(|(start, end)| (*start..*end).contains(&now)).map(|(_, end)| end).max()
    }

    fn window_of(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        if !self.days.contains(day.weekday()) {
            return None;
        }
        let Window { start, end } = local_window(&self.zone, day, self.start, self.end);
        Some((start, end))
    }
}
