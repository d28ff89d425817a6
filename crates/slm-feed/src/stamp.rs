//! Where a frame stands in a unit's numbering.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;

/// One run of numbering: opaque, short, new whenever numbering restarts.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Epoch(Arc<str>);

impl Epoch {
    /// Longest accepted text.
    pub const MAX_BYTES: usize = 32;

    /// An epoch that no earlier process and no other feed has, as far as 50 random bits go.
    pub fn fresh() -> Self {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut bits = RandomState::new().hash_one(std::process::id());
        let text: String = (0..10)
            .map(|_| {
                let letter = ALPHABET[(bits & 31) as usize];
                bits >>= 5;
                char::from(letter)
            })
            .collect();
        Self(text.into())
    }

    /// The text, without `:`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Epoch {
    type Err = SinceError;

    fn from_str(text: &str) -> Result<Self, SinceError> {
        let fits = !text.is_empty()
            && text.len() <= Self::MAX_BYTES
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if fits { Ok(Self(text.into())) } else { Err(SinceError::Epoch) }
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Number and time of one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The run of numbering.
    pub epoch: Epoch,
    /// From 1, one more for each published frame. Heartbeats and gap markers repeat the newest number.
    pub seq: u64,
    /// When it was published.
    pub at: Timestamp,
}

impl Stamp {
    /// What a client hands back to continue after this frame.
    pub fn since(&self) -> Since {
        Since { epoch: self.epoch.clone(), seq: self.seq }
    }
}

/// The last frame a client has: `epoch:seq`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The run of numbering.
    pub epoch: Epoch,
    /// Number of the last frame received.
    pub seq: u64,
}

impl FromStr for Since {
    type Err = SinceError;

    fn from_str(text: &str) -> Result<Self, SinceError> {
        let (epoch, seq) = text.split_once(':').ok_or(SinceError::Form)?;
        let digits = !seq.is_empty() && seq.bytes().all(|b| b.is_ascii_digit());
        let seq = if digits {
            seq.parse().map_err(|_| SinceError::Number)?
        } else {
            return Err(SinceError::Number);
        };
        Ok(Self { epoch: epoch.parse()?, seq })
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.epoch, self.seq)
    }
}

/// Why a text is no `epoch:seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SinceError {
    /// No colon.
    #[error("expected `epoch:seq`, as frames carry them")]
    Form,
    /// The part before the colon.
    #[error("the epoch is 1 to 32 letters and digits")]
    Epoch,
    /// The part after the colon.
    #[error("the number after the colon is a whole number")]
    Number,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_round_trips() {
        let since = Since { epoch: Epoch::fresh(), seq: 42 };
        assert_eq!(since.to_string().parse(), Ok(since));
    }

    #[test]
    fn odd_texts_are_refused_with_the_reason() {
        let check = |text: &str, why| assert_eq!(text.parse::<Since>(), Err(why), "{text}");
        check("abc", SinceError::Form);
        check(":1", SinceError::Epoch);
        check("a b:1", SinceError::Epoch);
        check(&format!("{}:1", "x".repeat(33)), SinceError::Epoch);
        check("abc:", SinceError::Number);
        check("abc:+1", SinceError::Number);
        check("abc:1:2", SinceError::Number);
        check("abc:99999999999999999999", SinceError::Number);
    }

    #[test]
    fn epochs_differ() {
        assert_ne!(Epoch::fresh(), Epoch::fresh());
    }
}
