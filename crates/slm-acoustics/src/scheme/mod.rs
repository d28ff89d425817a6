//! Rating schemes of some countries. Each is a starting point that whoever is responsible has to confirm.

pub mod avv_baulaerm;
pub mod bs4142;
pub mod bs5228;
pub mod nsw;
pub mod ta_laerm;

use crate::energy::{from_energy, to_energy};

/// The loudest `count` consecutive levels of equal time, as energy mean; `None` when there are fewer.
pub fn loudest_consecutive(levels: &[f64], count: usize) -> Option<f64> {
    if count == 0 {
        return None;
    }
    let energies =
        levels.windows(count).map(|run| run.iter().copied().map(to_energy).sum::<f64>() / count as f64);
    energies.reduce(f64::max).and_then(from_energy)
}
