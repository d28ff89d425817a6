//! What a unit's line reports to the recorder and to the alarm engine.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{Reading, RunChange, RunView};

/// One fact about a unit, reported once, in order.
#[derive(Debug, Clone)]
pub enum Observation {
    /// Good levels arrived, whoever asked for them.
    Reading {
        /// The levels.
        reading: Arc<Reading>,
        /// Whether the unit's monitor feed runs, so that history and alert rules take part.
        live: bool,
    },
    /// The state of the measurement was read.
    RunState {
        /// When.
        at: Timestamp,
        /// What is known now.
        view: RunView,
        /// What changed, if anything.
        change: Option<RunChange>,
    },
    /// A poll was answered with levels.
    PollSucceeded {
        /// When.
        at: Timestamp,
    },
    /// A poll failed.
    PollFailed {
        /// When.
        at: Timestamp,
        /// Why, at most 500 characters.
        error: String,
        /// How many failed in a row, this one included.
        consecutive: u32,
    },
    /// The unit counts as unreachable from now on.
    Unreachable {
        /// When.
        at: Timestamp,
        /// The last failure.
        error: String,
    },
    /// The unit answers again.
    Recovered {
        /// When.
        at: Timestamp,
    },
    /// Battery, card and clock were asked.
    Housekeeping {
        /// When.
        at: Timestamp,
        /// What was answered.
        values: Housekeeping,
    },
    /// Something about the connection.
    Line {
        /// When.
        at: Timestamp,
        /// What.
        event: LineEvent,
    },
}

/// Slow facts about an instrument. `None`: not asked, or not answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Housekeeping {
    /// The instrument's word, for instance `Full`.
    pub battery_level: Option<String>,
    /// Free space on the card, MB, as printed.
    pub sd_free_mb: Option<String>,
    /// Free share of the card, percent, as printed.
    pub sd_free_percent: Option<String>,
    /// The instrument's clock minus the server's, in the zone configured for the site.
    pub clock_offset: Option<SignedDuration>,
}

/// What happens to the one connection of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineEvent {
    /// Connected.
    Opened,
    /// Closed, and why.
    Closed(String),
    /// A late or unfit answer: nothing is sent until it is out of the way.
    Tainted,
    /// The control port refuses while the host is alive: power-cycle the meter.
    Wedged,
    /// The unit's task failed and was started again.
    Restarted(String),
}
