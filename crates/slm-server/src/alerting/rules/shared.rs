//! What the engine knows, for those who ask: from memory, without waiting for it.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicU64;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{RuleId, Severity};

use super::book::Book;
use super::unit::UnitRules;
use crate::supervise::Supervisor;

/// What the engine does, for those who ask.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// Units that have rules; nothing is taken in of the others.
    units: RwLock<HashMap<UnitId, UnitState>>,
    book: RwLock<Book>,
    /// Watches over the engine and the writer.
    pub(super) supervisor: Supervisor,
    /// Facts lost to a full queue.
    pub(crate) lost: AtomicU64,
    /// Begins, ends and what else happened to events, rising peaks left out.
    pub(crate) transitions: AtomicU64,
    /// Events that are open.
    pub(crate) open: AtomicU64,
    /// Attempts to write that failed.
    pub(crate) failures: AtomicU64,
    /// Writes that the database refused, and that were left out.
    pub(crate) refused: AtomicU64,
}

/// Of one unit.
#[derive(Debug)]
struct UnitState {
    rules: usize,
    /// Whether a rule of the unit, or one with all its fields, is enabled.
    is_kept: bool,
    /// Whether one with all its fields is.
    is_kept_by_full: bool,
    open: Vec<OpenEvent>,
}

/// An open event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenEvent {
    pub(crate) rule: RuleId,
    pub(crate) severity: Severity,
    pub(crate) onset_at: Timestamp,
    pub(crate) is_acknowledged: bool,
}

impl Shared {
    pub(super) fn new(supervisor: Supervisor) -> Self {
        Self { supervisor, ..Self::default() }
    }

    pub(super) fn has(&self, unit: &UnitId) -> bool {
        self.units().contains_key(unit)
    }

    /// How a unit stands now; one without rules is forgotten.
    pub(super) fn note(&self, unit: &UnitId, rules: Option<&UnitRules>) {
        let mut units = self.units.write().unwrap_or_else(PoisonError::into_inner);
        match rules.filter(|rules| rules.has_rules()) {
            None => drop(units.remove(unit)),
            Some(rules) => {
                let (is_kept, is_kept_by_full) = rules.keeps();
                let state =
                    UnitState { rules: rules.count(), is_kept, is_kept_by_full, open: rules.open_events() };
                units.insert(unit.clone(), state);
            }
        }
    }

    /// How many rules a unit has.
    pub(super) fn count(&self, unit: &UnitId) -> usize {
        self.units().get(unit).map_or(0, |state| state.rules)
    }

    pub(super) fn is_kept(&self, unit: &UnitId) -> bool {
        self.units().get(unit).is_some_and(|state| state.is_kept)
    }

    pub(super) fn is_kept_by_full(&self, unit: &UnitId) -> bool {
        self.units().get(unit).is_some_and(|state| state.is_kept_by_full)
    }

    /// The open events of the units that have one.
    pub(super) fn open_events(&self) -> BTreeMap<UnitId, Vec<OpenEvent>> {
        let units = self.units();
        let open = units.iter().filter(|(_, state)| !state.open.is_empty());
        open.map(|(unit, state)| (unit.clone(), state.open.clone())).collect()
    }

    pub(super) fn book(&self) -> RwLockReadGuard<'_, Book> {
        self.book.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn book_mut(&self) -> RwLockWriteGuard<'_, Book> {
        self.book.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn units(&self) -> RwLockReadGuard<'_, HashMap<UnitId, UnitState>> {
        self.units.read().unwrap_or_else(PoisonError::into_inner)
    }
}
