//! Events of units' connections: opened when a unit counts as unreachable, closed when it answers.
//!
//! Edges wait in memory until they are on the disk, however long the database takes. What waits is bounded: beyond
//! [`PENDING_LIMIT`] only the last edge of each unit is kept, which leaves no event open or closed that should not be.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::ConnectionEnd;
use slm_domain::{AlertEdge, AlertNotice, Observation, UnitId};
use slm_store::{ConnectionEdge, ConnectionEdgeKind, Store};
use tokio::sync::watch;

use crate::delivery::{Delivery, Herald};

/// Edges that wait before they are thinned out; a unit makes at most one every few seconds.
const PENDING_LIMIT: usize = 4096;
/// A failed write is tried again after this.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Why an event ends when a rule tells of the outage from then on.
pub(super) const TOLD_BY_RULE: &str = "An alert rule tells of it";
/// Longest time a caller of [`Connections::flush`] waits.
const FLUSH_LIMIT: Duration = Duration::from_secs(2);

/// Which units count as unreachable, and what of that is not written down yet.
pub(crate) struct Connections {
    state: Mutex<State>,
    /// Puts into messages what happens.
    herald: Herald,
    /// Edges noted so far.
    noted: watch::Sender<u64>,
    /// Of these, written down.
    written: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    units: HashMap<UnitId, UnitState>,
    pending: Vec<ConnectionEdge>,
}

/// Of one unit.
#[derive(Clone, Copy, Default)]
struct UnitState {
    /// Whether it is asked at all: configured, enabled, not resting.
    is_asked: bool,
    /// Whether its line says that it counts as unreachable.
    is_lost: bool,
    /// Whether an alert rule tells of it instead.
    is_ruled: bool,
    /// Since when an event is open.
    open: Option<OpenConnection>,
}

/// The open event of a unit's connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenConnection {
    /// When the unit was lost.
    pub(crate) since: Timestamp,
    /// Whether somebody took note of it.
    pub(crate) is_acknowledged: bool,
}

impl Connections {
    /// Starts with the units that have an open event from before.
    pub(crate) fn new(open: impl IntoIterator<Item = (UnitId, OpenConnection)>, herald: Herald) -> Arc<Self> {
        let state = |open| UnitState { open: Some(open), ..UnitState::default() };
        let units = open.into_iter().map(|(unit, open)| (unit, state(open))).collect();
        Arc::new(Self {
            state: Mutex::new(State { units, pending: Vec::new() }),
            herald,
            noted: watch::Sender::new(0),
            written: watch::Sender::new(0),
        })
    }

    /// Takes in what a line reports. Never waits.
    pub(crate) fn observe(&self, unit: &UnitId, observation: &Observation) {
        let (at, is_lost) = match observation {
            Observation::Unreachable { at, .. } => (at, Some(true)),
            Observation::PollFailed { at, .. } => (at, None),
            Observation::PollSucceeded { at } | Observation::Recovered { at } => (at, Some(false)),
            _ => return,
        };
        let mut guard = self.state();
        let State { units, pending } = &mut *guard;
        let Some(state) = units.get_mut(unit) else { return };
        state.is_lost = is_lost.unwrap_or(state.is_lost);
        // Also the failure after a rest, during which the unit stayed unreachable.
        let (kind, message) = match (state.is_lost, state.open) {
            (true, None) if state.is_asked && !state.is_ruled => {
                state.open = Some(OpenConnection { since: *at, is_acknowledged: false });
                (ConnectionEdgeKind::Lost, self.herald.of_connection(unit, *at, None))
            }
            (false, Some(open)) if is_lost == Some(false) => {
                state.open = None;
                let end = Some((*at, ConnectionEnd::Back));
                (ConnectionEdgeKind::Back, self.herald.of_connection(unit, open.since, end))
            }
            _ => return,
        };
        self.note(pending, ConnectionEdge { unit: unit.clone(), at: *at, kind, message });
    }

    /// Lets a unit's line report. `is_new_line`: what was known of its reachability belongs to another address.
    pub(crate) fn admit(&self, unit: &UnitId, is_new_line: bool) {
        let mut state = self.state();
        let state = state.units.entry(unit.clone()).or_default();
        state.is_asked = true;
        state.is_lost &= !is_new_line;
    }

    /// Nobody asks a unit any more, for this reason: its open event is closed.
    pub(crate) fn dismiss(&self, unit: &UnitId, reason: &'static str) {
        let mut guard = self.state();
        let State { units, pending } = &mut *guard;
        let Some(state) = units.get_mut(unit) else { return };
        state.is_asked = false;
        if let Some(open) = state.open.take() {
            self.note(pending, self.dismissed(unit, open, reason));
        }
    }

