//! One file while it is fetched: written from one side, read from the other before it is whole.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::{Bytes, BytesMut};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{PART, WHOLE};
use crate::collector::names::hex;

/// Bytes handed to the disk at once: few enough to hold, enough to make the switch of threads cheap.
const BATCH_BYTES: usize = 256 * 1024;
/// Bytes read at once.
const CHUNK_BYTES: usize = 128 * 1024;

/// Tells the parts of one process apart.
static PARTS: AtomicU64 = AtomicU64::new(0);

/// How far a part is.
#[derive(Debug, Clone, Default)]
struct Standing {
    /// Bytes that can be read.
    bytes: u64,
    /// Times the content began anew because it had changed on the card.
    restarts: u32,
    end: Option<End>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Whole { crc32: u32 },
    Failed,
}

/// The writing side. Dropped before its end, the file goes.
#[derive(Debug)]
pub(crate) struct PartWriter {
    path: PathBuf,
    name: String,
    standing: watch::Sender<Standing>,
    batch: Vec<Bytes>,
    batch_bytes: usize,
    /// The disk, unless it is busy with a batch.
    disk: Option<Disk>,
    busy: Option<JoinHandle<Written>>,
    is_kept: bool,
}

/// A file that is whole, with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// Hexadecimal.
    pub(crate) sha256: String,
    /// Checksum as archives have it.
    pub(crate) crc32: u32,
}

/// A batch that the disk has had.
#[derive(Debug)]
struct Written {
    disk: Disk,
    /// Let go where it was made: memory that the many threads for waiting let go stays with them.
    _batch: Vec<Bytes>,
    outcome: io::Result<()>,
}

/// What a reader can count on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ready {
    /// As many bytes as asked for; more will come.
    More,
    /// All there are.
    Whole {
        /// Checksum of them.
        crc32: u32,
    },
    /// Not all, and no more will come.
    Failed,
}

/// The open file and what is known of its content.
#[derive(Debug)]
struct Disk {
    file: File,
    /// Of the first `written` bytes.
    hash: Sums,
    written: u64,
    /// Where the present attempt is: behind `written` it compares.
    position: u64,
    restarts: u32,
    buffer: Vec<u8>,
}

/// Both sums over a content.
#[derive(Debug, Clone, Default)]
struct Sums {
    sha256: Sha256,
    crc32: crc32fast::Hasher,
}

impl Sums {
    fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.crc32.update(bytes);
    }

    fn finish(self) -> (String, u32) {
        (hex(&self.sha256.finalize()), self.crc32.finalize())
    }
}

impl PartWriter {
    /// A new file, and its reader from the first byte.
    pub(super) async fn create(folder: &Path, name: String) -> io::Result<(Self, Chunks)> {
        let number = PARTS.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{name}-{number}.{PART}"));
        let (folder, target) = (folder.to_owned(), path.clone());
        let files = run(move || {
            std::fs::create_dir_all(&folder)?;
            let file = File::options().read(true).write(true).create(true).truncate(true).open(&target)?;
            Ok((file, File::open(target)?))
        });
        let (file, reading) = files.await?;
        let (standing, seen) = watch::channel(Standing::default());
        let writer = Self {
            path,
            name,
            standing,
            batch: Vec::new(),
            batch_bytes: 0,
            disk: Some(Disk::new(file)),
            busy: None,
            is_kept: false,
        };
        Ok((writer, Chunks::new(reading, seen)))
    }

    /// Begins from the first byte again: what is there already is compared, not written.
    pub(crate) async fn rewind(&mut self) -> io::Result<()> {
        self.settle().await?;
        if let Some(disk) = &mut self.disk {
            disk.position = 0;
        }
        Ok(())
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// The disk refuses one of this or the calls before.
    pub(crate) async fn push(&mut self, bytes: Bytes) -> io::Result<()> {
        self.batch_bytes += bytes.len();
        self.batch.push(bytes);
        if self.batch_bytes >= BATCH_BYTES {
            self.hand_over().await?;
        }
        Ok(())
    }

    /// Waits until everything pushed is in the file; says how many bytes the present attempt has brought.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) async fn settle(&mut self) -> io::Result<u64> {
        self.hand_over().await?;
        self.take_back().await?;
        Ok(self.disk.as_ref().map_or(0, |disk| disk.position))
    }

