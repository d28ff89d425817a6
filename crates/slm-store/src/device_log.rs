//! The log kept for each unit.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use slm_domain::UnitId;

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLog {
    /// Whose.
    pub unit: UnitId,
    /// When; kept to the microsecond.
    pub at: Timestamp,
    /// How serious.
    pub level: LogLevel,
    /// About what.
    pub category: LogCategory,
    /// A sentence for people.
    pub message: String,
}

/// How serious an entry is; more serious ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// For those who look for a fault.
    Debug,
    /// Something happened.
    Info,
    /// Something is not as it should be.
    Warning,
    /// Something failed.
    Error,
}

impl LogLevel {
    /// The word of the compatible API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogCategory {
    /// The control connection.
    Tcp,
    /// Files.
    Ftp,
    /// Polling.
    Poll,
    /// A command.
    Command,
    /// The state of the measurement.
    State,
    /// Clocks and start times.
    Sync,
    /// Anything else.
    General,
}

impl LogCategory {
    /// The word of the compatible API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Ftp => "FTP",
            Self::Poll => "POLL",
            Self::Command => "COMMAND",
            Self::State => "STATE",
            Self::Sync => "SYNC",
            Self::General => "GENERAL",
        }
    }
}

impl fmt::Display for LogCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An entry that was read; its words may be those of an older writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number, counting up.
    pub id: i64,
    /// When; `None` where the row has no time that can be read.
    pub at: Option<Timestamp>,
    /// How serious.
    pub level: String,
    /// About what.
    pub category: String,
    /// The sentence.
    pub message: String,
}

/// Which entries of a unit to read, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogQuery {
    /// Only this level, compared without case.
    pub level: Option<String>,
    /// Only this category, compared without case.
    pub category: Option<String>,
    /// At most so many entries.
    pub limit: u32,
    /// After so many newer ones.
    pub offset: u32,
}

impl Default for LogQuery {
    fn default() -> Self {
        Self { level: None, category: None, limit: 100, offset: 0 }
    }
}

/// The entries asked for, with a summary of all the unit has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogPage {
    /// Newest first.
    pub entries: Vec<LogEntry>,
    /// Over all entries of the unit, whatever was asked.
    pub stats: LogStats,
}

/// Summary of a unit's log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogStats {
    /// How many entries.
    pub total: u64,
    /// How many of each level.
    pub by_level: BTreeMap<String, u64>,
    /// How many of each category.
    pub by_category: BTreeMap<String, u64>,
    /// Time of the oldest.
    pub oldest: Option<Timestamp>,
    /// Time of the newest.
    pub newest: Option<Timestamp>,
}
