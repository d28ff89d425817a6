//! Which readings of a running feed become history.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use slm_domain::UnitId;

/// Polls come a little early or late; a row that is due within this is due.
const SLACK: Duration = Duration::from_millis(100);

/// Lets the first reading of a running feed pass, and then one per period.
#[derive(Debug)]
pub(super) struct TrailSampler {
    every: Duration,
    last: Mutex<HashMap<UnitId, Instant>>,
}

impl TrailSampler {
    pub(super) fn new(every: Duration) -> Self {
        Self { every, last: Mutex::default() }
    }

    /// Whether a reading taken at `now` becomes history. `live`: whether the unit's feed runs.
    pub(super) fn is_due(&self, unit: &UnitId, now: Instant, live: bool) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if !live {
            // The feed has ended; the first reading of the next one counts again.
            last.remove(unit);
            return false;
        }
        let is_early = |then: &Instant| now.saturating_duration_since(*then) + SLACK < self.every;
        if last.get(unit).is_some_and(is_early) {
            return false;
        }
        last.insert(unit.clone(), now);
        true
    }

    pub(super) fn forget(&self, unit: &UnitId) {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).remove(unit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_live_reading_and_then_one_per_period() {
        let sampler = TrailSampler::new(Duration::from_mins(1));
        let gate = UnitId::new("gate").unwrap();
        let begin = Instant::now();
        let due: Vec<u64> = (0..150)
            .filter(|second| sampler.is_due(&gate, begin + Duration::from_secs(*second), true))
            .collect();
        assert_eq!(due, [0, 60, 120]);
        assert!(!sampler.is_due(&gate, begin + Duration::from_secs(200), false), "no feed runs");
        assert!(sampler.is_due(&gate, begin + Duration::from_secs(201), true), "a new feed begins");
    }
}
