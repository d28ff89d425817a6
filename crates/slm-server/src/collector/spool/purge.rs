//! Keeping the spool within its bounds.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{PART, Spool, WHOLE};

/// How long a whole file is kept: a download that failed is asked for again the same day or never.
const KEPT_FOR: Duration = Duration::from_hours(24);
const EVERY: Duration = Duration::from_hours(1);

/// Deletes what a process before left half, and old files every hour.
pub(crate) async fn keep_clean(spool: Spool) {
    let mut first = true;
    loop {
        let (folder, limit) = (spool.folder.clone(), spool.limit_bytes);
        let cleaned = tokio::task::spawn_blocking(move || clean(&folder, limit, first, SystemTime::now()));
        if let Ok(Err(error)) = cleaned.await {
            tracing::warn!(%error, "the spool of downloads could not be cleaned");
        }
        first = false;
        tokio::time::sleep(EVERY).await;
    }
}

pub(super) fn clean(folder: &Path, limit: u64, parts_too: bool, now: SystemTime) -> io::Result<()> {
    for (path, metadata) in files(folder)? {
        let age = metadata.modified().ok().and_then(|at| now.duration_since(at).ok()).unwrap_or_default();
        let is_left = parts_too && ends_with(&path, PART);
        if is_left || (ends_with(&path, WHOLE) && age > KEPT_FOR) {
            delete(&path);
        }
    }
    shrink(folder, limit).map(drop)
}

/// Deletes the oldest whole files until all together have no more than `limit` bytes. Says how many they have now.
pub(super) fn shrink(folder: &Path, limit: u64) -> io::Result<u64> {
    let mut files = files(folder)?;
    let mut total: u64 = files.iter().map(|(_, metadata)| metadata.len()).sum();
    files.sort_by_key(|(_, metadata)| metadata.modified().ok());
    for (path, metadata) in files {
        if total <= limit {
            break;
        }
        if ends_with(&path, WHOLE) {
            delete(&path);
            total -= metadata.len();
        }
    }
    Ok(total)
}

fn files(folder: &Path) -> io::Result<Vec<(PathBuf, std::fs::Metadata)>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => {
            let entries = entries.filter_map(Result::ok);
            Ok(entries.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?))).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn ends_with(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension == ending)
}

fn delete(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(%error, path = %path.display(), "a file of the spool could not be deleted");
    }
}
