//! How a cycle shares its meter: with operators, who may want it to end, and with the unit's other cycles.

use std::time::Duration;

use nl43_proto::{Command, Reply};
use slm_domain::DeviceError;
use slm_domain::cycle::Known;

use super::claim::{Claim, FilesClaim};
use super::{Cycle, Reason};

/// What a cycle holds of its unit.
pub(super) struct Hold {
    /// The right to the meter, until it is let go.
    claim: Option<Claim>,
    number: u64,
    /// The turn among what is due, for as long as the claim.
    turn: Option<tokio::sync::OwnedMutexGuard<()>>,
    files: Option<FilesClaim>,
    /// Whether an earlier cycle used the files until this one could.
    pub(super) has_waited: bool,
}

impl Hold {
    pub(super) fn new(claim: Claim) -> Self {
        let number = claim.number();
        Self { claim: Some(claim), number, turn: None, files: None, has_waited: false }
    }

    /// The unit's next cycle may begin.
    fn let_go(&mut self) {
        self.claim = None;
        self.turn = None;
    }
}

/// A setting that was not accepted.
pub(super) struct Told {
    pub(super) reason: Reason,
    pub(super) effect: Effect,
}

/// What a setting that was not accepted did all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing: it did not leave, or was refused.
    None,
    /// What was read back afterwards.
    Read(bool),
    /// That cannot be told.
    Unknown,
}

impl Cycle {
    /// Holds a turn among what is due for as long as it needs the meter to itself.
    pub(crate) fn holding(mut self, turn: tokio::sync::OwnedMutexGuard<()>) -> Self {
        self.hold.turn = Some(turn);
        self
    }

    /// The meter has stopped, and where its files are is known: fetching them is in nobody's way.
    pub(super) fn let_go(&mut self) {
        self.hold.let_go();
    }

    /// Whether another cycle of the unit has begun since this one let the meter go.
    pub(super) fn was_followed(&self) -> bool {
        self.app.cycles.newest(self.unit()) != self.hold.number
    }

    /// Waits until no other cycle uses the unit's files: its FTP server must not be switched off under them. The next cycle
    /// does not wait for that.
    pub(super) async fn take_files(&mut self) -> Result<(), Reason> {
        if self.hold.files.is_some() {
            return Ok(());
        }
        let files = self.app.cycles.files(self.unit());
        if let Ok(free) = files.clone().try_lock_owned() {
            self.hold.files = Some(free);
            return Ok(());
        }
        self.progress.note("waits for the files of an earlier cycle");
        // The next cycle changes the store name.
        if !self.wants_files() || self.learn_folder().await.is_ok() {
            self.let_go();
        }
        let free = self.progress.cancelled().run_until_cancelled(files.lock_owned()).await;
        self.hold.files = Some(free.ok_or(Reason::Cancelled)?);
        self.hold.has_waited = true;
        Ok(())
    }

    /// Asks the meter something, unless an operator wants the cycle to end.
    pub(super) async fn ask(&self, command: Command) -> Result<Reply, Reason> {
        self.go_on()?;
        Ok(self.operator.ask(command).await?)
    }

    /// Tells the meter something. When its answer does not come, the truth is read back; it is never told twice.
    pub(super) async fn tell(&self, command: Command) -> Result<Reply, Told> {
        self.go_on().map_err(|reason| Told { reason, effect: Effect::None })?;
        let error = match self.operator.tell(command.clone()).await {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        if !error.leaves_doubt() {
            return Err(Told { reason: error.into(), effect: Effect::None });
        }
        let effect = match command.read_back() {
            Some(question) => {
                let shown = self.operator.ask(question).await.ok();
                shown.and_then(|reply| command.confirmed_by(&reply)).map_or(Effect::Unknown, Effect::Read)
            }
            None => Effect::Unknown,
        };
        if effect == Effect::Read(true) {
            self.progress.note(format!("{error}; reading it back showed that it took effect"));
            return Ok(Reply::Done);
        }
        Err(Told { reason: error.into(), effect })
    }

    /// Waits, unless an operator wants the cycle to end.
    pub(super) async fn pause(&self, time: Duration) -> Result<(), Reason> {
        let waited = self.progress.cancelled().run_until_cancelled(tokio::time::sleep(time)).await;
        waited.ok_or(Reason::Cancelled)
    }

    pub(super) fn go_on(&self) -> Result<(), Reason> {
        if self.progress.cancelled().is_cancelled() { Err(Reason::Cancelled) } else { Ok(()) }
    }
}

impl Told {
    /// What is known of a switch that was to be turned to `wanted` and stood as `before`.
    pub(super) fn known(&self, wanted: bool, before: Known) -> Known {
        match self.effect {
            Effect::None => before,
            Effect::Read(took) => Known::from(took == wanted),
            Effect::Unknown => Known::Doubtful,
        }
    }

    pub(super) fn is_refusal(&self, code: nl43_proto::ResultCode) -> bool {
        matches!(&self.reason, Reason::Device(DeviceError::Refused { code: said, .. }) if *said == code)
    }
}
