//! Commits what happened, with the state that follows from it, and tells it after that.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use slm_fleet::Fleet;
use slm_store::{AlarmWrite, LogCategory, Store};
use tokio::sync::{mpsc, oneshot};

use super::Shared;
use super::ledger::Ledger;
use super::news::{Line, News};
use crate::alerting::publish;
use crate::delivery::Delivery;
use crate::recorder::Recorder;

/// Units in one transaction at most.
const AT_ONCE: usize = 512;

/// What happened at once to the alarms of a unit.
pub(super) struct Job {
    /// `None`: nothing, but somebody waits for what came before.
    write: Option<AlarmWrite>,
    news: Vec<News>,
    done: Option<(oneshot::Sender<bool>, bool)>,
}

/// The one task that writes.
pub(super) struct Writer {
    ledger: Ledger,
    fleet: Fleet,
    recorder: Recorder,
    delivery: Delivery,
    /// What is under way.
    batch: Vec<Job>,
    /// Of it, what is not written yet.
    writes: Vec<AlarmWrite>,
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
        let ledger = Ledger::new(store, shared);
        Self { ledger, fleet, recorder, delivery, batch: Vec::with_capacity(AT_ONCE), writes: Vec::new() }
    }

    /// Writes and tells until nobody can hand over anything. What a failure interrupts is written again.
    pub(super) async fn run(&mut self, jobs: &mut mpsc::Receiver<Job>) {
        loop {
            if self.batch.is_empty() && jobs.recv_many(&mut self.batch, AT_ONCE).await == 0 {
                return;
            }
            self.writes.extend(self.batch.iter_mut().filter_map(|job| job.write.take()));
            if !self.writes.is_empty() {
                self.ledger.write(&self.writes).await;
            }
            let has_message = |write: &AlarmWrite| write.events.iter().any(|event| event.message.is_some());
            if self.writes.drain(..).any(|write| has_message(&write)) {
                self.delivery.wake();
            }
            for job in std::mem::take(&mut self.batch) {
                job.news.into_iter().for_each(|news| self.tell(news));
                // Whoever has gone meanwhile does not need to know.
                job.done.map(|(done, outcome)| done.send(outcome));
            }
        }
    }

    fn tell(&self, news: News) {
        if let Some(Line { text, level, is_logged }) = news.line {
            self.ledger.shared.transitions.fetch_add(1, Ordering::Relaxed);
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
