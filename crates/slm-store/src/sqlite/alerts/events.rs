//! `alert_events`.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::Note;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Executor, Sqlite, SqliteConnection};

use super::super::readable::readable;
use super::super::text_time::{from_column, to_lower_bound, to_text};
use super::super::units::usable_name;
use super::details;
use super::details::DetailsRow;
use super::incidents::{self, End};
use crate::{
    AcknowledgedEvent, AlarmEntry, AlarmEvent, ConnectionEdge, ConnectionEdgeKind, EventQuery, EventState,
    StoredEvent,
};

/// The number that stands for the connection, as if it were a rule's.
pub(super) const CONNECTION: i64 = 0;

/// What a query of events begins with.
const COLUMNS: &str = "
    SELECT id, CAST(rule_id AS INTEGER) AS rule_id, CAST(rule_name AS TEXT) AS rule_name,
        CAST(metric AS TEXT) AS metric,
        CASE WHEN typeof(threshold_db) IN ('real', 'integer') THEN CAST(threshold_db AS REAL) END AS threshold_db,
        CAST(onset_at AS TEXT) AS onset_at, CAST(onset_value AS REAL) AS onset_value,
        CAST(peak_value AS REAL) AS peak_value, CAST(clear_at AS TEXT) AS clear_at, CAST(status AS TEXT) AS status,
        CAST(acknowledged_at AS TEXT) AS acknowledged_at, CAST(acknowledged_by AS TEXT) AS acknowledged_by,
        CAST(notes AS TEXT) AS notes, CAST(e.unit_id AS TEXT) AS unit_id, d.severity, d.dimension, d.metric_text,
        d.comparison, d.peak_us, d.exceedances, d.acknowledged_note, d.incident_id
    FROM alert_events e LEFT JOIN slm_alarm_event d ON d.event_id = e.id WHERE";

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
    unit_id: Option<String>,
    #[sqlx(flatten)]
    details: DetailsRow,
}

/// The newest events of the unit, newest onset first.
pub(super) async fn select(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
    limit: u32,
) -> sqlx::Result<Vec<StoredEvent>> {
    let newest = format!("{COLUMNS} e.unit_id = ? ORDER BY e.onset_at DESC, e.id DESC LIMIT ?");
    let rows = sqlx::query(AssertSqlSafe(newest)).bind(unit.as_str()).bind(limit).fetch_all(executor).await?;
    Ok(events(&rows))
}

/// The events of the unit's rules that have not ended, oldest first.
pub(super) async fn select_open(
    executor: impl Executor<'_, Database = Sqlite>,
    unit: &UnitId,
) -> sqlx::Result<Vec<StoredEvent>> {
    let open = format!(
        "{COLUMNS} e.unit_id = ? AND e.rule_id <> ? AND coalesce(e.status, 'active') = 'active' ORDER BY e.onset_at, e.id"
    );
    let rows =
        sqlx::query(AssertSqlSafe(open)).bind(unit.as_str()).bind(CONNECTION).fetch_all(executor).await?;
    Ok(events(&rows))
}

/// Events as they are asked for, of the largest numbers first.
pub(super) async fn search(
    executor: impl Executor<'_, Database = Sqlite>,
    query: &EventQuery,
) -> sqlx::Result<Vec<StoredEvent>> {
    let found = format!(
        "{COLUMNS} (?1 IS NULL OR e.unit_id = ?1) AND (?2 IS NULL OR e.rule_id = ?2) AND (?3 IS NULL OR e.id < ?3)
            AND (?4 IS NULL OR (coalesce(e.status, 'active') = 'active') = ?4)
         ORDER BY e.id DESC LIMIT ?5"
    );
    let rows = sqlx::query(AssertSqlSafe(found))
        .bind(query.unit.as_ref().map(UnitId::as_str))
        .bind(query.rule)
        .bind(query.before)
        .bind(query.state.map(|state| state == EventState::Open))
        .bind(query.limit)
        .fetch_all(executor)
        .await?;
    Ok(events(&rows))
}

/// The newest events of an incident, newest first.
pub(super) async fn of_incident(
    executor: impl Executor<'_, Database = Sqlite>,
    incident: i64,
    limit: u32,
) -> sqlx::Result<Vec<StoredEvent>> {
    let newest = format!("{COLUMNS} d.incident_id = ? ORDER BY e.id DESC LIMIT ?");
    let rows = sqlx::query(AssertSqlSafe(newest)).bind(incident).bind(limit).fetch_all(executor).await?;
    Ok(events(&rows))
}

/// One event of any unit.
pub(super) async fn find(
    executor: impl Executor<'_, Database = Sqlite>,
    id: i64,
) -> sqlx::Result<Option<StoredEvent>> {
    let one = format!("{COLUMNS} e.id = ?");
    let rows = sqlx::query(AssertSqlSafe(one)).bind(id).fetch_all(executor).await?;
    Ok(events(&rows).pop())
}

