//! What a cycle does, in order, and what is left of it when it goes on after a failure.

use super::CycleStep;
use crate::operation::{Step, StepState};

/// What a start cycle was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartOptions {
    /// Whether the meter's clock is set first.
    pub sync_clock: bool,
}

impl Default for StartOptions {
    fn default() -> Self {
        Self { sync_clock: true }
    }
}

/// What a stop cycle was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StopOptions {
    /// Whether the measurement's files are fetched.
    pub download: bool,
    /// Whether the FTP server is switched off and on even when it answers. Needless switching is suspected to wedge the
    /// control port.
    pub toggle_ftp: bool,
    /// Whether somebody logs in to see that the FTP server works.
    pub login: bool,
}

/// The steps of one cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    steps: Vec<(CycleStep, Option<&'static str>)>,
}

/// One step, and how it is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Which.
    pub step: CycleStep,
    /// How.
    pub mode: Mode,
}

/// How a step is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For the first time.
    Do,
    /// Again: look first whether it took effect.
    Retry,
    /// Done before the cycle was interrupted: see that it still holds.
    Verify,
    /// Not at all, for this reason.
    Skip(&'static str),
}

impl Plan {
    /// A start cycle.
    pub fn start(options: &StartOptions) -> Self {
        let skipped = |step| match step {
            CycleStep::Clock if !options.sync_clock => Some("not asked for"),
            _ => None,
        };
        Self::of(&CycleStep::START, skipped)
    }

    /// A stop cycle.
    pub fn stop(options: &StopOptions) -> Self {
        let skipped = |step| match step {
            CycleStep::FtpOff if !options.toggle_ftp => Some("not asked for"),
            CycleStep::FtpLogin if !options.login => Some("no credentials are configured"),
            CycleStep::Folder | CycleStep::Download | CycleStep::Verify if !options.download => {
                Some("not asked for")
            }
            _ => None,
        };
        Self::of(&CycleStep::STOP, skipped)
    }

    /// What is to be done, given how far an earlier attempt came: what it did is verified, the step it failed of is taken
    /// again with a look first, and the rest is done.
    pub fn tasks(&self, before: &[Step]) -> Vec<Task> {
        let state_of = |step: CycleStep| before.iter().find(|known| known.name == step.name());
        let task = |&(step, skipped): &(CycleStep, Option<&'static str>)| {
            let mode = match (skipped, state_of(step).map(|known| known.state)) {
                (Some(why), _) => Mode::Skip(why),
                (None, Some(StepState::Done)) => Mode::Verify,
                (None, Some(StepState::Failed | StepState::Running)) => Mode::Retry,
                (None, Some(StepState::Pending | StepState::Skipped) | None) => Mode::Do,
            };
            Task { step, mode }
        };
        self.steps.iter().map(task).collect()
    }

    fn of(steps: &[CycleStep], skipped: impl Fn(CycleStep) -> Option<&'static str>) -> Self {
        Self { steps: steps.iter().map(|step| (*step, skipped(*step))).collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn step(name: &'static str, state: StepState) -> Step {
        Step { state, ..Step::pending(Cow::Borrowed(name)) }
    }

    fn told(tasks: &[Task]) -> Vec<String> {
        tasks.iter().map(|task| format!("{}: {:?}", task.step, task.mode)).collect()
    }

    #[test]
    fn a_fresh_cycle_does_everything_once() {
        let tasks = Plan::start(&StartOptions::default()).tasks(&[]);
        assert_eq!(
            told(&tasks),
            ["wake: Do", "check: Do", "clock: Do", "store_name: Do", "start: Do", "confirm: Do"]
        );
    }

    #[test]
    fn what_was_done_is_verified_and_what_failed_is_looked_at() {
        let before = [
            step("wake", StepState::Done),
            step("check", StepState::Done),
            step("clock", StepState::Done),
            step("store_name", StepState::Done),
            step("start", StepState::Failed),
            step("confirm", StepState::Pending),
        ];
        let tasks = Plan::start(&StartOptions::default()).tasks(&before);
        let expected = [
            "wake: Verify",
            "check: Verify",
            "clock: Verify",
            "store_name: Verify",
            "start: Retry",
            "confirm: Do",
        ];
        assert_eq!(told(&tasks), expected);
    }

    #[test]
    fn what_nobody_asked_for_is_left_out() {
        let options = StopOptions { download: false, toggle_ftp: false, login: false };
        let tasks = Plan::stop(&options).tasks(&[]);
        let done: Vec<_> = tasks.iter().filter(|task| task.mode == Mode::Do).map(|task| task.step).collect();
        assert_eq!(
            done,
            [CycleStep::Stop, CycleStep::FtpOn, CycleStep::FtpReady, CycleStep::Reading],
            "FTP is switched on if it does not answer"
        );
    }
}
