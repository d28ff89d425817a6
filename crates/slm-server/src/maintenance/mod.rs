//! Looking after the database: examined, copied while it is in use, put back.

mod names;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use slm_store::StoreError;
pub use slm_store::{Backup, Examination, Restored};
use tokio::sync::Mutex;

use crate::config::DataConfig;
use crate::data_folder::DataFolder;
use crate::start_error::StartError;

/// Copies that are listed at most.
const LISTED: usize = 1000;

/// Looks through the whole database, and changes nothing. A server may run meanwhile.
///
/// # Errors
/// There is none, or it is no database. Damage is no error but a finding.
pub async fn check(data: &DataConfig) -> Result<Examination, StoreError> {
    slm_store::examine(&data.database()).await
}

/// Copies the database to a file. A server may run meanwhile.
///
/// # Errors
/// The file exists, unless `replace`; the database or the copy cannot be used.
pub async fn back_up_to(data: &DataConfig, target: &Path, replace: bool) -> Result<Backup, StoreError> {
    slm_store::back_up(&data.database(), target, replace).await
}

/// Copies the database into the folder of backups, under a name of its own. The oldest of those that were made so
/// go when there are more than are kept.
///
/// # Errors
/// The database or the copy cannot be used.
pub async fn back_up(data: &DataConfig) -> Result<Backup, StoreError> {
    let folder = data.backups();
    let target = folder.join(names::at(Timestamp::now()));
    let backup = slm_store::back_up(&data.database(), &target, false).await?;
    let (place, kept) = (folder.clone(), data.backups_kept);
    if let Err(error) = off_the_runtime(move || remove_old(&place, kept)).await {
        tracing::warn!(%error, folder = %folder.display(), "old backups could not be removed");
    }
    Ok(backup)
}

/// Puts a copy in the place of the database, which stays beside it under another name. A bare name is looked for
/// in the folder of backups too.
///
/// # Errors
/// A server works in the data folder; the copy is damaged, of a newer version, or no database of the service.
pub async fn restore(data: &DataConfig, backup: &Path) -> Result<Restored, StartError> {
    let _folder = DataFolder::take(&data.folder)?;
    let named = data.backups().join(backup);
    let backup = if !backup.exists() && named.exists() { &named } else { backup };
    slm_store::restore(backup, &data.database(), Timestamp::now()).await.map_err(StartError::Store)
}

/// A backup of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredBackup {
    pub(crate) path: PathBuf,
    pub(crate) size_bytes: u64,
    /// When the file was written last; `None` where the file system does not tell.
    pub(crate) written: Option<Timestamp>,
}

/// The copies of a running service, one at a time.
#[derive(Debug, Default)]
pub(crate) struct Backups {
    under_way: Mutex<()>,
}

impl Backups {
    /// Makes one. `None` when one is being made already.
    pub(crate) async fn make(&self, data: &DataConfig) -> Option<Result<Backup, StoreError>> {
        let _turn = self.under_way.try_lock().ok()?;
        let made = back_up(data).await;
        if let Ok(backup) = &made {
            let took_ms = backup.took.as_millis();
            tracing::info!(path = %backup.path.display(), backup.size_bytes, took_ms, "the database was copied");
        }
        Some(made)
    }
}

/// The copies with names of ours, newest first, and so many at most.
///
/// # Errors
/// The folder cannot be read.
pub(crate) async fn list(data: &DataConfig) -> Result<Vec<StoredBackup>, StoreError> {
    let folder = data.backups();
    let place = folder.clone();
    let listed = off_the_runtime(move || in_folder(&place)).await;
    listed.map_err(|reason| StoreError::File { path: folder, reason })
}

fn in_folder(folder: &Path) -> io::Result<Vec<StoredBackup>> {
    let found = named_in(folder)?.into_iter().rev().take(LISTED);
    Ok(found
        .filter_map(|name| {
            let path = folder.join(name);
            // One that was removed meanwhile is no failure.
            let about = path.metadata().ok()?;
            let written = about.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
            Some(StoredBackup { path, size_bytes: about.len(), written })
        })
        .collect())
}

/// Runs what waits for the disk where it holds up nobody.
async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panicked| Err(io::Error::other(panicked)))
}

/// Names of ours in a folder, oldest first; none where there is no folder.
fn named_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| names::is_ours(name)).collect();
    names.sort_unstable();
    Ok(names)
}

fn remove_old(folder: &Path, kept: usize) -> io::Result<()> {
    let names = named_in(folder)?;
    let old = names.len().saturating_sub(kept);
    names[..old].iter().try_for_each(|name| fs::remove_file(folder.join(name)))
}

#[cfg(test)]
mod tests;
