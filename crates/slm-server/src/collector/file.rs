//! One file, fetched whole before it counts.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use nl43_client::ftp::{CardPath, ListedTime};
use slm_domain::UnitConfig;
use tokio_util::task::AbortOnDropHandle;

use super::connection::{Connection, Fetched, FileFailure};
use super::gate::Turn;
use super::spool::{Chunks, FileKey, PartWriter, Ready, Whole, is_settled};
use super::{CollectError, Collector, names, temp};

/// How long, and for how many bytes, a failure can still be told by the answer's status; as for folders.
const HEAD_START: Duration = Duration::from_secs(10);
const HEAD_START_BYTES: u64 = 32 << 20;

/// A file that is being fetched. Dropping it ends the session with the meter.
pub(crate) struct FileDownload {
    chunks: Chunks,
    listed: u64,
    /// Bytes that were given out, of those that were announced.
    given: u64,
    announced: u64,
    fetching: Option<AbortOnDropHandle<Result<(), CollectError>>>,
}

impl Collector {
    /// Looks a file up in its folder and begins to fetch it. Its copy in the downloads is there when the last byte was
    /// read.
    ///
    /// # Errors
    /// The meter's session is in use, or there is no such file.
    pub(crate) async fn open_file(
        &self,
        unit: Arc<UnitConfig>,
        path: CardPath,
    ) -> Result<FileDownload, CollectError> {
        let turn = self.enter(&unit).await?;
        let mut connection = Connection::new(&unit, &self.config);
        let listed_at = SystemTime::now();
        let (listed, date) = self.unless_stopped(look_up(&mut connection, &path)).await?;
        let copy = self.downloads.join(names::unit_folder(&unit.id)).join(names::file_name(path.name()));
        let key = FileKey {
            unit: unit.id.as_str(),
            host: &unit.host,
            port: unit.ftp_port,
            path: path.as_str(),
            size: listed,
            listed: date.text(),
        };
        if let Some(whole) = self.spool.index().await.find(key, None).await
            && let Ok(chunks) = whole.read().await
        {
            connection.quit().await;
            keep(&whole, &copy).await?;
            return Ok(FileDownload { chunks, listed, given: 0, announced: whole.bytes, fetching: None });
        }
        let full = || CollectError::SpoolFull { path: path.to_string(), bytes: listed };
        let room = self.spool.reserve(listed).await.ok_or_else(full)?;
        let (writer, chunks) = self.spool.begin(key, room, None).await?;
        let dates = self.dates();
        let modified = date.resolve(&dates.zone, dates.now);
        let is_settled = is_settled(modified, listed_at, writer.began());
        let file = Listed { path, bytes: listed, is_settled };
        // Large, with a session in it.
        let fetch = Box::pin(fetch(connection, file, writer, copy, turn));
        let stopped = self.stopped.clone();
        let fetching = tokio::spawn(async move {
            stopped.run_until_cancelled_owned(fetch).await.unwrap_or(Err(CollectError::Stopped))
        });
        let fetching = Some(AbortOnDropHandle::new(fetching));
        Ok(FileDownload { chunks, listed, given: 0, announced: listed, fetching })
    }
}

/// A file as its listing shows it.
struct Listed {
    path: CardPath,
    bytes: u64,
    /// Whether it is the same while its listing is.
    is_settled: bool,
}

async fn fetch(
    mut connection: Connection,
    file: Listed,
    mut writer: PartWriter,
    copy: PathBuf,
    turn: Turn,
) -> Result<(), CollectError> {
    let fetched = connection.fetch(&file.path, file.bytes, &mut writer, |_| {}).await;
    connection.quit().await;
    let Fetched { bytes, .. } = fetched.map_err(|FileFailure { error, .. }| error)?;
    let whole = writer.finish(file.is_settled && bytes == file.bytes).await?;
    keep(&whole, &copy).await?;
    // Not before: of two who ask for one file the later has the later copy.
    drop(turn);
    Ok(())
}

/// Bytes and date of a file, by the listing of its folder.
async fn look_up(connection: &mut Connection, path: &CardPath) -> Result<(u64, ListedTime), CollectError> {
    let no_file = || CollectError::NoFile(path.to_string());
    let folder = path.parent().ok_or_else(no_file)?;
    let entries = connection.list(&folder).await?.entries;
    let files = || entries.iter().filter(|entry| !entry.is_dir);
    // A card's file system does not tell upper from lower case.
    let exact = files().find(|entry| entry.name == path.name());
    let entry = exact.or_else(|| files().find(|entry| entry.name.eq_ignore_ascii_case(path.name())));
    entry.map(|entry| (entry.size_bytes, entry.modified.clone())).ok_or_else(no_file)
}

/// Puts a copy into the downloads, where it is whole or the one before.
async fn keep(whole: &Whole, copy: &Path) -> Result<(), CollectError> {
    let from = whole.path().map(Path::to_owned).ok_or_else(|| io::Error::other("the file is lost"))?;
    let to = copy.to_owned();
    let kept = tokio::task::spawn_blocking(move || {
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let part = temp::copy(&from, &to)?;
        std::fs::File::open(&part)?.sync_all()?;
        temp::keep(part, &to)
    });
    kept.await.map_err(io::Error::other)?.map_err(CollectError::Disk)
}

impl FileDownload {
    /// Waits until the file is whole or the head start is over; a failure until then is an error.
    ///
    /// # Errors
    /// The file could not be had.
    pub(crate) async fn settle(&mut self) -> Result<(), CollectError> {
        let ready = tokio::time::timeout(HEAD_START, self.chunks.wait_for(HEAD_START_BYTES)).await;
        match ready {
            Ok(Ready::Whole { .. } | Ready::Failed) => {
                // Its copy, too, is to be there before anybody hears of a success.
                if let Some(fetching) = self.fetching.take() {
                    fetching.await.unwrap_or(Err(CollectError::Stopped))?;
                }
                self.announced = self.chunks.available();
            }
            Ok(Ready::More) | Err(_) => self.announced = self.listed,
        }
        Ok(())
    }

    /// Bytes that will be given out.
    pub(crate) fn bytes(&self) -> u64 {
        self.announced
    }

    /// The next piece; `None` after as many bytes as were announced.
    ///
    /// # Errors
    /// The file could not be had whole.
    pub(crate) async fn piece(&mut self) -> Result<Option<Bytes>, CollectError> {
        let left = self.announced - self.given;
        if left > 0
            && let Some(mut chunk) = self.chunks.next().await?
        {
            // A file that is being written may have grown since it was listed.
            chunk.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            self.given += chunk.len() as u64;
            return Ok(Some(chunk));
        }
        match self.fetching.take() {
            Some(fetching) => fetching.await.unwrap_or(Err(CollectError::Stopped)).map(|()| None),
            None => Ok(None),
        }
    }
}
