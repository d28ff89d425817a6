//! A folder as an archive on our disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nl43_client::ftp::CardPath;
use sha2::{Digest as _, Sha256};
use slm_domain::UnitConfig;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::watch;

use super::{FolderDownload, FolderProgress};
use crate::collector::Collector;
use crate::collector::error::CollectError;
use crate::collector::names::hex;

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

impl Collector {
    /// Fetches a folder whole into an archive at `target`, which is there in one piece or not at all. `told` hears how
    /// far it is.
    ///
    /// # Errors
    /// [`CollectError`]; what was fetched until then need not be fetched again.
    pub(crate) async fn fetch_folder_to(
        &self,
        unit: Arc<UnitConfig>,
        folder: CardPath,
        target: PathBuf,
        told: impl Fn(&FolderProgress),
    ) -> Result<FolderArchive, CollectError> {
        let mut download = self.open_folder(unit, folder).await?;
        let part = part_of(&target);
        let saved = save(&mut download, &part, told).await;
        match saved {
            Ok((packed, archive_bytes, sha256)) if packed.missing == 0 => {
                tokio::fs::rename(&part, &target).await?;
                let (files, bytes) = (packed.files, packed.bytes);
                Ok(FolderArchive { path: target, files, bytes, archive_bytes, sha256 })
            }
            Ok(_) => {
                remove(&part).await;
                let FolderProgress { failures, files, .. } = download.progress().borrow().clone();
                Err(CollectError::Files { failures, total: files })
            }
            Err(error) => {
                remove(&part).await;
                Err(error)
            }
        }
    }
}

async fn save(
    download: &mut FolderDownload,
    part: &Path,
    told: impl Fn(&FolderProgress),
) -> Result<(super::Packed, u64, String), CollectError> {
    if let Some(folder) = part.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    let mut file = File::create(part).await?;
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

fn part_of(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

async fn remove(path: &Path) {
    match tokio::fs::remove_file(path).await {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(%error, path = %path.display(), "a part of an archive stays"),
    }
}
