//! What can go wrong with a meter or its line, as values with names.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

mod command;
mod files;
mod set;
#[cfg(test)]
mod tests;

pub use command::CommandFault;
pub use files::FileFault;
pub(crate) use set::{FaultSet, Line};

/// A fault of the meter or of the line to it.
///
/// Each has a name that flags and the control interface share (`delay=0.5s..3s`); [`Fault::CATALOGUE`] lists them.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nothing listens on the control port, nor on the file port; an open connection is reset.
    Refuse,
    /// Connections are accepted and never answered; an open one falls silent.
    BlackHole,
    /// Connection attempts themselves get no answer; an open connection falls silent.
    Deaf,
    /// The open connection is reset, once.
    Reset,
    /// Answers and records are held back until healed.
    HoldReplies,
    /// Answers and records come late.
    DelayReplies {
        /// Shortest delay.
        from: Duration,
        /// Longest delay.
        to: Duration,
        /// Share of the answers that come late, 0–1.
        share: f64,
    },
    /// What is sent is cut into small packets.
    SplitPackets {
        /// Fewest bytes in one packet.
        from: usize,
        /// Most bytes in one packet.
        to: usize,
    },
    /// The prompt is sent with the next answer, records three at a time.
    MergePackets,
    /// The next line is garbled, once.
    GarbleNextLine,
    /// Lines are garbled.
    Garble {
        /// Share of the lines, 0–1.
        share: f64,
    },
    /// The last line of an answer, and every record, lacks its CR LF.
    DropCrlf,
    /// Records have a wrong number of fields.
    WrongFieldCount {
        /// The number; one too few when `None`.
        fields: Option<u16>,
    },
    /// Every command is answered with this result code and no data.
    WrongResultCode(u16),
    /// One kind of command fails while all others work.
    Command {
        /// How its lines begin, without regard to case.
        line: Box<str>,
        /// What becomes of them.
        fault: CommandFault,
    },
    /// A stream goes on in spite of SUB.
    IgnoreSub,
    /// The open connection falls silent for good, as when a carrier forgets it, once; new ones work.
    HalfOpen,
    /// The control port refuses while the host and its file port live on; the measurement continues. Only switching the
    /// meter off and on (or healing) helps.
    Wedge,
    /// The meter sleeps: nothing of it answers, and an open connection falls silent.
    Sleep,
    /// The meter's clock jumps by so many seconds, once.
    ClockJump(i64),
    /// The meter is switched off and boots after the time given; settings stay, the measurement is lost.
    PowerLoss {
        /// Time until it listens again.
        reboot_after: Duration,
    },
    /// The connection is reset after so many more bytes were sent, once.
    DropLinkAfter(u64),
    /// A stray record comes so long after a stream was ended.
    StrayRecordAfterSub(Duration),
    /// Something is wrong with the file server.
    Files {
        /// What.
        fault: FileFault,
        /// Whether it happens at its next occasion only, written `ftp-cut=1000@once`.
        once: bool,
    },
}

/// What a fault is called, how it is written and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultInfo {
    /// Its name, the part before `=`.
    pub name: &'static str,
    /// How it is written, with example values.
    pub example: &'static str,
    /// What it does, in one line.
    pub description: &'static str,
    /// Whether it happens once instead of lasting until healed.
    pub once: bool,
}

const fn lasting(name: &'static str, example: &'static str, description: &'static str) -> FaultInfo {
    FaultInfo { name, example, description, once: false }
}

const fn once(name: &'static str, example: &'static str, description: &'static str) -> FaultInfo {
    FaultInfo { name, example, description, once: true }
}

