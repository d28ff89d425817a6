//! Commits what happened, with the state that follows from it, and tells it after that.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use slm_fleet::Fleet;
use slm_store::{AlarmWrite, LogCategory, Store};
use tokio::sync::{mpsc, oneshot};

use super::Shared;
use super::news::{Line, News};
use crate::alerting::publish;
use crate::delivery::Delivery;
use crate::recorder::Recorder;

/// Units in one transaction at most.
const AT_ONCE: usize = 512;
/// A failed write is tried again after this.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What happened at once to the alarms of a unit.
pub(super) struct Job {
    /// `None`: nothing, but somebody waits for what came before.
    write: Option<AlarmWrite>,
    news: Vec<News>,
    done: Option<(oneshot::Sender<bool>, bool)>,
}

/// The one task that writes.
pub(super) struct Writer {
    store: Store,
    fleet: Fleet,
    recorder: Recorder,
    delivery: Delivery,
    shared: Arc<Shared>,
}

impl Job {
    pub(super) fn of(write: AlarmWrite, news: Vec<News>) -> Self {
        Self { write: Some(write), news, done: None }
    }

    /// Nothing to write.
    pub(super) fn nothing() -> Self {
        Self { write: None, news: Vec::new(), done: None }
    }

    /// To be told to somebody when it is written, with how it went.
    pub(super) fn told_to(self, done: oneshot::Sender<bool>, outcome: bool) -> Self {
        Self { done: Some((done, outcome)), ..self }
    }

    /// What is to be written.
    #[cfg(test)]
    pub(super) fn into_write(self) -> Option<AlarmWrite> {
        self.write
    }

    /// With rows to be closed.
    pub(super) fn closing(mut self, closed: Vec<(i64, String)>) -> Self {
        if let Some(write) = &mut self.write {
            write.closed = closed;
        }
        self
    }
}

impl Writer {
    pub(super) fn new(
        store: Store,
        fleet: Fleet,
        recorder: Recorder,
        delivery: Delivery,
        shared: Arc<Shared>,
    ) -> Self {
        Self { store, fleet, recorder, delivery, shared }
    }

    /// Writes and tells until nobody can hand over anything.
    pub(super) async fn run(self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(AT_ONCE);
        while jobs.recv_many(&mut batch, AT_ONCE).await > 0 {
            let writes: Vec<AlarmWrite> = batch.iter_mut().filter_map(|job| job.write.take()).collect();
            if !writes.is_empty() {
                self.write(&writes).await;
            }
            for job in batch.drain(..) {
                job.news.into_iter().for_each(|news| self.tell(news));
                // Whoever has gone meanwhile does not need to know.
                job.done.map(|(done, outcome)| done.send(outcome));
            }
        }
    }

    /// Writes until it is written.
    async fn write(&self, writes: &[AlarmWrite]) {
        let mut is_failing = false;
        while let Err(error) = self.store.record_alarms(writes).await {
            self.shared.failures.fetch_add(1, Ordering::Relaxed);
            if !is_failing {
                let error = &error as &dyn Error;
                tracing::error!(error, units = writes.len(), "events of alert rules wait for the database");
            }
            is_failing = true;
            tokio::time::sleep(AGAIN_AFTER).await;
        }
        if writes.iter().flat_map(|write| &write.events).any(|event| event.message.is_some()) {
            self.delivery.wake();
        }
    }

    fn tell(&self, news: News) {
        if let Some(Line { text, level, is_logged }) = news.line {
            self.shared.transitions.fetch_add(1, Ordering::Relaxed);
            if is_logged {
                tracing::warn!("[ALERT] {}: {text}", news.unit);
            }
            self.recorder.log(&news.unit, level, LogCategory::General, text);
        }
        if let Some(notice) = news.notice {
            publish(&self.fleet, &news.unit, notice);
        }
    }
}
