//! Messages to people: the running outbox, and what a change of channels and recipients has to keep in order.

mod book;
mod display;
mod herald;
mod settle;

use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;
use slm_outbox::{Board, Channels, Outbox, Trust, TrustError};
use slm_store::Store;

use crate::config::DeliveryConfig;

pub(crate) use book::{
    create_channel, create_recipient, delete_channel, delete_recipient, put_channel, put_recipient,
};
pub(crate) use display::Display;
pub(crate) use herald::Herald;
pub(crate) use settle::settle;

/// The running outbox. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Delivery {
    outbox: Arc<Outbox>,
}

impl Delivery {
    /// Begins to deliver what is in the store, and to show brokers the units.
    ///
    /// # Errors
    /// The authorities of the house cannot be used.
    pub(crate) fn start(config: &DeliveryConfig, store: Store) -> Result<(Self, Display), TrustError> {
        let board = Board::default();
        let trust = Trust::new(config.authorities.as_deref())?;
        let channels = Channels::new(trust, config.policy.clone(), board.clone());
        let channels = channels.with_patience(config.answer_within);
        let outbox = Outbox::start(store, Arc::new(channels), Arc::new(Timestamp::now), config.update_calm);
        Ok((Self { outbox: Arc::new(outbox) }, Display::new(board)))
    }
}

impl Deref for Delivery {
    type Target = Outbox;

    fn deref(&self) -> &Outbox {
        &self.outbox
    }
}
