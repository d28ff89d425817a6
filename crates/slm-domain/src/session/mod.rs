//! One unit's line: who is served next, when to poll, what a failure means.
//!
//! [`UnitSession`] owns the [`Exchange`] and decides everything; it does nothing itself. The shell passes in
//! [`Event`]s with their [`Moment`] and performs the [`Effect`]s in order.
//!
//! Invariants, each held by a test: at most one command is in flight; the line's gap is kept over reconnects; nothing
//! is sent while the line is tainted; a setting whose bytes may have left is never sent twice; every request is
//! answered exactly once.

mod counters;
mod effect;
mod event;
mod flight;
mod health;
mod housekeeping;
mod polling;
mod queue;
mod settings;
mod streaming;

use std::time::{Duration, Instant};

use jiff::Timestamp;
use nl43_proto::{Exchange, Reply};

pub use counters::{Counters, Mode};
pub use effect::Effect;
pub use event::{CallerId, Class, Demand, Event, Moment, Order, Request, RequestId, Rest};
pub use settings::SessionSettings;

use crate::{DeviceError, LineEvent, LiveEvent, Observation, RunView};
use flight::{Flight, Purpose, unconfirmed};
use health::Health;
use polling::Polls;
use queue::{COMMAND_COST, RequestQueue, Waiter, Waiting};
use streaming::Streaming;

/// The state of one unit's line.
#[derive(Debug)]
pub struct UnitSession {
    settings: SessionSettings,
    exchange: Exchange,
    link: Link,
    demand: Demand,
    queue: RequestQueue,
    /// The command in flight, and for whom.
    flight: Option<Flight>,
    /// A setting whose bytes may have left before the connection broke: to be read back.
    unconfirmed: Option<Waiting>,
    polls: Polls,
    streaming: Streaming,
    health: Health,
    housekeeping: housekeeping::Plan,
    run: RunView,
    /// When the measurement of the last snapshot began, by its own levels, if it is one; and when that was read.
    shown_start: Option<(Instant, Timestamp)>,
    /// Callers who want the connection closed as soon as it is idle.
    disconnects: Vec<RequestId>,
    /// Whether the monitor feed already shows the unit as unreachable.
    shown_offline: bool,
    /// Bytes that came without a question since the last answer.
    unasked: usize,
    last_use: Instant,
    counters: Counters,
    effects: Vec<Effect>,
}

/// The one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// None; none will be opened before `not_before`.
    Down { not_before: Instant },
    /// Asked for.
    Connecting,
    /// Up since `opened`; `proven` once the instrument has answered on it.
    Up { opened: Instant, proven: bool },
}

impl UnitSession {
    /// A session without a connection. `run` is what is remembered of the measurement; `seed` spreads back-offs.
    pub fn new(settings: SessionSettings, run: RunView, seed: u64, now: Instant) -> Self {
        Self {
            exchange: Exchange::new(settings.exchange),
            settings,
            link: Link::Down { not_before: now },
            demand: Demand::default(),
            queue: RequestQueue::default(),
            flight: None,
            unconfirmed: None,
            polls: Polls::default(),
            streaming: Streaming::default(),
            health: Health::new(seed),
            housekeeping: housekeeping::Plan::default(),
            run,
            shown_start: None,
            disconnects: Vec::new(),
            shown_offline: false,
            unasked: 0,
            last_use: now,
            counters: Counters::default(),
            effects: Vec::new(),
        }
    }

    /// Takes one event and says what to do about it, in order.
    pub fn handle(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        match event {
            Event::Request(request) => self.enqueue(request, now),
            Event::Disconnect(id) => self.disconnect(id),
            Event::Demand(demand) => self.set_demand(demand, now),
            Event::StartKnown(at) => self.run.start_known(at),
            Event::Connected => self.connected(now),
            Event::ConnectFailed(error) => self.connect_failed(&error, now),
            Event::Received(bytes) => self.received(&bytes, now),
            Event::LinkLost(how) => self.link_lost(&how, now),
            Event::HostProbed(alive) => self.host_probed(alive, now),
            Event::Deadline => {
                if matches!(self.link, Link::Up { .. }) {
                    self.exchange.handle_timeout(now.mono);
                    self.after_exchange(now);
                }
            }
        }
        self.advance(now);
        std::mem::take(&mut self.effects)
    }

