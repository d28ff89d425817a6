//! The log kept for each unit: `device_logs`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use slm_domain::UnitId;
use sqlx::error::BoxDynError;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Executor, Sqlite, SqliteConnection};

use super::bulk::Bulk;
use super::readable::readable;
use super::text_time::{from_column, to_text};
use crate::{DeviceLog, LogEntry, LogPage, LogQuery, LogStats};

static INSERT: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::new("INSERT INTO device_logs (unit_id, timestamp, level, category, message)", 5, "")
});

#[derive(sqlx::FromRow)]
struct Entry {
    id: i64,
    timestamp: Option<String>,
    level: Option<String>,
    category: Option<String>,
    message: Option<String>,
}

/// Adds the entries.
pub(super) async fn insert(connection: &mut SqliteConnection, logs: &[DeviceLog]) -> sqlx::Result<()> {
    INSERT.insert(connection, logs, bind).await
}

fn bind(row: &mut SqliteArguments, log: &DeviceLog) -> Result<(), BoxDynError> {
    row.add(log.unit.as_str())?;
    row.add(to_text(log.at))?;
    row.add(log.level.as_str())?;
    row.add(log.category.as_str())?;
    row.add(log.message.as_str())
}

/// The entries asked for and the summary, both as of one moment.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    query: &LogQuery,
) -> sqlx::Result<LogPage> {
    let rows = sqlx::query(
        "SELECT id, CAST(timestamp AS TEXT) AS timestamp, CAST(level AS TEXT) AS level,
            CAST(category AS TEXT) AS category, CAST(message AS TEXT) AS message
         FROM device_logs l
         WHERE unit_id = ?1 AND (?2 IS NULL OR l.level = ?2 COLLATE NOCASE)
            AND (?3 IS NULL OR l.category = ?3 COLLATE NOCASE)
         ORDER BY l.timestamp DESC, id DESC LIMIT ?4 OFFSET ?5",
    )
    .bind(unit.as_str())
    .bind(&query.level)
    .bind(&query.category)
    .bind(query.limit)
    .bind(query.offset)
    .fetch_all(&mut *connection)
    .await?;
    let entries = readable("device_logs", &rows).into_iter().map(Entry::into_log).collect();
    Ok(LogPage { entries, stats: stats(connection, unit).await? })
}

async fn stats(connection: &mut SqliteConnection, unit: &UnitId) -> sqlx::Result<LogStats> {
    let (total, oldest, newest): (i64, Option<String>, Option<String>) = sqlx::query_as(
        "SELECT count(*), CAST(min(timestamp) AS TEXT), CAST(max(timestamp) AS TEXT)
         FROM device_logs WHERE unit_id = ?",
    )
    .bind(unit.as_str())
    .fetch_one(&mut *connection)
    .await?;
    let by_level = counts(
        &mut *connection,
        "SELECT coalesce(CAST(level AS TEXT), 'INFO'), count(*) FROM device_logs WHERE unit_id = ? GROUP BY 1",
        unit,
    );
    let by_level = by_level.await?;
    let by_category = counts(
        connection,
        "SELECT coalesce(CAST(category AS TEXT), 'GENERAL'), count(*) FROM device_logs WHERE unit_id = ? GROUP BY 1",
        unit,
    );
    Ok(LogStats {
        total: unsigned(total),
        by_level,
        by_category: by_category.await?,
        oldest: from_column(oldest.as_deref()),
        newest: from_column(newest.as_deref()),
    })
}

async fn counts(
    executor: impl Executor<'_, Database = Sqlite>,
    statement: &'static str,
    unit: &UnitId,
) -> sqlx::Result<BTreeMap<String, u64>> {
    let counts: Vec<(String, i64)> =
        sqlx::query_as(statement).bind(unit.as_str()).fetch_all(executor).await?;
    Ok(counts.into_iter().map(|(name, count)| (name, unsigned(count))).collect())
}

/// Removes all entries of the unit, and says how many there were.
pub(super) async fn clear(connection: &mut SqliteConnection, unit: &UnitId) -> sqlx::Result<u64> {
    let deleted = sqlx::query("DELETE FROM device_logs WHERE unit_id = ?")
        .bind(unit.as_str())
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected())
}

impl Entry {
    fn into_log(self) -> LogEntry {
        LogEntry {
            id: self.id,
            at: from_column(self.timestamp.as_deref()),
            level: self.level.unwrap_or_else(|| "INFO".to_owned()),
            category: self.category.unwrap_or_else(|| "GENERAL".to_owned()),
            message: self.message.unwrap_or_default(),
        }
    }
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
