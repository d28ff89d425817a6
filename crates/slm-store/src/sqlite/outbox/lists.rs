//! What people ask: what waits, what arrived, what did not.

use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::{MessageKind, Severity};
use sqlx::sqlite::SqliteRow;
use sqlx::{Executor, Row, Sqlite, SqliteConnection};

use super::super::alerts;
use super::super::operations::time;
use crate::{DeliveryEntry, OutboxCounts, OutboxEntry, OutboxState, UnendedAlarm};

const SELECT: &str = "
    SELECT o.id, m.key, coalesce(o.kind, m.kind) AS kind, m.severity, coalesce(o.title, m.title) AS title, m.at_us, o.recipient_id, r.name AS recipient_name, o.channel_id,
        c.name AS channel_name, o.state, o.attempts, o.next_us, o.ended_us, o.last_error, o.digest_id
    FROM slm_outbox o JOIN slm_message m ON m.id = o.message_id
        LEFT JOIN slm_recipient r ON r.id = o.recipient_id LEFT JOIN slm_channel c ON c.id = o.channel_id
    WHERE o.id < ?1 AND o.id >= ?4 AND (?2 IS NULL OR o.state = ?2) ORDER BY o.id DESC LIMIT ?3";

/// The newest rows in a state, or in any, that are older than `before`.
pub(super) async fn entries(
    executor: impl Executor<'_, Database = Sqlite>,
    state: Option<OutboxState>,
    before: Option<i64>,
    limit: u32,
) -> sqlx::Result<Vec<OutboxEntry>> {
    let rows = sqlx::query(SELECT)
        .bind(before.unwrap_or(i64::MAX))
        .bind(state.map(OutboxState::as_str))
        .bind(limit)
        .bind(i64::MIN)
        .fetch_all(executor)
        .await?;
    rows.iter().map(into_entry).collect()
}

/// One row.
pub(super) async fn entry(
    executor: impl Executor<'_, Database = Sqlite>,
    id: i64,
) -> sqlx::Result<Option<OutboxEntry>> {
    let any: Option<&str> = None;
    let query = sqlx::query(SELECT).bind(id.saturating_add(1)).bind(any).bind(1).bind(id);
    let row = query.fetch_optional(executor).await?;
    row.as_ref().map(into_entry).transpose()
}

/// The newest attempts, of one row or of all.
pub(super) async fn attempts(
    executor: impl Executor<'_, Database = Sqlite>,
    outbox: Option<i64>,
    before: Option<i64>,
    limit: u32,
) -> sqlx::Result<Vec<DeliveryEntry>> {
    let rows = sqlx::query(
        "SELECT * FROM slm_delivery WHERE id < ?1 AND (?2 IS NULL OR outbox_id = ?2) ORDER BY id DESC LIMIT ?3",
    )
    .bind(before.unwrap_or(i64::MAX))
    .bind(outbox)
    .bind(limit)
    .fetch_all(executor)
    .await?;
    rows.iter().map(into_attempt).collect()
}

/// How many rows stand where.
pub(super) async fn counts(
    executor: impl Executor<'_, Database = Sqlite>,
    now: Timestamp,
) -> sqlx::Result<OutboxCounts> {
    let row = sqlx::query(
        "SELECT (SELECT count(*) FROM slm_outbox WHERE state IN ('pending', 'sending')) AS open,
            (SELECT count(*) FROM slm_outbox WHERE state = 'pending' AND due_us < ? AND attempts > 0) AS overdue,
            (SELECT count(*) FROM slm_outbox WHERE state = 'dead') AS dead",
    )
    .bind(now.as_microsecond())
    .fetch_one(executor)
    .await?;
    Ok(OutboxCounts {
        open: row.try_get::<u32, _>("open")?.into(),
        overdue: row.try_get::<u32, _>("overdue")?.into(),
        dead: row.try_get::<u32, _>("dead")?.into(),
    })
}

