//! Keeps a line's actor alive.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use futures_util::FutureExt;
use jiff::Timestamp;
use nl43_client::Endpoint;
use slm_domain::{LineEvent, Observation, RunView};
use tokio::sync::mpsc;

use super::actor::LineActor;
use super::{Ending, LineState, Message};
use crate::fleet::Shared;

/// Starts a line's actor again whenever it fails, and says so.
pub(super) struct Supervisor {
    pub(super) state: Arc<LineState>,
    pub(super) shared: Arc<Shared>,
    pub(super) endpoint: Endpoint,
}

impl Supervisor {
    pub(super) async fn run(
        self,
        mut messages: mpsc::Receiver<Message>,
        mut run: RunView,
        before: Option<Ending>,
    ) {
        let pause = self.shared.settings.session.reconnect_pause;
        let mut not_before = match before {
            Some(before) => end_of(before).await + pause,
            None => tokio::time::Instant::now().into_std(),
        };
        let mut restarts = 0;
        loop {
            let actor = LineActor::new(&self, &mut messages, run, not_before, restarts);
            match AssertUnwindSafe(actor.run()).catch_unwind().await {
                Ok(()) => return,
                Err(panic) => {
                    restarts += 1;
                    run = self.state.run();
                    not_before = tokio::time::Instant::now().into_std() + pause;
                    self.report(&slm_domain::panic_text(panic.as_ref()));
                }
            }
        }
    }

    fn report(&self, what: &str) {
        tracing::error!(line = ?self.state.key, panic = what, "the task of a unit's line failed and is started again");
        let event = LineEvent::Restarted(what.to_owned());
        let observation = Observation::Line { at: Timestamp::now(), event };
        for unit in self.state.units() {
            self.shared.observer.observe(&unit.id, &observation);
        }
    }
}

/// Waits until the line that had the address before has ended, and says when that was.
async fn end_of(mut before: Ending) -> Instant {
    let ended = before.wait_for(Option::is_some).await.ok().and_then(|ended| *ended);
    ended.unwrap_or_else(|| tokio::time::Instant::now().into_std())
}
