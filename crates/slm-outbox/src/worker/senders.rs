//! The channels as they are now, each opened once.

use std::collections::HashMap;
use std::sync::Arc;

use slm_domain::delivery::{Channel, ChannelDraft, Recipient};
use slm_store::{Store, StoreError};

use super::any_address;
use crate::channels::{Carrier, Carriers};

pub(super) struct Senders {
    carriers: Arc<dyn Carriers>,
    open: HashMap<i64, (ChannelDraft, State)>,
    recipients: HashMap<i64, Recipient>,
}

/// How a channel stands.
#[derive(Clone)]
enum State {
    Open(Arc<dyn Carrier>),
    SwitchedOff(Box<Channel>),
    /// It makes no sense, in words.
    Unusable(String),
}

impl Senders {
    pub(super) fn new(carriers: Arc<dyn Carriers>) -> Self {
        Self { carriers, open: HashMap::new(), recipients: HashMap::new() }
    }

    /// Reads what is configured; opens what is new, and again what was changed; closes what is gone.
    pub(super) async fn refresh(&mut self, store: &Store) -> Result<(), StoreError> {
        let recipients = store.recipients().await?;
        self.recipients = recipients.into_iter().map(|recipient| (recipient.id, recipient)).collect();
        let channels = store.channels().await?;
        self.open.retain(|id, (draft, _)| channels.iter().any(|kept| kept.id == *id && kept.draft == *draft));
        for kept in channels {
            self.open.entry(kept.id).or_insert_with(|| {
                let state = match kept.draft.check(kept.id, &any_address()) {
                    Ok(channel) if channel.enabled => State::Open(self.carriers.open(&channel)),
                    Ok(channel) => State::SwitchedOff(Box::new(channel)),
                    Err(problems) => State::Unusable(
                        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
                    ),
                };
                (kept.draft, state)
            });
        }
        Ok(())
    }

    /// What brings messages by a channel.
    ///
    /// # Errors
    /// In words, when nothing does.
    pub(super) fn carrier(&self, channel: i64) -> Result<Arc<dyn Carrier>, String> {
        match self.open.get(&channel).map(|(_, state)| state) {
            Some(State::Open(carrier)) => Ok(Arc::clone(carrier)),
            Some(State::SwitchedOff(_)) => Err("the channel is switched off".to_owned()),
            Some(State::Unusable(problems)) => Err(format!("the channel cannot be used: {problems}")),
            None => Err("the channel was deleted".to_owned()),
        }
    }

    /// The same for a test: a channel that is switched off is opened for it.
    ///
    /// # Errors
    /// In words, when there is no such channel, or it makes no sense.
    pub(super) fn carrier_for_test(&self, channel: i64) -> Result<Arc<dyn Carrier>, String> {
        match self.open.get(&channel).map(|(_, state)| state) {
            Some(State::SwitchedOff(channel)) => Ok(self.carriers.open(channel)),
            _ => self.carrier(channel),
        }
    }

    /// A recipient.
    ///
    /// # Errors
    /// In words, when it is not there or makes no sense.
    pub(super) fn recipient(&self, id: i64) -> Result<Recipient, String> {
        self.recipients
            .get(&id)
            .cloned()
            .ok_or_else(|| "the recipient was deleted, or cannot be used".to_owned())
    }
}
