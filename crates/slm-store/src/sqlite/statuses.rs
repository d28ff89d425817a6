//! Last known states: `nl43_status`.

use std::sync::LazyLock;

use slm_domain::{UnitId, UnitStatus};
use sqlx::error::BoxDynError;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Executor, Sqlite, SqliteConnection};

use super::bulk::Bulk;
use super::readable::readable;
use super::text_time::{from_column, to_text};
use super::units::usable_name;

const SELECT: &str = "
    SELECT CAST(unit_id AS TEXT) AS unit_id, CAST(last_seen AS TEXT) AS last_seen,
        CAST(measurement_state AS TEXT) AS measurement_state,
        CAST(measurement_start_time AS TEXT) AS measurement_start_time, CAST(counter AS TEXT) AS counter,
        CAST(lp AS TEXT) AS lp, CAST(leq AS TEXT) AS leq, CAST(lmax AS TEXT) AS lmax, CAST(lmin AS TEXT) AS lmin,
        CAST(lpeak AS TEXT) AS lpeak, CAST(ln1 AS TEXT) AS ln1, CAST(ln2 AS TEXT) AS ln2,
        CAST(battery_level AS TEXT) AS battery_level, CAST(power_source AS TEXT) AS power_source,
        CAST(sd_remaining_mb AS TEXT) AS sd_remaining_mb, CAST(sd_free_ratio AS TEXT) AS sd_free_ratio,
        CAST(raw_payload AS TEXT) AS raw_payload, CAST(is_reachable AS INTEGER) AS is_reachable,
        CAST(consecutive_failures AS INTEGER) AS consecutive_failures,
        CAST(last_poll_attempt AS TEXT) AS last_poll_attempt, CAST(last_success AS TEXT) AS last_success,
        CAST(last_error AS TEXT) AS last_error
    FROM nl43_status
    WHERE ?1 IS NULL OR unit_id = ?1
    ORDER BY rowid";

/// `start_time_sync_attempted` is the old service's own: given at first, never touched again.
static UPSERT: LazyLock<Bulk> = LazyLock::new(|| {
    Bulk::new(
        "INSERT INTO nl43_status (unit_id, last_seen, measurement_state, measurement_start_time, counter, lp, leq,
            lmax, lmin, lpeak, ln1, ln2, battery_level, power_source, sd_remaining_mb, sd_free_ratio, raw_payload,
            is_reachable, consecutive_failures, last_poll_attempt, last_success, last_error,
            start_time_sync_attempted)",
        23,
        "ON CONFLICT (unit_id) DO UPDATE SET last_seen = excluded.last_seen,
            measurement_state = excluded.measurement_state, measurement_start_time = excluded.measurement_start_time,
            counter = excluded.counter, lp = excluded.lp, leq = excluded.leq, lmax = excluded.lmax,
            lmin = excluded.lmin, lpeak = excluded.lpeak, ln1 = excluded.ln1, ln2 = excluded.ln2,
            battery_level = excluded.battery_level, power_source = excluded.power_source,
            sd_remaining_mb = excluded.sd_remaining_mb, sd_free_ratio = excluded.sd_free_ratio,
            raw_payload = excluded.raw_payload, is_reachable = excluded.is_reachable,
            consecutive_failures = excluded.consecutive_failures, last_poll_attempt = excluded.last_poll_attempt,
            last_success = excluded.last_success, last_error = excluded.last_error",
    )
});

#[derive(sqlx::FromRow)]
struct StatusRow {
    unit_id: Option<String>,
    last_seen: Option<String>,
    measurement_state: Option<String>,
    measurement_start_time: Option<String>,
    counter: Option<String>,
    lp: Option<String>,
    leq: Option<String>,
    lmax: Option<String>,
    lmin: Option<String>,
    lpeak: Option<String>,
    ln1: Option<String>,
    ln2: Option<String>,
    battery_level: Option<String>,
    power_source: Option<String>,
    sd_remaining_mb: Option<String>,
    sd_free_ratio: Option<String>,
    raw_payload: Option<String>,
    is_reachable: Option<bool>,
    consecutive_failures: Option<i64>,
    last_poll_attempt: Option<String>,
    last_success: Option<String>,
    last_error: Option<String>,
}

/// The last known states; all of them, or that of the unit named.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    only: Option<&UnitId>,
) -> sqlx::Result<Vec<(UnitId, UnitStatus)>> {
    let rows = sqlx::query(SELECT).bind(only.map(UnitId::as_str)).fetch_all(executor).await?;
    Ok(readable("nl43_status", &rows).into_iter().filter_map(StatusRow::into_status).collect())
}

/// Creates or replaces the states; where a unit stands twice, the later one counts.
pub(super) async fn upsert(
    connection: &mut SqliteConnection,
    statuses: &[(UnitId, UnitStatus)],
) -> sqlx::Result<()> {
    UPSERT.insert(connection, statuses, bind).await
}

