//! Fetched files on their way: a folder of whole ones, which an archive asked for again need not fetch again, and of
//! parts that are being written.
//!
//! A whole file is named for what it is (unit, address, path, size and date of the listing) and for the digest of its
//! content, which is compared when it is used. So nothing has to be forced to the disk here: a file that a power failure
//! damaged is fetched again.

mod part;
mod purge;
mod room;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::names::hex;
use room::{Ledger, Room};

pub(super) use part::{Chunks, Pace, PartWriter, Ready, Whole};
pub(super) use purge::keep_clean;

/// Endings of whole files and of parts.
const WHOLE: &str = "whole";
const PART: &str = "part";

/// The folder.
#[derive(Debug, Clone)]
pub(super) struct Spool {
    folder: PathBuf,
    limit_bytes: u64,
    ledger: Ledger,
}

/// What makes a file on a card the same file as one fetched before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileKey<'a> {
    pub(super) unit: &'a str,
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) path: &'a str,
    pub(super) size: u64,
    /// The date words of the listing.
    pub(super) listed: &'a str,
}

impl FileKey<'_> {
    /// A name that no other file has.
    fn name(&self) -> String {
        let Self { unit, host, port, path, size, listed } = self;
        let text = [unit, host, path, listed, &*port.to_string(), &*size.to_string()].join("\0");
        hex(&Sha256::digest(text.as_bytes())[..16])
    }
}

impl Spool {
    /// A spool in a folder, which is created when first needed.
    pub(super) fn new(folder: PathBuf, limit_bytes: u64) -> Self {
        Self { folder, limit_bytes, ledger: Ledger::default() }
    }

    /// Whether a file of this size has room when nothing else is there.
    pub(super) fn fits(&self, bytes: u64) -> bool {
        bytes <= self.limit_bytes
    }

    /// Begins a file; beside others that are being fetched, even of the same key.
    pub(super) async fn begin(
        &self,
        key: FileKey<'_>,
        room: Room,
        pace: Option<Pace>,
    ) -> io::Result<(PartWriter, Chunks)> {
        PartWriter::create(&self.folder, key.name(), room, pace).await
    }

    /// Begins a small file that goes to its reader without being stored. He must read it while it comes, once it has
    /// more than a few megabytes.
    pub(super) fn begin_in_memory(key: FileKey<'_>) -> (PartWriter, Chunks) {
        PartWriter::in_memory(key.name())
    }

    /// What was fetched whole before, as of now.
    pub(super) async fn index(&self) -> Index {
        let folder = self.folder.clone();
        // A folder that cannot be read holds nothing to be found.
        let files = tokio::task::spawn_blocking(move || whole_files(&folder)).await.unwrap_or_default();
        Index { files, ledger: self.ledger.clone() }
    }

    /// Sets room for `coming` bytes apart, beside that of all who write and read, by deleting the oldest whole files
    /// that nobody reads. `None`: there is not enough even so.
    pub(super) async fn reserve(&self, coming: u64) -> Option<Room> {
        let left = self.limit_bytes.checked_sub(coming)?;
        {
            let mut standing = self.ledger.lock();
            if standing.taken().is_some_and(|taken| taken <= left) {
                return Some(self.ledger.reserve(&mut standing, coming));
            }
        }
        let (folder, ledger) = (self.folder.clone(), self.ledger.clone());
        let reserve = tokio::task::spawn_blocking(move || {
            // Held meanwhile: two who look at once would both find the same room.
            let mut standing = ledger.lock();
            // A folder that cannot be read tells so when it is written to.
            let _ = purge::shrink(&folder, left, &mut standing);
            let is_free = standing.taken().is_none_or(|taken| taken <= left);
            is_free.then(|| ledger.reserve(&mut standing, coming))
        });
        reserve.await.ok().flatten()
    }
}

/// The whole files of the spool at one moment, by key.
#[derive(Debug, Default)]
pub(super) struct Index {
    files: HashMap<String, PathBuf>,
    ledger: Ledger,
}

impl Index {
    /// A file that was fetched whole before, but not before `since`; its content compared with what it was then.
    pub(super) async fn find(&self, key: FileKey<'_>, since: Option<SystemTime>) -> Option<Whole> {
        let path = self.files.get(&key.name())?.clone();
        let (size, ledger) = (key.size, self.ledger.clone());
        tokio::task::spawn_blocking(move || checked(path, size, since, &ledger)).await.ok().flatten()
    }
}

/// Whether a file on a card is known not to change any more without its listing showing it, which tells minutes only.
///
/// What was listed as last written in one minute can be written again within that minute, by the meter's clock. Once a
/// minute has passed since the listing it is over. A file that was a day old by then is older than any zone or clock
/// set wrongly could pretend.
pub(super) fn is_settled(modified: Option<Timestamp>, listed: SystemTime, fetched: SystemTime) -> bool {
    let is_minute_over = fetched.duration_since(listed).is_ok_and(|time| time > LISTED_TO);
    let age = modified.and_then(|at| listed.duration_since(SystemTime::from(at)).ok());
    is_minute_over || age.is_some_and(|age| age > SURELY_OLD)
}

/// A listing's dates are exact to this.
const LISTED_TO: Duration = Duration::from_secs(61);
const SURELY_OLD: Duration = Duration::from_hours(25);

fn whole_files(folder: &Path) -> HashMap<String, PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return HashMap::new() };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    paths.filter_map(|path| Some((key_and_digest(&path)?.0.to_owned(), path))).collect()
}

/// What the name of a whole file says.
fn key_and_digest(path: &Path) -> Option<(&str, &str)> {
    path.file_name()?.to_str()?.strip_suffix(".whole")?.split_once('-')
}

fn checked(path: PathBuf, size: u64, since: Option<SystemTime>, ledger: &Ledger) -> Option<Whole> {
    let fetched = std::fs::metadata(&path).and_then(|metadata| metadata.modified()).ok()?;
    if since.is_some_and(|since| fetched < since) {
        return None;
    }
    let digest = key_and_digest(&path)?.1.to_owned();
    let whole = Whole::check(path.clone(), &digest, size, ledger);
    if whole.is_none() && path.exists() {
        tracing::warn!(path = %path.display(), "a file of the spool was damaged and is deleted");
        // If it stays it is found damaged again.
        let _ = std::fs::remove_file(path);
        ledger.lock().whole = None;
    }
    whole
}

#[cfg(test)]
mod tests;
