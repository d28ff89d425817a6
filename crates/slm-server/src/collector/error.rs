//! Why files could not be had.

use std::io;

use nl43_client::ftp::FtpError;
use slm_api_types::MissingFile;

/// Why files could not be had. The sentences say what is blocked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CollectError {
    /// Others use the meter's one session.
    #[error("the meter's FTP session is in use by another download; try again later")]
    Busy,
    /// The meter's FTP server, or the way to it.
    #[error(transparent)]
    Ftp(#[from] FtpError),
    /// A listing of which nothing makes sense.
    #[error("the listing of {folder} is not understood ({reason}): {line}")]
    NoListing {
        /// The folder.
        folder: String,
        /// The first line that is none.
        line: String,
        /// Why.
        reason: String,
    },
    /// A file that nobody has.
    #[error("there is no file {0} on the card")]
    NoFile(String),
    /// Fewer bytes came than the listing promised, though the meter called it done.
    #[error("{path} is incomplete: {got} of {listed} bytes came")]
    Incomplete {
        /// The file.
        path: String,
        /// Bytes that came.
        got: u64,
        /// Bytes by the listing.
        listed: u64,
    },
    /// A file without end.
    #[error("{path} does not end: {got} bytes came where the listing says {listed}")]
    Endless {
        /// The file.
        path: String,
        /// Bytes that came.
        got: u64,
        /// Bytes by the listing.
        listed: u64,
    },
    /// A tree that is more than a card can hold.
    #[error("the folder is too large: {0}")]
    TooLarge(String),
    /// Some files of a folder could not be had.
    #[error("{} of {total} files could not be fetched; the first is {}", .failures.len(), first(.failures))]
    Files {
        /// Each of them.
        failures: Vec<MissingFile>,
        /// Files in the folder.
        total: usize,
    },
    /// No room on our disk.
    #[error("{path} has {bytes} bytes, for which the spool has no room (DOWNLOADS_SPOOL_MB)")]
    SpoolFull {
        /// The file.
        path: String,
        /// Its bytes.
        bytes: u64,
    },
    /// Our disk.
    #[error("the files could not be stored here: {0}")]
    Disk(#[from] io::Error),
    /// An operator ended it.
    #[error("ended by an operator")]
    Cancelled,
    /// The end.
    #[error("the service is shutting down")]
    Stopped,
}

impl CollectError {
    /// Where it failed, as a short name for programs.
    pub(crate) fn phase(&self) -> &'static str {
        match self {
            Self::Busy => "queue",
            Self::Ftp(error) => error.phase().name(),
            Self::NoListing { .. } | Self::NoFile(_) | Self::TooLarge(_) => "list",
            Self::Incomplete { .. } | Self::Endless { .. } | Self::Files { .. } => "transfer",
            Self::SpoolFull { .. } | Self::Disk(_) => "store",
            Self::Cancelled => "cancelled",
            Self::Stopped => "stopped",
        }
    }

    /// What it is, as a short name for programs.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Ftp(_) if self.is_not_found() => "not_found",
            Self::Ftp(_) => "ftp",
            Self::NoFile(_) => "not_found",
            Self::NoListing { .. } => "garbled",
            Self::Incomplete { .. } | Self::Endless { .. } | Self::Files { .. } => "incomplete",
            Self::TooLarge(_) => "too_large",
            Self::SpoolFull { .. } | Self::Disk(_) => "storage",
            Self::Cancelled => "cancelled",
            Self::Stopped => "closed",
        }
    }

    /// Whether the card has no file or folder of that name.
    pub(crate) fn is_not_found(&self) -> bool {
        match self {
            Self::Ftp(error) => error.is_not_found(),
            Self::NoFile(_) => true,
            _ => false,
        }
    }

    /// Whether it may go better the next moment.
    pub(crate) fn is_retryable(&self) -> bool {
        match self {
            Self::Ftp(error) => error.is_retryable(),
            Self::Incomplete { .. } => true,
            Self::Busy
            | Self::NoListing { .. }
            | Self::NoFile(_)
            | Self::Endless { .. }
            | Self::TooLarge(_)
            | Self::Files { .. }
            | Self::SpoolFull { .. }
            | Self::Disk(_)
            | Self::Cancelled
            | Self::Stopped => false,
        }
    }
}

fn first(failures: &[MissingFile]) -> String {
    failures.first().map(|file| format!("{}: {}", file.path, file.reason)).unwrap_or_default()
}
