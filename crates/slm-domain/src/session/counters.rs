//! How a unit is served, in figures.

use std::time::Duration;

use jiff::SignedDuration;

/// What has happened since the session began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Snapshots asked for by polling.
    pub polls: u64,
    /// Polls without a good answer.
    pub poll_failures: u64,
    /// Late or unfit answers.
    pub taints: u64,
    /// Connections opened.
    pub connects: u64,
    /// Requests refused because the line was too busy.
    pub busy: u64,
    /// Turnaround of the last answered command.
    pub turnaround: Option<Duration>,
    /// Time from the last snapshot to the one before.
    pub poll_period: Option<Duration>,
    /// The instrument's clock minus the site's time, as last read.
    pub clock_offset: Option<SignedDuration>,
}

/// How a unit is served at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Somebody watches.
    Watched,
    /// Kept alive without viewers.
    Kept,
    /// Polled in the background only.
    Background,
    /// Failing: waits before it tries again.
    Backoff,
    /// Not polled at all.
    Resting,
}
