//! A line: the one task that touches an instrument's connection, and its handle.

mod actor;
mod supervisor;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use nl43_client::Endpoint;
use nl43_proto::Reply;
use slm_domain::session::{CallerId, Class, Counters, Mode, Order, Request, RequestId};
use slm_domain::{DeviceError, RunView, UnitConfig};
use tokio::sync::{Notify, mpsc, oneshot, watch};

use crate::fleet::Shared;
use crate::unit::Unit;
use supervisor::Supervisor;

/// Tells instruments apart: by resolved address, or by name where the name has no address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LineKey {
    /// Where its port is.
    Address(SocketAddr),
    /// Host and port as they are written, the host in lower case.
    Name(String),
}

/// A cheap handle on one line's task.
#[derive(Clone)]
pub(crate) struct LineHandle {
    state: Arc<LineState>,
    inbox: mpsc::Sender<Message>,
}

/// What the task and its handles share.
struct LineState {
    key: LineKey,
    /// Units served by this line.
    members: Mutex<Vec<Arc<Member>>>,
    demand_changed: Notify,
    snapshot: Mutex<LineSnapshot>,
    link: watch::Sender<LinkState>,
}

/// Where a line's one connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkState {
    /// There is none.
    Down,
    /// One is being opened.
    Connecting,
    /// It is open.
    Up,
}

/// A unit on this line, and the task that forwards changes of its feeds' demand.
struct Member {
    unit: Arc<Unit>,
    forwarder: tokio::task::AbortHandle,
}

impl Drop for Member {
    fn drop(&mut self) {
        self.forwarder.abort();
    }
}

/// When the line that had an address before has ended; `None` until then.
pub(crate) type Ending = watch::Receiver<Option<Instant>>;

/// How a line stands, as its task last left it.
#[derive(Debug, Clone)]
pub(crate) struct LineSnapshot {
    pub(crate) connected_since: Option<Instant>,
    pub(crate) last_use: Instant,
    pub(crate) mode: Mode,
    pub(crate) reachable: Option<bool>,
    pub(crate) wedged: bool,
    pub(crate) consecutive_failures: u32,
    pub(crate) last_error: Option<String>,
    pub(crate) last_error_name: Option<&'static str>,
    pub(crate) waiting: usize,
    pub(crate) counters: Counters,
    pub(crate) restarts: u64,
    /// What a task that is started again goes on with.
    pub(crate) run: RunView,
}

enum Message {
    Request { request: Request, answer: oneshot::Sender<Result<Reply, DeviceError>> },
    Disconnect { id: RequestId, answer: oneshot::Sender<bool> },
    StartKnown(Timestamp),
    End { done: oneshot::Sender<()> },
}

impl LineHandle {
    /// Starts the task of a line; it connects when there is demand.
    pub(crate) fn start(
        key: LineKey,
        config: &UnitConfig,
        run: RunView,
        before: Option<Ending>,
        shared: Arc<Shared>,
    ) -> Self {
        let (inbox, messages) = mpsc::channel(INBOX);
        let state = Arc::new(LineState {
            key,
            members: Mutex::default(),
            demand_changed: Notify::new(),
            snapshot: Mutex::new(LineSnapshot::new(tokio::time::Instant::now().into_std())),
            link: watch::Sender::new(LinkState::Down),
        });
        let supervisor = Supervisor {
            state: Arc::clone(&state),
            shared,
            endpoint: Endpoint::tcp(&config.host, config.tcp_port),
        };
        tokio::spawn(supervisor.run(messages, run, before));
        Self { state, inbox }
    }

    /// The line of a unit that was removed before it was ready: every request is answered with `Closed`.
    pub(crate) fn closed(key: LineKey) -> Self {
        let (inbox, _) = mpsc::channel(1);
        let snapshot = LineSnapshot::new(tokio::time::Instant::now().into_std());
        let state = LineState {
            key,
            members: Mutex::default(),
            demand_changed: Notify::new(),
            snapshot: Mutex::new(snapshot),
            link: watch::Sender::new(LinkState::Down),
        };
        Self { state: Arc::new(state), inbox }
    }

