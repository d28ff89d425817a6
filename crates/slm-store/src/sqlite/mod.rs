//! The store on SQLite.

mod aggregates;
mod alerts;
mod bulk;
mod campaigns;
mod client_links;
mod cycles;
mod file;
mod logs;
mod maintenance;
mod open;
mod operations;
mod outbox;
mod profiles;
mod purge;
mod readable;
mod readings;
mod schema;
mod statuses;
mod text_time;
mod trail;
mod units;

pub use file::{Backup, Examination, Restored, back_up, examine, restore};

use std::fmt;
use std::ops::RangeBounds;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use slm_domain::aggregate::Levels;
use slm_domain::{UnitConfig, UnitId, UnitStatus};
use sqlx::error::DatabaseError;
use sqlx::sqlite::{Sqlite, SqlitePool};
use sqlx::{SqliteConnection, Transaction};

use crate::{Batch, DeviceLog, LogPage, LogQuery, Purged, ReadingRow, Retention, StoreError, TrailRow};

/// On the disk when it is committed: configuration, and what people wrote.
const BEGIN_DURABLE: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";

/// Sound after a loss of power, but perhaps without the last moments: readings.
const BEGIN_QUICK: &str = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";

/// The file and its connections: one that writes, in turns, and several that read without waiting for it.
///
/// Cheap to clone. Times are kept to the microsecond.
///
/// # Cancel safety
/// Dropping the future of a write leaves it done as a whole or not at all.
#[derive(Clone)]
pub struct Store {
    path: Arc<Path>,
    writer: SqlitePool,
    readers: SqlitePool,
    /// Numbers of units that are committed.
    keys: Arc<Mutex<Arc<readings::Keys>>>,
}

