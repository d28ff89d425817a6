//! How fast a recipient may be told things, before they become a digest.

use std::time::Duration;

use jiff::Timestamp;

/// So many messages within so long; what is beyond is put together into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pacing {
    /// Most messages within the window, digests included; at least 1.
    pub most: u32,
    /// Length of the window.
    pub within: Duration,
}

impl Default for Pacing {
    /// Ten in ten minutes.
    fn default() -> Self {
        Self { most: 10, within: Duration::from_mins(10) }
    }
}

/// What may be done with the messages that wait for a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Each is sent on its own.
    Single,
    /// All are sent as one.
    Digest,
    /// None is sent before then.
    Wait(Timestamp),
}

impl Pacing {
    /// In a flood, what is critical waits at most this long for the next digest.
    pub const URGENT: Duration = Duration::from_mins(1);

    /// What may be done now with `waiting` messages, of which some are `urgent`, after those `sent`, oldest first.
    pub fn decide(&self, sent: &[Timestamp], waiting: usize, urgent: bool, now: Timestamp) -> Pace {
        // What seems to come from the future does not count: a clock that was set back must not stop everything.
        let counts = |at: &&Timestamp| **at <= now && now.duration_since(**at).unsigned_abs() < self.within;
        let recent: Vec<Timestamp> = sent.iter().filter(counts).copied().collect();
        let most = usize::try_from(self.most.max(1)).unwrap_or(usize::MAX);
        if recent.len() + waiting <= most {
            return Pace::Single;
        }
        if recent.len() < most {
            return Pace::Digest;
        }
        let later = |at: Timestamp, pause| at.saturating_add(pause).unwrap_or(Timestamp::MAX);
        let mut at = later(recent[recent.len() - most], self.within);
        if urgent {
            at = at.min(later(recent[recent.len() - 1], Self::URGENT));
        }
        if at <= now { Pace::Digest } else { Pace::Wait(at) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_781_000_000 + second).unwrap()
    }

    fn check(sent: &[i64], waiting: usize, urgent: bool, now: i64, expected: Pace) {
        let pacing = Pacing { most: 3, within: Duration::from_mins(10) };
        let sent: Vec<_> = sent.iter().copied().map(at).collect();
        assert_eq!(pacing.decide(&sent, waiting, urgent, at(now)), expected);
    }

    #[test]
    fn a_flood_becomes_one_message() {
        check(&[], 3, false, 0, Pace::Single);
        check(&[], 4, false, 0, Pace::Digest);
        check(&[0, 1], 1, false, 2, Pace::Single);
        check(&[0, 1], 2, false, 2, Pace::Digest);
        check(&[0, 1, 2], 1, false, 3, Pace::Wait(at(600)));
        check(&[0, 1, 2], 5, false, 600, Pace::Digest);
        check(&[0, 1, 2], 1, false, 600, Pace::Single);
    }

    #[test]
    fn what_is_critical_waits_a_minute_at_most() {
        check(&[0, 1, 2], 5, true, 3, Pace::Wait(at(62)));
        check(&[0, 1, 2], 5, true, 62, Pace::Digest);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_stop_everything() {
        check(&[10_000, 10_001, 10_002], 1, false, 0, Pace::Single);
    }

    proptest! {
        /// A recipient served by the rule is told no more than so many things in any window.
        #[test]
        fn no_window_holds_more_than_its_most(arrivals in proptest::collection::vec(0_i64..3_000, 0..200), most in 1_u32..6) {
            let pacing = Pacing { most, within: Duration::from_mins(5) };
            let (mut sent, mut waiting) = (Vec::new(), 0);
            for second in 0..4_000 {
                waiting += arrivals.iter().filter(|arrival| **arrival == second).count();
                if waiting == 0 {
                    continue;
                }
                match pacing.decide(&sent, waiting, false, at(second)) {
                    Pace::Single => {
                        sent.extend(std::iter::repeat_n(at(second), waiting));
                        waiting = 0;
                    }
                    Pace::Digest => {
                        sent.push(at(second));
                        waiting = 0;
                    }
                    Pace::Wait(until) => prop_assert!(until > at(second) && until <= at(second + 300)),
                }
            }
            prop_assert_eq!(waiting, 0, "everything is told in the end");
            for (place, first) in sent.iter().enumerate() {
                let within = sent[place..].iter().filter(|at| at.duration_since(*first).as_secs() < 300).count();
                prop_assert!(within <= most as usize);
            }
        }
    }
}
