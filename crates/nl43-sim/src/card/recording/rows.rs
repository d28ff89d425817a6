//! Header and data rows of the `.rnd` files. Every row of a table is equally long, so that the length of a file follows
//! from its number of rows.

use std::io::Write as _;

use jiff::civil::DateTime;
use slm_acoustics::{from_energy, tenths, to_energy};

use super::{ChannelPlan, LpInterval};
use crate::instrument::{Shown, Statistics};

/// A row ends like every line of a meter.
const END: &[u8] = b"\r\n";
/// Blank, digits, point: one value with the comma before it.
const LEVEL_WIDTH: usize = 6;
const LEQ_COLUMNS: [&str; 10] = ["Leq", "LE", "Lmax", "Lmin", "LN1", "LN2", "LN3", "LN4", "LN5", "Lpeak"];

/// Header of Leq data and of manually stored data.
pub(crate) fn leq_header(channels: &[ChannelPlan]) -> String {
    let mut header = "CSV\r\nAddress,Start Time,Measurement Time".to_owned();
    push_columns(&mut header, channels, &LEQ_COLUMNS);
    header
}

pub(super) fn lp_header(channels: &[ChannelPlan], interval: LpInterval) -> String {
    let mut header = "Address,Start Time".to_owned();
    push_columns(&mut header, channels, lp_columns(interval));
    header
}

fn lp_columns(interval: LpInterval) -> &'static [&'static str] {
    let all = &["Lp", "Leq", "Lmax", "Lmin", "Lpeak"];
    if interval.only_leq { &all[1..] } else { all }
}

fn push_columns(header: &mut String, channels: &[ChannelPlan], columns: &[&str]) {
    for channel in channels {
        for column in columns {
            header.extend([",", column, "(", channel.label, ")"]);
        }
    }
    header.push_str("\r\n");
}

pub(super) fn leq_width(channels: usize) -> u64 {
    let address_and_times = "    1,2025/12/24 10:00:00,00d 00:01:00.0".len();
    (address_and_times + channels * LEQ_COLUMNS.len() * LEVEL_WIDTH + END.len()) as u64
}

pub(super) fn lp_width(channels: usize, interval: LpInterval) -> u64 {
    let fraction = if interval.rows_per_step > 1 { ".100" } else { ".1" };
    let address_and_time = "      1,2025/12/24 10:00:00".len() + fraction.len();
    (address_and_time + channels * lp_columns(interval).len() * LEVEL_WIDTH + END.len()) as u64
}

/// From when on a row measured, and for how many steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Period {
    pub(crate) begun: DateTime,
    pub(crate) steps: u64,
}

/// One row of Leq data; a channel without statistics has none.
pub(crate) fn leq_row<'a>(
    row: &mut Vec<u8>,
    address: u64,
    period: Period,
    channels: impl IntoIterator<Item = Option<&'a Statistics>>,
    percentiles: &[f64; 5],
) {
    // Writing to a vector cannot fail, here and below.
    let _ = write!(row, "{:5},", address % 100_000);
    push_time(row, period.begun);
    let (seconds, tenth) = (period.steps / 10, period.steps % 10);
    let (days, hours) = (seconds / 86_400 % 100, seconds / 3600 % 24);
    let _ = write!(row, ",{days:02}d {hours:02}:{:02}:{:02}.{tenth}", seconds / 60 % 60, seconds % 60);
    for statistics in channels {
        let totals = statistics.map(Statistics::totals);
        push_level(row, totals.and_then(slm_acoustics::Accumulator::leq));
        push_level(row, totals.and_then(slm_acoustics::Accumulator::le));
        push_level(row, totals.and_then(slm_acoustics::Accumulator::max));
        push_level(row, totals.and_then(slm_acoustics::Accumulator::min));
        for percent in percentiles {
            push_level(row, statistics.and_then(|statistics| statistics.percentile(*percent)));
        }
        push_level(row, totals.and_then(slm_acoustics::Accumulator::peak));
    }
    row.extend(END);
}

/// Address and time of a row of Lp data.
pub(super) fn lp_start(row: &mut Vec<u8>, address: u64, begun: DateTime, interval: LpInterval) {
    let _ = write!(row, "{:7},", address % 10_000_000);
    push_time(row, begun);
    let millis = begun.millisecond();
    let _ = if interval.rows_per_step > 1 {
        write!(row, ".{millis:03}")
    } else {
        write!(row, ".{}", millis / 100)
    };
}

pub(super) fn lp_levels(row: &mut Vec<u8>, brief: &Brief, interval: LpInterval) {
    if !interval.only_leq {
        push_level(row, Some(brief.lp));
    }
    push_level(row, from_energy(brief.energy / brief.steps));
    for level in [brief.max, brief.min, brief.peak] {
        push_level(row, Some(level));
    }
}

pub(super) fn end(row: &mut Vec<u8>) {
    row.extend(END);
}

/// One channel over the few steps of a row of Lp data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brief {
    lp: f64,
    energy: f64,
    steps: f64,
    max: f64,
    min: f64,
    peak: f64,
}

impl Brief {
    pub(super) const NOTHING: Self =
        Self { lp: 0.0, energy: 0.0, steps: 0.0, max: f64::MIN, min: f64::MAX, peak: f64::MIN };

    pub(super) fn add(&mut self, shown: &Shown) {
        self.lp = shown.lp;
        self.energy += to_energy(shown.leq);
        self.steps += 1.0;
        self.max = self.max.max(shown.max);
        self.min = self.min.min(shown.min);
        self.peak = self.peak.max(shown.peak);
    }
}

fn push_time(row: &mut Vec<u8>, at: DateTime) {
    let (date, time) = (at.date(), at.time());
    let _ = write!(
        row,
        "{:04}/{:02}/{:02} {:02}:{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    );
}

/// Five characters behind a comma: right-aligned, one decimal.
fn push_level(row: &mut Vec<u8>, level: Option<f64>) {
    let _ = match level {
        Some(level) => write!(row, ",{:5.1}", f64::from(tenths(level)).clamp(-999.0, 9999.0) / 10.0),
        None => write!(row, ",  -.-"),
    };
}
