//! What lines mean, which depends on what is under way.

use std::time::Instant;

use super::{
    Event, Exchange,
    phase::{DrainCause, Flight, Idle, Late, Phase},
    result_code,
};
use crate::{
    Command, DrdFrame, DrdStatus, Expect, Reply, ResultCode, Unfit, UnfitReason, line::Ending,
    reply::printable,
};

impl Exchange {
    pub(super) fn on_line(&mut self, line: &[u8], ending: Ending, now: Instant) {
        match std::mem::replace(&mut self.phase, Phase::Condemned) {
            Phase::InFlight(flight) => self.on_answer_line(flight, line, ending, now),
            Phase::Probing { probe, next } => self.on_probe_line(probe, next, line, ending),
            Phase::Tainted { owed, until } => self.on_late_line(owed, until, line, ending, now),
            Phase::Streaming { status, .. } => {
                self.events.push_back(read_record(line, status));
                self.phase = self.streaming(status, now);
            }
            Phase::Idle(idle) => self.on_unasked_line(idle, line, ending, now),
            other => self.phase = other,
        }
    }

    fn on_answer_line(&mut self, mut flight: Flight, line: &[u8], ending: Ending, now: Instant) {
        if flight.accepted {
            match Reply::from_line(flight.command.shape(), line, ending) {
                Ok(reply) => self.answered(Event::Answered(reply)),
                Err(unfit) => self.unfit(unfit, flight, now),
            }
            return;
        }
        if flight.is_echo(line) || is_stray_record(line) {
            self.phase = Phase::InFlight(flight);
            return;
        }
        match (result_code(line), flight.expects()) {
            (None, _) => self.unfit(Unfit::new(UnfitReason::NoResult, line), flight, now),
            (Some(ResultCode::Ok), Expect::Result) => self.answered(Event::Answered(Reply::Done)),
            (Some(ResultCode::Ok), Expect::Data) => {
                flight.accepted = true;
                flight.overdue_at = now + self.timing.reply_timeout;
                self.phase = Phase::InFlight(flight);
            }
            (Some(ResultCode::Ok), Expect::Stream) => {
                self.answered(Event::StreamStarted);
                self.phase = self.streaming(flight.command == Command::DrdStatusQuery, now);
            }
            (Some(code), _) => self.answered(Event::Refused(code)),
        }
    }

    /// Everything passes by but a good result line with, right behind it, the data only this question is answered with.
    fn on_probe_line(&mut self, mut probe: Flight, next: Option<Command>, line: &[u8], ending: Ending) {
        if probe.accepted
            && let Ok(reply) = Reply::from_line(probe.command.shape(), line, ending)
        {
            match next {
                Some(next) => self.phase = Phase::Held { next, prompt_due: true },
                None => self.answered(Event::Answered(reply)),
            }
        } else {
            probe.accepted = result_code(line) == Some(ResultCode::Ok);
            self.phase = Phase::Probing { probe, next };
        }
    }

    /// The late answer is discarded once it is complete.
    fn on_late_line(&mut self, mut owed: Flight, until: Instant, line: &[u8], ending: Ending, now: Instant) {
        match owed.take_late(line, ending) {
            Late::Incomplete => self.phase = Phase::Tainted { owed, until },
            Late::StreamStarted => self.drain(DrainCause::Late, now),
            Late::Complete => {
                self.events.push_back(Event::TaintOver);
                self.phase = Idle::after_answer();
            }
        }
    }

    /// An answer that is no longer waited for, or nobody's.
    fn on_unasked_line(&mut self, mut idle: Idle, line: &[u8], ending: Ending, now: Instant) {
        let late = self.owed.as_mut().map_or(Late::Incomplete, |owed| owed.flight.take_late(line, ending));
        if late == Late::Complete {
            self.owed = None;
            self.pause_from(now);
            self.phase = Idle::after_answer();
            return;
        }
        // A few records in a row mean that a stream runs which nobody asked for; commands would not be heard.
        let is_record = std::str::from_utf8(line).is_ok_and(|line| DrdStatus::decode(line).is_ok());
        idle.strays = if is_record { idle.strays + 1 } else { 0 };
        if idle.strays >= STRAYS || late == Late::StreamStarted {
            self.drain(DrainCause::Stray, now);
        } else {
            self.phase = Phase::Idle(idle);
        }
    }
}

/// So many unasked records in a row mean a running stream.
const STRAYS: u8 = 3;
/// A line with so many commas is a left-over record, never a result line.
const RECORD_COMMAS: usize = 8;

fn is_stray_record(line: &[u8]) -> bool {
    !line.starts_with(b"R+") && line.iter().filter(|&&byte| byte == b',').nth(RECORD_COMMAS - 1).is_some()
}

fn read_record(line: &[u8], status: bool) -> Event {
    let frame = printable(line).and_then(|line| {
        let frame =
            if status { DrdStatus::decode(line).map(|status| status.frame) } else { DrdFrame::decode(line) };
        frame.map_err(UnfitReason::from)
    });
    match frame {
        Ok(frame) => Event::Record(Box::new(frame)),
        Err(reason) => Event::BadRecord(Unfit::new(reason, line).to_string()),
    }
}
