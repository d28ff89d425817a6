//! The ways by which messages leave, one folder each.

mod email;
mod log;
pub(crate) mod mqtt;
mod sms;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use slm_domain::delivery::{AddressPolicy, Channel, Message, Recipient, Settings};

use crate::Board;
use crate::http::{Client, PATIENCE};
use crate::outcome::Outcome;
use crate::tls::Trust;

/// A message to one recipient.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// What is told.
    pub message: Message,
    /// To whom.
    pub recipient: Recipient,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// When it is made.
    pub now: Timestamp,
}

impl Delivery {
    /// Names message and recipient together, the same at every attempt: letters, digits, `-` and `_`.
    pub fn key(&self) -> String {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
        let key: String = self.message.key.chars().take(200).map(plain).collect();
        format!("{key}-{}", self.recipient.id)
    }
}

/// Brings messages by one channel.
pub trait Carrier: Send + Sync {
    /// Tries once, and comes back within a minute.
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Outcome>;
}

/// Opens channels.
pub trait Carriers: Send + Sync {
    /// What brings messages by this channel. Whatever it holds open is closed when it is dropped.
    fn open(&self, channel: &Channel) -> Arc<dyn Carrier>;
}

/// The channels there are.
#[derive(Clone)]
pub struct Channels {
    trust: Trust,
    policy: AddressPolicy,
    board: Board,
    patience: Duration,
}

impl Channels {
    /// Channels that believe `trust`, send webhooks and short messages where `policy` lets them, and show `board` to
    /// brokers.
    pub fn new(trust: Trust, policy: AddressPolicy, board: Board) -> Self {
        Self { trust, policy, board, patience: PATIENCE }
    }

    /// The same, waiting no longer than this for an answer.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    fn client(&self) -> Client {
        Client::new(self.trust.clone(), self.policy.clone(), self.patience)
    }
}

impl Carriers for Channels {
    fn open(&self, channel: &Channel) -> Arc<dyn Carrier> {
        match &channel.settings {
            Settings::Log => Arc::new(log::Log),
            Settings::Webhook(webhook) => Arc::new(webhook::Carrier::new(webhook.clone(), self.client())),
            Settings::Email(email) => {
                Arc::new(email::Carrier::new(email.clone(), &self.trust, self.patience))
            }
            Settings::Mqtt(mqtt) => {
                Arc::new(mqtt::Carrier::open(mqtt.clone(), &self.trust, &self.board, self.patience))
            }
            Settings::Sms(sms) => Arc::new(sms::Carrier::new(sms.clone(), self.client())),
        }
    }
}
