//! What happens to a unit's session.

use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use nl43_proto::Command;

use crate::DeviceError;

/// One moment on both clocks; the shell reads them once per event.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// For how long things take.
    pub mono: Instant,
    /// For what is kept and shown.
    pub wall: Timestamp,
}

/// Names a request until it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestId(pub u64);

/// Who asks; callers inside a class take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallerId(pub u64);

/// How urgent a request is. Polls come after both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// An operator's command.
    Control,
    /// An operator's question.
    Read,
}

/// What a caller wants sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// This command, as it stands.
    Command(Command),
    /// `Clock,…` with the site's time when it is sent, not when it was ordered. Answered with that time.
    SiteClock,
}

impl From<Command> for Order {
    fn from(command: Command) -> Self {
        Self::Command(command)
    }
}

/// A command that somebody wants sent.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its name.
    pub id: RequestId,
    /// Who asks.
    pub caller: CallerId,
    /// How urgent.
    pub class: Class,
    /// What to send.
    pub order: Order,
    /// Answered with an error when its turn has not come by then.
    pub deadline: Instant,
}

/// How much a unit is wanted. Decides the cadence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Demand {
    /// Viewers of the monitor feed.
    pub watchers: usize,
    /// Viewers of the 10 Hz stream.
    pub stream_watchers: usize,
    /// Whether the monitor feed runs without viewers.
    pub kept_alive: bool,
    /// Longest pause between polls that those who keep it alive can do with; `None`: the usual one.
    pub kept_pause: Option<Duration>,
    /// Background poll interval; `None`: not polled in the background.
    pub background: Option<Duration>,
    /// Nothing is polled and no connection held, whatever the other fields say.
    pub resting: Option<Rest>,
}

/// Why a unit rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Deactivated by an operator.
    Deactivated,
    /// The whole service is in standby.
    Standby,
    /// The control line is switched off in the unit's configuration.
    Disabled,
}

impl Rest {
    /// In words for the operator.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Deactivated => "the unit is deactivated",
            Self::Standby => "the service is in standby",
            Self::Disabled => "TCP communication is disabled for this device",
        }
    }
}

/// Something the session has to know.
#[derive(Debug)]
pub enum Event {
    /// A caller wants a command sent.
    Request(Request),
    /// A caller wants the idle connection closed.
    Disconnect(RequestId),
    /// Demand has changed.
    Demand(Demand),
    /// The start of the running measurement became known from elsewhere.
    StartKnown(Timestamp),
    /// The connection asked for is up.
    Connected,
    /// The connection asked for failed.
    ConnectFailed(DeviceError),
    /// Bytes from the instrument.
    Received(Bytes),
    /// The connection ended, and how.
    LinkLost(String),
    /// What the probe of the host found: whether it is alive beside its control port.
    HostProbed(bool),
    /// [`deadline`](super::UnitSession::deadline) has come.
    Deadline,
}
