//! Where files are kept.

use std::path::PathBuf;

use super::Reader;

pub(super) const KEYS: &[&str] = &["SLMM_DATA_DIR"];

/// Files of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataConfig {
    /// `SLMM_DATA_DIR`: folder of database, log and downloads; created when missing. Default `data` under the
    /// working directory.
    pub folder: PathBuf,
}

impl Default for DataConfig {
    fn default() -> Self {
        Self { folder: PathBuf::from("data") }
    }
}

impl DataConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let folder = reader.parsed("SLMM_DATA_DIR", Self::default().folder, |text| {
            let folder = PathBuf::from(text);
            if folder.is_file() { Err("there is a file of that name".to_owned()) } else { Ok(folder) }
        });
        Self { folder }
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.folder.join("slmm.db")
    }

    /// The log file.
    pub fn log(&self) -> PathBuf {
        self.folder.join("slmm.log")
    }
}
