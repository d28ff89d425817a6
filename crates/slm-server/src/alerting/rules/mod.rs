//! The rules that are stored for units, evaluated day and night.
//!
//! What lines report is handed to one task (`engine.rs`) through a bounded queue; no line waits. The task owns the
//! alarms of every unit (`unit.rs`), and hands what happened to another (`writer.rs`), which commits events and the
//! state that follows from them in one transaction, and tells them after that. At the start (`load.rs`) each unit is
//! taken up where it was left, and the readings that were recorded since are looked at.

mod engine;
mod kept;
mod load;
mod replay;
#[cfg(test)]
mod tests;
mod unit;
mod writer;

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use slm_domain::alert::{Frame, Gaps, Note, RuleId, RuleText};
use slm_domain::{Observation, UnitId};
use slm_fleet::Fleet;
use slm_store::{Store, StoreError};
use tokio::sync::{MutexGuard, mpsc, oneshot};
use tokio::task::JoinSet;

use crate::config::Config;
use crate::delivery::{Delivery, Display, Herald};
use crate::recorder::Recorder;
use engine::{Cadence, Engine};
use writer::Writer;

/// Facts that wait: some seconds of a thousand meters that stream.
const FACTS_LIMIT: usize = 16_384;
/// Requests that wait; each has somebody who waits for it.
const ORDERS_LIMIT: usize = 64;
/// What happened and waits to be written; beyond it the evaluation waits, and then facts are lost.
const JOBS_LIMIT: usize = 4_096;
/// Longest time somebody waits for what he asked for to be written.
const DONE_WITHIN: Duration = Duration::from_secs(2);

/// The near end of the engine.
pub(crate) struct Rules {
    facts: mpsc::Sender<Told>,
    orders: mpsc::Sender<Request>,
    /// One change of stored rules at a time, so that the engine hears of them in the order in which they were stored.
    turn: tokio::sync::Mutex<()>,
    shared: Arc<Shared>,
}

/// The far end, before it runs.
pub(crate) struct RulesTask {
    facts: mpsc::Receiver<Told>,
    orders: mpsc::Receiver<Request>,
    shared: Arc<Shared>,
}

/// Those by whom people are told.
pub(crate) struct Telling {
    pub(crate) herald: Herald,
    pub(crate) delivery: Delivery,
    pub(crate) display: Arc<Display>,
}

/// What the engine does, for those who ask.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// Units that have rules; nothing is taken in of the others.
    units: RwLock<HashSet<UnitId>>,
    /// Facts lost to a full queue.
    pub(crate) lost: AtomicU64,
    /// Begins, ends and what else happened to events, rising peaks left out.
    pub(crate) transitions: AtomicU64,
    /// Events that are open.
    pub(crate) open: AtomicU64,
    /// Attempts to write that failed.
    pub(crate) failures: AtomicU64,
}

/// A fact about a unit.
struct Told {
    unit: UnitId,
    frame: Frame,
}

/// Something to do, and whom to tell when it is written.
struct Request {
    order: Order,
    done: oneshot::Sender<()>,
}

enum Order {
    /// A rule is new, or replaced as a whole.
    Put(UnitId, RuleId, RuleText),
    /// A rule is deleted.
    Remove(UnitId, RuleId),
    /// The unit is deleted; its rules stay.
    Forget(UnitId),
    /// The unit is in these groups from now on.
    Regroup(UnitId, Vec<String>),
    /// Somebody takes care of a rule's open event.
    Acknowledge(UnitId, RuleId, Note),
    /// Nothing but to write what there is.
    Flush,
    /// The end: where everything stands is written.
    Save,
}

impl Rules {
    /// Both ends.
    pub(crate) fn new() -> (Self, RulesTask) {
        let (told, facts) = mpsc::channel(FACTS_LIMIT);
        let (requested, orders) = mpsc::channel(ORDERS_LIMIT);
        let shared = Arc::new(Shared::default());
        let task = RulesTask { facts, orders, shared: Arc::clone(&shared) };
        let turn = tokio::sync::Mutex::default();
        (Self { facts: told, orders: requested, turn, shared }, task)
    }

