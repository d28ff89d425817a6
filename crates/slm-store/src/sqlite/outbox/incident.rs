//! What a recipient is told of one incident: the first at once, and more of it put together.

use jiff::Timestamp;
use slm_domain::delivery::{Calm, Severity, SoFar, Turn, Waiting};
use sqlx::SqliteConnection;

use super::super::alerts;
use super::super::operations::time;
use crate::More;

/// Messages that are put together at most; the next update takes the rest.
const MOST_TOGETHER: u32 = 500;

/// The incident that a message is about, as it is now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject {
    /// Its number.
    pub(super) incident: i64,
    /// Events of it that are open.
    pub(super) open: u32,
    /// Whether it is over.
    pub(super) is_over: bool,
}

impl Subject {
    /// That of an alarm; `None` when its event is in none.
    pub(super) async fn of_alarm(
        connection: &mut SqliteConnection,
        alarm: &str,
    ) -> sqlx::Result<Option<Self>> {
        let Some((_, Some(incident))) = alerts::event_of(connection, alarm).await? else { return Ok(None) };
        let found = alerts::open_of_incident(connection, incident).await?;
        Ok(found.map(|(open, is_over)| Self { incident, open, is_over }))
    }
}

/// What keeps the messages of an incident to one recipient in their order.
pub(super) fn line(incident: i64) -> String {
    format!("incident/{incident}")
}

/// Whether a recipient was told that an incident is over, or is about to be.
pub(super) async fn is_told_the_end(
    connection: &mut SqliteConnection,
    incident: i64,
    recipient: i64,
) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM slm_outbox
            WHERE incident_id = ? AND recipient_id = ? AND ends = 1 AND state <> 'withdrawn')",
    )
    .bind(incident)
    .bind(recipient)
    .fetch_one(connection)
    .await
}

/// Something has come to what is held back: it is looked at again. What is grave does not wait for another attempt, either.
pub(super) async fn stir(
    connection: &mut SqliteConnection,
    incident: i64,
    recipient: i64,
    is_grave: bool,
    now: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE slm_outbox SET next_us = ?1
         WHERE recipient_id = ?2 AND line = ?3 AND state IN ('pending', 'sending') AND state = 'pending'
            AND due_us <= ?1 AND next_us > ?1 AND (attempts = 0 OR ?4)",
    )
    .bind(now.as_microsecond())
    .bind(recipient)
    .bind(line(incident))
    .bind(is_grave)
    .execute(connection)
    .await?;
    Ok(())
}

/// What waits for a recipient of an incident.
pub(super) struct Conversation {
    incident: i64,
    recipient: i64,
    /// Row and facts of each, in their order. What was tried already is not among them: what it says is settled.
    waiting: Vec<(i64, Waiting)>,
}

impl Conversation {
    pub(super) async fn read(
        connection: &mut SqliteConnection,
        incident: i64,
        recipient: i64,
        now: Timestamp,
    ) -> sqlx::Result<Self> {
        // Who is disturbed is told, too, what quiet hours hold back.
        let rows: Vec<(i64, u32, bool, String)> = sqlx::query_as(
            "SELECT o.id, o.escalation, o.ends, m.severity FROM slm_outbox o JOIN slm_message m ON m.id = o.message_id
             WHERE o.recipient_id = ?1 AND o.line = ?2 AND o.state IN ('pending', 'sending') AND o.state = 'pending'
                AND o.attempts = 0 AND o.document IS NULL AND (o.due_us <= ?3 OR o.escalation = 0)
             ORDER BY o.due_us, o.id LIMIT ?4",
        )
        .bind(recipient)
        .bind(line(incident))
        .bind(now.as_microsecond())
        .bind(MOST_TOGETHER)
        .fetch_all(connection)
        .await?;
        let waiting = |(id, escalation, is_end, severity): (i64, u32, bool, String)| {
            (id, Waiting { severity: severity.parse().unwrap_or_default(), escalation, is_end })
        };
        Ok(Self { incident, recipient, waiting: rows.into_iter().map(waiting).collect() })
    }

    /// What may be told of it now.
    pub(super) async fn turn(
        &self,
        connection: &mut SqliteConnection,
        calm: Calm,
        now: Timestamp,
    ) -> sqlx::Result<Turn> {
        let so_far = so_far(connection, self.incident, self.recipient).await?;
        let waiting: Vec<Waiting> = self.waiting.iter().map(|(_, one)| *one).collect();
        Ok(calm.turn(so_far, &waiting, now))
    }

    /// The rows that wait.
    pub(super) fn rows(&self) -> impl Iterator<Item = i64> {
        self.waiting.iter().map(|(id, _)| *id)
    }

    /// All that waits is told with one row.
    pub(super) async fn merge_into(&self, connection: &mut SqliteConnection, row: i64) -> sqlx::Result<()> {
        for member in self.rows().filter(|member| *member != row) {
            sqlx::query("UPDATE slm_outbox SET state = 'digested', digest_id = ? WHERE id = ?")
                .bind(row)
                .bind(member)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

/// What has arrived at a recipient of an incident; `None`: nothing.
pub(super) async fn so_far(
    connection: &mut SqliteConnection,
    incident: i64,
    recipient: i64,
) -> sqlx::Result<Option<SoFar>> {
    let (last, gravest): (Option<i64>, Option<u8>) = sqlx::query_as(
        "SELECT max(coalesce(o.ended_us, d.ended_us, whole.ended_us)),
            max(CASE m.severity WHEN 'critical' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END)
         FROM slm_outbox o JOIN slm_message m ON m.id = o.message_id LEFT JOIN slm_outbox d ON d.id = o.digest_id
            LEFT JOIN slm_outbox whole ON whole.id = d.digest_id
         WHERE o.incident_id = ? AND o.recipient_id = ?
            AND 'delivered' IN (o.state, iif(o.state = 'digested', d.state, ''), iif(d.state = 'digested', whole.state, ''))",
    )
    .bind(incident)
    .bind(recipient)
    .fetch_one(connection)
    .await?;
    let gravest = gravest.map(|rank| Severity::ALL[usize::from(rank).min(2)]).unwrap_or_default();
    Ok(last.map(|last| SoFar { last: time(last), gravest }))
}

/// What an update has to say besides its news.
pub(super) async fn more(
    connection: &mut SqliteConnection,
    incident: i64,
    recipient: i64,
    row: i64,
) -> sqlx::Result<Option<More>> {
    let Some(standing) = alerts::incident(connection, incident).await? else { return Ok(None) };
    let is_end: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM slm_outbox WHERE (id = ?1 OR digest_id = ?1) AND ends = 1)",
    )
    .bind(row)
    .fetch_one(&mut *connection)
    .await?;
    let first: Option<String> = sqlx::query_scalar(
        "SELECT m.document FROM slm_outbox o JOIN slm_message m ON m.id = o.message_id
         WHERE o.incident_id = ? AND o.recipient_id = ? AND m.document <> '' ORDER BY o.id LIMIT 1",
    )
    .bind(incident)
    .bind(recipient)
    .fetch_optional(connection)
    .await?;
    Ok(Some(More { incident: standing, first, is_end }))
}
