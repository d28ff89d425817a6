//! `slm_aggregate`: minutes as they are handed over, longer stretches put together from them.

mod packed;
mod packed_runs;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::Timestamp;
use slm_acoustics::{Accumulator, AccumulatorParts};
use slm_domain::UnitId;
use slm_domain::aggregate::{Aggregate, Resolution};
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Executor, Row, Sqlite, SqliteConnection};

use super::Store;
use super::bulk::Bulk;
use crate::StoreError;
use packed::{pack, unpack};

/// An aggregate with its unit's number.
type Numbered = (i64, Aggregate);

static UPSERT: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::new(
        "INSERT INTO slm_aggregate
            (unit, resolution, at_s, energy, covered_s, over_s, under_s, paused_s, samples, max, min, peak, histogram,
            runs)",
        14,
        "ON CONFLICT (unit, resolution, at_s) DO UPDATE SET
            energy = excluded.energy, covered_s = excluded.covered_s, over_s = excluded.over_s,
            under_s = excluded.under_s, paused_s = excluded.paused_s, samples = excluded.samples,
            max = excluded.max, min = excluded.min, peak = excluded.peak, histogram = excluded.histogram,
            runs = excluded.runs",
    )
});

impl Store {
    /// The oldest `limit` aggregates of a unit that begin within a range, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn aggregates(
        &self,
        unit: &UnitId,
        resolution: Resolution,
        range: Range<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Aggregate>, StoreError> {
        select(&self.readers, unit, resolution, &range, limit).await.map_err(|error| self.explain(error))
    }

    /// Up to when a unit's readings are in minutes; `None` when none are. Minutes later than `now` are those of a clock that
    /// was wrong.
    ///
    /// # Errors
    /// The database failed.
    pub async fn aggregated_until(
        &self,
        unit: &UnitId,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let newest = newest_minute(&self.readers, unit, now).await.map_err(|error| self.explain(error))?;
        Ok(newest.and_then(end_of_minute))
    }

    /// Up to when each unit that has readings is aggregated; `None` for one that is not at all.
    ///
    /// # Errors
    /// The database failed.
    pub async fn all_aggregated_until(
        &self,
        now: Timestamp,
    ) -> Result<Vec<(UnitId, Option<Timestamp>)>, StoreError> {
        let newest = newest_minutes(&self.readers, now).await.map_err(|error| self.explain(error))?;
        let units = newest
            .into_iter()
            .filter_map(|(unit, start)| Some((UnitId::new(&unit).ok()?, start.and_then(end_of_minute))));
        Ok(units.collect())
    }
}

/// Writes minutes, and everything longer that they are part of. A minute that is there already is replaced.
pub(super) async fn write_minutes(
    connection: &mut SqliteConnection,
    minutes: Vec<Numbered>,
) -> sqlx::Result<()> {
    upsert(connection, Resolution::Minute, &minutes).await?;
    // Each is put together from a shorter one, which has been by then.
    for resolution in Resolution::ALL.into_iter().filter(|one| one.finer().is_some()) {
        let touched: BTreeSet<(i64, Timestamp)> =
            minutes.iter().map(|(unit, one)| (*unit, resolution.start_of(one.start))).collect();
        let mut sums = Vec::with_capacity(touched.len());
        for (unit, start) in &touched {
            sums.push((*unit, sum(connection, *unit, resolution, *start).await?));
        }
        upsert(connection, resolution, &sums).await?;
    }
    Ok(())
}

/// The aggregate of a stretch, from those that are one step finer.
async fn sum(
    connection: &mut SqliteConnection,
    unit: i64,
    resolution: Resolution,
    start: Timestamp,
) -> sqlx::Result<Aggregate> {
    let first = start.as_second();
    let finer = resolution.finer().unwrap_or(resolution);
    let parts =
        of_number(&mut *connection, unit, finer, first..first + resolution.seconds(), i64::MAX).await?;
    let mut whole = Aggregate::new(start, Accumulator::new());
    for part in &parts {
        whole.figures.merge(&part.figures);
        whole.runs.append(&part.runs);
    }
    Ok(whole)
}

async fn upsert(
    connection: &mut SqliteConnection,
    resolution: Resolution,
    rows: &[Numbered],
) -> sqlx::Result<()> {
    UPSERT.insert(connection, rows, |arguments, row| bind(arguments, resolution, row)).await
}

fn bind(arguments: &mut SqliteArguments, resolution: Resolution, row: &Numbered) -> Result<(), BoxDynError> {
    let (unit, aggregate) = row;
    let parts = aggregate.figures.clone().into_parts();
    arguments.add(*unit)?;
    arguments.add(resolution.seconds())?;
    arguments.add(aggregate.start.as_second())?;
    for number in [parts.energy, parts.seconds, parts.over_seconds, parts.under_seconds, parts.paused_seconds]
    {
        arguments.add(number)?;
    }
    arguments.add(i64::try_from(parts.samples).unwrap_or(i64::MAX))?;
    for level in [parts.max, parts.min, parts.peak] {
        arguments.add(level)?;
    }
    arguments.add(pack(&parts.histogram))?;
    arguments.add(packed_runs::pack(aggregate))
}