/// Closes what is open of a rule.
pub(super) async fn close_of_rule(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    rule: i64,
    at: Timestamp,
    note: Option<&str>,
) -> sqlx::Result<()> {
    let closed: Vec<i64> = sqlx::query_scalar(
        "UPDATE alert_events SET status = 'cleared', clear_at = ?3, notes = coalesce(?4, notes)
         WHERE unit_id = ?1 AND rule_id = ?2 AND coalesce(status, 'active') = 'active' RETURNING id",
    )
    .bind(unit.as_str())
    .bind(rule)
    .bind(to_text(at))
    .bind(note)
    .fetch_all(&mut *connection)
    .await?;
    for event in closed {
        incidents::end_event(connection, End { event, at, note }).await?;
    }
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
    let closed = sqlx::query(
        "UPDATE alert_events SET status = 'cleared', clear_at = ?3, notes = ?4
         WHERE unit_id = ?1 AND id = ?2 AND coalesce(status, 'active') = 'active'",
    )
    .bind(unit.as_str())
    .bind(id)
    .bind(to_text(at))
    .bind(note)
    .execute(&mut *connection)
    .await?;
    if closed.rows_affected() > 0 {
        incidents::end_event(connection, End { event: id, at, note: Some(note) }).await?;
    }
    Ok(())
}

/// `None` when the unit has no such event.
pub(super) async fn acknowledge(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    id: i64,
    note: &Note,
) -> sqlx::Result<Option<AcknowledgedEvent>> {
    let acknowledged: Option<(Option<i64>, bool)> = sqlx::query_as(
        "UPDATE alert_events SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ? AND unit_id = ?
         RETURNING CAST(rule_id AS INTEGER), coalesce(status, 'active') = 'active'",
    )
    .bind(to_text(note.at))
    .bind(note.by.as_deref())
    .bind(id)
    .bind(unit.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    if acknowledged.is_some() {
        details::acknowledge(connection, id, note).await?;
        incidents::note_acknowledgement(connection, id, note).await?;
    }
    Ok(acknowledged
        .map(|(rule_id, is_open)| AcknowledgedEvent { rule_id: rule_id.unwrap_or(CONNECTION), is_open }))
}

/// Brings a rule's event up to date, or begins it, with what belongs to it. What has ended stays as it ended.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    event: &AlarmEvent,
) -> sqlx::Result<()> {
    let id = match update(connection, unit, event).await? {
        Some(id) => id,
        None => insert(connection, unit, event).await?,
    };
    details::put(connection, id, event).await?;
    let incident = incidents::of_event(connection, unit, id, event.onset_at).await?;
    if let Some(entry) = &event.entry {
        incidents::add(connection, incident, id, entry).await?;
    }
    if let Some((at, _)) = event.ended {
        incidents::settle(connection, incident, at).await?;
    }
    Ok(())
}

async fn update(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    event: &AlarmEvent,
) -> sqlx::Result<Option<i64>> {
    let acknowledged = event.acknowledged.as_ref();
    let (clear_at, note) = event.ended.clone().unzip();
    let updated = sqlx::query_scalar(
        "UPDATE alert_events SET peak_value = ?4, acknowledged_at = coalesce(?5, acknowledged_at),
            acknowledged_by = iif(?5 IS NULL, acknowledged_by, ?6), clear_at = coalesce(clear_at, ?7),
            status = iif(?7 IS NULL, status, 'cleared'), notes = coalesce(notes, ?8)
         WHERE unit_id = ?1 AND rule_id = ?2 AND onset_at IN (?3, ?9) RETURNING id",
    );
    updated
        .bind(unit.as_str())
        .bind(event.rule_id)
        .bind(to_text(event.onset_at))
        .bind(event.peak_value)
        .bind(acknowledged.map(|note| to_text(note.at)))
        .bind(acknowledged.and_then(|note| note.by.as_deref()))
        .bind(clear_at.map(to_text))
        .bind(note.flatten())
        // As the service before wrote it.
        .bind(to_lower_bound(event.onset_at))
        .fetch_optional(connection)
        .await
}

async fn insert(connection: &mut SqliteConnection, unit: &UnitId, event: &AlarmEvent) -> sqlx::Result<i64> {
    let acknowledged = event.acknowledged.as_ref();
    let (clear_at, note) = event.ended.clone().unzip();
    let insert = sqlx::query_scalar(
        "INSERT INTO alert_events (unit_id, rule_id, onset_at, peak_value, acknowledged_at, acknowledged_by, clear_at,
            notes, rule_name, metric, threshold_db, onset_value, status)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
    );
    insert
        .bind(unit.as_str())
        .bind(event.rule_id)
        .bind(to_text(event.onset_at))
        .bind(event.peak_value)
        .bind(acknowledged.map(|note| to_text(note.at)))
        .bind(acknowledged.and_then(|note| note.by.as_deref()))
        .bind(clear_at.map(to_text))
        .bind(note.flatten())
        .bind(&event.rule_name)
        .bind(&event.metric)
        .bind(event.threshold_db)
        .bind(event.onset_value)
        .bind(if event.ended.is_some() { "cleared" } else { "active" })
        .fetch_one(connection)
        .await
}

