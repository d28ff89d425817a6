//! What became of attempts, in numbers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use slm_store::Verdict;

/// Attempts by one channel since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub attempts: u64,
    /// Those after which a message had arrived.
    pub delivered: u64,
    /// Those after which a message was given up.
    pub given_up: u64,
}

/// Of all channels. There are no more than there were channels.
#[derive(Clone, Default)]
pub(super) struct Tallies(Arc<Mutex<BTreeMap<i64, Tally>>>);

impl Tallies {
    pub(super) fn count(&self, channel: i64, verdict: Verdict) {
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = tallies.entry(channel).or_default();
        tally.attempts += 1;
        match verdict {
            Verdict::Delivered => tally.delivered += 1,
            Verdict::GivenUp => tally.given_up += 1,
            Verdict::RetryAt(_) => {}
        }
    }

    pub(super) fn read(&self) -> BTreeMap<i64, Tally> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
