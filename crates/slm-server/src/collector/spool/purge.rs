//! Keeping the spool within its bounds.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::room::Standing;
use super::{PART, Spool, WHOLE};

/// How long a whole file is kept: a download that failed is asked for again the same day or never.
const KEPT_FOR: Duration = Duration::from_hours(24);
const EVERY: Duration = Duration::from_hours(1);

/// Deletes what a process before left half, and old files every hour.
pub(crate) async fn keep_clean(spool: Spool) {
    // Later parts are at work.
    let started = SystemTime::now();
    loop {
        let spool_now = spool.clone();
        let cleaned = tokio::task::spawn_blocking(move || clean(&spool_now, started, SystemTime::now()));
        if let Ok(Err(error)) = cleaned.await {
            tracing::warn!(%error, "the spool of downloads could not be cleaned");
        }
        tokio::time::sleep(EVERY).await;
    }
}

pub(super) fn clean(spool: &Spool, started: SystemTime, now: SystemTime) -> io::Result<()> {
    let mut standing = spool.ledger.lock();
    for (path, metadata) in files(&spool.folder)? {
        let Ok(modified) = metadata.modified() else { continue };
        let age = now.duration_since(modified).unwrap_or_default();
        let is_left = ends_with(&path, PART) && modified < started;
        if is_left || (ends_with(&path, WHOLE) && age > KEPT_FOR && !standing.is_in_use(&path)) {
            delete(&path);
        }
    }
    let limit = spool.limit_bytes;
    shrink(&spool.folder, limit, &mut standing)
}

/// Deletes the oldest whole files that nobody reads until all that is taken is no more than `limit` bytes, or nothing
/// is left to delete; and counts the whole files.
pub(super) fn shrink(folder: &Path, limit: u64, standing: &mut Standing) -> io::Result<()> {
    let mut files = files(folder)?;
    files.retain(|(path, _)| ends_with(path, WHOLE));
    let mut whole: u64 = files.iter().map(|(_, metadata)| metadata.len()).sum();
    files.sort_by_key(|(_, metadata)| metadata.modified().ok());
    for (path, metadata) in files {
        if whole.saturating_add(standing.reserved) <= limit {
            break;
        }
        if !standing.is_in_use(&path) && delete(&path) {
            whole -= metadata.len();
        }
    }
    standing.whole = Some(whole);
    Ok(())
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

fn delete(path: &Path) -> bool {
    let deleted = std::fs::remove_file(path);
    if let Err(error) = &deleted {
        tracing::warn!(%error, path = %path.display(), "a file of the spool could not be deleted");
    }
    deleted.is_ok()
}
