//! The rules that are stored for units, evaluated day and night.
//!
//! What lines report is handed to one task (`engine.rs`) through a bounded queue; no line waits. The task owns the
//! alarms of every unit (`unit.rs`), and hands what happened to another (`writer.rs`), which commits events and the
//! state that follows from them in one transaction, and tells them after that. At the start (`load.rs`) each unit is
//! taken up where it was left, and the readings that were recorded since are looked at.

mod book;
mod budget;
mod engine;
mod kept;
mod ledger;
mod load;
mod news;
mod obey;
mod replay;
mod rule;
mod shared;
#[cfg(test)]
mod tests;
mod unit;
mod writer;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::alert::{Contact, Fact, Frame, Gaps, Note, RuleId, RuleText, Shelf};
use slm_domain::{Observation, UnitId};
use slm_fleet::Fleet;
use slm_store::{Store, StoreError};
use tokio::sync::{MutexGuard, mpsc, oneshot};
use tokio::task::JoinSet;

use super::connections::Connections;
use crate::config::Config;
use crate::delivery::{Delivery, Display, Herald};
use crate::recorder::Recorder;
use crate::supervise::Supervisor;
use budget::Question;
pub(crate) use budget::RuleBudget;
pub(crate) use rule::FullRule;
pub(crate) use shared::{OpenEvent, Shared};

use engine::{Cadence, Engine};
pub(super) use replay::frame as recorded_frame;
use writer::Writer;

/// Facts that wait: some seconds of a thousand meters that stream.
const FACTS_LIMIT: usize = 16_384;
/// Requests that wait; each has somebody who waits for it.
const ORDERS_LIMIT: usize = 64;
/// What happened and waits to be written; beyond it the evaluation waits, and then facts are lost.
const JOBS_LIMIT: usize = 4_096;
/// Longest time somebody waits for what he asked for to be written.
const DONE_WITHIN: Duration = Duration::from_secs(2);

/// Readings that lie further apart have a gap between them, however they came.
pub(crate) fn longest_gap(config: &Config) -> Duration {
    Cadence::of(config).kept
}

/// The near end of the engine.
pub(crate) struct Rules {
    facts: mpsc::Sender<Told>,
    orders: mpsc::Sender<Request>,
    flushes: mpsc::Sender<Flush>,
    questions: mpsc::Sender<Question>,
    /// One change of stored rules at a time, so that the engine hears of them in the order in which they were stored.
    turn: tokio::sync::Mutex<()>,
    shared: Arc<Shared>,
}

/// The far end, before it runs.
pub(crate) struct RulesTask {
    inlets: Inlets,
    shared: Arc<Shared>,
}

/// Where the engine hears of things.
struct Inlets {
    facts: mpsc::Receiver<Told>,
    orders: mpsc::Receiver<Request>,
    flushes: mpsc::Receiver<Flush>,
    questions: mpsc::Receiver<Question>,
}

/// Those by whom people are told.
pub(crate) struct Telling {
    pub(crate) herald: Herald,
    pub(crate) delivery: Delivery,
    pub(crate) display: Arc<Display>,
    pub(crate) connections: Arc<Connections>,
}

/// A fact about a unit.
struct Told {
    unit: UnitId,
    frame: Frame,
}

/// Something to do, and whom to tell when it is written.
struct Request {
    order: Order,
    done: oneshot::Sender<bool>,
}

/// Somebody wants to read what there is.
struct Flush {
    /// Where everything stands is written, too: it is the end.
    is_last: bool,
    done: oneshot::Sender<bool>,
}

