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
mod tree;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_client::ftp::{CardPath, Listing};
use slm_domain::UnitConfig;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, FtpConfig};
use connection::Connection;
use gate::{Gates, Turn};
use spool::Spool;

pub(crate) use error::CollectError;
pub(crate) use file::FileDownload;
pub(crate) use folder::{FolderArchive, FolderDownload, FolderProgress, Packed};
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
        let _turn = self.enter(unit).await?;
        let mut connection = Connection::new(unit, &self.config);
        let listing = self.unless_stopped(connection.list(folder)).await?;
        connection.quit().await;
        Ok(listing)
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