    /// Takes in what a line reports. Never waits.
    pub(crate) fn observe(&self, unit: &UnitId, observation: &Observation) {
        if !self.shared.has(unit) {
            return;
        }
        // The engine knows how often readings come.
        let gaps = Gaps { readings: Duration::ZERO, instrument: Duration::from_mins(20) };
        let Some(frame) = Frame::of(observation, gaps) else { return };
        if self.facts.try_send(Told { unit: unit.clone(), frame }).is_err() {
            self.shared.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Nobody else changes stored rules while this is held.
    pub(crate) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// A rule was stored: its open event is closed, and it begins anew.
    pub(crate) async fn put(&self, unit: &UnitId, id: RuleId, rule: &RuleText) {
        self.ask(Order::Put(unit.clone(), id, rule.clone())).await;
    }

    /// A rule was deleted: its open event is closed.
    pub(crate) async fn remove(&self, unit: &UnitId, id: RuleId) {
        self.ask(Order::Remove(unit.clone(), id)).await;
    }

    /// A unit was deleted: its open events are closed.
    pub(crate) async fn forget(&self, unit: &UnitId) {
        if self.shared.has(unit) {
            self.ask(Order::Forget(unit.clone())).await;
        }
    }

    /// A unit is in these groups from now on.
    pub(crate) async fn regroup(&self, unit: &UnitId, groups: &[String]) {
        self.ask(Order::Regroup(unit.clone(), groups.to_vec())).await;
    }

    /// Somebody takes care of a rule's open event.
    pub(crate) async fn acknowledge(&self, unit: &UnitId, id: RuleId, note: Note) {
        self.ask(Order::Acknowledge(unit.clone(), id, note)).await;
    }

    /// Waits until what was told so far is evaluated and written, but not for long. `false` when it is not.
    pub(crate) async fn flush(&self) -> bool {
        self.ask(Order::Flush).await
    }

    /// As [`flush`](Self::flush), and writes where every unit stands: the next start has nothing to look at again.
    pub(crate) async fn save(&self) -> bool {
        self.ask(Order::Save).await
    }

    /// What the engine does.
    pub(crate) fn figures(&self) -> &Shared {
        &self.shared
    }

    /// How many facts wait.
    pub(crate) fn waiting(&self) -> usize {
        self.facts.max_capacity() - self.facts.capacity()
    }

    async fn ask(&self, order: Order) -> bool {
        let (done, written) = oneshot::channel();
        let asked = async {
            self.orders.send(Request { order, done }).await.ok()?;
            written.await.ok()
        };
        matches!(tokio::time::timeout(DONE_WITHIN, asked).await, Ok(Some(())))
    }
}

impl RulesTask {
    /// Takes every unit up where it was left, and starts to evaluate. The tasks end with the set they are in.
    ///
    /// # Errors
    /// The database cannot be read.
    pub(crate) async fn start(
        self,
        config: &Config,
        store: Store,
        fleet: Fleet,
        recorder: Recorder,
        telling: Telling,
        tasks: &mut JoinSet<()>,
    ) -> Result<(), StoreError> {
        let (jobs, to_write) = mpsc::channel(JOBS_LIMIT);
        let writer =
            Writer::new(store.clone(), fleet.clone(), recorder, telling.delivery, Arc::clone(&self.shared));
        tasks.spawn(writer.run(to_write));
        let cadence = Cadence::of(config);
        let units = load::load(&store, &telling.herald, cadence.kept, &jobs).await?;
        self.shared.admit(units.keys().cloned());
        let engine = Engine::new(units, telling.herald, telling.display, cadence, fleet, jobs, self.shared);
        tasks.spawn(engine.run(self.facts, self.orders));
        Ok(())
    }
}

impl Shared {
    fn has(&self, unit: &UnitId) -> bool {
        self.units.read().unwrap_or_else(PoisonError::into_inner).contains(unit)
    }

    fn admit(&self, units: impl IntoIterator<Item = UnitId>) {
        self.units.write().unwrap_or_else(PoisonError::into_inner).extend(units);
    }

    fn dismiss(&self, unit: &UnitId) {
        self.units.write().unwrap_or_else(PoisonError::into_inner).remove(unit);
    }
}
