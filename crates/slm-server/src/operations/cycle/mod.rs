//! Start and stop cycles, as schedulers use them: one at a time for each unit, step by step, each step shown and kept, so
//! that a cycle which ended early can go on where it ended.
//!
//! What the steps are and what remains of them is decided in [`slm_domain::cycle`]; here they are taken.

mod claim;
mod document;
mod failure;
mod files;
mod meter;
mod report;
mod restart;
mod start;
mod stop;
mod target;

use std::time::Duration;

use slm_domain::UnitId;
use slm_domain::cycle::{CycleStep, MeterFacts, Mode, Plan, StartOptions, StopOptions, Task};
use slm_domain::operation::{Operation, OperationKind, Step, StepState};
use slm_fleet::UnitHandle;
use slm_store::{LogCategory, LogLevel};

use super::Operator;
use crate::app::App;
use crate::http::ApiError;
use crate::progress::Progress;
use document::Memory;
use meter::{Effect, Hold};

pub(crate) use claim::Claims;
pub(crate) use document::{past_operation, remember_past};
pub(crate) use failure::{CycleFailure, Reason};
pub(crate) use restart::restart;
pub(crate) use target::Target;

/// A disk that takes longer to keep how a cycle stands is not waited for.
const SAVE_WITHIN: Duration = Duration::from_secs(5);
/// One at a time.
const CYCLE_RUNS: ApiError = ApiError::Conflict("Another cycle of this unit is running");

/// What a cycle was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// Clock, next free store name, start.
    Start(StartOptions),
    /// Stop, files.
    Stop(StopRequest),
}

/// What a stop cycle was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StopRequest {
    pub(crate) options: StopOptions,
    /// Where the archive goes; its usual place when `None`.
    pub(crate) target: Option<Target>,
}

/// A cycle that runs.
pub(crate) struct Cycle {
    app: App,
    operator: Operator,
    progress: Progress,
    request: Request,
    memory: Memory,
    facts: MeterFacts,
    /// How far an earlier attempt came.
    before: Vec<Step>,
    /// Whether an earlier attempt started the measurement, once looked at.
    has_begun: Option<bool>,
    /// Whether the meter is asked if it measures before anything is told to it.
    looks_first: bool,
    hold: Hold,
}

/// What a cycle that reached its end has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Start(start::Started),
    Stop(stop::Stopped),
}

/// Begins a cycle.
///
/// # Errors
/// Another cycle of the unit runs.
pub(crate) fn begin(app: &App, unit: UnitHandle, request: Request) -> Result<Cycle, ApiError> {
    let claim = app.cycles.take(unit.id()).ok_or(CYCLE_RUNS)?;
    let (kind, steps) = match request {
        Request::Start(_) => (OperationKind::StartCycle, &CycleStep::START_NAMES[..]),
        Request::Stop(_) => (OperationKind::StopCycle, &CycleStep::STOP_NAMES[..]),
    };
    let progress = app.operations.begin(unit.id(), kind, steps);
    progress.allow_cancel();
    Ok(Cycle {
        app: app.clone(),
        operator: Operator::new(app, unit),
        progress,
        request,
        memory: Memory::default(),
        facts: MeterFacts::default(),
        before: Vec::new(),
        has_begun: None,
        looks_first: false,
        hold: Hold::new(claim),
    })
}

impl Cycle {
    /// Asks the meter whether it measures before telling it anything, whatever is known of it.
    pub(crate) fn looking_first(mut self) -> Self {
        self.looks_first = true;
        self
    }

    /// The unit it works on.
    pub(crate) fn unit(&self) -> &UnitId {
        self.operator.unit.id()
    }

    /// Its operation as it stands.
    pub(crate) fn operation(&self) -> Operation {
        self.progress.operation()
    }

    /// Takes step after step. However it ends is shown, kept and logged.
    ///
    /// # Errors
    /// The step it ended at, why, and what state the meter is in.
    pub(crate) async fn run(mut self) -> Result<Outcome, CycleFailure> {
        let plan = match &self.request {
            Request::Start(options) => Plan::start(options),
            Request::Stop(request) => Plan::stop(&request.options),
        };
        let tasks = plan.tasks(&self.before);
        let closing = self.app.operations.closing().clone();
        // Large: it holds every step.
        let taken = Box::pin(self.take_all(&tasks));
        let mut ended = closing.run_until_cancelled(taken).await.unwrap_or(Err(Reason::Closing));
        if let Err(reason) = &ended
            && reason.is_wrong_state()
        {
            // Most likely a measurement that nobody knew of; whoever reads the failure wants to know.
            let asked = Box::pin(self.read_measuring());
            if closing.run_until_cancelled(asked).await.is_none() {
                ended = Err(Reason::Closing);
            }
        }
        if ended == Err(Reason::Closing) {
            self.facts.interrupted_in(self.progress.operation().running_step().unwrap_or_default());
        }
        if self.was_followed() {
            // The last step has looked whether it measures.
            let measuring = self.facts.measuring;
            self.facts.left_to_others();
            if ended.is_ok() {
                self.facts.measuring = measuring;
            }
        }
        self.progress.meter(self.facts.words());
        let ended = match ended {
            Ok(()) => Ok(self.finish()),
            Err(reason) => Err(self.fail(reason)),
        };
        self.save().await;
        ended
    }

