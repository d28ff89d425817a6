//! Where files are kept.

use std::path::PathBuf;

use super::reader::Reader;
use super::{Key, Section};

const FOLDER: Key = Key::ours("data.folder", "SLMM_DATA_DIR").text("a folder").default("data").doc(
    "Folder of database, logs and downloads; created when missing. A relative one is taken from the \
     working directory. Also `--data-dir`.",
);

pub(super) const SECTION: Section = Section { name: "data", title: "Files", keys: &[FOLDER] };

/// Files of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataConfig {
    /// Folder of database, logs and downloads; created when missing.
    pub folder: PathBuf,
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
        Self { folder }
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.folder.join("slmm.db")
    }

    /// The folder of what was fetched from the meters' cards.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }

    /// The log file.
    pub fn log(&self) -> PathBuf {
        self.folder.join("slmm.log")
    }
}
