//! Whoever was told that something began is told that it is over, whatever happened in between.

use jiff::Timestamp;
use slm_domain::delivery::{Audience, Escalation};
use slm_outbox::{closing, outgoing};
use slm_store::{Store, StoreError, UnendedAlarm};

use super::Delivery;

/// Ends the alarms, and the incidents, that nobody will end any more: a rule was changed in the moment in which the service was killed, by
/// another program, or the database is a copy of before.
///
/// # Errors
/// The database failed.
pub(crate) async fn settle(store: &Store, delivery: &Delivery, now: Timestamp) -> Result<(), StoreError> {
    let unended = store.unended_alarms().await?;
    let messages: Vec<_> = unended
        .iter()
        .filter_map(|UnendedAlarm { document, at, note }| {
            let reason =
                note.as_deref().unwrap_or(if at.is_some() { "It has ended" } else { "Its event is gone" });
            let message = closing(document, at.unwrap_or(now), reason);
            let message =
                message.inspect_err(|error| tracing::warn!(%error, "the end of an alarm is not told"));
            Some(outgoing(message.ok()?, Audience::default(), Escalation::default()))
        })
        .collect();
    let mut ways = 0;
    if !messages.is_empty() {
        ways = store.enqueue(&messages, now).await?;
        tracing::info!(
            alarms = messages.len(),
            messages = ways,
            "alarms that ended meanwhile are told as closed"
        );
    }
    if ways + store.tell_ends(now).await? > 0 {
        delivery.wake();
    }
    Ok(())
}
