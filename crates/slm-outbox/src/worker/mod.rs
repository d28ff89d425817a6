//! The outbox's worker: takes out what is due, has it delivered, notes what became of it.

mod compose;
mod run;
mod senders;
mod tally;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::{AddressPolicy, Calm, Channel, Message, MessageKind, Recipient, Severity};
use slm_store::Store;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use self::tally::Tallies;
use crate::channels::{Carrier, Carriers, Delivery};
use crate::outcome::Outcome;

pub use self::tally::Tally;

/// Messages under way by one channel: a dead one keeps no more busy than these.
const ROOM: u32 = 4;

/// Longest time of one attempt; channels have shorter ones of their own.
const ATTEMPT: Duration = Duration::from_mins(1);

/// How long what is under way may go on when the service ends.
const FAREWELL: Duration = Duration::from_secs(2);

/// Tells the time of day.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Tests that wait for the worker; people ask for them one at a time.
const TESTS: usize = 16;

/// Somebody asks whether a recipient can be reached.
struct Test {
    channel: i64,
    recipient: Recipient,
    answer: oneshot::Sender<Outcome>,
}

/// The running worker. Ends, too, when it is dropped; what was under way is then sent again after the next start.
pub struct Outbox {
    wake: Arc<Notify>,
    tests: mpsc::Sender<Test>,
    stop: watch::Sender<bool>,
    tallies: Tallies,
    failures: Arc<AtomicU64>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Outbox {
    /// Begins to deliver what is in the store, with this calm between what people are told of one incident. To be started
    /// once for a store.
    pub fn start(store: Store, carriers: Arc<dyn Carriers>, clock: Clock, calm: Calm) -> Self {
        let (wake, (stop, stopped)) = (Arc::new(Notify::new()), watch::channel(false));
        let (tests, asked) = mpsc::channel(TESTS);
        let tallies = Tallies::default();
        let worker = run::Worker::new(
            store,
            carriers,
            clock,
            calm,
            run::Signals { wake: Arc::clone(&wake), asked, stopped },
            tallies.clone(),
        );
        let failures = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&failures);
        let task = tokio::spawn(async move { worker.run(&counted).await });
        Self { wake, tests, stop, tallies, failures, task: Mutex::new(Some(task)) }
    }

    /// How often the worker has failed and was started again.
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Says that something was put into the store: messages, a channel, a recipient.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// What became of attempts since the start, by the number of the channel. Tests do not count.
    pub fn tallies(&self) -> BTreeMap<i64, Tally> {
        self.tallies.read()
    }

    /// Tells a recipient on a channel of the store that this is a test, at once, past queue and quiet hours, and says what
    /// happened. A channel that is switched off is tried, too; the recipient need not be in the store.
    pub async fn send_test(&self, channel: i64, recipient: Recipient) -> Outcome {
        let (answer, outcome) = oneshot::channel();
        let test = Test { channel, recipient, answer };
        if self.tests.try_send(test).is_err() {
            return Outcome::retry("too many tests are under way, or the service ends");
        }
        outcome.await.unwrap_or_else(|_| Outcome::retry("the service ended before the test did"))
    }

    /// Takes out nothing more, and waits a little for what is under way.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the outbox ended badly");
        }
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        if let Some(task) = self.task.get_mut().unwrap_or_else(PoisonError::into_inner) {
            task.abort();
        }
    }
}

/// Tells a recipient that this is a test, by a channel that is in no store and in no use, and says what happened.
pub async fn send_test(
    carriers: &dyn Carriers,
    channel: &Channel,
    recipient: &Recipient,
    now: Timestamp,
) -> Outcome {
    let carrier = carriers.open(channel);
    try_once(carrier.as_ref(), &test_delivery(recipient.clone(), now)).await
}

fn test_delivery(recipient: Recipient, now: Timestamp) -> Delivery {
    let key = format!("test-{}", now.as_microsecond());
    let message = Message {
        title: format!("Test for {}", recipient.name),
        text: "This is a test. Nothing happened, and nothing has to be done.".to_owned(),
        severity: Severity::Info,
        ..Message::new(key.clone(), key, MessageKind::Test, now)
    };
    Delivery { message: message.bounded(), recipient, attempt: 1, now }
}

/// One attempt, which ends.
async fn try_once(carrier: &dyn Carrier, delivery: &Delivery) -> Outcome {
    let outcome = tokio::time::timeout(ATTEMPT, carrier.deliver(delivery)).await;
    outcome.unwrap_or_else(|_| Outcome::retry(format!("no end within {} s", ATTEMPT.as_secs())))
}

/// What is kept makes sense or not, whatever may be configured: what is connected to is checked then.
fn any_address() -> AddressPolicy {
    AddressPolicy::open()
}
