//! `slm_incident`, `slm_incident_entry`: events of one unit that overlap, and what happened to them.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{Note, Severity};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::super::units::usable_name;
use super::events;
use crate::{AlarmEntry, IncidentEntry, IncidentQuery, IncidentState, IncidentTimeline, StoredIncident};

/// The end of an event.
pub(super) struct End<'a> {
    /// Its number.
    pub(super) event: i64,
    /// When.
    pub(super) at: Timestamp,
    /// Why; `None`: it has recovered.
    pub(super) note: Option<&'a str>,
}

/// The incident of an event: what it is part of already, the one that is open at the unit, or a new one.
pub(super) async fn of_event(
    connection: &mut SqliteConnection,
    unit: &UnitId,
    event: i64,
    onset: Timestamp,
) -> sqlx::Result<i64> {
    let known: Option<i64> = sqlx::query_scalar(
        "SELECT incident_id FROM slm_alarm_event WHERE event_id = ? AND incident_id IS NOT NULL",
    )
    .bind(event)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(known) = known {
        return Ok(known);
    }
    let open: Option<i64> =
        sqlx::query_scalar("SELECT max(id) FROM slm_incident WHERE unit_id = ? AND ended_us IS NULL")
            .bind(unit.as_str())
            .fetch_one(&mut *connection)
            .await?;
    let incident = match open {
        Some(open) => open,
        None => {
            sqlx::query_scalar("INSERT INTO slm_incident (unit_id, started_us) VALUES (?, ?) RETURNING id")
                .bind(unit.as_str())
                .bind(onset.as_microsecond())
                .fetch_one(&mut *connection)
                .await?
        }
    };
    sqlx::query("UPDATE slm_alarm_event SET incident_id = ? WHERE event_id = ?")
        .bind(incident)
        .bind(event)
        .execute(connection)
        .await?;
    Ok(incident)
}

