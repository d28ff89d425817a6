//! `slm_alarm_state`.

use slm_domain::UnitId;
use sqlx::{Executor, Sqlite, SqliteConnection};

use super::super::readable::readable;
use super::super::units::usable_name;
use crate::AlarmWrite;

/// Creates or replaces a unit's state.
pub(super) async fn put(connection: &mut SqliteConnection, write: &AlarmWrite) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO slm_alarm_state (unit_id, written_us, state) VALUES (?, ?, ?)
         ON CONFLICT (unit_id) DO UPDATE SET written_us = excluded.written_us, state = excluded.state",
    )
    .bind(write.unit.as_str())
    .bind(write.at.as_microsecond())
    .bind(&write.state)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT state FROM slm_alarm_state WHERE unit_id = ?")
        .bind(unit.as_str())
        .fetch_optional(executor)
        .await
}

/// The units there is anything to know of.
pub(super) async fn units(executor: impl Executor<'_, Database = Sqlite>) -> sqlx::Result<Vec<UnitId>> {
    let rows = sqlx::query(
        "SELECT CAST(unit_id AS TEXT) FROM alert_rules UNION SELECT unit_id FROM slm_alarm_state
         UNION SELECT CAST(unit_id AS TEXT) FROM alert_events
            WHERE rule_id <> 0 AND coalesce(status, 'active') = 'active'",
    )
    .fetch_all(executor)
    .await?;
    let names: Vec<(Option<String>,)> = readable("alert_rules", &rows);
    Ok(names.iter().filter_map(|(name,)| usable_name("alert_rules", name.as_deref())).collect())
}
