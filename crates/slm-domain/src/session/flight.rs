//! The command in flight: sending it, and what its end means.

use std::sync::Arc;
use std::time::{Duration, Instant};

use nl43_proto::{Channel, Command, Dod, Event as LineAnswer, Reply, RunState};

use super::housekeeping::Item;
use super::queue::Waiting;
use super::{Effect, Link, Moment, UnitSession};
use crate::{
    DeviceError, Housekeeping, LineEvent, LiveEvent, Observation, Reading, Sample, clock_offset, exposure,
};

/// A snapshot and a state that are read no further apart belong together.
const SAME_POLL: Duration = Duration::from_secs(10);

/// A command whose answer is awaited.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) purpose: Purpose,
    pub(super) command: Command,
    sent_at: Instant,
}

/// Why a command was sent.
#[derive(Debug)]
pub(super) enum Purpose {
    /// A poll's snapshot.
    PollLevels,
    /// A poll's question for the state of the measurement.
    PollState,
    /// A slow question.
    Housekeeping(Item),
    /// Callers wait for it.
    Request(Waiting),
    /// Reads back a setting whose bytes may have left before the connection broke.
    ReadBack(Waiting),
    /// Opens the 10 Hz stream.
    StreamStart,
}

impl Purpose {
    fn command(&self) -> Option<Command> {
        Some(match self {
            Self::PollLevels => Command::DodQuery,
            Self::PollState => Command::MeasureQuery,
            Self::Housekeeping(item) => item.command(),
            Self::Request(waiting) => waiting.command.clone(),
            Self::ReadBack(waiting) => waiting.command.read_back()?,
            Self::StreamStart => Command::DrdQuery,
        })
    }
}

impl UnitSession {
    /// Hands a command to the line. The line is ready: the caller has looked.
    pub(super) fn send(&mut self, mut purpose: Purpose, now: Moment) {
        if let Purpose::Request(waiting) = &mut purpose {
            waiting.update(now.wall, &self.settings.site_zone);
        }
        let Some(command) = purpose.command() else { return };
        if self.exchange.submit(command.clone(), now.mono).is_err() {
            // Not reachable while `ready_at` is honoured; the command is kept rather than lost.
            if let Purpose::Request(waiting) = purpose {
                self.queue.push_front(waiting);
            }
            return;
        }
        if matches!(purpose, Purpose::PollLevels) {
            self.counters.polls += 1;
        }
        self.flight = Some(Flight { purpose, command, sent_at: now.mono });
        self.transmit();
    }

    pub(super) fn transmit(&mut self) {
        while let Some(bytes) = self.exchange.poll_transmit() {
            self.effects.push(Effect::Write(bytes));
        }
    }

    /// Takes everything the line has to say.
    pub(super) fn after_exchange(&mut self, now: Moment) {
        while let Some(answer) = self.exchange.poll_event() {
            self.take_answer(answer, now);
        }
        self.transmit();
    }

    fn take_answer(&mut self, answer: LineAnswer, now: Moment) {
        match answer {
            LineAnswer::Answered(reply) => self.flight_done(&reply, now),
            LineAnswer::Refused(code) => {
                self.answered(now);
                self.flight_failed(|command| DeviceError::Refused { command, code }, now);
            }
            LineAnswer::TimedOut => {
                self.tainted(now);
                self.flight_failed(|command| DeviceError::Timeout { command }, now);
            }
            LineAnswer::Unfit(unfit) => {
                self.tainted(now);
                let excerpt = unfit.to_string();
                self.flight_failed(|command| DeviceError::Garbled { command, excerpt }, now);
            }
            LineAnswer::LineTooLong => {
                let excerpt = "a line without end".to_owned();
                self.flight_failed(|command| DeviceError::Garbled { command, excerpt }, now);
                self.close("the instrument sent a line without end", now);
            }
            LineAnswer::TaintedTwice => self.close("two answers in a row were missing or unfit", now),
            LineAnswer::TaintOver => {}
            LineAnswer::StreamStarted => {
                self.answered(now);
                self.flight = None;
                self.streaming.started();
            }
            LineAnswer::Record(frame) => self.take_record(Arc::new(*frame), now),
            LineAnswer::BadRecord(_) => self.counters.taints += 1,
            LineAnswer::StreamSilent => self.stream_silent(now),
            LineAnswer::StreamEnded => {
                self.last_use = now.mono;
                self.streaming.interrupted("another command was served", now, &mut self.effects);
            }
        }
    }

