//! `DRD?status`: stream records that also tell the instrument's state.

use std::{fmt, str::FromStr};

use super::{DrdFrame, RecordError, record};
use crate::{
    MeterClock,
    setting::{UnknownValue, words},
};

/// One record of the stream that `DRD?status` starts.
///
/// Where the state stands in the record is not certain, so it is found by its form, behind or in front of the levels.
/// When it is not found the levels are still good.
///
/// Source: NL-43/NL-53 communication guide, "DRD?status", p. 92; set of items only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrdStatus {
    /// The levels, as in a record of `DRD?`.
    pub frame: DrdFrame,
    /// The instrument's state.
    pub tail: Option<StatusTail>,
}

impl DrdStatus {
    /// Reads a data line.
    ///
    /// # Errors
    /// [`RecordError`] for a line whose levels are not those of a stream record.
    pub fn decode(line: &str) -> Result<Self, RecordError> {
        let line = record::clean(line)?;
        let behind = split_behind(line).map(|(base, tail)| (base, tail, 0));
        let in_front = || split_in_front(line).map(|(tail, base)| (base, tail, TAIL_FIELDS));
        for (base, tail, lead) in behind.into_iter().chain(in_front()) {
            if let (Ok(tail), Ok(frame)) = (tail.parse::<StatusTail>(), DrdFrame::decode(base)) {
                let frame = frame.with_status(Some(tail), line, lead);
                return Ok(Self { frame, tail: Some(tail) });
            }
        }
        Self::without_tail(line)
    }

    /// Whatever follows the levels is not understood; the levels are.
    fn without_tail(line: &str) -> Result<Self, RecordError> {
        let base = line.match_indices(',').nth(BASE_FIELDS - 1).map(|(place, _)| &line[..place]);
        let frame = match base.map(DrdFrame::decode) {
            Some(Ok(frame)) => frame.with_status(None, line, 0),
            _ => DrdFrame::decode(line)?,
        };
        Ok(Self { frame, tail: None })
    }
}

/// The instrument's state at the end of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusTail {
    /// Time of the record.
    pub clock: MeterClock,
    /// What feeds the instrument.
    pub power: PowerSource,
    /// How full the batteries are.
    pub battery: BatteryState,
    /// Free space on the card, MB.
    pub sd_free_mb: u32,
    /// Whether a measurement runs.
    pub measuring: bool,
}

impl fmt::Display for StatusTail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { clock, power, battery, sd_free_mb, measuring } = self;
        let state = if *measuring { "M" } else { "S" };
        write!(f, "{clock},{power},{battery},{sd_free_mb},{state}")
    }
}

impl FromStr for StatusTail {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        let mut fields = text.split(',').map(str::trim);
        let mut next = || fields.next().ok_or(UnknownValue);
        let clock = next()?.parse().map_err(|_| UnknownValue)?;
        let power = next()?.parse()?;
        let battery = next()?.parse()?;
        let free = next()?;
        if !free.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(UnknownValue);
        }
        let sd_free_mb = free.parse().map_err(|_| UnknownValue)?;
        let measuring = match next()? {
            "M" => true,
            "S" => false,
            _ => return Err(UnknownValue),
        };
        if fields.next().is_some() {
            return Err(UnknownValue);
        }
        Ok(Self { clock, power, battery, sd_free_mb, measuring })
    }
}

/// What feeds the instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PowerSource {
    /// `I`: its own batteries.
    Internal,
    /// `E`: an external supply.
    External,
    /// `U`: USB.
    Usb,
}

words!(PowerSource { Internal = "I", External = "E", Usb = "U" });

/// How full the batteries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BatteryState {
    /// `F`.
    Full,
    /// `M`.
    Middle,
    /// `L`.
    Low,
    /// `D`.
    Dead,
    /// `E`.
    Empty,
}

words!(BatteryState { Full = "F", Middle = "M", Low = "L", Dead = "D", Empty = "E" });

const TAIL_FIELDS: u8 = 5;
const BASE_FIELDS: usize = 33;

/// The line without its last five fields, and these.
fn split_behind(line: &str) -> Option<(&str, &str)> {
    let place = line.rmatch_indices(',').nth(usize::from(TAIL_FIELDS) - 1)?.0;
    Some((&line[..place], &line[place + 1..]))
}

/// The first five fields of the line, and the rest.
fn split_in_front(line: &str) -> Option<(&str, &str)> {
    let place = line.match_indices(',').nth(usize::from(TAIL_FIELDS) - 1)?.0;
    Some((&line[..place], &line[place + 1..]))
}