impl Fault {
    /// All faults, in the order of help texts.
    pub const CATALOGUE: [FaultInfo; 32] = [
        lasting("refuse", "refuse", "nothing listens on control and file port; an open connection is reset"),
        lasting("black-hole", "black-hole", "connections are accepted and never answered"),
        lasting("deaf", "deaf", "connection attempts get no answer at all"),
        once("reset", "reset", "the open connection is reset"),
        lasting("hold", "hold", "answers are held back until healed"),
        lasting("delay", "delay=0.5s..3s@0.1", "answers come late; `@` gives the share of late ones"),
        lasting("split", "split=1..7", "packets of 1 to 7 bytes"),
        lasting("merge", "merge", "the prompt comes with the next answer, records three at a time"),
        once("garble-next", "garble-next", "the next line is garbled"),
        lasting("garble", "garble=0.1", "this share of all lines is garbled"),
        lasting("drop-crlf", "drop-crlf", "answers and records end without CR LF"),
        lasting(
            "wrong-fields",
            "wrong-fields=63",
            "records have so many fields; one too few without a number",
        ),
        lasting("wrong-code", "wrong-code=4", "every command is answered with this result code and no data"),
        lasting(
            "command",
            "command=Clock:lost",
            "such commands are lost, unanswered, void, `late 3s`, or refused by a code",
        ),
        lasting("ignore-sub", "ignore-sub", "a stream goes on in spite of SUB"),
        once("half-open", "half-open", "the open connection falls silent for good; new ones work"),
        lasting("wedge", "wedge", "the control port refuses, the file port lives, the measurement goes on"),
        lasting("sleep", "sleep", "nothing answers any more, as asleep"),
        once("clock-jump", "clock-jump=-3600", "the meter's clock jumps by so many seconds"),
        lasting(
            "power-loss",
            "power-loss=5s",
            "switched off, boots after this time; the measurement is lost",
        ),
        once("drop-link", "drop-link=100", "the connection is reset after so many more bytes"),
        lasting("stray-record", "stray-record=0.1s", "a stray record comes so long after SUB"),
        lasting("ftp-login-fail", "ftp-login-fail", "files: every password is wrong"),
        lasting(
            "ftp-close",
            "ftp-close=RETR",
            "files: closes the control connection at this verb; at any without one",
        ),
        lasting("ftp-no-data", "ftp-no-data", "files: data connections are announced and never opened"),
        lasting("ftp-wrong-peer", "ftp-wrong-peer", "files: data connections come from another address"),
        lasting("ftp-stall", "ftp-stall=1000", "files: after so many bytes of a file nothing more comes"),
        lasting("ftp-cut", "ftp-cut=1000@once", "files: closed after so many bytes of a file, with 426"),
        lasting(
            "ftp-short",
            "ftp-short=1000",
            "files: closed after so many bytes of a file, with 226 as though complete",
        ),
        lasting("ftp-deny", "ftp-deny=Auto_0019", "files: 550 for the file or folder of this name or path"),
        lasting("ftp-garble-list", "ftp-garble-list", "files: listings are garbled"),
        lasting("ftp-list-name", "ftp-list-name=../x", "files: listings show one more file, of this name"),
    ];

    /// Its line in [`Fault::CATALOGUE`].
    pub fn info(&self) -> &'static FaultInfo {
        let name = self.name();
        // Held to be complete by a test over every fault.
        Self::CATALOGUE.iter().find(|info| info.name == name).unwrap_or(&Self::CATALOGUE[0])
    }

    /// Its name, without values.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::BlackHole => "black-hole",
            Self::Deaf => "deaf",
            Self::Reset => "reset",
            Self::HoldReplies => "hold",
            Self::DelayReplies { .. } => "delay",
            Self::SplitPackets { .. } => "split",
            Self::MergePackets => "merge",
            Self::GarbleNextLine => "garble-next",
            Self::Garble { .. } => "garble",
            Self::DropCrlf => "drop-crlf",
            Self::WrongFieldCount { .. } => "wrong-fields",
            Self::WrongResultCode(_) => "wrong-code",
            Self::Command { .. } => "command",
            Self::IgnoreSub => "ignore-sub",
            Self::HalfOpen => "half-open",
            Self::Wedge => "wedge",
            Self::Sleep => "sleep",
            Self::ClockJump(_) => "clock-jump",
            Self::PowerLoss { .. } => "power-loss",
            Self::DropLinkAfter(_) => "drop-link",
            Self::StrayRecordAfterSub(_) => "stray-record",
            Self::Files { fault, .. } => fault.name(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Files { fault, once } = self {
            return write!(f, "{fault}{}", if *once { files::ONCE } else { "" });
        }
        f.write_str(self.name())?;
        match self {
            Self::DelayReplies { from, to, share } => {
                write!(f, "={}s..{}s", from.as_secs_f64(), to.as_secs_f64())?;
                if *share < 1.0 { write!(f, "@{share}") } else { Ok(()) }
            }
            Self::SplitPackets { from, to } => write!(f, "={from}..{to}"),
            Self::Garble { share } => write!(f, "={share}"),
            Self::WrongFieldCount { fields: Some(fields) } => write!(f, "={fields}"),
            Self::WrongResultCode(code) => write!(f, "={code}"),
            Self::Command { line, fault } => write!(f, "={line}:{fault}"),
            Self::ClockJump(seconds) => write!(f, "={seconds}"),
            Self::PowerLoss { reboot_after } => write!(f, "={}s", reboot_after.as_secs_f64()),
            Self::DropLinkAfter(bytes) => write!(f, "={bytes}"),
            Self::StrayRecordAfterSub(after) => write!(f, "={}s", after.as_secs_f64()),
            _ => Ok(()),
        }
    }
}

