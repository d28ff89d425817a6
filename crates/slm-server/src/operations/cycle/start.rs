//! The steps of a start cycle.

use std::time::Duration;

use jiff::Timestamp;
use nl43_proto::{Command, OnOff, Overwrite, Reply, RunState, StartStop, StoreName};
use slm_domain::cycle::{CycleStep, IndexSearch, Known, Mode, Next};
use slm_domain::operation::StepState;
use slm_domain::{DeviceError, clock_offset};
use tokio::time::Instant;

use super::{Cycle, Effect, Reason};
use crate::operations::read::unfit;
use crate::operations::set_clock;

/// A search of a hundred names takes some 200 s by the meter's pauses alone.
const SEARCH_WITHIN: Duration = Duration::from_mins(5);
/// A clock within this of ours does not have to be set again.
const CLOCK_SLACK_S: i64 = 2;
const CONFIRMATIONS: u32 = 3;
const BETWEEN_CONFIRMATIONS: Duration = Duration::from_millis(500);

/// What a start cycle did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Started {
    /// The time the meter's clock was set to, as sent.
    pub(crate) clock: Option<String>,
    pub(crate) old_index: u16,
    pub(crate) new_index: u16,
    pub(crate) attempts: u32,
    /// Whether the meter said that it measures.
    pub(crate) confirmed: bool,
}

impl Cycle {
    pub(super) fn started(&self) -> Started {
        let index = |name: Option<u16>| name.unwrap_or_default();
        Started {
            clock: self.memory.clock.clone(),
            old_index: index(self.memory.old_name),
            new_index: index(self.memory.new_name),
            attempts: self.memory.attempts,
            confirmed: self.memory.confirmed,
        }
    }

    /// A sleeping meter drops off the network. A meter that cannot say so is awake enough.
    pub(super) async fn wake(&self) -> Result<(), Reason> {
        match self.ask(Command::SleepModeQuery).await {
            Ok(Reply::OnOff(OnOff::On)) => {}
            Ok(_) => return Ok(()),
            Err(Reason::Device(DeviceError::Refused { .. } | DeviceError::Garbled { .. })) => {
                self.progress.note("the meter does not say whether it may sleep");
                return Ok(());
            }
            Err(reason) => return Err(reason),
        }
        if let Err(told) = self.tell(Command::SleepMode(OnOff::Off)).await {
            self.progress.note(format!("the sleep mode could not be switched off: {}", told.reason));
        }
        Ok(())
    }

    /// A running measurement is somebody's: its clock and store name are left alone. A meter that cannot say whether it
    /// measures will say so when it is started.
    ///
    /// Schedulers know which commands a start cycle sends, and this question is none of them: a meter is asked if it is
    /// believed to measure, or for those who want it ([`looking_first`](Self::looking_first)).
    pub(super) async fn check(&mut self) -> Result<(), Reason> {
        if self.came_to_start() {
            if self.has_begun().await? {
                self.progress.note("it measures already, as begun by this cycle");
            }
            return Ok(());
        }
        if !self.looks_first && !self.is_believed_to_measure() {
            self.progress.note("not known to measure");
            return Ok(());
        }
        match self.read_measuring().await {
            Ok(false) => Ok(()),
            Ok(true) => Err(Reason::Measures),
            Err(Reason::Device(DeviceError::Refused { .. } | DeviceError::Garbled { .. })) => {
                self.progress.note("the meter does not say whether it measures");
                Ok(())
            }
            Err(reason) => Err(reason),
        }
    }

    fn is_believed_to_measure(&self) -> bool {
        let state = self.app.board.get(self.unit()).and_then(|status| status.run_state());
        state.is_some_and(RunState::is_measuring)
    }

    pub(super) async fn clock(&mut self, mode: Mode) -> Result<(), Reason> {
        if self.has_begun().await? {
            // Not during a measurement.
            self.progress.note("left alone: the meter measures");
            return Ok(());
        }
        if mode == Mode::Verify && self.is_clock_right().await? {
            self.facts.clock_set = Known::Yes;
            self.progress.note("still right");
            return Ok(());
        }
        self.go_on()?;
        // Not read back when its answer is lost: the clock has gone on since, and setting it again does no harm.
        let clock = match set_clock(&self.operator).await {
            Ok(clock) => clock,
            Err(error) => {
                self.facts.clock_set = if error.leaves_doubt() { Known::Doubtful } else { Known::No };
                return Err(error.into());
            }
        };
        self.facts.clock_set = Known::Yes;
        self.progress.note(format!("set to {clock}"));
        self.memory.clock = Some(clock.to_string());
        Ok(())
    }

    /// Whether an earlier attempt came as far as the start, and the meter measures now.
    async fn has_begun(&mut self) -> Result<bool, Reason> {
        if let Some(begun) = self.has_begun {
            return Ok(begun);
        }
        let begun = self.came_to_start() && self.read_measuring().await?;
        self.has_begun = Some(begun);
        Ok(begun)
    }

    /// Whether an earlier attempt came as far as the start.
    fn came_to_start(&self) -> bool {
        self.before.iter().any(|step| {
            step.name == CycleStep::Start.name() && matches!(step.state, StepState::Done | StepState::Failed)
        })
    }

    async fn is_clock_right(&self) -> Result<bool, Reason> {
        let Reply::Clock(shown) = self.ask(Command::ClockQuery).await? else { return Ok(false) };
        let offset = clock_offset(shown, &self.app.config.site.zone, Timestamp::now());
        Ok(offset.is_some_and(|offset| offset.as_secs().abs() <= CLOCK_SLACK_S))
    }

