//! Where files are kept.

use std::path::PathBuf;

use super::reader::Reader;
use super::{Key, Section};

const FOLDER: Key = Key::ours("data.folder", "SLMM_DATA_DIR").text("a folder").default("data").doc(
    "Folder of database, logs and downloads; created when missing. A relative one is taken from the \
     working directory. Also `--data-dir`.",
);

const BACKUPS_KEPT: Key = Key::ours("data.backups_kept", "SLMM_BACKUPS_KEPT").whole(1, 1000).default("14").doc(
    "Copies of the database kept in `backups/` of that folder; the oldest go when another one is made. Those with \
     names that people gave are neither counted nor removed.",
);

pub(super) const SECTION: Section = Section { name: "data", title: "Files", keys: &[FOLDER, BACKUPS_KEPT] };

/// Files of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataConfig {
    /// Folder of database, logs and downloads; created when missing.
    pub folder: PathBuf,
    /// Copies of the database that are kept.
    pub backups_kept: usize,
}

impl Default for DataConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

impl DataConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let folder = reader.parsed(&FOLDER, |text| {
            let folder = PathBuf::from(text);
            if folder.is_file() { Err("there is a file of that name".to_owned()) } else { Ok(folder) }
        });
        Self { folder, backups_kept: usize::try_from(reader.whole(&BACKUPS_KEPT)).unwrap_or(usize::MAX) }
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.folder.join("slmm.db")
    }

    /// The folder of what was fetched from the meters' cards.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }

    /// The folder of the database's copies.
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// The folder of the units' log files.
    pub fn unit_logs(&self) -> PathBuf {
        self.folder.join("logs")
    }

    /// The log file.
    pub fn log(&self) -> PathBuf {
        self.folder.join("slmm.log")
    }
}
