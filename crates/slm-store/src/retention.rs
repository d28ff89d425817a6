//! How long things are kept.

use std::time::Duration;

/// Ages beyond which rows go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Of readings; default 7 days.
    pub raw: Duration,
    /// Of aggregates; default 10 years.
    pub aggregates: Duration,
    /// Of samples of the compatible history; default 24 hours.
    pub trail: Duration,
    /// Of log entries; default 7 days.
    pub logs: Duration,
    /// Of messages that are over, and of attempts to deliver them; default 90 days. What is open stays.
    pub messages: Duration,
    /// Of alarms and outages that are over, with their incidents; default 10 years.
    pub events: Duration,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            raw: Duration::from_hours(7 * 24),
            aggregates: Duration::from_hours(3653 * 24),
            trail: Duration::from_hours(24),
            logs: Duration::from_hours(7 * 24),
            messages: Duration::from_hours(90 * 24),
            events: Duration::from_hours(3653 * 24),
        }
    }
}

/// How many rows went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Readings.
    pub readings: u64,
    /// Aggregates of all lengths.
    pub aggregates: u64,
    /// Samples of the compatible history.
    pub trail: u64,
    /// Log entries.
    pub logs: u64,
    /// Messages, their ways and attempts.
    pub messages: u64,
    /// Events of alarms and connections.
    pub events: u64,
}
