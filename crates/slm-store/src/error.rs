//! Why the store could not do what it was asked.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use slm_domain::UnitId;

/// A failure of the store; each sentence names the file it is about.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the database does not exist and cannot be made.
    #[error("cannot create the data folder {}: {reason}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        reason: io::Error,
    },
    /// A folder stands where the database should be.
    #[error("{} is a folder, not a database file", path.display())]
    IsFolder {
        /// The path given.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("there is no database {}", path.display())]
    Missing {
        /// The path given.
        path: PathBuf,
    },
    /// A copy would overwrite a file.
    #[error("{} exists already", path.display())]
    TargetExists {
        /// The file.
        path: PathBuf,
    },
    /// It holds no table of the service.
    #[error("{} is a database, but not one of this service", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// A file or folder beside the database cannot be used.
    #[error("cannot use {}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        reason: io::Error,
    },
    /// The file is not one of SQLite's.
    #[error("{} is not an SQLite database; move it away or restore a copy", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be opened or written.
    #[error("cannot use the database {}: {reason}", path.display())]
    Access {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// The file is SQLite's, but its contents contradict each other.
    #[error("the database {} is damaged: {findings}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found, at most twenty findings.
        findings: String,
    },
    /// A table of the compatible service is there without the column that everything hangs on.
    #[error("table {table} in {} has no column {column}: not a database of this service", path.display())]
    ForeignTable {
        /// The file.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// Its missing key.
        column: &'static str,
    },
    /// A newer version of this service has changed the file in a way this one does not know.
    #[error("{} was changed by a newer version (its migration {version} is unknown here); use that version", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The first unknown migration.
        version: i64,
    },
    /// The tables could not be brought up to date; the file is as it was before.
    #[error("cannot upgrade the database {}", path.display())]
    Upgrade {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// Another program holds the database's lock.
    #[error("the database {} is locked by another program", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// No space is left.
    #[error("no space left for the database {}", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// A unit of that name is there already.
    #[error("a unit {0} exists already")]
    UnitExists(UnitId),
    /// [`Store::close`](crate::Store::close) was called.
    #[error("the store is closed")]
    Closed,
    /// Anything else the database said.
    #[error("the database {} failed", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What it said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}
