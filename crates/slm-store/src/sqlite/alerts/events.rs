//! `alert_events`.

use jiff::Timestamp;
use slm_domain::UnitId;
use sqlx::{AssertSqlSafe, Executor, Sqlite, SqliteConnection};

use super::super::readable::readable;
use super::super::text_time::{from_column, to_lower_bound, to_text};
use super::super::units::usable_name;
use crate::{AcknowledgedEvent, AlarmEvent, ConnectionEdge, ConnectionEdgeKind, StoredEvent};

/// The number that stands for the connection, as if it were a rule's.
const CONNECTION: i64 = 0;

/// What a query of events begins with.
const COLUMNS: &str = "
    SELECT id, CAST(rule_id AS INTEGER) AS rule_id, CAST(rule_name AS TEXT) AS rule_name,
        CAST(metric AS TEXT) AS metric,
        CASE WHEN typeof(threshold_db) IN ('real', 'integer') THEN CAST(threshold_db AS REAL) END AS threshold_db,
        CAST(onset_at AS TEXT) AS onset_at, CAST(onset_value AS REAL) AS onset_value,
        CAST(peak_value AS REAL) AS peak_value, CAST(clear_at AS TEXT) AS clear_at, CAST(status AS TEXT) AS status,
        CAST(acknowledged_at AS TEXT) AS acknowledged_at, CAST(acknowledged_by AS TEXT) AS acknowledged_by,
        CAST(notes AS TEXT) AS notes
    FROM alert_events e WHERE unit_id = ?";

/// A row as it may stand in a file of any version.
#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    rule_id: Option<i64>,
    rule_name: Option<String>,
    metric: Option<String>,
    threshold_db: Option<f64>,
    onset_at: Option<String>,
    onset_value: Option<f64>,
    peak_value: Option<f64>,
    clear_at: Option<String>,
    status: Option<String>,
    acknowledged_at: Option<String>,
    acknowledged_by: Option<String>,
    notes: Option<String>,
}

/// The newest events of the unit, newest onset first.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    limit: u32,
) -> sqlx::Result<Vec<StoredEvent>> {
    let newest = format!("{COLUMNS} ORDER BY e.onset_at DESC, e.id DESC LIMIT ?");
    let rows = sqlx::query(AssertSqlSafe(newest)).bind(unit.as_str()).bind(limit).fetch_all(executor).await?;
    Ok(readable("alert_events", &rows).into_iter().map(|row: EventRow| row.into_event(unit)).collect())
}

/// The events of the unit's rules that have not ended, oldest first.
pub(super) async fn select_open(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
) -> sqlx::Result<Vec<StoredEvent>> {
    let open = format!(
        "{COLUMNS} AND e.rule_id <> ? AND coalesce(e.status, 'active') = 'active' ORDER BY e.onset_at, e.id"
    );
    let rows =
        sqlx::query(AssertSqlSafe(open)).bind(unit.as_str()).bind(CONNECTION).fetch_all(executor).await?;
    Ok(readable("alert_events", &rows).into_iter().map(|row: EventRow| row.into_event(unit)).collect())
}

/// Closes what is open of a rule.
pub(super) async fn close_of_rule(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    rule: i64,
    at: Timestamp,
    note: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE alert_events SET status = 'cleared', clear_at = ?3, notes = coalesce(?4, notes)
         WHERE unit_id = ?1 AND rule_id = ?2 AND coalesce(status, 'active') = 'active'",
    )
    .bind(unit.as_str())
    .bind(rule)
    .bind(to_text(at))
    .bind(note)
    .execute(connection)
    .await?;
    Ok(())
}

/// Closes an event, if it is open.
pub(super) async fn close(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    id: i64,
    at: Timestamp,
    note: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE alert_events SET status = 'cleared', clear_at = ?3, notes = ?4
         WHERE unit_id = ?1 AND id = ?2 AND coalesce(status, 'active') = 'active'",
    )
    .bind(unit.as_str())
    .bind(id)
    .bind(to_text(at))
    .bind(note)
    .execute(connection)
    .await?;
    Ok(())
}

