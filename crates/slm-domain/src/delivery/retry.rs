//! When what did not arrive is tried again.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// How long after the one before each attempt is made: the plan of Standard Webhooks, 75.6 h in all.
///
/// Source: Standard Webhooks specification, "Deliverability and reliability".
pub const PAUSES: [Duration; 10] = [
    Duration::ZERO,
    Duration::from_secs(5),
    Duration::from_secs(5 * MINUTE),
    Duration::from_secs(30 * MINUTE),
    Duration::from_secs(2 * HOUR),
    Duration::from_secs(5 * HOUR),
    Duration::from_secs(10 * HOUR),
    Duration::from_secs(14 * HOUR),
    Duration::from_secs(20 * HOUR),
    Duration::from_secs(24 * HOUR),
];

/// What follows an attempt that did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is tried again after this pause.
    In(Duration),
    /// Every attempt of the plan was made.
    GiveUp,
}

/// What follows the attempt of this number, the first being 1. A receiver may ask for a longer pause, of a day at most.
pub fn after_attempt(attempt: u32, asked: Option<Duration>) -> Next {
    let longest = PAUSES[PAUSES.len() - 1];
    let planned = usize::try_from(attempt).ok().and_then(|made| PAUSES.get(made));
    match planned {
        Some(pause) => Next::In((*pause).max(asked.unwrap_or_default()).min(longest)),
        None => Next::GiveUp,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_plan_takes_three_days() {
        let mut waited = Duration::ZERO;
        let mut attempt = 1;
        while let Next::In(pause) = after_attempt(attempt, None) {
            waited += pause;
            attempt += 1;
        }
        assert_eq!(attempt, 10, "the tenth is the last");
        assert_eq!(waited.as_secs(), 5 + 35 * 60 + (2 + 5 + 10 + 14 + 20 + 24) * 3600);
    }

    #[test]
    fn a_receiver_may_ask_for_patience_but_not_for_ever() {
        let asked = |seconds| after_attempt(1, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(1), Next::In(Duration::from_secs(5)));
        assert_eq!(asked(90), Next::In(Duration::from_secs(90)));
        assert_eq!(asked(u64::MAX), Next::In(Duration::from_hours(24)));
    }

    proptest! {
        #[test]
        fn pauses_never_get_shorter_and_end(attempt in 1_u32.., asked in proptest::option::of(any::<u64>())) {
            let asked = asked.map(Duration::from_secs);
            match after_attempt(attempt, asked) {
                Next::GiveUp => prop_assert!(attempt >= 10),
                Next::In(pause) => {
                    prop_assert!(attempt < 10 && pause <= Duration::from_hours(24));
                    prop_assert!(pause >= PAUSES[attempt as usize]);
                    prop_assert!(pause >= asked.unwrap_or_default().min(Duration::from_hours(24)));
                    if let Next::In(later) = after_attempt(attempt + 1, asked) {
                        prop_assert!(later >= pause);
                    }
                }
            }
        }
    }
}
