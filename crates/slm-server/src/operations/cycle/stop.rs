//! The steps of a stop cycle.

use std::time::{Duration, SystemTime};

use nl43_proto::{Command, OnOff, Reply, ResultCode, StartStop};
use slm_domain::cycle::{CycleStep, Known, Mode};
use slm_domain::operation::{Step, StepState};
use tokio::time::Instant;

use super::{Cycle, Reason, Request, StopRequest, files};
use crate::collector::CollectError;

/// The FTP server needs a moment to come up.
const FTP_WITHIN: Duration = Duration::from_secs(30);
const FTP_EVERY: Duration = Duration::from_secs(2);

/// What a stop cycle did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stopped {
    pub(crate) download_attempted: bool,
    pub(crate) folder: Option<String>,
    /// The archive on our disk, once it is there.
    pub(crate) archive: Option<files::Archived>,
    pub(crate) download_error: Option<String>,
    /// Whether somebody logged in over FTP, where that was tried.
    pub(crate) ftp_verified: Option<bool>,
}

impl Cycle {
    pub(super) fn stopped(&self) -> Stopped {
        let memory = &self.memory;
        Stopped {
            download_attempted: self.wants_files(),
            folder: memory.folder.clone(),
            archive: memory.archive.clone().filter(|_| memory.download_error.is_none()),
            download_error: memory.download_error.clone(),
            ftp_verified: memory.ftp_verified,
        }
    }

    pub(super) async fn stop(&mut self, mode: Mode) -> Result<(), Reason> {
        if mode != Mode::Do {
            let measures = self.read_measuring().await?;
            if !measures {
                self.progress.note("it does not measure");
                return Ok(());
            }
            if mode == Mode::Verify && self.memory.folder.is_some() {
                self.progress.note("it measures again, and is left to it: only files are missing");
                return Ok(());
            }
            if mode == Mode::Verify {
                return Err(Reason::MeasuresAgain);
            }
        }
        match self.tell(Command::Measure(StartStop::Stop)).await {
            Ok(_) => {}
            Err(told) if told.is_refusal(ResultCode::State) => self.progress.note("it had stopped already"),
            Err(told) => {
                self.facts.measuring = told.known(false, self.facts.measuring);
                return Err(told.reason);
            }
        }
        self.facts.measuring = Known::No;
        Ok(())
    }

    /// So that the FTP server starts anew. Whatever comes of it, the next step switches it on.
    pub(super) async fn ftp_off(&mut self, mode: Mode) -> Result<(), Reason> {
        if mode == Mode::Verify || self.hold.has_waited {
            self.progress.note("not again: needless switching is bad for the control port");
            return Ok(());
        }
        match self.tell(Command::Ftp(OnOff::Off)).await {
            Ok(_) => self.facts.ftp = Known::No,
            Err(told) if told.reason == Reason::Cancelled => return Err(told.reason),
            Err(told) => {
                self.facts.ftp = told.known(false, self.facts.ftp);
                self.progress.note(format!("could not be switched off: {}", told.reason));
            }
        }
        Ok(())
    }

    pub(super) async fn ftp_on(&mut self, mode: Mode) -> Result<(), Reason> {
        let may_be_on = mode != Mode::Do
            || self.hold.has_waited
            || self.stop_request().is_some_and(|request| !request.options.toggle_ftp);
        if may_be_on && self.read_ftp().await? {
            self.progress.note("it was on already");
            return Ok(());
        }
        match self.tell(Command::Ftp(OnOff::On)).await {
            Ok(_) => Ok(()),
            Err(told) => {
                self.facts.ftp = told.known(true, self.facts.ftp);
                Err(told.reason)
            }
        }
    }

    /// Asks every two seconds until the server is on. A question that fails is asked again, within the time.
    pub(super) async fn ftp_ready(&mut self) -> Result<(), Reason> {
        let begun = Instant::now();
        loop {
            let last = match self.read_ftp().await {
                Ok(true) => return Ok(()),
                Ok(false) => String::new(),
                Err(Reason::Cancelled) => return Err(Reason::Cancelled),
                Err(reason) => format!(": {reason}"),
            };
            if begun.elapsed() + FTP_EVERY > FTP_WITHIN {
                return Err(Reason::FtpNotOn { seconds: FTP_WITHIN.as_secs(), last });
            }
            self.progress.note(format!("not yet{last}"));
            self.pause(FTP_EVERY).await?;
        }
    }

    async fn read_ftp(&mut self) -> Result<bool, Reason> {
        let is_on = match self.ask(Command::FtpQuery).await? {
            Reply::OnOff(state) => state == OnOff::On,
            other => return Err(crate::operations::read::unfit(&Command::FtpQuery, &other).into()),
        };
        self.facts.ftp = Known::from(is_on);
        Ok(is_on)
    }

