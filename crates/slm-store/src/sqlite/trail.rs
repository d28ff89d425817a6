//! The compatible history: `nl43_readings`.

use std::sync::LazyLock;

use jiff::Timestamp;
use slm_domain::UnitId;
use sqlx::error::BoxDynError;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Executor, Sqlite, SqliteConnection};

use super::bulk::Bulk;
use super::readable::readable;
use super::text_time::{from_column, to_lower_bound, to_text};
use crate::TrailRow;

static INSERT: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::new("INSERT INTO nl43_readings (unit_id, timestamp, lp, leq, lmax, ln1, ln2)", 7, "")
});

#[derive(sqlx::FromRow)]
struct Sample {
    timestamp: Option<String>,
    lp: Option<String>,
    leq: Option<String>,
    lmax: Option<String>,
    ln1: Option<String>,
    ln2: Option<String>,
}

/// Adds the samples.
pub(super) async fn insert(connection: &mut SqliteConnection, rows: &[TrailRow]) -> sqlx::Result<()> {
    INSERT.insert(connection, rows, bind).await
}

fn bind(arguments: &mut SqliteArguments, row: &TrailRow) -> Result<(), BoxDynError> {
    arguments.add(row.unit.as_str())?;
    arguments.add(to_text(row.at))?;
    for level in [&row.lp, &row.leq, &row.lmax, &row.ln1, &row.ln2] {
        arguments.add(level.as_deref())?;
    }
    Ok(())
}

/// The newest `limit` samples of the unit that are not older than `since`, oldest first.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    since: Timestamp,
    limit: usize,
) -> sqlx::Result<Vec<TrailRow>> {
    let rows = sqlx::query(
        "SELECT CAST(timestamp AS TEXT) AS timestamp, CAST(lp AS TEXT) AS lp, CAST(leq AS TEXT) AS leq,
            CAST(lmax AS TEXT) AS lmax, CAST(ln1 AS TEXT) AS ln1, CAST(ln2 AS TEXT) AS ln2
         FROM nl43_readings r WHERE unit_id = ? AND r.timestamp >= ? ORDER BY r.timestamp DESC, id DESC LIMIT ?",
    )
    .bind(unit.as_str())
    .bind(to_lower_bound(since))
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(executor)
    .await?;
    let samples: Vec<Sample> = readable("nl43_readings", &rows);
    Ok(samples.into_iter().rev().filter_map(|sample| sample.into_row(unit)).collect())
}

impl Sample {
    /// `None` where the time cannot be read.
    fn into_row(self, unit: &UnitId) -> Option<TrailRow> {
        Some(TrailRow {
            unit: unit.clone(),
            at: from_column(self.timestamp.as_deref())?,
            lp: self.lp,
            leq: self.leq,
            lmax: self.lmax,
            ln1: self.ln1,
            ln2: self.ln2,
        })
    }
}
