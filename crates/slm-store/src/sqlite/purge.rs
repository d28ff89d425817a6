//! Removing what is older than it is kept, a few thousand rows at a time, so that the recorder gets its turn in between.

use jiff::Timestamp;
use sqlx::{Executor, Sqlite, SqliteConnection};

use super::text_time::to_text;

/// Rows a transaction: a few milliseconds of work.
pub(super) const ROWS_AT_ONCE: i64 = 5_000;

/// A table of the compatible service whose rows age.
#[derive(Clone, Copy)]
pub(super) enum Aging {
    Trail,
    Logs,
}

/// Removes some rows older than `before`; `None` says that none are left, `Some` how many went.
pub(super) async fn some_rows(
    connection: &mut SqliteConnection,
    table: Aging,
    before: Timestamp,
) -> sqlx::Result<Option<u64>> {
    let statement = match table {
        Aging::Trail => {
            "DELETE FROM nl43_readings WHERE id IN (SELECT id FROM nl43_readings WHERE timestamp < ? LIMIT ?)"
        }
        Aging::Logs => {
            "DELETE FROM device_logs WHERE id IN (SELECT id FROM device_logs WHERE timestamp < ? LIMIT ?)"
        }
    };
    let deleted = sqlx::query(statement)
        .bind(to_text(before))
        .bind(ROWS_AT_ONCE)
        .execute(connection)
        .await?
        .rows_affected();
    Ok((deleted > 0).then_some(deleted))
}

/// Numbers of the units that have readings older than `before`.
pub(super) async fn units_with_old_readings(
    executor: impl Executor<'_, Database = Sqlite>,
    before: Timestamp,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT id FROM slm_reading_unit
         WHERE (SELECT min(at_us) FROM slm_reading WHERE unit = slm_reading_unit.id) < ?",
    )
    .bind(before.as_microsecond())
    .fetch_all(executor)
    .await
}

/// Removes the oldest of a unit's readings older than `before`; `None` says that none are left.
pub(super) async fn some_readings(
    connection: &mut SqliteConnection,
    unit: i64,
    before: Timestamp,
) -> sqlx::Result<Option<u64>> {
    let deleted = sqlx::query(
        "DELETE FROM slm_reading WHERE unit = ?1 AND at_us < min(?2, coalesce(
            (SELECT at_us FROM slm_reading WHERE unit = ?1 ORDER BY at_us LIMIT 1 OFFSET ?3), ?2))",
    )
    .bind(unit)
    .bind(before.as_microsecond())
    .bind(ROWS_AT_ONCE)
    .execute(connection)
    .await?
    .rows_affected();
    Ok((deleted > 0).then_some(deleted))
}
