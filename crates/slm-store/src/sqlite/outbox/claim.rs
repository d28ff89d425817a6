//! Taking messages out to be sent: in their order, at their recipients' pace, none that another has to go before.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::{MessageKind, Pace, Pacing, Severity, Turn};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Executor, Row, Sqlite, SqliteConnection};

use super::super::operations::time;
use super::incident::Conversation;
use super::take::take;
use crate::{Claimed, Terms};

/// What digests have in place of an alarm.
pub(super) const DIGEST: &str = "digest";

/// Members of a digest; in a greater flood the next digest takes the rest.
const MOST_MEMBERS: usize = 2_000;

/// Nothing of the row's line is to be told first by a row that others were put into.
macro_rules! untold {
    () => {
        "NOT EXISTS (SELECT 1 FROM slm_outbox m JOIN slm_outbox d ON d.id = m.digest_id
            WHERE m.recipient_id = o.recipient_id AND m.line = o.line AND m.state = 'digested'
                AND d.state IN ('pending', 'sending') AND d.id <> o.id)"
    };
}

/// Nothing of the same line to the same recipient has to go before, not in a digest either, and no digest to this recipient
/// is being sent. One that waits to be tried again holds up its own lines only: the next may be of more weight. In a flood this
/// is asked of thousands of rows: each part is answered by an index, which states are named twice for.
const FREE: &str = concat!(
    "o.state = 'pending'
    AND NOT EXISTS (SELECT 1 FROM slm_outbox e WHERE e.recipient_id = o.recipient_id AND e.line = o.line
        AND e.state IN ('pending', 'sending') AND (e.due_us < o.due_us OR (e.due_us = o.due_us AND e.id < o.id)))
    AND NOT EXISTS (SELECT 1 FROM slm_outbox d WHERE d.recipient_id = o.recipient_id AND d.line = 'digest'
        AND d.state IN ('pending', 'sending') AND d.state = 'sending' AND d.id <> o.id)
    AND ",
    untold!()
);

/// What could be told to a recipient by now, and what is being told.
const WAITING: &str = concat!(
    "SELECT o.id, o.line, o.incident_id, o.urgent, o.state, o.next_us, o.attempts FROM slm_outbox o
     WHERE o.recipient_id = ? AND o.state IN ('pending', 'sending') AND o.line <> 'digest' AND o.due_us <= ? AND ",
    untold!(),
    " ORDER BY o.due_us, o.id LIMIT ?"
);

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
    /// The incident of which somebody is told the first or more; `None` when what it says is settled.
    incident: Option<i64>,
}

/// Takes out what is due, so much that each channel has no more than its room under way.
pub(super) async fn claim(
    connection: &mut SqliteConnection,
    now: Timestamp,
    terms: Terms<'_>,
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
        let mut free = terms.room.saturating_sub(busy);
        while free > 0 {
            let Some(head) = head(connection, channel, now).await? else { break };
            if let Some(id) = choose(connection, &head, channel, now, terms).await? {
                claimed.push(take(connection, id, now, terms).await?);
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
            "SELECT o.id, o.recipient_id, o.alarm, iif(o.attempts = 0 AND o.document IS NULL, o.incident_id, NULL)
                AS incident FROM slm_outbox o
             WHERE o.channel_id = ? AND o.next_us <= ? AND {which} AND {FREE} ORDER BY o.next_us LIMIT 1"
        );
        let query = sqlx::query(AssertSqlSafe(query)).bind(channel).bind(now.as_microsecond());
        if let Some(row) = query.fetch_optional(&mut *connection).await? {
            let is_digest = row.try_get::<String, _>("alarm")? == DIGEST;
            return Ok(Some(Head {
                id: row.try_get("id")?,
                recipient: row.try_get("recipient_id")?,
                is_digest,
                incident: row.try_get("incident")?,
            }));
        }
    }
    Ok(None)
}

