//! One connection's conversation: bytes and time in, packets out. No socket and no clock.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Shared;
use super::outbox::Outbox;
use super::random::Random;
use crate::config::StreamEnd;
use crate::fault::{CommandFault, Fault, FaultSet};
use crate::instrument::{Answer, Instrument};
use crate::journal::{Breach, Event};
use crate::sound::STEP;

/// Ends a stream.
const SUB: u8 = 0x1A;
/// Longest line taken in; what is longer is no command.
const LONGEST_LINE: usize = 256;
/// Most commands that wait behind the one being answered; further ones are lost.
const MOST_WAITING: usize = 64;
/// Input so soon after the last byte is lost on the real instrument.
const DEAF_AFTER_ANSWER: Duration = Duration::from_millis(200);
/// Records that a stalled stream catches up with; older ones are lost and the counter shows it.
const CATCH_UP: u32 = 50;
/// Records of one packet when packets are merged.
const MERGED_RECORDS: u8 = 3;
/// The counter runs from 1 to this.
const LAST_COUNT: u32 = 600;

#[derive(Debug)]
pub(super) struct Dialogue {
    connection: u32,
    faults: FaultSet,
    random: Random,
    /// The line being received.
    line: Vec<u8>,
    waiting: VecDeque<Input>,
    current: Option<Current>,
    stream: Option<Stream>,
    stray: Option<(Instant, String)>,
    withheld: Vec<u8>,
    withheld_records: u8,
    pub(super) outbox: Outbox,
}

#[derive(Debug)]
enum Input {
    Line(Arc<str>),
    Sub,
}

/// The command being worked on.
#[derive(Debug)]
struct Current {
    line: Arc<str>,
    due: Instant,
}

#[derive(Debug)]
struct Stream {
    status: bool,
    /// Records since the stream began; the printed counter runs from 1 to 600.
    counter: u32,
    /// End of the 100 ms step that the next record shows.
    boundary: Instant,
    /// When that record leaves.
    due: Instant,
}

/// One line to be sent.
struct Outgoing {
    text: String,
    is_record: bool,
}

impl Dialogue {
    pub(super) fn new(shared: &Shared, connection: u32) -> Self {
        let mut dialogue = Self {
            connection,
            faults: FaultSet::default(),
            random: Random::new(shared.config.seed, connection),
            line: Vec::new(),
            waiting: VecDeque::new(),
            current: None,
            stream: None,
            stray: None,
            withheld: Vec::new(),
            withheld_records: 0,
            outbox: Outbox::default(),
        };
        if shared.config.prompt_on_connect && shared.config.prompt {
            dialogue.outbox.push(b"$".to_vec(), false, None, &mut dialogue.random);
        }
        dialogue
    }

    pub(super) fn set_faults(&mut self, faults: FaultSet) {
        self.outbox.cut_after(faults.drop_link());
        self.faults = faults;
    }

    /// Takes in what arrived.
    pub(super) fn received(&mut self, bytes: &[u8], shared: &Shared, now: Instant) {
        if shared.config.strict_spacing
            && shared.since_answer(now).is_some_and(|since| since < DEAF_AFTER_ANSWER)
        {
            return;
        }
        for &byte in bytes {
            match byte {
                SUB => {
                    shared.journal.note(now, self.connection, Event::Sub);
                    self.enqueue(Input::Sub);
                }
                b'\n' => self.line_complete(shared, now),
                byte if self.line.len() < LONGEST_LINE => self.line.push(byte),
                // The rest of an overlong line changes nothing any more.
                _ => {}
            }
        }
    }

