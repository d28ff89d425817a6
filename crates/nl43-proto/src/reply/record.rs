//! What the records have in common: comma-separated fields, told apart by their number.

use std::fmt::Write as _;

use super::{ChannelLevels, Quantity};
use crate::{Flag, Level, level::trim_blanks};

/// Which record a line is, told by its number of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// NL-43, NL-53, NL-63: a main and three sub channels.
    Nl43,
    /// NL-42, NL-52: one channel, and the sub channel's Lp.
    Nl42,
    /// Longer than any of these, as with the octave option. Where the levels stand is not known, so none is taken out.
    Extended,
}

/// Why a line is no such record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The line has a number of fields that no layout has.
    #[error("{0} fields is no known layout")]
    FieldCount(usize),
    /// A field that should be a level is neither one nor a no-data mark.
    #[error("field {0} is no level")]
    Level(usize),
    /// A field that should be a flag is none.
    #[error("field {0} is no flag")]
    Flag(usize),
    /// The first field of a stream record is no record number.
    #[error("the record number is missing")]
    Counter,
    /// A field beyond the known layouts is nothing an instrument prints.
    #[error("field {0} is no value")]
    Field(usize),
    /// The line has characters other than printable ASCII.
    #[error("characters that no record has")]
    NotText,
}

/// A no-data field as NL-43 prints it.
pub(super) const NO_DATA: &str = "  -.-";
/// A no-data field as NL-42 prints it.
pub(super) const NO_DATA_NL42: &str = " --.-";

pub(super) fn count_fields(line: &str) -> usize {
    1 + line.bytes().filter(|&byte| byte == b',').count()
}

/// Outer blanks go, and only printable ASCII passes.
pub(super) fn clean(line: &str) -> Result<&str, RecordError> {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Ok(trim_blanks(line))
    } else {
        Err(RecordError::NotText)
    }
}

/// Reads the fields of a line from left to right.
pub(super) struct Fields<'a> {
    rest: std::str::Split<'a, char>,
    index: usize,
}

impl<'a> Fields<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self { rest: line.split(','), index: 0 }
    }

    /// The next field without its padding. Callers know how many there are; beyond them there is nothing.
    pub(super) fn next(&mut self) -> (usize, &'a str) {
        let index = self.index;
        self.index += 1;
        (index, trim_blanks(self.rest.next().unwrap_or_default()))
    }

    pub(super) fn level(&mut self) -> Result<Option<Level>, RecordError> {
        let (index, field) = self.next();
        Level::from_field(field).map_err(|_| RecordError::Level(index))
    }

    /// Lp of the main channel: a number or the mark. A record without either is none.
    pub(super) fn main_lp(&mut self) -> Result<Option<Level>, RecordError> {
        let (index, field) = self.next();
        if field.is_empty() {
            return Err(RecordError::Level(index));
        }
        Level::from_field(field).map_err(|_| RecordError::Level(index))
    }

    pub(super) fn flag(&mut self) -> Result<Flag, RecordError> {
        let (index, field) = self.next();
        Flag::from_field(field).map_err(|_| RecordError::Flag(index))
    }

    /// One to three digits.
    pub(super) fn counter(&mut self) -> Result<u16, RecordError> {
        let (_, field) = self.next();
        if !(1..=3).contains(&field.len()) || !field.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(RecordError::Counter);
        }
        field.parse().map_err(|_| RecordError::Counter)
    }

    /// A channel of an NL-43 record: these quantities, then the two flags.
    pub(super) fn channel(&mut self, quantities: &[Quantity]) -> Result<ChannelLevels, RecordError> {
        let mut levels = ChannelLevels::default();
        for &quantity in quantities {
            *levels.level_mut(quantity) = self.level()?;
        }
        levels.over = self.flag()?;
        levels.under = self.flag()?;
        Ok(levels)
    }

    /// The rest of an extended record: single words, numbers, marks or nothing. Two lines run into one do not pass.
    pub(super) fn plausible_rest(mut self, total: usize) -> Result<(), RecordError> {
        while self.index < total {
            let (index, field) = self.next();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'/');
            if !field.bytes().all(plain) {
                return Err(RecordError::Field(index));
            }
        }
        Ok(())
    }
}

/// Builds a line, field by field.
pub(super) struct Line {
    text: String,
    no_data: &'static str,
}

impl Line {
    pub(super) fn new(no_data: &'static str) -> Self {
        Self { text: String::with_capacity(360), no_data }
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push(',');
        }
    }

    pub(super) fn level(&mut self, level: Option<Level>) {
        self.separate();
        match level {
            Some(level) => self.write(format_args!("{level:>5}")),
            None => self.text.push_str(self.no_data),
        }
    }

    pub(super) fn flag(&mut self, flag: Flag) {
        self.separate();
        self.text.push(flag.as_char());
    }

    pub(super) fn counter(&mut self, counter: u16) {
        self.separate();
        self.write(format_args!("{counter:>3}"));
    }

    pub(super) fn channel(&mut self, quantities: &[Quantity], levels: &ChannelLevels) {
        for &quantity in quantities {
            self.level(levels.level(quantity));
        }
        self.flag(levels.over);
        self.flag(levels.under);
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.text.write_fmt(text).expect("writing to a string cannot fail");
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}
