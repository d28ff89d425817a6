//! The running meters: one actor a line, its handle, the registry.
//!
//! A [`Fleet`] holds every configured unit. Each instrument, told apart by its resolved address, has exactly one
//! task that touches its connection; units with the same address share it. The task drives a
//! [`UnitSession`](slm_domain::session::UnitSession), publishes to the unit's feeds and reports to an [`Observer`].
//!
//! ```no_run
//! # async fn example(encoder: std::sync::Arc<dyn slm_feed::FrameEncoder>) -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//! use nl43_proto::Command;
//! use slm_domain::{RunView, UnitConfig, UnitId};
//! use slm_fleet::{CallerId, Class, Fleet, FleetSettings, Silent};
//!
//! let fleet = Fleet::new(FleetSettings::default(), encoder, Arc::new(Silent));
//! let unit = fleet.apply(UnitConfig::new(UnitId::new("gate")?, "198.51.100.7"), RunView::default()).await;
//! let battery = unit.ask(Command::BatteryLevelQuery, Class::Read, CallerId(1), std::time::Duration::from_secs(20)).await?;
//! # Ok(()) }
//! ```
//!
//! What to do on the line is decided in `slm-domain`; JSON and the database are the server's.

mod fleet;
mod line;
mod observer;
mod probe;
mod settings;
mod unit;

pub use fleet::Fleet;
pub use line::LineKey;
pub use observer::{Observer, Silent};
pub use settings::FleetSettings;
pub use slm_domain::session::{CallerId, Class, Mode, Order};
pub use unit::{UnitHandle, UnitSnapshot};