/// The row that is sent: this one, perhaps with all that waits of its incident, or a digest of all that waits for its
/// recipient. `None`: all of it waits longer now.
async fn choose(
    connection: &mut SqliteConnection,
    head: &Head,
    channel: i64,
    now: Timestamp,
    terms: Terms<'_>,
) -> sqlx::Result<Option<i64>> {
    if head.is_digest {
        return Ok(Some(head.id));
    }
    let mut together = None;
    if let Some(incident) = head.incident {
        let conversation = Conversation::read(connection, incident, head.recipient, now).await?;
        match conversation.turn(connection, terms.calm, now).await? {
            Turn::First => {}
            Turn::Update => together = Some(conversation),
            Turn::Wait(until) => {
                for id in conversation.rows().chain([head.id]) {
                    postpone(connection, id, until).await?;
                }
                return Ok(None);
            }
        }
    }
    let chosen = pace(connection, head, channel, now).await?;
    if let Some(together) = together.filter(|_| chosen == Some(head.id)) {
        together.merge_into(connection, head.id).await?;
    }
    Ok(chosen)
}

/// This row, if its recipient's pace allows it, or else a digest. `None`: all of it waits longer now.
async fn pace(
    connection: &mut SqliteConnection,
    head: &Head,
    channel: i64,
    now: Timestamp,
) -> sqlx::Result<Option<i64>> {
    let Some(pacing) = pacing(connection, head.recipient).await? else { return Ok(Some(head.id)) };
    let sent = sent(connection, head.recipient, pacing.within, now).await?;
    let waiting = waiting(connection, head.recipient, now).await?;
    let urgent = waiting.iter().any(|row| row.urgent);
    let members: Vec<i64> = waiting.iter().take(MOST_MEMBERS).map(|row| row.id).collect();
    match pacing.decide(&sent, messages(&waiting), urgent, now) {
        Pace::Single => Ok(Some(head.id)),
        Pace::Digest if members.len() < 2 => Ok(Some(head.id)),
        Pace::Digest => digest(connection, head.recipient, channel, &members, urgent, now).await.map(Some),
        Pace::Wait(until) => {
            // In a flood most were postponed before.
            let sooner = waiting.iter().filter(|row| row.next < until.as_microsecond()).map(|row| row.id);
            for id in sooner.take(MOST_MEMBERS).chain([head.id]) {
                postpone(connection, id, until).await?;
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

/// Something that could be told to a recipient at once.
struct Ready {
    id: i64,
    /// When it is looked at next.
    next: i64,
    /// Whether it is critical.
    urgent: bool,
    incident: Option<i64>,
}

/// How many messages they are: all of an incident is one.
fn messages(waiting: &[Ready]) -> usize {
    let incidents: HashSet<i64> = waiting.iter().filter_map(|row| row.incident).collect();
    waiting.iter().filter(|row| row.incident.is_none()).count() + incidents.len()
}

/// The rows that could be told to the recipient at once, in their order.
async fn waiting(
    connection: &mut SqliteConnection,
    recipient: i64,
    now: Timestamp,
) -> sqlx::Result<Vec<Ready>> {
    let rows = sqlx::query(WAITING)
        .bind(recipient)
        .bind(now.as_microsecond())
        .bind(i64::try_from(MOST_MEMBERS * 4).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    let (mut held, mut free) = (HashSet::new(), Vec::new());
    for row in rows {
        let line: String = row.try_get("line")?;
        let state: String = row.try_get("state")?;
        let (next, attempts): (i64, u32) = (row.try_get("next_us")?, row.try_get("attempts")?);
        // What was postponed for the pace alone, never tried, may go sooner than it was told.
        let waits_for_retry = attempts > 0 && next > now.as_microsecond();
        if state == "sending" || waits_for_retry || held.contains(&line) {
            held.insert(line);
        } else {
            free.push(Ready {
                id: row.try_get("id")?,
                next,
                urgent: row.try_get("urgent")?,
                incident: row.try_get("incident_id")?,
            });
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
            attempts, line)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, 'pending', ?6, ?6, 0, ?4) RETURNING id",
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