    pub(crate) fn key(&self) -> &LineKey {
        &self.state.key
    }

    /// Adds a unit to those served.
    pub(crate) fn join(&self, unit: Arc<Unit>) {
        let state = Arc::clone(&self.state);
        let mut watchers = unit.monitor.watch_demand();
        let mut stream_watchers = unit.stream.watch_demand();
        let forwarder = tokio::spawn(async move {
            loop {
                let changed = tokio::select! {
                    changed = watchers.changed() => changed,
                    changed = stream_watchers.changed() => changed,
                };
                if changed.is_err() {
                    return;
                }
                state.demand_changed.notify_one();
            }
        });
        let member = Member { unit, forwarder: forwarder.abort_handle() };
        self.state.members().push(Arc::new(member));
    }

    /// Takes a unit away; answers how many are left.
    pub(crate) fn leave(&self, unit: &Arc<Unit>) -> usize {
        let mut members = self.state.members();
        members.retain(|member| !Arc::ptr_eq(&member.unit, unit));
        members.len()
    }

    pub(crate) fn demand_changed(&self) {
        self.state.demand_changed.notify_one();
    }

    pub(crate) fn snapshot(&self) -> LineSnapshot {
        self.state.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Follows the state of the connection.
    pub(crate) fn link(&self) -> watch::Receiver<LinkState> {
        self.state.link.subscribe()
    }

    pub(crate) async fn ask(
        &self,
        order: Order,
        class: Class,
        caller: CallerId,
        within: Duration,
    ) -> Result<Reply, DeviceError> {
        let (answer, answered) = oneshot::channel();
        let deadline = tokio::time::Instant::now().into_std() + within;
        let request = Request { id: next_id(), caller, class, order, deadline };
        self.inbox.try_send(Message::Request { request, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => DeviceError::Busy,
            mpsc::error::TrySendError::Closed(_) => DeviceError::Closed,
        })?;
        answered.await.unwrap_or(Err(DeviceError::Closed))
    }

    pub(crate) async fn disconnect(&self) -> bool {
        let (answer, answered) = oneshot::channel();
        let sent = self.inbox.send(Message::Disconnect { id: next_id(), answer }).await.is_ok();
        sent && answered.await.unwrap_or(false)
    }

    /// Tells when the running measurement began.
    pub(crate) async fn start_known(&self, at: Timestamp) {
        // A line that has ended measures nothing.
        let _ = self.inbox.send(Message::StartKnown(at)).await;
    }

    /// Ends the task: the command in flight is finished, then the connection closed.
    pub(crate) async fn end(&self) {
        loop {
            let (done, ended) = oneshot::channel();
            let sent = self.inbox.send(Message::End { done }).await.is_ok();
            // Without an answer the task failed on the way and was started again.
            if !sent || ended.await.is_ok() {
                return;
            }
        }
    }
}

impl LineState {
    fn members(&self) -> MutexGuard<'_, Vec<Arc<Member>>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was last known of the measurement.
    fn run(&self) -> RunView {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).run
    }

    /// The units to tell, without holding the lock while telling them.
    fn units(&self) -> Vec<Arc<Unit>> {
        self.members().iter().map(|member| Arc::clone(&member.unit)).collect()
    }
}

impl LineSnapshot {
    fn new(now: Instant) -> Self {
        Self {
            connected_since: None,
            last_use: now,
            mode: Mode::Resting,
            reachable: None,
            wedged: false,
            consecutive_failures: 0,
            last_error: None,
            last_error_name: None,
            waiting: 0,
            counters: Counters::default(),
            restarts: 0,
            run: RunView::default(),
        }
    }
}

fn next_id() -> RequestId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    RequestId(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Requests on their way to the task. The session holds 32 more; beyond that callers hear `Busy`.
const INBOX: usize = 64;
