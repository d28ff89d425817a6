//! The fetching side: one file after the other over one session.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use slm_api_types::MissingFile;
use slm_domain::UnitConfig;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use super::{BYTES_AHEAD, FolderProgress};
use crate::collector::Dates;
use crate::collector::connection::{Connection, Fetched, FileFailure};
use crate::collector::error::CollectError;
use crate::collector::gate::Turn;
use crate::collector::spool::{Chunks, FileKey, Index, Pace, PartWriter, Spool, is_settled};
use crate::collector::tree::TreeFile;

/// A file on its way: content to follow, and in the end what became of it.
pub(super) struct Coming {
    pub(super) file: TreeFile,
    pub(super) chunks: Chunks,
    pub(super) outcome: oneshot::Receiver<Result<Had, MissingFile>>,
}

/// A file that was had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Had {
    pub(super) bytes: u64,
    pub(super) sha256: String,
    /// 0: it was there from an earlier download.
    pub(super) attempts: u32,
}

/// Fetches the files of a folder.
pub(super) struct Fetcher {
    pub(super) connection: Connection,
    pub(super) spool: Spool,
    pub(super) unit: Arc<UnitConfig>,
    pub(super) progress: watch::Sender<FolderProgress>,
    pub(super) hand_over: mpsc::Sender<Coming>,
    /// Bytes of the files that were handed over and packed.
    pub(super) consumed: watch::Receiver<u64>,
    /// When the folder was listed.
    pub(super) listed_at: SystemTime,
    pub(super) dates: Dates,
    /// Files fetched before this are fetched again.
    pub(super) since: Option<SystemTime>,
    /// Who reads the archive was waited for in vain.
    pub(super) is_reader_slow: bool,
    /// Given up with the session.
    pub(super) turn: Turn,
}

/// Nobody reads the archive any more.
struct Unwanted;

/// Files up to this size can go through memory as a whole; and so much may wait there when one is begun.
const IN_MEMORY_BYTES: u64 = 2 << 20;
/// How long a fast meter waits for who reads the archive before its files go by the disk.
const READER_WITHIN: Duration = Duration::from_secs(1);

impl Fetcher {
    /// Fetches all files; those that cannot be had are in the progress.
    pub(super) async fn run(mut self, files: Vec<TreeFile>) {
        let before = self.spool.index().await;
        let mut pace = Pace { began: Instant::now(), before: 0 };
        // Told before anything is fetched.
        let (files, too_large): (Vec<_>, _) = files.into_iter().partition(|file| self.spool.fits(file.bytes));
        for TreeFile { path, bytes, .. } in too_large {
            let path = path.to_string();
            let reason = CollectError::SpoolFull { path: path.clone(), bytes }.to_string();
            self.count(0, Some(MissingFile { path, size: Some(bytes), attempts: 0, reason }));
        }
        let mut files = files.into_iter();
        while let Some(file) = files.next() {
            match self.one(file, &before, &mut pace).await {
                Ok(None) => {}
                Ok(Some(no_session)) => {
                    // The others would fail the same way, each after its time-outs.
                    self.give_up(files, &no_session);
                    break;
                }
                Err(Unwanted) => return,
            }
        }
        self.connection.quit().await;
        drop(self.turn);
        self.progress.send_modify(|progress| progress.is_fetched = true);
    }

    /// One file. `Some`: no session is to be had any more, and why.
    async fn one(
        &mut self,
        file: TreeFile,
        before: &Index,
        pace: &mut Pace,
    ) -> Result<Option<String>, Unwanted> {
        let done = self.progress.borrow().bytes_done;
        self.keep_close(done).await?;
        let unit = Arc::clone(&self.unit);
        let (path, listed) = (file.path.clone(), file.modified.clone());
        let key = FileKey {
            unit: unit.id.as_str(),
            host: &unit.host,
            port: unit.ftp_port,
            path: path.as_str(),
            size: file.bytes,
            listed: listed.text(),
        };
        if let Some(whole) = before.find(key, self.since).await
            && let Ok(chunks) = whole.read().await
        {
            let had = Had { bytes: whole.bytes, sha256: whole.sha256.clone(), attempts: 0 };
            let outcome = self.announce(file, chunks).await?;
            // Who does not listen any more is noticed at the next file.
            let _ = outcome.send(Ok(had));
            self.count(done + whole.bytes, None);
            return Ok(None);
        }
        match self.fetch(file, key, done, *pace).await? {
            Ok(bytes) => {
                pace.before += bytes;
                self.count(done + bytes, None);
                Ok(None)
            }
            Err((missing, is_final)) => {
                let reason = missing.reason.clone();
                self.count(done, Some(missing));
                Ok(is_final.then_some(reason))
            }
        }
    }

