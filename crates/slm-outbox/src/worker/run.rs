//! The worker's one task: all waiting in one place.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use jiff::Timestamp;
use slm_domain::delivery::Calm;
use slm_domain::delivery::retry::{Next, after_attempt};
use slm_domain::panic_text;
use slm_store::{Attempted, Claimed, Store, StoreError, Terms, Verdict};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};

use super::compose::{compose, put_together};
use super::senders::Senders;
use super::tally::Tallies;
use super::{Clock, FAREWELL, ROOM, Test, test_delivery, try_once};
use crate::channels::{Carrier, Carriers, Delivery};
use crate::outcome::Outcome;

/// Longest wait before looking again: clocks are set, and the store is written by others.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Wait after the store failed.
const STORE_PAUSE: Duration = Duration::from_secs(2);

/// The store has one writer. In a flood looking for what is to be told takes long, and alarms must not wait for it: others
/// have the store for so many times longer than the outbox has had it.
const LEFT_TO_OTHERS: u32 = 4;

/// A look that took less is no burden.
const QUICK: Duration = Duration::from_millis(5);

/// Longest rest after a look that was none.
const LONGEST_REST: Duration = Duration::from_secs(1);

/// How an attempt of a claimed row ended.
struct Ended {
    outcome: Outcome,
    took: Duration,
}

/// What the worker is told from outside.
pub(super) struct Signals {
    pub(super) wake: Arc<Notify>,
    pub(super) asked: mpsc::Receiver<Test>,
    pub(super) stopped: watch::Receiver<bool>,
}

pub(super) struct Worker {
    store: Store,
    clock: Clock,
    calm: Calm,
    signals: Signals,
    /// Tests under way.
    tests: JoinSet<()>,
    senders: Senders,
    attempts: JoinSet<Ended>,
    /// What is under way, by its task.
    claimed: HashMap<Id, Claimed>,
    /// What could not be noted yet.
    unsaved: Vec<Attempted>,
    tallies: Tallies,
}

impl Worker {
    pub(super) fn new(
        store: Store,
        carriers: Arc<dyn Carriers>,
        clock: Clock,
        calm: Calm,
        signals: Signals,
        tallies: Tallies,
    ) -> Self {
        Self {
            store,
            clock,
            calm,
            signals,
            tests: JoinSet::new(),
            senders: Senders::new(carriers),
            attempts: JoinSet::new(),
            claimed: HashMap::new(),
            unsaved: Vec::new(),
            tallies,
        }
    }

    /// Delivers until the end, and from the beginning again whenever something in it fails. What was under way is then
    /// sent again.
    pub(super) async fn run(mut self, failures: &AtomicU64) {
        while let Err(panic) = AssertUnwindSafe(self.deliver()).catch_unwind().await {
            failures.fetch_add(1, Ordering::Relaxed);
            tracing::error!(panic = panic_text(&*panic), "the outbox failed and is started again");
            self.attempts = JoinSet::new();
            self.claimed.clear();
            self.unsaved.clear();
            tokio::time::sleep(STORE_PAUSE).await;
        }
    }

    async fn deliver(&mut self) {
        self.release().await;
        // What was configured is opened before the first message: brokers are to see us.
        let mut refresh = true;
        while !*self.signals.stopped.borrow() {
            let began = Instant::now();
            let turn = self.turn(refresh).await;
            refresh = turn.is_err();
            self.rest_after(began.elapsed()).await;
            let pause = match turn {
                Ok(pause) => pause,
                Err(error) => {
                    tracing::error!(
                        error = crate::outcome::causes(&error),
                        "the outbox waits for the database"
                    );
                    STORE_PAUSE
                }
            };
            tokio::select! {
                ended = self.attempts.join_next_with_id(), if !self.attempts.is_empty() => {
                    // All that ended meanwhile is saved as one.
                    let others = std::iter::from_fn(|| self.attempts.try_join_next_with_id());
                    for ended in ended.into_iter().chain(others).collect::<Vec<_>>() {
                        self.note(ended);
                    }
                }
                () = self.signals.wake.notified() => refresh = true,
                Some(test) = self.signals.asked.recv() => self.test(test).await,
                Some(_) = self.tests.join_next() => {}
                _ = self.signals.stopped.changed() => {}
                () = tokio::time::sleep(pause) => refresh = true,
            }
        }
        self.farewell().await;
    }