/// Replaces what `news` knows, keeps the rest, and returns the result. Counters of failures are not news.
pub(super) async fn merge(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    news: &UnitStatus,
) -> sqlx::Result<UnitStatus> {
    let known = select(&mut *connection, Some(unit)).await?.pop();
    let (_, mut status) = known.unwrap_or_else(|| (unit.clone(), UnitStatus::default()));
    overlay(&mut status, news);
    let row = (unit.clone(), status);
    upsert(connection, std::slice::from_ref(&row)).await?;
    Ok(row.1)
}

/// Forgets the state; `false` when there was none.
pub(super) async fn delete(connection: &mut SqliteConnection, unit: &UnitId) -> sqlx::Result<bool> {
    let deleted = sqlx::query("DELETE FROM nl43_status WHERE unit_id = ?")
        .bind(unit.as_str())
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

fn bind(row: &mut SqliteArguments, (unit, status): &(UnitId, UnitStatus)) -> Result<(), BoxDynError> {
    row.add(unit.as_str())?;
    row.add(status.last_seen.map(to_text))?;
    row.add(status.measurement_state.as_deref().unwrap_or("unknown"))?;
    row.add(status.measurement_start_time.map(to_text))?;
    for text in [
        &status.counter,
        &status.lp,
        &status.leq,
        &status.lmax,
        &status.lmin,
        &status.lpeak,
        &status.ln1,
        &status.ln2,
        &status.battery_level,
        &status.power_source,
        &status.sd_remaining_mb,
        &status.sd_free_ratio,
        &status.raw_payload,
    ] {
        row.add(text.as_deref())?;
    }
    row.add(status.is_reachable.unwrap_or(true))?;
    row.add(status.consecutive_failures)?;
    row.add(status.last_poll_attempt.map(to_text))?;
    row.add(status.last_success.map(to_text))?;
    row.add(status.last_error.as_deref())?;
    row.add(false)
}

impl StatusRow {
    fn into_status(self) -> Option<(UnitId, UnitStatus)> {
        let unit = usable_name("nl43_status", self.unit_id.as_deref())?;
        let failures = self.consecutive_failures.unwrap_or(0);
        let status = UnitStatus {
            last_seen: from_column(self.last_seen.as_deref()),
            measurement_state: Some(self.measurement_state.unwrap_or_else(|| "unknown".to_owned())),
            measurement_start_time: from_column(self.measurement_start_time.as_deref()),
            counter: self.counter,
            lp: self.lp,
            leq: self.leq,
            lmax: self.lmax,
            lmin: self.lmin,
            lpeak: self.lpeak,
            ln1: self.ln1,
            ln2: self.ln2,
            battery_level: self.battery_level,
            power_source: self.power_source,
            sd_remaining_mb: self.sd_remaining_mb,
            sd_free_ratio: self.sd_free_ratio,
            raw_payload: self.raw_payload,
            is_reachable: Some(self.is_reachable.unwrap_or(true)),
            consecutive_failures: u32::try_from(failures).unwrap_or(0),
            last_poll_attempt: from_column(self.last_poll_attempt.as_deref()),
            last_success: from_column(self.last_success.as_deref()),
            last_error: self.last_error,
            // Known from the instrument alone, which may be set anew while nobody looks.
            frequency_weighting: None,
        };
        Some((unit, status))
    }
}

fn overlay(status: &mut UnitStatus, news: &UnitStatus) {
    fn take<T: Clone>(slot: &mut Option<T>, news: Option<&T>) {
        if let Some(value) = news {
            slot.replace(value.clone());
        }
    }
    take(&mut status.last_seen, news.last_seen.as_ref());
    take(&mut status.measurement_state, news.measurement_state.as_ref());
    take(&mut status.measurement_start_time, news.measurement_start_time.as_ref());
    take(&mut status.counter, news.counter.as_ref());
    take(&mut status.lp, news.lp.as_ref());
    take(&mut status.leq, news.leq.as_ref());
    take(&mut status.lmax, news.lmax.as_ref());
    take(&mut status.lmin, news.lmin.as_ref());
    take(&mut status.lpeak, news.lpeak.as_ref());
    take(&mut status.ln1, news.ln1.as_ref());
    take(&mut status.ln2, news.ln2.as_ref());
    take(&mut status.battery_level, news.battery_level.as_ref());
    take(&mut status.power_source, news.power_source.as_ref());
    take(&mut status.sd_remaining_mb, news.sd_remaining_mb.as_ref());
    take(&mut status.sd_free_ratio, news.sd_free_ratio.as_ref());
    take(&mut status.raw_payload, news.raw_payload.as_ref());
    take(&mut status.is_reachable, news.is_reachable.as_ref());
    take(&mut status.last_poll_attempt, news.last_poll_attempt.as_ref());
    take(&mut status.last_success, news.last_success.as_ref());
    take(&mut status.last_error, news.last_error.as_ref());
}
