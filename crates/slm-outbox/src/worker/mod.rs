//! The outbox's worker: takes out what is due, has it delivered, notes what became of it.

mod compose;
mod run;
mod senders;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::{AddressPolicy, Channel, Message, MessageKind, Recipient};
use slm_store::Store;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::channels::{Carriers, Delivery};
use crate::outcome::Outcome;

/// Messages under way by one channel: a dead one keeps no more busy than these.
const ROOM: u32 = 4;

/// Longest time of one attempt; channels have shorter ones of their own.
const ATTEMPT: Duration = Duration::from_mins(1);

/// How long what is under way may go on when the service ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Tells the time of day.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The running worker. Ends, too, when it is dropped; what was under way is then sent again after the next start.
pub struct Outbox {
    wake: Arc<Notify>,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Outbox {
    /// Begins to deliver what is in the store. To be started once for a store.
    pub fn start(store: Store, carriers: Arc<dyn Carriers>, clock: Clock) -> Self {
        let (wake, (stop, stopped)) = (Arc::new(Notify::new()), watch::channel(false));
        let worker = run::Worker::new(store, carriers, clock, Arc::clone(&wake), stopped);
        Self { wake, stop, task: Some(tokio::spawn(worker.run())) }
    }

    /// Says that something was put into the store: messages, a channel, a recipient.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Takes out nothing more, and waits a little for what is under way.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the outbox ended badly");
        }
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// Tells a recipient that this is a test, at once and past the outbox, and says what happened.
pub async fn send_test(
    carriers: &dyn Carriers,
    channel: &Channel,
    recipient: &Recipient,
    now: Timestamp,
) -> Outcome {
    let key = format!("test-{}", now.as_microsecond());
    let message = Message {
        title: format!("Test of {}", channel.name),
        text: format!("This is a test for {}. Nothing happened, and nothing has to be done.", recipient.name),
        ..Message::new(key.clone(), key, MessageKind::Test, now)
    };
    let delivery = Delivery { message: message.bounded(), recipient: recipient.clone(), attempt: 1, now };
    let carrier = carriers.open(channel);
    let outcome = tokio::time::timeout(ATTEMPT, carrier.deliver(&delivery)).await;
    outcome.unwrap_or_else(|_| Outcome::retry(format!("no end within {} s", ATTEMPT.as_secs())))
}

/// What is kept makes sense or not, whatever may be configured: what is connected to is checked then.
fn any_address() -> AddressPolicy {
    AddressPolicy::open()
}
