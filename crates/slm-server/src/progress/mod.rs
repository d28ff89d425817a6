//! Long operations: who runs one tells here how it gets on; viewers are shown it, on the unit's feed and on request.
//!
//! ```text
//! let progress = app.operations.begin(unit.id(), OperationKind::Download, &["connect", "transfer"]);
//! progress.step("connect");
//! progress.step("transfer");
//! progress.advance(4096, Some(1_000_000));
//! progress.finish(Ok(()));
//! ```
//!
//! Bounded: of each unit and of all together, the oldest that have ended are forgotten first.

mod handle;
mod ledger;
mod record;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;
use slm_domain::operation::{Operation, OperationId, OperationKind};
use slm_domain::{LiveEvent, UnitId};
use slm_fleet::Fleet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use ledger::Ledger;
use record::Record;

pub(crate) use handle::Progress;
pub(crate) use record::Shown;

/// How long operations may take to notice that the service ends.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// All long operations, running and recent. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Operations {
    shared: Arc<Shared>,
}

struct Shared {
    fleet: Fleet,
    ledger: Mutex<Ledger>,
    count: AtomicU64,
    /// What no other process's names have.
    bits: u64,
    closing: CancellationToken,
    tasks: TaskTracker,
}

/// Why an operation cannot be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotCancelled {
    /// There is none of that name.
    Unknown,
    /// It has ended.
    Ended,
    /// It cannot be ended half-way.
    Unstoppable,
}

impl Operations {
    pub(crate) fn new(fleet: Fleet) -> Self {
        let bits = RandomState::new().hash_one(std::process::id());
        let shared = Shared {
            fleet,
            ledger: Mutex::default(),
            count: AtomicU64::new(1),
            bits,
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Begins an operation with these steps. Who drops the handle without finishing it has been interrupted.
    pub(crate) fn begin(&self, unit: &UnitId, kind: OperationKind, steps: &[&'static str]) -> Progress {
        let count = self.shared.count.fetch_add(1, Ordering::Relaxed);
        let id = OperationId::numbered(count, self.shared.bits);
        let operation = Operation::new(id, unit.clone(), kind, steps, Timestamp::now());
        self.resume(operation)
    }

    /// Goes on with an operation that was begun elsewhere or before.
    pub(crate) fn resume(&self, operation: Operation) -> Progress {
        let record = Arc::new(Record::new(operation));
        self.shared.ledger().insert(&record);
        let progress = Progress::new(Arc::clone(&self.shared), record);
        progress.tell();
        progress
    }

    /// Takes in an operation of the past.
    pub(crate) fn remember(&self, operation: Operation, result: Option<Value>) {
        let record = Record::new(operation);
        if let Some(result) = result {
            record.set_result(result);
        }
        self.shared.ledger().insert(&Arc::new(record));
    }

    /// The unit's operations, newest first.
    pub(crate) fn of_unit(&self, unit: &UnitId) -> Vec<Shown> {
        let records = self.shared.ledger().of_unit(unit);
        records.iter().rev().map(|record| record.shown()).collect()
    }

    /// One operation of the unit.
    pub(crate) fn get(&self, unit: &UnitId, id: &str) -> Option<Shown> {
        self.find(unit, id).map(|record| record.shown())
    }

    /// How many of the unit's operations run.
    pub(crate) fn running(&self, unit: &UnitId) -> usize {
        let records = self.shared.ledger().of_unit(unit);
        records.iter().filter(|record| record.is_running()).count()
    }

    /// Asks an operation to end.
    pub(crate) fn cancel(&self, unit: &UnitId, id: &str) -> Result<Shown, NotCancelled> {
        let record = self.find(unit, id).ok_or(NotCancelled::Unknown)?;
        if !record.is_running() {
            return Err(NotCancelled::Ended);
        }
        if !record.cancel() {
            return Err(NotCancelled::Unstoppable);
        }
        Ok(record.shown())
    }

    /// Runs an operation's work to its end, whether or not somebody waits for it. The work heeds
    /// [`closing`](Self::closing).
    pub(crate) fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> tokio::task::JoinHandle<T> {
        self.shared.tasks.spawn(work)
    }

    /// Is cancelled when the service ends; there is a second left then.
    pub(crate) fn closing(&self) -> &CancellationToken {
        &self.shared.closing
    }

    /// Asks all work to end, and waits for it a while.
    pub(crate) async fn close(&self) {
        self.shared.closing.cancel();
        self.shared.tasks.close();
        if tokio::time::timeout(CLOSE_WITHIN, self.shared.tasks.wait()).await.is_err() {
            tracing::warn!("some long operations did not end in time");
        }
    }

    fn find(&self, unit: &UnitId, id: &str) -> Option<Arc<Record>> {
        self.shared.ledger().of_unit(unit).into_iter().find(|record| record.id().as_str() == id)
    }
}

impl Shared {
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows how an operation stands on its unit's feed.
    fn publish(&self, operation: Operation) {
        if let Some(unit) = self.fleet.unit(&operation.unit) {
            let event = LiveEvent::Operation(Arc::new(operation));
            unit.monitor().publish(event, Timestamp::now(), Instant::now());
        }
    }
}

#[cfg(test)]
mod tests;
