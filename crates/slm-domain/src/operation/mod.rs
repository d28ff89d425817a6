//! A long operation on a unit as it is shown: its steps, how far it is, how it ended.

mod id;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

pub use id::{OperationId, OperationIdError};

use crate::UnitId;

/// What a long operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// Clock, next free store name, start.
    StartCycle,
    /// Stop, files over FTP.
    StopCycle,
    /// One file from the card.
    Download,
    /// A folder of the card.
    DownloadFolder,
    /// The measurement's start, read off the card.
    SyncStartTime,
    /// All settings, one by one.
    Settings,
    /// Anything else that takes several steps.
    Other,
}

/// Where an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationState {
    /// It goes on.
    Running,
    /// It reached its end.
    Done,
    /// A step failed.
    Failed,
    /// An operator ended it.
    Cancelled,
    /// The service ended, or the task was lost, before it did.
    Interrupted,
}

/// Where one step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// Not begun.
    Pending,
    /// Begun.
    Running,
    /// Done, or seen to be done already.
    Done,
    /// It failed; the operation ended here.
    Failed,
    /// Not needed.
    Skipped,
}

/// Gives an enum its names, in both directions.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// The name in JSON and database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text { $($name => Ok(Self::$variant),)+ _ => Err(UnknownName) }
            }
        }
    };
}

names!(OperationKind {
    StartCycle = "start-cycle",
    StopCycle = "stop-cycle",
    Download = "download",
    DownloadFolder = "download-folder",
    SyncStartTime = "sync-start-time",
    Settings = "settings",
    Other = "other",
});
names!(OperationState {
    Running = "running",
    Done = "done",
    Failed = "failed",
    Cancelled = "cancelled",
    Interrupted = "interrupted",
});
names!(StepState {
    Pending = "pending",
    Running = "running",
    Done = "done",
    Failed = "failed",
    Skipped = "skipped",
});

/// A name that none of them has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such name")]
pub struct UnknownName;

/// One step of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub name: Cow<'static, str>,
    /// Where it stands.
    pub state: StepState,
    /// What it found, tries at the moment, or failed of.
    pub detail: Option<String>,
    /// When it began.
    pub began: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
}

/// A long operation and all that is shown of it.
///
/// ```
/// use slm_domain::operation::{Operation, OperationId, OperationKind, OperationState, StepState};
/// use slm_domain::UnitId;
///
/// let at = "2026-06-09T17:13:21Z".parse()?;
/// let id = OperationId::new("0abc-1")?;
/// let mut operation = Operation::new(id, UnitId::new("gate")?, OperationKind::StopCycle, &["stop", "files"], at);
/// operation.begin_step("stop", at);
/// operation.begin_step("files", at);
/// assert_eq!(operation.steps[0].state, StepState::Done);
/// operation.finish(Err("the meter cannot reach us".into()), at);
/// assert_eq!(operation.failed_step(), Some("files"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its name.
    pub id: OperationId,
    /// Whose meter it works on.
    pub unit: UnitId,
    /// What it does.
    pub kind: OperationKind,
    /// Where it stands.
    pub state: OperationState,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Bytes brought so far.
    pub bytes_done: u64,
    /// Bytes to bring, once known.
    pub bytes_total: Option<u64>,
    /// A word on how it is going.
    pub note: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// What state the meter is in, in plain words, as far as known.
    pub meter: Option<String>,
}

impl Operation {
    /// An operation that begins now, with none of its steps begun.
    pub fn new(
        id: OperationId,
        unit: UnitId,
        kind: OperationKind,
        steps: &[&'static str],
        now: Timestamp,
    ) -> Self {
        let steps = steps.iter().map(|name| Step::pending(Cow::Borrowed(name))).collect();
        Self {
            id,
            unit,
            kind,
            state: OperationState::Running,
            steps,
            began: now,
            ended: None,
            bytes_done: 0,
            bytes_total: None,
            note: None,
            error: None,
            meter: None,
        }
    }

    /// Whether it still goes on.
    pub fn is_running(&self) -> bool {
        self.state == OperationState::Running
    }

    /// The step that runs.
    pub fn running_step(&self) -> Option<&str> {
        self.steps.iter().find(|step| step.state == StepState::Running).map(|step| &*step.name)
    }

    /// The step it ended at without having done it.
    pub fn failed_step(&self) -> Option<&str> {
        self.steps.iter().find(|step| step.state == StepState::Failed).map(|step| &*step.name)
    }

    /// Begins a step; the one before is done. A name that was not announced is added.
    pub fn begin_step(&mut self, name: &'static str, now: Timestamp) {
        self.close_step(StepState::Done, None, now);
        let step = self.step_mut(name);
        *step = Step { state: StepState::Running, began: Some(now), ..Step::pending(Cow::Borrowed(name)) };
    }

    /// Marks a step as not needed, or as seen to be done already.
    pub fn settle_step(&mut self, name: &'static str, state: StepState, detail: &str) {
        let step = self.step_mut(name);
        step.state = state;
        step.detail = Some(detail.to_owned());
    }

    /// Says something about the step that runs, or about the operation when none does.
    pub fn note(&mut self, text: String) {
        match self.steps.iter_mut().find(|step| step.state == StepState::Running) {
            Some(step) => step.detail = Some(text),
            None => self.note = Some(text),
        }
    }

    /// Goes on with an operation that ended early; its steps stay as they are until they are taken again.
    pub fn reopen(&mut self) {
        self.state = OperationState::Running;
        self.ended = None;
        self.error = None;
        self.note = None;
    }

    /// Ends it: the running step is done, or failed with these words.
    pub fn finish(&mut self, outcome: Result<(), String>, now: Timestamp) {
        match outcome {
            Ok(()) => self.end(OperationState::Done, None, now),
            Err(error) => self.end(OperationState::Failed, Some(error), now),
        }
    }

    /// Ends it in this state. An operation that has ended stays as it is.
    pub fn end(&mut self, state: OperationState, error: Option<String>, now: Timestamp) {
        if !self.is_running() {
            return;
        }
        let step = if state == OperationState::Done { StepState::Done } else { StepState::Failed };
        self.close_step(step, error.clone(), now);
        self.state = state;
        self.error = error;
        self.ended = Some(now);
    }

    /// Ends the step that runs, if there is one.
    pub fn close_step(&mut self, state: StepState, detail: Option<String>, now: Timestamp) {
        if let Some(step) = self.steps.iter_mut().find(|step| step.state == StepState::Running) {
            step.state = state;
            step.ended = Some(now);
            step.detail = detail.or(step.detail.take());
        }
    }

    fn step_mut(&mut self, name: &'static str) -> &mut Step {
        let place = self.steps.iter().position(|step| step.name == name).unwrap_or_else(|| {
            self.steps.push(Step::pending(Cow::Borrowed(name)));
            self.steps.len() - 1
        });
        &mut self.steps[place]
    }
}

impl Step {
    /// A step that has not begun.
    pub fn pending(name: Cow<'static, str>) -> Self {
        Self { name, state: StepState::Pending, detail: None, began: None, ended: None }
    }
}

#[cfg(test)]
mod tests;