enum Order {
    /// A unit's rule is new, or replaced as a whole.
    Put(UnitId, RuleId, RuleText),
    /// A unit's rule is deleted.
    Remove(UnitId, RuleId),
    /// A rule with all its fields is new, or replaced as a whole.
    PutFull(RuleId, FullRule),
    /// A rule with all its fields is deleted.
    RemoveFull(RuleId),
    /// The unit is configured, and in these groups from now on.
    Regroup(UnitId, Vec<String>),
    /// The unit is deleted; the rules that are of it alone stay.
    Forget(UnitId),
    /// Somebody takes care of a rule's open event.
    Acknowledge(UnitId, RuleId, Note),
    /// A rule is not told of for a while, at a unit or at all of its units.
    Shelve(RuleId, Option<UnitId>, Shelf),
    /// A rule is told of again, at a unit or at all of its units.
    Unshelve(RuleId, Option<UnitId>),
    /// Nothing but to write what there is; at the end also where everything stands.
    Save(bool),
}

impl Rules {
    /// Both ends.
    pub(crate) fn new(supervisor: Supervisor) -> (Self, RulesTask) {
        let (told, facts) = mpsc::channel(FACTS_LIMIT);
        let (requested, orders) = mpsc::channel(ORDERS_LIMIT);
        let (wanted, flushes) = mpsc::channel(ORDERS_LIMIT);
        let (asked, questions) = mpsc::channel(ORDERS_LIMIT);
        let shared = Arc::new(Shared::new(supervisor));
        let inlets = Inlets { facts, orders, flushes, questions };
        let task = RulesTask { inlets, shared: Arc::clone(&shared) };
        let turn = tokio::sync::Mutex::default();
        (Self { facts: told, orders: requested, flushes: wanted, questions: asked, turn, shared }, task)
    }

    /// Takes in what a line reports. Never waits.
    pub(crate) fn observe(&self, unit: &UnitId, observation: &Observation) {
        if !self.shared.has(unit) {
            return;
        }
        // The engine knows how often readings come.
        let gaps = Gaps { readings: Duration::ZERO, instrument: Duration::from_mins(20) };
        let Some(frame) = Frame::of(observation, gaps) else { return };
        self.tell(unit, frame);
    }

    /// Takes in whether a unit answers, where its line does not say so itself: it may not be asked any more, or be
    /// asked again. Never waits.
    pub(crate) fn observe_contact(&self, unit: &UnitId, at: Timestamp, contact: Contact) {
        if self.shared.has(unit) {
            self.tell(unit, Frame { at, max_gap: Duration::ZERO, fact: Fact::Contact(contact) });
        }
    }

    fn tell(&self, unit: &UnitId, frame: Frame) {
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

    /// A rule with all its fields was stored: its open events are closed, and it begins anew at the units it applies to.
    pub(crate) async fn put_full(&self, id: RuleId, rule: FullRule) {
        self.ask(Order::PutFull(id, rule)).await;
    }

    /// A rule with all its fields was deleted: its open events are closed.
    pub(crate) async fn remove_full(&self, id: RuleId) {
        self.ask(Order::RemoveFull(id)).await;
    }

    /// A unit is configured, and in these groups from now on: it gets and loses the rules that follow from it.
    pub(crate) async fn regroup(&self, unit: &UnitId, groups: &[String]) {
        self.ask(Order::Regroup(unit.clone(), groups.to_vec())).await;
    }

    /// A unit was deleted: its open events are closed.
    pub(crate) async fn forget(&self, unit: &UnitId) {
        self.ask(Order::Forget(unit.clone())).await;
    }

    /// Somebody takes care of a rule's open event. `false` when there is none, or nobody knows in time.
    pub(crate) async fn acknowledge(&self, unit: &UnitId, id: RuleId, note: Note) -> bool {
        self.ask(Order::Acknowledge(unit.clone(), id, note)).await
    }

    /// A rule is not told of for a while, at a unit or at all of its units.
    pub(crate) async fn shelve(&self, id: RuleId, unit: Option<UnitId>, shelving: Shelf) {
        self.ask(Order::Shelve(id, unit, shelving)).await;
    }

    /// A rule is told of again, at a unit or at all of its units.
    pub(crate) async fn unshelve(&self, id: RuleId, unit: Option<UnitId>) {
        self.ask(Order::Unshelve(id, unit)).await;
    }

    /// Waits until what was told so far is evaluated and written, but not for long. `false` when it is not.
    pub(crate) async fn flush(&self) -> bool {
        self.write(false).await
    }

    /// As [`flush`](Self::flush), and writes where every unit stands: the next start has nothing to look at again.
    pub(crate) async fn save(&self) -> bool {
        self.write(true).await
    }

    /// What the engine does.
    pub(crate) fn figures(&self) -> &Shared {
        &self.shared
    }

    /// How many facts wait.
    pub(crate) fn waiting(&self) -> usize {
        self.facts.max_capacity() - self.facts.capacity()
    }

    /// Asks for something to be done. `false` when there was nothing to do, or when nobody knows in time that it is
    /// written. It is done all the same: the wait for a place in the queue has no end, for what is stored must not be
    /// unknown to the engine.
    async fn ask(&self, order: Order) -> bool {
        let (done, written) = oneshot::channel();
        // The engine ends with the service only.
        let _ = self.orders.send(Request { order, done }).await;
        matches!(tokio::time::timeout(DONE_WITHIN, written).await, Ok(Ok(true)))
    }

    async fn write(&self, is_last: bool) -> bool {
        let (done, written) = oneshot::channel();
        let asked = async {
            self.flushes.send(Flush { is_last, done }).await.ok()?;
            written.await.ok()
        };
        matches!(tokio::time::timeout(DONE_WITHIN, asked).await, Ok(Some(true)))
    }
}

/// What is known without asking the engine.
impl Rules {
    /// Whether enabled rules want the unit's feed.
    pub(crate) fn keep(&self, unit: &UnitId) -> bool {
        self.shared.is_kept(unit)
    }