    /// Sees that the server works from here. When it does not, the download will say so; without one it is only a note.
    pub(super) async fn ftp_login(&mut self) -> Result<(), Reason> {
        let begun = Instant::now();
        loop {
            let config = self.operator.unit.config();
            let Some(turn) = self.hold.session() else {
                self.progress.close_step(StepState::Skipped, Some(CollectError::Busy.to_string()));
                return Ok(());
            };
            let checking = files::check(&self.app, turn, &config);
            let checked = self.progress.cancelled().run_until_cancelled(checking).await;
            let error = match checked.ok_or(Reason::Cancelled)? {
                Ok(store) => {
                    self.memory.ftp_verified = Some(true);
                    self.memory.store = Some(store);
                    return Ok(());
                }
                Err(error) => error,
            };
            if !error.is_retryable || begun.elapsed() + FTP_EVERY > FTP_WITHIN {
                self.memory.ftp_verified = Some(false);
                self.progress.close_step(StepState::Skipped, Some(format!("it does not work: {error}")));
                return Ok(());
            }
            self.progress.note(format!("not yet: {error}"));
            self.pause(FTP_EVERY).await?;
        }
    }

    /// Where the measurement was stored: the store name at the time it was stopped.
    pub(super) async fn folder(&mut self) -> Result<(), Reason> {
        if let Some(folder) = &self.memory.folder {
            self.progress.note(format!("{folder}, as found when the measurement was stopped"));
            return Ok(());
        }
        match self.learn_folder().await {
            Ok(()) => self.progress.note(self.memory.folder.clone().unwrap_or_default()),
            Err(Reason::Cancelled) => return Err(Reason::Cancelled),
            // The meter has stopped: that its files did not come is told, and does not undo it.
            Err(reason) => self.no_files(reason.to_string()),
        }
        Ok(())
    }

    pub(super) async fn learn_folder(&mut self) -> Result<(), Reason> {
        let name = self.read_store_name().await?;
        self.facts.store_name = Some(name);
        self.memory.folder = Some(format!("Auto_{name}"));
        Ok(())
    }

    pub(super) fn wants_files(&self) -> bool {
        self.stop_request().is_some_and(|request| request.options.download)
    }

    pub(super) async fn download(&mut self, mode: Mode) -> Result<(), Reason> {
        let Some(folder) = self.memory.folder.clone() else {
            self.progress.close_step(StepState::Skipped, Some("the folder is not known".to_owned()));
            return Ok(());
        };
        if mode == Mode::Verify
            && let Some(archive) = &self.memory.archive
            && files::is_whole(archive).await
        {
            self.progress.note("there already");
            return Ok(());
        }
        // A new attempt.
        self.memory.download_error = None;
        // Given up with the download: others wait for it.
        let Some(turn) = self.hold.take_session() else {
            self.no_files(CollectError::Busy.to_string());
            return Ok(());
        };
        let config = self.operator.unit.config();
        let target = self.stop_request().and_then(|request| request.target.clone());
        let store = self.memory.store.as_deref().unwrap_or(files::STORE);
        let measurement = files::Measurement { store, folder: &folder, target, stopped: self.stopped_at() };
        // Large, and a small part of what a cycle does.
        let fetching = Box::pin(files::fetch(&self.app, turn, config, measurement, &self.progress));
        let fetched = self.progress.cancelled().run_until_cancelled(fetching).await;
        match fetched.ok_or(Reason::Cancelled)? {
            Ok(archive) => {
                self.progress.note(format!("{} files, {} bytes", archive.files, archive.bytes));
                self.memory.archive = Some(archive);
            }
            Err(error) => self.no_files(error.to_string()),
        }
        Ok(())
    }

    /// Reads the archive back from the disk, and leaves checksum and manifest beside it.
    pub(super) async fn verify(&mut self) -> Result<(), Reason> {
        let Some(archive) = self.memory.archive.clone().filter(|_| self.memory.download_error.is_none())
        else {
            self.progress.close_step(StepState::Skipped, Some("there is no archive".to_owned()));
            return Ok(());
        };
        match files::seal(self.unit(), self.progress.id(), &archive).await {
            Ok(()) => self.progress.note(format!("sha256 {}", archive.sha256)),
            Err(error) => self.no_files(error.to_string()),
        }
        Ok(())
    }

    /// For the cached reading; failure of it is ignored.
    pub(super) async fn reading(&mut self) -> Result<(), Reason> {
        let _ = self.operator.ask(Command::DodQuery).await;
        if let Ok(measures) = self.read_measuring().await
            && measures
            && self.was_done(CycleStep::Stop)
        {
            self.progress.note("the meter measures again");
        }
        Ok(())
    }

    /// When the measurement was stopped, by this attempt or one before.
    fn stopped_at(&self) -> Option<SystemTime> {
        let now = self.progress.operation().steps;
        let stop = CycleStep::Stop.name();
        let ended = |steps: &[Step]| {
            let done = steps.iter().find(|step| step.name == stop && step.state == StepState::Done);
            done.and_then(|step| step.ended)
        };
        ended(&self.before).or_else(|| ended(&now)).map(SystemTime::from)
    }

    fn no_files(&mut self, error: String) {
        self.progress.close_step(StepState::Failed, Some(error.clone()));
        self.memory.download_error = Some(error);
    }

    fn stop_request(&self) -> Option<&StopRequest> {
        match &self.request {
            Request::Stop(request) => Some(request),
            Request::Start(_) => None,
        }
    }
}