    /// Ends the file as it is now: it gets its final name.
    ///
    /// # Errors
    /// The disk refuses; the file is gone then.
    pub(crate) async fn finish(mut self) -> io::Result<Whole> {
        self.settle().await?;
        let Some(mut disk) = self.disk.take() else { return Err(io::Error::other("the file is lost")) };
        let bytes = disk.position;
        // An attempt that brought less than one before it.
        if disk.written != bytes {
            disk = run(move || disk.cut(bytes).map(|()| disk)).await?;
        }
        let (sha256, crc32) = disk.hash.clone().finish();
        let from = self.path.clone();
        let to = from.with_file_name(format!("{}-{sha256}.{WHOLE}", self.name));
        let target = to.clone();
        run(move || std::fs::rename(from, target)).await?;
        self.is_kept = true;
        self.standing.send_modify(|standing| {
            *standing = Standing { bytes, restarts: disk.restarts, end: Some(End::Whole { crc32 }) };
        });
        Ok(Whole { path: to, bytes, sha256, crc32 })
    }

    /// Gives the batch to the disk, after the one before it.
    async fn hand_over(&mut self) -> io::Result<()> {
        self.take_back().await?;
        if self.batch.is_empty() {
            return Ok(());
        }
        let Some(mut disk) = self.disk.take() else { return Err(io::Error::other("the file is lost")) };
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        self.busy = Some(tokio::task::spawn_blocking(move || {
            let outcome = batch.iter().try_for_each(|bytes| disk.absorb(bytes));
            Written { disk, _batch: batch, outcome }
        }));
        Ok(())
    }

    /// Waits for the disk and tells the readers how far it is.
    async fn take_back(&mut self) -> io::Result<()> {
        let Some(busy) = &mut self.busy else { return Ok(()) };
        let done = busy.await;
        self.busy = None;
        let Written { disk, outcome, .. } = done.map_err(io::Error::other)?;
        let (bytes, restarts) = (disk.written, disk.restarts);
        self.disk = Some(disk);
        outcome?;
        self.standing.send_modify(|standing| (standing.bytes, standing.restarts) = (bytes, restarts));
        Ok(())
    }
}

impl Drop for PartWriter {
    fn drop(&mut self) {
        if !self.is_kept {
            self.standing.send_modify(|standing| standing.end = Some(End::Failed));
            // One that stays is deleted at the next start.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Disk {
    fn new(file: File) -> Self {
        Self { file, hash: Sums::default(), written: 0, position: 0, restarts: 0, buffer: Vec::new() }
    }

    /// Takes bytes at the position of the present attempt.
    fn absorb(&mut self, bytes: &[u8]) -> io::Result<()> {
        let known = usize::try_from(self.written - self.position).unwrap_or(usize::MAX).min(bytes.len());
        if known > 0 {
            self.buffer.resize(known, 0);
            self.file.seek(SeekFrom::Start(self.position))?;
            self.file.read_exact(&mut self.buffer)?;
            if self.buffer != bytes[..known] {
                // Another content than at the attempt before. What came before this chunk was the same.
                self.cut(self.position)?;
                return self.append(bytes);
            }
            self.position += known as u64;
        }
        self.append(&bytes[known..])
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.written += bytes.len() as u64;
        self.position = self.written;
        Ok(())
    }

    /// Forgets everything from `length` on, which a reader may have read.
    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.restarts += 1;
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(0))?;
        let mut hash = Sums::default();
        self.buffer.resize(CHUNK_BYTES, 0);
        let mut left = length;
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(CHUNK_BYTES);
            self.file.read_exact(&mut self.buffer[..wanted])?;
            hash.update(&self.buffer[..wanted]);
            left -= wanted as u64;
        }
        (self.hash, self.written) = (hash, length);
        Ok(())
    }
}

