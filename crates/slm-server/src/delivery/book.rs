//! Channels and recipients as they are changed: one after the other, and never one that somebody still needs.

use jiff::Timestamp;
use slm_domain::delivery::{ChannelDraft, Recipient};
use slm_store::ChannelDeletion;

use crate::app::App;
use crate::http::ApiError;

/// Channels there may be; each may hold a connection.
const MAX_CHANNELS: usize = 100;
/// Recipients there may be; whom a message goes to is looked up among all.
const MAX_RECIPIENTS: usize = 1_000;

/// Keeps a new channel.
///
/// # Errors
/// There are too many; the database failed.
pub(crate) async fn create_channel(app: &App, draft: &ChannelDraft) -> Result<i64, ApiError> {
    let _turn = app.changes.lock().await;
    if app.store.channels().await?.len() >= MAX_CHANNELS {
        return Err(ApiError::Conflict("There are 100 channels, and may not be more"));
    }
    let id = app.store.create_channel(draft).await?;
    app.delivery.wake();
    Ok(id)
}

/// Replaces a channel.
///
/// # Errors
/// There is none of its number; the database failed.
pub(crate) async fn put_channel(app: &App, id: i64, draft: &ChannelDraft) -> Result<(), ApiError> {
    if !app.store.replace_channel(id, draft).await? {
        return Err(ApiError::NoChannel);
    }
    app.delivery.wake();
    Ok(())
}

/// Deletes a channel that reaches nobody.
///
/// # Errors
/// There is none; somebody is reached by it; the database failed.
pub(crate) async fn delete_channel(app: &App, id: i64) -> Result<(), ApiError> {
    match app.store.delete_channel(id).await? {
        ChannelDeletion::Deleted => {}
        ChannelDeletion::NotFound => return Err(ApiError::NoChannel),
        ChannelDeletion::InUse(_) => {
            let recipients = app.store.recipients().await?;
            let reached = recipients.iter().filter(|recipient| recipient.channel == id);
            let names: Vec<&str> = reached.map(|recipient| recipient.name.as_str()).take(10).collect();
            return Err(ApiError::InUse(format!("The channel reaches recipients: {}", names.join(", "))));
        }
    }
    app.delivery.wake();
    Ok(())
}

/// Keeps a new recipient.
///
/// # Errors
/// There are too many; the database failed.
pub(crate) async fn create_recipient(app: &App, recipient: &Recipient) -> Result<i64, ApiError> {
    let _turn = app.changes.lock().await;
    if app.store.recipients().await?.len() >= MAX_RECIPIENTS {
        return Err(ApiError::Conflict("There are 1000 recipients, and may not be more"));
    }
    let id = app.store.create_recipient(recipient).await?;
    app.delivery.wake();
    Ok(id)
}

/// Replaces a recipient; what waits for it goes where it is now.
///
/// # Errors
/// There is none of its number; the database failed.
pub(crate) async fn put_recipient(app: &App, recipient: &Recipient) -> Result<(), ApiError> {
    if !app.store.replace_recipient(recipient).await? {
        return Err(ApiError::NoRecipient);
    }
    app.delivery.wake();
    Ok(())
}

/// Deletes a recipient; what waits for it is dead.
///
/// # Errors
/// There is none; the database failed.
pub(crate) async fn delete_recipient(app: &App, id: i64) -> Result<(), ApiError> {
    if !app.store.delete_recipient(id, Timestamp::now()).await? {
        return Err(ApiError::NoRecipient);
    }
    app.delivery.wake();
    Ok(())
}
