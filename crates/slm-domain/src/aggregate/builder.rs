//! From readings to stretches of time.

use std::ops::Neg;

use jiff::{SignedDuration, Timestamp};
use nl43_proto::{Flag, Level, Quantity};
use slm_acoustics::{Accumulator, Interval, to_energy};

use super::run_clock::{RunClock, RunStep};
use super::{Aggregate, Resolution, start_of};
use crate::{Reading, Sample};

/// Puts the readings of one unit together by minute, or by another short stretch. Readings come in the order of their
/// time.
#[derive(Debug, Clone)]
pub struct AggregateBuilder {
    /// Length of the stretches in seconds. They begin at its multiples since 1970.
    length: i64,
    present: Option<Aggregate>,
    /// Stretches before this have been given out.
    open_from: Option<Timestamp>,
    /// Up to when readings have covered the time.
    covered_until: Option<Timestamp>,
    /// Time between the last two snapshots.
    period: Option<SignedDuration>,
    /// The last snapshot.
    last: Option<Levels>,
    run: RunClock,
    stream: Option<StreamClock>,
}

/// Levels in dB that a stretch is put together from, fresh from a meter or read back from where they were recorded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levels {
    /// When they arrived.
    pub at: Timestamp,
    /// What they are.
    pub origin: Origin,
    /// Instantaneous level.
    pub lp: Option<f64>,
    /// Energy mean: of the measurement for a snapshot, of 100 ms for a record.
    pub leq: Option<f64>,
    /// Exposure level of the measurement.
    pub le: Option<f64>,
    /// Maximum of the same time.
    pub lmax: Option<f64>,
    /// Minimum of the same time.
    pub lmin: Option<f64>,
    /// Peak of the same time.
    pub lpeak: Option<f64>,
    /// Overload.
    pub over: bool,
    /// Under-range.
    pub under: bool,
    /// When the measurement was started, as far as known: registers of two measurements are not compared.
    pub started_at: Option<Timestamp>,
    /// Whether a measurement is known to be running.
    pub measuring: bool,
}

/// What levels stand for: a time, and what the measurement that runs has gained in it.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: Timestamp,
    interval: Interval,
    run: Option<RunStep>,
}

/// Where levels come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A snapshot of the displayed values.
    Snapshot,
    /// A record of the 10 Hz stream.
    Record {
        /// Its number, 1 to 600, where it is known.
        counter: Option<u16>,
    },
}

/// When the last record of the stream ended, by the records' own count.
#[derive(Debug, Clone, Copy)]
struct StreamClock {
    counter: Option<u16>,
    end: Timestamp,
}

/// A sample stands for no more than this, whatever the cadence.
const LONGEST_PERIOD: SignedDuration = SignedDuration::from_secs(25);
/// Until the cadence is known, and for a meter that is asked every second.
const SHORTEST_GAP: SignedDuration = SignedDuration::from_millis(3500);
/// A reading may come this much after the end of its stretch.
const SETTLED_AFTER: SignedDuration = SignedDuration::from_secs(2);
/// Snapshots that interrupt the stream add nothing to it.
const STREAM_SILENCE: SignedDuration = SignedDuration::from_secs(2);
const RECORD: SignedDuration = SignedDuration::from_millis(100);
/// A clock that goes back further than this was wrong before, perhaps by years: what it shows now counts. What it showed
/// is left where it is.
const CLOCK_BACK: SignedDuration = SignedDuration::from_mins(5);
/// Beyond this the records' count and the clock have parted, and the clock counts.
const STREAM_DRIFT: SignedDuration = SignedDuration::from_secs(1);
/// Records are counted from 1 to 600.
const RECORD_COUNTS: i32 = 600;

impl Default for AggregateBuilder {
    fn default() -> Self {
        Self::of_seconds(Resolution::Minute.seconds())
    }
}

impl AggregateBuilder {
    /// A builder of stretches of so many seconds, at least one. The default are minutes.
    pub fn of_seconds(length: i64) -> Self {
        Self {
            length: length.max(1),
            present: None,
            open_from: None,
            covered_until: None,
            period: None,
            last: None,
            run: RunClock::default(),
            stream: None,
        }
    }

    /// Gives out nothing that begins before `at`: that is known.
    #[must_use]
    pub fn open_from(self, at: Timestamp) -> Self {
        Self { open_from: Some(at), ..self }
    }

    /// Whether there is nothing of a stretch, and no reading came since `at`.
    pub fn is_silent_since(&self, at: Timestamp) -> bool {
        self.present.is_none() && self.covered_until.is_none_or(|until| until < at)
    }

    /// Takes levels. Adds to `done` what ended with them.
    pub fn add(&mut self, levels: &Levels, done: &mut Vec<Aggregate>) {
        if self
            .covered_until
            .max(self.open_from)
            .is_some_and(|latest| latest.duration_since(levels.at) > CLOCK_BACK)
        {
            done.extend(self.finish());
            *self = Self::of_seconds(self.length);
        }
        let part = match levels.origin {
            Origin::Snapshot => self.snapshot(levels),
            Origin::Record { counter } => self.record(levels, counter),
        };
        let Some(mut part) = part else { return };
        // What a reading stands for may lie across boundaries.
        loop {
            let end = after(start_of(self.length, part.start), self.length);
            let first = end.duration_since(part.start).as_secs_f64();
            // Not even a rounding error goes on, nor anything beyond the end of time.
            if first <= 0.0 || first >= part.interval.seconds - 1e-9 {
                return self.put(&part, levels.at, done);
            }
            let interval = Interval { seconds: first, ..part.interval };
            self.put(&Part { interval, ..part }, end, done);
            part.interval.seconds -= first;
            part.start = end;
        }
    }

