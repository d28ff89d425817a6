//! Looking at the words of a rule, and collecting what is wrong with them.

use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

use super::{Channel, Comparison};

/// A field of a rule that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct RuleProblem {
    /// The field's name, with its place in a list: `blocks.1.start`.
    pub field: Cow<'static, str>,
    /// What was expected.
    pub reason: String,
}

/// Collects what is wrong.
#[derive(Default)]
pub(super) struct Checking {
    pub(super) problems: Vec<RuleProblem>,
}

impl Checking {
    /// The value, or a problem of the field.
    pub(super) fn take<T>(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        value: Result<T, String>,
    ) -> Option<T> {
        value.map_err(|reason| self.problems.push(RuleProblem { field: field.into(), reason })).ok()
    }

    /// A problem of the field unless something holds.
    pub(super) fn require(&mut self, field: impl Into<Cow<'static, str>>, holds: bool, reason: &str) {
        if !holds {
            self.problems.push(RuleProblem { field: field.into(), reason: reason.to_owned() });
        }
    }
}

/// Longest name of a rule, characters.
pub(super) const NAME_CHARS: usize = 200;
/// Longest list of recipients, characters.
pub(super) const RECIPIENTS_CHARS: usize = 2_000;
/// A year: no alert waits longer.
const MAX_SECONDS: u64 = 366 * 24 * 3600;

pub(super) fn plain(text: &str, most: usize) -> Result<(), String> {
    if text.chars().count() > most {
        return Err(format!("expected at most {most} characters"));
    }
    if text.chars().any(char::is_control) {
        return Err("expected a text without control characters".to_owned());
    }
    Ok(())
}

/// A comparison of the compatible API.
pub(super) fn strict_comparison(word: &str) -> Result<Comparison, String> {
    let found = comparison(word).ok().filter(|comparison| !comparison.is_inclusive());
    found.ok_or_else(|| "expected above or below".to_owned())
}

pub(super) fn comparison(word: &str) -> Result<Comparison, String> {
    let found = Comparison::ALL.into_iter().find(|comparison| comparison.as_str() == word);
    found.ok_or_else(|| "expected above, below, at_or_above or at_or_below".to_owned())
}

pub(super) fn finite(number: f64) -> Result<(), String> {
    if number.is_finite() { Ok(()) } else { Err("expected a finite number".to_owned()) }
}

pub(super) fn margin(number: f64) -> Result<(), String> {
    finite(number)?;
    if number < 0.0 { Err("expected 0 or more".to_owned()) } else { Ok(()) }
}

pub(super) fn seconds(seconds: i64) -> Result<Duration, String> {
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds <= MAX_SECONDS);
    seconds.map(Duration::from_secs).ok_or_else(|| format!("expected 0 to {MAX_SECONDS} seconds"))
}

/// A text that may be left out; forms send an empty one for that.
pub(super) fn given<T: FromStr<Err: ToString>>(text: Option<&str>) -> Result<Option<T>, String> {
    let text = text.filter(|text| !text.trim().is_empty());
    text.map(|text| text.parse().map_err(|error: T::Err| error.to_string())).transpose()
}

/// Channels of those that are offered, each once.
pub(super) fn channels<'a>(
    words: impl IntoIterator<Item = &'a str>,
    offered: &[Channel],
) -> Result<Vec<Channel>, String> {
    let mut channels = Vec::new();
    for word in words {
        let Some(channel) = offered.iter().find(|channel| channel.as_str() == word) else {
            let names: Vec<_> = offered.iter().map(|channel| channel.as_str()).collect();
            return Err(format!("expected {}, separated by commas", names.join(", ")));
        };
        if !channels.contains(channel) {
            channels.push(*channel);
        }
    }
    Ok(channels)
}

/// The words of a list with commas.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}