/// Adds a line to the timeline, once, while there is room.
pub(super) async fn add(
    connection: &mut SqliteConnection,
    incident: i64,
    event: i64,
    entry: &AlarmEntry,
) -> sqlx::Result<()> {
    // An event begins and ends once, whoever tells of it.
    let key = match entry.kind {
        "cleared" | "closed" => "end".to_owned(),
        "acknowledged" => format!("acknowledged {}", entry.at.as_microsecond()),
        _ => entry.number.to_string(),
    };
    sqlx::query(
        "INSERT INTO slm_incident_entry (incident_id, event_id, key, at_us, kind, value, by_whom, note)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
         WHERE (SELECT count(*) FROM slm_incident_entry WHERE incident_id = ?1) < ?9
         ON CONFLICT DO NOTHING",
    )
    .bind(incident)
    .bind(event)
    .bind(key)
    .bind(entry.at.as_microsecond())
    .bind(entry.kind)
    .bind(entry.value)
    .bind(&entry.by)
    .bind(&entry.note)
    .bind(StoredIncident::ENTRIES)
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends an incident of which nothing is open.
pub(super) async fn settle(
    connection: &mut SqliteConnection,
    incident: i64,
    at: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE slm_incident SET ended_us = ?2 WHERE id = ?1 AND ended_us IS NULL AND NOT EXISTS (
            SELECT 1 FROM slm_alarm_event d JOIN alert_events e ON e.id = d.event_id
            WHERE d.incident_id = ?1 AND coalesce(e.status, 'active') = 'active')",
    )
    .bind(incident)
    .bind(at.as_microsecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends whatever incidents nothing is open of, as when another program has ended their events.
pub(super) async fn settle_all(connection: &mut SqliteConnection, at: Timestamp) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE slm_incident SET ended_us = ?1 WHERE ended_us IS NULL AND NOT EXISTS (
            SELECT 1 FROM slm_alarm_event d JOIN alert_events e ON e.id = d.event_id
            WHERE d.incident_id = slm_incident.id AND coalesce(e.status, 'active') = 'active')",
    )
    .bind(at.as_microsecond())
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that an event has ended, in its incident, if it has one.
pub(super) async fn end_event(connection: &mut SqliteConnection, end: End<'_>) -> sqlx::Result<()> {
    let Some(incident) = known(connection, end.event).await? else { return Ok(()) };
    let entry = AlarmEntry {
        number: 0,
        at: end.at,
        kind: if end.note.is_some() { "closed" } else { "cleared" },
        value: None,
        by: None,
        note: end.note.map(str::to_owned),
    };
    add(connection, incident, end.event, &entry).await?;
    settle(connection, incident, end.at).await
}

/// Notes an acknowledgement in the event's incident, if it has one.
pub(super) async fn note_acknowledgement(
    connection: &mut SqliteConnection,
    event: i64,
    note: &Note,
) -> sqlx::Result<()> {
    let Some(incident) = known(connection, event).await? else { return Ok(()) };
    let entry = AlarmEntry {
        number: 0,
        at: note.at,
        kind: "acknowledged",
        value: None,
        by: note.by.clone(),
        note: note.text.clone(),
    };
    add(connection, incident, event, &entry).await
}

async fn known(connection: &mut SqliteConnection, event: i64) -> sqlx::Result<Option<i64>> {
    let found: Option<Option<i64>> =
        sqlx::query_scalar("SELECT incident_id FROM slm_alarm_event WHERE event_id = ?")
            .bind(event)
            .fetch_optional(connection)
            .await?;
    Ok(found.flatten())
}

/// What a query of incidents begins with.
const COLUMNS: &str = "
    SELECT i.id, i.unit_id, i.started_us, i.ended_us, count(e.id) AS event_count,
        coalesce(sum(coalesce(e.status, 'active') = 'active' AND e.id IS NOT NULL), 0) AS open_events,
        coalesce(sum(coalesce(e.status, 'active') = 'active' AND e.id IS NOT NULL AND e.acknowledged_at IS NULL), 0)
            AS unacknowledged,
        max(CASE d.severity WHEN 'critical' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END) AS worst
    FROM slm_incident i LEFT JOIN slm_alarm_event d ON d.incident_id = i.id LEFT JOIN alert_events e ON e.id = d.event_id
    WHERE";

/// The number of a severity in [`COLUMNS`].
const fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Info => 0,
        Severity::Warning => 1,
        Severity::Critical => 2,
    }
}

#[derive(sqlx::FromRow)]
struct IncidentRow {
    id: i64,
    unit_id: String,
    started_us: i64,
    ended_us: Option<i64>,
    event_count: u32,
    open_events: u32,
    unacknowledged: u32,
    worst: u8,
}

/// Incidents as they are asked for, of the largest numbers first.
pub(super) async fn search(
    connection: &mut SqliteConnection,
    query: &IncidentQuery,
) -> sqlx::Result<Vec<StoredIncident>> {
    let having = match query.state {
        None => "1",
        Some(IncidentState::Closed) => "i.ended_us IS NOT NULL",
        Some(IncidentState::Open) => "i.ended_us IS NULL AND unacknowledged > 0",
        Some(IncidentState::Acknowledged) => "i.ended_us IS NULL AND unacknowledged = 0",
    };
    let ended = match query.state {
        None => "1",
        Some(IncidentState::Closed) => "i.ended_us IS NOT NULL",
        Some(IncidentState::Open | IncidentState::Acknowledged) => "i.ended_us IS NULL",
    };
    let found = format!(
        "{COLUMNS} (?1 IS NULL OR i.unit_id = ?1) AND (?2 IS NULL OR i.id < ?2) AND {ended}
         GROUP BY i.id HAVING {having} AND (?4 IS NULL OR worst = ?4) ORDER BY i.id DESC LIMIT ?3"
    );
    let rows: Vec<IncidentRow> = sqlx::query_as(AssertSqlSafe(found))
        .bind(query.unit.as_ref().map(UnitId::as_str))
        .bind(query.before)
        .bind(query.limit)
        .bind(query.severity.map(rank))
        .fetch_all(&mut *connection)
        .await?;
    let mut incidents = Vec::with_capacity(rows.len());
    for row in rows {
        let events = events::of_incident(&mut *connection, row.id, StoredIncident::EVENTS).await?;
        incidents.extend(row.into_incident(events));
    }
    Ok(incidents)
}

