//! Taking messages out to be sent: in their order, at their recipients' pace, none that another has to go before.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::{MessageKind, Pace, Pacing, Severity};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Executor, Row, Sqlite, SqliteConnection};

use super::super::alerts;
use super::super::operations::time;
use crate::Claimed;

/// What digests have in place of an alarm.
const DIGEST: &str = "digest";

/// Members of a digest; in a greater flood the next digest takes the rest.
const MOST_MEMBERS: usize = 2_000;

/// Members that a digest tells in words.
const MOST_DOCUMENTS: i64 = 100;

/// Nothing of the same alarm to the same recipient has to go before, not in a digest either, and no digest to this recipient
/// is being sent. One that waits to be tried again holds up its own alarms only: the next may be of more weight.
const FREE: &str = "
    o.state = 'pending'
    AND NOT EXISTS (SELECT 1 FROM slm_outbox e WHERE e.recipient_id = o.recipient_id AND e.alarm = o.alarm
        AND e.state IN ('pending', 'sending') AND (e.due_us < o.due_us OR (e.due_us = o.due_us AND e.id < o.id)))
    AND NOT EXISTS (SELECT 1 FROM slm_outbox d WHERE d.recipient_id = o.recipient_id AND d.alarm = 'digest'
        AND d.state IN ('pending', 'sending') AND d.id <> o.id AND (d.state = 'sending' OR EXISTS (
            SELECT 1 FROM slm_outbox m WHERE m.digest_id = d.id AND m.alarm = o.alarm)))";

/// Alarms of which a digest to the recipient is to tell first.
const TOLD_BY_A_DIGEST: &str = "
    SELECT DISTINCT m.alarm FROM slm_outbox d JOIN slm_outbox m ON m.digest_id = d.id
    WHERE d.recipient_id = ? AND d.alarm = 'digest' AND d.state IN ('pending', 'sending')";

/// Channels with something due: from one to the next by the index, however much waits for each.
const CHANNELS: &str = "
    WITH RECURSIVE channel (id) AS (
        SELECT min(channel_id) FROM slm_outbox WHERE state = 'pending'
        UNION ALL SELECT (SELECT min(channel_id) FROM slm_outbox WHERE state = 'pending' AND channel_id > channel.id)
        FROM channel WHERE channel.id IS NOT NULL)
    SELECT id FROM channel WHERE EXISTS (
        SELECT 1 FROM slm_outbox WHERE state = 'pending' AND channel_id = channel.id AND next_us <= ?)";

/// The row to be sent next by a channel.
struct Head {
    id: i64,
    recipient: i64,
    is_digest: bool,
}

/// Takes out what is due, so much that each channel has no more than `room` under way.
pub(super) async fn claim(
    connection: &mut SqliteConnection,
    now: Timestamp,
    room: u32,
) -> sqlx::Result<Vec<Claimed>> {
    let channels: Vec<i64> =
        sqlx::query_scalar(CHANNELS).bind(now.as_microsecond()).fetch_all(&mut *connection).await?;
    let mut claimed = Vec::new();
    for channel in channels {
        let busy: u32 =
            sqlx::query_scalar("SELECT count(*) FROM slm_outbox WHERE channel_id = ? AND state = 'sending'")
                .bind(channel)
                .fetch_one(&mut *connection)
                .await?;
        let mut free = room.saturating_sub(busy);
        while free > 0 {
            let Some(head) = head(connection, channel, now).await? else { break };
            if let Some(id) = choose(connection, &head, channel, now).await? {
                claimed.push(take(connection, id, now).await?);
                free -= 1;
            }
        }
    }
    Ok(claimed)
}

/// When something is due next that nothing else has to go before.
pub(super) async fn next_due(
    executor: impl Executor<'_, Database = Sqlite>,
) -> sqlx::Result<Option<Timestamp>> {
    // In the order of an index, so that the first that is free ends it.
    let query = format!("SELECT o.next_us FROM slm_outbox o WHERE {FREE} ORDER BY o.next_us LIMIT 1");
    let next: Option<i64> = sqlx::query_scalar(AssertSqlSafe(query)).fetch_optional(executor).await?;
    Ok(next.map(time))
}

