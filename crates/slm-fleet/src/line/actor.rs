//! What one line does: all waiting in one place, all deciding in the session.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use nl43_client::{Link, LinkError};
use nl43_proto::Reply;
use slm_domain::session::{Demand, Effect, Event, Moment, RequestId, Rest, UnitSession};
use slm_domain::{DeviceError, LiveEvent, RunView, UnitId};
use slm_feed::CloseReason;
use tokio::sync::{mpsc, oneshot};

use super::supervisor::Supervisor;
use super::{LineKey, LineSnapshot, LinkState, Message};
use crate::probe;
use crate::unit::Unit;

/// One connection and its session.
pub(super) struct LineActor<'a> {
    context: &'a Supervisor,
    messages: &'a mut mpsc::Receiver<Message>,
    session: UnitSession,
    link: Option<Link>,
    connecting: Option<Pending<Result<Link, LinkError>>>,
    probing: Option<Pending<bool>>,
    answers: HashMap<RequestId, oneshot::Sender<Result<Reply, DeviceError>>>,
    disconnects: HashMap<RequestId, oneshot::Sender<bool>>,
    /// Told when the task has ended; while there are any, the line rests.
    ending: Vec<oneshot::Sender<()>>,
    end_by: Option<tokio::time::Instant>,
    /// Units that rest while others on the same line do not, to tell their viewers once.
    resting: Vec<UnitId>,
    /// When what the feeds show as the current state is too old to greet a new viewer with.
    forget_at: Option<tokio::time::Instant>,
    restarts: u64,
    input: Box<[u8; INPUT]>,
}

impl<'a> LineActor<'a> {
    pub(super) fn new(
        context: &'a Supervisor,
        messages: &'a mut mpsc::Receiver<Message>,
        run: RunView,
        not_before: Instant,
        restarts: u64,
    ) -> Self {
        let seed = seed_of(&context.state.key);
        Self {
            session: UnitSession::new(context.shared.settings.session.clone(), run, seed, not_before),
            context,
            messages,
            link: None,
            connecting: None,
            probing: None,
            answers: HashMap::new(),
            disconnects: HashMap::new(),
            ending: Vec::new(),
            end_by: None,
            resting: Vec::new(),
            forget_at: None,
            restarts,
            input: Box::new([0; INPUT]),
        }
    }

    pub(super) async fn run(mut self) {
        let demand = self.demand();
        self.step(Event::Demand(demand)).await;
        while let Some(event) = self.next_event().await {
            self.step(event).await;
            if !self.ending.is_empty() && self.link.is_none() && self.session.waiting() == 0 {
                break;
            }
        }
        if let Some(link) = self.link.take() {
            close(link).await;
        }
        for done in self.ending {
            let _ = done.send(());
        }
    }

    /// Waits for whatever comes first; every branch is cancel-safe. `None` once every handle is gone.
    async fn next_event(&mut self) -> Option<Event> {
        let deadline = self.session.deadline().map(tokio::time::Instant::from_std);
        // Taken in random order: whoever sends without end must not keep the others from their turn.
        tokio::select! {
            read = read(self.link.as_mut(), &mut self.input[..]) => Some(self.take_read(read)),
            connected = optional(self.connecting.as_mut()) => {
                self.connecting = None;
                Some(match connected {
                    Ok(link) => {
                        self.link = Some(link);
                        Event::Connected
                    }
                    Err(error) => Event::ConnectFailed(device_error(error)),
                })
            }
            alive = optional(self.probing.as_mut()) => {
                self.probing = None;
                Some(Event::HostProbed(alive))
            }
            message = self.messages.recv() => message.map(|message| self.take(message)),
            () = self.context.state.demand_changed.notified() => Some(Event::Demand(self.demand())),
            () = sleep_until(deadline) => Some(Event::Deadline),
            () = sleep_until(self.forget_at) => Some(self.forget_states()),
            () = sleep_until(self.end_by) => None,
        }
    }

    fn take_read(&mut self, read: std::io::Result<usize>) -> Event {
        let lost = match read {
            Ok(0) => "closed by the meter".to_owned(),
            Ok(count) => return Event::Received(Bytes::copy_from_slice(&self.input[..count])),
            Err(error) => error.to_string(),
        };
        self.link = None;
        Event::LinkLost(lost)
    }