    fn tainted(&mut self, now: Moment) {
        self.counters.taints += 1;
        self.last_use = now.mono;
        self.observe_line(LineEvent::Tainted, now);
    }

    /// The instrument has spoken: the connection works.
    fn answered(&mut self, now: Moment) {
        self.last_use = now.mono;
        self.unasked = 0;
        if let Link::Up { proven, .. } = &mut self.link {
            *proven = true;
        }
        if let Some(flight) = &self.flight {
            self.counters.turnaround = Some(now.mono.saturating_duration_since(flight.sent_at));
        }
    }

    fn flight_done(&mut self, reply: &Reply, now: Moment) {
        self.answered(now);
        let Some(flight) = self.flight.take() else { return };
        match reply {
            Reply::Dod(dod) => self.take_levels(dod, &flight.purpose, now),
            Reply::RunState(word) => self.take_state(*word, now),
            _ => {}
        }
        if matches!(flight.command, Command::Measure(_)) {
            self.polls.state_is_stale(self.is_live());
        }
        match flight.purpose {
            Purpose::Request(waiting) => {
                self.learn(&waiting.command, reply, now);
                self.answer_all(&waiting.waiters, &Ok(waiting.accepted(reply)));
            }
            Purpose::ReadBack(waiting) => {
                let outcome = match waiting.command.confirmed_by(reply) {
                    Some(true) => Ok(waiting.accepted(&Reply::Done)),
                    Some(false) | None => Err(unconfirmed(&waiting)),
                };
                self.answer_all(&waiting.waiters, &outcome);
            }
            Purpose::Housekeeping(item) => self.take_housekeeping(item, reply, now),
            Purpose::PollLevels | Purpose::PollState | Purpose::StreamStart => {}
        }
    }

    fn flight_failed(&mut self, error: impl FnOnce(String) -> DeviceError, now: Moment) {
        let Some(flight) = self.flight.take() else { return };
        let error = error(flight.command.wire());
        match flight.purpose {
            Purpose::PollLevels => self.poll_failed(&error, now),
            // A refusal leaves the state unknown, and is no failure of the line.
            Purpose::PollState if matches!(error, DeviceError::Refused { .. }) => {
                self.polls.state_asked(now.mono);
            }
            Purpose::PollState => self.poll_failed(&error, now),
            Purpose::Housekeeping(item) => self.housekeeping.refused(item),
            Purpose::Request(waiting) => {
                if matches!(waiting.command, Command::Measure(_)) {
                    self.polls.state_is_stale(self.is_live());
                }
                self.answer_all(&waiting.waiters, &Err(error));
            }
            Purpose::ReadBack(waiting) => self.answer_all(&waiting.waiters, &Err(unconfirmed(&waiting))),
            Purpose::StreamStart => {
                let text = match error {
                    DeviceError::Refused { .. } => "Internal server error",
                    _ => "Failed to communicate with device",
                };
                self.streaming.failed(text, &error, now, &self.demand, &mut self.effects);
            }
        }
    }

    /// The connection broke under a command. A question is asked once more if the connection was an old one; a
    /// setting is never sent again, but read back.
    pub(super) fn flight_lost(&mut self, flight: Flight, proven: bool, now: Moment) {
        let lost = DeviceError::LinkLost { command: flight.command.wire() };
        match flight.purpose {
            Purpose::Request(waiting) if waiting.command.is_setting() => {
                if waiting.command.read_back().is_some() && self.unconfirmed.is_none() {
                    self.unconfirmed = Some(waiting);
                } else {
                    self.answer_all(&waiting.waiters, &Err(lost));
                }
            }
            Purpose::Request(mut waiting) if proven && !waiting.retried => {
                waiting.retried = true;
                self.queue.push_front(waiting);
            }
            Purpose::Request(waiting) => self.answer_all(&waiting.waiters, &Err(lost)),
            Purpose::ReadBack(waiting) => self.answer_all(&waiting.waiters, &Err(unconfirmed(&waiting))),
            Purpose::PollLevels | Purpose::PollState => {
                if !(proven && self.polls.retry(now.mono)) {
                    self.poll_failed(&lost, now);
                }
            }
            Purpose::Housekeeping(_) => {}
            Purpose::StreamStart => {
                let text = "Failed to communicate with device";
                self.streaming.failed(text, &lost, now, &self.demand, &mut self.effects);
            }
        }
    }

