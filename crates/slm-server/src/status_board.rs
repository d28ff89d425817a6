//! The last known state of every unit, in memory.
//!
//! Lines report into it without waiting; requests read from it without a database; the recorder writes down what
//! changed.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
use slm_domain::{Observation, RunChange, RunView, UnitId, UnitStatus};

/// States by unit, and which of them are not written down yet.
#[derive(Debug, Default)]
pub(crate) struct StatusBoard {
    board: RwLock<Board>,
    changed: Mutex<HashSet<UnitId>>,
}

/// States of units that are not configured; clients may post them for any name.
const MAX_STRANGERS: usize = 1000;

#[derive(Debug, Default)]
struct Board {
    states: HashMap<UnitId, UnitStatus>,
    /// Units whose lines may report. A line that ends reports after its unit was deleted; that is no state.
    configured: HashSet<UnitId>,
}

impl Board {
    /// Whether a state of the unit is kept, or may be.
    fn has_room_for(&self, unit: &UnitId) -> bool {
        let is_known = self.configured.contains(unit) || self.states.contains_key(unit);
        is_known || self.states.len() < self.configured.len() + MAX_STRANGERS
    }
}

impl StatusBoard {
    /// Starts with what was written down before.
    pub(crate) fn load(rows: Vec<(UnitId, UnitStatus)>) -> Self {
        let board = Board { states: rows.into_iter().collect(), configured: HashSet::new() };
        Self { board: RwLock::new(board), changed: Mutex::default() }
    }

    pub(crate) fn get(&self, unit: &UnitId) -> Option<UnitStatus> {
        self.read().states.get(unit).cloned()
    }