    fn take(&mut self, message: Message) -> Event {
        match message {
            Message::Request { request, answer } => {
                self.answers.insert(request.id, answer);
                Event::Request(request)
            }
            Message::Disconnect { id, answer } => {
                self.disconnects.insert(id, answer);
                Event::Disconnect(id)
            }
            Message::StartKnown(at) => Event::StartKnown(at),
            Message::End { done } => {
                self.ending.push(done);
                self.end_by.get_or_insert_with(|| tokio::time::Instant::now() + END_LIMIT);
                Event::Demand(self.demand())
            }
        }
    }

    /// Lets the session decide, and does what it says. What doing it brought about is taken in at once.
    async fn step(&mut self, event: Event) {
        let mut next = Some(event);
        while let Some(event) = next.take() {
            let now = Moment { mono: tokio::time::Instant::now().into_std(), wall: Timestamp::now() };
            for effect in self.session.handle(event, now) {
                let consequence = self.perform(effect, now).await;
                next = next.or(consequence);
            }
        }
        self.update_snapshot();
    }

    async fn perform(&mut self, effect: Effect, now: Moment) -> Option<Event> {
        match effect {
            Effect::Connect => self.connect(),
            Effect::Close => {
                if let Some(link) = self.link.take() {
                    close(link).await;
                }
            }
            Effect::Write(bytes) => return self.write(&bytes).await,
            Effect::ProbeHost => {
                self.probe();
            }
            Effect::Answer { id, outcome } => {
                if let Some(answer) = self.answers.remove(&id) {
                    // Whoever asked may have gone; the answer is then nobody's.
                    let _ = answer.send(outcome);
                }
            }
            Effect::Disconnected { id, closed } => {
                if let Some(answer) = self.disconnects.remove(&id) {
                    let _ = answer.send(closed);
                }
            }
            Effect::Publish(event) => {
                for unit in self.served() {
                    unit.monitor.publish(event.clone(), now.wall, now.mono);
                }
            }
            Effect::PublishStream(event) => {
                let is_end = matches!(event, LiveEvent::StreamError { .. });
                for unit in self.served() {
                    unit.stream.publish(event.clone(), now.wall, now.mono);
                    if is_end {
                        // Existing clients know a failed stream by its end; who still wants it comes back.
                        unit.stream.dismiss(CloseReason::Done);
                    }
                }
            }
            Effect::Observe(observation) => {
                for unit in self.served() {
                    self.context.shared.observer.observe(&unit.id, &observation);
                }
            }
        }
        None
    }

    /// Asks the file port as it is configured now.
    fn probe(&mut self) {
        if let Some(unit) = self.context.state.units().first() {
            let config = unit.config();
            let probing = async move { probe::host_is_alive(&config.host, config.ftp_port).await };
            self.probing = Some(Box::pin(probing));
        }
    }

    fn connect(&mut self) {
        let endpoint = self.context.endpoint.clone();
        let options = self.context.shared.settings.link.clone();
        self.connecting = Some(Box::pin(async move { Link::connect(&endpoint, &options).await }));
    }

    async fn write(&mut self, bytes: &[u8]) -> Option<Event> {
        let link = self.link.as_mut()?;
        let limit = self.context.shared.settings.write_timeout;
        let lost = match tokio::time::timeout(limit, link.write_all(bytes)).await {
            Ok(Ok(())) => return None,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the meter takes no bytes".to_owned(),
        };
        self.link = None;
        Some(Event::LinkLost(lost))
    }

    /// The units that take part in what the line brings: those that do not rest themselves, or all when all rest.
    fn served(&self) -> Vec<Arc<Unit>> {
        let units = self.context.state.units();
        let any_active = units.iter().any(|unit| unit.rest().is_none());
        units.into_iter().filter(|unit| !any_active || unit.rest().is_none()).collect()
    }

