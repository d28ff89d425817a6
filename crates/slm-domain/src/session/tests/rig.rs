//! A session, a scripted meter and virtual time.

#![expect(clippy::disallowed_methods, reason = "a timeline starts somewhere")]

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use nl43_proto::{Command, Reply, RunState};

use crate::session::{
    CallerId, Class, Demand, Effect, Event, Moment, Order, Request, RequestId, SessionSettings, UnitSession,
};
use crate::{DeviceError, KnownSettings, LiveEvent, Observation, RunChange, RunView};

/// What the scripted meter does from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    Answer,
    /// Accepts, and never answers.
    Silent,
    /// Refuses connections, and drops the one it has.
    Refuse,
    /// Breaks the connection at the next command, then answers.
    DropOnce,
    /// Answers every question with nonsense.
    Garble,
    /// Answers after six seconds.
    Late,
    RefuseState,
    /// Does not tell what its levels are.
    RefuseSettings,
    RefuseAll,
}

/// What the monitor feed was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Levels,
    Recovered,
    Unreachable,
}

pub(super) struct Rig {
    pub(super) session: UnitSession,
    pub(super) turnaround: Duration,
    pub(super) state: RunState,
    pub(super) host_alive: bool,
    pub(super) connects: usize,
    pub(super) attempts: usize,
    pub(super) disconnected: Vec<bool>,
    start: Instant,
    now: Instant,
    behaviour: Behaviour,
    demand: Demand,
    up: bool,
    /// Numbers connections, so that bytes of an old one never arrive on a new one.
    connection: usize,
    streaming: bool,
    counter: u16,
    agenda: BTreeMap<(Instant, usize), (usize, Planned)>,
    next_planned: usize,
    next_id: u64,
    answers: HashMap<RequestId, Result<Reply, DeviceError>>,
    sent: Vec<(Duration, String)>,
    shown: Vec<Shown>,
    known: KnownSettings,
    run_changes: Vec<RunChange>,
    stream_records: usize,
    stream_gaps: usize,
    stream_errors: usize,
    last_answer: Option<Instant>,
    closed_at: Option<Instant>,
    pauses: Vec<Duration>,
}

enum Planned {
    Event(Event),
    StreamTick,
}

impl Rig {
    pub(super) fn new() -> Self {
        let start = Instant::now();
        Self {
            session: UnitSession::new(SessionSettings::default(), RunView::default(), 42, start),
            turnaround: Duration::from_millis(150),
            state: RunState::Stop,
            host_alive: false,
            connects: 0,
            attempts: 0,
            disconnected: Vec::new(),
            start,
            now: start,
            behaviour: Behaviour::Answer,
            demand: Demand::default(),
            up: false,
            connection: 0,
            streaming: false,
            counter: 0,
            agenda: BTreeMap::new(),
            next_planned: 0,
            next_id: 0,
            answers: HashMap::new(),
            sent: Vec::new(),
            shown: Vec::new(),
            known: KnownSettings::default(),
            run_changes: Vec::new(),
            stream_records: 0,
            stream_gaps: 0,
            stream_errors: 0,
            last_answer: None,
            closed_at: None,
            pauses: Vec::new(),
        }
    }

    pub(super) fn behave(&mut self, behaviour: Behaviour) {
        self.behaviour = behaviour;
        if behaviour == Behaviour::Refuse && self.up {
            self.drop_link();
            self.handle(Event::LinkLost("reset".into()));
        }
    }

    pub(super) fn demand(&mut self, change: impl FnOnce(&mut Demand)) {
        change(&mut self.demand);
        self.handle(Event::Demand(self.demand));
    }

    pub(super) fn watch(&mut self, watchers: usize) {
        self.demand(|demand| demand.watchers = watchers);
    }

    pub(super) fn ask(&mut self, command: Command, class: Class) -> RequestId {
        self.ask_within(command, class, secs(60))
    }

    pub(super) fn ask_within(&mut self, command: Command, class: Class, within: Duration) -> RequestId {
        self.order(command.into(), class, within)
    }

    pub(super) fn order(&mut self, order: Order, class: Class, within: Duration) -> RequestId {
        self.next_id += 1;
        let id = RequestId(self.next_id);
        let deadline = self.now + within;
        self.handle(Event::Request(Request {
            id,
            caller: CallerId(self.next_id % 3),
            class,
            order,
            deadline,
        }));
        id
    }