/// What is critical goes first; then what is due longest.
async fn head(connection: &mut SqliteConnection, channel: i64, now: Timestamp) -> sqlx::Result<Option<Head>> {
    for which in ["o.urgent = 1", "true"] {
        let query = format!(
            "SELECT o.id, o.recipient_id, o.alarm FROM slm_outbox o
             WHERE o.channel_id = ? AND o.next_us <= ? AND {which} AND {FREE} ORDER BY o.next_us LIMIT 1"
        );
        let query = sqlx::query(AssertSqlSafe(query)).bind(channel).bind(now.as_microsecond());
        if let Some(row) = query.fetch_optional(&mut *connection).await? {
            let is_digest = row.try_get::<String, _>("alarm")? == DIGEST;
            return Ok(Some(Head {
                id: row.try_get("id")?,
                recipient: row.try_get("recipient_id")?,
                is_digest,
            }));
        }
    }
    Ok(None)
}

/// The row that is sent: this one, or a digest of all that waits for its recipient. `None`: all of it waits longer now.
async fn choose(
    connection: &mut SqliteConnection,
    head: &Head,
    channel: i64,
    now: Timestamp,
) -> sqlx::Result<Option<i64>> {
    if head.is_digest {
        return Ok(Some(head.id));
    }
    let Some(pacing) = pacing(connection, head.recipient).await? else { return Ok(Some(head.id)) };
    let sent = sent(connection, head.recipient, pacing.within, now).await?;
    let waiting = waiting(connection, head.recipient, now).await?;
    let urgent = waiting.iter().any(|(_, urgent)| *urgent);
    let members: Vec<i64> = waiting.iter().take(MOST_MEMBERS).map(|(id, _)| *id).collect();
    match pacing.decide(&sent, waiting.len(), urgent, now) {
        Pace::Single => Ok(Some(head.id)),
        Pace::Digest if members.len() < 2 => Ok(Some(head.id)),
        Pace::Digest => digest(connection, head.recipient, channel, &members, urgent, now).await.map(Some),
        Pace::Wait(until) => {
            for id in members.iter().chain([&head.id]) {
                postpone(connection, *id, until).await?;
            }
            Ok(None)
        }
    }
}

async fn pacing(connection: &mut SqliteConnection, recipient: i64) -> sqlx::Result<Option<Pacing>> {
    let row = sqlx::query("SELECT digest_after, digest_window_s FROM slm_recipient WHERE id = ?")
        .bind(recipient)
        .fetch_optional(connection)
        .await?;
    let read = |row: &SqliteRow| -> sqlx::Result<Pacing> {
        let (most, within): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        Ok(Pacing {
            most: u32::try_from(most.max(1)).unwrap_or(u32::MAX),
            within: Duration::from_secs(u64::try_from(within).unwrap_or_default()),
        })
    };
    row.as_ref().map(read).transpose()
}

/// When the recipient was told something, or is being told, oldest first. What did not arrive does not count.
async fn sent(
    connection: &mut SqliteConnection,
    recipient: i64,
    within: Duration,
    now: Timestamp,
) -> sqlx::Result<Vec<Timestamp>> {
    let since = now.checked_sub(within).unwrap_or(Timestamp::MIN);
    let begun: Vec<i64> = sqlx::query_scalar(
        "SELECT begun_us FROM slm_outbox
         WHERE recipient_id = ? AND begun_us > ? AND state IN ('sending', 'delivered') ORDER BY begun_us",
    )
    .bind(recipient)
    .bind(since.as_microsecond())
    .fetch_all(connection)
    .await?;
    Ok(begun.into_iter().map(time).collect())
}

