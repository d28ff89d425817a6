//! Writing until it is written, or can never be.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use slm_store::{AlarmWrite, Store, StoreError};

use super::Shared;

/// A failed write is tried again after this.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// What the database refuses so often is left out.
const TRIES: u32 = 2;

/// Where events and states are written.
pub(super) struct Ledger {
    store: Store,
    pub(super) shared: Arc<Shared>,
}

impl Ledger {
    pub(super) fn new(store: Store, shared: Arc<Shared>) -> Self {
        Self { store, shared }
    }

    /// Writes all, however long the database cannot be used. One that it refuses while it takes the others is left out
    /// in the end: it must not stop those of all other units.
    pub(super) async fn write(&self, writes: &[AlarmWrite]) {
        if self.write_at_once(writes, 1).await {
            return;
        }
        for write in writes {
            if !self.write_at_once(std::slice::from_ref(write), TRIES).await {
                self.shared.refused.fetch_add(1, Ordering::Relaxed);
                let (unit, events) = (&write.unit, write.events.len());
                tracing::error!(%unit, events, "the database takes no events of alert rules of the unit; they are left out");
            }
        }
    }

    /// `false` when the database refused it so often.
    async fn write_at_once(&self, writes: &[AlarmWrite], tries: u32) -> bool {
        let (mut is_failing, mut refused) = (false, 0);
        while let Err(error) = self.store.record_alarms(writes).await {
            self.shared.failures.fetch_add(1, Ordering::Relaxed);
            if !is_failing {
                let error = &error as &dyn Error;
                tracing::error!(error, units = writes.len(), "events of alert rules wait for the database");
            }
            is_failing = true;
            // A database that is locked, full or out of reach takes it later.
            refused += u32::from(matches!(error, StoreError::Database { .. }));
            if refused >= tries {
                return false;
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
        true
    }
}
