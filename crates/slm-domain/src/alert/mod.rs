//! Alert rules: one pure state machine, fed with readings and their times.

mod definition;
mod rule;
mod schedule;
mod state;

pub use definition::{Channel, METRICS, RuleDefinition, RuleProblem, RuleText};
pub use rule::{AlertRule, Comparison};
pub use schedule::{ClockTime, ClockTimeError, Days, DaysError, Schedule};
pub use state::{AlertState, Edge, EdgeKind, Quiet, Step};
