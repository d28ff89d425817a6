//! The manager's rules, pure: units, readings, the unit session, cadence, alerts.
//!
//! Nothing here knows a socket, a clock, a database or JSON. Time comes in as an argument: an
//! [`std::time::Instant`] for how long something took, a [`jiff::Timestamp`] for what is kept and shown.
//!
//! ```
//! use slm_domain::{UnitConfig, UnitId};
//!
//! let north = UnitConfig::new(UnitId::new("north-gate")?, "198.51.100.7");
//! assert_eq!(north.tcp_port, 2255);
//! # Ok::<(), slm_domain::UnitIdError>(())
//! ```
//!
//! The wire belongs to `nl43-proto`, the sockets to `slm-fleet`, what is kept to `slm-store`, JSON to `slm-server`.

pub mod aggregate;
pub mod alert;
pub mod campaign;
mod client_link;
pub mod cycle;
pub mod delivery;
mod error;
mod exposure;
mod live;
mod observation;
pub mod operation;
mod profile;
mod reading;
pub mod series;
pub mod session;
mod site_clock;
mod status;
mod stream_levels;
mod unit;

pub use client_link::{ClientLink, ClientLinkDraft, LinkTarget};
pub use error::{DeviceError, panic_text};
pub use live::{AlertEdge, AlertNotice, LiveEvent};
pub use observation::{Housekeeping, LineEvent, Observation};
pub use profile::{Position, ProfileDraft, ProfileProblem, UnitProfile};
pub use reading::{KnownSettings, PercentileSettings, Reading, RunChange, RunView, Sample};
pub use site_clock::{clock_offset, meter_clock_at};
pub use status::UnitStatus;
pub use stream_levels::StreamLevels;
pub use unit::{UnitConfig, UnitId, UnitIdError};
