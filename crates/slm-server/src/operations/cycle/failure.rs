//! Why a cycle ended early.

use std::fmt;

use nl43_proto::ResultCode;
use slm_domain::DeviceError;
use slm_domain::cycle::IndexSearch;
use slm_domain::operation::{OperationId, OperationKind};

/// A cycle that ended early: where, why, and what became of the meter.
#[derive(Debug, Clone)]
pub(crate) struct CycleFailure {
    pub(crate) kind: OperationKind,
    /// The step that was not done.
    pub(crate) step: String,
    pub(crate) reason: Reason,
    /// What state the meter is in, in plain words.
    pub(crate) meter: String,
    pub(crate) operation: OperationId,
}

/// Why a step was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Reason {
    /// The meter did not do as asked.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// Every store name that was tried holds data.
    #[error("Could not find empty index after {} attempts", IndexSearch::MAX_ATTEMPTS)]
    NoFreeIndex,
    /// The search for a free store name took too long.
    #[error(
        "Could not find empty index within {seconds} s ({attempts} attempts); go on with the next one by a restart"
    )]
    SearchTooLong {
        /// How long was searched.
        seconds: u64,
        /// Names tried.
        attempts: u32,
    },
    /// A measurement runs that this cycle did not start.
    #[error("the meter measures already; nothing was changed: stop that measurement first")]
    Measures,
    /// The start was accepted, but nothing is measured.
    #[error("the meter accepted the start, but says that it does not measure")]
    NotMeasuring,
    /// The measurement has ended since the cycle started it.
    #[error("the measurement that this cycle started has ended; begin a new cycle")]
    EndedSince,
    /// Another measurement has begun since the cycle stopped the one before.
    #[error("the meter measures again since this cycle stopped it; begin a new cycle")]
    MeasuresAgain,
    /// The FTP server does not come up.
    #[error("the meter's FTP server is not on after {seconds} s{last}")]
    FtpNotOn {
        /// How long was waited.
        seconds: u64,
        /// What the last question was answered, if it was not `Off`.
        last: String,
    },
    /// An operator ended the cycle.
    #[error("ended by an operator")]
    Cancelled,
    /// The service ends.
    #[error("the service ended before it did")]
    Closing,
}

impl Reason {
    /// A short name for programs.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Device(error) => error.name(),
            Self::NoFreeIndex | Self::SearchTooLong { .. } => "no_free_index",
            Self::Measures => "measuring",
            Self::NotMeasuring => "not_measuring",
            Self::EndedSince | Self::MeasuresAgain => "changed_since",
            Self::FtpNotOn { .. } => "ftp_not_on",
            Self::Cancelled => "cancelled",
            Self::Closing => "interrupted",
        }
    }

    /// Whether the meter would not do it in the state that it is in.
    pub(super) fn is_wrong_state(&self) -> bool {
        matches!(self, Self::Device(DeviceError::Refused { code: ResultCode::State, .. }))
    }
}

impl fmt::Display for CycleFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed in step `{}`: {}", self.kind, self.step, self.reason)
    }
}
