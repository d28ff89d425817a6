//! Kinds and severities, with their names.

use std::fmt;
use std::str::FromStr;

use crate::alert::Severity;

/// What a message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// Something began.
    Raised,
    /// It goes on, and something about it changed.
    Update,
    /// Somebody looks after it.
    Acknowledged,
    /// It is over.
    Cleared,
    /// It is no longer watched: its rule was changed or deleted.
    Closed,
    /// Several messages in one.
    Digest,
    /// Somebody tries whether messages arrive.
    Test,
}

impl MessageKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Raised,
        Self::Update,
        Self::Acknowledged,
        Self::Cleared,
        Self::Closed,
        Self::Digest,
        Self::Test,
    ];

    /// The name in documents and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Update => "update",
            Self::Acknowledged => "acknowledged",
            Self::Cleared => "cleared",
            Self::Closed => "closed",
            Self::Digest => "digest",
            Self::Test => "test",
        }
    }

    /// Whether it goes to all who were told of the alarm before, too.
    pub const fn follows_up(self) -> bool {
        matches!(self, Self::Update | Self::Acknowledged | Self::Cleared | Self::Closed)
    }

    /// Whether nobody has to be called any more.
    pub const fn ends_escalation(self) -> bool {
        matches!(self, Self::Acknowledged | Self::Cleared | Self::Closed)
    }
}

/// Which of an incident's messages it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The first that is told of it.
    First,
    /// One more.
    Update,
    /// With it the incident is over.
    End,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::First, Self::Update, Self::End];

    /// The name in documents and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Update => "update",
            Self::End => "end",
        }
    }
}

/// A word that is none of those known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct UnknownWord(&'static str);

impl UnknownWord {
    pub(in crate::delivery) const fn expected(words: &'static str) -> Self {
        Self(words)
    }
}

impl FromStr for MessageKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or(UnknownWord("raised, update, acknowledged, cleared, closed, digest or test"))
    }
}

impl FromStr for Severity {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let known = Self::ALL.into_iter().find(|severity| severity.as_str() == text);
        known.ok_or(UnknownWord("info, warning or critical"))
    }
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
