use std::fmt;

use super::RecordError;

/// A line that is no answer to the command in flight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    reason: UnfitReason,
    excerpt: String,
}

impl Unfit {
    pub(crate) fn new(reason: UnfitReason, line: &[u8]) -> Self {
        let mut excerpt: String = line
            .iter()
            .take(EXCERPT)
            .flat_map(|&byte| std::ascii::escape_default(byte))
            .map(char::from)
            .collect();
        if line.len() > EXCERPT {
            excerpt.push('…');
        }
        Self { reason, excerpt }
    }

    /// What is wrong with it.
    pub fn reason(&self) -> UnfitReason {
        self.reason
    }

    /// Its beginning, unprintable bytes escaped.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: \"{}\"", self.reason, self.excerpt)
    }
}

/// Why a line does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnfitReason {
    /// A result line was due.
    #[error("no result line")]
    NoResult,
    /// A data line was due, and a result line came.
    #[error("a result line instead of data")]
    ResultLine,
    /// Nothing more was due.
    #[error("data without a question")]
    Unasked,
    /// The end of the line was lost, so more may be missing.
    #[error("the end of the line is missing")]
    CutShort,
    /// Bytes that are no printable ASCII.
    #[error("not printable text")]
    NotText,
    /// Not a value that this command can be answered with.
    #[error("not a value of this setting")]
    Value,
    /// Not the record that was asked for.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Enough to recognise a line by.
const EXCERPT: usize = 80;
