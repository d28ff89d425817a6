//! The files of a stop cycle: fetched by the collector, sealed with checksum and manifest.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use nl43_client::ftp::CardPath;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use slm_domain::operation::OperationId;
use slm_domain::{UnitConfig, UnitId};
use tokio::io::AsyncReadExt as _;

use super::Target;
use crate::app::App;
use crate::collector::{CollectError, FolderArchive, FolderProgress, Turn, Wanted, file_name, hex};
use crate::http::iso_utc;
use crate::progress::Progress;

/// Where an NL-43 keeps its measurements; other models have a folder of their own name.
pub(super) const STORE: &str = "NL-43";
const MODELS: &str = "NL-";

/// Bytes hashed at a time.
const CHUNK_BYTES: usize = 256 * 1024;

/// An archive on our disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Archived {
    pub(crate) path: PathBuf,
    /// The folder on the card.
    pub(crate) folder: String,
    pub(crate) files: usize,
    /// Bytes of the files.
    pub(crate) bytes: u64,
    /// Bytes of the archive.
    pub(crate) archive_bytes: u64,
    /// SHA-256 of the archive, hexadecimal.
    pub(crate) sha256: String,
}

/// Why the FTP server does not work from here.
pub(super) struct Blocked {
    error: CollectError,
    pub(super) is_retryable: bool,
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// Logs in and lists the card's root, as a download would. Gives the folder in which the meter stores.
pub(super) async fn check(app: &App, turn: &Turn, unit: &UnitConfig) -> Result<String, Blocked> {
    let listed = app.collector.files_in(turn, unit, &CardPath::root()).await;
    let listed = listed.map_err(|error| Blocked { is_retryable: error.is_retryable(), error })?;
    let folders = || listed.entries.iter().filter(|entry| entry.is_dir).map(|entry| entry.name.as_str());
    let usual = folders().find(|name| name.eq_ignore_ascii_case(STORE));
    let of_model = || folders().find(|name| name.starts_with(MODELS));
    Ok(usual.or_else(of_model).unwrap_or(STORE).to_owned())
}

/// What a stop cycle fetches.
pub(super) struct Measurement<'a> {
    /// The folder of the card in which the meter stores.
    pub(super) store: &'a str,
    /// The measurement's own in there.
    pub(super) folder: &'a str,
    /// Where the archive goes; its usual place when `None`.
    pub(super) target: Option<Target>,
    /// When the measurement was stopped: what was fetched before may have been written to since.
    pub(super) stopped: Option<SystemTime>,
}

/// Fetches a measurement as one archive.
pub(super) async fn fetch(
    app: &App,
    turn: Turn,
    unit: Arc<UnitConfig>,
    measurement: Measurement<'_>,
    progress: &Progress,
) -> Result<Archived, CollectError> {
    let Measurement { store, folder, target, stopped } = measurement;
    let store = CardPath::root().join(store).map_err(io::Error::other)?;
    let folder = store.join(folder).map_err(io::Error::other)?;
    let name = format!("{}.zip", file_name(folder.name()));
    let target = match target {
        Some(target) => target.named(&name),
        None => usual_place(app, &unit).join(name),
    };
    let told = |done: &FolderProgress| progress.advance(done.bytes_done, Some(done.bytes));
    let on_card = folder.to_string();
    let wanted = Wanted { unit, folder, since: stopped };
    let saved = app.collector.save_folder(turn, wanted, target.clone(), told).await?;
    // Not before the new one is whole.
    keep_older(&target).await?;
    let FolderArchive { path, files, bytes, archive_bytes, sha256 } = saved.keep().await?;
    Ok(Archived { path, folder: on_card, files, bytes, archive_bytes, sha256 })
}

/// `downloads/<host:port>`, as the service before us named it.
fn usual_place(app: &App, unit: &UnitConfig) -> PathBuf {
    // The host is a name or an address; a colon is a plain character where we run.
    let meter = file_name(&format!("{}:{}", unit.host, unit.tcp_port)).replace("%3A", ":");
    app.config.data.downloads().join(meter)
}

/// An archive of an earlier measurement in a folder of that name is moved aside, not overwritten: cards are emptied, and
/// numbers begin again.
async fn keep_older(target: &Path) -> io::Result<()> {
    let Ok(found) = tokio::fs::metadata(target).await else { return Ok(()) };
    let written = found.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    let mark = written.unwrap_or_else(Timestamp::now).strftime("%Y%m%dT%H%M%SZ").to_string();
    for old in [target.to_owned(), beside(target, ".sha256"), beside(target, ".json")] {
        let name = old.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match tokio::fs::rename(&old, old.with_file_name(format!("{mark}-{name}"))).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Whether an archive is still on the disk as it was written.
pub(super) async fn is_whole(archive: &Archived) -> bool {
    digest(&archive.path).await.is_ok_and(|found| found == archive.sha256)
}

/// Compares the archive on the disk with what was received, and leaves `….zip.sha256` and `….zip.json` beside it.
pub(super) async fn seal(unit: &UnitId, operation: &OperationId, archive: &Archived) -> io::Result<()> {
    if !is_whole(archive).await {
        return Err(io::Error::other("the archive on the disk is not what was received"));
    }
    let name = archive.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sum = format!("{}  {name}\n", archive.sha256);
    let manifest = json!({
        "unit_id": unit.as_str(),
        "operation_id": operation.as_str(),
        "folder": archive.folder,
        "archive": name,
        "archive_bytes": archive.archive_bytes,
        "sha256": archive.sha256,
        "files": archive.files,
        "bytes": archive.bytes,
        "fetched_at": iso_utc(Timestamp::now()),
    });
    tokio::fs::write(beside(&archive.path, ".sha256"), sum).await?;
    tokio::fs::write(beside(&archive.path, ".json"), format!("{manifest:#}\n")).await
}

async fn digest(path: &Path) -> io::Result<String> {
    let mut file = tokio::fs::File::open(path).await?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = file.read(&mut chunk).await?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&chunk[..read]);
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
