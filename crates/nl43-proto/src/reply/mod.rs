//! Answers as values.

mod channel;
mod dlc;
mod dod;
mod drd;
mod record;
mod status;
mod unfit;

use std::fmt;

pub use channel::{ChannelLevels, Quantity};
pub use dlc::Dlc;
pub use dod::{Dod, DodError};
pub use drd::{DrdError, DrdFrame};
pub use record::{Layout, RecordError};
pub use status::{BatteryState, DrdStatus, PowerSource, StatusTail};
pub use unfit::{Unfit, UnfitReason};

use crate::{
    Command, FrequencyWeighting, MeterClock, OnOff, Overwrite, Percent, ResultCode, RunState, StoreMode,
    StoreName, TimeWeighting, command::Shape, level::trim_blanks, line::Ending,
};

/// What the instrument answered to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A setting was accepted.
    Done,
    /// A snapshot.
    Dod(Box<Dod>),
    /// Final results.
    Dlc(Box<Dlc>),
    /// Whether a measurement runs.
    RunState(RunState),
    /// The instrument's clock.
    Clock(MeterClock),
    /// A switch.
    OnOff(OnOff),
    /// A frequency weighting.
    FrequencyWeighting(FrequencyWeighting),
    /// A time weighting.
    TimeWeighting(TimeWeighting),
    /// Where data go.
    StoreMode(StoreMode),
    /// A four-digit number: store name or index.
    StoreName(StoreName),
    /// Whether storing would overwrite.
    Overwrite(Overwrite),
    /// The percentage of a slot.
    Percent(Percent),
    /// A number: sizes in MB, shares in percent.
    Number(i64),
    /// A word or text that no more is known about.
    Text(String),
}

impl Reply {
    /// Reads the data line that answers `command`.
    ///
    /// # Errors
    /// [`Unfit`] when the line is nothing this command can be answered with.
    pub fn decode(command: &Command, line: &[u8]) -> Result<Self, Unfit> {
        Self::from_line(command.shape(), line, Ending::LineFeed)
    }

    /// As [`Reply::decode`]; a line whose end was lost must tell by itself that it is whole.
    pub(crate) fn from_line(shape: Shape, line: &[u8], ending: Ending) -> Result<Self, Unfit> {
        Self::interpret(shape, line, ending).map_err(|reason| Unfit::new(reason, line))
    }

    fn interpret(shape: Shape, line: &[u8], ending: Ending) -> Result<Self, UnfitReason> {
        let text = printable(line)?;
        if ending == Ending::Prompt && !shape.shows_its_end() {
            return Err(UnfitReason::CutShort);
        }
        if text.parse::<ResultCode>().is_ok() {
            return Err(UnfitReason::ResultLine);
        }
        let other = UnfitReason::Value;
        Ok(match shape {
            Shape::Done | Shape::Stream | Shape::StatusStream => return Err(UnfitReason::Unasked),
            Shape::Dod => Self::Dod(Box::new(Dod::decode(text)?)),
            Shape::Dlc => Self::Dlc(Box::new(Dlc::decode(text)?)),
            Shape::RunState => Self::RunState(text.parse().map_err(|_| other)?),
            Shape::Clock => Self::Clock(text.parse().map_err(|_| other)?),
            Shape::OnOff => Self::OnOff(text.parse().map_err(|_| other)?),
            Shape::FrequencyWeighting => Self::FrequencyWeighting(text.parse().map_err(|_| other)?),
            Shape::TimeWeighting => Self::TimeWeighting(text.parse().map_err(|_| other)?),
            Shape::StoreMode => match text.parse() {
                Ok(mode) => Self::StoreMode(mode),
                // Further modes are likely to exist.
                Err(_) => Self::Text(single_value(text)?.to_owned()),
            },
            Shape::StoreName => Self::StoreName(text.parse().map_err(|_| other)?),
            Shape::Overwrite => Self::Overwrite(text.parse().map_err(|_| other)?),
            Shape::Percent => Self::Percent(text.parse().map_err(|_| other)?),
            Shape::Number => Self::Number(number(text)?),
            Shape::Text => Self::Text(single_value(text)?.to_owned()),
        })
    }

    /// What the instrument printed, outer blanks trimmed; empty for [`Reply::Done`].
    pub fn text(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => Ok(()),
            Self::Dod(dod) => f.write_str(dod.raw()),
            Self::Dlc(dlc) => f.write_str(dlc.raw()),
            Self::RunState(value) => value.fmt(f),
            Self::Clock(value) => value.fmt(f),
            Self::OnOff(value) => value.fmt(f),
            Self::FrequencyWeighting(value) => value.fmt(f),
            Self::TimeWeighting(value) => value.fmt(f),
            Self::StoreMode(value) => value.fmt(f),
            Self::StoreName(value) => value.fmt(f),
            Self::Overwrite(value) => value.fmt(f),
            Self::Percent(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(value) => f.write_str(value),
        }
    }
}

/// Only printable ASCII passes; outer blanks go.
pub(crate) fn printable(line: &[u8]) -> Result<&str, UnfitReason> {
    if !line.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(UnfitReason::NotText);
    }
    std::str::from_utf8(line).map(trim_blanks).map_err(|_| UnfitReason::NotText)
}

/// Settings and words have no comma; a line with one is a record that belongs elsewhere.
fn single_value(text: &str) -> Result<&str, UnfitReason> {
    if text.is_empty() || text.contains(',') { Err(UnfitReason::Value) } else { Ok(text) }
}

/// Up to nine digits with an optional minus sign.
fn number(text: &str) -> Result<i64, UnfitReason> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| UnfitReason::Value)
    } else {
        Err(UnfitReason::Value)
    }
}

#[cfg(test)]
mod tests;
