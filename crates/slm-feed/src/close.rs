//! Why a subscription ends.

use std::fmt;

/// Why a subscription ends, and whether the client should come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// All was said; nothing more will come. (1000)
    Done,
    /// The unit was removed. (4004)
    Removed,
    /// The service ends for good. (1001)
    GoingAway,
    /// The service restarts. (1012)
    Restart,
    /// The client did not take its frames in time. (4008)
    TooSlow,
    /// The client answered no ping. (1011)
    Unresponsive,
    /// No room for another subscriber now. (1013)
    Full,
    /// The client follows more units than one connection may. (1008)
    TooManyUnits,
    /// The client sent a message beyond the limit. (1009)
    TooBig,
    /// The client broke the WebSocket protocol. (1002)
    Protocol,
    /// The client said goodbye.
    Left,
    /// The connection broke without a goodbye.
    Lost,
}

impl CloseReason {
    /// Status of the WebSocket close frame.
    ///
    /// [`CloseReason::Left`] and [`CloseReason::Lost`] are never sent; they read as 1000 and 1006.
    pub fn code(self) -> u16 {
        match self {
            Self::Done | Self::Left => 1000,
            Self::GoingAway => 1001,
            Self::Protocol => 1002,
            Self::Lost => 1006,
            Self::TooManyUnits => 1008,
            Self::TooBig => 1009,
            Self::Unresponsive => 1011,
            Self::Restart => 1012,
            Self::Full => 1013,
            Self::Removed => 4004,
            Self::TooSlow => 4008,
        }
    }

    /// Whether a client that still wants the feed should connect again.
    pub fn come_back(self) -> bool {
        match self {
            Self::Restart | Self::TooSlow | Self::Unresponsive | Self::Full | Self::Lost => true,
            Self::Done
            | Self::Removed
            | Self::GoingAway
            | Self::TooManyUnits
            | Self::TooBig
            | Self::Protocol
            | Self::Left => false,
        }
    }

    /// A few words for the close frame and the log; at most 123 bytes.
    pub fn text(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Removed => "unit removed",
            Self::GoingAway => "service ends",
            Self::Restart => "service restarts, come back",
            Self::TooSlow => "too slow, come back",
            Self::Unresponsive => "no answer to pings",
            Self::Full => "too many subscribers, try again later",
            Self::TooManyUnits => "too many units on one connection",
            Self::TooBig => "message too big",
            Self::Protocol => "protocol error",
            Self::Left => "left",
            Self::Lost => "connection lost",
        }
    }
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.text(), self.code())
    }
}
