//! What is kept: configuration, last known status, readings, history and logs, in one SQLite file.
//!
//! The file is the compatible service's own: it opens in place, missing columns and tables are added in one
//! transaction, every row stays, and the old service can open it again. Our own tables stand beside, named `slm_…`.
//!
//! ```
//! use slm_domain::{UnitConfig, UnitId};
//! use slm_store::{Batch, ReadingRow, ReadingSource, Store};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("data/slmm.db");
//! let store = Store::open(&path).await?;
//! let north = UnitId::new("north-gate")?;
//! store.put_unit(&UnitConfig::new(north.clone(), "198.51.100.7")).await?;
//!
//! let at = "2026-06-09T17:13:21.5Z".parse()?;
//! let reading = ReadingRow { lp: Some(65.2), ..ReadingRow::new(north.clone(), at, ReadingSource::Dod) };
//! store.record(&Batch { readings: vec![reading.clone()], ..Batch::default() }).await?;
//!
//! assert_eq!(store.readings(&north, at.., 10).await?, [reading]);
//! store.close().await;
//! # Ok(())
//! # }
//! ```
//!
//! Left to others: when a batch is due, what happens to one that could not be written, and how often to purge
//! (`slm-server`'s recorder); what a status means, whom a message is told and when (`slm-domain`); sending it, and what its
//! document says (`slm-outbox`); JSON (`slm-server`).

mod alert;
mod cycles;
mod device_log;
mod error;
mod outbox;
mod reading;
mod retention;
mod sqlite;

pub use alert::{
    AcknowledgedEvent, AlarmEntry, AlarmEvent, AlarmWrite, ConnectionEdge, ConnectionEdgeKind, EventDetails,
    EventQuery, EventState, IncidentEntry, IncidentQuery, IncidentState, IncidentTimeline, KeptAlarms,
    Outage, StoredAlarmRule, StoredEvent, StoredIncident, StoredRule, StoredShelf,
};
pub use cycles::{CampaignRun, OperationRow, RunState};
pub use device_log::{DeviceLog, LogCategory, LogEntry, LogLevel, LogPage, LogQuery, LogStats};
pub use error::StoreError;
pub use outbox::{
    Attempted, ChannelDeletion, Claimed, Composed, DeliveryEntry, More, OutboxCounts, OutboxEntry,
    OutboxState, Outgoing, StoredChannel, Terms, UnendedAlarm, UnknownOutboxState, Verdict,
};
pub use reading::{Batch, ReadingRow, ReadingSource, TrailRow};
pub use retention::{Purged, Retention};
pub use sqlite::{Backup, Examination, Restored, Store, back_up, examine, restore};