    /// Finds the next store name whose folder is free, so that nothing is overwritten.
    pub(super) async fn store_name(&mut self, mode: Mode) -> Result<(), Reason> {
        if self.has_begun().await? {
            self.facts.store_name = self.memory.new_name.and_then(StoreName::new);
            self.progress.note("left alone: the meter measures");
            return Ok(());
        }
        let current = self.read_store_name().await?;
        self.memory.old_name.get_or_insert(current.number());
        self.facts.old_name = self.memory.old_name.and_then(StoreName::new);
        let is_ours = self.memory.candidate == Some(current.number());
        if mode != Mode::Do && is_ours && self.read_overwrite().await? == Overwrite::None {
            self.take_name(current, "still free");
            return Ok(());
        }
        self.search(current).await
    }

    async fn search(&mut self, current: StoreName) -> Result<(), Reason> {
        let begun = Instant::now();
        let mut search = IndexSearch::after(current);
        let mut next = search.first();
        loop {
            self.memory.attempts = search.attempts();
            match next {
                Next::Found(name) => {
                    self.take_name(name, "free");
                    return Ok(());
                }
                Next::Exhausted => return Err(Reason::NoFreeIndex),
                Next::Try(_) if begun.elapsed() > SEARCH_WITHIN => {
                    let attempts = search.attempts() - 1;
                    return Err(Reason::SearchTooLong { seconds: SEARCH_WITHIN.as_secs(), attempts });
                }
                Next::Try(name) => {
                    let (attempt, most) = (search.attempts(), IndexSearch::MAX_ATTEMPTS);
                    self.progress.note(format!("trying {name} ({attempt} of {most})"));
                    next = search.take(self.try_name(name).await?);
                }
            }
        }
    }

    /// Sets a store name and asks whether its folder holds data.
    async fn try_name(&mut self, name: StoreName) -> Result<Overwrite, Reason> {
        self.memory.candidate = Some(name.number());
        if let Err(told) = self.tell(Command::StoreName(name)).await {
            if told.effect == Effect::Unknown {
                (self.facts.store_name, self.facts.is_free) = (Some(name), Known::Doubtful);
            }
            return Err(told.reason);
        }
        (self.facts.store_name, self.facts.is_free) = (Some(name), Known::Unasked);
        let answer = self.read_overwrite().await?;
        self.facts.is_free = Known::from(answer == Overwrite::None);
        Ok(answer)
    }

    fn take_name(&mut self, name: StoreName, why: &str) {
        self.memory.new_name = Some(name.number());
        (self.facts.store_name, self.facts.is_free) = (Some(name), Known::Yes);
        self.progress.note(format!("{name}, {why}"));
    }

    pub(super) async fn read_store_name(&self) -> Result<StoreName, Reason> {
        match self.ask(Command::StoreNameQuery).await? {
            Reply::StoreName(name) => Ok(name),
            other => Err(unfit(&Command::StoreNameQuery, &other).into()),
        }
    }

    async fn read_overwrite(&self) -> Result<Overwrite, Reason> {
        match self.ask(Command::OverwriteQuery).await? {
            Reply::Overwrite(answer) => Ok(answer),
            other => Err(unfit(&Command::OverwriteQuery, &other).into()),
        }
    }

    pub(super) async fn start(&mut self, mode: Mode) -> Result<(), Reason> {
        if mode != Mode::Do {
            let measures = self.read_measuring().await?;
            if measures {
                self.progress.note("it measures already");
                return Ok(());
            }
            if mode == Mode::Verify {
                return Err(Reason::EndedSince);
            }
        }
        match self.tell(Command::Measure(StartStop::Start)).await {
            Ok(_) => self.facts.measuring = Known::Yes,
            Err(told) => {
                self.facts.measuring = told.known(true, self.facts.measuring);
                return Err(told.reason);
            }
        }
        Ok(())
    }

    /// Reads the meter until it says that it measures. No answer is no evidence: the start was accepted.
    pub(super) async fn confirm(&mut self) -> Result<(), Reason> {
        let mut said = None;
        for attempt in 0..CONFIRMATIONS {
            if attempt > 0 {
                self.pause(BETWEEN_CONFIRMATIONS).await?;
            }
            // For the cached reading only; the line reports it to the status board.
            let _ = self.operator.ask(Command::DodQuery).await;
            self.go_on()?;
            match self.read_measuring().await {
                Ok(true) => {
                    self.memory.confirmed = true;
                    return Ok(());
                }
                Ok(false) => said = Some(false),
                Err(Reason::Device(error)) => {
                    self.progress.note(format!("the start was accepted; its confirmation failed: {error}"));
                    // The meter has had its chance.
                    return Ok(());
                }
                Err(reason) => return Err(reason),
            }
        }
        said.map_or(Ok(()), |_| Err(Reason::NotMeasuring))
    }

    /// Asks whether it measures.
    pub(super) async fn read_measuring(&mut self) -> Result<bool, Reason> {
        let measures = match self.ask(Command::MeasureQuery).await? {
            Reply::RunState(state) => RunState::is_measuring(state),
            other => return Err(unfit(&Command::MeasureQuery, &other).into()),
        };
        self.facts.measuring = Known::from(measures);
        Ok(measures)
    }
}
