//! What brokers are shown of the units: told by their lines, readings of each once a second at most.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use nl43_proto::{Level, Quantity, RunState};
use slm_domain::{Observation, Reading, Sample, UnitId};
use slm_outbox::{Board, UnitState};

/// Least time between two readings that are shown: a display, not a recorder.
const PACE: SignedDuration = SignedDuration::from_secs(1);

/// The units as brokers see them. One entry for each unit that is configured.
pub(crate) struct Display {
    board: Board,
    units: Mutex<HashMap<UnitId, Shown>>,
}

/// What is known of a unit, and when a reading of it was shown last.
#[derive(Default)]
struct Shown {
    state: UnitState,
    reading_at: Option<Timestamp>,
}

impl Display {
    /// Shows units on this board.
    pub(crate) fn new(board: Board) -> Self {
        Self { board, units: Mutex::default() }
    }

    /// Shows a configured unit. One that nobody asks does not answer.
    pub(crate) fn admit(&self, unit: &UnitId, is_asked: bool) {
        let mut units = self.units();
        let shown = units.entry(unit.clone()).or_default();
        shown.state.reachable &= is_asked;
        self.board.show(unit, shown.state.clone());
    }

    /// Takes a deleted unit off.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.units().remove(unit);
        self.board.remove(unit);
    }

    /// Shows whether an alarm of a unit is open.
    pub(crate) fn set_alarm(&self, unit: &UnitId, is_open: bool) {
        self.change(unit, |shown| std::mem::replace(&mut shown.state.alarm, is_open) != is_open);
    }

    /// Takes in what a line reports. Never waits for a broker.
    pub(crate) fn observe(&self, unit: &UnitId, observation: &Observation) {
        match observation {
            Observation::Reading { reading, .. } => self.change(unit, |shown| shown.take(reading)),
            Observation::RunState { view, .. } => self.change(unit, |shown| {
                shown.state.measuring = view.word.map(RunState::is_measuring);
                true
            }),
            Observation::PollSucceeded { .. } | Observation::Recovered { .. } => {
                self.set_reachable(unit, true);
            }
            Observation::Unreachable { .. } => self.set_reachable(unit, false),
            Observation::PollFailed { .. } | Observation::Housekeeping { .. } | Observation::Line { .. } => {}
        }
    }

    fn set_reachable(&self, unit: &UnitId, reachable: bool) {
        self.change(unit, |shown| std::mem::replace(&mut shown.state.reachable, reachable) != reachable);
    }

    /// Changes a unit that is configured; a line that ends reports after its unit was deleted.
    fn change(&self, unit: &UnitId, apply: impl FnOnce(&mut Shown) -> bool) {
        let mut units = self.units();
        let Some(shown) = units.get_mut(unit) else { return };
        if apply(shown) {
            self.board.show(unit, shown.state.clone());
        }
    }

    fn units(&self) -> MutexGuard<'_, HashMap<UnitId, Shown>> {
        self.units.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    /// Takes a reading, unless one was shown a moment ago.
    fn take(&mut self, reading: &Reading) -> bool {
        let is_early = self.reading_at.is_some_and(|last| {
            // A clock that was set back holds nothing up.
            (SignedDuration::ZERO..PACE).contains(&reading.at.duration_since(last))
        });
        if is_early {
            return false;
        }
        self.reading_at = Some(reading.at);
        self.state.reachable = true;
        let level = |quantity| reading.level(quantity).map(Level::decibels);
        match reading.sample {
            Sample::Dod(_) => {
                self.state.levels =
                    QUANTITIES.iter().map(|quantity| (quantity.key(), level(*quantity))).collect();
            }
            // The other values of a record are of its own 100 ms.
            Sample::Drd(_) => {
                self.state.levels.insert(Quantity::Lp.key(), level(Quantity::Lp));
            }
        }
        true
    }
}

/// What is shown.
const QUANTITIES: [Quantity; 10] = [
    Quantity::Lp,
    Quantity::Leq,
    Quantity::Lmax,
    Quantity::Lmin,
    Quantity::Lpeak,
    Quantity::Ln1,
    Quantity::Ln2,
    Quantity::Ln3,
    Quantity::Ln4,
    Quantity::Ln5,
];

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use nl43_proto::Dod;
    use slm_domain::{KnownSettings, RunView};

    use super::*;

    fn gate() -> UnitId {
        UnitId::new("gate").unwrap()
    }

    fn reading(lp: &str, millis: u64) -> Observation {
        let line = format!("{lp},65.0,85.0,70.1,50.0,66.0,60.0,55.0,52.0,51.0,90.0,-.-,0,0");
        let sample = Sample::Dod(Arc::new(Dod::decode(&line).unwrap()));
        let at = Timestamp::UNIX_EPOCH + Duration::from_millis(millis);
        let run = RunView::default();
        let reading = Reading { at, seen: Instant::now(), sample, run, settings: KnownSettings::default() };
        Observation::Reading { reading: Arc::new(reading), live: true }
    }

    #[test]
    fn readings_are_shown_once_a_second_and_edges_at_once() {
        let board = Board::default();
        let display = Display::new(board.clone());
        let lp = || board.shown(&gate()).unwrap().levels["lp"];
        display.observe(&gate(), &reading("60.0", 0));
        assert_eq!(board.shown(&gate()), None, "a unit that is not configured");
        display.admit(&gate(), true);
        assert_eq!(board.shown(&gate()), Some(UnitState::default()), "it may answer, but has not");
        display.observe(&gate(), &reading("60.0", 0));
        display.observe(&gate(), &reading("61.0", 900));
        assert_eq!(lp(), Some(60.0));
        display.observe(&gate(), &reading("62.0", 1_000));
        assert_eq!(lp(), Some(62.0));
        display.observe(&gate(), &reading("63.0", 100));
        assert_eq!(lp(), Some(63.0), "a clock that was set back");

        display.set_alarm(&gate(), true);
        let (at, error) = (Timestamp::UNIX_EPOCH, "refused".to_owned());
        display.observe(&gate(), &Observation::Unreachable { at, error });
        let shown = board.shown(&gate()).unwrap();
        assert_eq!((shown.alarm, shown.reachable), (true, false));
        display.observe(&gate(), &Observation::Recovered { at });
        assert!(board.shown(&gate()).unwrap().reachable);
        display.admit(&gate(), false);
        assert!(!board.shown(&gate()).unwrap().reachable, "nobody asks it any more");
        display.forget(&gate());
        assert_eq!(board.shown(&gate()), None);
    }
}
