//! What lines mean, which depends on what is under way.

use std::time::Instant;

use super::{
    Event, Exchange,
    phase::{DrainCause, Flight, Idle, Phase},
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
            Phase::Idle(idle) => self.on_unasked_line(idle, line, now),
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

    /// The late answer is discarded once it is complete: a result line, and its data line if there must be one.
    fn on_late_line(&mut self, mut owed: Flight, until: Instant, line: &[u8], ending: Ending, now: Instant) {
        let complete = if owed.accepted {
            Reply::from_line(owed.command.shape(), line, ending).is_ok()
        } else {
            match (result_code(line), owed.expects()) {
                (None, _) => false,
                (Some(ResultCode::Ok), Expect::Data) => {
                    owed.accepted = true;
                    false
                }
                (Some(ResultCode::Ok), Expect::Stream) => return self.drain(DrainCause::Late, now),
                (Some(_), _) => true,
            }
        };
        if complete {
            self.events.push_back(Event::TaintOver);
            self.phase = Idle::after_answer();
        } else {
            self.phase = Phase::Tainted { owed, until };
        }
    }

    /// A few records in a row mean that a stream runs which nobody asked for; commands would not be heard.
    fn on_unasked_line(&mut self, mut idle: Idle, line: &[u8], now: Instant) {
        let is_record = std::str::from_utf8(line).is_ok_and(|line| DrdStatus::decode(line).is_ok());
        idle.strays = if is_record { idle.strays + 1 } else { 0 };
        if idle.strays >= STRAYS {
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

fn result_code(line: &[u8]) -> Option<ResultCode> {
    std::str::from_utf8(line).ok()?.parse().ok()
}

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
