//! Putting messages into the outbox.

use jiff::Timestamp;
use slm_domain::delivery::{ChannelKind, Recipient, RecipientDraft, Routed, Severity, route};
use sqlx::SqliteConnection;

use super::recipients;
use crate::Outgoing;

/// Puts a message on its way to all it concerns, and says to how many. A message of a known key is nothing new.
///
/// To be called within the transaction of what it tells: the one is not without the other.
pub(in crate::sqlite) async fn enqueue(
    connection: &mut SqliteConnection,
    outgoing: &Outgoing,
    now: Timestamp,
) -> sqlx::Result<u64> {
    let message = &outgoing.message;
    if message.kind.ends_escalation() {
        withdraw_escalation(connection, &message.alarm, now).await?;
    }
    let told = told(connection, &message.alarm).await?;
    let mut known = recipients::select(connection).await?;
    for (kind, address) in outgoing.audience.strangers(&known) {
        known.extend(meet(connection, kind, &address).await?);
    }
    let routed = route(message, &known, &outgoing.audience, &outgoing.escalation, &told, now);
    if routed.is_empty() {
        return Ok(0);
    }
    let Some(id) = insert_message(connection, outgoing).await? else { return Ok(0) };
    for one in &routed {
        hurry(connection, &message.alarm, one).await?;
        insert(connection, id, outgoing, one).await?;
    }
    Ok(u64::try_from(routed.len()).unwrap_or(u64::MAX))
}

/// Makes somebody a recipient who was named by address only; `None` while no channel reaches such an address.
async fn meet(
    connection: &mut SqliteConnection,
    kind: ChannelKind,
    address: &str,
) -> sqlx::Result<Option<Recipient>> {
    let channel: Option<i64> =
        sqlx::query_scalar("SELECT id FROM slm_channel WHERE kind = ? AND enabled = 1 ORDER BY id LIMIT 1")
            .bind(kind.as_str())
            .fetch_optional(&mut *connection)
            .await?;
    let Some(channel) = channel else {
        tracing::warn!(address, %kind, "nobody is told at this address: there is no channel of its kind");
        return Ok(None);
    };
    let name: String = address.chars().take(100).collect();
    let Ok(mut recipient) = RecipientDraft::new(name, channel, address).check(0, kind) else {
        return Ok(None);
    };
    recipient.id = recipients::insert(connection, &recipient).await?;
    Ok(Some(recipient))
}

/// Nobody has to be called any more. A step that was tried may have been heard, and is ended as all others are.
pub(in crate::sqlite) async fn withdraw_escalation(
    connection: &mut SqliteConnection,
    alarm: &str,
    now: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE slm_outbox SET state = 'withdrawn', ended_us = ?
         WHERE alarm = ? AND state = 'pending' AND escalation > 0 AND attempts = 0",
    )
    .bind(now.as_microsecond())
    .bind(alarm)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whoever was told of an alarm, or is about to be.
async fn told(connection: &mut SqliteConnection, alarm: &str) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT recipient_id FROM slm_outbox WHERE alarm = ? AND state <> 'withdrawn'
            AND (escalation = 0 OR attempts > 0 OR state <> 'pending')
         GROUP BY recipient_id ORDER BY min(id)",
    )
    .bind(alarm)
    .fetch_all(connection)
    .await
}

async fn insert_message(connection: &mut SqliteConnection, outgoing: &Outgoing) -> sqlx::Result<Option<i64>> {
    let message = &outgoing.message;
    sqlx::query_scalar(
        "INSERT INTO slm_message (key, alarm, kind, severity, at_us, title, document) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(&message.key)
    .bind(&message.alarm)
    .bind(message.kind.as_str())
    .bind(message.severity.as_str())
    .bind(message.at.as_microsecond())
    .bind(&message.title)
    .bind(&outgoing.document)
    .fetch_optional(connection)
    .await
}

/// What quiet hours held back of an alarm goes before what pierces them. Both states are named for the index's sake.
async fn hurry(connection: &mut SqliteConnection, alarm: &str, one: &Routed) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE slm_outbox SET due_us = ?1, next_us = min(next_us, ?1)
         WHERE recipient_id = ?2 AND alarm = ?3 AND state IN ('pending', 'sending') AND state = 'pending'
            AND escalation = 0 AND due_us > ?1",
    )
    .bind(one.due.as_microsecond())
    .bind(one.recipient)
    .bind(alarm)
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert(
    connection: &mut SqliteConnection,
    message: i64,
    outgoing: &Outgoing,
    one: &Routed,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO slm_outbox (message_id, recipient_id, channel_id, alarm, urgent, escalation, state, due_us, next_us,
            attempts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?7, 0) ON CONFLICT DO NOTHING",
    )
    .bind(message)
    .bind(one.recipient)
    .bind(one.channel)
    .bind(&outgoing.message.alarm)
    .bind(outgoing.message.severity == Severity::Critical)
    .bind(one.escalation)
    .bind(one.due.as_microsecond())
    .execute(connection)
    .await?;
    Ok(())
}