    /// When [`Event::Deadline`] is next due. May change after every event.
    pub fn deadline(&self) -> Option<Instant> {
        let line = match self.link {
            Link::Connecting => None,
            Link::Down { not_before } => self.wanted_at().map(|wanted| wanted.max(not_before)),
            Link::Up { .. } => earliest(self.exchange.poll_timeout(), self.next_use()),
        };
        earliest(line, self.queue.next_deadline())
    }

    /// How the unit is served at present.
    pub fn mode(&self) -> Mode {
        if self.demand.resting.is_some() {
            Mode::Resting
        } else if self.health.consecutive() > 0 {
            Mode::Backoff
        } else if self.demand.watchers > 0 {
            Mode::Watched
        } else if self.demand.kept_alive {
            Mode::Kept
        } else if self.demand.background.is_some() {
            Mode::Background
        } else {
            Mode::Resting
        }
    }

    /// Whether the monitor feed runs.
    pub fn is_live(&self) -> bool {
        self.demand.resting.is_none() && (self.demand.watchers > 0 || self.demand.kept_alive)
    }

    /// What has happened so far.
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// What is known of the measurement.
    pub fn run(&self) -> RunView {
        self.run
    }

    /// Requests that wait, their joined readers included.
    pub fn waiting(&self) -> usize {
        self.queue.waiters()
    }

    /// Failed polls in a row.
    pub fn consecutive_failures(&self) -> u32 {
        self.health.consecutive()
    }

    /// Why the last poll failed, while it is the last word.
    pub fn last_error(&self) -> Option<&str> {
        self.health.last_error()
    }

