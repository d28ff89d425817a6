//! Campaigns: measurements that begin and end by the calendar, week after week.
//!
//! A campaign has one window for each of its days, from its start time to its stop time, over midnight when that is
//! not later. Each window makes a start cycle due at its beginning and a stop cycle at its end. Times are local in
//! an IANA zone. On the days when clocks change:
//!
//! * a time that does not exist (the clock was put forward over it) is the first moment after the gap;
//! * a time that comes twice (the clock was put back over it) is its first occurrence;
//! * a window that begins and ends within the gap has no length, and is left out.
//!
//! ```
//! use jiff::tz::TimeZone;
//! use slm_domain::campaign::{Action, Schedule, Weekdays};
//!
//! let nights = Schedule { start: "22:00".parse()?, stop: "06:00".parse()?, ..Schedule::every(Weekdays::ALL) };
//! let zone = TimeZone::get("Europe/Berlin")?;
//! let due = nights.next_due(&zone, "2026-06-09T12:00:00Z".parse()?).unwrap();
//! assert_eq!((due.action, due.at.to_string()), (Action::Start, "2026-06-09T20:00:00Z".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agenda;
mod change;
mod due;
mod notice;
mod overlap;
mod schedule;
mod weekdays;

use std::time::Duration;

use jiff::Timestamp;

pub use agenda::{Agenda, DueOf, Entry};
pub use change::{owed_after, still_due};
pub use due::{Due, Verdict, judge};
pub use notice::CampaignNotice;
pub use overlap::{Overlap, first_overlap, first_within};
pub use schedule::{Action, Schedule, Window};
pub use weekdays::{Weekdays, WeekdaysError};

use crate::UnitId;
use crate::cycle::StartOptions;

/// Recurring start and stop cycles of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// Whose meter it starts and stops.
    pub unit: UnitId,
    /// What people call it.
    pub name: String,
    /// Whether it makes anything due.
    pub enabled: bool,
    /// IANA name of its zone; `None`: the site's.
    pub zone: Option<String>,
    /// When it measures.
    pub schedule: Schedule,
    /// How late a cycle may still be run.
    pub grace: Duration,
    /// What its start cycles do.
    pub start: StartOptions,
    /// Whether stop cycles fetch the files.
    pub download: bool,
    /// Whether stop cycles switch a working FTP server off and on.
    pub toggle_ftp: bool,
    /// Everything due until then has been dealt with.
    pub checked: Timestamp,
    /// The end of a window that it began and has been changed since: this stop is due whatever the schedule says now, and
    /// whether or not the campaign is enabled.
    pub owed_stop: Option<Timestamp>,
}

#[cfg(test)]
mod tests;
