//! The result line that opens every answer: `R+0000` and its siblings.

use std::{fmt, str::FromStr};

/// What the instrument says to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResultCode {
    /// `R+0000`: accepted; for a query the data line follows.
    Ok,
    /// `R+0001`: the name was not recognised.
    UnknownCommand,
    /// `R+0002`: the value is wrong in type, count or range.
    Parameter,
    /// `R+0003`: a setting sent to a request-only command or the other way round.
    Form,
    /// `R+0004`: recognised, but impossible in the present state.
    State,
    /// Any other number.
    Other(u16),
}

impl ResultCode {
    /// The code with this number.
    pub const fn from_number(number: u16) -> Self {
        match number {
            0 => Self::Ok,
            1 => Self::UnknownCommand,
            2 => Self::Parameter,
            3 => Self::Form,
            4 => Self::State,
            other => Self::Other(other),
        }
    }

    /// The four digits.
    pub const fn number(self) -> u16 {
        match self {
            Self::Ok => 0,
            Self::UnknownCommand => 1,
            Self::Parameter => 2,
            Self::Form => 3,
            Self::State => 4,
            Self::Other(number) => number,
        }
    }

    /// Whether the command was accepted.
    pub const fn is_ok(self) -> bool {
        matches!(self, Self::Ok)
    }

    /// What the code means, in the words clients of the service know.
    pub fn meaning(self) -> String {
        match self {
            Self::Ok => "OK".to_owned(),
            Self::UnknownCommand => "Command error - device did not recognize command".to_owned(),
            Self::Parameter => "Parameter error - invalid parameter value".to_owned(),
            Self::Form => "Spec/type error - command not supported by this device model".to_owned(),
            Self::State => "Status error - device is in wrong state for this command".to_owned(),
            Self::Other(_) => format!("Unknown result code: {self}"),
        }
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R+{:04}", self.number())
    }
}

impl FromStr for ResultCode {
    type Err = NotAResult;

    fn from_str(line: &str) -> Result<Self, NotAResult> {
        let digits = line.strip_prefix("R+").ok_or(NotAResult)?;
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAResult);
        }
        digits.parse().map(Self::from_number).map_err(|_| NotAResult)
    }
}

/// A line that is no result line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a result line")]
pub struct NotAResult;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_survives_printing() {
        for number in 0..=9999 {
            let code = ResultCode::from_number(number);
            assert_eq!(code.number(), number);
            assert_eq!(code.to_string().parse(), Ok(code));
        }
    }

    #[test]
    fn other_lines_are_refused() {
        for line in ["", "R+", "R+000", "R+00000", "R+00a0", "R+-001", "r+0000", "$R+0000", " R+0000", "Stop"]
        {
            assert_eq!(line.parse::<ResultCode>(), Err(NotAResult), "{line:?}");
        }
    }

    #[test]
    fn meanings_name_unknown_codes() {
        assert_eq!(ResultCode::Other(42).meaning(), "Unknown result code: R+0042");
        assert!(ResultCode::State.meaning().contains("Status error"));
    }
}
