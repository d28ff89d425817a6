//! Answers that come late, or never, are not taken for another command's. In virtual time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use nl43_proto::{Command, Event, Exchange, ExchangeTiming, Reply, RunState};

use crate::{random::Random, start};

const SECOND: Duration = Duration::from_secs(1);

/// An instrument that answers in order, some answers late and some not at all.
///
/// Every answer says which line it belongs to: the snapshot's levels and the battery's word carry the line's number,
/// the state its last bit.
struct Meter {
    random: Random,
    lost_percent: u64,
    lines: u64,
    free_at: Instant,
    outgoing: VecDeque<Packet>,
}

/// Bytes on their way.
struct Packet {
    at: Instant,
    line: u64,
    bytes: Vec<u8>,
}

impl Meter {
    fn hear(&mut self, line: &[u8], now: Instant) {
        self.lines += 1;
        if self.random.percent(self.lost_percent) {
            return;
        }
        let delay =
            if self.random.percent(10) { self.random.below(10_000) } else { 20 + self.random.below(200) };
        let at = now.max(self.free_at) + Duration::from_millis(delay);
        let answer = answer(line, self.lines);
        // Cut anywhere; the rest follows a little later.
        let cut = usize::try_from(self.random.below(answer.len() as u64)).unwrap();
        let rest_at = at + Duration::from_millis(self.random.below(300));
        self.free_at = rest_at;
        let (first, rest) = answer.as_bytes().split_at(cut);
        self.outgoing.push_back(Packet { at, line: self.lines, bytes: first.to_vec() });
        self.outgoing.push_back(Packet { at: rest_at, line: self.lines, bytes: rest.to_vec() });
    }
}

fn answer(line: &[u8], number: u64) -> String {
    let data = match line {
        b"DOD?\r\n" => {
            let level = |tag: u64| format!("{:>5.1}", tag as f64 / 10.0);
            let off = "  -.-,".repeat(14) + "-,-";
            let main = [level(number % 1000), level(number / 1000 % 1000)].join(",");
            format!("{main},{}0,0,{off},{off},{off}", "  -.-,".repeat(12))
        }
        b"Measure?\r\n" => if number.is_multiple_of(2) { "Start" } else { "Stop" }.to_owned(),
        _ => format!("B{number}"),
    };
    format!("R+0000\r\n{data}\r\n$")
}

/// Which line an answer says it belongs to, as far as it says so.
fn assert_belongs_to(reply: &Reply, line: u64) {
    match reply {
        Reply::Dod(dod) => {
            let tag = |level: Option<nl43_proto::Level>| u64::try_from(level.unwrap().tenths()).unwrap();
            assert_eq!(tag(dod.main().lp) + 1000 * tag(dod.main().leq), line % 1_000_000);
        }
        Reply::RunState(state) => assert_eq!(*state == RunState::Start, line.is_multiple_of(2)),
        other => assert_eq!(other.text(), format!("B{line}")),
    }
}

#[derive(Default, Debug)]
struct Tally {
    commands: u32,
    answered: u32,
    timed_out: u32,
    unfit: u32,
    probes: u32,
    reconnects: u32,
}

struct Scene {
    exchange: Exchange,
    meter: Meter,
    random: Random,
    now: Instant,
    /// When the instrument last said anything.
    heard_at: Option<Instant>,
    /// Number of the line sent last, and what it was.
    sent: (u64, Vec<u8>),
    tally: Tally,
}

impl Scene {
    fn new(seed: u64, lost_percent: u64) -> Self {
        let now = start();
        let meter = Meter {
            random: Random::seeded(seed),
            lost_percent,
            lines: 0,
            free_at: now,
            outgoing: VecDeque::new(),
        };
        let mut exchange = Exchange::new(ExchangeTiming::default());
        exchange.link_up(now);
        let random = Random::seeded(!seed);
        let sent = (0, Vec::new());
        Self { exchange, meter, random, now, heard_at: None, sent, tally: Tally::default() }
    }