    /// What the server's clock shows so long after the start.
    pub(super) fn wall_at(elapsed: Duration) -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap() + elapsed
    }

    pub(super) fn disconnect(&mut self) {
        self.next_id += 1;
        self.handle(Event::Disconnect(RequestId(self.next_id)));
    }

    /// Lets virtual time pass, and everything happen that is due.
    pub(super) fn run(&mut self, time: Duration) {
        let until = self.now + time;
        let mut idle_deadlines = 0;
        loop {
            let planned = self.agenda.keys().next().copied();
            let deadline = self.session.deadline().map(|deadline| deadline.max(self.now));
            let first = [planned.map(|(at, _)| at), deadline].into_iter().flatten().min();
            let Some(at) = first.filter(|at| *at <= until) else { break };
            assert!(
                at > self.now || idle_deadlines < 1000,
                "the session spins at {:?}",
                self.now - self.start
            );
            idle_deadlines = if at > self.now { 0 } else { idle_deadlines + 1 };
            self.now = at;
            match planned.filter(|(planned_at, _)| *planned_at == at) {
                Some(key) => {
                    let (connection, planned) = self.agenda.remove(&key).unwrap();
                    self.arrive(connection, planned);
                }
                None => self.handle(Event::Deadline),
            }
        }
        self.now = until;
    }

    pub(super) fn answer(&self, id: RequestId) -> Result<Reply, DeviceError> {
        self.answers.get(&id).cloned().expect("every request is answered")
    }

    pub(super) fn try_answer(&self, id: RequestId) -> Option<Result<Reply, DeviceError>> {
        self.answers.get(&id).cloned()
    }

    pub(super) fn sent(&self, command: &str) -> Vec<Duration> {
        self.sent.iter().filter(|(_, sent)| sent == command).map(|(at, _)| *at).collect()
    }

    pub(super) fn all_sent(&self) -> Vec<String> {
        self.sent.iter().map(|(_, sent)| sent.clone()).collect()
    }

    pub(super) fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// Settings as the last reading tells them.
    pub(super) fn known(&self) -> KnownSettings {
        self.known
    }

    pub(super) fn run_changes(&self) -> &[RunChange] {
        &self.run_changes
    }

    pub(super) fn stream_records(&self) -> usize {
        self.stream_records
    }

    pub(super) fn stream_gaps(&self) -> usize {
        self.stream_gaps
    }

    pub(super) fn stream_errors(&self) -> usize {
        self.stream_errors
    }

    /// Sends lines that nobody asked for, one every millisecond.
    pub(super) fn flood(&mut self, bytes: usize) {
        let line = b"nobody asked for this\r\n";
        for _ in 0..bytes / line.len() {
            if !self.up {
                return;
            }
            self.now += Duration::from_millis(1);
            self.handle(Event::Received(Bytes::from_static(line)));
        }
    }

    pub(super) fn is_up(&self) -> bool {
        self.up
    }

    pub(super) fn pauses_before_connect(&self) -> &[Duration] {
        &self.pauses
    }

    fn arrive(&mut self, connection: usize, planned: Planned) {
        match planned {
            Planned::Event(Event::Received(bytes)) => {
                if connection == self.connection && self.up {
                    self.last_answer = Some(self.now);
                    self.handle(Event::Received(bytes));
                }
            }
            Planned::Event(Event::Connected) => {
                self.up = true;
                self.connects += 1;
                self.handle(Event::Connected);
            }
            Planned::Event(Event::LinkLost(how)) => {
                if connection == self.connection && self.up {
                    self.drop_link();
                    self.handle(Event::LinkLost(how));
                }
            }
            Planned::Event(event) => self.handle(event),
            Planned::StreamTick if connection == self.connection && self.streaming => {
                self.counter = self.counter % 600 + 1;
                let line = drd_line(self.counter);
                self.last_answer = Some(self.now);
                self.plan(Duration::from_millis(100), Planned::StreamTick);
                self.handle(Event::Received(line.into()));
            }
            Planned::StreamTick => {}
        }
    }

    fn handle(&mut self, event: Event) {
        let elapsed = self.now - self.start;
        let wall = Self::wall_at(elapsed);
        for effect in self.session.handle(event, Moment { mono: self.now, wall }) {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Connect => self.connect(),
            Effect::Close => {
                assert!(self.up, "closes what is not open");
                self.drop_link();
            }
            Effect::Write(bytes) => self.take_write(&bytes),
            Effect::ProbeHost => self.plan(secs(1), Planned::Event(Event::HostProbed(self.host_alive))),
            Effect::Answer { id, outcome } => {
                assert!(self.answers.insert(id, outcome).is_none(), "answered twice");
            }
            Effect::Disconnected { closed, .. } => self.disconnected.push(closed),
            Effect::Publish(LiveEvent::Reading { recovered: true, .. }) => self.shown.push(Shown::Recovered),
            Effect::Publish(LiveEvent::Reading { .. }) => self.shown.push(Shown::Levels),
            Effect::Publish(LiveEvent::Unreachable { .. }) => self.shown.push(Shown::Unreachable),
            Effect::Publish(_) => {}
            Effect::PublishStream(LiveEvent::Reading { .. }) => self.stream_records += 1,
            Effect::PublishStream(LiveEvent::StreamGap { .. }) => self.stream_gaps += 1,
            Effect::PublishStream(LiveEvent::StreamError { .. }) => self.stream_errors += 1,
            Effect::PublishStream(_) => {}
            Effect::Observe(Observation::RunState { change: Some(change), .. }) => {
                self.run_changes.push(change);
            }
            Effect::Observe(Observation::Reading { reading, .. }) => self.known = reading.settings,
            Effect::Observe(_) => {}
        }
    }

    fn connect(&mut self) {
        assert!(!self.up, "a second connection");
        self.attempts += 1;
        if let Some(closed) = self.closed_at.take() {
            self.pauses.push(self.now - closed);
            assert!(self.now - closed >= secs(3), "reconnects too soon");
        }
        self.connection += 1;
        let event = match self.behaviour {
            Behaviour::Refuse => Event::ConnectFailed(DeviceError::ConnectRefused),
            _ => Event::Connected,
        };
        self.plan(Duration::ZERO, Planned::Event(event));
    }

    fn take_write(&mut self, bytes: &[u8]) {
        assert!(self.up, "writes on a closed connection");
        if bytes == [0x1A] {
            self.streaming = false;
            return self
                .plan(Duration::from_millis(50), Planned::Event(Event::Received(Bytes::from_static(b"$"))));
        }
        if let Some(last) = self.last_answer {
            assert!(self.now - last >= secs(1), "{:?} after the last byte", self.now - last);
        }
        let line =
            std::str::from_utf8(bytes).unwrap().strip_suffix("\r\n").expect("one whole line").to_owned();
        self.sent.push((self.now - self.start, line.clone()));
        match self.behaviour {
            Behaviour::Silent | Behaviour::Refuse => {}
            Behaviour::DropOnce => {
                self.behaviour = Behaviour::Answer;
                self.plan(self.turnaround, Planned::Event(Event::LinkLost("reset".into())));
            }
            Behaviour::Late => self.reply(&line, secs(6)),
            _ => self.reply(&line, self.turnaround),
        }
    }

    fn reply(&mut self, line: &str, after: Duration) {
        let refused = self.behaviour == Behaviour::RefuseAll
            || (self.behaviour == Behaviour::RefuseState && line == "Measure?")
            || (self.behaviour == Behaviour::RefuseSettings && names_levels(line));
        let data = match line {
            _ if refused => None,
            _ if self.behaviour == Behaviour::Garble && line.ends_with('?') => {
                Some("<html>,</html>".to_owned())
            }
            "DOD?" => Some(dod_line()),
            "Measure?" => Some(self.state.as_str().to_owned()),
            "Battery Level?" => Some("Full".to_owned()),
            "SD Card Free Size?" => Some("29876".to_owned()),
            "SD Card Percentage?" => Some("97".to_owned()),
            "Clock?" => Some("2027/01/15 08:00:00".to_owned()),
            "Type?" => Some("NL-43".to_owned()),
            "Frequency Weighting (Main)?" => Some("A".to_owned()),
            "Time Weighting (Main)?" => Some("F".to_owned()),
            _ if line.starts_with("Percentile") => Some("10".to_owned()),
            "DRD?" => {
                self.streaming = true;
                self.plan(after + Duration::from_millis(100), Planned::StreamTick);
                return self.plan(after, Planned::Event(Event::Received(Bytes::from_static(b"R+0000\r\n"))));
            }
            "Measure,Start" => {
                self.state = RunState::Start;
                None
            }
            "Measure,Stop" => {
                self.state = RunState::Stop;
                None
            }
            _ => None,
        };
        let code = if refused { "R+0004" } else { "R+0000" };
        let data = data.map(|data| format!("{data}\r\n")).unwrap_or_default();
        let answer = format!("{code}\r\n{data}$");
        self.plan(after, Planned::Event(Event::Received(answer.into())));
    }

    fn plan(&mut self, after: Duration, planned: Planned) {
        self.next_planned += 1;
        self.agenda.insert((self.now + after, self.next_planned), (self.connection, planned));
    }

    fn drop_link(&mut self) {
        self.up = false;
        self.streaming = false;
        self.closed_at = Some(self.now);
    }
}

pub(super) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(super) fn store_name(number: u16) -> Command {
    Command::setting_from_text("Store Name", &format!("{number:04}")).unwrap()
}

fn dod_line() -> String {
    let main = " 46.2, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0";
    let off = ["  -.-"; 14].join(",") + ",-,-";
    [main, &off, &off, &off].join(",")
}

fn drd_line(counter: u16) -> String {
    let off = ["  -.-"; 6].join(",") + ",-,-";
    format!("{counter:3}, 46.2, 44.9, 46.3, 46.2, 56.6,  -.-,0,0,{off},{off},{off}\r\n")
}

/// Whether a question is for a setting that says what the levels are.
fn names_levels(line: &str) -> bool {
    line.contains("Weighting") || line.starts_with("Percentile")
}