/// Why a text is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// No fault has this name.
    #[error("no fault `{0}`; there are {names}", names = Fault::CATALOGUE.map(|info| info.name).join(", "))]
    Unknown(String),
    /// The part after `=` does not fit, or is missing, or is too much.
    #[error("fault `{name}` is written like `{example}`")]
    Value {
        /// The fault.
        name: &'static str,
        /// How it is written.
        example: &'static str,
    },
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, once) = match text.trim().strip_suffix(files::ONCE) {
            Some(whole) if whole.starts_with("ftp-") => (whole, true),
            _ => (text.trim(), false),
        };
        let (name, value) = match whole.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (whole, None),
        };
        let info = Self::CATALOGUE.iter().find(|info| info.name == name);
        let info = info.ok_or_else(|| FaultError::Unknown(name.to_owned()))?;
        let fault = match value {
            value if name.starts_with("ftp-") => {
                FileFault::read(name, value).map(|fault| Self::Files { fault, once })
            }
            Some(value) => Self::with_value(name, value),
            None => Self::without_value(name),
        };
        fault.ok_or(FaultError::Value { name: info.name, example: info.example })
    }
}

impl Fault {
    fn without_value(name: &str) -> Option<Self> {
        Some(match name {
            "refuse" => Self::Refuse,
            "black-hole" => Self::BlackHole,
            "deaf" => Self::Deaf,
            "reset" => Self::Reset,
            "hold" => Self::HoldReplies,
            "split" => Self::SplitPackets { from: 1, to: 7 },
            "merge" => Self::MergePackets,
            "garble-next" => Self::GarbleNextLine,
            "drop-crlf" => Self::DropCrlf,
            "wrong-fields" => Self::WrongFieldCount { fields: None },
            "ignore-sub" => Self::IgnoreSub,
            "half-open" => Self::HalfOpen,
            "wedge" => Self::Wedge,
            "sleep" => Self::Sleep,
            "stray-record" => Self::StrayRecordAfterSub(Duration::from_millis(100)),
            _ => return None,
        })
    }

    fn with_value(name: &str, value: &str) -> Option<Self> {
        Some(match name {
            "delay" => {
                let (range, share) =
                    value.split_once('@').map_or((value, Some(1.0)), |(range, at)| (range, share(at)));
                let (from, to) = range.split_once("..").unwrap_or((range, range));
                Self::DelayReplies { from: seconds(from)?, to: seconds(to)?, share: share? }.sound()?
            }
            "split" => {
                let (from, to) = value.split_once("..").unwrap_or((value, value));
                Self::SplitPackets { from: from.parse().ok()?, to: to.trim_start_matches('=').parse().ok()? }
                    .sound()?
            }
            "garble" => Self::Garble { share: share(value)? },
            "wrong-fields" => Self::WrongFieldCount { fields: Some(value.parse().ok()?) }.sound()?,
            "wrong-code" => Self::WrongResultCode(value.parse().ok()?).sound()?,
            "command" => CommandFault::read(value).map(|(line, fault)| Self::Command { line, fault })?,
            "clock-jump" => Self::ClockJump(value.strip_suffix('s').unwrap_or(value).parse().ok()?),
            "power-loss" => Self::PowerLoss { reboot_after: seconds(value)? },
            "drop-link" => Self::DropLinkAfter(value.parse().ok()?),
            "stray-record" => Self::StrayRecordAfterSub(seconds(value)?),
            _ => return None,
        })
    }

    /// The fault, unless its values contradict each other.
    fn sound(self) -> Option<Self> {
        let sound = match self {
            Self::DelayReplies { from, to, .. } => from <= to,
            Self::SplitPackets { from, to } => 1 <= from && from <= to,
            Self::WrongFieldCount { fields: Some(fields) } => (1..=4096).contains(&fields),
            Self::WrongResultCode(code) => code <= 9999,
            _ => true,
        };
        sound.then_some(self)
    }
}

/// Longest duration a fault takes: a day.
const LONGEST: Duration = Duration::from_hours(24);

/// `3s`, `3`, `0.5s` or `200ms`.
fn seconds(text: &str) -> Option<Duration> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or(text), 1.0),
    };
    let seconds = number.trim().parse::<f64>().ok()? * unit;
    Duration::try_from_secs_f64(seconds).ok().filter(|duration| *duration <= LONGEST)
}

fn share(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|share| (0.0..=1.0).contains(share))
}