    fn run(&mut self, commands: u32) {
        while self.tally.commands < commands || self.exchange.in_flight().is_some() {
            self.submit_when_ready(commands);
            self.deliver();
            let next = [
                self.exchange.poll_timeout(),
                self.exchange.ready_at().filter(|_| self.tally.commands < commands),
                self.meter.outgoing.front().map(|packet| packet.at),
            ];
            if let Some(next) = next.into_iter().flatten().min() {
                self.now = self.now.max(next);
            }
            self.hear();
            self.exchange.handle_timeout(self.now);
            self.take_events(None);
        }
    }

    fn submit_when_ready(&mut self, commands: u32) {
        let ready = self.exchange.ready_at().is_some_and(|ready| ready <= self.now);
        if !ready || self.tally.commands >= commands {
            return;
        }
        let command = [Command::DodQuery, Command::MeasureQuery, Command::BatteryLevelQuery];
        // Mostly the same one, as a poll does: there, answers are the easiest to mistake.
        let which = if self.random.percent(60) { 0 } else { self.random.below(3) };
        self.exchange.submit(command[usize::try_from(which).unwrap()].clone(), self.now).unwrap();
        self.tally.commands += 1;
    }

    fn deliver(&mut self) {
        while let Some(bytes) = self.exchange.poll_transmit() {
            let pause = self.heard_at.map(|heard| self.now.saturating_duration_since(heard));
            assert!(pause.is_none_or(|pause| pause >= SECOND), "sent {pause:?} after the instrument spoke");
            let wanted = self.exchange.in_flight().unwrap().wire() + "\r\n";
            self.tally.probes += u32::from(bytes != wanted);
            self.meter.hear(&bytes, self.now);
            self.sent = (self.meter.lines, bytes.to_vec());
        }
    }

    fn hear(&mut self) {
        while self.meter.outgoing.front().is_some_and(|packet| packet.at <= self.now) {
            let packet = self.meter.outgoing.pop_front().unwrap();
            let wanted = self.exchange.in_flight().map(Command::wire);
            self.exchange.handle_input(&packet.bytes, self.now);
            if !packet.bytes.is_empty() {
                self.heard_at = Some(self.now);
            }
            self.take_events(Some(&(packet.line, wanted)));
        }
    }

    /// `heard` is the line that the bytes just heard answer, and what the command in flight was.
    fn take_events(&mut self, heard: Option<&(u64, Option<String>)>) {
        while let Some(event) = self.exchange.poll_event() {
            match event {
                Event::Answered(reply) => {
                    let (line, wanted) = heard.unwrap();
                    assert_eq!(
                        *line, self.sent.0,
                        "the answer to line {line} was taken for that to {}",
                        self.sent.0
                    );
                    assert_eq!(self.sent.1, (wanted.clone().unwrap() + "\r\n").as_bytes());
                    assert_belongs_to(&reply, *line);
                    self.tally.answered += 1;
                }
                Event::TimedOut => self.tally.timed_out += 1,
                Event::Unfit(_) => self.tally.unfit += 1,
                Event::TaintedTwice => self.reconnect(),
                Event::TaintOver => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn reconnect(&mut self) {
        self.exchange.link_down(self.now);
        self.meter.outgoing.clear();
        self.now += 3 * SECOND;
        self.meter.free_at = self.now;
        self.exchange.link_up(self.now);
        self.tally.reconnects += 1;
    }
}

#[track_caller]
fn check(seed: u64, lost_percent: u64) -> Tally {
    let mut scene = Scene::new(seed, lost_percent);
    scene.run(10_000);
    let Tally { commands, answered, timed_out, unfit, .. } = scene.tally;
    assert_eq!((commands, answered + timed_out), (10_000, 10_000), "every command has its outcome");
    assert_eq!(unfit, 0);
    scene.tally
}

#[test]
fn late_answers_are_never_attributed_to_another_command() {
    for seed in [1, 2] {
        let tally = check(seed, 0);
        assert!(tally.answered > 9_000, "{tally:?}");
        // The test means something only if all of this happened.
        assert!(tally.timed_out > 300 && tally.probes > 50 && tally.reconnects > 10, "{tally:?}");
    }
}

#[test]
fn lost_answers_are_never_replaced_by_others() {
    for seed in [3, 4] {
        let tally = check(seed, 5);
        assert!(tally.answered > 8_500 && tally.probes > 300, "{tally:?}");
    }
}
