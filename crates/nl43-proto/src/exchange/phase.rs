use std::time::Instant;

use bytes::Bytes;

use super::{line_end, result_code, text_of};
use crate::{Command, Expect, Reply, ResultCode, line::Ending};

/// Where the exchange stands:
///
/// ```text
/// Down ─link─▶ Idle ─submit─▶ InFlight ─answer─▶ Idle
///                               │ │ └─stream accepted─▶ Streaming ─stop─▶ Draining ─quiet─▶ Idle
///                               │ └─late or unfit─▶ Tainted ─late answer─▶ Idle
///                               │                      └─quiet─▶ Idle, owed an answer ─submit─▶ Probing ─▶ Held ─gap─▶ InFlight
///                               └─late or unfit, for the second time─▶ Condemned
/// ```
#[derive(Debug)]
pub(super) enum Phase {
    /// No connection.
    Down,
    /// Nothing is under way.
    Idle(Idle),
    /// A command was sent.
    InFlight(Flight),
    /// A question whose answer cannot be mistaken was sent, because an older answer may still come. `next` is the
    /// command it was sent ahead of, unless the caller asked the very same.
    Probing { probe: Flight, next: Option<Command> },
    /// The probe was answered; `next` waits for the pause after it.
    Held { next: Command, prompt_due: bool },
    /// Records arrive. `silent_at` is empty once silence has been reported.
    Streaming { status: bool, silent_at: Option<Instant> },
    /// The stream was told to stop.
    Draining(Drain),
    /// The answer to this command failed, and may come late.
    Tainted { owed: Flight, until: Instant },
    /// Only a new connection helps.
    Condemned,
}

#[derive(Debug, Default)]
pub(super) struct Idle {
    /// The prompt that belongs to the last answer has not come yet.
    pub(super) prompt_due: bool,
    /// Stream records that came unasked.
    pub(super) strays: u8,
}

impl Idle {
    pub(super) fn after_answer() -> Phase {
        Phase::Idle(Self { prompt_due: true, strays: 0 })
    }
}

/// A command that was sent.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) command: Command,
    pub(super) wire: Bytes,
    /// Its result line came and was good; the data line is due.
    pub(super) accepted: bool,
    pub(super) overdue_at: Instant,
}

impl Flight {
    pub(super) fn new(command: Command, overdue_at: Instant) -> Self {
        let wire = Bytes::from(command.wire() + "\r\n");
        Self { command, wire, accepted: false, overdue_at }
    }

    /// Whether a line is this command, sent back by an instrument whose echo is on.
    pub(super) fn is_echo(&self, line: &[u8]) -> bool {
        self.wire[..line_end(&self.wire)].eq_ignore_ascii_case(text_of(line))
    }

    /// A question whose answer cannot be taken for this command's, nor the other way round.
    pub(super) fn probe(&self) -> Command {
        match self.command {
            Command::DodQuery | Command::DlcQuery | Command::DrdQuery | Command::DrdStatusQuery => {
                Command::MeasureQuery
            }
            _ => Command::DodQuery,
        }
    }

    pub(super) fn expects(&self) -> Expect {
        self.command.expects()
    }
}

/// What a line means to a command whose answer is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Late {
    /// Nothing, or not everything yet.
    Incomplete,
    /// The answer is complete.
    Complete,
    /// A stream has begun.
    StreamStarted,
}

impl Flight {
    /// Takes a line as part of the late answer: a result line, and its data line if there must be one.
    pub(super) fn take_late(&mut self, line: &[u8], ending: Ending) -> Late {
        if self.accepted {
            let fits = Reply::from_line(self.command.shape(), line, ending).is_ok();
            return if fits { Late::Complete } else { Late::Incomplete };
        }
        match (result_code(line), self.expects()) {
            (None, _) => Late::Incomplete,
            (Some(ResultCode::Ok), Expect::Data) => {
                self.accepted = true;
                Late::Incomplete
            }
            (Some(ResultCode::Ok), Expect::Stream) => Late::StreamStarted,
            (Some(_), _) => Late::Complete,
        }
    }
}

/// A command whose answer was waited for in vain.
#[derive(Debug)]
pub(super) struct Owed {
    pub(super) flight: Flight,
    /// Until then what comes unasked is likely to be that answer, and the pause counts from it.
    pub(super) patience_ends: Instant,
}

/// A stream on its way to silence.
#[derive(Debug)]
pub(super) struct Drain {
    pub(super) cause: DrainCause,
    pub(super) since: Instant,
    pub(super) quiet_at: Instant,
    /// SUB was sent for the second time.
    pub(super) repeated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DrainCause {
    /// The caller stopped it.
    Asked,
    /// Its start was reported so late that nobody wants it any more.
    Late,
    /// It ran when the connection was made, or went on behind our back.
    Stray,
}

/// What the exchange waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timer {
    /// Fires when the result line, or the data line after it, is not there in time.
    ReplyOverdue,
    /// Fires when the pause is over for a command that was held back.
    CommandGap,
    /// Fires when a late answer is no longer waited for.
    TaintQuiet,
    /// Fires when a stopped stream has been silent.
    DrainQuiet,
    /// Fires when a running stream has been silent for long.
    DrdSilence,
}
