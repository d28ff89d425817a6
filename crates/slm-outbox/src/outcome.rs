//! What became of an attempt to deliver.

use std::error::Error;
use std::time::Duration;

/// How an attempt ended, in words that hold no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It arrived.
    Delivered(String),
    /// It may arrive later.
    RetryLater {
        /// Why it did not.
        reason: String,
        /// How long the receiver asked to wait.
        after: Option<Duration>,
    },
    /// It will never arrive like this.
    GiveUp(String),
}

impl Outcome {
    pub(crate) fn retry(reason: impl Into<String>) -> Self {
        Self::RetryLater { reason: reason.into(), after: None }
    }

    /// What happened, in words.
    pub fn words(&self) -> &str {
        match self {
            Self::Delivered(words) | Self::GiveUp(words) | Self::RetryLater { reason: words, .. } => words,
        }
    }

    /// The name in documents: `delivered`, `retry_later` or `give_up`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Delivered(_) => "delivered",
            Self::RetryLater { .. } => "retry_later",
            Self::GiveUp(_) => "give_up",
        }
    }

    /// Whether it arrived.
    pub fn arrived(&self) -> bool {
        matches!(self, Self::Delivered(_))
    }
}

/// An error with its causes in one line, each once.
pub(crate) fn causes(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_words = cause.to_string();
        if !words.contains(&cause_words) {
            words.push_str(": ");
            words.push_str(&cause_words);
        }
        next = cause.source();
    }
    words
}
