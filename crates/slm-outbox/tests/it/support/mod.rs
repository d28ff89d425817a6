//! A store with a worker, and a clock that is set by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use slm_domain::delivery::{
    AddressPolicy, Audience, Calm, Channel, ChannelDraft, ChannelKind, Escalation, Message, MessageKind,
    Recipient, RecipientDraft,
};
use slm_outbox::{Board, Carriers, Channels, Clock, Outbox, Outcome, Trust, outgoing};
use slm_peers::until;
use slm_store::{OutboxEntry, OutboxState, Store};

/// A clock that is set by hand.
#[derive(Clone, Default)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Hands {
    pub(crate) fn at(text: &str) -> Self {
        let hands = Self::default();
        hands.set(text.parse().unwrap());
        hands
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub(crate) fn set(&self, at: Timestamp) {
        self.0.store(at.as_microsecond(), Ordering::SeqCst);
    }

    pub(crate) fn clock(&self) -> Clock {
        let hands = self.clone();
        Arc::new(move || hands.now())
    }
}

/// A store of its own, and a worker on it whose clock is set by hand.
pub(crate) struct Post {
    pub(crate) store: Store,
    pub(crate) hands: Hands,
    outbox: Option<Outbox>,
    _folder: tempfile::TempDir,
}

impl Post {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        Self { store, hands: Hands::at("2026-06-09T12:00:00Z"), outbox: None, _folder: folder }
    }

    pub(crate) fn start(&mut self, carriers: impl Carriers + 'static) {
        self.outbox =
            Some(Outbox::start(self.store.clone(), Arc::new(carriers), self.hands.clock(), Calm::default()));
    }

    /// Ends the worker as a crash would.
    pub(crate) fn crash(&mut self) {
        self.outbox = None;
    }

    pub(crate) async fn stop(&mut self) {
        self.outbox.take().unwrap().stop().await;
    }

    pub(crate) async fn test(&self, channel: i64, recipient: Recipient) -> Outcome {
        self.outbox.as_ref().unwrap().send_test(channel, recipient).await
    }

    pub(crate) fn failures(&self) -> u64 {
        self.outbox.as_ref().unwrap().failures()
    }

    pub(crate) fn wake(&self) {
        self.outbox.as_ref().unwrap().wake();
    }

    /// A new recipient of a new channel.
    pub(crate) async fn recipient(&self, draft: &ChannelDraft, address: &str) -> i64 {
        let channel = self.store.create_channel(draft).await.unwrap();
        self.recipient_of(channel, draft.kind, address).await
    }

    pub(crate) async fn recipient_of(&self, channel: i64, kind: ChannelKind, address: &str) -> i64 {
        let mut recipient = RecipientDraft::new("night shift", channel, address);
        recipient.digest_after = 1_000;
        self.store.create_recipient(&recipient.check(0, kind).unwrap()).await.unwrap()
    }

    pub(crate) async fn tell(&self, message: Message, recipients: &[i64]) {
        let outgoing = outgoing(message, Audience::of(recipients), Escalation::default());
        self.store.enqueue(&[outgoing], self.hands.now()).await.unwrap();
        if let Some(outbox) = &self.outbox {
            outbox.wake();
        }
    }

    pub(crate) async fn entry(&self, key: &str) -> OutboxEntry {
        let entries = self.store.outbox(None, None, 1_000).await.unwrap();
        entries.into_iter().find(|entry| entry.key == key).unwrap()
    }

    /// The row of a message, once it has this state and was tried so often.
    pub(crate) async fn reached(&self, key: &str, state: OutboxState, attempts: u32) -> OutboxEntry {
        until((key, state, attempts), || async move {
            let entry = self.entry(key).await;
            (entry.state == state && entry.attempts == attempts).then_some(entry)
        })
        .await
    }

    /// Sets the clock on, and lets the worker see it.
    pub(crate) fn advance_to(&self, at: Timestamp) {
        self.hands.set(at);
        self.wake();
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.advance_to(self.hands.now() + SignedDuration::try_from(by).unwrap());
    }
}

/// The channels of a program, which may talk to this machine, and believe an authority of the test.
pub(crate) fn channels(authority: Option<&str>) -> Channels {
    channels_with(authority, Board::default())
}

pub(crate) fn channels_with(authority: Option<&str>, board: Board) -> Channels {
    let local = AddressPolicy::allowing(["127.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()]);
    Channels::new(Trust::new(authority).unwrap(), local, board)
}

pub(crate) fn message(key: &str, alarm: &str, kind: MessageKind, at: Timestamp) -> Message {
    Message {
        title: format!("{key} of {alarm}"),
        text: "LAeq,15min over 55.0 dB: 58.3 dB <\"&'> – Überschreitung".to_owned(),
        ..Message::new(key, alarm, kind, at)
    }
}

/// A channel and somebody on it, without a store.
pub(crate) fn somebody(draft: &ChannelDraft, address: &str) -> (Channel, Recipient) {
    named(draft, "night shift", address)
}

pub(crate) fn named(draft: &ChannelDraft, name: &str, address: &str) -> (Channel, Recipient) {
    let channel = draft.check(1, &AddressPolicy::open()).unwrap();
    let recipient = RecipientDraft::new(name, 1, address).check(5, draft.kind).unwrap();
    (channel, recipient)
}