/// `None` when the unit has no such event.
pub(super) async fn acknowledge(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    id: i64,
    by: Option<&str>,
    at: Timestamp,
) -> sqlx::Result<Option<AcknowledgedEvent>> {
    let acknowledged: Option<(Option<i64>, bool)> = sqlx::query_as(
        "UPDATE alert_events SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ? AND unit_id = ?
         RETURNING CAST(rule_id AS INTEGER), coalesce(status, 'active') = 'active'",
    )
    .bind(to_text(at))
    .bind(by)
    .bind(id)
    .bind(unit.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(acknowledged
        .map(|(rule_id, is_open)| AcknowledgedEvent { rule_id: rule_id.unwrap_or(CONNECTION), is_open }))
}

/// Brings a rule's event up to date, or begins it. What has ended stays as it ended.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    event: &AlarmEvent,
) -> sqlx::Result<()> {
    let (acknowledged_at, acknowledged_by) = event.acknowledged.clone().unzip();
    let (clear_at, note) = event.ended.clone().unzip();
    let updated = sqlx::query(
        "UPDATE alert_events SET peak_value = ?4, acknowledged_at = coalesce(?5, acknowledged_at),
            acknowledged_by = iif(?5 IS NULL, acknowledged_by, ?6), clear_at = coalesce(clear_at, ?7),
            status = iif(?7 IS NULL, status, 'cleared'), notes = coalesce(notes, ?8)
         WHERE unit_id = ?1 AND rule_id = ?2 AND onset_at IN (?3, ?9)",
    );
    let updated = updated
        .bind(unit.as_str())
        .bind(event.rule_id)
        .bind(to_text(event.onset_at))
        .bind(event.peak_value)
        .bind(acknowledged_at.map(to_text))
        .bind(acknowledged_by.as_ref().and_then(Option::as_ref))
        .bind(clear_at.map(to_text))
        .bind(note.as_ref().and_then(Option::as_ref))
        // As the service before wrote it.
        .bind(to_lower_bound(event.onset_at))
        .execute(&mut *connection)
        .await?;
    if updated.rows_affected() > 0 {
        return Ok(());
    }
    let insert = sqlx::query(
        "INSERT INTO alert_events (unit_id, rule_id, onset_at, peak_value, acknowledged_at, acknowledged_by, clear_at,
            notes, rule_name, metric, threshold_db, onset_value, status)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    insert
        .bind(unit.as_str())
        .bind(event.rule_id)
        .bind(to_text(event.onset_at))
        .bind(event.peak_value)
        .bind(acknowledged_at.map(to_text))
        .bind(acknowledged_by.flatten())
        .bind(clear_at.map(to_text))
        .bind(note.flatten())
        .bind(&event.rule_name)
        .bind(&event.metric)
        .bind(event.threshold_db)
        .bind(event.onset_value)
        .bind(if event.ended.is_some() { "cleared" } else { "active" })
        .execute(connection)
        .await?;
    Ok(())
}

/// Opens or closes the event of a unit's connection; opening is nothing while one is open.
pub(super) async fn connection(connection: &mut SqliteConnection, edge: &ConnectionEdge) -> sqlx::Result<()> {
    let note = match edge.kind {
        ConnectionEdgeKind::Lost => return open_connection(connection, edge).await,
        ConnectionEdgeKind::Back => None,
        ConnectionEdgeKind::Dismissed(reason) => Some(reason),
    };
    close_of_rule(connection, &edge.unit, CONNECTION, edge.at, note).await
}

async fn open_connection(connection: &mut SqliteConnection, edge: &ConnectionEdge) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO alert_events (rule_id, unit_id, rule_name, metric, threshold_db, onset_at, onset_value,
            peak_value, clear_at, status, acknowledged_at, acknowledged_by, notes)
         SELECT ?2, ?1, 'Device unreachable', 'connectivity', 0.0, ?3, NULL, NULL, NULL, 'active', NULL, NULL, NULL
         WHERE NOT EXISTS (SELECT 1 FROM alert_events
            WHERE unit_id = ?1 AND rule_id = ?2 AND coalesce(status, 'active') = 'active')",
    )
    .bind(edge.unit.as_str())
    .bind(CONNECTION)
    .bind(to_text(edge.at))
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn units_with_open_connection(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<Vec<UnitId>> {
    let rows = sqlx::query(
        "SELECT DISTINCT CAST(unit_id AS TEXT) FROM alert_events
         WHERE rule_id = ? AND coalesce(status, 'active') = 'active'",
    )
    .bind(CONNECTION)
    .fetch_all(executor)
    .await?;
    let names: Vec<(Option<String>,)> = readable("alert_events", &rows);
    Ok(names.iter().filter_map(|(name,)| usable_name("alert_events", name.as_deref())).collect())
}

impl EventRow {
    fn into_event(self, unit: &UnitId) -> StoredEvent {
        let time = |text: Option<String>| from_column(text.as_deref());
        StoredEvent {
            id: self.id,
            rule_id: self.rule_id.unwrap_or(CONNECTION),
            unit: unit.clone(),
            rule_name: self.rule_name,
            metric: self.metric.unwrap_or_default(),
            threshold_db: self.threshold_db,
            onset_at: time(self.onset_at),
            onset_value: self.onset_value,
            peak_value: self.peak_value,
            clear_at: time(self.clear_at),
            status: self.status.unwrap_or_else(|| "active".to_owned()),
            acknowledged_at: time(self.acknowledged_at),
            acknowledged_by: self.acknowledged_by,
            notes: self.notes,
        }
    }
}
