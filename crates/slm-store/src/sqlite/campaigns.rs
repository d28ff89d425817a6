//! Campaigns and their runs: `slm_campaign`, `slm_campaign_run`.

use std::time::Duration;

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::campaign::{Campaign, Schedule};
use slm_domain::cycle::StartOptions;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Executor, Row, Sqlite, SqliteConnection};

use super::operations::time;
use super::units::usable_name;
use crate::{CampaignRun, RunState};

/// Runs kept of each campaign: more than a year of days.
const KEPT_RUNS: i64 = 1_000;

// A number is not given twice: the runs of a deleted campaign stay.
const INSERT: &str = "
    INSERT INTO slm_campaign (unit_id, name, enabled, zone, days, start_time, stop_time, valid_from, valid_until, grace_s,
        sync_clock, download, toggle_ftp, checked_us, owed_stop_us, id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1 + max(
        (SELECT coalesce(max(id), 0) FROM slm_campaign), (SELECT coalesce(max(campaign_id), 0) FROM slm_campaign_run)))
    RETURNING id";

const UPDATE: &str = "
    UPDATE slm_campaign SET unit_id = ?, name = ?, enabled = ?, zone = ?, days = ?, start_time = ?, stop_time = ?,
        valid_from = ?, valid_until = ?, grace_s = ?, sync_clock = ?, download = ?, toggle_ftp = ?, checked_us = ?, owed_stop_us = ?
    WHERE id = ?";

const SELECT_RUNS: &str = "
    SELECT id, campaign_id, unit_id, action, due_us, state, began_us, ended_us, operation_id, detail
    FROM slm_campaign_run WHERE campaign_id = ? AND unit_id = ? ORDER BY due_us DESC, action, id DESC LIMIT ?";

/// Stores a new campaign and gives its number.
pub(super) async fn insert(connection: &mut SqliteConnection, campaign: &Campaign) -> sqlx::Result<i64> {
    let row = bind(sqlx::query(INSERT), campaign).fetch_one(connection).await?;
    row.try_get(0)
}

/// Replaces a campaign; `false` when there is none of its number.
pub(super) async fn update(connection: &mut SqliteConnection, campaign: &Campaign) -> sqlx::Result<bool> {
    let updated = bind(sqlx::query(UPDATE), campaign).bind(campaign.id).execute(connection).await?;
    Ok(updated.rows_affected() > 0)
}

/// Notes until when everything due was dealt with, an owed stop included.
pub(super) async fn checked(connection: &mut SqliteConnection, id: i64, at: Timestamp) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE slm_campaign SET checked_us = max(checked_us, ?1),
            owed_stop_us = CASE WHEN owed_stop_us > ?1 THEN owed_stop_us END
         WHERE id = ?2",
    )
    .bind(at.as_microsecond())
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes a campaign of the unit; its runs stay.
pub(super) async fn delete(connection: &mut SqliteConnection, unit: &UnitId, id: i64) -> sqlx::Result<bool> {
    let deleted = sqlx::query("DELETE FROM slm_campaign WHERE id = ? AND unit_id = ?")
        .bind(id)
        .bind(unit.as_str())
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// All campaigns, in the order of their numbers.
pub(super) async fn select(executor: impl Executor<'_, Database = Sqlite>) -> sqlx::Result<Vec<Campaign>> {
    let rows = sqlx::query("SELECT * FROM slm_campaign ORDER BY id").fetch_all(executor).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(into_campaign(&row)?);
    }
    Ok(found)
}

/// Notes a run, and gives its number; `None` when what was due has been dealt with before. Of what was noted later than
/// now, by a clock that was ahead, nothing is held.
pub(super) async fn insert_run(
    connection: &mut SqliteConnection,
    run: &CampaignRun,
    now: Timestamp,
) -> sqlx::Result<Option<i64>> {
    sqlx::query(
        "DELETE FROM slm_campaign_run WHERE campaign_id = ? AND due_us = ? AND action = ? AND state <> 'running'
            AND coalesce(ended_us, began_us) > ?",
    )
    .bind(run.campaign)
    .bind(run.due.as_microsecond())
    .bind(run.action.as_str())
    .bind(now.as_microsecond())
    .execute(&mut *connection)
    .await?;
    let inserted = sqlx::query(
        "INSERT INTO slm_campaign_run (campaign_id, unit_id, action, due_us, state, began_us, ended_us, operation_id, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(run.campaign)
    .bind(run.unit.as_str())
    .bind(run.action.as_str())
    .bind(run.due.as_microsecond())
    .bind(run.state.as_str())
    .bind(run.began.map(Timestamp::as_microsecond))
    .bind(run.ended.map(Timestamp::as_microsecond))
    .bind(&run.operation)
    .bind(&run.detail)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = inserted else { return Ok(None) };
    sqlx::query(
        "DELETE FROM slm_campaign_run WHERE campaign_id = ?1 AND id < (
            SELECT id FROM slm_campaign_run WHERE campaign_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )
    .bind(run.campaign)
    .bind(KEPT_RUNS - 1)
    .execute(connection)
    .await?;
    row.try_get(0).map(Some)
}

/// Notes how a run stands.
pub(super) async fn update_run(connection: &mut SqliteConnection, run: &CampaignRun) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE slm_campaign_run SET state = ?, began_us = ?, ended_us = ?, operation_id = ?, detail = ? WHERE id = ?",
    )
    .bind(run.state.as_str())
    .bind(run.began.map(Timestamp::as_microsecond))
    .bind(run.ended.map(Timestamp::as_microsecond))
    .bind(&run.operation)
    .bind(&run.detail)
    .bind(run.id)
    .execute(connection)
    .await?;
    Ok(())
}

