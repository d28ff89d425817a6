//! What is logged.

use slm_store::LogLevel;
use tracing_subscriber::filter::EnvFilter;

use super::reader::{Reader, expected};
use super::{Key, Section};
use crate::logging::DEFAULT_FILTER;

const FILTER: Key = Key::ours("log.filter", "RUST_LOG")
    .text("a level such as `info`, or levels by part such as `warn,slm_fleet=debug`")
    .default(DEFAULT_FILTER)
    .doc("What is written to standard output and `slmm.log`. Unless set: the service's own life, and warnings of everything. Also `--log`.");

const UNIT_LEVEL: Key = Key::ours("log.unit_level", "SLMM_UNIT_LOG_LEVEL")
    .text("debug, info, warning, error or off")
    .default("info")
    .doc(
        "The least serious entries of a unit's log that also go to its file, `logs/<unit>.log` in the data folder. `debug` \
         tells every connection; `off`: no files. The log in the database has all of them.",
    );

pub(super) const SECTION: Section = Section { name: "log", title: "Logs", keys: &[FILTER, UNIT_LEVEL] };

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// A filter as in `info` or `warn,slm_fleet=debug`.
    pub filter: String,
    /// The least serious entries that go to the units' files; `None`: no files.
    pub unit_level: Option<LogLevel>,
}

impl LogConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            filter: reader.parsed(&FILTER, parse_filter),
            unit_level: reader.parsed(&UNIT_LEVEL, parse_level),
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

fn parse_level(text: &str) -> Result<Option<LogLevel>, String> {
    match text.to_ascii_lowercase().as_str() {
        "debug" => Ok(Some(LogLevel::Debug)),
        "info" => Ok(Some(LogLevel::Info)),
        "warning" => Ok(Some(LogLevel::Warning)),
        "error" => Ok(Some(LogLevel::Error)),
        "off" => Ok(None),
        _ => Err(expected(&UNIT_LEVEL)),
    }
}

fn parse_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("expected {}: {error}", FILTER.kind)),
    }
}
