//! Why the service cannot start.

use std::io;
use std::path::PathBuf;

use slm_store::StoreError;

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be created.
    #[error("cannot create the data folder {}", path.display())]
    DataFolder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        reason: io::Error,
    },
    /// Another server works in the data folder.
    #[error("another server uses the data folder {}; end it, or choose another folder", path.display())]
    DataFolderInUse {
        /// The folder.
        path: PathBuf,
    },
    /// The data folder's lock file cannot be used.
    #[error("cannot lock {}", path.display())]
    Lock {
        /// The lock file.
        path: PathBuf,
        /// Why.
        #[source]
        reason: io::Error,
    },
    /// The database cannot be used.
    #[error(transparent)]
    Store(StoreError),
    /// Certificate authorities of the house cannot be used.
    #[error(transparent)]
    Authorities(slm_outbox::TrustError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        #[source]
        reason: io::Error,
    },
}
