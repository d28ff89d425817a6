//! One file while it is fetched: written from one side, read from the other before it is whole.
//!
//! Bytes go by the disk, so that the meter need not wait for a slow reader and another attempt at the archive need not
//! ask for them again. Where the meter's link is as fast as a disk that only costs time: there they are passed on to
//! the reader in memory, as long as he keeps up, see [`Pace`].

mod chunks;
mod disk;

use std::fs::{File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tempfile::TempPath;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::room::{Ledger, Room};
use super::{PART, WHOLE};
use chunks::{End, Standing};
use disk::{Disk, Sums};

pub(crate) use chunks::{Chunks, Ready};

/// Bytes handed to the disk at once: few enough to hold, enough to make the switch of threads cheap.
const BATCH_BYTES: usize = 256 * 1024;
/// Batches that wait in memory for their reader.
const PASSED_BATCHES: usize = 8;
/// Least bytes that these can hold.
pub(super) const PASSED_AHEAD: u64 = (PASSED_BATCHES * BATCH_BYTES) as u64;
/// How long a reader may let a fast meter wait before its bytes go by the disk again.
const READER_WITHIN: Duration = Duration::from_secs(1);

/// From this speed on fetching again costs less than having kept: the port of the instrument itself has a tenth of it.
const FAST: f64 = 50e6;
/// Bytes by which a speed is judged. As many as an answer waits for before it begins: until then nobody reads.
const JUDGED_BYTES: u64 = 32 << 20;

/// Tells the parts of one process apart.
static PARTS: AtomicU64 = AtomicU64::new(0);

/// Bytes on their way to the reader.
type Passed = Vec<Bytes>;

/// How fast a meter's link is, over all files that come from it one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// When the first byte was asked for.
    pub(crate) began: Instant,
    /// Bytes of the files before.
    pub(crate) before: u64,
}

impl Pace {
    /// Whether bytes come faster than they are worth keeping.
    pub(crate) fn is_fast(&self, bytes: u64) -> bool {
        let came = self.before + bytes;
        came >= JUDGED_BYTES && came as f64 >= FAST * self.began.elapsed().as_secs_f64()
    }
}

/// The writing side. Dropped before its end, the file goes.
#[derive(Debug)]
pub(crate) struct PartWriter {
    name: String,
    began: SystemTime,
    standing: watch::Sender<Standing>,
    batch: Vec<Bytes>,
    batch_bytes: usize,
    /// The disk, unless it is busy with a batch.
    disk: Option<Disk>,
    busy: Option<JoinHandle<Written>>,
    passing: Passing,
    reader: mpsc::Sender<Passed>,
    /// The file, if there is one, and what it takes.
    stored: Option<(TempPath, Arc<Room>)>,
    has_ended: bool,
}

/// Whether bytes go to the reader without being stored.
#[derive(Debug, Clone, Copy)]
enum Passing {
    /// They do not, and will not.
    Never,
    /// They will when they come fast.
    From(Pace),
    Now,
}

/// A file that is whole, with its digest. On the disk until it is dropped, and after that if it is kept for others.
#[derive(Debug)]
pub(crate) struct Whole {
    path: Option<PathBuf>,
    pub(crate) bytes: u64,
    /// Hexadecimal.
    pub(crate) sha256: String,
    /// Checksum as archives have it.
    pub(crate) crc32: u32,
    room: Option<Arc<Room>>,
    goes: Option<TempPath>,
}

/// A batch that the disk has had.
#[derive(Debug)]
struct Written {
    disk: Disk,
    /// Let go where it was made: memory that the many threads for waiting let go stays with them.
    _batch: Vec<Bytes>,
    outcome: io::Result<()>,
}

impl PartWriter {
    /// A new file, and its reader from the first byte.
    pub(super) async fn create(
        folder: &Path,
        name: String,
        room: Room,
        pace: Option<Pace>,
    ) -> io::Result<(Self, Chunks)> {
        let number = PARTS.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{name}-{number}.{PART}"));
        let (folder, target) = (folder.to_owned(), path.clone());
        let files = run(move || {
            std::fs::create_dir_all(&folder)?;
            let file = File::options().read(true).write(true).create_new(true).open(&target)?;
            let path = TempPath::try_from_path(&target)?;
            Ok((file, File::open(target)?, path))
        });
        let (file, reading, path) = files.await?;
        let room = Arc::new(room);
        let passing = pace.map_or(Passing::Never, Passing::From);
        Ok(Self::new(name, Some((file, reading)), Some((path, room)), passing))
    }

