//! One operation, shared by who runs it and who looks at it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use slm_domain::UnitId;
use slm_domain::operation::{Operation, OperationId, OperationKind};
use tokio_util::sync::CancellationToken;

/// Viewers are told of bytes that often.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// An operation and what belongs to it.
pub(super) struct Record {
    id: OperationId,
    unit: UnitId,
    state: Mutex<State>,
    cancel: CancellationToken,
    can_cancel: AtomicBool,
}

struct State {
    operation: Operation,
    result: Option<Value>,
    told: Option<Instant>,
}

/// How an operation stands at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) operation: Operation,
    /// What it brought, in the words of the call that began it.
    pub(crate) result: Option<Value>,
    pub(crate) can_cancel: bool,
    pub(crate) is_cancelling: bool,
}

impl Record {
    pub(super) fn new(operation: Operation) -> Self {
        Self {
            id: operation.id.clone(),
            unit: operation.unit.clone(),
            state: Mutex::new(State { operation, result: None, told: None }),
            cancel: CancellationToken::new(),
            can_cancel: AtomicBool::new(false),
        }
    }

    pub(super) fn id(&self) -> &OperationId {
        &self.id
    }

    pub(super) fn unit(&self) -> &UnitId {
        &self.unit
    }

    /// Cycles can go on where they ended: they are remembered longer.
    pub(super) fn is_cycle(&self) -> bool {
        self.with(|state| {
            matches!(state.operation.kind, OperationKind::StartCycle | OperationKind::StopCycle)
        })
    }

    pub(super) fn is_running(&self) -> bool {
        self.with(|state| state.operation.is_running())
    }

    pub(super) fn allow_cancel(&self) {
        self.can_cancel.store(true, Ordering::Relaxed);
    }

    /// `false` when it cannot be ended half-way.
    pub(super) fn cancel(&self) -> bool {
        let can = self.can_cancel.load(Ordering::Relaxed);
        if can {
            self.cancel.cancel();
        }
        can
    }

    pub(super) fn cancelled(&self) -> &CancellationToken {
        &self.cancel
    }

    pub(super) fn shown(&self) -> Shown {
        let can_cancel = self.can_cancel.load(Ordering::Relaxed);
        let is_cancelling = self.cancel.is_cancelled();
        self.with(|state| {
            let is_running = state.operation.is_running();
            Shown {
                operation: state.operation.clone(),
                result: state.result.clone(),
                can_cancel: can_cancel && is_running && !is_cancelling,
                is_cancelling: is_cancelling && is_running,
            }
        })
    }

    /// Changes the operation and gives what viewers are to be told.
    pub(super) fn change(&self, change: impl FnOnce(&mut Operation)) -> Operation {
        self.with(|state| {
            change(&mut state.operation);
            state.told = Some(Instant::now());
            state.operation.clone()
        })
    }

    /// As [`change`](Self::change), for changes that come many a second.
    pub(super) fn change_quietly(&self, change: impl FnOnce(&mut Operation)) -> Option<Operation> {
        self.with(|state| {
            change(&mut state.operation);
            let is_due = state.told.is_none_or(|told| told.elapsed() >= TELL_EVERY);
            is_due.then(|| {
                state.told = Some(Instant::now());
                state.operation.clone()
            })
        })
    }

    pub(super) fn set_result(&self, result: Value) {
        self.with(|state| state.result = Some(result));
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
