//! One cycle at a time for each unit.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use slm_domain::UnitId;

/// The units that have a cycle at present.
#[derive(Clone, Default)]
pub(crate) struct Claims {
    units: Arc<Mutex<HashSet<UnitId>>>,
}

/// The right to run the unit's one cycle; given back when dropped.
pub(crate) struct Claim {
    claims: Claims,
    unit: UnitId,
}

impl Claims {
    /// `None` while another cycle of the unit runs.
    pub(crate) fn take(&self, unit: &UnitId) -> Option<Claim> {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        units.insert(unit.clone()).then(|| Claim { claims: self.clone(), unit: unit.clone() })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.claims.units.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.unit);
    }
}
