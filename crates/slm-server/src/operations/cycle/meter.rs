//! How a cycle shares its meter: with operators, who may want it to end, and with the unit's other cycles.

use std::time::Duration;

use nl43_proto::{Command, Reply};
use slm_domain::DeviceError;
use slm_domain::cycle::Known;

use super::claim::{Claim, FilesClaim};
use super::{Cycle, Reason};
use crate::collector::Turn;

/// What a cycle holds of its unit.
pub(super) struct Hold {
    /// The right to the meter, until it is let go.
    claim: Option<Claim>,
    number: u64,
    /// The turn among what is due, for as long as the claim.
    turn: Option<tokio::sync::OwnedMutexGuard<()>>,
    files: Option<FilesClaim>,
    /// The meter's FTP session.
    session: Option<Turn>,
    /// Whether an earlier cycle, or a download, used the files until this one could, or gave up.
    pub(super) has_waited: bool,
}

/// Longest wait for downloads of others that use the meter's FTP session.
const SESSION_WITHIN: Duration = Duration::from_mins(30);

impl Hold {
    pub(super) fn new(claim: Claim) -> Self {
        let number = claim.number();
        Self { claim: Some(claim), number, turn: None, files: None, session: None, has_waited: false }
    }

    /// The meter's FTP session, unless others had it for as long as a cycle waits.
    pub(super) fn session(&self) -> Option<&Turn> {
        self.session.as_ref()
    }

    /// The same, to be given up after its use.
    pub(super) fn take_session(&mut self) -> Option<Turn> {
        self.session.take()
    }

    /// Whether the unit's FTP server is this cycle's.
    pub(super) fn has_files(&self) -> bool {
        self.files.is_some()
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

    /// Waits until nobody else uses the unit's files: its FTP server must not be switched off under them. The next cycle
    /// does not wait for that.
    pub(super) async fn take_files(&mut self) -> Result<(), Reason> {
        if self.hold.files.is_some() {
            return Ok(());
        }
        let files = self.app.cycles.files(self.unit());
        let free = if let Ok(free) = files.clone().try_lock_owned() {
            free
        } else {
            self.progress.note("waits for the files of an earlier cycle");
            self.prepare_to_wait().await;
            let free = self.progress.cancelled().run_until_cancelled(files.lock_owned()).await;
            free.ok_or(Reason::Cancelled)?
        };
        self.hold.files = Some(free);
        self.take_session().await
    }

    /// Takes the meter's FTP session; without it when downloads have it for too long.
    async fn take_session(&mut self) -> Result<(), Reason> {
        let config = self.operator.unit.config();
        let collector = self.app.collector.clone();
        self.hold.session = collector.try_turn(&config).await;
        if self.hold.session.is_some() {
            return Ok(());
        }
        if !self.wants_files() {
            // Whoever downloads shows that the server works.
            self.hold.has_waited = true;
            return Ok(());
        }
        let most = SESSION_WITHIN.as_secs() / 60;
        self.progress
            .note(format!("waits up to {most} minutes for the meter's FTP session, which a download uses"));
        self.prepare_to_wait().await;
        let waiting = tokio::time::timeout(SESSION_WITHIN, collector.wait_for_turn(&config));
        let waited = self.progress.cancelled().run_until_cancelled(waiting).await;
        if let Ok(session) = waited.ok_or(Reason::Cancelled)? {
            self.hold.session = Some(session.map_err(|_| Reason::Closing)?);
        }
        Ok(())
    }

    async fn prepare_to_wait(&mut self) {
        self.hold.has_waited = true;
        // The next cycle changes the store name.
        if !self.wants_files() || self.memory.folder.is_some() || self.learn_folder().await.is_ok() {
            self.let_go();
        }
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
