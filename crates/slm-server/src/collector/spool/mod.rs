//! Fetched files on their way: a folder of whole ones, which an archive asked for again need not fetch again, and of
//! parts that are being written.
//!
//! A whole file is named for what it is (unit, address, path, size and date of the listing) and for the digest of its
//! content, which is compared when it is used. So nothing has to be forced to the disk here: a file that a power failure
//! damaged is fetched again.

mod part;
mod purge;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

use super::names::hex;

pub(super) use part::{Chunks, PartWriter, Ready, Whole};
pub(super) use purge::keep_clean;

/// Endings of whole files and of parts.
const WHOLE: &str = "whole";
const PART: &str = "part";

/// The folder.
#[derive(Debug, Clone)]
pub(super) struct Spool {
    folder: PathBuf,
    limit_bytes: u64,
    /// Bytes in it, rather too many than too few: not known before it was looked at, and parts that were given up
    /// count until it is looked at again.
    used_bytes: Arc<AtomicU64>,
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
        Self { folder, limit_bytes, used_bytes: Arc::new(AtomicU64::new(u64::MAX)) }
    }

    /// Begins a file; beside others that are being fetched, even of the same key.
    pub(super) async fn begin(&self, key: FileKey<'_>) -> io::Result<(PartWriter, Chunks)> {
        PartWriter::create(&self.folder, key.name()).await
    }

    /// What was fetched whole before, as of now.
    pub(super) async fn index(&self) -> Index {
        let folder = self.folder.clone();
        // A folder that cannot be read holds nothing to be found.
        Index { files: tokio::task::spawn_blocking(move || whole_files(&folder)).await.unwrap_or_default() }
    }

    /// Makes room for `coming` bytes beside what is being written, by deleting the oldest whole files. `false`: there
    /// is not enough even so.
    pub(super) async fn make_room(&self, coming: u64) -> bool {
        if coming > self.limit_bytes {
            return false;
        }
        let add = |used: u64| Some(used.saturating_add(coming));
        let used =
            self.used_bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add).unwrap_or(u64::MAX);
        if used.saturating_add(coming) <= self.limit_bytes {
            return true;
        }
        let (folder, limit) = (self.folder.clone(), self.limit_bytes - coming);
        let purge = tokio::task::spawn_blocking(move || purge::shrink(&folder, limit));
        // A folder that cannot be read tells so when it is written to.
        let left = purge.await.ok().and_then(Result::ok).unwrap_or_default();
        self.used_bytes.store(left + coming, Ordering::Relaxed);
        left <= limit
    }
}

/// The whole files of the spool at one moment, by key.
#[derive(Debug, Default)]
pub(super) struct Index {
    files: HashMap<String, PathBuf>,
}

impl Index {
    /// A file that was fetched whole before, its content compared with what it was then.
    pub(super) async fn find(&self, key: FileKey<'_>) -> Option<Whole> {
        let path = self.files.get(&key.name())?.clone();
        let size = key.size;
        tokio::task::spawn_blocking(move || checked(path, size)).await.ok().flatten()
    }
}

fn whole_files(folder: &Path) -> HashMap<String, PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return HashMap::new() };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    paths.filter_map(|path| Some((key_and_digest(&path)?.0.to_owned(), path))).collect()
}

/// What the name of a whole file says.
fn key_and_digest(path: &Path) -> Option<(&str, &str)> {
    path.file_name()?.to_str()?.strip_suffix(".whole")?.split_once('-')
}

fn checked(path: PathBuf, size: u64) -> Option<Whole> {
    let digest = key_and_digest(&path)?.1.to_owned();
    let whole = Whole::check(path.clone(), &digest, size);
    if whole.is_none() && path.exists() {
        tracing::warn!(path = %path.display(), "a file of the spool was damaged and is deleted");
        // If it stays it is found damaged again.
        let _ = std::fs::remove_file(path);
    }
    whole
}

#[cfg(test)]
mod tests;