    /// Asks the meter for a file; its bytes, or why it is missing and whether that ends everything.
    async fn fetch(
        &mut self,
        file: TreeFile,
        key: FileKey<'_>,
        done: u64,
        pace: Pace,
    ) -> Result<Result<u64, (MissingFile, bool)>, Unwanted> {
        let (path, listed) = (file.path.clone(), file.bytes);
        let modified = file.modified.resolve(&self.dates.zone, self.dates.now);
        let failed = |error: &CollectError, attempts, is_final| {
            let reason = error.to_string();
            (MissingFile { path: path.to_string(), size: Some(listed), attempts, reason }, is_final)
        };
        let (mut writer, chunks) = match self.begin(key, done, pace).await? {
            Ok(begun) => begun,
            Err(error) => {
                let is_final = matches!(error, CollectError::Disk(_));
                return Ok(Err(failed(&error, 0, is_final)));
            }
        };
        let outcome = self.announce(file, chunks).await?;
        let progress = &self.progress;
        let came = |got| progress.send_modify(|progress| progress.bytes_done = done + got);
        let attempted = self.connection.fetch(&path, listed, &mut writer, came).await;
        let had = match attempted {
            Ok(Fetched { attempts, bytes }) => {
                let keeps = bytes == listed && is_settled(modified, self.listed_at, writer.began());
                match writer.finish(keeps).await {
                    Ok(whole) => Ok(Had { bytes: whole.bytes, sha256: whole.sha256.clone(), attempts }),
                    Err(error) => Err(failed(&error.into(), attempts, true)),
                }
            }
            Err(FileFailure { error, attempts, is_final }) => {
                // The writer goes first: who follows the file hears that it ends.
                drop(writer);
                Err(failed(&error, attempts, is_final))
            }
        };
        // Who does not listen any more is noticed at the next file.
        let _ = outcome.send(had.clone().map_err(|(missing, _)| missing));
        Ok(had.map(|had| had.bytes))
    }

    /// A place for a file: in memory, where the meter is fast and the reader keeps up; else on the disk, once there is
    /// room.
    async fn begin(
        &mut self,
        key: FileKey<'_>,
        done: u64,
        pace: Pace,
    ) -> Result<Result<(PartWriter, Chunks), CollectError>, Unwanted> {
        if key.size <= IN_MEMORY_BYTES && pace.is_fast(0) && self.reader_keeps_up(done).await? {
            return Ok(Ok(Spool::begin_in_memory(key)));
        }
        let room = loop {
            // Looked at first: what is packed in between has made room.
            let consumed = *self.consumed.borrow_and_update();
            if let Some(room) = self.spool.reserve(key.size).await {
                break room;
            }
            if consumed >= done {
                let (path, bytes) = (key.path.to_owned(), key.size);
                return Ok(Err(CollectError::SpoolFull { path, bytes }));
            }
            // What is packed makes room.
            self.progress.send_modify(|progress| progress.is_ahead = true);
            self.consumed.changed().await.map_err(|_| Unwanted)?;
        };
        Ok(self.spool.begin(key, room, Some(pace)).await.map_err(CollectError::Disk))
    }

    /// Whether all but a few of the bytes that came are packed, now or within a moment.
    async fn reader_keeps_up(&mut self, done: u64) -> Result<bool, Unwanted> {
        let is_close = |consumed: &u64| done.saturating_sub(*consumed) <= IN_MEMORY_BYTES;
        if is_close(&self.consumed.borrow()) {
            self.is_reader_slow = false;
            return Ok(true);
        }
        if self.is_reader_slow {
            return Ok(false);
        }
        self.progress.send_modify(|progress| progress.is_ahead = true);
        let caught_up = tokio::time::timeout(READER_WITHIN, self.consumed.wait_for(is_close)).await;
        if let Ok(caught_up) = caught_up {
            return caught_up.map(|_| true).map_err(|_| Unwanted);
        }
        self.is_reader_slow = true;
        Ok(false)
    }

    /// Hands a file over before it is there.
    async fn announce(
        &mut self,
        file: TreeFile,
        chunks: Chunks,
    ) -> Result<oneshot::Sender<Result<Had, MissingFile>>, Unwanted> {
        let (done, outcome) = oneshot::channel();
        let coming = Coming { file, chunks, outcome };
        let place = if let Ok(place) = self.hand_over.try_reserve() {
            place
        } else {
            self.progress.send_modify(|progress| progress.is_ahead = true);
            self.hand_over.reserve().await.map_err(|_| Unwanted)?
        };
        place.send(coming);
        Ok(done)
    }

    /// Waits until not too much is fetched beyond what is packed.
    async fn keep_close(&mut self, done: u64) -> Result<(), Unwanted> {
        let is_close = |consumed: &u64| done.saturating_sub(*consumed) <= BYTES_AHEAD;
        if is_close(&self.consumed.borrow()) {
            return Ok(());
        }
        self.progress.send_modify(|progress| progress.is_ahead = true);
        self.consumed.wait_for(is_close).await.map(drop).map_err(|_| Unwanted)
    }

    fn count(&self, bytes: u64, missing: Option<MissingFile>) {
        self.progress.send_modify(|progress| {
            progress.bytes_done = bytes;
            progress.files_done += 1;
            progress.failures.extend(missing);
        });
    }

    fn give_up(&self, files: impl Iterator<Item = TreeFile>, why: &str) {
        for file in files {
            let reason = format!("not asked for: {why}");
            let path = file.path.to_string();
            self.count(
                self.progress.borrow().bytes_done,
                Some(MissingFile { path, size: Some(file.bytes), attempts: 0, reason }),
            );
        }
    }
}
