//! A folder as an archive on our disk.

use std::path::PathBuf;

use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::watch;

use super::{FolderDownload, FolderProgress, Packed, Wanted};
use crate::collector::error::CollectError;
use crate::collector::gate::Turn;
use crate::collector::names::hex;
use crate::collector::{Collector, temp};

/// An archive on our disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FolderArchive {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Files in it, the manifest aside.
    pub(crate) files: usize,
    /// Their bytes.
    pub(crate) bytes: u64,
    /// Bytes of the archive.
    pub(crate) archive_bytes: u64,
    /// SHA-256 of the archive, hexadecimal.
    pub(crate) sha256: String,
}

/// An archive that is whole on our disk and has not its name yet. Dropped, it is gone.
#[derive(Debug)]
pub(crate) struct SavedFolder {
    part: TempPath,
    archive: FolderArchive,
}

impl Collector {
    /// Fetches a folder whole into a file beside `target`. `told` hears how far it is.
    ///
    /// # Errors
    /// [`CollectError`]; what was fetched until then need not be fetched again.
    pub(crate) async fn save_folder(
        &self,
        turn: Turn,
        wanted: Wanted,
        target: PathBuf,
        told: impl Fn(&FolderProgress),
    ) -> Result<SavedFolder, CollectError> {
        let mut download = self.open_folder_in(turn, wanted).await?;
        let beside = target.clone();
        let created = tokio::task::spawn_blocking(move || {
            if let Some(folder) = beside.parent() {
                std::fs::create_dir_all(folder)?;
            }
            temp::create(&beside)
        });
        let (file, part) = created.await.map_err(std::io::Error::other)??;
        let (packed, archive_bytes, sha256) = save(&mut download, File::from_std(file), told).await?;
        if packed.missing > 0 {
            let FolderProgress { failures, files, .. } = download.progress().borrow().clone();
            return Err(CollectError::Files { failures, total: files });
        }
        let (files, bytes) = (packed.files, packed.bytes);
        let archive = FolderArchive { path: target, files, bytes, archive_bytes, sha256 };
        Ok(SavedFolder { part, archive })
    }
}

impl SavedFolder {
    /// Gives the archive its name.
    ///
    /// # Errors
    /// The disk refuses, and the archive is gone.
    pub(crate) async fn keep(self) -> Result<FolderArchive, CollectError> {
        let Self { part, archive } = self;
        let target = archive.path.clone();
        let kept = tokio::task::spawn_blocking(move || temp::keep(part, &target));
        kept.await.map_err(std::io::Error::other)??;
        Ok(archive)
    }
}

async fn save(
    download: &mut FolderDownload,
    mut file: File,
    told: impl Fn(&FolderProgress),
) -> Result<(Packed, u64, String), CollectError> {
    let mut progress = download.progress();
    let mut hash = Sha256::new();
    let mut bytes = 0;
    loop {
        let piece = tokio::select! {
            piece = download.piece() => piece,
            true = changed(&mut progress) => {
                told(&progress.borrow());
                continue;
            }
        };
        let Some(piece) = piece else { break };
        file.write_all(&piece).await?;
        hash.update(&piece);
        bytes += piece.len() as u64;
    }
    let packed = download.finish().await?;
    file.flush().await?;
    file.sync_all().await?;
    told(&progress.borrow());
    Ok((packed, bytes, hex(&hash.finalize())))
}

/// Waits for news; `false` once there will be none.
async fn changed(progress: &mut watch::Receiver<FolderProgress>) -> bool {
    progress.changed().await.is_ok()
}