/// The rows that could be told to the recipient at once, in their order, and whether each is critical.
async fn waiting(
    connection: &mut SqliteConnection,
    recipient: i64,
    now: Timestamp,
) -> sqlx::Result<Vec<(i64, bool)>> {
    let told: Vec<String> =
        sqlx::query_scalar(TOLD_BY_A_DIGEST).bind(recipient).fetch_all(&mut *connection).await?;
    let rows = sqlx::query(
        "SELECT id, alarm, urgent, state, next_us, attempts FROM slm_outbox
         WHERE recipient_id = ? AND state IN ('pending', 'sending') AND alarm <> 'digest' AND due_us <= ?
         ORDER BY due_us, id LIMIT ?",
    )
    .bind(recipient)
    .bind(now.as_microsecond())
    .bind(i64::try_from(MOST_MEMBERS * 4).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    let mut held: HashSet<String> = told.into_iter().collect();
    let mut free = Vec::new();
    for row in rows {
        let alarm: String = row.try_get("alarm")?;
        let state: String = row.try_get("state")?;
        let (next, attempts): (i64, u32) = (row.try_get("next_us")?, row.try_get("attempts")?);
        // What was postponed for the pace alone, never tried, may go sooner than it was told.
        let waits_for_retry = attempts > 0 && next > now.as_microsecond();
        if state == "sending" || waits_for_retry || held.contains(&alarm) {
            held.insert(alarm);
        } else {
            free.push((row.try_get("id")?, row.try_get("urgent")?));
        }
    }
    Ok(free)
}

async fn postpone(connection: &mut SqliteConnection, id: i64, until: Timestamp) -> sqlx::Result<()> {
    sqlx::query("UPDATE slm_outbox SET next_us = ? WHERE id = ?")
        .bind(until.as_microsecond())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts rows together into one, and gives its number.
async fn digest(
    connection: &mut SqliteConnection,
    recipient: i64,
    channel: i64,
    members: &[i64],
    urgent: bool,
    now: Timestamp,
) -> sqlx::Result<i64> {
    let severity = if urgent { Severity::Critical } else { Severity::Warning };
    // A member is in one digest at most, so its number names the digest.
    let key = format!("digest-{recipient}-{}", members[0]);
    let message: i64 = sqlx::query_scalar(
        "INSERT INTO slm_message (key, alarm, kind, severity, at_us, title, document) VALUES (?, ?, ?, ?, ?, ?, '')
         RETURNING id",
    )
    .bind(key)
    .bind(DIGEST)
    .bind(MessageKind::Digest.as_str())
    .bind(severity.as_str())
    .bind(now.as_microsecond())
    .bind(format!("{} messages", members.len()))
    .fetch_one(&mut *connection)
    .await?;
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO slm_outbox (message_id, recipient_id, channel_id, alarm, urgent, escalation, state, due_us, next_us,
            attempts)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, 'pending', ?6, ?6, 0) RETURNING id",
    )
    .bind(message)
    .bind(recipient)
    .bind(channel)
    .bind(DIGEST)
    .bind(urgent)
    .bind(now.as_microsecond())
    .fetch_one(&mut *connection)
    .await?;
    for member in members {
        sqlx::query("UPDATE slm_outbox SET state = 'digested', digest_id = ? WHERE id = ?")
            .bind(id)
            .bind(member)
            .execute(&mut *connection)
            .await?;
    }
    Ok(id)
}

/// Marks a row as being sent. What may have been sent counts as tried, whatever becomes of this process.
async fn take(connection: &mut SqliteConnection, id: i64, now: Timestamp) -> sqlx::Result<Claimed> {
    let row = sqlx::query(
        "UPDATE slm_outbox SET state = 'sending', attempts = attempts + 1, begun_us = ? WHERE id = ?
         RETURNING recipient_id, channel_id, alarm, escalation, attempts, message_id",
    )
    .bind(now.as_microsecond())
    .bind(id)
    .fetch_one(&mut *connection)
    .await?;
    let (key, document): (String, String) =
        sqlx::query_as("SELECT key, document FROM slm_message WHERE id = ?")
            .bind(row.try_get::<i64, _>("message_id")?)
            .fetch_one(&mut *connection)
            .await?;
    let alarm: String = row.try_get("alarm")?;
    let is_digest = alarm == DIGEST;
    let subject = if is_digest { None } else { alerts::event_of(connection, &alarm).await? };
    let (documents, left_out) = if is_digest { members(connection, id).await? } else { (vec![document], 0) };
    Ok(Claimed {
        id,
        key,
        recipient: row.try_get("recipient_id")?,
        channel: row.try_get("channel_id")?,
        attempt: row.try_get("attempts")?,
        escalation: row.try_get("escalation")?,
        event: subject.map(|(event, _)| event),
        incident: subject.and_then(|(_, incident)| incident),
        documents,
        left_out,
        is_digest,
    })
}

/// The documents of a digest, and how many there are besides.
async fn members(connection: &mut SqliteConnection, digest: i64) -> sqlx::Result<(Vec<String>, u64)> {
    let all: i64 = sqlx::query_scalar("SELECT count(*) FROM slm_outbox WHERE digest_id = ?")
        .bind(digest)
        .fetch_one(&mut *connection)
        .await?;
    let documents: Vec<String> = sqlx::query_scalar(
        "SELECT m.document FROM slm_outbox o JOIN slm_message m ON m.id = o.message_id
         WHERE o.digest_id = ? ORDER BY o.due_us, o.id LIMIT ?",
    )
    .bind(digest)
    .bind(MOST_DOCUMENTS)
    .fetch_all(connection)
    .await?;
    let told = i64::try_from(documents.len()).unwrap_or(i64::MAX);
    Ok((documents, u64::try_from(all - told).unwrap_or_default()))
}
