//! Readings: `slm_reading`, with units as small numbers from `slm_reading_unit`.

use std::collections::HashMap;
use std::ops::{Bound, RangeBounds};
use std::sync::LazyLock;

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::aggregate::Levels;
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Executor, Row, Sqlite, SqliteConnection};

use super::bulk::Bulk;
use crate::{ReadingRow, ReadingSource};

static INSERT: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::new(
        "INSERT INTO slm_reading (unit, at_us, lp, leq, le, lmax, lmin, lpeak, ln1, ln2, ln3, ln4, ln5,
            over, under, run_state, source)",
        17,
        "ON CONFLICT (unit, at_us) DO NOTHING",
    )
});

/// Numbers of units.
pub(super) type Keys = HashMap<UnitId, i64>;

/// Numbers for those units that `known` does not have; a unit seen for the first time gets one.
pub(super) async fn missing_keys(
    connection: &mut SqliteConnection,
    units: impl Iterator<Item = &UnitId>,
    known: &Keys,
) -> sqlx::Result<Keys> {
    let mut found = Keys::new();
    for unit in units {
        if !known.contains_key(unit) && !found.contains_key(unit) {
            found.insert(unit.clone(), key(connection, unit).await?);
        }
    }
    Ok(found)
}

async fn key(connection: &mut SqliteConnection, unit: &UnitId) -> sqlx::Result<i64> {
    sqlx::query("INSERT INTO slm_reading_unit (unit_id) VALUES (?) ON CONFLICT (unit_id) DO NOTHING")
        .bind(unit.as_str())
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar("SELECT id FROM slm_reading_unit WHERE unit_id = ?")
        .bind(unit.as_str())
        .fetch_one(connection)
        .await
}

/// Inserts the rows; `key` has a number for each of their units.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    rows: &[ReadingRow],
    key: impl Fn(&UnitId) -> Option<i64>,
) -> sqlx::Result<()> {
    INSERT.insert(connection, rows, |arguments, row| bind(arguments, row, key(&row.unit))).await
}

fn bind(arguments: &mut SqliteArguments, row: &ReadingRow, key: Option<i64>) -> Result<(), BoxDynError> {
    arguments.add(key.ok_or_else(|| format!("unit {} has no number", row.unit))?)?;
    arguments.add(row.at.as_microsecond())?;
    for level in [row.lp, row.leq, row.le, row.lmax, row.lmin, row.lpeak] {
        arguments.add(level)?;
    }
    for level in row.ln {
        arguments.add(level)?;
    }
    for flag in [row.over, row.under, row.measuring] {
        arguments.add(flag)?;
    }
    arguments.add(source_number(row.source))
}

/// The oldest `limit` readings of the unit within the range, oldest first.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    range: impl RangeBounds<Timestamp>,
    limit: usize,
) -> sqlx::Result<Vec<ReadingRow>> {
    let (first, last) = micros(&range);
    let rows = sqlx::query(
        "SELECT at_us, lp, leq, le, lmax, lmin, lpeak, ln1, ln2, ln3, ln4, ln5, over, under, run_state, source
         FROM slm_reading
         WHERE unit = (SELECT id FROM slm_reading_unit WHERE unit_id = ?) AND at_us BETWEEN ? AND ?
         ORDER BY at_us LIMIT ?",
    )
    .bind(unit.as_str())
    .bind(first)
    .bind(last)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(executor)
    .await?;
    rows.iter().map(|row| reading(unit, row)).collect()
}

fn reading(unit: &UnitId, row: &SqliteRow) -> sqlx::Result<ReadingRow> {
    let at = Timestamp::from_microsecond(row.try_get("at_us")?)
        .map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(ReadingRow {
        unit: unit.clone(),
        at,
        lp: row.try_get("lp")?,
        leq: row.try_get("leq")?,
        le: row.try_get("le")?,
        lmax: row.try_get("lmax")?,
        lmin: row.try_get("lmin")?,
        lpeak: row.try_get("lpeak")?,
        ln: [
            row.try_get("ln1")?,
            row.try_get("ln2")?,
            row.try_get("ln3")?,
            row.try_get("ln4")?,
            row.try_get("ln5")?,
        ],
        over: row.try_get("over")?,
        under: row.try_get("under")?,
        measuring: row.try_get("run_state")?,
        source: source_of(row.try_get("source")?),
    })
}

/// As [`select`], only what aggregates are put together from. Columns by number: a chart reads tens of thousands.
pub(super) async fn select_levels(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    range: impl RangeBounds<Timestamp>,
    limit: usize,
) -> sqlx::Result<Vec<Levels>> {
    let (first, last) = micros(&range);
    let rows = sqlx::query(
        "SELECT at_us, lp, leq, lmax, lmin, lpeak, over, under, source, le, run_state
         FROM slm_reading
         WHERE unit = (SELECT id FROM slm_reading_unit WHERE unit_id = ?) AND at_us BETWEEN ? AND ?
         ORDER BY at_us LIMIT ?",
    )
    .bind(unit.as_str())
    .bind(first)
    .bind(last)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(executor)
    .await?;
    rows.iter().map(levels).collect()
}

fn levels(row: &SqliteRow) -> sqlx::Result<Levels> {
    let at =
        Timestamp::from_microsecond(row.try_get(0)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Levels {
        at,
        origin: source_of(row.try_get(8)?).origin(),
        lp: row.try_get(1)?,
        leq: row.try_get(2)?,
        le: row.try_get(9)?,
        lmax: row.try_get(3)?,
        lmin: row.try_get(4)?,
        lpeak: row.try_get(5)?,
        over: row.try_get::<Option<bool>, _>(6)? == Some(true),
        under: row.try_get::<Option<bool>, _>(7)? == Some(true),
        started_at: None,
        measuring: row.try_get::<Option<bool>, _>(10)? == Some(true),
    })
}

/// First and last microsecond of a range.
fn micros(range: &impl RangeBounds<Timestamp>) -> (i64, i64) {
    let first = match range.start_bound() {
        Bound::Included(at) => at.as_microsecond(),
        Bound::Excluded(at) => at.as_microsecond().saturating_add(1),
        Bound::Unbounded => i64::MIN,
    };
    let last = match range.end_bound() {
        Bound::Included(at) => at.as_microsecond(),
        Bound::Excluded(at) => at.as_microsecond().saturating_sub(1),
        Bound::Unbounded => i64::MAX,
    };
    (first, last)
}

fn source_number(source: ReadingSource) -> i64 {
    match source {
        ReadingSource::Dod => 0,
        ReadingSource::Drd => 1,
    }
}

fn source_of(number: i64) -> ReadingSource {
    if number == 1 { ReadingSource::Drd } else { ReadingSource::Dod }
}