    /// What all units of the line want together. Tells the viewers of a unit that rests alone.
    fn demand(&mut self) -> Demand {
        let units = self.context.state.units();
        let (active, resting): (Vec<_>, Vec<_>) =
            units.iter().cloned().partition(|unit| unit.rest().is_none());
        let rest = if !self.ending.is_empty() || self.context.shared.is_standby() {
            Some(Rest::Standby)
        } else if active.is_empty() {
            Some(resting.first().and_then(|unit| unit.rest()).unwrap_or(Rest::Deactivated))
        } else {
            None
        };
        if rest.is_none() {
            self.tell_resting(&resting);
        }
        let live = active.iter().any(|unit| unit.is_live());
        self.forget_at = (!live).then(|| tokio::time::Instant::now() + FRESH);
        for unit in units.iter().filter(|unit| unit.stream.subscribers() == 0) {
            unit.stream.clear_state();
        }
        let configs: Vec<_> = active.iter().map(|unit| unit.config()).collect();
        let intervals =
            configs.iter().filter(|config| config.poll_enabled).map(|config| config.poll_interval);
        Demand {
            watchers: active.iter().map(|unit| unit.monitor.subscribers()).sum(),
            stream_watchers: active.iter().map(|unit| unit.stream.subscribers()).sum(),
            kept_alive: active.iter().any(|unit| unit.is_kept_alive()),
            kept_pause: active
                .iter()
                .filter(|unit| unit.is_kept_alive())
                .filter_map(|unit| unit.kept_pause())
                .min(),
            background: intervals.min(),
            resting: rest,
        }
    }

    /// A feed that has stopped greets nobody with levels of some time ago. That a unit is unreachable stays true.
    fn forget_states(&mut self) -> Event {
        self.forget_at = None;
        for unit in self.context.state.units() {
            if unit.monitor.is_reachable() {
                unit.monitor.clear_state();
            }
        }
        Event::Deadline
    }

    fn tell_resting(&mut self, resting: &[Arc<Unit>]) {
        let now = tokio::time::Instant::now().into_std();
        for unit in resting.iter().filter(|unit| !self.resting.contains(&unit.id)) {
            let reason = unit.rest().map_or("", Rest::reason).to_owned();
            let at = Timestamp::now();
            unit.monitor.publish(LiveEvent::Unreachable { at, reason }, at, now);
        }
        self.resting = resting.iter().map(|unit| unit.id.clone()).collect();
    }

    fn update_snapshot(&self) {
        let session = &self.session;
        let counters = session.counters();
        let asked = counters.polls > 0 || session.consecutive_failures() > 0;
        let snapshot = LineSnapshot {
            connected_since: session.connected_since(),
            last_use: session.last_use(),
            mode: session.mode(),
            reachable: asked.then(|| !session.is_unreachable()),
            wedged: session.is_wedged(),
            consecutive_failures: session.consecutive_failures(),
            last_error: session.last_error().map(str::to_owned),
            last_error_name: session.last_error_name(),
            waiting: session.waiting(),
            counters,
            restarts: self.restarts,
            run: session.run(),
        };
        let link = match (self.link.is_some(), self.connecting.is_some()) {
            (true, _) => LinkState::Up,
            (false, true) => LinkState::Connecting,
            (false, false) => LinkState::Down,
        };
        self.context.state.link.send_if_modified(|known| std::mem::replace(known, link) != link);
        *self.context.state.snapshot.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }
}

/// Something this task waits for beside everything else.
type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Reads from the connection; waits for ever while there is none.
async fn read(link: Option<&mut Link>, input: &mut [u8]) -> std::io::Result<usize> {
    match link {
        Some(link) => link.read(input).await,
        None => std::future::pending().await,
    }
}

async fn optional<F: Future + Unpin>(future: Option<F>) -> F::Output {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(deadline: Option<tokio::time::Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

async fn close(link: Link) {
    // The other side may be gone; its FIN is not worth waiting for.
    let _ = tokio::time::timeout(Duration::from_secs(1), link.close()).await;
}

fn device_error(error: LinkError) -> DeviceError {
    match error {
        LinkError::Refused => DeviceError::ConnectRefused,
        LinkError::TimedOut => DeviceError::ConnectTimedOut,
        LinkError::NoSuchHost(host) => DeviceError::NoSuchHost(host),
        LinkError::Unreachable(why) | LinkError::Io(why) => DeviceError::HostUnreachable(why),
    }
}

/// A seed for the back-off's spread that differs from line to line and is the same after a restart.
fn seed_of(key: &LineKey) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Larger than any answer; a longer one comes in pieces.
const INPUT: usize = 2048;
/// Levels of a feed that stopped this long ago are no current state any more.
const FRESH: Duration = Duration::from_secs(5);
/// A command in flight ends within its reply time-out; nothing else is worth waiting for.
const END_LIMIT: Duration = Duration::from_secs(7);
