//! Start and stop cycles: which steps there are, what of them is left to do after a failure, and what state the meter
//! is in meanwhile.
//!
//! ```
//! use slm_domain::cycle::{CycleStep, Mode, Plan, StartOptions};
//!
//! let plan = Plan::start(&StartOptions { sync_clock: false });
//! let tasks = plan.tasks(&[]);
//! assert!(matches!(tasks[2].mode, Mode::Skip(_)) && tasks[2].step == CycleStep::Clock);
//! assert_eq!(tasks[4].step, CycleStep::Start);
//! ```
//!
//! The commands and files themselves belong to `slm-server`.

mod facts;
mod plan;
mod search;
mod step;

pub use facts::{Known, MeterFacts};
pub use plan::{Mode, Plan, StartOptions, StopOptions, Task};
pub use search::{IndexSearch, Next};
pub use step::CycleStep;
