//! Putting messages into the outbox.

use jiff::Timestamp;
use slm_domain::delivery::{
    ChannelKind, Message, MessageKind, Recipient, RecipientDraft, Routed, Severity, route,
};
use sqlx::SqliteConnection;

use super::incident::{self, Subject};
use super::recipients;
use crate::Outgoing;

/// All who can be told: read when the first message of a transaction is put on its way, and known to the others.
#[derive(Default)]
pub(in crate::sqlite) struct People(Option<Vec<Recipient>>);

impl People {
    pub(super) async fn known(
        &mut self,
        connection: &mut SqliteConnection,
    ) -> sqlx::Result<&mut Vec<Recipient>> {
        if self.0.is_none() {
            self.0 = Some(recipients::select(connection).await?);
        }
        Ok(self.0.get_or_insert_default())
    }
}

/// Puts a message on its way to all it concerns, and says to how many. A message of a known key is nothing new.
///
/// To be called within the transaction of what it tells: the one is not without the other.
pub(in crate::sqlite) async fn enqueue(
    connection: &mut SqliteConnection,
    people: &mut People,
    outgoing: &Outgoing,
    now: Timestamp,
) -> sqlx::Result<u64> {
    let message = &outgoing.message;
    if message.kind.ends_escalation() {
        withdraw_escalation(connection, &message.alarm, now).await?;
    }
    let told = told(connection, &message.alarm).await?;
    let known = people.known(connection).await?;
    for (kind, address) in outgoing.audience.strangers(known) {
        known.extend(meet(connection, kind, &address).await?);
    }
    let routed = route(message, known, &outgoing.audience, &outgoing.escalation, &told, now);
    if routed.is_empty() {
        return Ok(0);
    }
    let subject = Subject::of_alarm(connection, &message.alarm).await?;
    let Some(id) = insert_message(connection, message, &outgoing.document, subject).await? else {
        return Ok(0);
    };
    let mut ways = 0;
    for one in &routed {
        let is_person = known.iter().any(|of| of.id == one.recipient && of.kind.is_for_people());
        let subject = subject.filter(|_| is_person);
        if let Some(subject) = subject
            && subject.is_over
            && incident::is_told_the_end(connection, subject.incident, one.recipient).await?
        {
            continue;
        }
        hurry(connection, &message.alarm, one).await?;
        insert(connection, id, message, one, subject).await?;
        if let Some(subject) = subject {
            let is_grave = message.kind == MessageKind::Raised && message.severity == Severity::Critical;
            incident::stir(connection, subject.incident, one.recipient, is_grave, now).await?;
        }
        ways += 1;
    }
    Ok(ways)
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

/// Keeps a message; `None` when it is known.
pub(super) async fn insert_message(
    connection: &mut SqliteConnection,
    message: &Message,
    document: &str,
    subject: Option<Subject>,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "INSERT INTO slm_message (key, alarm, kind, severity, at_us, title, document, incident_id, open_events, stage)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, iif(?8 IS NULL, NULL, iif(?10, 'end',
            iif(EXISTS (SELECT 1 FROM slm_message WHERE incident_id = ?8), 'update', 'first'))))
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(&message.key)
    .bind(&message.alarm)
    .bind(message.kind.as_str())
    .bind(message.severity.as_str())
    .bind(message.at.as_microsecond())
    .bind(&message.title)
    .bind(document)
    .bind(subject.map(|subject| subject.incident))
    .bind(subject.map(|subject| subject.open))
    .bind(subject.is_some_and(|subject| subject.is_over))
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

/// Puts a message on its way to somebody. `subject`: the incident of which somebody is told the first or more.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    id: i64,
    message: &Message,
    one: &Routed,
    subject: Option<Subject>,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO slm_outbox (message_id, recipient_id, channel_id, alarm, urgent, escalation, state, due_us, next_us,
            attempts, line, incident_id, ends)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?7, 0, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(one.recipient)
    .bind(one.channel)
    .bind(&message.alarm)
    .bind(message.severity == Severity::Critical)
    .bind(one.escalation)
    .bind(one.due.as_microsecond())
    .bind(subject.map_or_else(|| message.alarm.clone(), |subject| incident::line(subject.incident)))
    .bind(subject.map(|subject| subject.incident))
    .bind(subject.is_some_and(|subject| subject.is_over))
    .execute(connection)
    .await?;
    Ok(())
}
