//! Parts of runs as bytes: a minute has one, as a rule, which is all of it.
//!
//! Layout: version 1; which fields follow, as bits; then each part as times in microseconds from the aggregate's start, zigzag
//! numbers in groups of seven bits, the lowest first, and energies as 32-bit floating-point numbers, little-endian: their
//! rounding is a hundred-thousandth of the meter's.

use jiff::{SignedDuration, Timestamp};
use slm_acoustics::Accumulator;
use slm_domain::aggregate::{Aggregate, RunMark, RunSpan, Runs, Sampled, SettledRuns};

const VERSION: u8 = 1;

const FIRST: u8 = 1;
const LAST: u8 = 2;
const SETTLED: u8 = 4;
/// The first part's samples are all that there are.
const WHOLE: u8 = 8;

/// `None` where nothing is known.
pub(super) fn pack(aggregate: &Aggregate) -> Option<Vec<u8>> {
    let Aggregate { start, figures, runs } = aggregate;
    let first = runs.first?;
    let has_settled = runs.settled != SettledRuns::default();
    let is_whole = runs.last.is_none() && !has_settled && is_all(first.sampled, figures);
    let mut bytes = vec![VERSION, FIRST];
    for (is_so, bit) in [(runs.last.is_some(), LAST), (has_settled, SETTLED), (is_whole, WHOLE)] {
        bytes[1] |= if is_so { bit } else { 0 };
    }
    put_span(&mut bytes, *start, &first);
    if !is_whole {
        put_sampled(&mut bytes, first.sampled);
    }
    if let Some(last) = runs.last {
        put_span(&mut bytes, *start, &last);
        put_sampled(&mut bytes, last.sampled);
    }
    if has_settled {
        put(&mut bytes, runs.settled.exposure);
        put(&mut bytes, runs.settled.doubt);
        put_sampled(&mut bytes, runs.settled.sampled);
    }
    Some(bytes)
}

/// `None` for bytes that [`pack`] does not make, as those of a later version.
pub(super) fn unpack(bytes: &[u8], start: Timestamp, figures: &Accumulator) -> Option<Runs> {
    let (&[version, fields], mut rest) = bytes.split_first_chunk()?;
    if version != VERSION || fields & FIRST == 0 || fields & !(FIRST | LAST | SETTLED | WHOLE) != 0 {
        return None;
    }
    let has = |bit| fields & bit != 0;
    let mut span = |is_whole| {
        let (began, from, to) =
            (take_time(&mut rest, start)?, take_mark(&mut rest, start)?, take_mark(&mut rest, start)?);
        let sampled = if is_whole { all(figures) } else { take_sampled(&mut rest)? };
        Some(RunSpan { began, from, to, sampled })
    };
    let first = Some(span(has(WHOLE))?);
    let last = if has(LAST) { Some(span(false)?) } else { None };
    let settled = if has(SETTLED) {
        let (exposure, doubt) = (take(&mut rest)?, take(&mut rest)?);
        SettledRuns { exposure, doubt, sampled: take_sampled(&mut rest)? }
    } else {
        SettledRuns::default()
    };
    rest.is_empty().then_some(Runs { first, last, settled })
}

fn all(figures: &Accumulator) -> Sampled {
    Sampled { seconds: figures.seconds(), energy: figures.energy() }
}

fn is_all(sampled: Sampled, figures: &Accumulator) -> bool {
    let all = all(figures);
    let is_near = |a: f64, b: f64| (a - b).abs() <= b * 1e-9;
    is_near(sampled.seconds, all.seconds) && is_near(sampled.energy, all.energy)
}

fn put_span(bytes: &mut Vec<u8>, start: Timestamp, span: &RunSpan) {
    put_time(bytes, start, span.began);
    for mark in [&span.from, &span.to] {
        put_time(bytes, start, mark.at);
        put(bytes, mark.exposure);
        put(bytes, mark.spread);
    }
}

fn take_mark(bytes: &mut &[u8], start: Timestamp) -> Option<RunMark> {
    Some(RunMark { at: take_time(bytes, start)?, exposure: take(bytes)?, spread: take(bytes)? })
}

