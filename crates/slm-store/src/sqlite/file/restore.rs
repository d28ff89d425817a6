//! A copy in the place of the file.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sqlx::Connection;
use tempfile::TempPath;

use super::backup::copy_beside;
use super::{
    COMPANIONS, Examination, absolute, companion, examine, off_the_runtime, open_to_read, sync_folder,
};
use crate::StoreError;

/// How every SQLite file begins.
const HEADER: &[u8; 16] = b"SQLite format 3\0";

/// What became of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The copy that was put in place, as it was found.
    pub backup: Examination,
    /// Where the file that was there before lies now; `None` when there was none.
    pub aside: Option<PathBuf>,
}

/// Puts a copy in the place of `database`. The file that is there now stays beside it as
/// `slmm.db.before-restore-<time>`, with its journal. At every moment there is a database under the name: the old one until
/// the new one is whole.
///
/// Nobody may have `database` open: whoever has goes on writing into the file that was put aside.
///
/// # Errors
/// The copy is damaged, of a newer version or no database of ours, or the files cannot be moved. Everything is then as it
/// was before.
pub async fn restore(backup: &Path, database: &Path, now: Timestamp) -> Result<Restored, StoreError> {
    let (backup, database) = (absolute(backup)?, absolute(database)?);
    // What a link names is replaced, not the link.
    let database = database.canonicalize().unwrap_or(database);
    if is_same(&backup, &database) {
        return Err(StoreError::TargetExists { path: database });
    }
    let examined = examine(&backup).await?;
    examined.usable()?;
    let like = if database.exists() { &database } else { &backup };
    // Through SQLite, not byte by byte: what lies in a journal beside the copy belongs to it.
    let copy = copy_beside(&backup, &database, like).await?;
    if database.exists() {
        empty_journal(&database).await;
    }
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

/// Brings the journal into the file that is put aside, so that the file is whole by itself. What is restored is often
/// restored because the present file is damaged: then its journal moves with it as it is.
async fn empty_journal(database: &Path) {
    // SQLite clears away the journals of what is no database at all; somebody may still want to look at them.
    if !has_header(database).unwrap_or(false) {
        return;
    }
    let Ok(mut connection) = open_to_read(database).await else { return };
    if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await {
        tracing::debug!(%error, "the journal stays beside the file that is put aside");
    }
    // The last one to close a database removes its journal.
    let _ = connection.close().await;
}

fn has_header(database: &Path) -> io::Result<bool> {
    let mut found = [0; HEADER.len()];
    fs::File::open(database)?.read_exact(&mut found)?;
    Ok(found == *HEADER)
}

/// Puts the copy in place of the database, or leaves everything as it was.
fn swap(copy: TempPath, database: &Path, now: Timestamp) -> io::Result<Option<PathBuf>> {
    let aside = if database.exists() { Some(second_name(database, now)?) } else { None };
    let moved = aside.as_deref().map_or(Ok(()), |aside| move_journals(database, aside));
    // What is left of another file must not be taken for a part of the new one.
    let cleared =
        moved.and_then(|()| COMPANIONS.iter().try_for_each(|one| remove(&companion(database, one))));
    // The copy takes the name over in one step: it never names nothing.
    let placed = cleared.and_then(|()| copy.persist(database).map_err(io::Error::from));
    if let Err(error) = placed {
        if let Some(aside) = &aside {
            take_back(database, aside);
        }
        return Err(error);
    }
    if let Some(folder) = database.parent() {
        sync_folder(folder)?;
    }
    Ok(aside)
}

/// Gives the present file the name under which it stays, beside the one that it has.
fn second_name(database: &Path, now: Timestamp) -> io::Result<PathBuf> {
    let time = now.strftime("%Y-%m-%dT%H-%M-%SZ");
    let mut aside = companion(database, &format!(".before-restore-{time}"));
    let mut number = 2;
    while aside.exists() {
        aside = companion(database, &format!(".before-restore-{time}-{number}"));
        number += 1;
    }
    match fs::hard_link(database, &aside) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // A file system without second names.
        Err(_) => fs::copy(database, &aside).map(|_| aside),
        Ok(()) => Ok(aside),
    }
}

/// Moves the journals along, so that they still belong to their file.
fn move_journals(database: &Path, aside: &Path) -> io::Result<()> {
    COMPANIONS.iter().try_for_each(|suffix| rename(&companion(database, suffix), &companion(aside, suffix)))
}

/// Undoes what was begun.
fn take_back(database: &Path, aside: &Path) {
    for suffix in COMPANIONS {
        if let Err(error) = rename(&companion(aside, suffix), &companion(database, suffix)) {
            tracing::error!(%error, suffix, "a journal could not be moved back");
        }
    }
    if let Err(error) = remove(aside) {
        tracing::warn!(%error, file = %aside.display(), "a second name stays");
    }
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    missing_is_fine(fs::rename(from, to))
}

fn remove(path: &Path) -> io::Result<()> {
    missing_is_fine(fs::remove_file(path))
}

fn missing_is_fine(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
