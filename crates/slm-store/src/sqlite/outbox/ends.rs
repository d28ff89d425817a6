//! Whoever was told of an incident is told that it is over, whether its last event was told to them or not.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::delivery::{Audience, Escalation, Message, MessageKind, route};
use sqlx::SqliteConnection;

use super::super::alerts;
use super::enqueue::{People, insert, insert_message};
use super::incident::{self, Subject};

/// Tells the end of a unit's incident to those who were told of it and not of its end, if it is over.
///
/// To be called within the transaction of the end, after what is told of the event itself.
pub(in crate::sqlite) async fn tell_end(
    connection: &mut SqliteConnection,
    people: &mut People,
    unit: &UnitId,
    now: Timestamp,
) -> sqlx::Result<()> {
    if let Some(incident) = alerts::newest_incident(connection, unit).await? {
        tell(connection, people, incident, now).await?;
    }
    Ok(())
}

/// The same of all incidents; says how many are told.
pub(super) async fn tell_all(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<u64> {
    let incidents: Vec<i64> = sqlx::query_scalar(
        "SELECT incident_id FROM slm_outbox WHERE incident_id IS NOT NULL GROUP BY incident_id HAVING max(ends) = 0
         ORDER BY incident_id",
    )
    .fetch_all(&mut *connection)
    .await?;
    let (mut people, mut told) = (People::default(), 0);
    for incident in incidents {
        told += tell(connection, &mut people, incident, now).await?;
    }
    Ok(told)
}

async fn tell(
    connection: &mut SqliteConnection,
    people: &mut People,
    id: i64,
    now: Timestamp,
) -> sqlx::Result<u64> {
    let owed = owed(connection, id).await?;
    if owed.is_empty() {
        return Ok(0);
    }
    let Some(incident) = alerts::incident(connection, id).await? else { return Ok(0) };
    let Some(ended) = incident.ended_at else { return Ok(0) };
    // Its words are found when it is told: what happened since then.
    let message = Message {
        severity: incident.severity,
        title: format!("All clear: {}", incident.unit),
        ..Message::new(format!("incident-{id}-end"), incident::line(id), MessageKind::Cleared, ended)
    };
    let known = people.known(connection).await?;
    let routed = route(&message, known, &Audience::default(), &Escalation::default(), &owed, now);
    if routed.is_empty() {
        return Ok(0);
    }
    let subject = Some(Subject { incident: id, open: 0, is_over: true });
    let row = match insert_message(connection, &message, "", subject).await? {
        Some(row) => row,
        None => {
            sqlx::query_scalar("SELECT id FROM slm_message WHERE key = ?")
                .bind(&message.key)
                .fetch_one(&mut *connection)
                .await?
        }
    };
    for one in &routed {
        insert(connection, row, &message, one, subject).await?;
        incident::stir(connection, id, one.recipient, false, now).await?;
    }
    Ok(u64::try_from(routed.len()).unwrap_or(u64::MAX))
}

/// Those who were told of an incident that is over, and not of its end.
async fn owed(connection: &mut SqliteConnection, incident: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT o.recipient_id FROM slm_outbox o JOIN slm_incident i ON i.id = o.incident_id
         WHERE o.incident_id = ? AND i.ended_us IS NOT NULL AND o.state <> 'withdrawn'
            AND (o.escalation = 0 OR o.attempts > 0 OR o.state <> 'pending')
         GROUP BY o.recipient_id HAVING max(o.ends) = 0 ORDER BY min(o.id)",
    )
    .bind(incident)
    .fetch_all(connection)
    .await
}
