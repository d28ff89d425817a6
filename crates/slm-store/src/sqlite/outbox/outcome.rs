//! What became of attempts, and what is kept of them.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::{Attempted, Verdict};

/// Rows a transaction of a purge.
const ROWS_AT_ONCE: i64 = 1_000;

/// Bytes of what is kept of an attempt in words.
const DETAIL_CHARS: usize = 1_000;

/// Notes how an attempt ended. `false`: the row was not being sent.
pub(super) async fn note(connection: &mut SqliteConnection, attempted: &Attempted) -> sqlx::Result<bool> {
    let detail: String = attempted.detail.chars().take(DETAIL_CHARS).collect();
    let at = attempted.at.as_microsecond();
    let (state, next, ended, error) = match attempted.verdict {
        Verdict::Delivered => ("delivered", None, Some(at), None),
        Verdict::RetryAt(next) => ("pending", Some(next.as_microsecond()), None, Some(&detail)),
        Verdict::GivenUp => ("dead", None, Some(at), Some(&detail)),
    };
    let noted = sqlx::query(
        "UPDATE slm_outbox SET state = ?, next_us = coalesce(?, next_us), ended_us = ?, last_error = ?
         WHERE id = ? AND state = 'sending'",
    )
    .bind(state)
    .bind(next)
    .bind(ended)
    .bind(error)
    .bind(attempted.id)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO slm_delivery (outbox_id, at_us, attempt, outcome, detail, duration_ms)
         VALUES (?1, ?2, coalesce((SELECT attempts FROM slm_outbox WHERE id = ?1), 0), ?3, ?4, ?5)",
    )
    .bind(attempted.id)
    .bind(at)
    .bind(attempted.verdict.as_str())
    .bind(&detail)
    .bind(i64::try_from(attempted.took.as_millis()).unwrap_or(i64::MAX))
    .execute(connection)
    .await?;
    Ok(noted.rows_affected() > 0)
}

/// What was being sent when the service ended is sent again, at once.
pub(super) async fn release(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<u64> {
    let released = sqlx::query(
        "UPDATE slm_outbox SET state = 'pending', next_us = min(next_us, ?) WHERE state = 'sending'",
    )
    .bind(now.as_microsecond())
    .execute(connection)
    .await?;
    Ok(released.rows_affected())
}

/// A dead row begins again. `false` when it is not dead, or not there.
pub(super) async fn send_again(
    connection: &mut SqliteConnection,
    id: i64,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let again = sqlx::query(
        "UPDATE slm_outbox SET state = 'pending', attempts = 0, next_us = ?, ended_us = NULL WHERE id = ? AND state = 'dead'",
    )
    .bind(now.as_microsecond())
    .bind(id)
    .execute(connection)
    .await?;
    Ok(again.rows_affected() > 0)
}

/// Forgets a dead row. `false` when it is not dead, or not there.
pub(super) async fn forget_dead(connection: &mut SqliteConnection, id: i64) -> sqlx::Result<bool> {
    let deleted = sqlx::query("DELETE FROM slm_outbox WHERE id = ? AND state = 'dead'")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Removes some of what ended before; `None` says that nothing is left. What is open stays, however old, and so does who was
/// told of an incident that is open: they are to be told its end.
pub(super) async fn purge_some(
    connection: &mut SqliteConnection,
    before: Timestamp,
) -> sqlx::Result<Option<u64>> {
    let mut removed = 0;
    for statement in [
        "DELETE FROM slm_outbox WHERE id IN (SELECT o.id FROM slm_outbox o
            WHERE (coalesce(o.ended_us, (SELECT d.ended_us FROM slm_outbox d WHERE d.id = o.digest_id)) < ?1
                OR (o.state = 'digested' AND NOT EXISTS (SELECT 1 FROM slm_outbox d WHERE d.id = o.digest_id)))
                AND NOT EXISTS (SELECT 1 FROM slm_message m JOIN slm_incident i ON i.id = m.incident_id
                    WHERE m.id = o.message_id AND i.ended_us IS NULL)
            LIMIT ?2)",
        "DELETE FROM slm_delivery WHERE id IN (SELECT id FROM slm_delivery WHERE at_us < ?1 LIMIT ?2)",
        "DELETE FROM slm_message WHERE id IN (SELECT m.id FROM slm_message m
            WHERE m.at_us < ?1 AND NOT EXISTS (SELECT 1 FROM slm_outbox o WHERE o.message_id = m.id) LIMIT ?2)",
    ] {
        let deleted = sqlx::query(statement).bind(before.as_microsecond()).bind(ROWS_AT_ONCE);
        removed += deleted.execute(&mut *connection).await?.rows_affected();
    }
    Ok((removed > 0).then_some(removed))
}
