//! Cycles and their outcome: `slm_operation`.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Executor, Row, Sqlite, SqliteConnection};

use super::units::usable_name;
use crate::OperationRow;

/// Rows kept of each unit: half a year of daily campaigns.
const KEPT_PER_UNIT: i64 = 400;

const UPSERT: &str = "
    INSERT INTO slm_operation (id, unit_id, kind, state, began_us, ended_us, step, error, meter_state, document)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_us = excluded.ended_us, step = excluded.step,
        error = excluded.error, meter_state = excluded.meter_state, document = excluded.document";

const PRUNE: &str = "
    DELETE FROM slm_operation WHERE unit_id = ?1 AND began_us < (
        SELECT began_us FROM slm_operation WHERE unit_id = ?1 ORDER BY began_us DESC LIMIT 1 OFFSET ?2)";

const NEWEST: &str = "
    SELECT id, unit_id, kind, state, began_us, ended_us, step, error, meter_state, document
    FROM (SELECT *, row_number() OVER (PARTITION BY unit_id ORDER BY began_us DESC) AS place FROM slm_operation)
    WHERE place <= ? ORDER BY began_us";

/// Creates or replaces an operation; the oldest of its unit make room.
pub(super) async fn put(connection: &mut SqliteConnection, row: &OperationRow) -> sqlx::Result<()> {
    sqlx::query(UPSERT)
        .bind(&row.id)
        .bind(row.unit.as_str())
        .bind(&row.kind)
        .bind(&row.state)
        .bind(row.began.as_microsecond())
        .bind(row.ended.map(Timestamp::as_microsecond))
        .bind(&row.step)
        .bind(&row.error)
        .bind(&row.meter_state)
        .bind(&row.document)
        .execute(&mut *connection)
        .await?;
    sqlx::query(PRUNE).bind(row.unit.as_str()).bind(KEPT_PER_UNIT - 1).execute(connection).await?;
    Ok(())
}

/// Marks what still runs as interrupted, and says how many there were.
pub(super) async fn interrupt(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<u64> {
    let marked = sqlx::query(
        "UPDATE slm_operation SET state = 'interrupted', ended_us = ?, error = 'the service ended before it did'
         WHERE state = 'running'",
    )
    .bind(now.as_microsecond())
    .execute(connection)
    .await?;
    Ok(marked.rows_affected())
}

/// One operation.
pub(super) async fn find(
    executor: impl Executor<'_, Database = Sqlite>,
    id: &str,
) -> sqlx::Result<Option<OperationRow>> {
    let row =
        sqlx::query("SELECT * FROM slm_operation WHERE id = ?").bind(id).fetch_optional(executor).await?;
    row.map_or(Ok(None), |row| into_row(&row))
}

/// The newest operations of each unit, oldest first.
pub(super) async fn newest(
    executor: impl Executor<'_, Database = Sqlite>,
    per_unit: u32,
) -> sqlx::Result<Vec<OperationRow>> {
    let rows = sqlx::query(NEWEST).bind(per_unit).fetch_all(executor).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(into_row(&row)?);
    }
    Ok(found)
}

fn into_row(row: &SqliteRow) -> sqlx::Result<Option<OperationRow>> {
    let name: String = row.try_get("unit_id")?;
    let Some(unit) = usable_name("slm_operation", Some(&name)) else { return Ok(None) };
    Ok(Some(OperationRow {
        id: row.try_get("id")?,
        unit,
        kind: row.try_get("kind")?,
        state: row.try_get("state")?,
        began: time(row.try_get("began_us")?),
        ended: row.try_get::<Option<i64>, _>("ended_us")?.map(time),
        step: row.try_get("step")?,
        error: row.try_get("error")?,
        meter_state: row.try_get("meter_state")?,
        document: row.try_get("document")?,
    }))
}

/// A moment as stored; one that no clock shows is the beginning of time.
pub(super) fn time(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