/// The event that an alarm of messages is named after, by unit, rule and onset, and its incident.
pub(in crate::sqlite) async fn of_alarm(
    connection: &mut SqliteConnection,
    alarm: &str,
) -> sqlx::Result<Option<(i64, Option<i64>)>> {
    let mut parts = alarm.rsplitn(3, '/');
    let (onset, rule, unit) = (parts.next(), parts.next(), parts.next());
    let onset = onset.and_then(|onset| Timestamp::from_microsecond(onset.parse().ok()?).ok());
    let rule: Option<i64> = rule.and_then(|rule| rule.parse().ok());
    let (Some(onset), Some(rule), Some(unit)) = (onset, rule, unit) else { return Ok(None) };
    sqlx::query_as(
        "SELECT e.id, d.incident_id FROM alert_events e LEFT JOIN slm_alarm_event d ON d.event_id = e.id
         WHERE e.unit_id = ? AND e.rule_id = ? AND e.onset_at IN (?, ?) ORDER BY e.id DESC LIMIT 1",
    )
    .bind(unit)
    .bind(rule)
    .bind(to_text(onset))
    .bind(to_lower_bound(onset))
    .fetch_optional(connection)
    .await
}

/// Whether the event that an alarm is named after has ended.
pub(in crate::sqlite) enum EndOfEvent {
    /// It has not.
    StillOpen,
    /// It has: when, and why, when the level was not the reason.
    Ended { at: Option<Timestamp>, note: Option<String> },
}

/// How the event of an alarm ended; `None` when there is no such event.
pub(in crate::sqlite) async fn end_of_alarm(
    connection: &mut SqliteConnection,
    alarm: &str,
) -> sqlx::Result<Option<EndOfEvent>> {
    let Some((id, _)) = of_alarm(connection, alarm).await? else { return Ok(None) };
    let (is_open, at, note): (bool, Option<String>, Option<String>) = sqlx::query_as(
        "SELECT coalesce(status, 'active') = 'active', CAST(clear_at AS TEXT), CAST(notes AS TEXT)
         FROM alert_events WHERE id = ?",
    )
    .bind(id)
    .fetch_one(connection)
    .await?;
    let ended = || EndOfEvent::Ended { at: from_column(at.as_deref()), note };
    Ok(Some(if is_open { EndOfEvent::StillOpen } else { ended() }))
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
    let opened: Option<i64> = sqlx::query_scalar(
        "INSERT INTO alert_events (rule_id, unit_id, rule_name, metric, threshold_db, onset_at, onset_value,
            peak_value, clear_at, status, acknowledged_at, acknowledged_by, notes)
         SELECT ?2, ?1, 'Device unreachable', 'connectivity', 0.0, ?3, NULL, NULL, NULL, 'active', NULL, NULL, NULL
         WHERE NOT EXISTS (SELECT 1 FROM alert_events
            WHERE unit_id = ?1 AND rule_id = ?2 AND coalesce(status, 'active') = 'active')
         RETURNING id",
    )
    .bind(edge.unit.as_str())
    .bind(CONNECTION)
    .bind(to_text(edge.at))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(id) = opened else { return Ok(()) };
    details::put_connection(connection, id).await?;
    let incident = incidents::of_event(connection, &edge.unit, id, edge.at).await?;
    let entry = AlarmEntry { number: 1, at: edge.at, kind: "raised", value: None, by: None, note: None };
    incidents::add(connection, incident, id, &entry).await
}

pub(super) async fn units_with_open_connection(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<Vec<(UnitId, Option<Timestamp>)>> {
    let rows = sqlx::query(
        "SELECT CAST(unit_id AS TEXT), max(CAST(onset_at AS TEXT)) FROM alert_events
         WHERE rule_id = ? AND coalesce(status, 'active') = 'active' GROUP BY unit_id",
    )
    .bind(CONNECTION)
    .fetch_all(executor)
    .await?;
    let found: Vec<(Option<String>, Option<String>)> = readable("alert_events", &rows);
    let open = |(name, onset): &(Option<String>, Option<String>)| {
        Some((usable_name("alert_events", name.as_deref())?, from_column(onset.as_deref())))
    };
    Ok(found.iter().filter_map(open).collect())
}

/// The rows that can be read, of units that can have a name.
fn events(rows: &[SqliteRow]) -> Vec<StoredEvent> {
    readable("alert_events", rows).into_iter().filter_map(EventRow::into_event).collect()
}

impl EventRow {
    fn into_event(self) -> Option<StoredEvent> {
        let unit = usable_name("alert_events", self.unit_id.as_deref())?;
        let time = |text: Option<String>| from_column(text.as_deref());
        Some(StoredEvent {
            id: self.id,
            rule_id: self.rule_id.unwrap_or(CONNECTION),
            unit,
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
            details: self.details.into_details(),
        })
    }
}