fn put_sampled(bytes: &mut Vec<u8>, sampled: Sampled) {
    put(bytes, sampled.seconds);
    put(bytes, sampled.energy);
}

fn take_sampled(bytes: &mut &[u8]) -> Option<Sampled> {
    Some(Sampled { seconds: take(bytes)?, energy: take(bytes)? })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the digits that are left are enough; no energy is so large"
)]
fn put(bytes: &mut Vec<u8>, number: f64) {
    bytes.extend_from_slice(&(number as f32).to_le_bytes());
}

/// A number that is none of ours is refused.
fn take(bytes: &mut &[u8]) -> Option<f64> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(f64::from(f32::from_le_bytes(*number))).filter(|number| number.is_finite() && *number >= 0.0)
}

fn put_time(bytes: &mut Vec<u8>, start: Timestamp, at: Timestamp) {
    let micros = at.as_microsecond() - start.as_microsecond();
    let mut number = ((micros << 1) ^ (micros >> 63)).cast_unsigned();
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn take_time(bytes: &mut &[u8], start: Timestamp) -> Option<Timestamp> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            let micros = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
            return start.checked_add(SignedDuration::from_micros(micros)).ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use slm_acoustics::Interval;

    use super::*;

    fn at(microseconds: i64) -> Timestamp {
        Timestamp::from_microsecond(1_800_000_000_000_000 + microseconds).unwrap()
    }

    fn mark(microseconds: i64, exposure: f64) -> RunMark {
        RunMark { at: at(microseconds), exposure, spread: 0.5 }
    }

    fn span(from: i64, to: i64) -> RunSpan {
        let sampled = Sampled { seconds: 12.5, energy: 4096.0 };
        RunSpan { began: at(-3_600_000_000), from: mark(from, 1e6), to: mark(to, 2e6), sampled }
    }

    fn minute(runs: Runs) -> Aggregate {
        let mut figures = Accumulator::new();
        figures.add(&Interval::steady(60.0, 60.0));
        Aggregate { runs, ..Aggregate::new(at(0), figures) }
    }

    fn check(runs: Runs) {
        let whole = minute(runs);
        assert_eq!(unpack(&pack(&whole).unwrap(), whole.start, &whole.figures), Some(runs));
    }

    #[test]
    fn packed_and_unpacked_they_are_the_same() {
        let settled =
            SettledRuns { exposure: 1e9, doubt: 2.5e5, sampled: Sampled { seconds: 10.25, energy: 65536.0 } };
        check(Runs { first: Some(span(0, 60_000_000)), ..Runs::default() });
        check(Runs { first: Some(span(-1, 1)), last: Some(span(2, 60_000_000)), ..Runs::default() });
        check(Runs { first: Some(span(7, 9)), last: Some(span(2, 3)), settled });
        assert_eq!(pack(&minute(Runs::default())), None);
    }

    #[test]
    fn a_minute_of_one_run_is_small() {
        let mut minute = minute(Runs::default());
        let sampled = all(&minute.figures);
        let one = RunSpan { sampled, ..span(0, 60_000_000) };
        minute.runs = Runs { first: Some(one), ..Runs::default() };
        let bytes = pack(&minute).unwrap();
        assert!(bytes.len() <= 32, "{}", bytes.len());
        assert_eq!(unpack(&bytes, minute.start, &minute.figures), Some(minute.runs));
    }

    #[test]
    fn other_bytes_are_no_runs() {
        let whole = minute(Runs { first: Some(span(0, 60_000_000)), ..Runs::default() });
        let bytes = pack(&whole).unwrap();
        for length in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..length], whole.start, &whole.figures), None, "{length}");
        }
        for (place, byte) in [(0, 2), (1, 0), (1, 16 | FIRST), (bytes.len() - 1, 0xff)] {
            let mut wrong = bytes.clone();
            wrong[place] = byte;
            assert_eq!(unpack(&wrong, whole.start, &whole.figures), None, "{place}");
        }
        assert_eq!(unpack(&[bytes, vec![0]].concat(), whole.start, &whole.figures), None);
    }
}
