//! Frames that cannot be replayed.

use crate::Since;

/// Stands for every frame between what a client has and what the feed can still give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Why.
    pub reason: GapReason,
    /// What the client had.
    pub since: Since,
    /// How many frames it misses, where that is known.
    pub missed: Option<u64>,
}

/// Why missed frames cannot be replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GapReason {
    /// Numbering restarted, for instance with the service.
    EpochChanged,
    /// The first missed frame is no longer kept.
    TooOld,
    /// The client claims a frame that was not published yet.
    Ahead,
}

impl GapReason {
    /// The word clients read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EpochChanged => "epoch_changed",
            Self::TooOld => "too_old",
            Self::Ahead => "ahead",
        }
    }
}
