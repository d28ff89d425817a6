//! One command at a time over one connection: bytes and time in, bytes and events out.

mod answers;
mod event;
mod phase;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use bytes::Bytes;

pub use event::{Busy, Event, ExchangeTiming};
use phase::{Drain, DrainCause, Flight, Idle, Owed, Phase, Timer};

use crate::{
    Command, ResultCode, Unfit,
    line::{LineBuffer, Token},
};

/// One command at a time over one connection, with the pauses the instrument needs.
///
/// The caller moves bytes and time: [`submit`](Self::submit) a command, write what
/// [`poll_transmit`](Self::poll_transmit) hands out, feed what was read to [`handle_input`](Self::handle_input), call
/// [`handle_timeout`](Self::handle_timeout) when [`poll_timeout`](Self::poll_timeout) says so, and take the outcome from
/// [`poll_event`](Self::poll_event). Every command ends with exactly one of [`Event::Answered`], [`Event::Refused`],
/// [`Event::StreamStarted`], [`Event::TimedOut`], [`Event::Unfit`] and [`Event::LineTooLong`], unless the connection ends.
///
/// **No answer is ever taken for another command's.** Answers carry no mark of their command, so after one failed, nothing
/// is sent until it came late or was waited for in vain. Should it come even later, it could still be mistaken for the
/// next one's: in that case a question with an unmistakable answer (`Measure?` or `DOD?`) is sent ahead of the next
/// command, and everything in front of its answer is discarded.
#[derive(Debug)]
pub struct Exchange {
    timing: ExchangeTiming,
    phase: Phase,
    lines: LineBuffer,
    /// The pause after the last answer ends here. Survives connections.
    not_before: Option<Instant>,
    /// Failed commands since the last good answer.
    taints: u8,
    /// The command whose answer was waited for in vain. It may come yet.
    owed: Option<Owed>,
    outgoing: VecDeque<Bytes>,
    /// At most one for each line of input; the caller empties it after each call.
    events: VecDeque<Event>,
}

impl Exchange {
    /// An exchange without connection.
    pub fn new(timing: ExchangeTiming) -> Self {
        Self {
            timing,
            phase: Phase::Down,
            lines: LineBuffer::default(),
            not_before: None,
            taints: 0,
            owed: None,
            outgoing: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// A new connection is there. Nothing is left of the one before but the pause after its last answer.
    pub fn link_up(&mut self, now: Instant) {
        self.reset(Phase::Idle(Idle::default()));
        self.not_before = Some(self.not_before.map_or(now, |earliest| earliest.max(now)));
    }

    /// The connection is gone. A command in flight is forgotten without an event.
    pub fn link_down(&mut self, _now: Instant) {
        self.reset(Phase::Down);
    }

    /// Takes a command to send now.
    ///
    /// # Errors
    /// [`Busy`] while there is no connection, something is under way, or the pause is not over. See
    /// [`ready_at`](Self::ready_at).
    pub fn submit(&mut self, command: Command, now: Instant) -> Result<(), Busy> {
        match &self.phase {
            Phase::Idle(_) => {}
            Phase::Down => return Err(Busy::NoLink),
            Phase::InFlight(_) | Phase::Probing { .. } | Phase::Held { .. } => return Err(Busy::InFlight),
            Phase::Draining(Drain { cause: DrainCause::Late, .. }) => return Err(Busy::Tainted),
            Phase::Streaming { .. } | Phase::Draining(_) => return Err(Busy::Streaming),
            Phase::Tainted { .. } | Phase::Condemned => return Err(Busy::Tainted),
        }
        if let Some(earliest) = self.not_before.filter(|&earliest| earliest > now) {
            return Err(Busy::TooEarly(earliest));
        }
        // Whatever came unasked belongs to nobody.
        self.lines.clear();
        self.phase = match self.owed.take() {
            Some(owed) => {
                let probe = owed.flight.probe();
                let next = (probe != command).then_some(command);
                Phase::Probing { probe: self.launch(probe, now), next }
            }
            None => Phase::InFlight(self.launch(command, now)),
        };
        Ok(())
    }

    /// The earliest instant at which a command is taken; `None` while that depends on what the instrument does next.
    pub fn ready_at(&self) -> Option<Instant> {
        match self.phase {
            Phase::Idle(_) => self.not_before,
            _ => None,
        }
    }

    /// Ends a running stream: SUB is sent, and what still arrives is discarded until the prompt or silence.
    ///
    /// [`Event::StreamEnded`] follows. Without a running stream nothing happens.
    pub fn stop_stream(&mut self, now: Instant) {
        if matches!(self.phase, Phase::Streaming { .. }) {
            self.drain(DrainCause::Asked, now);
        }
    }

    /// Takes bytes that arrived at `now`.
    pub fn handle_input(&mut self, bytes: &[u8], now: Instant) {
        self.note_bytes(now);
        if matches!(self.phase, Phase::Down | Phase::Condemned) {
            return;
        }
        let mut rest = bytes;
        while let Some(token) = self.lines.next_token(&mut rest) {
            match token {
                Token::Prompt => self.on_prompt(now),
                Token::TooLong => self.on_too_long(now),
                Token::Line(ending) => {
                    // Lent out, so that the line can be read while the state changes.
                    let lines = std::mem::take(&mut self.lines);
                    let line = text_of(lines.line());
                    if !line.is_empty() {
                        self.on_line(line, ending, now);
                    }
                    self.lines = lines;
                }
            }
        }
    }

    /// Lets everything happen that is due at `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        while let Some((timer, _)) = self.timer().filter(|&(_, due)| due <= now) {
            match timer {
                Timer::ReplyOverdue => self.on_reply_overdue(now),
                Timer::CommandGap => self.release_held(now),
                Timer::TaintQuiet => self.on_taint_quiet(now),
                Timer::DrainQuiet => self.finish_drain(now),
                Timer::DrdSilence => {
                    if let Phase::Streaming { silent_at, .. } = &mut self.phase {
                        *silent_at = None;
                    }
                    self.events.push_back(Event::StreamSilent);
                }
            }
        }
    }

