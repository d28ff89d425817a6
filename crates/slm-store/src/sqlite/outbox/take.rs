//! Taking one row out, with all there is to be said of it.

use jiff::Timestamp;
use slm_domain::delivery::{Position, Stage};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::super::alerts;
use super::claim::DIGEST;
use super::incident;
use crate::{Claimed, Terms};

/// Members that a digest or an update tells in words.
const MOST_DOCUMENTS: i64 = 100;

/// Marks a row as being sent. What may have been sent counts as tried, whatever becomes of this process.
pub(super) async fn take(
    connection: &mut SqliteConnection,
    id: i64,
    now: Timestamp,
    terms: Terms<'_>,
) -> sqlx::Result<Claimed> {
    let row = sqlx::query(
        "UPDATE slm_outbox SET state = 'sending', attempts = attempts + 1, begun_us = ? WHERE id = ?
         RETURNING recipient_id, channel_id, alarm, escalation, attempts, message_id, incident_id, document",
    )
    .bind(now.as_microsecond())
    .bind(id)
    .fetch_one(&mut *connection)
    .await?;
    let message = sqlx::query("SELECT key, document, stage, open_events FROM slm_message WHERE id = ?")
        .bind(row.try_get::<i64, _>("message_id")?)
        .fetch_one(&mut *connection)
        .await?;
    let alarm: String = row.try_get("alarm")?;
    let is_digest = alarm == DIGEST;
    let subject = if is_digest { None } else { alerts::event_of(connection, &alarm).await? };
    let mut claimed = Claimed {
        id,
        key: message.try_get("key")?,
        recipient: row.try_get("recipient_id")?,
        channel: row.try_get("channel_id")?,
        attempt: row.try_get("attempts")?,
        escalation: row.try_get("escalation")?,
        event: subject.map(|(event, _)| event),
        incident: subject.and_then(|(_, incident)| incident),
        position: position(&message)?,
        documents: Vec::new(),
        left_out: 0,
        more: None,
        is_digest,
    };
    if let Some(composed) = row.try_get("document")? {
        claimed.documents.push(composed);
        claimed.event = None;
        return Ok(claimed);
    }
    let own: String = message.try_get("document")?;
    let (members, left_out) = members(connection, id).await?;
    (claimed.documents, claimed.left_out) = (members, left_out);
    let is_together = own.is_empty() || !claimed.documents.is_empty();
    if !own.is_empty() {
        claimed.documents.insert(0, own);
    }
    let incident: Option<i64> = row.try_get("incident_id")?;
    if let Some(incident) = incident.filter(|_| !is_digest) {
        claimed.incident = Some(incident);
        settle(connection, &mut claimed, incident, is_together, terms).await?;
    }
    Ok(claimed)
}

/// What an update says is settled before it is sent for the first time: it says the same at every attempt.
async fn settle(
    connection: &mut SqliteConnection,
    claimed: &mut Claimed,
    incident: i64,
    is_together: bool,
    terms: Terms<'_>,
) -> sqlx::Result<()> {
    if !is_together && incident::so_far(connection, incident, claimed.recipient).await?.is_none() {
        return Ok(());
    }
    claimed.more = incident::more(connection, incident, claimed.recipient, claimed.id).await?;
    let Some(composed) = (terms.compose)(claimed) else { return Ok(()) };
    sqlx::query("UPDATE slm_outbox SET kind = ?, title = ?, document = ? WHERE id = ?")
        .bind(composed.kind.as_str())
        .bind(&composed.title)
        .bind(&composed.document)
        .bind(claimed.id)
        .execute(connection)
        .await?;
    claimed.documents = vec![composed.document];
    (claimed.event, claimed.more) = (None, None);
    Ok(())
}

fn position(message: &SqliteRow) -> sqlx::Result<Option<Position>> {
    let (stage, open): (Option<String>, Option<u32>) =
        (message.try_get("stage")?, message.try_get("open_events")?);
    let stage = Stage::ALL.into_iter().find(|known| Some(known.as_str()) == stage.as_deref());
    Ok(stage.map(|stage| Position { stage, open: open.unwrap_or_default() }))
}

/// The documents of what was digested into a row, and how many there are besides.
async fn members(connection: &mut SqliteConnection, row: i64) -> sqlx::Result<(Vec<String>, u64)> {
    let all: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM slm_outbox o JOIN slm_message m ON m.id = o.message_id
         WHERE o.digest_id = ? AND coalesce(o.document, m.document) <> ''",
    )
    .bind(row)
    .fetch_one(&mut *connection)
    .await?;
    let documents: Vec<String> = sqlx::query_scalar(
        "SELECT coalesce(o.document, m.document) FROM slm_outbox o JOIN slm_message m ON m.id = o.message_id
         WHERE o.digest_id = ? AND coalesce(o.document, m.document) <> '' ORDER BY o.due_us, o.id LIMIT ?",
    )
    .bind(row)
    .bind(MOST_DOCUMENTS)
    .fetch_all(connection)
    .await?;
    let told = i64::try_from(documents.len()).unwrap_or(i64::MAX);
    Ok((documents, u64::try_from(all - told).unwrap_or_default()))
}
