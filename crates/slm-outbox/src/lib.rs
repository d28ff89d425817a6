//! Brings messages to people, at least once.
//!
//! A message is put into the store in the transaction of what it tells ([`outgoing`]). The [`Outbox`] takes out what is due,
//! in the order of each alarm and recipient, and has a channel deliver it: the log, a webhook, e-mail, MQTT, a gateway for
//! short messages. What does not arrive is tried again by the plan of `slm_domain::delivery::retry`, then it is dead, and
//! shown as that. A channel that is dead delays no other.
//!
//! ```
//! use std::sync::Arc;
//!
//! use jiff::Timestamp;
//! use slm_domain::delivery::{
//!     AddressPolicy, Audience, Calm, ChannelDraft, ChannelKind, Escalation, Message, MessageKind,
//!     RecipientDraft,
//! };
//! use slm_outbox::{Board, Channels, Outbox, Trust, outgoing};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let store = slm_store::Store::open(folder.path().join("slmm.db")).await?;
//! let channel = store.create_channel(&ChannelDraft::new("log", ChannelKind::Log)).await?;
//! let watch = RecipientDraft::new("watch", channel, "").check(0, ChannelKind::Log).map_err(|_| "a mistake")?;
//! let watch = store.create_recipient(&watch).await?;
//!
//! let channels = Channels::new(Trust::new(None)?, AddressPolicy::default(), Board::default());
//! let outbox = Outbox::start(store.clone(), Arc::new(channels), Arc::new(Timestamp::now), Calm::default());
//! let message = Message::new("event-1-raised", "event-1", MessageKind::Raised, Timestamp::now());
//! store.enqueue(&[outgoing(message, Audience::of([watch]), Escalation::default())], Timestamp::now()).await?;
//! outbox.wake();
//! # while store.outbox_counts(Timestamp::now()).await?.open > 0 { tokio::task::yield_now().await }
//! outbox.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! Left to others: what is told and in which words (`slm_domain::alert`), whom and when (`slm_domain::delivery`), the rows
//! (`slm-store`), and the API (`slm-server`).

mod board;
mod channels;
mod chart;
mod document;
#[cfg(test)]
mod examples;
mod http;
mod outcome;
mod payload;
mod tls;
mod words;
mod worker;

pub use board::{Board, UnitState};
pub use channels::{Carrier, Carriers, Channels, Delivery};
pub use document::{DocumentError, closing, outgoing};
pub use outcome::Outcome;
pub use tls::{Trust, TrustError};
pub use worker::{Clock, Outbox, Tally, send_test};
