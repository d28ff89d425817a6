use std::time::{Duration, Instant};

use crate::{DrdFrame, Reply, ResultCode, Unfit};

/// What an [`Exchange`](super::Exchange) has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The command in flight was answered.
    Answered(Reply),
    /// The command in flight was refused. That is an answer, too.
    Refused(ResultCode),
    /// The command in flight was not answered in time; whether it was carried out is unknown. The line is tainted.
    TimedOut,
    /// What came is no answer to the command in flight; it has ended. The line is tainted.
    Unfit(Unfit),
    /// The stream was accepted; records follow.
    StreamStarted,
    /// A record of the stream.
    Record(Box<DrdFrame>),
    /// A line of the stream that is no record: its beginning, and what is wrong with it. The stream goes on.
    BadRecord(String),
    /// No record for as long as [`ExchangeTiming::drd_silence`]. The stream is not stopped by this.
    StreamSilent,
    /// The stream that was [stopped](super::Exchange::stop_stream) has ended.
    StreamEnded,
    /// The late answer came and was discarded, or enough time passed without it: commands are taken again.
    TaintOver,
    /// Two commands in a row failed, or a stream cannot be stopped. Nothing is sent any more: close the connection.
    TaintedTwice,
    /// A line without end came as the answer to the command in flight; it has ended. The line is tainted.
    LineTooLong,
}

/// Why a command is not taken now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Busy {
    /// There is no connection.
    #[error("there is no connection")]
    NoLink,
    /// A command is in flight.
    #[error("a command is in flight")]
    InFlight,
    /// A stream runs or is ending.
    #[error("a stream is running")]
    Streaming,
    /// A late answer may still come.
    #[error("a late answer may still come")]
    Tainted,
    /// The instrument needs its pause until then.
    #[error("the pause after the last answer is not over")]
    TooEarly(Instant),
}

/// Pauses and patience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeTiming {
    /// From the last byte of an answer to the next command. Default 1 s, which the instrument asks for.
    pub command_gap: Duration,
    /// From the command to its result line, and from there to its data line. Default 5 s; the instrument promises 3 s,
    /// a mobile link needs more.
    pub reply_timeout: Duration,
    /// How long a late answer is waited for. Default 3 s.
    pub taint_quiet: Duration,
    /// Silence that ends a stopped stream when the prompt does not. Default 300 ms, three records.
    pub drain_quiet: Duration,
    /// Silence of a running stream that is reported. Default 30 s.
    pub drd_silence: Duration,
}

impl Default for ExchangeTiming {
    fn default() -> Self {
        Self {
            command_gap: Duration::from_secs(1),
            reply_timeout: Duration::from_secs(5),
            taint_quiet: Duration::from_secs(3),
            drain_quiet: Duration::from_millis(300),
            drd_silence: Duration::from_secs(30),
        }
    }
}