    /// A small file that is not stored at all.
    pub(super) fn in_memory(name: String) -> (Self, Chunks) {
        Self::new(name, None, None, Passing::Now)
    }

    fn new(
        name: String,
        files: Option<(File, File)>,
        stored: Option<(TempPath, Arc<Room>)>,
        passing: Passing,
    ) -> (Self, Chunks) {
        let passed_from = matches!(passing, Passing::Now).then_some(0);
        let (standing, seen) = watch::channel(Standing { passed_from, ..Standing::default() });
        let (reader, passed) = mpsc::channel(PASSED_BATCHES);
        let (file, reading) = files.unzip();
        let room = stored.as_ref().map(|(_, room)| Arc::clone(room));
        let writer = Self {
            name,
            began: SystemTime::now(),
            standing,
            batch: Vec::new(),
            batch_bytes: 0,
            disk: Some(Disk::new(file)),
            busy: None,
            passing,
            reader,
            stored,
            has_ended: false,
        };
        (writer, Chunks::new(reading, seen, passed, room))
    }

    /// When the file was begun to be fetched.
    pub(crate) fn began(&self) -> SystemTime {
        self.began
    }

    /// Begins from the first byte again: what is there already is compared, not written.
    pub(crate) async fn rewind(&mut self) -> io::Result<()> {
        self.settle().await?;
        if let Some(disk) = &mut self.disk {
            disk.rewind();
        }
        Ok(())
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// The disk refuses one of this or the calls before; a file that was read in part comes with another content now.
    pub(crate) async fn push(&mut self, bytes: Bytes) -> io::Result<()> {
        self.batch_bytes += bytes.len();
        self.batch.push(bytes);
        if self.batch_bytes >= BATCH_BYTES {
            self.hand_over().await?;
        }
        Ok(())
    }

    /// Waits until everything pushed is taken in; says how many bytes the present attempt has brought.
    ///
    /// # Errors
    /// As for [`push`](Self::push).
    pub(crate) async fn settle(&mut self) -> io::Result<u64> {
        self.hand_over().await?;
        self.take_back().await?;
        Ok(self.disk.as_ref().map_or(0, |disk| disk.position))
    }

    /// Ends the file as it is now. `keeps`: it is the same for whoever asks for it later, and stays in the spool if all
    /// of it is there.
    ///
    /// # Errors
    /// The disk refuses; the file is gone then.
    pub(crate) async fn finish(mut self, keeps: bool) -> io::Result<Whole> {
        self.settle().await?;
        let Some(mut disk) = self.disk.take() else { return Err(lost()) };
        let (ended, disk) = if disk.position == disk.written {
            (disk.end()?, disk)
        } else {
            run(move || Ok((disk.end()?, disk))).await?
        };
        let (sha256, crc32) = ended;
        let (bytes, restarts) = (disk.written, disk.restarts);
        let mut whole = Whole { path: None, bytes, sha256, crc32, room: None, goes: None };
        if let Some((part, room)) = self.stored.take()
            && !disk.has_gap()
        {
            whole.path = Some(part.to_path_buf());
            if keeps {
                let to = part.with_file_name(format!("{}-{}.{WHOLE}", self.name, whole.sha256));
                let (target, times) = (to.clone(), FileTimes::new().set_modified(self.began));
                run(move || {
                    // As old as its beginning: by that it is judged whether it may have changed since.
                    disk.set_times(times)?;
                    part.persist(target).map_err(io::Error::from)
                })
                .await?;
                room.became_whole(&to, bytes);
                whole.path = Some(to);
            } else {
                whole.goes = Some(part);
            }
            whole.room = Some(room);
        }
        self.has_ended = true;
        self.standing.send_modify(|standing| {
            (standing.bytes, standing.restarts) = (bytes, restarts);
            standing.end = Some(End::Whole { crc32 });
        });
        Ok(whole)
    }

    /// Has the batch taken in, after the one before it.
    async fn hand_over(&mut self) -> io::Result<()> {
        self.take_back().await?;
        if self.batch.is_empty() {
            return Ok(());
        }
        let place = self.place().await?;
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        if let Some(place) = place {
            return self.pass_on(batch, place);
        }
        let Some(mut disk) = self.disk.take() else { return Err(lost()) };
        self.busy = Some(tokio::task::spawn_blocking(move || {
            let outcome = batch.iter().try_for_each(|bytes| disk.absorb(bytes, true).map(drop));
            Written { disk, _batch: batch, outcome }
        }));
        Ok(())
    }

    /// Hands a batch to the reader. Here and not on another thread: it takes a part of a millisecond, and where
    /// processors are scarce every change of threads costs more than that.
    fn pass_on(&mut self, mut batch: Passed, place: mpsc::OwnedPermit<Passed>) -> io::Result<()> {
        let Some(disk) = &mut self.disk else { return Err(lost()) };
        for bytes in &mut batch {
            let known = disk.absorb(bytes, false)?;
            *bytes = bytes.split_off(known);
        }
        batch.retain(|bytes| !bytes.is_empty());
        let bytes = disk.written;
        if !batch.is_empty() {
            place.send(batch);
        }
        self.standing.send_modify(|standing| standing.bytes = bytes);
        Ok(())
    }

    /// The reader's place for the next batch; `None` when it is to be stored.
    async fn place(&mut self) -> io::Result<Option<mpsc::OwnedPermit<Passed>>> {
        let Some(disk) = &self.disk else { return Err(lost()) };
        match self.passing {
            // Not while another attempt is compared.
            Passing::From(pace) if disk.position == disk.written && pace.is_fast(disk.written) => {}
            Passing::Never | Passing::From(_) => return Ok(None),
            Passing::Now => {}
        }
        let from = disk.written;
        let place = self.reader.clone().reserve_owned();
        let place = if self.stored.is_some() {
            tokio::time::timeout(READER_WITHIN, place).await.ok().and_then(Result::ok)
        } else {
            Some(place.await.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?)
        };
        let is_passed = place.is_some();
        if is_passed != matches!(self.passing, Passing::Now) {
            self.passing = if is_passed { Passing::Now } else { Passing::Never };
            self.standing.send_modify(|standing| match standing.passed_from {
                None if is_passed => standing.passed_from = Some(from),
                Some(_) if !is_passed => standing.passed_to = Some(from),
                _ => {}
            });
        }
        Ok(place)
    }

    /// Waits for the batch and tells the readers how far it is.
    async fn take_back(&mut self) -> io::Result<()> {
        let Some(busy) = &mut self.busy else { return Ok(()) };
        let done = busy.await;
        self.busy = None;
        let Written { disk, outcome, .. } = done.map_err(io::Error::other)?;
        let (bytes, restarts) = (disk.written, disk.restarts);
        self.disk = Some(disk);
        outcome?;
        if let Some((_, room)) = &self.stored {
            room.grow(bytes);
        }
        self.standing.send_modify(|standing| (standing.bytes, standing.restarts) = (bytes, restarts));
        Ok(())
    }
}

impl Drop for PartWriter {
    fn drop(&mut self) {
        if !self.has_ended {
            self.standing.send_modify(|standing| standing.end = Some(End::Failed));
        }
    }
}

impl Whole {
    /// A file that is what its name says.
    pub(super) fn check(path: PathBuf, sha256: &str, bytes: u64, ledger: &Ledger) -> Option<Self> {
        // Held before it is opened: it must not go meanwhile.
        let room = Some(Arc::new(ledger.hold(&path)));
        let mut file = File::open(&path).ok()?;
        let (sums, read) = Sums::of(&mut file).ok()?;
        // Not compared with the listed size: a file may have grown while it was fetched.
        let (found, crc32) = sums.finish();
        let is_whole = read >= bytes && found == sha256;
        is_whole.then_some(Self { path: Some(path), bytes: read, sha256: found, crc32, room, goes: None })
    }

    /// Where it is, unless it was not stored.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Reads from the first byte to the last.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub(crate) async fn read(&self) -> io::Result<Chunks> {
        let path = self.path.clone().ok_or_else(lost)?;
        let file = run(move || File::open(path)).await?;
        // A standing whose sender is gone stays as it is.
        let end = Some(End::Whole { crc32: self.crc32 });
        let (_, standing) = watch::channel(Standing { bytes: self.bytes, end, ..Standing::default() });
        let (_, passed) = mpsc::channel(1);
        Ok(Chunks::new(Some(file), standing, passed, self.room.clone()))
    }
}

fn lost() -> io::Error {
    io::Error::other("the file is lost")
}

/// Runs something that waits for the disk.
async fn run<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
