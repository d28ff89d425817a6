//! Where a value was written.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Where a value was written. Later ones win over earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A configuration file.
    File {
        /// Which.
        path: Arc<Path>,
        /// The line, from 1; `None` when the whole file is meant.
        line: Option<usize>,
    },
    /// The process environment.
    Environment,
    /// The command line.
    Flag,
    /// Set by the embedding program, as tests do.
    Program,
}

impl Source {
    /// Where a mistake stands in a list of them.
    pub(super) fn rank(&self) -> (u8, usize) {
        match self {
            Self::File { line, .. } => (0, line.unwrap_or_default()),
            Self::Environment => (1, 0),
            Self::Flag => (2, 0),
            Self::Program => (3, 0),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line: Some(line) } => write!(f, "{}:{line}", path.display()),
            Self::File { path, line: None } => write!(f, "{}", path.display()),
            Self::Environment => f.write_str("environment"),
            Self::Flag => f.write_str("command line"),
            Self::Program => f.write_str("program"),
        }
    }
}