impl Store {
    /// Opens the database, or creates it with its folder; a file of an older version is brought up to date.
    ///
    /// # Errors
    /// The file cannot be used, is not a database, is damaged, locked, or was changed by a newer version.
    /// Then it is as it was before.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let given = path.as_ref();
        // An absolute path has no meaning beside itself: `:memory:` and `file:…` are file names here.
        let path = std::path::absolute(given)
            .map_err(|reason| StoreError::Access { path: given.to_owned(), reason: reason.to_string() })?;
        let (writer, readers) = open::open(&path).await?;
        Ok(Self { path: path.into(), writer, readers, keys: Arc::default() })
    }

    /// The database file, as an absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of the last change to our tables, which an open file has.
    pub fn schema(&self) -> i64 {
        open::newest_migration()
    }

    /// All units, in the order of their creation. Rows whose name cannot name a unit are left out, with a warning.
    ///
    /// # Errors
    /// The database failed.
    pub async fn units(&self) -> Result<Vec<UnitConfig>, StoreError> {
        units::select(&self.readers, None).await.map_err(|error| self.explain(error))
    }

    /// One unit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn unit(&self, unit: &UnitId) -> Result<Option<UnitConfig>, StoreError> {
        let found = units::select(&self.readers, Some(unit)).await.map_err(|error| self.explain(error))?;
        Ok(found.into_iter().next())
    }

    /// Creates a unit.
    ///
    /// # Errors
    /// [`StoreError::UnitExists`] when there is one of that name; the database failed.
    pub async fn insert_unit(&self, unit: &UnitConfig) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        units::insert(&mut transaction, unit).await.map_err(|error| {
            let exists = error.as_database_error().is_some_and(DatabaseError::is_unique_violation);
            if exists { StoreError::UnitExists(unit.id.clone()) } else { self.explain(error) }
        })?;
        self.commit(transaction).await
    }

    /// Creates a unit or replaces its configuration.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_unit(&self, unit: &UnitConfig) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        units::upsert(&mut transaction, unit).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// Removes a unit's configuration, profile and status; history, readings and logs stay. `false` when it was not configured.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_unit(&self, unit: &UnitId) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let deleted = units::delete(&mut transaction, unit).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(deleted)
    }

    /// The last known states of all units that have one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn statuses(&self) -> Result<Vec<(UnitId, UnitStatus)>, StoreError> {
        statuses::select(&self.readers, None).await.map_err(|error| self.explain(error))
    }

    /// The last known state of one unit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn status(&self, unit: &UnitId) -> Result<Option<UnitStatus>, StoreError> {
        let found = statuses::select(&self.readers, Some(unit)).await.map_err(|error| self.explain(error))?;
        Ok(found.into_iter().next().map(|(_, status)| status))
    }

    /// Creates or replaces a unit's state.
    ///
    /// The compatible table has no place for "not known": an unknown `is_reachable` comes back as `true`, an unknown
    /// `measurement_state` as `unknown`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_status(&self, unit: &UnitId, status: &UnitStatus) -> Result<(), StoreError> {
        let row = (unit.clone(), status.clone());
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        statuses::upsert(&mut transaction, std::slice::from_ref(&row))
            .await
            .map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// Replaces what `news` knows, keeps the rest, and returns the result. `consecutive_failures` stays as it is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn merge_status(&self, unit: &UnitId, news: &UnitStatus) -> Result<UnitStatus, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let merged =
            statuses::merge(&mut transaction, unit, news).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(merged)
    }

    /// Forgets a unit's state. `false` when there was none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_status(&self, unit: &UnitId) -> Result<bool, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let deleted = statuses::delete(&mut transaction, unit).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(deleted)
    }

    /// Records a batch in one transaction.
    ///
    /// # Errors
    /// The database failed; nothing of the batch is recorded, and it can be handed over again.
    pub async fn record(&self, batch: &Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut transaction = self.begin(BEGIN_QUICK).await?;
        let keys = self.write_batch(&mut transaction, batch).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        // Only now: a number of a transaction that was rolled back may be given to another unit.
        let mut known = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut known).extend(keys);
        Ok(())
    }

    async fn write_batch(
        &self,
        connection: &mut SqliteConnection,
        batch: &Batch,
    ) -> sqlx::Result<readings::Keys> {
        let known = Arc::clone(&self.keys.lock().unwrap_or_else(PoisonError::into_inner));
        let units =
            batch.readings.iter().map(|row| &row.unit).chain(batch.minutes.iter().map(|(unit, _)| unit));
        let new = readings::missing_keys(connection, units, &known).await?;
        let key = |unit: &UnitId| known.get(unit).or_else(|| new.get(unit)).copied();
        readings::insert(connection, &batch.readings, key).await?;
        let minutes = batch.minutes.iter().filter_map(|(unit, minute)| Some((key(unit)?, minute.clone())));
        aggregates::write_minutes(connection, minutes.collect()).await?;
        trail::insert(connection, &batch.trail).await?;
        statuses::upsert(connection, &batch.statuses).await?;
        logs::insert(connection, &batch.logs).await?;
        Ok(new)
    }

    /// The oldest `limit` readings of a unit within a range of time, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn readings(
        &self,
        unit: &UnitId,
        range: impl RangeBounds<Timestamp>,
        limit: usize,
    ) -> Result<Vec<ReadingRow>, StoreError> {
        readings::select(&self.readers, unit, range, limit).await.map_err(|error| self.explain(error))
    }

    /// As [`readings`](Self::readings), only the levels that aggregates are put together from.
    ///
    /// # Errors
    /// The database failed.
    pub async fn levels(
        &self,
        unit: &UnitId,
        range: impl RangeBounds<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Levels>, StoreError> {
        readings::select_levels(&self.readers, unit, range, limit).await.map_err(|error| self.explain(error))
    }

    /// The compatible history: the newest `limit` samples of a unit not older than `since`, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn trail(
        &self,
        unit: &UnitId,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<TrailRow>, StoreError> {
        trail::select(&self.readers, unit, since, limit).await.map_err(|error| self.explain(error))
    }

    /// Adds entries to the log.
    ///
    /// # Errors
    /// The database failed; none is added.
    pub async fn append_logs(&self, logs: &[DeviceLog]) -> Result<(), StoreError> {
        let mut transaction = self.begin(BEGIN_QUICK).await?;
        logs::insert(&mut transaction, logs).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await
    }

    /// Entries of a unit's log, newest first, with a summary of all it has.
    ///
    /// # Errors
    /// The database failed.
    pub async fn logs(&self, unit: &UnitId, query: &LogQuery) -> Result<LogPage, StoreError> {
        let mut transaction = self.readers.begin().await.map_err(|error| self.explain(error))?;
        logs::page(&mut transaction, unit, query).await.map_err(|error| self.explain(error))
    }

    /// Removes a unit's log, and says how many entries it had.
    ///
    /// # Errors
    /// The database failed.
    pub async fn clear_logs(&self, unit: &UnitId) -> Result<u64, StoreError> {
        let mut transaction = self.begin(BEGIN_DURABLE).await?;
        let cleared = logs::clear(&mut transaction, unit).await.map_err(|error| self.explain(error))?;
        self.commit(transaction).await?;
        Ok(cleared)
    }

    /// Removes what is older than it is kept, in small transactions with room for others between them.
    ///
    /// # Errors
    /// The database failed; what was removed so far stays removed.
    pub async fn purge(&self, now: Timestamp, retention: &Retention) -> Result<Purged, StoreError> {
        let before = |age| now.checked_sub(age).unwrap_or(Timestamp::MIN);
        Ok(Purged {
            readings: self.purge_readings(before(retention.raw)).await?,
            aggregates: self.purge_aggregates(before(retention.aggregates)).await?,
            trail: self.purge_rows(purge::Aging::Trail, before(retention.trail)).await?,
            logs: self.purge_rows(purge::Aging::Logs, before(retention.logs)).await?,
            messages: self.purge_outbox(before(retention.messages)).await?,
            events: self.purge_events(before(retention.events)).await?,
        })
    }

    async fn purge_readings(&self, before: Timestamp) -> Result<u64, StoreError> {
        let units = purge::units_with_old_readings(&self.readers, before).await;
        let mut purged = 0;
        for unit in units.map_err(|error| self.explain(error))? {
            loop {
                let mut transaction = self.begin(BEGIN_QUICK).await?;
                let some = purge::some_readings(&mut transaction, unit, before).await;
                let Some(some) = some.map_err(|error| self.explain(error))? else { break };
                self.commit(transaction).await?;
                purged += some;
            }
        }
        Ok(purged)
    }

    async fn purge_aggregates(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut purged = 0;
        loop {
            let mut transaction = self.begin(BEGIN_QUICK).await?;
            let some = aggregates::purge_some(&mut transaction, before, purge::ROWS_AT_ONCE).await;
            let Some(some) = some.map_err(|error| self.explain(error))? else { return Ok(purged) };
            self.commit(transaction).await?;
            purged += some;
        }
    }

    async fn purge_rows(&self, table: purge::Aging, before: Timestamp) -> Result<u64, StoreError> {
        let mut purged = 0;
        loop {
            let mut transaction = self.begin(BEGIN_QUICK).await?;
            let some = purge::some_rows(&mut transaction, table, before).await;
            let Some(some) = some.map_err(|error| self.explain(error))? else { return Ok(purged) };
            self.commit(transaction).await?;
            purged += some;
        }
    }

    /// Looks through the whole file for damage, indices left out; takes seconds on a large one, and holds up nobody.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what was found; the database failed.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.look_for_damage("PRAGMA quick_check(20)").await
    }

    /// As [`check`](Self::check), and compares every index with its table: several times slower.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what was found; the database failed.
    pub async fn check_thoroughly(&self) -> Result<(), StoreError> {
        self.look_for_damage("PRAGMA integrity_check(20)").await
    }

    async fn look_for_damage(&self, pragma: &'static str) -> Result<(), StoreError> {
        let findings =
            maintenance::findings(&self.readers, pragma).await.map_err(|error| self.explain(error))?;
        if findings.is_empty() {
            return Ok(());
        }
        Err(StoreError::Damaged { path: self.path.to_path_buf(), findings: findings.join("; ") })
    }

    /// Copies the database to `target` while it is in use; see [`back_up`].
    ///
    /// # Errors
    /// As [`back_up`].
    pub async fn backup_to(&self, target: &Path, replace: bool) -> Result<Backup, StoreError> {
        back_up(&self.path, target, replace).await
    }

    /// Waits for what is under way, brings the write-ahead log into the file, and closes it.
    ///
    /// Everything committed is kept without this, too; it leaves one file instead of three.
    pub async fn close(&self) {
        self.readers.close().await;
        if let Err(error) = maintenance::empty_journal(&self.writer).await {
            tracing::warn!(path = %self.path.display(), %error, "the write-ahead log stays beside the database");
        }
        self.writer.close().await;
    }

    /// Takes the writer's turn. `BEGIN IMMEDIATE`: a transaction that reads first could not be made to wait later.
    async fn begin(&self, how: &'static str) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer.begin_with(how).await.map_err(|error| self.explain(error))
    }

    async fn commit(&self, transaction: Transaction<'static, Sqlite>) -> Result<(), StoreError> {
        transaction.commit().await.map_err(|error| self.explain(error))
    }

    fn explain(&self, error: sqlx::Error) -> StoreError {
        explain(&self.path, error)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What SQLite's result codes mean to the operator.
fn explain(path: &Path, error: sqlx::Error) -> StoreError {
    let path: PathBuf = path.to_owned();
    let code = match &error {
        sqlx::Error::PoolClosed => return StoreError::Closed,
        sqlx::Error::PoolTimedOut => return StoreError::Locked { path },
        sqlx::Error::Database(error) => error.code().and_then(|code| code.parse::<u32>().ok()),
        _ => None,
    };
    // The low byte is the primary code: https://www.sqlite.org/rescode.html
    match code.map(|code| code & 0xff) {
        Some(5 | 6) => StoreError::Locked { path },
        Some(3 | 8 | 10 | 14 | 23) => StoreError::Access { path, reason: error.to_string() },
        Some(11) => StoreError::Damaged { path, findings: error.to_string() },
        Some(13) => StoreError::Full { path },
        Some(26) => StoreError::NotADatabase { path },
        _ => StoreError::Database { path, source: Box::new(error) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_transaction_is_as_durable_as_it_says() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        // 1 is NORMAL, 2 is FULL; one after the other on the one connection.
        for (how, expected) in [(BEGIN_DURABLE, 2), (BEGIN_QUICK, 1), (BEGIN_DURABLE, 2)] {
            let mut transaction = store.begin(how).await.unwrap();
            let synchronous: i64 =
                sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *transaction).await.unwrap();
            assert_eq!(synchronous, expected, "{how}");
        }
    }
}
