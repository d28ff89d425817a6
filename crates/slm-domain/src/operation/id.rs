//! Names of operations.

use std::fmt;
use std::sync::Arc;

/// Names one operation: a usable path segment of letters, digits, `-` and `_`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(Arc<str>);

/// A text that cannot name an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an operation's name has 1 to 64 letters, digits, `-` and `_`")]
pub struct OperationIdError;

impl OperationId {
    /// Longest name in bytes.
    pub const MAX_BYTES: usize = 64;

    /// Checks a name.
    ///
    /// # Errors
    /// [`OperationIdError`] when it could not stand in an address.
    pub fn new(text: &str) -> Result<Self, OperationIdError> {
        let fits = !text.is_empty()
            && text.len() <= Self::MAX_BYTES
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if fits { Ok(Self(text.into())) } else { Err(OperationIdError) }
    }

    /// A name made of numbers: a count within the process, and bits no other process has.
    pub fn numbered(count: u64, bits: u64) -> Self {
        Self(format!("op-{count:x}-{bits:016x}").into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
