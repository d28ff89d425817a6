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
    let mut due = tokio::time::interval_at(Instant::now() + FIRST_AFTER, EVERY);
    loop {
        due.tick().await;
        once(&store, &settings, Timestamp::now()).await;
    }
}

async fn once(store: &Store, settings: &RetentionConfig, now: Timestamp) {
    let retention = Retention { trail: settings.trail, logs: settings.device_log, ..Retention::default() };
    match store.purge(now, &retention).await {
        Ok(purged) => tracing::debug!(?purged, "removed what is older than it is kept"),
        Err(error) => tracing::warn!(error = &error as &dyn Error, "old rows could not be removed"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use slm_domain::UnitId;
    use slm_store::{DeviceLog, LogCategory, LogLevel, LogQuery};

    use super::*;

    #[tokio::test]
    async fn log_entries_go_after_the_days_that_are_configured() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let (unit, now) = (UnitId::new("gate").unwrap(), Timestamp::now());
        let entry = |hours| DeviceLog {
            unit: unit.clone(),
            at: now - SignedDuration::from_hours(hours),
            level: LogLevel::Info,
            category: LogCategory::General,
            message: format!("{hours} h old"),
        };
        store.append_logs(&[entry(25), entry(23), entry(0)]).await.unwrap();
        let settings = RetentionConfig { device_log: Duration::from_hours(24), ..RetentionConfig::default() };
        once(&store, &settings, now).await;
        let page = store.logs(&unit, &LogQuery::default()).await.unwrap();
        let left: Vec<_> = page.entries.into_iter().map(|entry| entry.message).collect();
        assert_eq!(left, ["0 h old", "23 h old"]);
    }
}