    fn line_complete(&mut self, shared: &Shared, now: Instant) {
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).trim_end_matches('\r').to_owned();
        // A blank line is no command and gets no answer.
        if line.is_empty() {
            return;
        }
        let line: Arc<str> = line.into();
        let breach = self.breach(shared, now);
        shared.journal.note(now, self.connection, Event::Command { line: Arc::clone(&line), breach });
        self.enqueue(Input::Line(line));
    }

    fn enqueue(&mut self, input: Input) {
        if self.waiting.len() < MOST_WAITING {
            self.waiting.push_back(input);
        }
    }

    fn breach(&self, shared: &Shared, now: Instant) -> Option<Breach> {
        let ended = self.waiting.iter().any(|input| matches!(input, Input::Sub));
        if self.stream.is_some() && !ended {
            return Some(Breach::WhileStreaming);
        }
        if self.current.is_some() || !self.waiting.is_empty() || self.outbox.is_answering() {
            return Some(Breach::WhileAnswering);
        }
        let since = shared.since_answer(now)?;
        (since < shared.config.timing.command_gap).then_some(Breach::TooSoon(since))
    }

    /// Does everything that is due at `now`.
    pub(super) fn advance(&mut self, shared: &Shared, now: Instant) {
        loop {
            if self.current.is_none()
                && let Some(input) = self.waiting.pop_front()
            {
                self.take_up(input, shared, now);
            } else if self.is_held() {
                return;
            } else if let Some(current) = self.current.take_if(|current| current.due <= now) {
                self.execute(&current.line, shared, now);
            } else if self.stream.as_ref().is_some_and(|stream| stream.due <= now) {
                self.send_record(shared, now);
            } else if let Some((_, record)) = self.stray.take_if(|(due, _)| *due <= now) {
                self.send(&[Outgoing::record(record)], false, shared);
            } else {
                return;
            }
        }
    }

    /// When [`Dialogue::advance`] is next due.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let work = if self.is_held() {
            [None; 3]
        } else {
            let (current, stream) = (self.current.as_ref(), self.stream.as_ref());
            [
                current.map(|current| current.due),
                stream.map(|stream| stream.due),
                self.stray.as_ref().map(|(due, _)| *due),
            ]
        };
        work.into_iter().chain([self.outbox.deadline()]).flatten().min()
    }

    fn is_held(&self) -> bool {
        self.faults.has(&Fault::HoldReplies)
    }

    fn take_up(&mut self, input: Input, shared: &Shared, now: Instant) {
        match input {
            Input::Sub if self.faults.has(&Fault::IgnoreSub) => {}
            Input::Sub => self.end_stream(shared, now),
            // In a stream the meter listens for nothing but SUB.
            Input::Line(_) if self.stream.is_some() => {}
            Input::Line(line) => {
                let timing = &shared.config.timing;
                let turnaround = if line.eq_ignore_ascii_case("Measure,Start") {
                    timing.start_turnaround
                } else {
                    self.random.duration(*timing.turnaround.start(), *timing.turnaround.end())
                };
                let late = match self.faults.command(&line) {
                    Some(CommandFault::Late(by)) => by,
                    _ => self.lateness(),
                };
                let due = now + turnaround + late;
                self.current = Some(Current { line, due });
            }
        }
    }

    fn lateness(&mut self) -> Duration {
        match self.faults.delay() {
            Some((from, to, share)) if share >= 1.0 || self.random.chance(share) => {
                self.random.duration(from, to)
            }
            _ => Duration::ZERO,
        }
    }

    fn execute(&mut self, line: &str, shared: &Shared, now: Instant) {
        let mut instrument = shared.instrument();
        let echo = instrument.echoes().then(|| Outgoing::plain(line.to_owned()));
        let fault = self.faults.command(line);
        let answer = match (self.faults.wrong_code(), fault) {
            (Some(code), _) | (None, Some(CommandFault::Refused(code))) => Answer::Result(code),
            (None, Some(CommandFault::Void)) if !line.ends_with('?') => Answer::Result(0),
            (None, Some(CommandFault::Lost)) => return,
            (None, _) => instrument.answer(line, now),
        };
        let boundary = instrument.next_step_at(now);
        drop(instrument);
        if fault == Some(CommandFault::Unanswered) {
            return shared.refresh();
        }
        let mut lines: Vec<Outgoing> = echo.into_iter().collect();
        let code = if let Answer::Result(code) = answer { code } else { 0 };
        lines.push(Outgoing::plain(format!("R+{code:04}")));
        match answer {
            Answer::Result(_) => self.send(&lines, true, shared),
            Answer::Data(text) => {
                lines.push(Outgoing::plain(text));
                self.send(&lines, true, shared);
            }
            Answer::Record(text) => {
                lines.push(Outgoing::record(text));
                self.send(&lines, true, shared);
            }
            Answer::Stream { status } => {
                self.send(&lines, false, shared);
                self.stray = None;
                self.stream = Some(Stream { status, counter: 0, boundary, due: boundary + self.lateness() });
            }
        }
        shared.refresh();
    }

    fn send_record(&mut self, shared: &Shared, now: Instant) {
        let Some(mut stream) = self.stream.take() else { return };
        let late = now.saturating_duration_since(stream.boundary);
        if late > STEP * CATCH_UP && self.faults.delay().is_none() {
            let lost = u32::try_from(late.as_millis() / STEP.as_millis()).unwrap_or(u32::MAX);
            stream.counter = stream.counter.saturating_add(lost);
            stream.boundary += STEP * lost;
        }
        stream.counter += 1;
        let record = printed(&stream, &mut shared.instrument());
        self.send(&[Outgoing::record(record)], false, shared);
        stream.boundary += STEP;
        stream.due = stream.due.max(stream.boundary + self.lateness());
        self.stream = Some(stream);
    }

    fn end_stream(&mut self, shared: &Shared, now: Instant) {
        let Some(mut stream) = self.stream.take() else { return };
        if let Some(after) = self.faults.stray_record() {
            stream.counter += 1;
            let record = printed(&stream, &mut shared.instrument());
            self.stray = Some((now + after, record));
        }
        match shared.config.stream_end {
            StreamEnd::Prompt => self.send(&[], true, shared),
            StreamEnd::ResultLine => self.send(&[Outgoing::plain("R+0000".to_owned())], true, shared),
            StreamEnd::Nothing => {
                self.flush();
                shared.answered(now);
            }
        }
    }

    /// Queues lines, disturbed as the faults say, and the prompt behind a complete answer.
    fn send(&mut self, lines: &[Outgoing], complete: bool, shared: &Shared) {
        let mut bytes = std::mem::take(&mut self.withheld);
        let before = bytes.len();
        for (at, line) in lines.iter().enumerate() {
            let start = bytes.len();
            self.print(line, &mut bytes);
            if self.garbles(shared) {
                self.garble(&mut bytes[start..]);
            }
            let last = at + 1 == lines.len();
            if !(last && self.faults.has(&Fault::DropCrlf)) {
                bytes.extend_from_slice(b"\r\n");
            }
        }
        let merging = self.faults.has(&Fault::MergePackets);
        let is_stream_record = !complete && lines.iter().all(|line| line.is_record);
        if merging && is_stream_record {
            self.withheld_records += 1;
            if self.withheld_records < MERGED_RECORDS {
                self.withheld = bytes;
                return;
            }
        }
        self.withheld_records = 0;
        if complete && shared.config.prompt {
            if merging && bytes.len() > before {
                self.withheld.push(b'$');
            } else {
                bytes.push(b'$');
            }
        }
        self.outbox.push(bytes, complete, self.faults.split(), &mut self.random);
    }

    /// Sends what was withheld.
    fn flush(&mut self) {
        let bytes = std::mem::take(&mut self.withheld);
        self.withheld_records = 0;
        self.outbox.push(bytes, false, self.faults.split(), &mut self.random);
    }

    fn print(&self, line: &Outgoing, bytes: &mut Vec<u8>) {
        let present = line.text.split(',').count();
        let Some(wanted) = self.faults.wrong_fields(present).filter(|_| line.is_record) else {
            bytes.extend_from_slice(line.text.as_bytes());
            return;
        };
        let fields = line.text.split(',').chain(std::iter::repeat("  -.-")).take(wanted);
        bytes.extend_from_slice(fields.collect::<Vec<_>>().join(",").as_bytes());
    }

    fn garbles(&mut self, shared: &Shared) -> bool {
        let next = self.faults.remove(Fault::GarbleNextLine.name());
        if next {
            shared.use_up(&Fault::GarbleNextLine);
        }
        next || self.random.chance(self.faults.garble_share())
    }

    /// Overwrites one to four bytes by ones that no line contains, so that no other valid value can result.
    fn garble(&mut self, line: &mut [u8]) {
        if line.is_empty() {
            return;
        }
        for _ in 0..self.random.between(1, 4) {
            let at = self.random.between(0, line.len() - 1);
            line[at] = u8::try_from(self.random.between(0x80, 0xFF)).unwrap_or(0x80);
        }
    }
}

/// The record as of its own 100 ms step, however late it is printed.
fn printed(stream: &Stream, instrument: &mut Instrument) -> String {
    let counter = (stream.counter.saturating_sub(1) % LAST_COUNT) + 1;
    instrument.stream_record(u16::try_from(counter).unwrap_or(1), stream.status, stream.boundary)
}

impl Outgoing {
    fn plain(text: String) -> Self {
        Self { text, is_record: false }
    }

    fn record(text: String) -> Self {
        Self { text, is_record: true }
    }
}