    /// Returns the present stretch if it ended some seconds before `now` and no reading came after it.
    pub fn end_before(&mut self, now: Timestamp) -> Option<Aggregate> {
        let settled = now.saturating_sub(SETTLED_AFTER).unwrap_or(now);
        let ended =
            self.present.as_ref().is_some_and(|present| start_of(self.length, settled) > present.start);
        if ended { self.finish() } else { None }
    }

    /// Returns what there is of the present stretch.
    pub fn finish(&mut self) -> Option<Aggregate> {
        let done = self.present.take()?;
        // What was given out is not begun again: it would replace the whole one.
        self.open_from = Some(after(done.start, self.length));
        Some(done)
    }

    fn snapshot(&mut self, levels: &Levels) -> Option<Part> {
        if self.stream.is_some_and(|stream| levels.at.duration_since(stream.end) < STREAM_SILENCE) {
            return None;
        }
        let last = self.last.replace(*levels);
        let run = self.run.take(levels);
        let before = self.covered_until.replace(levels.at)?;
        let elapsed = levels.at.duration_since(before);
        let usual = self.period.replace(elapsed).unwrap_or_default();
        // Two polls that were missed are a gap, and a gap is not evidence.
        let longest = (usual * 5 / 2).clamp(SHORTEST_GAP, LONGEST_PERIOD);
        if elapsed <= SignedDuration::ZERO || elapsed > longest {
            return None;
        }
        let mut interval = levels.flagged(Interval::steady(elapsed.as_secs_f64(), levels.lp?));
        if let Some(last) = last {
            levels.sharpen(&mut interval, &last);
        }
        // After the stream, what was gained lies in the records' time too.
        Some(Part { start: before, interval, run: run.filter(|step| step.begins_after(before)) })
    }

    fn record(&mut self, levels: &Levels, counter: Option<u16>) -> Option<Part> {
        let end = self.stream.map_or(levels.at, |stream| stream.next(counter, levels.at));
        self.stream = Some(StreamClock { counter, end });
        self.covered_until = Some(end);
        self.period = None;
        let leq = levels.leq?;
        let lp = levels.lp.unwrap_or(leq);
        let interval = Interval {
            lp,
            max: levels.lmax.unwrap_or(lp),
            min: levels.lmin.unwrap_or(lp),
            peak: levels.lpeak,
            ..Interval::steady(RECORD.as_secs_f64(), leq)
        };
        let start = end.saturating_sub(RECORD).unwrap_or(end);
        Some(Part { start, interval: levels.flagged(interval), run: None })
    }

    fn put(&mut self, part: &Part, end: Timestamp, done: &mut Vec<Aggregate>) {
        let stretch = start_of(self.length, part.start);
        if self.open_from.is_some_and(|open| stretch < open) {
            return;
        }
        if self.present.as_ref().is_some_and(|present| present.start < stretch) {
            done.extend(self.finish());
        }
        let present = self.present.get_or_insert_with(|| Aggregate::new(stretch, Accumulator::new()));
        present.figures.add(&part.interval);
        if let Some(span) = part.run.and_then(|run| run.part(part.start, end, to_energy(part.interval.leq))) {
            present.runs.push(span);
        }
    }
}

fn after(start: Timestamp, seconds: i64) -> Timestamp {
    start.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(start)
}

impl Levels {
    /// A register that moved did so between the two snapshots: that extreme is exact, where a sample may have missed it.
    fn sharpen(&self, interval: &mut Interval, last: &Self) {
        if self.started_at != last.started_at {
            return;
        }
        if let Some(lmax) = risen(self.lmax, last.lmax) {
            interval.max = interval.max.max(lmax);
        }
        // A minimum falls where a maximum rises.
        if let Some(lmin) = risen(self.lmin.map(f64::neg), last.lmin.map(f64::neg)) {
            interval.min = interval.min.min(-lmin);
        }
        interval.peak = risen(self.lpeak, last.lpeak);
    }

    fn flagged(&self, interval: Interval) -> Interval {
        Interval { over: self.over, under: self.under, ..interval }
    }
}

impl From<&Reading> for Levels {
    fn from(reading: &Reading) -> Self {
        let level = |quantity| reading.level(quantity).map(Level::decibels);
        Self {
            at: reading.at,
            origin: match &reading.sample {
                Sample::Dod(_) => Origin::Snapshot,
                Sample::Drd(frame) => Origin::Record { counter: Some(frame.counter()) },
            },
            lp: level(Quantity::Lp),
            leq: level(Quantity::Leq),
            le: level(Quantity::Le),
            lmax: level(Quantity::Lmax),
            lmin: level(Quantity::Lmin),
            lpeak: level(Quantity::Lpeak),
            over: reading.over() == Flag::Yes,
            under: reading.under() == Flag::Yes,
            started_at: reading.run.started_at,
            measuring: reading.run.is_measuring(),
        }
    }
}

fn risen(now: Option<f64>, before: Option<f64>) -> Option<f64> {
    now.zip(before).filter(|(now, before)| now > before).map(|(now, _)| now)
}

impl StreamClock {
    /// When the record with this count ended: by the count as long as the clock agrees.
    fn next(self, counter: Option<u16>, arrived: Timestamp) -> Timestamp {
        let steps = match (counter, self.counter) {
            (Some(now), Some(before)) => (i32::from(now) - i32::from(before)).rem_euclid(RECORD_COUNTS),
            _ => 1,
        };
        let expected = self.end.saturating_add(RECORD * steps).unwrap_or(arrived);
        let distance = arrived.duration_since(expected).abs();
        // Without a count a lost record cannot be told from a late one: only what arrives early is put in its place.
        let agrees = counter.is_some() || expected >= arrived;
        if steps > 0 && agrees && distance <= STREAM_DRIFT { expected } else { arrived }
    }
}
