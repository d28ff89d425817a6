//! What is logged.

use tracing_subscriber::filter::EnvFilter;

use super::reader::Reader;
use super::{Key, Section};
use crate::logging::DEFAULT_FILTER;

const FILTER: Key = Key::ours("log.filter", "RUST_LOG")
    .text("a level such as `info`, or levels by part such as `warn,slm_fleet=debug`")
    .default(DEFAULT_FILTER)
    .doc("What is written to standard output and `slmm.log`. Unless set: the service's own life, and warnings of everything. Also `--log`.");

pub(super) const SECTION: Section = Section { name: "log", title: "Logs", keys: &[FILTER] };

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// A filter as in `info` or `warn,slm_fleet=debug`.
    pub filter: String,
}

impl LogConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self { filter: reader.parsed(&FILTER, parse_filter) }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

fn parse_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("expected {}: {error}", FILTER.kind)),
    }
}
