use std::time::{Duration, Instant};

use crate::{
    Busy, Command, Event, Exchange, ExchangeTiming, Expect, OnOff, PercentileSlot, Reply, StartStop,
};

/// Any sequence of calls keeps the promises of an exchange.
///
/// Each operation is a byte, some with a byte of operand after it. `start` is any instant; time passes from there.
pub fn exchange_ops(data: &[u8], start: Instant) {
    let mut scene = Scene::new(start);
    let mut bytes = data.iter().copied();
    while let Some(operation) = bytes.next() {
        let before = scene.exchange.in_flight().cloned();
        let operand = bytes.next().unwrap_or_default();
        match operation % 10 {
            0 => scene.link_up(),
            1 => scene.link_down(),
            2 | 3 => scene.submit(operand),
            4 | 5 => scene.hear(ANSWERS[usize::from(operand) % ANSWERS.len()].as_bytes()),
            6 => {
                let noise: Vec<u8> = bytes.by_ref().take(usize::from(operand)).collect();
                scene.hear(&noise);
            }
            7 => scene.pass(Duration::from_millis(u64::from(operand) * 10)),
            8 => scene.pass_until_due(),
            _ => scene.stop_stream(),
        }
        scene.settle(before.as_ref(), matches!(operation % 10, 0 | 1));
    }
}

/// What a line on the wire was.
enum Sent {
    Line,
    Stop,
}

/// An exchange, and what an onlooker knows about it.
struct Scene {
    exchange: Exchange,
    timing: ExchangeTiming,
    now: Instant,
    /// Time of the last byte that may have belonged to an answer.
    answer_end: Option<Instant>,
    /// The last line was a question ahead of the command.
    probing: bool,
    /// When the last line was sent.
    line_sent: Option<Instant>,
    /// Lines sent for the command in flight: itself, and at most one probe ahead of it.
    lines: usize,
    condemned: bool,
}

impl Scene {
    fn new(now: Instant) -> Self {
        let timing = ExchangeTiming::default();
        Self {
            exchange: Exchange::new(timing),
            timing,
            now,
            answer_end: None,
            line_sent: None,
            probing: false,
            lines: 0,
            condemned: false,
        }
    }

    fn link_up(&mut self) {
        self.exchange.link_up(self.now);
        self.condemned = false;
        assert!(self.exchange.ready_at().is_some());
    }

    fn link_down(&mut self) {
        self.exchange.link_down(self.now);
        self.condemned = false;
        assert_eq!(self.exchange.poll_timeout(), None);
    }

    fn submit(&mut self, which: u8) {
        let ready = self.exchange.ready_at();
        let command = command(which);
        match self.exchange.submit(command.clone(), self.now) {
            Ok(()) => {
                assert!(ready.is_some_and(|ready| ready <= self.now), "taken before it was ready");
                assert_eq!(self.exchange.in_flight(), Some(&command));
                self.lines = 0;
            }
            Err(Busy::TooEarly(earliest)) => assert_eq!(ready, Some(earliest)),
            Err(_) => assert_eq!(ready, None),
        }
    }

    fn hear(&mut self, bytes: &[u8]) {
        let listening = self.exchange.in_flight().is_some() || self.exchange.is_streaming();
        // Bytes between a probe's answer and the command come unasked; an onlooker cannot tell which these are.
        if listening && !self.probing && !bytes.is_empty() {
            self.answer_end = Some(self.now);
        }
        self.exchange.handle_input(bytes, self.now);
    }

    fn stop_stream(&mut self) {
        self.exchange.stop_stream(self.now);
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.exchange.handle_timeout(self.now);
        if let Some(due) = self.exchange.poll_timeout() {
            assert!(due > self.now, "a timer that was handled is still due");
        }
    }

    fn pass_until_due(&mut self) {
        if let Some(due) = self.exchange.poll_timeout() {
            self.pass(due.saturating_duration_since(self.now));
        }
    }

