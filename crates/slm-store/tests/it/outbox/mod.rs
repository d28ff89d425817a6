//! Messages on their way: order, retries, pace, and what people are shown of them.

mod order;
mod pace;
mod people;
mod told;
mod updates;

use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::{
    AddressPolicy, Audience, Calm, ChannelDraft, ChannelKind, Escalation, EscalationStep, Message,
    MessageKind, Recipient, RecipientDraft, Severity,
};
use slm_store::{Attempted, Claimed, Outgoing, Store, Terms, Verdict};

use crate::support::{Place, after};

/// A store with one channel and recipients on it.
pub(crate) struct Post {
    pub(crate) store: Store,
    pub(crate) channel: i64,
    _place: Place,
}

impl Post {
    pub(crate) async fn new() -> Self {
        let place = Place::new();
        let store = place.store().await;
        let channel = store.create_channel(&mail("mail")).await.unwrap();
        Self { store, channel, _place: place }
    }

    pub(crate) async fn recipient(&self, change: impl FnOnce(&mut RecipientDraft)) -> i64 {
        let mut draft = RecipientDraft::new("night shift", self.channel, "night@example.org");
        draft.digest_after = 1_000;
        change(&mut draft);
        self.store.create_recipient(&checked(&draft)).await.unwrap()
    }

    pub(crate) async fn tell(&self, message: Message, recipients: &[i64], now: Timestamp) -> u64 {
        self.store.enqueue(&[outgoing(message, recipients)], now).await.unwrap()
    }

    /// Keys of what is taken out.
    pub(crate) async fn claim(&self, now: Timestamp) -> Vec<Claimed> {
        self.store.claim_due(now, terms(100)).await.unwrap()
    }

    pub(crate) async fn note(&self, claimed: &Claimed, at: Timestamp, verdict: Verdict) {
        let detail = "250 ok".to_owned();
        let attempted = Attempted { id: claimed.id, at, took: Duration::from_millis(12), verdict, detail };
        assert_eq!(self.store.note_attempts(&[attempted]).await.unwrap(), 1);
    }

    /// Delivers everything that is due, and gives the keys in their order.
    pub(crate) async fn deliver_all(&self, now: Timestamp) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            let claimed = self.claim(now).await;
            if claimed.is_empty() {
                return told;
            }
            for one in claimed {
                self.note(&one, now, Verdict::Delivered).await;
                told.push(one.key);
            }
        }
    }
}

/// Nothing is put into words: what belongs together is seen as it is.
pub(crate) fn terms(room: u32) -> Terms<'static> {
    Terms { room, calm: Calm::default(), compose: &|_| None }
}

pub(crate) fn mail(name: &str) -> ChannelDraft {
    ChannelDraft::new(name, ChannelKind::Email)
        .with("host", "mail.example.org")
        .with("sender", "slm@example.org")
        .with("username", "slm")
        .with("password", "hunter2")
}

pub(crate) fn checked(draft: &RecipientDraft) -> Recipient {
    draft.check(0, ChannelKind::Email).unwrap()
}

pub(crate) fn message(key: &str, alarm: &str, kind: MessageKind, at: Timestamp) -> Message {
    Message { title: format!("{key} of {alarm}"), ..Message::new(key, alarm, kind, at) }
}

pub(crate) fn outgoing(message: Message, recipients: &[i64]) -> Outgoing {
    let document = format!("document of {}", message.key);
    Outgoing { message, document, audience: Audience::of(recipients), escalation: Escalation::default() }
}

pub(crate) fn escalation(minutes: u64, recipients: &[i64]) -> Escalation {
    let step = EscalationStep { after: Duration::from_mins(minutes), recipients: recipients.to_vec() };
    Escalation::new(vec![step]).unwrap()
}

pub(crate) fn minutes(count: i64) -> Timestamp {
    after(count * 60_000)
}

pub(crate) fn keys(claimed: &[Claimed]) -> Vec<&str> {
    claimed.iter().map(|one| one.key.as_str()).collect()
}

pub(crate) fn critical(message: Message) -> Message {
    Message { severity: Severity::Critical, ..message }
}

pub(crate) fn any_policy() -> AddressPolicy {
    AddressPolicy::open()
}
