//! Files on the meters' cards, fetched over FTP.
//!
//! One session at a time with each meter ([`gate`]). What is fetched goes to the [`spool`] first, is compared with the
//! listing, and only then is a file; an archive is packed from there while the next file comes ([`folder`]).

mod archive;
mod connection;
mod error;
mod file;
mod folder;
mod gate;
mod measurements;
mod names;
mod spool;
mod temp;
mod tree;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_client::ftp::{CardPath, Listing};
use slm_domain::UnitConfig;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, FtpConfig};
use connection::Connection;
use gate::Gates;
use spool::Spool;

pub(crate) use error::CollectError;
pub(crate) use file::FileDownload;
pub(crate) use folder::{FolderArchive, FolderDownload, FolderProgress, Packed, Wanted};
pub(crate) use gate::Turn;
pub(crate) use names::{file_name, hex};

/// Fetches files. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Collector {
    config: Arc<FtpConfig>,
    zone: TimeZone,
    downloads: PathBuf,
    spool: Spool,
    gates: Arc<Gates>,
    stopped: CancellationToken,
}

impl Collector {
    /// Prepares the folders; the task that keeps them clean lives in `tasks`.
    pub(crate) fn start(config: &Config, tasks: &mut JoinSet<()>) -> Self {
        let downloads = config.data.downloads();
        let spool = Spool::new(downloads.join(".spool"), config.ftp.spool_bytes);
        tasks.spawn(spool::keep_clean(spool.clone()));
        tasks.spawn(temp::sweep(config.data.folder.clone(), SystemTime::now()));
        Self {
            config: Arc::new(config.ftp.clone()),
            zone: config.site.zone.clone(),
            downloads,
            spool,
            gates: Arc::default(),
            stopped: CancellationToken::new(),
        }
    }

    /// Ends all downloads, so that nobody waits for them.
    pub(crate) fn stop(&self) {
        self.stopped.cancel();
    }

    /// What lies in a folder of a card.
    ///
    /// # Errors
    /// The meter's session is in use, or the folder cannot be listed.
    pub(crate) async fn files(&self, unit: &UnitConfig, folder: &CardPath) -> Result<Listing, CollectError> {
        let turn = self.enter(unit).await?;
        self.files_in(&turn, unit, folder).await
    }

    /// The same in a turn that is had already.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub(crate) async fn files_in(
        &self,
        _turn: &Turn,
        unit: &UnitConfig,
        folder: &CardPath,
    ) -> Result<Listing, CollectError> {
        let mut connection = Connection::new(unit, &self.config);
        let listing = self.unless_stopped(connection.list(folder)).await?;
        connection.quit().await;
        Ok(listing)
    }

    /// The meter's session, if nobody has it.
    pub(crate) async fn try_turn(&self, unit: &UnitConfig) -> Option<Turn> {
        self.gates.try_enter(unit).await
    }

    /// Waits for the meter's session, in line with the others, as long as it takes.
    ///
    /// # Errors
    /// The service ends.
    ///
    /// # Cancel safety
    /// Dropping the future gives the place in the line up.
    pub(crate) async fn wait_for_turn(&self, unit: &UnitConfig) -> Result<Turn, CollectError> {
        self.unless_stopped(async { self.gates.wait(unit).await.ok_or(CollectError::Stopped) }).await
    }

    /// What turns the dates of a listing into times, as of now.
    pub(crate) fn dates(&self) -> Dates {
        Dates { zone: self.zone.clone(), now: Timestamp::now() }
    }

    async fn enter(&self, unit: &UnitConfig) -> Result<Turn, CollectError> {
        self.gates.enter(unit).await.ok_or(CollectError::Busy)
    }

    async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = Result<T, CollectError>>,
    ) -> Result<T, CollectError> {
        self.stopped.run_until_cancelled(work).await.unwrap_or(Err(CollectError::Stopped))
    }
}

/// Turns the dates of a listing, which have no zone and often no year, into times.
#[derive(Debug, Clone)]
pub(crate) struct Dates {
    /// The zone of the meter's clock.
    pub(crate) zone: TimeZone,
    /// The present.
    pub(crate) now: Timestamp,
}

#[cfg(test)]
mod tests;
