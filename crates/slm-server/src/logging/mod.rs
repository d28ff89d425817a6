//! Where log lines go: standard output, and `slmm.log` in the data folder, rotated.

mod rotating;

use std::io::{self, IsTerminal};
use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

pub use rotating::RotatingFile;

/// What is logged unless told otherwise: the service's own life, and warnings of everything.
pub const DEFAULT_FILTER: &str = "warn,slm=info,slm_server=info,slm_cli=info,slmm=info";

/// Size at which the log file is rotated, and how many old ones are kept.
const MAX_BYTES: u64 = 5 * 1024 * 1024;
const OLD_FILES: u32 = 4;

/// Writes what is still waiting when it is dropped.
#[must_use = "log lines are lost once this is dropped"]
pub struct LogGuard {
    _file: WorkerGuard,
}

/// Sends log lines to standard output and to `file`, whose folder is created.
///
/// `filter` names what is logged, as in `info` or `warn,slm_fleet=debug`; [`DEFAULT_FILTER`] when `None`.
///
/// # Errors
/// [`LoggingError`] says what is wrong with file or filter.
pub fn init(file: &Path, filter: Option<&str>) -> Result<LogGuard, LoggingError> {
    let filter = filter.unwrap_or(DEFAULT_FILTER);
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| LoggingError::Filter { filter: filter.to_owned(), reason: error.to_string() })?;
    let rotating = RotatingFile::open(file, MAX_BYTES, OLD_FILES)
        .map_err(|reason| LoggingError::File { path: file.to_owned(), reason })?;
    // A slow disk must not hold up whoever logs; what does not fit into the queue is dropped.
    let (writer, guard) = tracing_appender::non_blocking(rotating);
    tracing_subscriber::registry()
        .with(filter)
        .with(fmt::layer().with_target(false).with_ansi(io::stdout().is_terminal()))
        .with(fmt::layer().with_ansi(false).with_writer(writer))
        .try_init()
        .map_err(LoggingError::Twice)?;
    Ok(LogGuard { _file: guard })
}

/// Why logging cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    /// The filter cannot be read.
    #[error("{filter:?} is no log filter: {reason}")]
    Filter {
        /// The filter as given.
        filter: String,
        /// What is wrong.
        reason: String,
    },
    /// The file cannot be written.
    #[error("cannot write the log file {}", path.display())]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        reason: io::Error,
    },
    /// It was set up before.
    #[error("logging was set up before")]
    Twice(#[source] TryInitError),
}
