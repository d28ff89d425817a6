//! `slm_channel`, `slm_channel_setting`.

use slm_domain::delivery::{ChannelDraft, Secret};
use sqlx::{Row, SqliteConnection};

use crate::{ChannelDeletion, StoredChannel};

/// All channels, in the order of their numbers. One whose kind is unknown is left out, with a warning.
pub(super) async fn select(connection: &mut SqliteConnection) -> sqlx::Result<Vec<StoredChannel>> {
    let rows = sqlx::query("SELECT id, name, kind, enabled FROM slm_channel ORDER BY id")
        .fetch_all(&mut *connection)
        .await?;
    let settings =
        sqlx::query("SELECT channel_id, name, value FROM slm_channel_setting").fetch_all(connection).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, kind): (i64, String) = (row.try_get("id")?, row.try_get("kind")?);
        let Ok(kind) = kind.parse() else {
            tracing::warn!(channel = id, kind, "a channel is left out: its kind is unknown");
            continue;
        };
        let mut draft = ChannelDraft::new(row.try_get::<String, _>("name")?, kind);
        draft.enabled = row.try_get("enabled")?;
        found.push(StoredChannel { id, draft });
    }
    for setting in settings {
        let channel: i64 = setting.try_get("channel_id")?;
        let Ok(place) = found.binary_search_by_key(&channel, |of| of.id) else { continue };
        let value = Secret::new(setting.try_get::<String, _>("value")?);
        found[place].draft.settings.insert(setting.try_get("name")?, value);
    }
    Ok(found)
}

pub(super) async fn insert(connection: &mut SqliteConnection, draft: &ChannelDraft) -> sqlx::Result<i64> {
    let id =
        sqlx::query_scalar("INSERT INTO slm_channel (name, kind, enabled) VALUES (?, ?, ?) RETURNING id")
            .bind(&draft.name)
            .bind(draft.kind.as_str())
            .bind(draft.enabled)
            .fetch_one(&mut *connection)
            .await?;
    put_settings(connection, id, draft).await?;
    Ok(id)
}

/// Replaces a channel as a whole; `false` when there is none, or one of another kind.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    id: i64,
    draft: &ChannelDraft,
) -> sqlx::Result<bool> {
    let updated = sqlx::query("UPDATE slm_channel SET name = ?, enabled = ? WHERE id = ? AND kind = ?")
        .bind(&draft.name)
        .bind(draft.enabled)
        .bind(id)
        .bind(draft.kind.as_str())
        .execute(&mut *connection)
        .await?;
    if updated.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM slm_channel_setting WHERE channel_id = ?")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    put_settings(connection, id, draft).await?;
    Ok(true)
}

pub(super) async fn delete(connection: &mut SqliteConnection, id: i64) -> sqlx::Result<ChannelDeletion> {
    let users: u32 = sqlx::query_scalar("SELECT count(*) FROM slm_recipient WHERE channel_id = ?")
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    if users > 0 {
        return Ok(ChannelDeletion::InUse(users));
    }
    sqlx::query("DELETE FROM slm_channel_setting WHERE channel_id = ?")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    let deleted = sqlx::query("DELETE FROM slm_channel WHERE id = ?").bind(id).execute(connection).await?;
    Ok(if deleted.rows_affected() > 0 { ChannelDeletion::Deleted } else { ChannelDeletion::NotFound })
}

async fn put_settings(connection: &mut SqliteConnection, id: i64, draft: &ChannelDraft) -> sqlx::Result<()> {
    for (name, value) in &draft.settings {
        sqlx::query("INSERT INTO slm_channel_setting (channel_id, name, value) VALUES (?, ?, ?)")
            .bind(id)
            .bind(name)
            .bind(value.reveal())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
