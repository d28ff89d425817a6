//! What brokers show of the units: the last state of each, whoever may be looking.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use slm_domain::UnitId;
use tokio::sync::watch;

/// The units' last states. Cheap to clone; writing never waits for a broker.
#[derive(Clone)]
pub struct Board {
    units: Arc<Mutex<BTreeMap<UnitId, Entry>>>,
    changes: Arc<watch::Sender<u64>>,
}

/// What is shown of a unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnitState {
    /// Whether it answers.
    pub reachable: bool,
    /// Whether it measures; `None`: not known.
    pub measuring: Option<bool>,
    /// Whether an alarm is open.
    pub alarm: bool,
    /// Levels by their names, as `lp`, in dB; `None` where there is no value.
    pub levels: BTreeMap<&'static str, Option<f64>>,
}

#[derive(Clone, Default)]
struct Entry {
    state: UnitState,
    /// When it changed, counted in changes of the board.
    changed: u64,
}

impl Default for Board {
    fn default() -> Self {
        Self { units: Arc::default(), changes: Arc::new(watch::Sender::new(0)) }
    }
}

impl Board {
    /// Shows a unit's state. A state that is as before is nothing new.
    pub fn show(&self, unit: &UnitId, state: UnitState) {
        self.change(|units, changed| {
            if units.get(unit).is_some_and(|entry| entry.state == state) {
                return false;
            }
            units.insert(unit.clone(), Entry { state, changed });
            true
        });
    }

    /// What is shown of a unit; `None` when it is not on the board.
    pub fn shown(&self, unit: &UnitId) -> Option<UnitState> {
        let units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        units.get(unit).map(|entry| entry.state.clone())
    }

    /// Takes a unit off.
    pub fn remove(&self, unit: &UnitId) {
        self.change(|units, _| units.remove(unit).is_some());
    }

    fn change(&self, apply: impl FnOnce(&mut BTreeMap<UnitId, Entry>, u64) -> bool) {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        self.changes.send_if_modified(|count| {
            let changed = apply(&mut units, *count + 1);
            *count += u64::from(changed);
            changed
        });
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// How often it changed, all names, and the states that changed since.
    pub(crate) fn since(&self, count: u64) -> (u64, Vec<UnitId>, Vec<(UnitId, UnitState)>) {
        let units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = units.iter().filter(|(_, entry)| entry.changed > count);
        let changed = changed.map(|(unit, entry)| (unit.clone(), entry.state.clone())).collect();
        (*self.changes.borrow(), units.keys().cloned().collect(), changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_tells_what_changed_since() {
        let (board, north) = (Board::default(), UnitId::new("north").unwrap());
        let up = UnitState { reachable: true, ..UnitState::default() };
        board.show(&north, up.clone());
        board.show(&north, up.clone());
        let (count, names, changed) = board.since(0);
        assert_eq!(
            (count, names.len(), changed),
            (1, 1, vec![(north.clone(), up)]),
            "the same is nothing new"
        );
        assert_eq!(board.since(count).2, []);
        board.remove(&north);
        board.remove(&north);
        assert_eq!((board.since(count).0, board.since(count).1.len()), (2, 0));
    }
}