    /// An alert rule tells of the unit's connection from now on, or none does any more: of one outage there is one event.
    pub(crate) fn set_ruled(&self, unit: &UnitId, is_ruled: bool) {
        let mut guard = self.state();
        let State { units, pending } = &mut *guard;
        let state = match units.get_mut(unit) {
            Some(state) => state,
            None if is_ruled => units.entry(unit.clone()).or_default(),
            None => return,
        };
        state.is_ruled = is_ruled;
        if let Some(open) = state.open.take_if(|_| is_ruled) {
            self.note(pending, self.dismissed(unit, open, TOLD_BY_RULE));
        }
    }

    /// Whether a rule tells of a unit's connection.
    pub(crate) fn is_ruled(&self, unit: &UnitId) -> bool {
        self.state().units.get(unit).is_some_and(|state| state.is_ruled)
    }

    /// Whether a unit counts as unreachable.
    pub(crate) fn is_lost(&self, unit: &UnitId) -> bool {
        self.state().units.get(unit).is_some_and(|state| state.is_lost && state.is_asked)
    }

    /// Somebody took note of a unit's open event.
    pub(crate) fn acknowledge(&self, unit: &UnitId) {
        if let Some(open) = self.state().units.get_mut(unit).and_then(|state| state.open.as_mut()) {
            open.is_acknowledged = true;
        }
    }

    /// The open events.
    pub(crate) fn open_events(&self) -> Vec<(UnitId, OpenConnection)> {
        let state = self.state();
        state.units.iter().filter_map(|(unit, state)| Some((unit.clone(), state.open?))).collect()
    }

    /// Closes the open event of a deleted unit, and forgets it.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.dismiss(unit, "Device deleted");
        self.state().units.remove(unit);
    }

    /// Closes what is still open of units that are not in the roster.
    pub(crate) fn dismiss_strangers(&self, roster: &HashSet<UnitId>) {
        let known: Vec<UnitId> = self.state().units.keys().cloned().collect();
        for stranger in known.into_iter().filter(|unit| !roster.contains(unit)) {
            self.dismiss(&stranger, "Device is not configured");
            self.state().units.remove(&stranger);
        }
    }

    /// Waits until every edge noted so far is written, but not for long. `false` when it is not.
    pub(crate) async fn flush(&self) -> bool {
        let noted = *self.noted.borrow();
        let mut written = self.written.subscribe();
        let wait = written.wait_for(|written| *written >= noted);
        matches!(tokio::time::timeout(FLUSH_LIMIT, wait).await, Ok(Ok(_)))
    }

    /// Writes edges down as they come, and has those who watch told after that.
    pub(crate) async fn write(
        &self,
        store: &Store,
        delivery: &Delivery,
        tell: impl Fn(&UnitId, AlertNotice),
    ) {
        let mut news = self.noted.subscribe();
        news.mark_changed();
        while news.changed().await.is_ok() {
            let noted = *news.borrow_and_update();
            let edges = std::mem::take(&mut self.state().pending);
            if !edges.is_empty() {
                record(store, &edges).await;
                delivery.wake();
                for edge in &edges {
                    tell(&edge.unit, notice_of(edge));
                }
            }
            self.written.send_replace(noted);
        }
    }

    /// The end of an event for another reason than an answer.
    fn dismissed(&self, unit: &UnitId, open: OpenConnection, reason: &'static str) -> ConnectionEdge {
        let (at, kind) = (Timestamp::now(), ConnectionEdgeKind::Dismissed(reason));
        let end = Some((at, ConnectionEnd::Dismissed(reason)));
        let message = self.herald.of_connection(unit, open.since, end);
        ConnectionEdge { unit: unit.clone(), at, kind, message }
    }

    /// Adds an edge to what waits; called with the lock held.
    fn note(&self, pending: &mut Vec<ConnectionEdge>, edge: ConnectionEdge) {
        pending.push(edge);
        if pending.len() > PENDING_LIMIT {
            let mut last: HashMap<UnitId, ConnectionEdge> = HashMap::new();
            last.extend(pending.drain(..).map(|edge| (edge.unit.clone(), edge)));
            pending.extend(last.into_values());
        }
        self.noted.send_modify(|noted| *noted += 1);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What those who watch are told.
fn notice_of(edge: &ConnectionEdge) -> AlertNotice {
    let what = match edge.kind {
        ConnectionEdgeKind::Lost => AlertEdge::Onset,
        ConnectionEdgeKind::Back | ConnectionEdgeKind::Dismissed(_) => AlertEdge::Clear,
    };
    AlertNotice::of_connection(what, edge.at)
}

/// Writes until it is written.
async fn record(store: &Store, edges: &[ConnectionEdge]) {
    let mut is_failing = false;
    while let Err(error) = store.record_connections(edges).await {
        if !is_failing {
            let error = &error as &dyn Error;
            tracing::error!(error, edges = edges.len(), "events of connections wait for the database");
        }
        is_failing = true;
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}

#[cfg(test)]
mod tests;
