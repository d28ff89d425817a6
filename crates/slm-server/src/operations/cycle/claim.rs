//! One cycle at a time for each unit; and one at a time that uses its files, which may be an earlier one's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use slm_domain::UnitId;
use tokio::sync::OwnedMutexGuard;

/// Which units have a cycle at present. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Claims {
    units: Arc<Mutex<HashMap<UnitId, Unit>>>,
}

#[derive(Default)]
struct Unit {
    is_taken: bool,
    /// How often it was taken.
    takes: u64,
    files: Arc<tokio::sync::Mutex<()>>,
}

/// The right to run the unit's one cycle; given back when dropped.
pub(crate) struct Claim {
    claims: Claims,
    unit: UnitId,
    number: u64,
}

/// The right to use the unit's FTP server for a cycle's files; given back when dropped.
pub(super) type FilesClaim = OwnedMutexGuard<()>;

impl Claims {
    /// `None` while another cycle of the unit runs.
    pub(crate) fn take(&self, unit: &UnitId) -> Option<Claim> {
        let mut units = self.units();
        let taken = units.entry(unit.clone()).or_default();
        if taken.is_taken {
            return None;
        }
        taken.is_taken = true;
        taken.takes += 1;
        Some(Claim { claims: self.clone(), unit: unit.clone(), number: taken.takes })
    }

    /// Number of the unit's newest claim.
    pub(super) fn newest(&self, unit: &UnitId) -> u64 {
        self.units().get(unit).map_or(0, |unit| unit.takes)
    }

    /// Held while a cycle uses the unit's files.
    pub(super) fn files(&self, unit: &UnitId) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(&self.units().entry(unit.clone()).or_default().files)
    }

    fn units(&self) -> MutexGuard<'_, HashMap<UnitId, Unit>> {
        self.units.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Claim {
    /// Its number among the unit's claims.
    pub(super) fn number(&self) -> u64 {
        self.number
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(unit) = self.claims.units().get_mut(&self.unit) {
            unit.is_taken = false;
        }
    }
}
