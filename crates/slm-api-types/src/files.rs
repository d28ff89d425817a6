//! Files on a meter's card: listings, downloads, and what an archive holds.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET …/ftp/status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FtpStatus {
    /// Always `ok`.
    pub status: Ok,
    /// Whether the meter's FTP server is on.
    pub ftp_enabled: bool,
    /// The meter's word: `On` or `Off`.
    pub ftp_status: String,
}

/// Answer to `GET …/ftp/files`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardFiles {
    /// Always `ok`.
    pub status: Ok,
    /// The folder.
    pub path: String,
    /// What lies in it.
    pub files: Vec<CardFile>,
    /// How many these are.
    pub count: usize,
    /// Ours: lines of the listing that are no file or folder one could ask for, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<String>,
}

/// One file or folder on a meter's card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardFile {
    /// Its name.
    pub name: String,
    /// Its whole path.
    pub path: String,
    /// Bytes; 0 for folders.
    pub size: u64,
    /// The date as the meter lists it, in its own clock: `Dec 24 02:13` or `Dec 24 2025`.
    pub modified: String,
    /// The same in UTC, ISO 8601 without a zone; null where it is no date.
    pub modified_timestamp: Option<String>,
    /// Whether it is a folder.
    pub is_dir: bool,
}

/// Answer to `GET …/ftp/latest-measurement-time`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LatestMeasurement {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the newest measurement's folder; null when there is none.
    pub latest_folder: Option<String>,
    /// Its time in UTC, ISO 8601 without a zone.
    pub latest_timestamp: Option<String>,
}

/// Answer to `POST …/sync-start-time`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum StartTimeSync {
    /// The start of the measurement was taken from the card.
    Synced(StartTimeSynced),
    /// It was not; the reason is for people.
    Failed(SoftFailure),
}

/// A start time that was taken from the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StartTimeSynced {
    /// Always `ok`.
    pub status: Ok,
    /// `Start time synced from FTP`.
    pub message: String,
    /// The folder it was taken from.
    pub folder: String,
    /// UTC, ISO 8601 without a zone.
    pub start_time: String,
    /// What was known before, in the same form.
    pub old_start_time: Option<String>,
}

/// A failure that the compatible API tells with status 200.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SoftFailure {
    /// Always `error`.
    pub status: ErrorWord,
    /// Why.
    pub message: String,
}

impl SoftFailure {
    /// Wraps a sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { status: ErrorWord::Error, message: message.into() }
    }
}

/// The word that marks a failure told with status 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub enum ErrorWord {
    /// `"error"`.
    #[default]
    #[serde(rename = "error")]
    Error,
}

/// Body of `POST …/ftp/download`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileRequest {
    /// Whole path of the file on the card.
    pub remote_path: String,
}

/// Body of `POST …/ftp/download-folder`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FolderRequest {
    /// Whole path of the folder on the card.
    pub remote_path: String,
    /// Ours: take an archive that lacks files for a success; its `MANIFEST.json` names them.
    #[serde(default)]
    pub partial: bool,
}

/// `MANIFEST.json` of an archive: what was on the card, and what of it is in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Manifest {
    /// Name of the unit.
    pub unit_id: String,
    /// The folder on the card.
    pub folder: String,
    /// When it was fetched, UTC, ISO 8601 without a zone.
    pub fetched_at: String,
    /// Whether every file of the listing is in the archive, whole.
    pub complete: bool,
    /// The files in the archive, in its order.
    pub files: Vec<ManifestFile>,
    /// The files that are not.
    pub failures: Vec<MissingFile>,
}

/// One file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ManifestFile {
    /// Its path in the archive.
    pub name: String,
    /// Its path on the card.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Bytes by the listing, where the file has grown since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_size: Option<u64>,
    /// The date as the meter lists it, in its own clock.
    pub modified: String,
    /// The same in UTC, ISO 8601 without a zone; null where it is no date.
    pub modified_timestamp: Option<String>,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// Times it was asked for; 0 when an earlier download had fetched it already.
    pub attempts: u32,
}

/// A file that could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissingFile {
    /// Its path on the card.
    pub path: String,
    /// Bytes by the listing.
    pub size: Option<u64>,
    /// Times it was asked for.
    pub attempts: u32,
    /// Why.
    pub reason: String,
}
