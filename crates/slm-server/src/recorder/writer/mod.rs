//! The task that writes.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use slm_store::{Batch, Store};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior};

use super::minutes::Minutes;
use super::{Entry, RecorderFigures};
use crate::status_board::StatusBoard;

/// What is lost at worst when the process is killed.
const EVERY: Duration = Duration::from_millis(500);
/// Entries in one transaction at most.
const BATCH_LIMIT: usize = 4096;
/// Minutes in one transaction at most. Each costs as much as a hundred entries, for all longer steps that it is part of are
/// put together anew; the minutes of a thousand units end at once, and alarms must not wait for all of them.
const MINUTES_AT_ONCE: usize = 50;
/// While the database fails, it is said again this often.
const COMPLAIN_EVERY: Duration = Duration::from_mins(1);

pub(super) struct Writer {
    store: Store,
    board: Arc<StatusBoard>,
    entries: mpsc::Receiver<Entry>,
    flushes: mpsc::Receiver<oneshot::Sender<()>>,
    figures: Arc<RecorderFigures>,
    /// What is to be written next; kept when it could not be.
    batch: Batch,
    minutes: Minutes,
    failing: Option<Failing>,
}

/// An outage of the database.
struct Failing {
    since: Instant,
    complained: Instant,
}

impl Writer {
    pub(super) fn new(
        store: Store,
        board: Arc<StatusBoard>,
        entries: mpsc::Receiver<Entry>,
        flushes: mpsc::Receiver<oneshot::Sender<()>>,
        figures: Arc<RecorderFigures>,
    ) -> Self {
        let (batch, minutes) = (Batch::default(), Minutes::default());
        Self { store, board, entries, flushes, figures, batch, minutes, failing: None }
    }

    /// Writes twice a second and when asked, until nobody can ask any more. Says when the minutes of the last run are put
    /// together; lets go of it when they could not be.
    pub(super) async fn run(mut self, taken_up: oneshot::Sender<()>) {
        match self.minutes.take_up(&self.store).await {
            // Nobody waits when the service ends already.
            Ok(()) => drop(taken_up.send(())),
            Err(error) => {
                drop(taken_up);
                let error = &error as &dyn Error;
                tracing::error!(
                    error,
                    "minutes of the last run could not be put together; they are tried again at the next start"
                );
            }
        }
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = tick.tick() => {
                    self.write_all().await;
                }
                asked = self.flushes.recv() => {
                    let Some(done) = asked else { return };
                    if self.write_all().await {
                        // Whoever asked may have given up.
                        let _ = done.send(());
                    }
                }
            }
        }
    }

    /// Writes everything that waits. `false` when the database failed.
    async fn write_all(&mut self) -> bool {
        loop {
            let more = self.collect();
            if self.batch.is_empty() {
                return true;
            }
            if !self.write_batch().await {
                return false;
            }
            if !more {
                return true;
            }
        }
    }

    /// Fills the batch. `true` when more waits than fits in.
    fn collect(&mut self) -> bool {
        // States first: one that is older than its log entry is overtaken by the next batch, never the other way.
        if self.batch.statuses.is_empty() {
            self.batch.statuses = self.board.take_changed();
        } else {
            // A batch that could not be written outlives the units that were deleted meanwhile.
            self.batch.statuses.retain(|(unit, _)| self.board.knows(unit));
        }
        while self.batch.len() < BATCH_LIMIT {
            match self.entries.try_recv() {
                Ok(Entry::Reading(row, levels)) => {
                    self.minutes.add(&row.unit, &levels);
                    self.batch.readings.push(*row);
                }
                Ok(Entry::Trail(row)) => self.batch.trail.push(row),
                Ok(Entry::Log(entry)) => self.batch.logs.push(entry),
                Err(_) => {
                    self.minutes.settle(Timestamp::now());
                    self.add_minutes();
                    return self.minutes.has_more();
                }
            }
        }
        self.add_minutes();
        true
    }

    fn add_minutes(&mut self) {
        let room = MINUTES_AT_ONCE.saturating_sub(self.batch.minutes.len());
        self.batch.minutes.append(&mut self.minutes.take(room));
    }

    async fn write_batch(&mut self) -> bool {
        match self.store.record(&self.batch).await {
            Ok(()) => {
                self.figures.written.fetch_add(self.batch.len() as u64, Ordering::Relaxed);
                self.batch.clear();
                if let Some(failing) = self.failing.take() {
                    let outage_s = failing.since.elapsed().as_secs();
                    tracing::info!(outage_s, "the database takes readings again");
                }
                true
            }
            Err(error) => {
                self.complain(&error);
                false
            }
        }
    }

    fn complain(&mut self, error: &slm_store::StoreError) {
        self.figures.failures.fetch_add(1, Ordering::Relaxed);
        let now = Instant::now();
        let since = self.failing.as_ref().map_or(now, |failing| failing.since);
        if self.failing.as_ref().is_some_and(|failing| now < failing.complained + COMPLAIN_EVERY) {
            return;
        }
        self.failing = Some(Failing { since, complained: now });
        let waiting = self.batch.len() + self.entries.len();
        let lost = self.figures.lost.load(Ordering::Relaxed);
        tracing::error!(
            error = error as &dyn Error,
            waiting,
            lost,
            "readings cannot be written and wait in memory; trying again twice a second"
        );
    }
}
