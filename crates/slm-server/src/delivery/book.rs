//! Channels and recipients as they are changed: one after the other, and never one that somebody still needs.

use jiff::Timestamp;
use slm_domain::delivery::{ChannelDraft, Recipient};
use slm_store::ChannelDeletion;

use super::herald::audience_of;
use crate::app::App;
use crate::http::ApiError;
use crate::rule_document::read_rule;

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

/// Deletes a recipient that no rule names; what waits for it is dead.
///
/// # Errors
/// There is none; rules name it; the database failed.
pub(crate) async fn delete_recipient(app: &App, id: i64) -> Result<(), ApiError> {
    // No rule comes to name it meanwhile.
    let _turn = app.observer.rules.turn().await;
    let recipients = app.store.recipients().await?;
    let recipient = recipients.iter().find(|recipient| recipient.id == id).ok_or(ApiError::NoRecipient)?;
    let rules = rules_naming(app, recipient).await?;
    if !rules.is_empty() {
        return Err(ApiError::InUse(format!("The recipient is named by rules: {}", rules.join(", "))));
    }
    if !app.store.delete_recipient(id, Timestamp::now()).await? {
        return Err(ApiError::NoRecipient);
    }
    app.delivery.wake();
    Ok(())
}

/// The rules that name a recipient, by its number or by its address; ten of them at most.
async fn rules_naming(app: &App, recipient: &Recipient) -> Result<Vec<String>, ApiError> {
    let mut naming = Vec::new();
    for kept in app.store.alarm_rules().await? {
        let document = serde_json::from_str(&kept.document).unwrap_or_default();
        let Ok(rule) = read_rule(&document) else { continue };
        let audience = &rule.definition.audience;
        let mut called = audience.escalation.steps().iter().flat_map(|step| &step.recipients);
        if audience_of(audience).names(recipient) || called.any(|id| *id == recipient.id) {
            naming.push(format!("{} (number {})", rule.definition.name, kept.id));
        }
    }
    for kept in app.store.all_rules().await? {
        let Ok(rule) = kept.rule.define(&kept.unit) else { continue };
        if audience_of(&rule.audience).names(recipient) {
            naming.push(format!("{} of {} (number {})", rule.name, kept.unit, kept.id));
        }
    }
    naming.truncate(10);
    Ok(naming)
}
