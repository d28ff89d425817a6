//! Readings as rows.

use nl43_proto::{Flag, Level, Quantity};
use slm_domain::{Reading, Sample, UnitId};
use slm_store::{ReadingRow, ReadingSource, TrailRow};

const LN: [Quantity; 5] = [Quantity::Ln1, Quantity::Ln2, Quantity::Ln3, Quantity::Ln4, Quantity::Ln5];

/// Levels in dB, unknown where the instrument printed none.
pub(super) fn reading_row(unit: &UnitId, reading: &Reading) -> ReadingRow {
    let level = |quantity| reading.level(quantity).map(Level::decibels);
    let source = match reading.sample {
        Sample::Dod(_) => ReadingSource::Dod,
        Sample::Drd(_) => ReadingSource::Drd,
    };
    ReadingRow {
        lp: level(Quantity::Lp),
        leq: level(Quantity::Leq),
        le: level(Quantity::Le),
        lmax: level(Quantity::Lmax),
        lmin: level(Quantity::Lmin),
        lpeak: level(Quantity::Lpeak),
        ln: LN.map(level),
        over: flag(reading.over()),
        under: flag(reading.under()),
        measuring: reading.run.word.map(|_| reading.run.is_measuring()),
        ..ReadingRow::new(unit.clone(), reading.at, source)
    }
}

/// The compatible history keeps texts as printed.
pub(super) fn trail_row(unit: &UnitId, reading: &Reading) -> TrailRow {
    let text = |quantity| reading.text(quantity).map(str::to_owned);
    TrailRow {
        unit: unit.clone(),
        at: reading.at,
        lp: text(Quantity::Lp),
        leq: text(Quantity::Leq),
        lmax: text(Quantity::Lmax),
        ln1: text(Quantity::Ln1),
        ln2: text(Quantity::Ln2),
    }
}

fn flag(flag: Flag) -> Option<bool> {
    match flag {
        Flag::No => Some(false),
        Flag::Yes => Some(true),
        Flag::Off => None,
    }
}
