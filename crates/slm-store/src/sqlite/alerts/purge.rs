//! Removing events that ended long ago, with their incidents.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::text_time::to_lower_bound;

/// Events a transaction: some milliseconds of work.
const EVENTS_AT_ONCE: i64 = 100;

/// Events that ended before a moment, of incidents that did; found by the index on their onset.
///
/// What messages tell of stays as long as they do: its end may still have to be told. The newest event and the events of the
/// newest incident stay, too, as numbers are in links and messages, and a number that is free is given again.
const OLD: &str = "
    DELETE FROM alert_events WHERE id IN (
        SELECT e.id FROM alert_events e LEFT JOIN slm_alarm_event d ON d.event_id = e.id
            LEFT JOIN slm_incident i ON i.id = d.incident_id
        WHERE e.onset_at < ?1 AND e.clear_at < ?1 AND coalesce(e.status, 'active') <> 'active'
            AND e.id < (SELECT max(id) FROM alert_events)
            AND (i.id IS NULL OR (i.ended_us < ?2 AND i.id < (SELECT max(id) FROM slm_incident)
                AND NOT EXISTS (SELECT 1 FROM slm_message m WHERE m.incident_id = i.id)))
        ORDER BY e.onset_at LIMIT ?3)
    RETURNING id";

/// Removes some; `None` says that none are left, `Some` how many went.
pub(super) async fn some(connection: &mut SqliteConnection, before: Timestamp) -> sqlx::Result<Option<u64>> {
    let old: Vec<i64> = sqlx::query_scalar(OLD)
        .bind(to_lower_bound(before))
        .bind(before.as_microsecond())
        .bind(EVENTS_AT_ONCE)
        .fetch_all(&mut *connection)
        .await?;
    for event in &old {
        sqlx::query("DELETE FROM slm_incident_entry WHERE event_id = ?")
            .bind(event)
            .execute(&mut *connection)
            .await?;
        let incident: Option<Option<i64>> =
            sqlx::query_scalar("DELETE FROM slm_alarm_event WHERE event_id = ? RETURNING incident_id")
                .bind(event)
                .fetch_optional(&mut *connection)
                .await?;
        let last = "DELETE FROM slm_incident
            WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM slm_alarm_event WHERE incident_id = ?1)";
        sqlx::query(last).bind(incident.flatten()).execute(&mut *connection).await?;
    }
    Ok((!old.is_empty()).then_some(old.len() as u64))
}
