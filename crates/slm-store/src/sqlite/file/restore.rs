//! A copy in the place of the file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tempfile::TempPath;

use super::backup::copy_beside;
use super::{COMPANIONS, Examination, absolute, companion, examine, off_the_runtime, sync_folder};
use crate::StoreError;

/// What became of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The copy that was put in place, as it was found.
    pub backup: Examination,
    /// Where the file that was there before lies now; `None` when there was none.
    pub aside: Option<PathBuf>,
}

/// Puts a copy in the place of `database`. The file that is there now stays beside it as
/// `slmm.db.before-restore-<time>`, with its journal.
///
/// Nobody may have `database` open: whoever has goes on writing into the file that was put aside.
///
/// # Errors
/// The copy is damaged, of a newer version or no database of ours, or the files cannot be moved. Unless the
/// last, everything is as it was before.
pub async fn restore(backup: &Path, database: &Path, now: Timestamp) -> Result<Restored, StoreError> {
    let (backup, database) = (absolute(backup)?, absolute(database)?);
    if is_same(&backup, &database) {
        return Err(StoreError::TargetExists { path: database });
    }
    let examined = examine(&backup).await?;
    examined.usable()?;
    // Through SQLite, not byte by byte: what lies in a journal beside the copy belongs to it.
    let copy = copy_beside(&backup, &database).await?;
    let goal = database.clone();
    let aside = off_the_runtime(&database, move || swap(copy, &goal, now)).await?;
    Ok(Restored { backup: examined, aside })
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn swap(copy: TempPath, database: &Path, now: Timestamp) -> io::Result<Option<PathBuf>> {
    let aside = put_aside(database, now)?;
    // What is left of another file must not be taken for a part of the new one.
    for suffix in COMPANIONS {
        remove(&companion(database, suffix))?;
    }
    copy.persist(database)?;
    if let Some(folder) = database.parent() {
        sync_folder(folder)?;
    }
    Ok(aside)
}

/// Renames the present file and its journals alike, so that they still belong together.
fn put_aside(database: &Path, now: Timestamp) -> io::Result<Option<PathBuf>> {
    if !database.exists() {
        return Ok(None);
    }
    let time = now.strftime("%Y-%m-%dT%H-%M-%SZ");
    let mut aside = companion(database, &format!(".before-restore-{time}"));
    let mut number = 2;
    while aside.exists() {
        aside = companion(database, &format!(".before-restore-{time}-{number}"));
        number += 1;
    }
    fs::rename(database, &aside)?;
    for suffix in COMPANIONS {
        match fs::rename(companion(database, suffix), companion(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(Some(aside))
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
