//! Alert rules: one pure state machine, fed with readings and their times.

mod rule;
mod state;

pub use rule::{AlertRule, Comparison};
pub use state::{AlertState, Edge, EdgeKind, Quiet, Step};
