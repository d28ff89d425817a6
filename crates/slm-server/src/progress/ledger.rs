//! Which operations are remembered.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use slm_domain::UnitId;

use super::record::Record;

/// Operations of one unit: the last days of a campaign.
pub(super) const MAX_PER_UNIT: usize = 50;
/// Operations of all units together.
pub(super) const MAX_TOTAL: usize = 5_000;

/// Operations by unit, oldest first.
#[derive(Default)]
pub(super) struct Ledger {
    units: HashMap<UnitId, VecDeque<Arc<Record>>>,
    total: usize,
}

impl Ledger {
    /// Adds an operation; one of the same name is replaced. Those that have ended make room, oldest first.
    pub(super) fn insert(&mut self, record: &Arc<Record>) {
        let records = self.units.entry(record.unit().clone()).or_default();
        let before = records.len();
        records.retain(|known| known.id() != record.id());
        self.total -= before - records.len();
        records.push_back(Arc::clone(record));
        self.total += 1;
        if records.len() > MAX_PER_UNIT {
            self.total -= usize::from(forget_oldest(records));
        }
        if self.total > MAX_TOTAL {
            self.forget_of_the_busiest();
        }
    }

    /// The unit's operations, oldest first.
    pub(super) fn of_unit(&self, unit: &UnitId) -> Vec<Arc<Record>> {
        self.units.get(unit).map(|records| records.iter().cloned().collect()).unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.total
    }

    fn forget_of_the_busiest(&mut self) {
        let busiest = self.units.values_mut().max_by_key(|records| records.len());
        if let Some(records) = busiest {
            self.total -= usize::from(forget_oldest(records));
        }
        self.units.retain(|_, records| !records.is_empty());
    }
}

/// Forgets the oldest that has ended, of cycles only when there is nothing else; those that run stay.
fn forget_oldest(records: &mut VecDeque<Arc<Record>>) -> bool {
    let has_ended = |record: &Arc<Record>| !record.is_running();
    let oldest = records
        .iter()
        .position(|record| has_ended(record) && !record.is_cycle())
        .or_else(|| records.iter().position(has_ended));
    oldest.and_then(|place| records.remove(place)).is_some()
}