    fn take_levels(&mut self, dod: &Dod, purpose: &Purpose, now: Moment) {
        let period = self.polls.levels_taken(now.mono);
        self.shown_start = exposure::began(dod, now.wall).map(|began| (now.mono, began));
        if matches!(purpose, Purpose::PollLevels) {
            self.counters.poll_period = period.or(self.counters.poll_period);
            self.polls.ask_state_if_due(now.mono, self.settings.state_refresh);
        }
        self.publish_reading(Sample::Dod(Arc::new(dod.clone())), now);
    }

    /// Shows good levels on the monitor feed and reports them; whatever brought them, the unit answers.
    pub(super) fn publish_reading(&mut self, sample: Sample, now: Moment) {
        let live = self.is_live();
        let settings = self.housekeeping.known();
        let reading = Arc::new(Reading { at: now.wall, seen: now.mono, sample, run: self.run, settings });
        if live || self.shown_offline {
            let recovered = std::mem::take(&mut self.shown_offline);
            self.effects
                .push(Effect::Publish(LiveEvent::Reading { reading: Arc::clone(&reading), recovered }));
        }
        if self.health.succeeded() {
            self.effects.push(Effect::Observe(Observation::Recovered { at: now.wall }));
        }
        self.effects.push(Effect::Observe(Observation::PollSucceeded { at: now.wall }));
        self.effects.push(Effect::Observe(Observation::Reading { reading, live }));
    }

    fn take_state(&mut self, word: RunState, now: Moment) {
        self.polls.state_asked(now.mono);
        let known = self.run.word.is_some();
        if !known && word.is_measuring() && self.run.started_at.is_none() {
            // Nobody saw it start, but its exposure tells how long it has run.
            let fresh = self.shown_start.filter(|(read, _)| now.mono.duration_since(*read) < SAME_POLL);
            self.run.started_at = fresh.map(|(_, began)| began);
        }
        let change = self.run.observe(word, now.wall);
        if known && change == Some(crate::RunChange::Started) {
            self.housekeeping.measurement_started(now.mono);
        }
        let observation = Observation::RunState { at: now.wall, view: self.run, change };
        self.effects.push(Effect::Observe(observation));
    }

    /// What a caller asked or set is known to everybody.
    fn learn(&mut self, command: &Command, reply: &Reply, now: Moment) {
        let item = match command {
            Command::BatteryLevelQuery => Item::Battery,
            Command::SdCardFreeSizeQuery => Item::SdFree,
            Command::SdCardPercentageQuery => Item::SdPercentage,
            Command::ClockQuery => Item::Clock,
            Command::FrequencyWeightingQuery(Channel::Main) => Item::FrequencyWeighting,
            Command::TimeWeightingQuery(Channel::Main) => Item::TimeWeighting,
            Command::PercentileQuery(slot) => Item::Percentile(*slot),
            Command::FrequencyWeighting(Channel::Main, weighting) => {
                return self.housekeeping.frequency_weighting(*weighting);
            }
            Command::TimeWeighting(Channel::Main, weighting) => {
                return self.housekeeping.time_weighting(*weighting);
            }
            Command::Percentile(slot, percent) => {
                return self.housekeeping.percentile(*slot, percent.whole());
            }
            _ => return,
        };
        self.take_housekeeping(item, reply, now);
    }

    fn take_housekeeping(&mut self, item: Item, reply: &Reply, now: Moment) {
        let mut values = Housekeeping::default();
        match item {
            Item::Battery => values.battery_level = Some(reply.text()),
            Item::SdFree => values.sd_free_mb = Some(reply.text()),
            Item::SdPercentage => values.sd_free_percent = Some(reply.text()),
            Item::Clock => {
                values.clock_offset = self.clock_offset(reply, now);
                self.counters.clock_offset = values.clock_offset;
            }
            Item::FrequencyWeighting | Item::TimeWeighting => {
                return match reply {
                    Reply::FrequencyWeighting(weighting) => self.housekeeping.frequency_weighting(*weighting),
                    Reply::TimeWeighting(weighting) => self.housekeeping.time_weighting(*weighting),
                    _ => {}
                };
            }
            Item::Percentile(slot) => {
                return self.housekeeping.percentile(slot, reply.text().trim().parse().ok());
            }
        }
        self.effects.push(Effect::Observe(Observation::Housekeeping { at: now.wall, values }));
    }

    fn clock_offset(&self, reply: &Reply, now: Moment) -> Option<jiff::SignedDuration> {
        let Reply::Clock(shown) = reply else { return None };
        clock_offset(*shown, &self.settings.site_zone, now.wall)
    }
}

pub(super) fn unconfirmed(waiting: &Waiting) -> DeviceError {
    DeviceError::Unconfirmed { command: waiting.command.wire() }
}