    /// Leaves the store to others for a while, if it was kept long.
    async fn rest_after(&mut self, took: Duration) {
        if took < QUICK {
            return;
        }
        let rest = (took * LEFT_TO_OTHERS).min(LONGEST_REST);
        tokio::select! {
            _ = self.signals.stopped.changed() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }

    /// What the process before left being sent becomes due again.
    async fn release(&mut self) {
        while !*self.signals.stopped.borrow() {
            match self.store.release_claimed((self.clock)()).await {
                Ok(0) => return,
                Ok(count) => {
                    return tracing::info!(
                        count,
                        "messages may have been sent when the service ended; they are sent again"
                    );
                }
                Err(error) => {
                    tracing::error!(
                        error = crate::outcome::causes(&error),
                        "the outbox waits for the database"
                    );
                }
            }
            tokio::select! {
                _ = self.signals.stopped.changed() => {}
                () = tokio::time::sleep(STORE_PAUSE) => {}
            }
        }
    }

    /// Saves what ended, begins what is due, and says how long nothing else is to be done.
    async fn turn(&mut self, refresh: bool) -> Result<Duration, StoreError> {
        if !self.unsaved.is_empty() {
            self.store.note_attempts(&self.unsaved).await?;
            self.unsaved.clear();
        }
        if refresh {
            self.senders.refresh(&self.store).await?;
        }
        let now = (self.clock)();
        if self.store.next_due().await?.is_none_or(|due| due > now) {
            return self.pause(now).await;
        }
        let terms = Terms { room: ROOM, calm: self.calm, compose: &put_together };
        let claimed = self.store.claim_due(now, terms).await?;
        if !claimed.is_empty() && !refresh {
            self.senders.refresh(&self.store).await?;
        }
        for one in claimed {
            self.begin(one, now);
        }
        self.pause(now).await
    }

    async fn pause(&self, now: Timestamp) -> Result<Duration, StoreError> {
        let due = self.store.next_due().await?;
        let until = due.map_or(LOOK_AGAIN, |due| due.duration_since(now).try_into().unwrap_or_default());
        // Something that is due and was not taken waits for room: whatever comes back makes it.
        let until = if until.is_zero() { LOOK_AGAIN } else { until };
        Ok(until.min(LOOK_AGAIN))
    }

    fn begin(&mut self, claimed: Claimed, now: Timestamp) {
        let task = match self.delivery(&claimed, now) {
            Ok((carrier, delivery)) => self.attempts.spawn(async move {
                let began = Instant::now();
                let outcome = try_once(carrier.as_ref(), &delivery).await;
                Ended { outcome, took: began.elapsed() }
            }),
            Err(words) => self
                .attempts
                .spawn(async move { Ended { outcome: Outcome::GiveUp(words), took: Duration::ZERO } }),
        };
        self.claimed.insert(task.id(), claimed);
    }

    fn delivery(&self, claimed: &Claimed, now: Timestamp) -> Result<(Arc<dyn Carrier>, Delivery), String> {
        let recipient = self.senders.recipient(claimed.recipient)?;
        let carrier = self.senders.carrier(claimed.channel)?;
        let message = compose(claimed, now)?;
        Ok((carrier, Delivery { message, recipient, attempt: claimed.attempt, now }))
    }

    /// By the channel as it is now, open or opened for this: two connections of one name would throw each other out.
    async fn test(&mut self, test: Test) {
        let refreshed =
            self.senders.refresh(&self.store).await.map_err(|error| crate::outcome::causes(&error));
        let carrier = refreshed.and_then(|()| self.senders.carrier_for_test(test.channel));
        let delivery = test_delivery(test.recipient, (self.clock)());
        self.tests.spawn(async move {
            let outcome = match carrier {
                Ok(carrier) => try_once(carrier.as_ref(), &delivery).await,
                Err(words) => Outcome::GiveUp(words),
            };
            // Whoever asked may have gone.
            let _ = test.answer.send(outcome);
        });
    }

    /// Keeps what became of an attempt until it is saved.
    fn note(&mut self, ended: Result<(Id, Ended), JoinError>) {
        let (task, ended) = ended.unwrap_or_else(|error| {
            tracing::error!(%error, "an attempt to deliver ended badly");
            let outcome = Outcome::retry("the attempt ended badly; the log says more");
            (error.id(), Ended { outcome, took: Duration::ZERO })
        });
        let Some(claimed) = self.claimed.remove(&task) else { return };
        let at = (self.clock)();
        let verdict = verdict(&ended.outcome, claimed.attempt, at);
        self.tallies.count(claimed.channel, verdict);
        let detail = ended.outcome.words().to_owned();
        match verdict {
            Verdict::Delivered => tracing::debug!(key = claimed.key, detail, "delivered"),
            Verdict::RetryAt(next) => {
                tracing::info!(key = claimed.key, attempt = claimed.attempt, %next, detail, "not delivered, and tried again");
            }
            Verdict::GivenUp => {
                tracing::warn!(
                    key = claimed.key,
                    recipient = claimed.recipient,
                    detail,
                    "not delivered, and given up"
                );
            }
        }
        self.unsaved.push(Attempted { id: claimed.id, at, took: ended.took, verdict, detail });
    }

    /// Waits a little for what is under way. What does not end is sent again after the next start.
    async fn farewell(&mut self) {
        let all = async {
            while let Some(ended) = self.attempts.join_next_with_id().await {
                self.note(ended);
            }
        };
        if tokio::time::timeout(FAREWELL, all).await.is_err() {
            tracing::warn!(
                count = self.claimed.len(),
                "messages under way are sent again after the next start"
            );
        }
        if !self.unsaved.is_empty()
            && let Err(error) = self.store.note_attempts(&self.unsaved).await
        {
            tracing::error!(error = crate::outcome::causes(&error), "attempts could not be noted");
        }
    }
}

fn verdict(outcome: &Outcome, attempt: u32, at: Timestamp) -> Verdict {
    match outcome {
        Outcome::Delivered(_) => Verdict::Delivered,
        Outcome::GiveUp(_) => Verdict::GivenUp,
        Outcome::RetryLater { after, .. } => match after_attempt(attempt, *after) {
            Next::In(pause) => Verdict::RetryAt(at.saturating_add(pause).unwrap_or(Timestamp::MAX)),
            Next::GiveUp => Verdict::GivenUp,
        },
    }
}