/// The same for one channel.
pub(super) async fn counts_of_channel(
    connection: &mut SqliteConnection,
    channel: i64,
    now: Timestamp,
) -> sqlx::Result<OutboxCounts> {
    // Each by an index of open rows, and of dead ones.
    let row = sqlx::query(
        "SELECT (SELECT count(*) FROM slm_outbox WHERE channel_id = ?1 AND state = 'pending')
                + (SELECT count(*) FROM slm_outbox WHERE channel_id = ?1 AND state = 'sending') AS open,
            (SELECT count(*) FROM slm_outbox WHERE channel_id = ?1 AND state = 'pending' AND due_us < ?2 AND attempts > 0)
                AS overdue,
            (SELECT count(*) FROM slm_outbox WHERE state = 'dead' AND channel_id = ?1) AS dead",
    )
    .bind(channel)
    .bind(now.as_microsecond())
    .fetch_one(connection)
    .await?;
    Ok(OutboxCounts {
        open: row.try_get::<u32, _>("open")?.into(),
        overdue: row.try_get::<u32, _>("overdue")?.into(),
        dead: row.try_get::<u32, _>("dead")?.into(),
    })
}

/// Alarms that were told and did not end for those who were told.
pub(super) async fn unended(connection: &mut SqliteConnection) -> sqlx::Result<Vec<UnendedAlarm>> {
    let told: Vec<(String, String)> = sqlx::query_as(
        "SELECT alarm, document FROM slm_message WHERE id IN (
            SELECT min(CASE WHEN kind = 'raised' THEN id END) FROM slm_message GROUP BY alarm
            HAVING min(CASE WHEN kind = 'raised' THEN id END) IS NOT NULL
                AND max(kind IN ('cleared', 'closed')) = 0)",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut unended = Vec::new();
    for (alarm, document) in told {
        match alerts::end_of(connection, &alarm).await? {
            Some(alerts::EndOfEvent::StillOpen) => {}
            Some(alerts::EndOfEvent::Ended { at, note }) => unended.push(UnendedAlarm { document, at, note }),
            None => unended.push(UnendedAlarm { document, at: None, note: None }),
        }
    }
    Ok(unended)
}

fn into_entry(row: &SqliteRow) -> sqlx::Result<OutboxEntry> {
    let word = |column: &str| row.try_get::<String, _>(column);
    let state = word("state")?.parse().unwrap_or(OutboxState::Dead);
    let next = time(row.try_get("next_us")?);
    Ok(OutboxEntry {
        id: row.try_get("id")?,
        key: row.try_get("key")?,
        kind: word("kind")?.parse().unwrap_or(MessageKind::Update),
        severity: word("severity")?.parse().unwrap_or(Severity::Warning),
        title: row.try_get("title")?,
        at: time(row.try_get("at_us")?),
        recipient: row.try_get("recipient_id")?,
        recipient_name: row.try_get("recipient_name")?,
        channel: row.try_get("channel_id")?,
        channel_name: row.try_get("channel_name")?,
        state,
        attempts: row.try_get("attempts")?,
        next: (state == OutboxState::Pending).then_some(next),
        ended: row.try_get::<Option<i64>, _>("ended_us")?.map(time),
        last_error: row.try_get("last_error")?,
        digest: row.try_get("digest_id")?,
    })
}

fn into_attempt(row: &SqliteRow) -> sqlx::Result<DeliveryEntry> {
    let took: i64 = row.try_get("duration_ms")?;
    Ok(DeliveryEntry {
        id: row.try_get("id")?,
        outbox: row.try_get("outbox_id")?,
        at: time(row.try_get("at_us")?),
        attempt: row.try_get("attempt")?,
        outcome: row.try_get("outcome")?,
        detail: row.try_get("detail")?,
        took: Duration::from_millis(u64::try_from(took).unwrap_or_default()),
    })
}
