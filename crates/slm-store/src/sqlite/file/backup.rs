//! A copy of the file while it is written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::Connection;
use tempfile::TempPath;

use super::super::{explain, maintenance};
use super::{absolute, off_the_runtime, open_to_read, sync_folder};
use crate::StoreError;

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The copy.
    pub path: PathBuf,
    /// Its size.
    pub size_bytes: u64,
    /// How long it took.
    pub took: Duration,
}

/// Copies a database to `target`, whose folder is created, as it is at one moment: with everything that was committed
/// before the call. It may be read and written meanwhile.
///
/// The copy is made beside `target` under another name, looked through, brought to the disk, and only then renamed. It is
/// one file, without a journal, and as readable for others as the database is.
///
/// # Errors
/// [`StoreError::TargetExists`] unless `replace`; the database, or the copy, cannot be used. Then nothing is left behind.
pub async fn back_up(database: &Path, target: &Path, replace: bool) -> Result<Backup, StoreError> {
    let began = Instant::now();
    let (database, target) = (absolute(database)?, absolute(target)?);
    if target == database || (!replace && target.exists()) {
        return Err(StoreError::TargetExists { path: target });
    }
    let copy = copy_beside(&database, &target, &database).await?;
    let goal = target.clone();
    let size_bytes = off_the_runtime(&target, move || keep(copy, &goal, replace)).await.map_err(taken)?;
    Ok(Backup { path: target, size_bytes, took: began.elapsed() })
}

/// A sound copy in the folder of `target`, removed when it is dropped. It belongs to whom `like` belongs to, and is as
/// readable for others.
pub(super) async fn copy_beside(database: &Path, target: &Path, like: &Path) -> Result<TempPath, StoreError> {
    let mut connection = open_to_read(database).await?;
    let folder = target.parent().unwrap_or(target).to_owned();
    let copy = off_the_runtime(target, move || {
        fs::create_dir_all(&folder)?;
        // SQLite fills an empty file.
        tempfile::Builder::new().prefix(".copy-").suffix(".part").tempfile_in(&folder)
    });
    let copy = copy.await?.into_temp_path();
    let name = copy.to_str().ok_or_else(|| StoreError::Access {
        path: target.to_owned(),
        reason: "the name of its folder is not Unicode".to_owned(),
    })?;
    sqlx::query("VACUUM INTO ?")
        .bind(name)
        .execute(&mut connection)
        .await
        .map_err(|error| explain(database, error))?;
    connection.close().await.map_err(|error| explain(database, error))?;
    look_through(&copy).await?;
    let like = like.to_owned();
    off_the_runtime(target, move || {
        resemble(&copy, &fs::metadata(like)?)?;
        fs::File::options().write(true).open(&copy)?.sync_all()?;
        Ok(copy)
    })
    .await
}

/// Gives a file the mode of another, and its owner where we may: a command that root runs must not lock the service out.
fn resemble(file: &Path, like: &fs::Metadata) -> io::Result<()> {
    fs::set_permissions(file, like.permissions())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let own = fs::metadata(file)?;
        if (own.uid(), own.gid()) != (like.uid(), like.gid()) {
            let given = std::os::unix::fs::chown(file, Some(like.uid()), Some(like.gid()));
            if let Err(error) = given {
                tracing::debug!(%error, file = %file.display(), "the copy keeps its own owner");
            }
        }
    }
    Ok(())
}

/// A copy that cannot be read is worse than none.
async fn look_through(copy: &Path) -> Result<(), StoreError> {
    let mut connection = open_to_read(copy).await?;
    let findings = maintenance::findings(&mut connection, "PRAGMA quick_check(20)").await;
    let findings = findings.map_err(|error| explain(copy, error))?;
    connection.close().await.map_err(|error| explain(copy, error))?;
    if findings.is_empty() {
        return Ok(());
    }
    Err(StoreError::Damaged { path: copy.to_owned(), findings: findings.join("; ") })
}

/// Gives the copy its name, at once and for good.
fn keep(copy: TempPath, target: &Path, replace: bool) -> io::Result<u64> {
    let size_bytes = copy.metadata()?.len();
    let kept = if replace { copy.persist(target) } else { copy.persist_noclobber(target) };
    kept?;
    if let Some(folder) = target.parent() {
        sync_folder(folder)?;
    }
    Ok(size_bytes)
}

/// Somebody else was quicker.
fn taken(error: StoreError) -> StoreError {
    match error {
        StoreError::File { path, reason } if reason.kind() == io::ErrorKind::AlreadyExists => {
            StoreError::TargetExists { path }
        }
        other => other,
    }
}