impl Whole {
    /// A file that is what its name says.
    pub(super) fn check(path: PathBuf, sha256: &str, bytes: u64) -> Option<Self> {
        let mut file = File::open(&path).ok()?;
        let mut hash = Sums::default();
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut read = 0;
        loop {
            match file.read(&mut buffer).ok()? {
                0 => break,
                count => {
                    hash.update(&buffer[..count]);
                    read += count as u64;
                }
            }
        }
        // Not compared with the listed size: a file may have grown while it was fetched.
        let (found, crc32) = hash.finish();
        (read >= bytes && found == sha256).then_some(Self { path, bytes: read, sha256: found, crc32 })
    }

    /// Reads from the first byte to the last.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub(crate) async fn read(&self) -> io::Result<Chunks> {
        let path = self.path.clone();
        let file = run(move || File::open(path)).await?;
        // A standing whose sender is gone stays as it is.
        let standing =
            Standing { bytes: self.bytes, restarts: 0, end: Some(End::Whole { crc32: self.crc32 }) };
        let (_, standing) = watch::channel(standing);
        Ok(Chunks::new(file, standing))
    }
}

/// A file's content from the first byte on, in pieces of at most 128 KiB, even while it is written.
///
/// Holds the file open: it can be read to its end even when the spool has let it go.
#[derive(Debug)]
pub(crate) struct Chunks {
    file: Option<File>,
    /// Room for the next pieces, made and let go on the same threads, see [`Written`].
    room: BytesMut,
    position: u64,
    restarts: u32,
    standing: watch::Receiver<Standing>,
}

impl Chunks {
    fn new(file: File, standing: watch::Receiver<Standing>) -> Self {
        Self { file: Some(file), room: BytesMut::new(), position: 0, restarts: 0, standing }
    }

    /// Bytes that can be read now, those already read among them.
    pub(crate) fn available(&self) -> u64 {
        self.standing.borrow().bytes
    }

    /// Waits until `enough` bytes are there or nothing more comes.
    ///
    /// # Cancel safety
    /// Nothing is lost.
    pub(crate) async fn wait_for(&mut self, enough: u64) -> Ready {
        let reached = self.standing.wait_for(|standing| standing.end.is_some() || standing.bytes >= enough);
        match reached.await.map(|standing| standing.end) {
            Ok(None) => Ready::More,
            Ok(Some(End::Whole { crc32 })) => Ready::Whole { crc32 },
            Ok(Some(End::Failed)) | Err(_) => Ready::Failed,
        }
    }

    /// The next piece; `None` after the last of a file that is whole.
    ///
    /// # Errors
    /// The disk fails; the file will not become whole; its beginning has changed since it was read.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let next = self.position + 1;
        let ready = self.wait_for(next).await;
        let (bytes, restarts) = {
            let standing = self.standing.borrow();
            (standing.bytes, standing.restarts)
        };
        if restarts != self.restarts && self.position > 0 {
            return Err(io::Error::other("the file changed on the card while it was fetched"));
        }
        self.restarts = restarts;
        if bytes < next {
            let reason = || io::Error::other("the file could not be fetched whole");
            return if matches!(ready, Ready::Whole { .. }) { Ok(None) } else { Err(reason()) };
        }
        let wanted = usize::try_from(bytes - self.position).unwrap_or(usize::MAX).min(CHUNK_BYTES);
        let position = self.position;
        let Some(mut file) = self.file.take() else { return Err(io::Error::other("reading was given up")) };
        let mut room = std::mem::take(&mut self.room);
        room.resize(wanted, 0);
        let (file, mut room) = run(move || {
            file.seek(SeekFrom::Start(position))?;
            file.read_exact(&mut room)?;
            Ok((file, room))
        })
        .await?;
        let chunk = room.split().freeze();
        (self.file, self.room) = (Some(file), room);
        self.position += chunk.len() as u64;
        Ok(Some(chunk))
    }
}

/// Runs something that waits for the disk.
async fn run<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