    async fn take_all(&mut self, tasks: &[Task]) -> Result<(), Reason> {
        for task in tasks {
            let name = task.step.name();
            if let Mode::Skip(why) = task.mode {
                self.progress.skip(name, why);
                continue;
            }
            // Whoever sees it fetch files may begin the next cycle.
            if task.step == CycleStep::Download && self.hold.has_files() {
                self.let_go();
            }
            self.progress.step(name);
            // Before the step, so that a cycle which the service does not survive is known to have ended in it.
            self.save().await;
            if task.step.needs_files() {
                self.take_files().await?;
            }
            if task.step == CycleStep::Download {
                self.let_go();
            }
            self.take(task.step, task.mode).await?;
        }
        self.progress.close_step(StepState::Done, None);
        Ok(())
    }

    async fn take(&mut self, step: CycleStep, mode: Mode) -> Result<(), Reason> {
        match step {
            CycleStep::Wake => self.wake().await,
            CycleStep::Check => self.check().await,
            CycleStep::Clock => self.clock(mode).await,
            CycleStep::StoreName => self.store_name(mode).await,
            CycleStep::Start => self.start(mode).await,
            CycleStep::Confirm => self.confirm().await,
            CycleStep::Stop => self.stop(mode).await,
            CycleStep::FtpOff => self.ftp_off(mode).await,
            CycleStep::FtpOn => self.ftp_on(mode).await,
            CycleStep::FtpReady => self.ftp_ready().await,
            CycleStep::FtpLogin => self.ftp_login().await,
            CycleStep::Folder => self.folder().await,
            CycleStep::Download => self.download(mode).await,
            CycleStep::Verify => self.verify().await,
            CycleStep::Reading => self.reading().await,
        }
    }

    fn finish(&mut self) -> Outcome {
        let outcome = match &self.request {
            Request::Start(_) => Outcome::Start(self.started()),
            Request::Stop(_) => Outcome::Stop(self.stopped()),
        };
        self.progress.result(outcome.to_json(self.unit(), self.progress.id()));
        let (level, words) = if let Some(error) = &self.memory.download_error {
            self.progress.finish(Err(error.clone()));
            (LogLevel::Error, format!("The meter was stopped, but its files did not come: {error}"))
        } else {
            self.progress.finish(Ok(()));
            (LogLevel::Info, outcome.words())
        };
        self.app.recorder.log(self.unit(), level, LogCategory::Command, words);
        outcome
    }

    fn fail(&mut self, reason: Reason) -> CycleFailure {
        let operation = self.progress.operation();
        let failure = CycleFailure {
            kind: operation.kind,
            step: operation.running_step().unwrap_or_default().to_owned(),
            reason,
            meter: self.facts.words(),
            operation: operation.id,
        };
        match failure.reason {
            Reason::Cancelled => self.progress.finish_cancelled(),
            Reason::Closing => self.progress.finish_interrupted(failure.reason.to_string()),
            _ => self.progress.finish(Err(failure.reason.to_string())),
        }
        let words = format!("{failure}. {}", failure.meter);
        self.app.recorder.log(self.unit(), LogLevel::Error, LogCategory::Command, words);
        failure
    }

    /// Keeps how it stands. A database that fails or is slow does not hold up a meter.
    async fn save(&self) {
        let row = document::row(&self.progress.shown(), &self.request, &self.memory);
        match tokio::time::timeout(SAVE_WITHIN, self.app.store.put_operation(&row)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::warn!(unit.id = %self.unit(), %error, "a cycle's state could not be kept");
            }
            Err(_) => {
                tracing::warn!(unit.id = %self.unit(), "a cycle's state was not kept: the disk is slow");
            }
        }
    }

    /// How an earlier attempt left a step.
    fn was_done(&self, step: CycleStep) -> bool {
        self.before.iter().any(|known| known.name == step.name() && known.state == StepState::Done)
    }
}
