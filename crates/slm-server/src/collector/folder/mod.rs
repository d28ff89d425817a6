//! A whole folder as one archive: one task fetches, another packs what is there, a third party reads the pieces.

mod fetch;
mod pack;
mod save;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use nl43_client::ftp::CardPath;
use slm_api_types::MissingFile;
use slm_domain::UnitConfig;
use tokio::sync::{mpsc, watch};
use tokio_util::task::AbortOnDropHandle;

use super::Collector;
use super::archive::Archive;
use super::connection::Connection;
use super::error::CollectError;
use super::gate::Turn;
use super::tree;
use fetch::Fetcher;
use pack::Packer;

pub(crate) use save::FolderArchive;

/// How long, and for how many bytes, a failure can still be told by the answer's status. A blocked or denied file shows
/// within seconds; a proxy between us and the client waits a minute for an answer to begin.
const HEAD_START: Duration = Duration::from_secs(10);
const HEAD_START_BYTES: u64 = 32 << 20;

/// Files that are fetched but not packed yet. Each holds a file open.
const FILES_AHEAD: usize = 128;

/// Bytes that are fetched but not packed yet when the next file is begun. They lie on the disk, within the spool or
/// already let go by it.
const BYTES_AHEAD: u64 = 256 << 20;

/// How far a folder is.
#[derive(Debug, Clone, Default)]
pub(crate) struct FolderProgress {
    /// Files of the folder.
    pub(crate) files: usize,
    /// Their bytes, by the listing.
    pub(crate) bytes: u64,
    /// Files fetched or given up.
    pub(crate) files_done: usize,
    /// Bytes of those fetched and of the one under way.
    pub(crate) bytes_done: u64,
    /// Files given up.
    pub(crate) failures: Vec<MissingFile>,
    /// Nothing more is fetched.
    pub(crate) is_fetched: bool,
    /// The fetching waits for those who read the archive.
    is_ahead: bool,
}

/// What is to be fetched.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// From whom.
    pub(crate) unit: Arc<UnitConfig>,
    /// The folder.
    pub(crate) folder: CardPath,
    /// Files that were fetched before this are fetched again: the meter may have been writing them.
    pub(crate) since: Option<SystemTime>,
}

/// What an archive came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packed {
    /// Files in it.
    pub(crate) files: usize,
    /// Their bytes.
    pub(crate) bytes: u64,
    /// Files that are not in it.
    pub(crate) missing: usize,
}

/// A folder that is being fetched. Dropping it ends the session with the meter.
pub(crate) struct FolderDownload {
    pieces: mpsc::Receiver<Bytes>,
    progress: watch::Receiver<FolderProgress>,
    packing: AbortOnDropHandle<Result<Packed, CollectError>>,
    _fetching: AbortOnDropHandle<()>,
}

impl Collector {
    /// Lists a folder and begins to fetch it.
    ///
    /// # Errors
    /// The meter's session is in use, or the folder cannot be listed.
    pub(crate) async fn open_folder(&self, wanted: Wanted) -> Result<FolderDownload, CollectError> {
        let turn = self.enter(&wanted.unit).await?;
        self.open_folder_in(turn, wanted).await
    }

    /// The same in a turn that is had already.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub(super) async fn open_folder_in(
        &self,
        turn: Turn,
        wanted: Wanted,
    ) -> Result<FolderDownload, CollectError> {
        let Wanted { unit, folder, since } = wanted;
        let mut connection = Connection::new(&unit, &self.config);
        let listed_at = SystemTime::now();
        let tree = self.unless_stopped(tree::list(&mut connection, &folder)).await?;
        let (archive, pieces) = Archive::new();
        let (progress, seen) = watch::channel(FolderProgress {
            files: tree.files.len() + tree.refused.len(),
            bytes: tree.bytes(),
            files_done: tree.refused.len(),
            failures: tree.refused.clone(),
            ..FolderProgress::default()
        });
        let (hand_over, coming) = mpsc::channel(FILES_AHEAD);
        let (through, consumed) = watch::channel(0);
        let packer = Packer {
            archive,
            packed: through,
            unit: unit.id.to_string(),
            folder,
            dates: self.dates(),
            refused: tree.refused,
            empty: tree.empty,
            progress: seen.clone(),
        };
        let fetcher = Fetcher {
            connection,
            spool: self.spool.clone(),
            unit,
            progress,
            hand_over,
            consumed,
            listed_at,
            dates: self.dates(),
            since,
            is_reader_slow: false,
            turn,
        };
        let stopped = self.stopped.clone();
        let fetching = tokio::spawn(async move {
            // Large, with a session in it.
            let _ = stopped.run_until_cancelled_owned(Box::pin(fetcher.run(tree.files))).await;
        });
        Ok(FolderDownload {
            pieces,
            progress: seen,
            packing: AbortOnDropHandle::new(tokio::spawn(packer.run(coming))),
            _fetching: AbortOnDropHandle::new(fetching),
        })
    }
}

impl FolderDownload {
    /// Waits until all is fetched or the head start is over; a failure until then is an error.
    ///
    /// # Errors
    /// A file could not be had, and `partial` was not asked for; or none could be had.
    pub(crate) async fn settle(&mut self, partial: bool) -> Result<(), CollectError> {
        let over = self.progress.wait_for(|progress| {
            progress.is_fetched || progress.is_ahead || progress.bytes_done >= HEAD_START_BYTES
        });
        if let Ok(Err(_)) = tokio::time::timeout(HEAD_START, over).await {
            return Err(CollectError::Stopped);
        }
        let progress = self.progress.borrow().clone();
        let nothing_came = progress.is_fetched && progress.failures.len() == progress.files;
        if progress.failures.is_empty() || (partial && !nothing_came) {
            return Ok(());
        }
        Err(CollectError::Files { failures: progress.failures, total: progress.files })
    }

    /// How far it is, now and later.
    pub(crate) fn progress(&self) -> watch::Receiver<FolderProgress> {
        self.progress.clone()
    }

    /// The next piece of the archive; `None` after the last.
    pub(crate) async fn piece(&mut self) -> Option<Bytes> {
        self.pieces.recv().await
    }

    /// What the archive came to, once its last piece was read.
    ///
    /// # Errors
    /// It could not be finished, and what was read is no archive.
    pub(crate) async fn finish(&mut self) -> Result<Packed, CollectError> {
        match (&mut self.packing).await {
            Ok(outcome) => outcome,
            Err(_) => Err(CollectError::Stopped),
        }
    }
}
