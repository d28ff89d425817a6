//! What is wrong with a configuration.

use std::fmt;

use super::Source;

/// One value that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The key.
    pub key: &'static str,
    /// The value as written.
    pub value: String,
    /// Where it was written.
    pub source: Source,
    /// What is wrong with it, and what would be right.
    pub reason: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={:?} ({}): {}", self.key, self.value, self.source, self.reason)
    }
}

/// All values that cannot be taken, at least one.
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
