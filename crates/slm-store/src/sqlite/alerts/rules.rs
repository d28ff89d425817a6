//! `alert_rules`.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::RuleText;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Executor, Sqlite, SqliteConnection};

use super::super::readable::readable;
use super::super::text_time::to_text;
use super::super::units::usable_name;
use crate::StoredRule;

/// A number is not given again while events still tell of its rule. Above a billion they are those of other rules.
const NEXT_ID: &str = "
    SELECT max(coalesce((SELECT max(id) FROM alert_rules), 0),
        coalesce((SELECT max(rule_id) FROM alert_events WHERE rule_id < 1000000000), 0)) + 1";

const SELECT: &str = "
    SELECT id, CAST(name AS TEXT) AS name, CAST(metric AS TEXT) AS metric, CAST(comparison AS TEXT) AS comparison,
        CASE WHEN typeof(threshold_db) IN ('real', 'integer') THEN CAST(threshold_db AS REAL) END AS threshold_db, CAST(duration_s AS INTEGER) AS duration_s,
        CAST(clear_margin_db AS REAL) AS clear_margin_db, CAST(cooldown_s AS INTEGER) AS cooldown_s,
        CAST(schedule_start AS TEXT) AS schedule_start, CAST(schedule_end AS TEXT) AS schedule_end,
        CAST(schedule_days AS TEXT) AS schedule_days, CAST(channels AS TEXT) AS channels,
        CAST(recipients AS TEXT) AS recipients, CAST(enabled AS INTEGER) AS enabled,
        CAST(unit_id AS TEXT) AS unit_id
    FROM alert_rules r WHERE ?1 IS NULL OR unit_id = ?1 ORDER BY r.id";

/// A row as it may stand in a file of any version.
#[derive(sqlx::FromRow)]
struct RuleRow {
    id: i64,
    name: Option<String>,
    metric: Option<String>,
    comparison: Option<String>,
    threshold_db: Option<f64>,
    duration_s: Option<i64>,
    clear_margin_db: Option<f64>,
    cooldown_s: Option<i64>,
    schedule_start: Option<String>,
    schedule_end: Option<String>,
    schedule_days: Option<String>,
    channels: Option<String>,
    recipients: Option<String>,
    enabled: Option<bool>,
    unit_id: Option<String>,
}

/// Adds the rule and returns its number.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    rule: &RuleText,
    at: Timestamp,
) -> sqlx::Result<i64> {
    let id: i64 = sqlx::query_scalar(NEXT_ID).fetch_one(&mut *connection).await?;
    let insert = sqlx::query(
        "INSERT INTO alert_rules (name, metric, comparison, threshold_db, duration_s, clear_margin_db, cooldown_s,
            schedule_start, schedule_end, schedule_days, channels, recipients, enabled, id, unit_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    bind(insert, rule).bind(id).bind(unit.as_str()).bind(to_text(at)).execute(connection).await?;
    Ok(id)
}

/// Replaces all but number, unit and time of creation; `false` when the unit has no such rule.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    id: i64,
    rule: &RuleText,
) -> sqlx::Result<bool> {
    let update = sqlx::query(
        "UPDATE alert_rules SET name = ?, metric = ?, comparison = ?, threshold_db = ?, duration_s = ?,
            clear_margin_db = ?, cooldown_s = ?, schedule_start = ?, schedule_end = ?, schedule_days = ?, channels = ?,
            recipients = ?, enabled = ?
         WHERE id = ? AND unit_id = ?",
    );
    let replaced = bind(update, rule).bind(id).bind(unit.as_str()).execute(connection).await?;
    Ok(replaced.rows_affected() > 0)
}

fn bind<'q>(
    query: Query<'q, Sqlite, SqliteArguments>,
    rule: &'q RuleText,
) -> Query<'q, Sqlite, SqliteArguments> {
    query
        .bind(&rule.name)
        .bind(&rule.metric)
        .bind(&rule.comparison)
        .bind(rule.threshold_db)
        .bind(rule.duration_s)
        .bind(rule.clear_margin_db)
        .bind(rule.cooldown_s)
        .bind(&rule.schedule_start)
        .bind(&rule.schedule_end)
        .bind(&rule.schedule_days)
        .bind(&rule.channels)
        .bind(&rule.recipients)
        .bind(rule.enabled)
}

/// `false` when the unit has no such rule.
pub(super) async fn delete(connection: &mut SqliteConnection, unit: &UnitId, id: i64) -> sqlx::Result<bool> {
    let deleted = sqlx::query("DELETE FROM alert_rules WHERE id = ? AND unit_id = ?")
        .bind(id)
        .bind(unit.as_str())
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
) -> sqlx::Result<Vec<StoredRule>> {
    let rows = sqlx::query(SELECT).bind(unit.as_str()).fetch_all(executor).await?;
    Ok(readable("alert_rules", &rows).into_iter().filter_map(RuleRow::into_rule).collect())
}

/// Of all units.
pub(super) async fn select_all(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<Vec<StoredRule>> {
    let rows = sqlx::query(SELECT).bind(None::<&str>).fetch_all(executor).await?;
    Ok(readable("alert_rules", &rows).into_iter().filter_map(RuleRow::into_rule).collect())
}

pub(super) async fn units_with_enabled(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<Vec<UnitId>> {
    let rows = sqlx::query(
        "SELECT DISTINCT CAST(unit_id AS TEXT) FROM alert_rules WHERE coalesce(CAST(enabled AS INTEGER), 1) <> 0",
    )
    .fetch_all(executor)
    .await?;
    let names: Vec<(Option<String>,)> = readable("alert_rules", &rows);
    Ok(names.iter().filter_map(|(name,)| usable_name("alert_rules", name.as_deref())).collect())
}

impl RuleRow {
    /// As it stands; what is null counts as the default, an unreadable limit as none.
    fn into_rule(self) -> Option<StoredRule> {
        let unit = usable_name("alert_rules", self.unit_id.as_deref())?;
        let default = RuleText::new(self.threshold_db.unwrap_or(f64::NAN));
        let rule = RuleText {
            name: self.name.unwrap_or(default.name),
            metric: self.metric.unwrap_or(default.metric),
            comparison: self.comparison.unwrap_or(default.comparison),
            duration_s: self.duration_s.unwrap_or(default.duration_s),
            clear_margin_db: self.clear_margin_db.unwrap_or(default.clear_margin_db),
            cooldown_s: self.cooldown_s.unwrap_or(default.cooldown_s),
            schedule_start: self.schedule_start,
            schedule_end: self.schedule_end,
            schedule_days: self.schedule_days,
            channels: self.channels.unwrap_or(default.channels),
            recipients: self.recipients,
            enabled: self.enabled.unwrap_or(default.enabled),
            threshold_db: default.threshold_db,
        };
        Some(StoredRule { id: self.id, unit, rule })
    }
}