/// The oldest `limit` aggregates of a unit that begin within a range, oldest first.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite> + Copy,
    unit: &UnitId,
    resolution: Resolution,
    range: &Range<Timestamp>,
    limit: usize,
) -> sqlx::Result<Vec<Aggregate>> {
    let number: Option<i64> = sqlx::query_scalar("SELECT id FROM slm_reading_unit WHERE unit_id = ?")
        .bind(unit.as_str())
        .fetch_optional(executor)
        .await?;
    let Some(number) = number else { return Ok(Vec::new()) };
    let seconds = ceiling(range.start)..ceiling(range.end);
    of_number(executor, number, resolution, seconds, i64::try_from(limit).unwrap_or(i64::MAX)).await
}

async fn of_number(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: i64,
    resolution: Resolution,
    seconds: Range<i64>,
    limit: i64,
) -> sqlx::Result<Vec<Aggregate>> {
    // Columns by number: a year of them is looked up by name for as long as it is read.
    let rows = sqlx::query(
        "SELECT at_s, energy, covered_s, over_s, under_s, paused_s, samples, max, min, peak, histogram, runs
         FROM slm_aggregate WHERE unit = ? AND resolution = ? AND at_s >= ? AND at_s < ? ORDER BY at_s LIMIT ?",
    )
    .bind(unit)
    .bind(resolution.seconds())
    .bind(seconds.start)
    .bind(seconds.end)
    .bind(limit)
    .fetch_all(executor)
    .await?;
    rows.iter().map(aggregate).collect()
}

/// When the newest minute of each unit ended.
pub(super) async fn newest_minutes(
    executor: impl Executor<'_, Database = Sqlite>,
    now: Timestamp,
) -> sqlx::Result<Vec<(String, Option<i64>)>> {
    sqlx::query_as(
        "SELECT unit_id, (SELECT max(at_s) FROM slm_aggregate WHERE unit = id AND resolution = 60 AND at_s < ?)
         FROM slm_reading_unit",
    )
    .bind(now.as_second())
    .fetch_all(executor)
    .await
}

async fn newest_minute(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    now: Timestamp,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "SELECT max(at_s) FROM slm_aggregate
         WHERE unit = (SELECT id FROM slm_reading_unit WHERE unit_id = ?) AND resolution = 60 AND at_s < ?",
    )
    .bind(unit.as_str())
    .bind(now.as_second())
    .fetch_one(executor)
    .await
}

fn end_of_minute(start: i64) -> Option<Timestamp> {
    Timestamp::from_second(start + Resolution::Minute.seconds()).ok()
}

/// Removes some aggregates that begin before `before`; `None` says that none are left, `Some` how many went.
pub(super) async fn purge_some(
    connection: &mut SqliteConnection,
    before: Timestamp,
    rows_at_once: i64,
) -> sqlx::Result<Option<u64>> {
    let deleted = sqlx::query(
        "DELETE FROM slm_aggregate WHERE (unit, resolution, at_s) IN (
            SELECT a.unit, a.resolution, a.at_s FROM slm_reading_unit u JOIN slm_aggregate a ON a.unit = u.id
            WHERE a.resolution IN (60, 600, 900, 3600, 86400) AND a.at_s < ?1 LIMIT ?2)",
    )
    .bind(before.as_second())
    .bind(rows_at_once)
    .execute(connection)
    .await?
    .rows_affected();
    Ok((deleted > 0).then_some(deleted))
}

fn aggregate(row: &SqliteRow) -> sqlx::Result<Aggregate> {
    let start = Timestamp::from_second(row.try_get(0)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let histogram =
        unpack(row.try_get(10)?).ok_or_else(|| sqlx::Error::Decode("a histogram that is none".into()))?;
    let figures = AccumulatorParts {
        energy: row.try_get(1)?,
        seconds: row.try_get(2)?,
        max: row.try_get(7)?,
        min: row.try_get(8)?,
        peak: row.try_get(9)?,
        over_seconds: row.try_get(3)?,
        under_seconds: row.try_get(4)?,
        paused_seconds: row.try_get(5)?,
        samples: row.try_get::<i64, _>(6)?.unsigned_abs(),
        histogram,
    };
    let figures = Accumulator::from(figures);
    let runs =
        row.try_get::<Option<&[u8]>, _>(11)?.and_then(|bytes| packed_runs::unpack(bytes, start, &figures));
    Ok(Aggregate { start, figures, runs: runs.unwrap_or_default() })
}

/// The first whole second not before `at`.
fn ceiling(at: Timestamp) -> i64 {
    at.as_second() + i64::from(at.subsec_nanosecond() > 0)
}
