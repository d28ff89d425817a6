//! The file as a whole, also while somebody works in it: looked through, copied, put back.

mod backup;
mod examine;
mod restore;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};

pub use backup::{Backup, back_up};
pub use examine::{Examination, examine};
pub use restore::{Restored, restore};

use super::explain;
use crate::StoreError;

/// As long as a server's longest checkpoint.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Files of SQLite's beside a database; they belong to it by name.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Opens a file that must be there. What it holds stays as it is, but a journal that nobody else uses any more is brought
/// into it in the end.
async fn open_to_read(path: &Path) -> Result<SqliteConnection, StoreError> {
    if path.is_dir() {
        return Err(StoreError::IsFolder { path: path.to_owned() });
    }
    if !path.exists() {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    // Not read-only: such a connection cannot remove the journal that it has to create.
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging()
        .connect()
        .await
        .map_err(|error| explain(path, error))
}

/// `slmm.db` and `-wal` give `slmm.db-wal`.
fn companion(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// An absolute path: `:memory:` and `file:…` have a meaning of their own to SQLite.
fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    std::path::absolute(path)
        .map_err(|reason| StoreError::Access { path: path.to_owned(), reason: reason.to_string() })
}

/// Brings a folder's names to the disk.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened, and need not be.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Runs what waits for the disk where it holds up nobody.
async fn off_the_runtime<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.unwrap_or_else(|panicked| Err(io::Error::other(panicked)));
    done.map_err(|reason| StoreError::File { path: path.to_owned(), reason })
}