/// What had not begun when the service ended becomes due again, and so does every stop: it may be run twice, and a meter
/// that nobody stops measures on. A start that had begun is marked as interrupted, and given.
pub(super) async fn interrupt_runs(
    connection: &mut SqliteConnection,
    now: Timestamp,
) -> sqlx::Result<Vec<CampaignRun>> {
    // Owed, for the campaign may have been changed since: then its schedule does not have it.
    sqlx::query(
        "UPDATE slm_campaign SET owed_stop_us = coalesce(owed_stop_us, (
            SELECT max(due_us) FROM slm_campaign_run
            WHERE campaign_id = slm_campaign.id AND state = 'running' AND action = 'stop'))",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE slm_campaign SET checked_us = min(checked_us, coalesce((
            SELECT min(due_us) - 1 FROM slm_campaign_run
            WHERE campaign_id = slm_campaign.id AND state = 'running' AND (action = 'stop' OR operation_id IS NULL)
         ), checked_us))",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "DELETE FROM slm_campaign_run WHERE state = 'running' AND (action = 'stop' OR operation_id IS NULL)",
    )
    .execute(&mut *connection)
    .await?;
    let rows = sqlx::query(
        "UPDATE slm_campaign_run SET state = 'interrupted', ended_us = ? WHERE state = 'running' RETURNING *",
    )
    .bind(now.as_microsecond())
    .fetch_all(connection)
    .await?;
    let mut interrupted = Vec::with_capacity(rows.len());
    for row in rows {
        interrupted.extend(into_run(&row)?);
    }
    Ok(interrupted)
}

/// The newest runs of a campaign, newest first.
pub(super) async fn runs(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    campaign: i64,
    limit: u32,
) -> sqlx::Result<Vec<CampaignRun>> {
    let query = sqlx::query(SELECT_RUNS).bind(campaign).bind(unit.as_str()).bind(limit);
    let rows = query.fetch_all(executor).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(into_run(&row)?);
    }
    Ok(found)
}

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

fn bind<'q>(query: Bound<'q>, campaign: &Campaign) -> Bound<'q> {
    let Schedule { days, start, stop, from, until } = &campaign.schedule;
    query
        .bind(campaign.unit.as_str().to_owned())
        .bind(campaign.name.clone())
        .bind(campaign.enabled)
        .bind(campaign.zone.clone())
        .bind(days.to_string())
        .bind(start.to_string())
        .bind(stop.to_string())
        .bind(from.map(|day| day.to_string()))
        .bind(until.map(|day| day.to_string()))
        .bind(i64::try_from(campaign.grace.as_secs()).unwrap_or(i64::MAX))
        .bind(campaign.start.sync_clock)
        .bind(campaign.download)
        .bind(campaign.toggle_ftp)
        .bind(campaign.checked.as_microsecond())
        .bind(campaign.owed_stop.map(Timestamp::as_microsecond))
}

/// A row that somebody changed into nonsense is left out, and said so.
fn into_campaign(row: &SqliteRow) -> sqlx::Result<Option<Campaign>> {
    let id: i64 = row.try_get("id")?;
    let name: String = row.try_get("unit_id")?;
    let Some(unit) = usable_name("slm_campaign", Some(&name)) else { return Ok(None) };
    let Some(schedule) = schedule(row)? else {
        tracing::warn!(campaign = id, "a campaign is left out: its times cannot be read");
        return Ok(None);
    };
    let grace: i64 = row.try_get("grace_s")?;
    Ok(Some(Campaign {
        id,
        unit,
        name: row.try_get("name")?,
        enabled: row.try_get("enabled")?,
        zone: row.try_get("zone")?,
        schedule,
        grace: Duration::from_secs(u64::try_from(grace).unwrap_or_default()),
        start: StartOptions { sync_clock: row.try_get("sync_clock")? },
        download: row.try_get("download")?,
        toggle_ftp: row.try_get("toggle_ftp")?,
        checked: time(row.try_get("checked_us")?),
        owed_stop: row.try_get::<Option<i64>, _>("owed_stop_us")?.map(time),
    }))
}

fn schedule(row: &SqliteRow) -> sqlx::Result<Option<Schedule>> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let day = |column: &str| row.try_get::<Option<String>, _>(column);
    let (days, start, stop) =
        (text("days")?.parse(), text("start_time")?.parse(), text("stop_time")?.parse());
    let (from, until) = (day("valid_from")?, day("valid_until")?);
    let (from, until) =
        (from.map(|text| text.parse()).transpose(), until.map(|text| text.parse()).transpose());
    Ok(match (days, start, stop, from, until) {
        (Ok(days), Ok(start), Ok(stop), Ok(from), Ok(until)) => {
            Some(Schedule { days, start, stop, from, until })
        }
        _ => None,
    })
}

fn into_run(row: &SqliteRow) -> sqlx::Result<Option<CampaignRun>> {
    let name: String = row.try_get("unit_id")?;
    let action: String = row.try_get("action")?;
    let state: String = row.try_get("state")?;
    let (Some(unit), Ok(action)) = (usable_name("slm_campaign_run", Some(&name)), action.parse()) else {
        return Ok(None);
    };
    Ok(Some(CampaignRun {
        id: row.try_get("id")?,
        campaign: row.try_get("campaign_id")?,
        unit,
        action,
        due: time(row.try_get("due_us")?),
        state: state.parse().unwrap_or(RunState::Failed),
        began: row.try_get::<Option<i64>, _>("began_us")?.map(time),
        ended: row.try_get::<Option<i64>, _>("ended_us")?.map(time),
        operation: row.try_get("operation_id")?,
        detail: row.try_get("detail")?,
    }))
}
