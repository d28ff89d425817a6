//! Keeps a unit's log readable while its connection comes and goes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use slm_domain::UnitId;

/// Entries a unit may write at once.
const BURST: u32 = 20;
/// After these, one in so long.
const ONE_IN: Duration = Duration::from_secs(30);

/// Allows each unit a number of small entries, and counts what it leaves out.
#[derive(Debug, Default)]
pub(super) struct Chatter {
    units: Mutex<HashMap<UnitId, Allowance>>,
}

#[derive(Debug)]
struct Allowance {
    left: u32,
    /// When it was last filled up.
    filled: Timestamp,
    left_out: u64,
}

impl Chatter {
    /// Whether an entry may be written; if so, how many were left out before it.
    pub(super) fn admit(&self, unit: &UnitId, at: Timestamp) -> Option<u64> {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        let allowance =
            units.entry(unit.clone()).or_insert(Allowance { left: BURST, filled: at, left_out: 0 });
        allowance.fill(at);
        if allowance.left == 0 {
            allowance.left_out += 1;
            return None;
        }
        allowance.left -= 1;
        Some(std::mem::take(&mut allowance.left_out))
    }

    pub(super) fn forget(&self, unit: &UnitId) {
        self.units.lock().unwrap_or_else(PoisonError::into_inner).remove(unit);
    }
}

impl Allowance {
    fn fill(&mut self, at: Timestamp) {
        let elapsed = at.duration_since(self.filled);
        if elapsed < SignedDuration::ZERO {
            // The clock was put back.
            self.filled = at;
            return;
        }
        let due = elapsed.unsigned_abs().as_secs() / ONE_IN.as_secs();
        if due > 0 {
            self.left = BURST.min(self.left.saturating_add(u32::try_from(due).unwrap_or(BURST)));
            self.filled = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(1_781_000_000 + second).unwrap()
    }

    #[test]
    fn a_burst_passes_and_then_one_in_half_a_minute() {
        let chatter = Chatter::default();
        let gate = UnitId::new("gate").unwrap();
        let written: Vec<_> =
            (0..100).filter_map(|now| Some((now, chatter.admit(&gate, second(now))?))).collect();
        assert_eq!(written.len(), 23);
        assert_eq!(written[20..], [(30, 10), (60, 29), (90, 29)]);
        assert_eq!(chatter.admit(&UnitId::new("yard").unwrap(), second(99)), Some(0), "units do not share");
    }

    #[test]
    fn a_quiet_hour_fills_it_up_and_a_clock_put_back_does_no_harm() {
        let chatter = Chatter::default();
        let gate = UnitId::new("gate").unwrap();
        let written = |begin: i64| (0..50).filter(|_| chatter.admit(&gate, second(begin)).is_some()).count();
        assert_eq!((written(0), written(3600), written(0), written(31)), (20, 20, 0, 1));
    }
}
