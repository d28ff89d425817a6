//! Messages on their way, channels and recipients as they are kept.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::{
    Audience, Calm, ChannelDraft, Escalation, Message, MessageKind, Position, Severity,
};

use crate::StoredIncident;

/// A message to be told, and to whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The message.
    pub message: Message,
    /// The message as the one who sends it reads it.
    pub document: String,
    /// Who is told first. Who is named by an address that nobody has becomes a recipient, where a channel reaches it.
    pub audience: Audience,
    /// Who is told when nobody acknowledges.
    pub escalation: Escalation,
}

/// A channel as it is kept, whether it makes sense or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChannel {
    /// Its number.
    pub id: i64,
    /// What is known of it. Its secrets hide themselves from print.
    pub draft: ChannelDraft,
}

/// What became of a wish to delete a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelDeletion {
    /// It is gone.
    Deleted,
    /// There was none.
    NotFound,
    /// So many recipients are reached by it; it stays.
    InUse(u32),
}

/// How messages are taken out.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Most messages under way by one channel.
    pub room: u32,
    /// How long updates of an incident are held back.
    pub calm: Calm,
    /// Puts into words what several messages are together, before they are sent for the first time; what it says is kept.
    /// `None`: nothing has to be put together.
    pub compose: &'a (dyn Fn(&Claimed) -> Option<Composed> + Sync),
}

/// What several messages are together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// What it tells.
    pub kind: MessageKind,
    /// Its first line.
    pub title: String,
    /// The message as the one who sends it reads it.
    pub document: String,
}

/// What belongs to an update of an incident besides its news.
#[derive(Debug, Clone, PartialEq)]
pub struct More {
    /// The incident as it stands.
    pub incident: StoredIncident,
    /// What this recipient was told of it first.
    pub first: Option<String>,
    /// Whether the incident is over, and this is the last of it.
    pub is_end: bool,
}

/// A message taken out to be sent to one recipient.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Number of the row.
    pub id: i64,
    /// The message's own key; a receiver knows by it what it has had.
    pub key: String,
    /// Number of the recipient.
    pub recipient: i64,
    /// Number of the channel.
    pub channel: i64,
    /// Number of this attempt; the first is 1.
    pub attempt: u32,
    /// The step of escalation that it is told by; 0 for those who are told first.
    pub escalation: u32,
    /// Number of the event that it is about.
    pub event: Option<i64>,
    /// Number of the incident that the event is part of.
    pub incident: Option<i64>,
    /// Where it stands in the incident.
    pub position: Option<Position>,
    /// What is told: one document, or several of a digest or an update, oldest first.
    pub documents: Vec<String>,
    /// How many messages of a digest have no document here, for there are too many.
    pub left_out: u64,
    /// What an update has to say besides; `None` when it is none, or is put together already.
    pub more: Option<More>,
    /// Whether it is a digest.
    pub is_digest: bool,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempted {
    /// Number of the row.
    pub id: i64,
    /// When it ended.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// How it ended.
    pub verdict: Verdict,
    /// The same in words; never with a secret in it.
    pub detail: String,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It arrived.
    Delivered,
    /// It is tried again then.
    RetryAt(Timestamp),
    /// It is not tried any more.
    GivenUp,
}

impl Verdict {
    /// The name in documents and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::RetryAt(_) => "retry_later",
            Self::GivenUp => "give_up",
        }
    }
}

/// Where a message to a recipient stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutboxState {
    /// It waits for its time.
    Pending,
    /// It is being sent.
    Sending,
    /// It arrived.
    Delivered,
    /// It did not arrive, and is not tried any more.
    Dead,
    /// It was not needed any more.
    Withdrawn,
    /// It is told as part of a digest, or of an update.
    Digested,
}

impl OutboxState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Sending, Self::Delivered, Self::Dead, Self::Withdrawn, Self::Digested];

    /// The name in documents and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
            Self::Withdrawn => "withdrawn",
            Self::Digested => "digested",
        }
    }
}

/// A word that is no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected pending, sending, delivered, dead, withdrawn or digested")]
pub struct UnknownOutboxState;

impl FromStr for OutboxState {
    type Err = UnknownOutboxState;

    fn from_str(text: &str) -> Result<Self, UnknownOutboxState> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(UnknownOutboxState)
    }
}

impl fmt::Display for OutboxState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A message to a recipient, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Number of the row.
    pub id: i64,
    /// The message's own key.
    pub key: String,
    /// What it tells.
    pub kind: MessageKind,
    /// How much it matters.
    pub severity: Severity,
    /// Its first line.
    pub title: String,
    /// When it happened.
    pub at: Timestamp,
    /// Number of the recipient.
    pub recipient: i64,
    /// Name of the recipient; `None` when it was deleted.
    pub recipient_name: Option<String>,
    /// Number of the channel.
    pub channel: i64,
    /// Name of the channel; `None` when it was deleted.
    pub channel_name: Option<String>,
    /// Where it stands.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; `None` when it is not.
    pub next: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Why it did not arrive, last.
    pub last_error: Option<String>,
    /// The row of the digest or update that it is part of.
    pub digest: Option<i64>,
}

/// One attempt, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryEntry {
    /// Its number.
    pub id: i64,
    /// The row that was tried.
    pub outbox: i64,
    /// When.
    pub at: Timestamp,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// `delivered`, `retry_later` or `give_up`.
    pub outcome: String,
    /// What happened, in words.
    pub detail: String,
    /// How long it took.
    pub took: Duration,
}

/// An alarm that people were told of, and of whose end nobody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnendedAlarm {
    /// What they were told first, as the one who sent it reads it.
    pub document: String,
    /// When its event ended; `None` when the event is not there.
    pub at: Option<Timestamp>,
    /// Why, when the level was not the reason.
    pub note: Option<String>,
}

/// How many rows stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting for their time, or being sent.
    pub open: u64,
    /// Of these, those that were due and did not arrive yet.
    pub overdue: u64,
    /// Not arrived, and not tried any more.
    pub dead: u64,
}
