//! Why a request to an instrument failed, in words for the operator.

use nl43_proto::ResultCode;

/// Outcome of a request that brought no answer, or the instrument's refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// Nothing listens on the control port.
    #[error(
        "connection refused: the host answers, but nothing listens on the control port (TCP off, web app on, or wedged)"
    )]
    ConnectRefused,
    /// The handshake was not answered.
    #[error(
        "connect timed out: the meter is off, asleep, out of radio coverage, or another program holds its one connection"
    )]
    ConnectTimedOut,
    /// The name has no address.
    #[error("no address found for host {0}")]
    NoSuchHost(String),
    /// Any other failure to connect.
    #[error("host unreachable: {0}")]
    HostUnreachable(String),
    /// No answer in time.
    #[error("no answer to `{command}` in time")]
    Timeout {
        /// What was asked.
        command: String,
    },
    /// The connection ended before the answer was whole.
    #[error("connection lost while waiting for the answer to `{command}`")]
    LinkLost {
        /// What was asked.
        command: String,
    },
    /// The answer does not fit the command.
    #[error("the answer to `{command}` makes no sense: {excerpt}")]
    Garbled {
        /// What was asked.
        command: String,
        /// What is wrong, with the beginning of the answer.
        excerpt: String,
    },
    /// The instrument answered with a result code.
    #[error("{} (`{command}` was answered {code})", code.meaning())]
    Refused {
        /// What was asked.
        command: String,
        /// The result code.
        code: ResultCode,
    },
    /// The control port is dead while the host lives.
    #[error(
        "control port wedged: it refuses while the host answers; recording probably continues, power-cycle the meter"
    )]
    Wedged,
    /// Too many requests wait, or this one would wait longer than its deadline.
    #[error("the unit's line is busy; try again")]
    Busy,
    /// The deadline passed while the request waited for its turn.
    #[error("the request waited too long for the unit's line")]
    Expired,
    /// The setting left, the connection broke, and reading it back did not confirm it.
    #[error("connection lost after sending `{command}`; reading it back did not confirm it")]
    Unconfirmed {
        /// What was sent.
        command: String,
    },
    /// The server's own clock cannot be what a meter should show.
    #[error("the server's own clock shows a year that no meter takes")]
    NoClock,
    /// The unit was removed, reconfigured or is shutting down.
    #[error("the unit's line was closed")]
    Closed,
}

impl DeviceError {
    /// Whether a setting may have taken effect all the same: it left, and its answer did not come.
    pub fn leaves_doubt(&self) -> bool {
        match self {
            Self::Timeout { .. }
            | Self::LinkLost { .. }
            | Self::Garbled { .. }
            | Self::Unconfirmed { .. } => true,
            Self::ConnectRefused
            | Self::ConnectTimedOut
            | Self::NoSuchHost(_)
            | Self::HostUnreachable(_)
            | Self::Refused { .. }
            | Self::Wedged
            | Self::Busy
            | Self::Expired
            | Self::NoClock
            | Self::Closed => false,
        }
    }

    /// A short name for metrics and health answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ConnectRefused => "refused",
            Self::ConnectTimedOut => "connect_timed_out",
            Self::NoSuchHost(_) => "no_such_host",
            Self::HostUnreachable(_) => "unreachable",
            Self::Timeout { .. } => "timed_out",
            Self::LinkLost { .. } => "reset",
            Self::Garbled { .. } => "garbled",
            Self::Refused { .. } => "device_error",
            Self::Wedged => "wedged",
            Self::Busy => "busy",
            Self::Expired => "expired",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::NoClock => "no_clock",
            Self::Closed => "closed",
        }
    }
}

/// What a task said that panicked, for the log.
pub fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_owned())
}
