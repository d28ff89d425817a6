//! `slm_recipient`.

use jiff::Timestamp;
use slm_domain::delivery::{QuietDraft, Recipient, RecipientDraft};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Row, Sqlite, SqliteConnection};

const SELECT: &str = "
    SELECT r.*, c.kind FROM slm_recipient r JOIN slm_channel c ON c.id = r.channel_id ORDER BY r.id";

const INSERT: &str = "
    INSERT INTO slm_recipient (name, channel_id, address, minimum_severity, quiet_start, quiet_end, quiet_days,
        quiet_zone, quiet_pierced_by, digest_after, digest_window_s, enabled)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";

const UPDATE: &str = "
    UPDATE slm_recipient SET name = ?, channel_id = ?, address = ?, minimum_severity = ?, quiet_start = ?,
        quiet_end = ?, quiet_days = ?, quiet_zone = ?, quiet_pierced_by = ?, digest_after = ?, digest_window_s = ?,
        enabled = ?
    WHERE id = ?";

/// All recipients, in the order of their numbers. One that makes no sense is left out, with a warning.
pub(super) async fn select(connection: &mut SqliteConnection) -> sqlx::Result<Vec<Recipient>> {
    let rows = sqlx::query(SELECT).fetch_all(connection).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(into_recipient(&row)?);
    }
    Ok(found)
}

pub(super) async fn insert(connection: &mut SqliteConnection, recipient: &Recipient) -> sqlx::Result<i64> {
    let row = bind(sqlx::query(INSERT), recipient).fetch_one(connection).await?;
    row.try_get(0)
}

/// Replaces a recipient, and sends what waits for it by its channel; `false` when there is none of its number.
pub(super) async fn update(connection: &mut SqliteConnection, recipient: &Recipient) -> sqlx::Result<bool> {
    let query = bind(sqlx::query(UPDATE), recipient).bind(recipient.id);
    if query.execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE slm_outbox SET channel_id = ? WHERE recipient_id = ? AND state IN ('pending', 'dead')",
    )
    .bind(recipient.channel)
    .bind(recipient.id)
    .execute(connection)
    .await?;
    Ok(true)
}

/// Removes a recipient; what waited for it is dead.
pub(super) async fn delete(connection: &mut SqliteConnection, id: i64, now: Timestamp) -> sqlx::Result<bool> {
    let deleted =
        sqlx::query("DELETE FROM slm_recipient WHERE id = ?").bind(id).execute(&mut *connection).await?;
    sqlx::query(
        "UPDATE slm_outbox SET state = 'dead', ended_us = ?, last_error = 'the recipient was deleted'
         WHERE recipient_id = ? AND state = 'pending'",
    )
    .bind(now.as_microsecond())
    .bind(id)
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected() > 0)
}

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

fn bind<'q>(query: Bound<'q>, recipient: &Recipient) -> Bound<'q> {
    let draft = RecipientDraft::from(recipient);
    let quiet = |part: fn(QuietDraft) -> Option<String>| draft.quiet_hours.clone().and_then(part);
    query
        .bind(draft.name.clone())
        .bind(draft.channel)
        .bind(draft.address.clone())
        .bind(draft.minimum_severity.clone())
        .bind(quiet(|hours| Some(hours.start)))
        .bind(quiet(|hours| Some(hours.end)))
        .bind(quiet(|hours| hours.days))
        .bind(quiet(|hours| Some(hours.zone)))
        .bind(quiet(|hours| hours.pierced_by))
        .bind(draft.digest_after)
        .bind(draft.digest_window_s)
        .bind(draft.enabled)
}

fn into_recipient(row: &SqliteRow) -> sqlx::Result<Option<Recipient>> {
    let id: i64 = row.try_get("id")?;
    let kind: String = row.try_get("kind")?;
    let start: Option<String> = row.try_get("quiet_start")?;
    let quiet_hours = start
        .map(|start| -> sqlx::Result<QuietDraft> {
            Ok(QuietDraft {
                start,
                end: row.try_get("quiet_end")?,
                days: row.try_get("quiet_days")?,
                zone: row.try_get("quiet_zone")?,
                pierced_by: row.try_get("quiet_pierced_by")?,
            })
        })
        .transpose()?;
    let draft = RecipientDraft {
        name: row.try_get("name")?,
        channel: row.try_get("channel_id")?,
        address: row.try_get("address")?,
        minimum_severity: row.try_get("minimum_severity")?,
        quiet_hours,
        digest_after: row.try_get("digest_after")?,
        digest_window_s: row.try_get("digest_window_s")?,
        enabled: row.try_get("enabled")?,
    };
    let Ok(kind) = kind.parse() else { return Ok(None) };
    let read = draft.check(id, kind).inspect_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        tracing::warn!(recipient = id, problems = problems.join("; "), "a recipient is left out");
    });
    Ok(read.ok())
}
