//! Tasks that must not end while the service runs: whatever fails in them is said, counted, and begun again.

use std::any::Any;
use std::collections::BTreeMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use slm_domain::{UnitId, panic_text};

/// Until a task is begun again: one that fails at once must not take the processor for itself.
const PAUSE: Duration = Duration::from_millis(500);

/// Watches over tasks. Clones are of one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Supervisor {
    failures: Arc<Mutex<BTreeMap<&'static str, u64>>>,
}

impl Supervisor {
    /// Does what a task does until it ends in order, `false`, or fails, `true`: then it is to be done again. What it
    /// works on must be of use after a failure.
    pub(crate) async fn has_failed(&self, task: &'static str, work: impl Future<Output = ()>) -> bool {
        let Err(panic) = AssertUnwindSafe(work).catch_unwind().await else { return false };
        let panic = self.count(task, panic.as_ref());
        tracing::error!(task, panic, "a task failed and is started again");
        tokio::time::sleep(PAUSE).await;
        true
    }

    /// Does something for one unit, so that its failure is no other unit's.
    pub(crate) fn for_unit<T>(
        &self,
        task: &'static str,
        unit: &UnitId,
        work: impl FnOnce() -> T,
    ) -> Option<T> {
        let outcome = self.attempt(task, work);
        if outcome.is_none() {
            tracing::error!(task, %unit, "it failed for this unit; the others go on");
        }
        outcome
    }

    /// Does something that may fail and stops nothing by it.
    pub(crate) fn attempt<T>(&self, task: &'static str, work: impl FnOnce() -> T) -> Option<T> {
        let report = |panic: Box<dyn Any + Send>| {
            let panic = self.count(task, panic.as_ref());
            tracing::error!(task, panic, "something failed in a task, which goes on");
        };
        catch_unwind(AssertUnwindSafe(work)).map_err(report).ok()
    }

    /// How often each task has failed; those that never did are left out.
    pub(crate) fn failures(&self) -> BTreeMap<&'static str, u64> {
        self.counts().clone()
    }

    fn count(&self, task: &'static str, panic: &(dyn Any + Send)) -> String {
        *self.counts().entry(task).or_default() += 1;
        panic_text(panic)
    }

    fn counts(&self) -> MutexGuard<'_, BTreeMap<&'static str, u64>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_fails_goes_on_and_is_counted() {
        let supervisor = Supervisor::default();
        let mut done = 0;
        let mut work = async || {
            done += 1;
            assert!(done > 2, "too early");
        };
        while supervisor.has_failed("work", work()).await {}
        assert_eq!((done, supervisor.failures()), (3, BTreeMap::from([("work", 2)])));
    }

    #[test]
    fn what_fails_for_a_unit_fails_for_it_alone() {
        let supervisor = Supervisor::default();
        let gate = UnitId::new("gate").unwrap();
        assert_eq!(supervisor.for_unit("rules", &gate, || 1), Some(1));
        assert_eq!(supervisor.for_unit("rules", &gate, || -> u8 { panic!("{}", 2) }), None);
        assert_eq!(supervisor.failures(), BTreeMap::from([("rules", 1)]));
    }
}