    /// The next bytes to write, in one piece: the instrument allows no pause within a command.
    pub fn poll_transmit(&mut self) -> Option<Bytes> {
        self.outgoing.pop_front()
    }

    /// The next thing that happened.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is next due. May change after any other call.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.timer().map(|(_, due)| due)
    }

    /// Whether a stream runs, or was stopped and has not ended yet.
    pub fn is_streaming(&self) -> bool {
        match &self.phase {
            Phase::Streaming { .. } => true,
            Phase::Draining(drain) => drain.cause == DrainCause::Asked,
            _ => false,
        }
    }

    /// Whether a late answer may still come.
    pub fn is_tainted(&self) -> bool {
        match &self.phase {
            Phase::Tainted { .. } | Phase::Condemned => true,
            Phase::Draining(drain) => drain.cause == DrainCause::Late,
            _ => false,
        }
    }

    /// The command whose outcome is open.
    pub fn in_flight(&self) -> Option<&Command> {
        match &self.phase {
            Phase::InFlight(flight) => Some(&flight.command),
            Phase::Probing { probe, next } => Some(next.as_ref().unwrap_or(&probe.command)),
            Phase::Held { next, .. } => Some(next),
            _ => None,
        }
    }

    fn timer(&self) -> Option<(Timer, Instant)> {
        match &self.phase {
            Phase::InFlight(flight) | Phase::Probing { probe: flight, .. } => {
                Some((Timer::ReplyOverdue, flight.overdue_at))
            }
            Phase::Held { .. } => self.not_before.map(|due| (Timer::CommandGap, due)),
            Phase::Streaming { silent_at, .. } => silent_at.map(|due| (Timer::DrdSilence, due)),
            Phase::Draining(drain) => Some((Timer::DrainQuiet, drain.quiet_at)),
            Phase::Tainted { until, .. } => Some((Timer::TaintQuiet, *until)),
            Phase::Down | Phase::Idle(_) | Phase::Condemned => None,
        }
    }

    fn reset(&mut self, phase: Phase) {
        self.phase = phase;
        self.lines.clear();
        self.outgoing.clear();
        self.taints = 0;
        self.owed = None;
    }

    fn launch(&mut self, command: Command, now: Instant) -> Flight {
        let flight = Flight::new(command, now + self.timing.reply_timeout);
        self.outgoing.push_back(flight.wire.clone());
        flight
    }

    fn pause_from(&mut self, now: Instant) {
        self.not_before = Some(now + self.timing.command_gap);
    }

    /// Every byte that may belong to an answer moves the end of the pause.
    fn note_bytes(&mut self, now: Instant) {
        match &mut self.phase {
            Phase::Idle(_) => {
                if self.owed.as_ref().is_some_and(|owed| now < owed.patience_ends) {
                    self.pause_from(now);
                }
            }
            Phase::InFlight(_) | Phase::Probing { .. } | Phase::Tainted { .. } | Phase::Streaming { .. } => {
                self.pause_from(now);
            }
            Phase::Draining(drain) => {
                drain.quiet_at = now + self.timing.drain_quiet;
                if now >= drain.since + DRAIN_LIMIT {
                    self.condemn();
                } else if now >= drain.since + SUB_PATIENCE && !drain.repeated {
                    drain.repeated = true;
                    self.outgoing.push_back(SUB);
                }
                self.pause_from(now);
            }
            Phase::Held { .. } | Phase::Down | Phase::Condemned => {}
        }
    }

    fn on_prompt(&mut self, now: Instant) {
        let belongs_to_answer = match &mut self.phase {
            Phase::Draining(_) => return self.finish_drain(now),
            Phase::Idle(Idle { prompt_due, .. }) | Phase::Held { prompt_due, .. } => {
                std::mem::take(prompt_due)
            }
            _ => false,
        };
        // Then it is the answer's last byte.
        if belongs_to_answer {
            self.pause_from(now);
        }
    }

    fn on_too_long(&mut self, now: Instant) {
        match std::mem::replace(&mut self.phase, Phase::Condemned) {
            Phase::InFlight(flight) => {
                self.events.push_back(Event::LineTooLong);
                self.taint(flight, now);
            }
            Phase::Probing { probe, next } => {
                self.phase = Phase::Probing { probe: Flight { accepted: false, ..probe }, next };
            }
            other => {
                if matches!(other, Phase::Streaming { .. }) {
                    self.events.push_back(Event::BadRecord("a line without end".to_owned()));
                }
                self.phase = other;
            }
        }
    }

    fn on_reply_overdue(&mut self, now: Instant) {
        match std::mem::replace(&mut self.phase, Phase::Condemned) {
            Phase::InFlight(flight) | Phase::Probing { probe: flight, .. } => {
                self.events.push_back(Event::TimedOut);
                self.taint(flight, now);
            }
            other => self.phase = other,
        }
    }

    fn on_taint_quiet(&mut self, now: Instant) {
        if let Phase::Tainted { owed, .. } = std::mem::replace(&mut self.phase, Phase::Idle(Idle::default()))
        {
            self.owed = Some(Owed { flight: owed, patience_ends: now + self.timing.reply_timeout });
        }
        self.events.push_back(Event::TaintOver);
    }

    fn release_held(&mut self, now: Instant) {
        match std::mem::replace(&mut self.phase, Phase::Condemned) {
            Phase::Held { next, .. } => {
                self.lines.clear();
                self.phase = Phase::InFlight(self.launch(next, now));
            }
            other => self.phase = other,
        }
    }

    fn answered(&mut self, event: Event) {
        self.taints = 0;
        self.events.push_back(event);
        self.phase = Idle::after_answer();
    }

    fn unfit(&mut self, unfit: Unfit, mut flight: Flight, now: Instant) {
        self.events.push_back(Event::Unfit(unfit));
        // Its own answer, if that was another's, begins with a result line.
        flight.accepted = false;
        self.taint(flight, now);
    }

    fn taint(&mut self, owed: Flight, now: Instant) {
        self.taints += 1;
        if self.taints >= TAINTS {
            self.condemn();
        } else {
            self.phase = Phase::Tainted { owed, until: now + self.timing.taint_quiet };
        }
    }

    fn condemn(&mut self) {
        self.phase = Phase::Condemned;
        self.lines.clear();
        self.events.push_back(Event::TaintedTwice);
    }

    fn streaming(&self, status: bool, now: Instant) -> Phase {
        Phase::Streaming { status, silent_at: Some(now + self.timing.drd_silence) }
    }

    fn drain(&mut self, cause: DrainCause, now: Instant) {
        self.outgoing.push_back(SUB);
        let quiet_at = now + self.timing.drain_quiet;
        self.phase = Phase::Draining(Drain { cause, since: now, quiet_at, repeated: false });
    }

    fn finish_drain(&mut self, now: Instant) {
        let Phase::Draining(drain) = &self.phase else { return };
        match drain.cause {
            DrainCause::Asked => self.events.push_back(Event::StreamEnded),
            DrainCause::Late => self.events.push_back(Event::TaintOver),
            DrainCause::Stray => {}
        }
        self.phase = Phase::Idle(Idle::default());
        self.pause_from(now);
    }
}

/// Stops a stream. One byte, without an end of line.
const SUB: Bytes = Bytes::from_static(b"\x1a");
/// How long records may go on after SUB before it is repeated.
const SUB_PATIENCE: Duration = Duration::from_secs(1);
/// How long they may go on before the stream counts as not to be stopped.
const DRAIN_LIMIT: Duration = Duration::from_secs(5);
/// So many failed commands in a row condemn a connection.
const TAINTS: u8 = 2;
/// A line without padding.
fn text_of(line: &[u8]) -> &[u8] {
    line.trim_ascii()
}

fn line_end(wire: &[u8]) -> usize {
    wire.len() - 2
}

fn result_code(line: &[u8]) -> Option<ResultCode> {
    std::str::from_utf8(line).ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
