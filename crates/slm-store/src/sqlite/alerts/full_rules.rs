//! `slm_alarm_rule` and `slm_alarm_shelf`.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{Note, Shelf};
use sqlx::{Executor, Sqlite, SqliteConnection};

use super::super::units::usable_name;
use crate::{StoredAlarmRule, StoredShelf};

#[derive(sqlx::FromRow)]
struct RuleRow {
    id: i64,
    created_us: i64,
    changed_us: i64,
    document: String,
}

#[derive(sqlx::FromRow)]
struct ShelfRow {
    rule_id: i64,
    unit_id: String,
    until_us: i64,
    at_us: i64,
    by_whom: Option<String>,
    note: Option<String>,
}

/// Adds a rule and returns its number.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    document: &str,
    at: Timestamp,
) -> sqlx::Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "UPDATE slm_meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'last_alarm_rule'
         RETURNING CAST(value AS INTEGER)",
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO slm_alarm_rule (id, created_us, changed_us, document) VALUES (?1, ?2, ?2, ?3)")
        .bind(id)
        .bind(at.as_microsecond())
        .bind(document)
        .execute(connection)
        .await?;
    Ok(id)
}

/// `false` when there is none of this number.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    id: i64,
    document: &str,
    at: Timestamp,
) -> sqlx::Result<bool> {
    let replaced = sqlx::query("UPDATE slm_alarm_rule SET changed_us = ?, document = ? WHERE id = ?")
        .bind(at.as_microsecond())
        .bind(document)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(replaced.rows_affected() > 0)
}

/// Removes a rule and its shelves; `false` when there is none of this number.
pub(super) async fn delete(connection: &mut SqliteConnection, id: i64) -> sqlx::Result<bool> {
    let deleted =
        sqlx::query("DELETE FROM slm_alarm_rule WHERE id = ?").bind(id).execute(&mut *connection).await?;
    unshelve_all(connection, id).await?;
    Ok(deleted.rows_affected() > 0)
}

/// All rules in the order of their creation.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<Vec<StoredAlarmRule>> {
    let rows: Vec<RuleRow> =
        sqlx::query_as("SELECT id, created_us, changed_us, document FROM slm_alarm_rule ORDER BY id")
            .fetch_all(executor)
            .await?;
    let time = |at: i64| Timestamp::from_microsecond(at).unwrap_or_default();
    let rule = |row: RuleRow| StoredAlarmRule {
        id: row.id,
        created_at: time(row.created_us),
        changed_at: time(row.changed_us),
        document: row.document,
    };
    Ok(rows.into_iter().map(rule).collect())
}

/// Creates or replaces a shelf. One for all units takes the place of those for each.
pub(super) async fn shelve(connection: &mut SqliteConnection, shelf: &StoredShelf) -> sqlx::Result<()> {
    if shelf.unit.is_none() {
        unshelve_all(connection, shelf.rule).await?;
    }
    sqlx::query(
        "INSERT OR REPLACE INTO slm_alarm_shelf (rule_id, unit_id, until_us, at_us, by_whom, note)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(shelf.rule)
    .bind(shelf.unit.as_ref().map_or("", UnitId::as_str))
    .bind(shelf.shelf.until.as_microsecond())
    .bind(shelf.shelf.note.at.as_microsecond())
    .bind(&shelf.shelf.note.by)
    .bind(&shelf.shelf.note.text)
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the shelf of a unit, or all of a rule.
pub(super) async fn unshelve(
    connection: &mut SqliteConnection,
    rule: i64,
    unit: Option<&UnitId>,
) -> sqlx::Result<()> {
    let Some(unit) = unit else { return unshelve_all(connection, rule).await };
    sqlx::query("DELETE FROM slm_alarm_shelf WHERE rule_id = ? AND unit_id = ?")
        .bind(rule)
        .bind(unit.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn unshelve_all(connection: &mut SqliteConnection, rule: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM slm_alarm_shelf WHERE rule_id = ?").bind(rule).execute(connection).await?;
    Ok(())
}

/// Removes what has ended.
pub(super) async fn drop_ended(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM slm_alarm_shelf WHERE until_us <= ?")
        .bind(now.as_microsecond())
        .execute(connection)
        .await?;
    Ok(())
}

/// All shelves.
pub(super) async fn shelves(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<Vec<StoredShelf>> {
    let rows: Vec<ShelfRow> = sqlx::query_as(
        "SELECT rule_id, unit_id, until_us, at_us, by_whom, note FROM slm_alarm_shelf ORDER BY rule_id, unit_id",
    )
    .fetch_all(executor)
    .await?;
    Ok(rows.into_iter().filter_map(ShelfRow::into_shelf).collect())
}

impl ShelfRow {
    fn into_shelf(self) -> Option<StoredShelf> {
        let time = |at: i64| Timestamp::from_microsecond(at).ok();
        let unit = match self.unit_id.as_str() {
            "" => None,
            name => Some(usable_name("slm_alarm_shelf", Some(name))?),
        };
        let note = Note { at: time(self.at_us)?, by: self.by_whom, text: self.note };
        Some(StoredShelf { rule: self.rule_id, unit, shelf: Shelf { until: time(self.until_us)?, note } })
    }
}