    /// Takes what the last call brought about.
    fn settle(&mut self, before: Option<&Command>, link_changed: bool) {
        let mut outcomes = 0;
        while let Some(event) = self.exchange.poll_event() {
            outcomes += usize::from(is_outcome(&event));
            match &event {
                Event::Answered(reply) => fits(before, reply),
                Event::StreamStarted => {
                    assert!(before.is_some_and(|command| command.expects() == Expect::Stream));
                }
                Event::StreamEnded => self.answer_end = Some(self.now),
                Event::TaintedTwice => self.condemned = true,
                _ => {}
            }
        }
        let ended = before.is_some() && self.exchange.in_flight() != before;
        let expected = if link_changed { 0 } else { usize::from(ended) };
        assert_eq!(outcomes, expected, "each command has one outcome");
        self.watch_the_wire();
    }

    fn watch_the_wire(&mut self) {
        while let Some(bytes) = self.exchange.poll_transmit() {
            let sent = if bytes.as_ref() == b"\x1a" { Sent::Stop } else { Sent::Line };
            assert!(
                !self.condemned || matches!(sent, Sent::Stop),
                "nothing is sent on a line that is given up"
            );
            if matches!(sent, Sent::Line) {
                self.lines += 1;
                assert!(self.lines <= 2, "one command at a time");
                let pause_start = if self.lines == 1 { self.answer_end } else { self.line_sent };
                let gap = pause_start.map(|end| self.now.saturating_duration_since(end));
                self.line_sent = Some(self.now);
                let command = self.exchange.in_flight().map(|command| command.wire() + "\r\n");
                self.probing = command.is_none_or(|command| bytes != command);
                assert!(gap.is_none_or(|gap| gap >= self.timing.command_gap), "the pause was cut short");
                assert!(
                    bytes.ends_with(b"\r\n")
                        && bytes[..bytes.len() - 2].iter().all(|byte| (b' '..=b'~').contains(byte))
                );
            }
        }
    }
}

fn is_outcome(event: &Event) -> bool {
    matches!(
        event,
        Event::Answered(_)
            | Event::Refused(_)
            | Event::TimedOut
            | Event::Unfit(_)
            | Event::StreamStarted
            | Event::LineTooLong
    )
}

/// A reply has the shape its command is answered with.
fn fits(command: Option<&Command>, reply: &Reply) {
    let command = command.expect("an answer has a command");
    match reply {
        Reply::Done => assert!(command.is_setting()),
        reply => {
            let line = reply.text();
            assert_eq!(Reply::decode(command, line.as_bytes()).as_ref(), Ok(reply));
        }
    }
}

fn command(which: u8) -> Command {
    match which % 10 {
        0 | 1 => Command::DodQuery,
        2 => Command::MeasureQuery,
        3 => Command::DrdQuery,
        4 => Command::BatteryLevelQuery,
        5 => Command::Measure(StartStop::Start),
        6 => Command::PercentileQuery(PercentileSlot::ALL[0]),
        7 => Command::SleepMode(OnOff::Off),
        8 => Command::DrdStatusQuery,
        _ => Command::ClockQuery,
    }
}

/// Pieces of what an instrument may say.
const ANSWERS: [&str; 16] = [
    "R+0000\r\n",
    "R+0000\r\nStop\r\n$",
    "Start\r\n",
    "$",
    "R+0004\r\n$",
    concat!(
        "R+0000\r\n 46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0",
        ",,,,,,,,,,,,,,,-,-,,,,,,,,,,,,,,,-,-,,,,,,,,,,,,,,,-,-\r\n$"
    ),
    "  1, 46.2, 44.9, 46.3, 46.2, 56.6,  -.-,0,0,,,,,,,-,-,,,,,,,-,-,,,,,,,-,-\r\n",
    " 17, 52.1, 51.8, 52.4, 51.9, --.-, --.-,0,0\r\n",
    "R+0000\r\nFull\r\n$",
    "R+0000\r\n2025/12/24 20:34:05\r\n$",
    "R+0000\r\n 5\r\n",
    "Measure?\r\n",
    "R+0000\r\n 46.2, 43.7",
    "\r\n",
    "<html>,</html>\r\n",
    "R+9999\r\n",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dod, DrdFrame};

    #[test]
    fn the_pieces_are_what_they_should_be() {
        let lines: Vec<&str> = ANSWERS.iter().flat_map(|answer| answer.lines()).collect();
        assert_eq!(lines.iter().filter(|line| Dod::decode(line).is_ok()).count(), 1);
        assert_eq!(lines.iter().filter(|line| DrdFrame::decode(line).is_ok()).count(), 2);
    }
}