/// One incident.
pub(in crate::sqlite) async fn one(
    connection: &mut SqliteConnection,
    id: i64,
) -> sqlx::Result<Option<StoredIncident>> {
    let one = format!("{COLUMNS} i.id = ? GROUP BY i.id");
    let row: Option<IncidentRow> =
        sqlx::query_as(AssertSqlSafe(one)).bind(id).fetch_optional(&mut *connection).await?;
    let Some(row) = row else { return Ok(None) };
    let events = events::of_incident(&mut *connection, id, StoredIncident::EVENTS).await?;
    Ok(row.into_incident(events))
}

/// How many events of an incident are open, and whether it is over.
pub(in crate::sqlite) async fn open_of(
    connection: &mut SqliteConnection,
    id: i64,
) -> sqlx::Result<Option<(u32, bool)>> {
    sqlx::query_as(
        "SELECT (SELECT count(*) FROM slm_alarm_event d JOIN alert_events e ON e.id = d.event_id
                WHERE d.incident_id = i.id AND coalesce(e.status, 'active') = 'active'), i.ended_us IS NOT NULL
         FROM slm_incident i WHERE i.id = ?",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// The newest incident of a unit.
pub(in crate::sqlite) async fn newest(
    connection: &mut SqliteConnection,
    unit: &UnitId,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT max(id) FROM slm_incident WHERE unit_id = ?")
        .bind(unit.as_str())
        .fetch_one(connection)
        .await
}

/// One incident with its timeline.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    id: i64,
) -> sqlx::Result<Option<IncidentTimeline>> {
    let Some(incident) = one(&mut *connection, id).await? else { return Ok(None) };
    let entries: Vec<EntryRow> = sqlx::query_as(
        "SELECT t.at_us, t.kind, CAST(e.rule_id AS INTEGER) AS rule_id, CAST(e.rule_name AS TEXT) AS rule_name, t.value,
            t.by_whom, t.note
         FROM slm_incident_entry t LEFT JOIN alert_events e ON e.id = t.event_id
         WHERE t.incident_id = ? ORDER BY t.at_us, t.id LIMIT ?",
    )
    .bind(id)
    .bind(StoredIncident::ENTRIES)
    .fetch_all(connection)
    .await?;
    let entries = entries.into_iter().filter_map(EntryRow::into_entry).collect();
    Ok(Some(IncidentTimeline { incident, entries }))
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    at_us: i64,
    kind: String,
    rule_id: Option<i64>,
    rule_name: Option<String>,
    value: Option<f64>,
    by_whom: Option<String>,
    note: Option<String>,
}

impl EntryRow {
    fn into_entry(self) -> Option<IncidentEntry> {
        Some(IncidentEntry {
            at: Timestamp::from_microsecond(self.at_us).ok()?,
            kind: self.kind,
            rule_id: self.rule_id.unwrap_or_default(),
            rule_name: self.rule_name,
            value: self.value,
            by: self.by_whom,
            note: self.note,
        })
    }
}

impl IncidentRow {
    fn into_incident(self, events: Vec<crate::StoredEvent>) -> Option<StoredIncident> {
        let time = |at: i64| Timestamp::from_microsecond(at).ok();
        Some(StoredIncident {
            id: self.id,
            unit: usable_name("slm_incident", Some(&self.unit_id))?,
            started_at: time(self.started_us)?,
            ended_at: self.ended_us.and_then(time),
            severity: Severity::ALL[usize::from(self.worst).min(2)],
            event_count: self.event_count,
            open_events: self.open_events,
            unacknowledged: self.unacknowledged,
            events,
        })
    }
}
