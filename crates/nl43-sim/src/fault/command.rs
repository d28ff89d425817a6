//! What can become of one kind of command while all others work.

use std::fmt;
use std::time::Duration;

use super::seconds;

/// Longest beginning of a line in a fault.
const LONGEST: usize = 64;

/// What becomes of the commands that begin in a certain way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CommandFault {
    /// They are answered with this result code and change nothing.
    Refused(u16),
    /// They are accepted and change nothing. Questions are answered as ever.
    Void,
    /// They take effect, and are not answered.
    Unanswered,
    /// They change nothing, and are not answered.
    Lost,
    /// They take effect, and are answered so much later.
    Late(Duration),
}

impl CommandFault {
    /// Reads `Measure,Start:lost` and the like: the beginning of the line, and what becomes of it.
    pub(super) fn read(value: &str) -> Option<(Box<str>, Self)> {
        let (line, fault) = value.rsplit_once(':')?;
        let line = line.trim();
        let is_line = !line.is_empty() && line.len() <= LONGEST && !line.chars().any(char::is_control);
        let fault = match fault.trim() {
            "void" => Self::Void,
            "unanswered" => Self::Unanswered,
            "lost" => Self::Lost,
            late if late.starts_with("late ") => Self::Late(seconds(late.strip_prefix("late ")?)?),
            code => Self::Refused(code.parse().ok().filter(|code| *code <= 9999)?),
        };
        is_line.then(|| (line.into(), fault))
    }
}

impl fmt::Display for CommandFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(code) => write!(f, "{code}"),
            Self::Void => f.write_str("void"),
            Self::Unanswered => f.write_str("unanswered"),
            Self::Lost => f.write_str("lost"),
            Self::Late(by) => write!(f, "late {}s", by.as_secs_f64()),
        }
    }
}
