//! The data folder, which one server has to itself.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::start_error::StartError;

/// The file whose lock says that a server works in its folder. It may stay behind; only the lock counts.
const LOCK_FILE: &str = "slmm.lock";

/// A data folder that no other server uses while this lives.
#[derive(Debug)]
pub(crate) struct DataFolder {
    _lock: File,
}

impl DataFolder {
    /// Creates the folder if need be, and takes it.
    ///
    /// # Errors
    /// Another server has it, or it cannot be written.
    pub(crate) fn take(folder: &Path) -> Result<Self, StartError> {
        std::fs::create_dir_all(folder)
            .map_err(|reason| StartError::DataFolder { path: folder.to_owned(), reason })?;
        let path = folder.join(LOCK_FILE);
        let fail = |reason| StartError::Lock { path: path.clone(), reason };
        let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(fail)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StartError::DataFolderInUse { path: folder.to_owned() }),
            Err(TryLockError::Error(reason)) => Err(fail(reason)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Config, RawConfig, Server, StartError};

    #[tokio::test]
    async fn a_folder_serves_one_server_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let mut written = RawConfig::default();
        written.set("PORT", 0).set("SLMM_DATA_DIR", folder.path().display());
        let config = Config::check(&written).unwrap();
        let first = Server::bind(config.clone()).await.unwrap();
        let Err(error) = Server::bind(config.clone()).await else { panic!("two servers in one folder") };
        assert!(matches!(error, StartError::DataFolderInUse { .. }), "{error}");
        first.run(async {}).await;
        Server::bind(config).await.unwrap();
    }
}
