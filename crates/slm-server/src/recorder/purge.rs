//! Removes what is older than it is kept.

use std::error::Error;
use std::time::Duration;

use jiff::Timestamp;
use slm_store::{Retention, Store};
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::config::RetentionConfig;

const EVERY: Duration = Duration::from_hours(1);
/// The first time does not belong into the busy first seconds.
const FIRST_AFTER: Duration = Duration::from_mins(1);

/// Purges now and then, beside the writer: its transactions are small and leave room for others. `taken_up` tells that the
/// minutes of the last run are put together.
pub(super) async fn every_hour(store: Store, settings: RetentionConfig, taken_up: oneshot::Receiver<()>) {
    let settings = after_take_up(settings, taken_up).await;
    let mut due = tokio::time::interval_at(Instant::now() + FIRST_AFTER, EVERY);
    loop {
        due.tick().await;
        once(&store, &settings, Timestamp::now()).await;
    }
}

/// Waits until no minute is missing. Where some could not be put together, all readings stay until the next run has tried
/// again.
async fn after_take_up(settings: RetentionConfig, taken_up: oneshot::Receiver<()>) -> RetentionConfig {
    match taken_up.await {
        Ok(()) => settings,
        Err(_) => RetentionConfig { readings: Duration::MAX, ..settings },
    }
}

async fn once(store: &Store, settings: &RetentionConfig, now: Timestamp) {
    let retention = Retention {
        raw: settings.readings,
        aggregates: settings.aggregates,
        trail: settings.trail,
        logs: settings.device_log,
        events: settings.events,
        ..Retention::default()
    };
    match store.purge(now, &retention).await {
        Ok(purged) => tracing::debug!(?purged, "removed what is older than it is kept"),
        Err(error) => tracing::warn!(error = &error as &dyn Error, "old rows could not be removed"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use slm_domain::UnitId;
    use slm_domain::aggregate::{AggregateBuilder, Resolution};
    use slm_store::{Batch, DeviceLog, LogCategory, LogLevel, LogQuery, ReadingRow, ReadingSource};

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

    /// Readings of three minutes, 1, 3 and 5 days old less an hour, and what was put together from them.
    async fn recorded(store: &Store, unit: &UnitId, now: Timestamp) {
        let (mut builder, mut batch) = (AggregateBuilder::default(), Batch::default());
        let mut minutes = Vec::new();
        for days in [5, 3, 1] {
            let start = Resolution::Minute.start_of(now - SignedDuration::from_hours(days * 24 - 1));
            for second in 0..3 {
                let at = start + SignedDuration::from_secs(second);
                let row =
                    ReadingRow { lp: Some(60.0), ..ReadingRow::new(unit.clone(), at, ReadingSource::Dod) };
                builder.add(&row.levels(), &mut minutes);
                batch.readings.push(row);
            }
            minutes.extend(builder.finish());
        }
        batch.minutes = minutes.into_iter().map(|minute| (unit.clone(), minute)).collect();
        store.record(&batch).await.unwrap();
    }

    /// How many readings and minutes there are.
    async fn left(store: &Store, unit: &UnitId) -> (usize, usize) {
        let all = Timestamp::MIN..Timestamp::MAX;
        let minutes = store.aggregates(unit, Resolution::Minute, all, 10).await.unwrap();
        (store.readings(unit, .., 10).await.unwrap().len(), minutes.len())
    }

    #[tokio::test]
    async fn readings_go_after_the_days_that_are_configured_and_their_minutes_stay() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let (unit, now) = (UnitId::new("gate").unwrap(), Timestamp::now());
        recorded(&store, &unit, now).await;
        let days = |days: u64| Duration::from_hours(24 * days);
        let kept = RetentionConfig { readings: days(4), ..RetentionConfig::default() };
        once(&store, &kept, now).await;
        assert_eq!(left(&store, &unit).await, (6, 3));
        let fewer = RetentionConfig { readings: days(2), aggregates: days(4), ..kept };
        once(&store, &fewer, now).await;
        assert_eq!(left(&store, &unit).await, (3, 2));
    }

    #[tokio::test]
    async fn readings_stay_while_the_minutes_of_the_last_run_are_missing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let (unit, now) = (UnitId::new("gate").unwrap(), Timestamp::now());
        recorded(&store, &unit, now).await;
        let settings = RetentionConfig { readings: Duration::from_hours(24), ..RetentionConfig::default() };
        for (is_taken_up, expected) in [(false, (9, 3)), (true, (3, 3))] {
            let (done, taken_up) = oneshot::channel();
            let settings = after_take_up(settings.clone(), taken_up);
            if is_taken_up {
                done.send(()).unwrap();
            } else {
                drop(done);
            }
            once(&store, &settings.await, now).await;
            assert_eq!(left(&store, &unit).await, expected);
        }
    }
}
