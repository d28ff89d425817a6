//! One unit as the rest of the service sees it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use nl43_proto::Reply;
use slm_domain::session::{CallerId, Class, Mode, Order, Rest};
use slm_domain::{DeviceError, UnitConfig, UnitId};
use slm_feed::{CloseReason, Feed};

use crate::line::{LineHandle, LinkState};

/// A configured unit: what it wants, its feeds, and the line that serves it at present.
pub(crate) struct Unit {
    pub(crate) id: UnitId,
    config: Mutex<Arc<UnitConfig>>,
    kept_alive: AtomicBool,
    kept_pause: Mutex<Option<Duration>>,
    pub(crate) monitor: Arc<Feed>,
    pub(crate) stream: Arc<Feed>,
    line: Mutex<LineHandle>,
}

impl Unit {
    pub(crate) fn new(config: UnitConfig, monitor: Arc<Feed>, stream: Arc<Feed>, line: LineHandle) -> Self {
        Self {
            id: config.id.clone(),
            config: Mutex::new(Arc::new(config)),
            kept_alive: AtomicBool::new(false),
            kept_pause: Mutex::default(),
            monitor,
            stream,
            line: Mutex::new(line),
        }
    }

    pub(crate) fn config(&self) -> Arc<UnitConfig> {
        Arc::clone(&self.config.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_config(&self, config: UnitConfig) {
        *self.config.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
    }

    pub(crate) fn line(&self) -> LineHandle {
        self.line.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_line(&self, line: LineHandle) {
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = line;
    }

    pub(crate) fn is_kept_alive(&self) -> bool {
        self.kept_alive.load(Ordering::Relaxed)
    }

    pub(crate) fn kept_pause(&self) -> Option<Duration> {
        *self.kept_pause.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why this unit rests, leaving the whole service's standby aside.
    pub(crate) fn rest(&self) -> Option<Rest> {
        let config = self.config();
        if !config.tcp_enabled {
            Some(Rest::Disabled)
        } else if config.deactivated {
            Some(Rest::Deactivated)
        } else {
            None
        }
    }

    /// Whether its monitor feed runs.
    pub(crate) fn is_live(&self) -> bool {
        self.rest().is_none() && (self.is_kept_alive() || self.monitor.subscribers() > 0)
    }

    pub(crate) fn close_feeds(&self, reason: CloseReason) {
        self.monitor.close(reason);
        self.stream.close(reason);
    }
}

/// A cheap handle on one unit. Outlives the unit: after its removal requests are answered with `Closed`.
#[derive(Clone)]
pub struct UnitHandle {
    pub(crate) unit: Arc<Unit>,
}

impl UnitHandle {
    /// Its name.
    pub fn id(&self) -> &UnitId {
        &self.unit.id
    }

    /// Its configuration.
    pub fn config(&self) -> Arc<UnitConfig> {
        self.unit.config()
    }

    /// Sends a command (or other [`Order`]) on the unit's line when its turn comes, and waits for the answer.
    ///
    /// # Errors
    /// [`DeviceError`] says why there was none; `Busy` at once when the wait would be longer than `within`.
    ///
    /// # Cancel safety
    /// Dropping the future gives up the answer, not the command: it may be sent all the same.
    pub async fn ask(
        &self,
        order: impl Into<Order>,
        class: Class,
        caller: CallerId,
        within: Duration,
    ) -> Result<Reply, DeviceError> {
        self.unit.line().ask(order.into(), class, caller, within).await
    }

    /// Keeps the monitor feed running without viewers, or stops doing so.
    pub fn set_kept_alive(&self, kept_alive: bool) {
        self.unit.kept_alive.store(kept_alive, Ordering::Relaxed);
        self.unit.line().demand_changed();
    }

    /// Whether the monitor feed runs without viewers.
    pub fn kept_alive(&self) -> bool {
        self.unit.is_kept_alive()
    }

    /// While the monitor feed runs without viewers: the longest pause between polls that will do; `None`: the usual one.
    /// It makes no unit be asked more often than while somebody watches, nor more seldom than usual.
    pub fn set_kept_pause(&self, pause: Option<Duration>) {
        let mut kept = self.unit.kept_pause.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *kept, pause) != pause {
            self.unit.line().demand_changed();
        }
    }

    /// What was set by [`set_kept_pause`](Self::set_kept_pause).
    pub fn kept_pause(&self) -> Option<Duration> {
        self.unit.kept_pause()
    }

    /// Closes the connection once it is idle. Answers whether there was one.
    pub async fn disconnect(&self) -> bool {
        self.unit.line().disconnect().await
    }

    /// Waits until the connection is up. `false` when an attempt has taken longer than `within`.
    ///
    /// It does not ask for a connection; a pause before the next attempt is not counted.
    ///
    /// # Cancel safety
    /// Dropping the future loses nothing.
    pub async fn connected(&self, within: Duration) -> bool {
        let mut link = self.unit.line().link();
        loop {
            if link.wait_for(|state| *state != LinkState::Down).await.is_err() {
                return false;
            }
            let ended = link.wait_for(|state| *state != LinkState::Connecting);
            match tokio::time::timeout(within, ended).await {
                Ok(Ok(state)) if *state == LinkState::Down => {}
                Ok(Ok(_)) => return true,
                Ok(Err(_)) | Err(_) => return false,
            }
        }
    }

    /// Tells when the running measurement began, where that became known otherwise than by seeing it begin.
    pub async fn start_known(&self, at: Timestamp) {
        self.unit.line().start_known(at).await;
    }

    /// The monitor feed: snapshots and changes of state.
    pub fn monitor(&self) -> &Arc<Feed> {
        &self.unit.monitor
    }

    /// The 10 Hz feed.
    pub fn stream(&self) -> &Arc<Feed> {
        &self.unit.stream
    }

    /// How the unit stands at this moment.
    pub fn snapshot(&self) -> UnitSnapshot {
        let now = Instant::now();
        let config = self.config();
        let line = self.unit.line().snapshot();
        UnitSnapshot {
            device_key: format!("{}:{}", config.host, config.tcp_port),
            connected: line.connected_since.is_some(),
            opened_for: line.connected_since.map(|since| now.saturating_duration_since(since)),
            idle_for: line.connected_since.map(|_| now.saturating_duration_since(line.last_use)),
            mode: if self.unit.rest().is_some() { Mode::Resting } else { line.mode },
            running: self.unit.is_live() && line.mode != Mode::Resting,
            reachable: line.reachable,
            wedged: line.wedged,
            consecutive_failures: line.consecutive_failures,
            last_error: line.last_error,
            last_error_name: line.last_error_name,
            waiting: line.waiting,
            polls: line.counters.polls,
            poll_failures: line.counters.poll_failures,
            taints: line.counters.taints,
            connects: line.counters.connects,
            busy: line.counters.busy,
            restarts: line.restarts,
            turnaround: line.counters.turnaround,
            poll_period: line.counters.poll_period,
            clock_offset: line.counters.clock_offset,
        }
    }
}

/// How a unit stands at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitSnapshot {
    /// `host:port` as configured.
    pub device_key: String,
    /// Whether its line is up.
    pub connected: bool,
    /// For how long it is up.
    pub opened_for: Option<Duration>,
    /// For how long it was not used, while up.
    pub idle_for: Option<Duration>,
    /// How it is served.
    pub mode: Mode,
    /// Whether its monitor feed runs.
    pub running: bool,
    /// Whether it answers; `None` before the first poll.
    pub reachable: Option<bool>,
    /// Whether its control port counts as wedged.
    pub wedged: bool,
    /// Failed polls in a row.
    pub consecutive_failures: u32,
    /// Why the last poll failed.
    pub last_error: Option<String>,
    /// The same as a short name, for instance `timed_out`.
    pub last_error_name: Option<&'static str>,
    /// Requests that wait for the line.
    pub waiting: usize,
    /// Snapshots asked for by polling.
    pub polls: u64,
    /// Polls without a good answer.
    pub poll_failures: u64,
    /// Late or unfit answers.
    pub taints: u64,
    /// Connections opened.
    pub connects: u64,
    /// Requests refused because the line was too busy.
    pub busy: u64,
    /// Times the unit's task failed and was started again.
    pub restarts: u64,
    /// Turnaround of the last answered command.
    pub turnaround: Option<Duration>,
    /// Time between the last two snapshots.
    pub poll_period: Option<Duration>,
    /// The meter's clock minus the site's time, as last read.
    pub clock_offset: Option<SignedDuration>,
}
