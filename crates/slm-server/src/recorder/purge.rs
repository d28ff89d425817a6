//! Removes what is older than it is kept.

use std::error::Error;
use std::time::Duration;

use jiff::Timestamp;
use slm_store::{Retention, Store};
use tokio::time::Instant;

use crate::config::RetentionConfig;

const EVERY: Duration = Duration::from_hours(1);
/// The first time does not belong into the busy first seconds.
const FIRST_AFTER: Duration = Duration::from_mins(1);

/// Purges now and then, beside the writer: its transactions are small and leave room for others.
pub(super) async fn every_hour(store: Store, settings: RetentionConfig) {
    let retention = Retention { trail: settings.trail, logs: settings.device_log, ..Retention::default() };
    let mut due = tokio::time::interval_at(Instant::now() + FIRST_AFTER, EVERY);
    loop {
        due.tick().await;
        match store.purge(Timestamp::now(), &retention).await {
            Ok(purged) => tracing::debug!(?purged, "removed what is older than it is kept"),
            Err(error) => tracing::warn!(error = &error as &dyn Error, "old rows could not be removed"),
        }
    }
}
