//! The packing side: what is whole goes into the archive; what is large goes in while it comes.

use std::io;
use std::time::Duration;

use jiff::civil;
use nl43_client::ftp::{CardPath, ListedTime};
use slm_api_types::{Manifest, ManifestFile, MissingFile};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::fetch::{Coming, Had};
use super::{FolderProgress, Packed};
use crate::collector::Dates;
use crate::collector::archive::{Archive, Content};
use crate::collector::error::CollectError;
use crate::collector::spool::{Chunks, Ready};
use crate::collector::tree::TreeFile;
use crate::http::iso_utc;

/// Files of at least this size are packed while they come. Smaller ones are packed when they are whole, so that one that
/// fails is merely missing; a larger one that fails after this ends the archive.
const FOLLOWED_BYTES: u64 = 8 << 20;

/// Longest silence of the archive while a smaller file comes: proxies give up an answer that is silent for a minute.
const QUIET_FOR: Duration = Duration::from_secs(20);

/// Below this speed of the meter's link deflating costs no time: it is several times as fast on one core.
const DEFLATED_BELOW: f64 = 25e6;

/// Makes the archive.
pub(super) struct Packer {
    pub(super) archive: Archive,
    /// Told the bytes of the files that are through.
    pub(super) packed: watch::Sender<u64>,
    pub(super) unit: String,
    pub(super) folder: CardPath,
    pub(super) dates: Dates,
    pub(super) refused: Vec<MissingFile>,
    pub(super) empty: Vec<(String, ListedTime)>,
    pub(super) progress: watch::Receiver<FolderProgress>,
}

impl Packer {
    /// Packs what comes, and the manifest as the last file.
    ///
    /// # Errors
    /// A file failed of which a part is packed already; nobody reads any more; the fetching was ended.
    pub(super) async fn run(mut self, mut coming: mpsc::Receiver<Coming>) -> Result<Packed, CollectError> {
        let began = Instant::now();
        let mut manifest = Manifest {
            unit_id: std::mem::take(&mut self.unit),
            folder: self.folder.to_string(),
            fetched_at: iso_utc(self.dates.now),
            complete: false,
            files: Vec::new(),
            failures: std::mem::take(&mut self.refused),
        };
        while let Some(Coming { file, chunks, outcome }) = coming.recv().await {
            self.pack(&file, chunks, began).await?;
            match outcome.await {
                Ok(Ok(had)) => {
                    self.packed.send_modify(|bytes| *bytes += had.bytes);
                    manifest.files.push(self.entry(file, had));
                }
                Ok(Err(missing)) => manifest.failures.push(missing),
                Err(_) => return Err(CollectError::Stopped),
            }
        }
        let progress = self.progress.borrow().clone();
        if !progress.is_fetched {
            return Err(CollectError::Stopped);
        }
        // Some were given up before they were announced.
        manifest.failures = progress.failures;
        manifest.complete = manifest.failures.is_empty();
        let packed = Packed {
            files: manifest.files.len(),
            bytes: manifest.files.iter().map(|file| file.size).sum(),
            missing: manifest.failures.len(),
        };
        self.finish(&manifest).await?;
        Ok(packed)
    }

    /// Adds a file. One that is not whole when its turn comes and is not large is waited for; one that failed before its
    /// first byte was packed is left out.
    async fn pack(
        &mut self,
        file: &TreeFile,
        mut chunks: Chunks,
        began: Instant,
    ) -> Result<(), CollectError> {
        let ready = tokio::time::timeout(QUIET_FOR, chunks.wait_for(FOLLOWED_BYTES)).await;
        // After such a silence whatever comes first is passed on.
        let ready = match ready {
            Ok(ready) => ready,
            Err(_) => chunks.wait_for(1).await,
        };
        let content = match ready {
            Ready::Failed => return Ok(()),
            _ if self.is_worth_deflating(file, began) => Content::Deflated { about: file.bytes },
            Ready::Whole { crc32 } => Content::Known { bytes: chunks.available(), crc32 },
            Ready::More => Content::Stored { about: file.bytes },
        };
        let modified = self.civil(&file.modified);
        let mut writer = self.archive.file(&file.name, modified, content).await?;
        while let Some(chunk) = chunks.next().await? {
            writer.write(chunk).await?;
        }
        Ok(writer.finish().await?)
    }

    fn is_worth_deflating(&self, file: &TreeFile, began: Instant) -> bool {
        // Sound is noise to a packer.
        let is_sound = file.name.to_ascii_lowercase().ends_with(".wav");
        let speed = self.progress.borrow().bytes_done as f64 / began.elapsed().as_secs_f64().max(1e-3);
        !is_sound && speed < DEFLATED_BELOW
    }

    async fn finish(mut self, manifest: &Manifest) -> Result<(), CollectError> {
        for (name, modified) in std::mem::take(&mut self.empty) {
            let modified = self.civil(&modified);
            self.archive.folder(&name, modified).await?;
        }
        let json = serde_json::to_vec_pretty(manifest).map_err(io::Error::other)?;
        let now = Some(self.dates.now.to_zoned(self.dates.zone.clone()).datetime());
        let content = Content::Deflated { about: json.len() as u64 };
        let name = self.manifest_name(manifest);
        let mut writer = self.archive.file(&name, now, content).await?;
        writer.write(json.into()).await?;
        writer.finish().await?;
        Ok(self.archive.finish().await?)
    }

    /// `MANIFEST.json` in the folder, unless the card has one.
    fn manifest_name(&self, manifest: &Manifest) -> String {
        let folder = self.folder.name();
        let names = (0..).map(|number| match number {
            0 => format!("{folder}/MANIFEST.json"),
            number => format!("{folder}/MANIFEST-{number}.json"),
        });
        let is_taken = |name: &String| manifest.files.iter().any(|file| file.name.eq_ignore_ascii_case(name));
        names.into_iter().find(|name| !is_taken(name)).unwrap_or_default()
    }

    fn entry(&self, file: TreeFile, had: Had) -> ManifestFile {
        let modified = file.modified.resolve(&self.dates.zone, self.dates.now);
        ManifestFile {
            name: file.name,
            path: file.path.to_string(),
            size: had.bytes,
            listed_size: (had.bytes != file.bytes).then_some(file.bytes),
            modified: file.modified.text().to_owned(),
            modified_timestamp: modified.map(iso_utc),
            sha256: had.sha256,
            attempts: had.attempts,
        }
    }

    /// The time in the meter's own clock, as archives have it.
    fn civil(&self, modified: &ListedTime) -> Option<civil::DateTime> {
        let at = modified.resolve(&self.dates.zone, self.dates.now)?;
        Some(at.to_zoned(self.dates.zone.clone()).datetime())
    }
}