    /// Whether enabled rules with all their fields want the unit's feed. Those of the unit alone let it be stopped.
    pub(crate) fn keep_always(&self, unit: &UnitId) -> bool {
        self.shared.is_kept_by_full(unit)
    }

    /// All rules with all their fields.
    pub(crate) fn full_rules(&self) -> Vec<(RuleId, FullRule)> {
        self.shared.book().rules().iter().map(|(id, rule)| (*id, rule.clone())).collect()
    }

    /// One of them.
    pub(crate) fn full_rule(&self, id: RuleId) -> Option<FullRule> {
        self.shared.book().rules().get(&id).cloned()
    }

    /// How many there are.
    pub(crate) fn full_count(&self) -> usize {
        self.shared.book().rules().len()
    }

    /// The units that such a rule applies to now.
    pub(crate) fn units_of(&self, rule: &FullRule) -> Vec<UnitId> {
        self.shared.book().units_of(rule).cloned().collect()
    }

    /// How many rules a unit has.
    pub(crate) fn count(&self, unit: &UnitId) -> usize {
        self.shared.count(unit)
    }

    /// Where a rule is not told of now; without a unit: at all of its units.
    pub(crate) fn shelves(&self, id: RuleId) -> Vec<(Option<UnitId>, Shelf)> {
        self.shared.book().shelves(id, Timestamp::now())
    }

    /// The open events of rules, by unit.
    pub(crate) fn open_events(&self) -> BTreeMap<UnitId, Vec<OpenEvent>> {
        self.shared.open_events()
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
        let (jobs, mut to_write) = mpsc::channel(JOBS_LIMIT);
        let mut writer = Writer::new(
            store.clone(),
            fleet.clone(),
            recorder,
            telling.delivery.clone(),
            Arc::clone(&self.shared),
        );
        let supervisor = self.shared.supervisor.clone();
        tasks.spawn(async move {
            while supervisor.has_failed("alarms' writer", writer.run(&mut to_write)).await {}
        });
        let cadence = Cadence::of(config);
        let (units, book) = load::load(&store, &telling.herald, cadence.kept, &jobs).await?;
        *self.shared.book_mut() = book;
        let (mut inlets, supervisor) = (self.inlets, self.shared.supervisor.clone());
        let mut engine = Engine::new(units, telling, cadence, fleet, jobs, self.shared);
        tasks.spawn(
            async move { while supervisor.has_failed(engine::TASK, engine.run(&mut inlets)).await {} },
        );
        Ok(())
    }
}
