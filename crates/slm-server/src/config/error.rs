//! What is wrong with a configuration.

use std::fmt;

use super::Source;

/// One thing that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The key, as it is called where it was written; `None` when a whole file or a line is meant.
    pub key: Option<String>,
    /// The value as written; `***` for a secret one.
    pub value: Option<String>,
    /// Where it was written.
    pub source: Source,
    /// What is wrong with it, and what would be right.
    pub reason: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, value, source, reason } = self;
        match (key, value) {
            (Some(key), Some(value)) => write!(f, "{key}={value:?} ({source}): {reason}"),
            (Some(key), None) => write!(f, "{key} ({source}): {reason}"),
            (None, _) => write!(f, "{source}: {reason}"),
        }
    }
}

/// All that cannot be taken, at least one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [only] => write!(f, "the configuration has a mistake: {only}"),
            errors => {
                write!(f, "the configuration has {} mistakes:", errors.len())?;
                errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
            }
        }
    }
}

impl std::error::Error for ConfigErrors {}