    /// The same as a short name.
    pub fn last_error_name(&self) -> Option<&'static str> {
        self.health.last_error_name()
    }

    /// Whether the unit counts as unreachable.
    pub fn is_unreachable(&self) -> bool {
        self.health.is_unreachable()
    }

    /// Whether the control port counts as wedged.
    pub fn is_wedged(&self) -> bool {
        self.health.is_wedged()
    }

    /// Since when the connection is up.
    pub fn connected_since(&self) -> Option<Instant> {
        match self.link {
            Link::Up { opened, .. } => Some(opened),
            Link::Down { .. } | Link::Connecting => None,
        }
    }

    /// When the connection was last used.
    pub fn last_use(&self) -> Instant {
        self.last_use
    }

    fn enqueue(&mut self, request: Request, now: Moment) {
        let full = self.queue.waiters() >= self.settings.queue_limit;
        // The estimate counts only what is certain to be served before; it may be too hopeful, never too gloomy.
        let ahead = self.queue.ahead_of(request.class) + usize::from(self.flight.is_some());
        let wait = COMMAND_COST.saturating_mul(u32::try_from(ahead).unwrap_or(u32::MAX));
        if full || now.mono + wait > request.deadline {
            self.counters.busy += 1;
            self.effects.push(Effect::Answer { id: request.id, outcome: Err(DeviceError::Busy) });
            return;
        }
        if let Err(refused) = self.queue.push(request, now.wall, &self.settings.site_zone) {
            self.effects.push(Effect::Answer { id: refused, outcome: Err(DeviceError::NoClock) });
        }
    }

    fn disconnect(&mut self, id: RequestId) {
        if matches!(self.link, Link::Up { .. }) {
            self.disconnects.push(id);
        } else {
            self.effects.push(Effect::Disconnected { id, closed: false });
        }
    }

    fn set_demand(&mut self, demand: Demand, now: Moment) {
        let before = std::mem::replace(&mut self.demand, demand);
        if let Some(rest) = demand.resting {
            if before.resting.is_none() {
                self.show_offline(rest.reason().to_owned(), now);
            }
            return;
        }
        let more = demand.watchers > before.watchers
            || (demand.kept_alive && !before.kept_alive)
            || before.resting.is_some();
        if more && (before.watchers == 0 || self.health.consecutive() > 0) {
            self.polls.ask_now(now.mono);
        }
        if demand.stream_watchers == 0 || before.stream_watchers == 0 {
            self.streaming.allow();
        }
    }

    fn connected(&mut self, now: Moment) {
        if self.link != Link::Connecting {
            return;
        }
        self.link = Link::Up { opened: now.mono, proven: false };
        self.last_use = now.mono;
        self.counters.connects += 1;
        self.exchange.link_up(now.mono);
        self.unasked = 0;
        self.health.connected();
        self.housekeeping.link_up(now.mono, &self.settings);
        self.observe_line(LineEvent::Opened, now);
    }

    fn connect_failed(&mut self, error: &DeviceError, now: Moment) {
        if self.link != Link::Connecting {
            return;
        }
        self.link = Link::Down { not_before: now.mono + self.settings.retry_pause };
        if self.health.connect_failed(error, now.mono, &self.settings) {
            self.effects.push(Effect::ProbeHost);
        }
        let error = if self.health.is_wedged() { DeviceError::Wedged } else { error.clone() };
        if let Some(waiting) = self.unconfirmed.take() {
            self.answer_all(&waiting.waiters, &Err(unconfirmed(&waiting)));
        }
        for waiting in self.queue.drain() {
            self.answer_all(&waiting.waiters, &Err(error.clone()));
        }
        self.streaming.failed(
            "Failed to communicate with device",
            &error,
            now,
            &self.demand,
            &mut self.effects,
        );
        if self.polls_are_wanted() {
            self.poll_failed(&error, now);
        }
    }

    fn host_probed(&mut self, alive: bool, now: Moment) {
        if self.health.probed(alive) {
            self.observe_line(LineEvent::Wedged, now);
            self.polls.postpone(now.mono + self.settings.backoff_wedged);
        }
    }

    fn received(&mut self, bytes: &[u8], now: Moment) {
        let idle = self.flight.is_none() && !self.exchange.is_streaming();
        self.exchange.handle_input(bytes, now.mono);
        self.after_exchange(now);
        if !idle {
            return;
        }
        self.unasked += bytes.len();
        if self.unasked > UNASKED_LIMIT && matches!(self.link, Link::Up { .. }) {
            // It would never fall silent for long enough to be asked anything.
            self.close("the other side sends without being asked", now);
            if self.polls_are_wanted() {
                let excerpt = "it sends without being asked".to_owned();
                self.poll_failed(&DeviceError::Garbled { command: "DOD?".to_owned(), excerpt }, now);
            }
        }
    }

    /// The connection is gone: by the other side, or by our own close.
    fn link_lost(&mut self, how: &str, now: Moment) {
        if !matches!(self.link, Link::Up { .. }) {
            return;
        }
        let proven = matches!(self.link, Link::Up { proven: true, .. });
        self.link_is_down(how, now);
        self.streaming.interrupted("connection lost", now, &mut self.effects);
        if let Some(flight) = self.flight.take() {
            self.flight_lost(flight, proven, now);
        }
    }

    fn close(&mut self, why: &str, now: Moment) {
        if !matches!(self.link, Link::Up { .. }) {
            return;
        }
        self.effects.push(Effect::Close);
        self.link_is_down(why, now);
    }

    fn link_is_down(&mut self, how: &str, now: Moment) {
        self.link = Link::Down { not_before: now.mono + self.settings.reconnect_pause };
        self.exchange.link_down(now.mono);
        self.observe_line(LineEvent::Closed(how.to_owned()), now);
        for id in std::mem::take(&mut self.disconnects) {
            self.effects.push(Effect::Disconnected { id, closed: true });
        }
    }

    /// Does whatever can be done at this moment.
    fn advance(&mut self, now: Moment) {
        for id in self.queue.expire(now.mono) {
            self.effects.push(Effect::Answer { id, outcome: Err(DeviceError::Expired) });
        }
        match self.link {
            Link::Connecting => {}
            Link::Down { not_before } => {
                let wanted = self.wanted_at().is_some_and(|wanted| wanted <= now.mono);
                if wanted && not_before <= now.mono {
                    self.link = Link::Connecting;
                    self.effects.push(Effect::Connect);
                }
            }
            Link::Up { .. } => self.use_link(now),
        }
    }

    /// The connection is up: send the next command, or close it when nobody needs it.
    fn use_link(&mut self, now: Moment) {
        if self.exchange.is_streaming() {
            if self.stream_must_pause(now.mono) {
                self.pause_stream(now);
            }
            return;
        }
        if self.flight.is_some() {
            return;
        }
        if !self.disconnects.is_empty() {
            return self.close("an operator asked for it", now);
        }
        if self.exchange.ready_at().is_some_and(|ready| ready <= now.mono) && self.send_next(now) {
            return;
        }
        if let Some(why) = self.outlived(now.mono) {
            self.close(why, now);
        }
    }

    /// Sends the most urgent command that is due. Answers whether there was one.
    fn send_next(&mut self, now: Moment) -> bool {
        let purpose = if let Some(waiting) = self.unconfirmed.take() {
            Purpose::ReadBack(waiting)
        } else if let Some(waiting) = self.queue.pop() {
            Purpose::Request(waiting)
        } else if let Some(item) = self.next_housekeeping(now.mono) {
            // Before the poll, or a watched unit would never be asked; at most one between two polls.
            Purpose::Housekeeping(item)
        } else if self.streaming.is_retry_due(&self.demand, now.mono) {
            self.streaming.allow();
            Purpose::StreamStart
        } else if let Some(purpose) = self.next_poll(now.mono) {
            purpose
        } else if self.streaming.is_due(&self.demand, now.mono) {
            Purpose::StreamStart
        } else {
            return false;
        };
        self.send(purpose, now);
        true
    }

    /// Why an idle connection should not be kept any longer.
    fn outlived(&self, now: Instant) -> Option<&'static str> {
        self.outlives_at().and_then(|(at, why)| (at <= now).then_some(why))
    }

    fn outlives_at(&self) -> Option<(Instant, &'static str)> {
        let Link::Up { opened, .. } = self.link else { return None };
        if !self.queue.is_empty() || self.unconfirmed.is_some() {
            return None;
        }
        if !self.settings.persistent {
            return Some((self.last_use, "connections are not kept"));
        }
        if self.demand.resting.is_some() {
            // An operator's next step follows at once or not at all; each new connection costs it seconds.
            return Some((self.last_use + LINGER, "the unit rests"));
        }
        let idle = self.settings.idle_ttl.map(|ttl| (self.last_use + ttl, "unused for long"));
        let aged = self.settings.max_age.map(|age| (opened + age, "reached its age"));
        [idle, aged].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    /// When a connection is wanted, if at all.
    fn wanted_at(&self) -> Option<Instant> {
        if !self.queue.is_empty() || self.unconfirmed.is_some() {
            return Some(self.last_use);
        }
        earliest(self.poll_due(), self.streaming.due_at(&self.demand, self.last_use))
    }

    /// When the connection that is up is next needed, or next in the way.
    fn next_use(&self) -> Option<Instant> {
        if self.exchange.is_streaming() {
            return self.stream_pause_at();
        }
        if self.flight.is_some() || self.exchange.is_tainted() {
            return None;
        }
        let wanted = earliest(self.wanted_at(), self.housekeeping_due());
        let sending = wanted.zip(self.exchange.ready_at()).map(|(wanted, ready)| wanted.max(ready));
        earliest(sending, self.outlives_at().map(|(at, _)| at))
    }

    fn answer_all(&mut self, waiters: &[Waiter], outcome: &Result<Reply, DeviceError>) {
        self.effects
            .extend(waiters.iter().map(|waiter| Effect::Answer { id: waiter.id, outcome: outcome.clone() }));
    }

    fn observe(&mut self, observation: Observation) {
        self.effects.push(Effect::Observe(observation));
    }

    fn observe_line(&mut self, event: LineEvent, now: Moment) {
        self.observe(Observation::Line { at: now.wall, event });
    }

    /// Shows the unit as unreachable on its feed, once until the next reading.
    fn show_offline(&mut self, reason: String, now: Moment) {
        if !std::mem::replace(&mut self.shown_offline, true) {
            self.effects.push(Effect::Publish(LiveEvent::Unreachable { at: now.wall, reason }));
        }
    }
}

/// How long a resting unit's connection is kept after an operator's command.
const LINGER: Duration = Duration::from_millis(500);

/// More unasked bytes than any late answer or forgotten stream brings.
const UNASKED_LIMIT: usize = 64 * 1024;

fn earliest(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests;