    /// States of several units, taken at one moment.
    pub(crate) fn get_all<'a>(&self, units: impl Iterator<Item = &'a UnitId>) -> Vec<Option<UnitStatus>> {
        let board = self.read();
        units.map(|unit| board.states.get(unit).cloned()).collect()
    }

    /// Lets a unit's line report.
    pub(crate) fn admit(&self, unit: &UnitId) {
        self.write().configured.insert(unit.clone());
    }

    /// Takes in what a line reports.
    pub(crate) fn apply(&self, unit: &UnitId, observation: &Observation) {
        {
            let mut board = self.write();
            if !board.configured.contains(unit) {
                return;
            }
            match board.states.get_mut(unit) {
                Some(state) => state.apply(observation),
                None if begins_a_state(observation) => {
                    board.states.entry(unit.clone()).or_default().apply(observation);
                }
                None => return,
            }
        }
        self.mark(unit);
    }

    /// Takes in what a client posts: only what `news` knows replaces. Also says whether measuring began or ended.
    /// `None` when the unit is not configured and states of too many such units are kept.
    pub(crate) fn merge(
        &self,
        unit: &UnitId,
        news: UnitStatus,
        at: Timestamp,
    ) -> Option<(UnitStatus, Option<RunChange>)> {
        let merged = {
            let mut board = self.write();
            if !board.has_room_for(unit) {
                return None;
            }
            let state = board.states.entry(unit.clone()).or_default();
            let mut run = RunView { word: state.run_state(), started_at: state.measurement_start_time };
            let change = news.run_state().and_then(|word| run.observe(word, at));
            merge(state, news);
            state.measurement_start_time = run.started_at;
            state.last_seen = Some(at);
            (state.clone(), change)
        };
        self.mark(unit);
        Some(merged)
    }

    /// Takes in when the measurement began, read elsewhere, and answers with the state before; `None` when nothing is
    /// known of the unit.
    pub(crate) fn set_start(&self, unit: &UnitId, at: Timestamp) -> Option<UnitStatus> {
        let before = {
            let mut board = self.write();
            let state = board.states.get_mut(unit)?;
            let before = state.clone();
            state.measurement_start_time = Some(at);
            before
        };
        self.mark(unit);
        Some(before)
    }

    /// Whether there is a state of the unit.
    pub(crate) fn knows(&self, unit: &UnitId) -> bool {
        self.read().states.contains_key(unit)
    }

    /// Forgets a unit.
    pub(crate) fn remove(&self, unit: &UnitId) {
        let mut board = self.write();
        board.configured.remove(unit);
        board.states.remove(unit);
    }

    /// What changed since the last call.
    pub(crate) fn take_changed(&self) -> Vec<(UnitId, UnitStatus)> {
        let changed = std::mem::take(&mut *self.changed());
        let board = self.read();
        changed
            .into_iter()
            .filter_map(|unit| board.states.get(&unit).cloned().map(|state| (unit, state)))
            .collect()
    }

    fn mark(&self, unit: &UnitId) {
        let mut changed = self.changed();
        if !changed.contains(unit) {
            changed.insert(unit.clone());
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Board> {
        self.board.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Board> {
        self.board.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) -> MutexGuard<'_, HashSet<UnitId>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an observation says enough of a unit that was never heard of.
fn begins_a_state(observation: &Observation) -> bool {
    match observation {
        Observation::Reading { .. }
        | Observation::RunState { .. }
        | Observation::PollSucceeded { .. }
        | Observation::PollFailed { .. }
        | Observation::Unreachable { .. } => true,
        Observation::Recovered { .. } | Observation::Housekeeping { .. } | Observation::Line { .. } => false,
    }
}

fn merge(state: &mut UnitStatus, news: UnitStatus) {
    let pairs = [
        (&mut state.measurement_state, news.measurement_state),
        (&mut state.lp, news.lp),
        (&mut state.leq, news.leq),
        (&mut state.lmax, news.lmax),
        (&mut state.lmin, news.lmin),
        (&mut state.lpeak, news.lpeak),
        (&mut state.ln1, news.ln1),
        (&mut state.ln2, news.ln2),
        (&mut state.battery_level, news.battery_level),
        (&mut state.power_source, news.power_source),
        (&mut state.sd_remaining_mb, news.sd_remaining_mb),
        (&mut state.sd_free_ratio, news.sd_free_ratio),
        (&mut state.raw_payload, news.raw_payload),
    ];
    for (slot, value) in pairs {
        if value.is_some() {
            *slot = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str) -> UnitId {
        UnitId::new(name).unwrap()
    }

    fn failed(consecutive: u32) -> Observation {
        Observation::PollFailed { at: Timestamp::UNIX_EPOCH, error: "refused".into(), consecutive }
    }

    #[test]
    fn reports_of_a_deleted_unit_leave_no_state() {
        let board = StatusBoard::default();
        let gate = unit("gate");
        board.apply(&gate, &failed(1));
        assert_eq!(board.get(&gate), None, "not configured yet");
        board.admit(&gate);
        board.apply(&gate, &failed(2));
        assert_eq!(board.get(&gate).unwrap().consecutive_failures, 2);
        board.remove(&gate);
        board.apply(&gate, &failed(3));
        assert_eq!(board.get(&gate), None);
        assert_eq!(board.take_changed(), []);
    }

    #[test]
    fn a_change_is_taken_once_with_its_latest_state() {
        let board = StatusBoard::default();
        let gate = unit("gate");
        board.admit(&gate);
        board.apply(&gate, &failed(1));
        board.apply(&gate, &failed(2));
        let changed = board.take_changed();
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].1.consecutive_failures, 2);
        assert_eq!(board.take_changed(), []);
    }

    #[test]
    fn states_of_strangers_are_bounded_and_never_shut_out_a_unit() {
        let board = StatusBoard::default();
        let post = |name: &str| board.merge(&unit(name), UnitStatus::default(), Timestamp::UNIX_EPOCH);
        for number in 0..MAX_STRANGERS {
            assert!(post(&format!("stranger {number}")).is_some());
        }
        assert!(post("one more").is_none());
        assert!(post("stranger 0").is_some(), "what is there may change");
        board.admit(&unit("gate"));
        assert!(post("gate").is_some());
        board.remove(&unit("stranger 0"));
        assert!(post("one more").is_some());
    }

    #[test]
    fn a_post_replaces_only_what_it_gives() {
        let board = StatusBoard::default();
        let gate = unit("gate");
        let text = |text: &str| Some(text.to_owned());
        let _ = board.merge(
            &gate,
            UnitStatus { lp: text("60.0"), ..UnitStatus::default() },
            Timestamp::UNIX_EPOCH,
        );
        let news = UnitStatus { battery_level: text("Full"), ..UnitStatus::default() };
        let (merged, change) = board.merge(&gate, news, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(change, None);
        assert_eq!(merged.lp, text("60.0"));
        assert_eq!(merged.battery_level, text("Full"));
        assert_eq!(merged.last_seen, Some(Timestamp::UNIX_EPOCH));
    }
}
