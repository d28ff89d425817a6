//! The content of one file of a store, row by row.

use std::ops::Range;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::replay::Replay;
use super::rows::{Brief, Period, end, leq_row, lp_levels, lp_start};
use super::table::Table;
use super::{LpInterval, MadeKind, Present, Recording};

/// Bytes of one piece, about.
const PIECE: usize = 32 * 1024;
/// Steps computed at a time, so that nobody waits long for his turn.
const STEPS_AT_A_TIME: usize = 4000;

/// Computes a file from the store as it stood when the reader was made.
#[derive(Debug)]
pub(in crate::card) struct Reader {
    recording: Recording,
    piece: Vec<u8>,
    rows: Option<Rows>,
}

impl Reader {
    /// `None` for a folder.
    pub(in crate::card) fn new(recording: &Recording, kind: MadeKind, present: Present) -> Option<Self> {
        let recording = recording.frozen(present.step);
        let (header, rows) = match kind {
            MadeKind::Settings => (recording.plan.settings.to_string(), None),
            MadeKind::Folder { .. } => return None,
            MadeKind::File { table, number } => {
                let rows = recording.rows_of(table, number, present.step);
                (recording.header(table), Some(Rows::new(&recording, table, rows, present.step)))
            }
        };
        Some(Self { recording, piece: header.into_bytes(), rows })
    }

    /// The next piece; an empty one while a long row is computed.
    pub(in crate::card) fn piece(&mut self, buffer: &mut Vec<u8>) -> bool {
        buffer.clear();
        buffer.append(&mut self.piece);
        let Some(rows) = &mut self.rows else { return !buffer.is_empty() };
        let goes_on = rows.write(&self.recording, buffer);
        goes_on || !buffer.is_empty()
    }
}

#[derive(Debug)]
struct Rows {
    table: Table,
    /// Number of the first row in the file.
    first: u64,
    replay: Replay,
    briefs: Vec<Brief>,
    /// Steps of these rows, counted from the beginning of the measurement.
    steps: Range<u64>,
    /// The stretch in which the next step lies, and its place there.
    place: (usize, u64),
    row_begun: Option<DateTime>,
    steps_in_row: u64,
    next_row: u64,
}

impl Rows {
    fn new(recording: &Recording, table: Table, rows: Range<u64>, step: u64) -> Self {
        let measured = recording.measured(step);
        let steps = table.steps(rows.start).min(measured)..table.steps(rows.end).min(measured);
        let mut place = (0, steps.start);
        while let Some(stretch) = recording.stretches.get(place.0)
            && place.1 >= stretch.steps(step)
            && place.0 + 1 < recording.stretches.len()
        {
            place = (place.0 + 1, place.1 - stretch.steps(step));
        }
        let channels = recording.plan.channels.len();
        Self {
            table,
            first: rows.start,
            replay: Replay::new(recording),
            briefs: vec![Brief::NOTHING; channels],
            steps,
            place,
            row_begun: None,
            steps_in_row: 0,
            next_row: rows.start,
        }
    }

    /// Appends rows; `false` when none are left.
    fn write(&mut self, recording: &Recording, out: &mut Vec<u8>) -> bool {
        for _ in 0..STEPS_AT_A_TIME {
            if out.len() >= PIECE {
                break;
            }
            let Some((step, clock)) = self.next_step(recording) else { return false };
            match self.table {
                Table::Leq { steps_per_row } => self.leq_step(recording, steps_per_row, step, clock, out),
                Table::Lp(interval) => self.lp_step(recording, interval, step, clock, out),
            }
        }
        true
    }

    /// The next measured step, and what the clock showed when it began.
    fn next_step(&mut self, recording: &Recording) -> Option<(u64, DateTime)> {
        self.steps.next()?;
        let mut stretch = recording.stretches.get(self.place.0)?;
        while stretch.end.is_some_and(|end| stretch.first + self.place.1 >= end) {
            self.place = (self.place.0 + 1, 0);
            stretch = recording.stretches.get(self.place.0)?;
        }
        let within = self.place.1;
        self.place.1 += 1;
        Some((stretch.first + within, stretch.clock_at(within)))
    }

    fn leq_step(
        &mut self,
        recording: &Recording,
        steps_per_row: u64,
        step: u64,
        clock: DateTime,
        out: &mut Vec<u8>,
    ) {
        let begun = *self.row_begun.get_or_insert_with(|| {
            self.replay.begin();
            clock
        });
        self.replay.step(recording, step, true);
        self.steps_in_row += 1;
        if self.steps_in_row == steps_per_row || self.steps.is_empty() {
            let period = Period { begun, steps: self.steps_in_row };
            let address = self.next_row - self.first + 1;
            leq_row(out, address, period, self.replay.statistics(), &recording.plan.percentiles);
            self.row_done();
        }
    }

    fn lp_step(
        &mut self,
        recording: &Recording,
        interval: LpInterval,
        step: u64,
        clock: DateTime,
        out: &mut Vec<u8>,
    ) {
        let begun = *self.row_begun.get_or_insert(clock);
        self.replay.step(recording, step, false);
        for (brief, shown) in self.briefs.iter_mut().zip(self.replay.shown()) {
            brief.add(shown);
        }
        self.steps_in_row += 1;
        if self.steps_in_row < interval.steps_per_row {
            return;
        }
        let mut begun = begun;
        for _ in 0..interval.rows_per_step {
            lp_start(out, self.next_row - self.first + 1, begun, interval);
            self.briefs.iter().for_each(|brief| lp_levels(out, brief, interval));
            end(out);
            begun = begun.saturating_add(SignedDuration::from_millis(interval.part_ms()));
            self.row_done();
        }
        self.briefs.fill(Brief::NOTHING);
    }

    fn row_done(&mut self) {
        self.next_row += 1;
        self.steps_in_row = 0;
        self.row_begun = None;
    }
}
