//! The end at which an operation is told.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use slm_domain::operation::{Operation, OperationId, OperationState, StepState};
use tokio_util::sync::CancellationToken;

use super::Shared;
use super::record::{Record, Shown};

/// Tells how one operation gets on. Dropped before it is finished, the operation was interrupted.
pub(crate) struct Progress {
    shared: Arc<Shared>,
    record: Arc<Record>,
}

impl Progress {
    pub(super) fn new(shared: Arc<Shared>, record: Arc<Record>) -> Self {
        Self { shared, record }
    }

    /// The operation's name.
    pub(crate) fn id(&self) -> &OperationId {
        self.record.id()
    }

    /// How it stands.
    pub(crate) fn operation(&self) -> Operation {
        self.record.shown().operation
    }

    /// How it stands, with its result.
    pub(crate) fn shown(&self) -> Shown {
        self.record.shown()
    }

    /// Begins a step; the one before is done.
    pub(crate) fn step(&self, name: &'static str) {
        self.change(|operation| operation.begin_step(name, Timestamp::now()));
    }

    /// Marks a step as not needed, with the reason.
    pub(crate) fn skip(&self, name: &'static str, why: &str) {
        self.change(|operation| operation.settle_step(name, StepState::Skipped, why));
    }

    /// Ends the running step, if there is one, without beginning the next.
    pub(crate) fn close_step(&self, state: StepState, detail: Option<String>) {
        self.change(|operation| operation.close_step(state, detail, Timestamp::now()));
    }

    /// Says something about the running step.
    pub(crate) fn note(&self, text: impl Into<String>) {
        let text = text.into();
        self.change(|operation| operation.note(text));
    }

    /// Says in plain words what state the meter is in.
    pub(crate) fn meter(&self, text: impl Into<String>) {
        let text = text.into();
        self.change(|operation| operation.meter = Some(text));
    }

    /// Tells how many bytes have come, of how many if that is known. May be called for every piece.
    pub(crate) fn advance(&self, done: u64, total: Option<u64>) {
        let told = self.record.change_quietly(|operation| {
            operation.bytes_done = done;
            operation.bytes_total = total;
        });
        if let Some(operation) = told {
            self.shared.publish(operation);
        }
    }

    /// Keeps what the operation brought, as its caller is answered.
    pub(crate) fn result(&self, result: Value) {
        self.record.set_result(result);
    }

    /// Lets operators end it half-way; whoever calls this must heed [`cancelled`](Self::cancelled).
    pub(crate) fn allow_cancel(&self) {
        self.record.allow_cancel();
    }

    /// Is cancelled when an operator wants it to end.
    pub(crate) fn cancelled(&self) -> &CancellationToken {
        self.record.cancelled()
    }

    /// Ends it: done, or failed with these words.
    pub(crate) fn finish(&self, outcome: Result<(), String>) {
        self.change(|operation| operation.finish(outcome, Timestamp::now()));
    }

    /// Ends it because an operator wanted so.
    pub(crate) fn finish_cancelled(&self) {
        let words = "ended by an operator".to_owned();
        self.change(|operation| operation.end(OperationState::Cancelled, Some(words), Timestamp::now()));
    }

    /// Ends it because the service ends.
    pub(crate) fn finish_interrupted(&self, words: String) {
        self.change(|operation| operation.end(OperationState::Interrupted, Some(words), Timestamp::now()));
    }

    /// Shows how it stands.
    pub(super) fn tell(&self) {
        self.change(|_| {});
    }

    fn change(&self, change: impl FnOnce(&mut Operation)) {
        self.shared.publish(self.record.change(change));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.record.is_running() {
            let words = Some("interrupted before its end".to_owned());
            self.change(|operation| operation.end(OperationState::Interrupted, words, Timestamp::now()));
        }
    }
}
