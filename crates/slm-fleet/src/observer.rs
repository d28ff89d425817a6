//! Who hears what the lines report.

use slm_domain::{Observation, UnitId};

/// Hears every observation of every unit, in order per unit.
///
/// Called from the unit's own task between two events of its line: it must not block.
pub trait Observer: Send + Sync + 'static {
    /// Takes one observation.
    fn observe(&self, unit: &UnitId, observation: &Observation);
}

/// An observer that listens to nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Observer for Silent {
    fn observe(&self, _: &UnitId, _: &Observation) {}
}
