//! The files that are open, and their lines.

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use slm_domain::UnitId;
use slm_store::DeviceLog;

use super::UnitLogSettings;
use crate::collector::file_name;
use crate::logging::RotatingFile;

/// Size at which a unit's file is put aside, and how many old ones are kept: four files of 5 MB in all.
const MAX_BYTES: u64 = 5 * 1024 * 1024;
const OLD_FILES: u32 = 3;

/// Files that are open at once; the one that was not used for longest is closed for another.
const OPEN_LIMIT: usize = 64;

/// While the disk fails, it is said again this often.
const COMPLAIN_EVERY: Duration = Duration::from_mins(10);

pub(super) struct Files {
    settings: UnitLogSettings,
    open: HashMap<UnitId, OpenFile>,
    /// Counts lines, to tell which file was used last.
    lines: u64,
    /// When a failure was last told; `None` while all is well.
    complained: Option<Instant>,
}

struct OpenFile {
    path: PathBuf,
    file: RotatingFile,
    used: u64,
}

impl Files {
    pub(super) fn new(settings: UnitLogSettings) -> Self {
        Self { settings, open: HashMap::new(), lines: 0, complained: None }
    }

    /// Adds a line to the unit's file. `false` when it could not be written.
    pub(super) fn write(&mut self, entry: &DeviceLog) -> bool {
        let line = self.line(entry);
        let written = self.file(&entry.unit).and_then(|file| file.write_all(line.as_bytes()));
        match written {
            Ok(()) => {
                if self.complained.take().is_some() {
                    tracing::info!(folder = %self.settings.folder.display(), "the units' log files are written again");
                }
                true
            }
            Err(error) => {
                self.open.remove(&entry.unit);
                self.complain(&error);
                false
            }
        }
    }

    /// As in `2026-06-09 12:13:21 UTC-5 [INFO] [TCP] Connection opened`, in the site's time.
    fn line(&self, entry: &DeviceLog) -> String {
        let at = entry.at.to_zoned(self.settings.zone.clone());
        let (at, zone) = (at.strftime("%Y-%m-%d %H:%M:%S"), &self.settings.zone_name);
        format!("{at} {zone} [{}] [{}] {}\n", entry.level, entry.category, entry.message)
    }

    /// The unit's file, opened if need be. One that somebody has taken away is made anew.
    fn file(&mut self, unit: &UnitId) -> io::Result<&mut RotatingFile> {
        self.lines += 1;
        if self.open.get(unit).is_none_or(|open| !open.path.exists()) {
            self.open.remove(unit);
            self.make_room();
            let path = self.settings.folder.join(format!("{}.log", file_name(unit.as_str())));
            let file = RotatingFile::open(&path, MAX_BYTES, OLD_FILES)?;
            self.open.insert(unit.clone(), OpenFile { path, file, used: 0 });
        }
        let open = self.open.get_mut(unit).ok_or(io::ErrorKind::NotFound)?;
        open.used = self.lines;
        Ok(&mut open.file)
    }

    fn make_room(&mut self) {
        if self.open.len() < OPEN_LIMIT {
            return;
        }
        let oldest = self.open.iter().min_by_key(|(_, open)| open.used).map(|(unit, _)| unit.clone());
        if let Some(oldest) = oldest {
            self.open.remove(&oldest);
        }
    }

    fn complain(&mut self, error: &io::Error) {
        if self.complained.is_some_and(|told| told.elapsed() < COMPLAIN_EVERY) {
            return;
        }
        self.complained = Some(Instant::now());
        tracing::warn!(
            error = error as &dyn Error,
            folder = %self.settings.folder.display(),
            "the units' log files cannot be written; their entries are in the database"
        );
    }

    #[cfg(test)]
    pub(super) fn open_files(&self) -> usize {
        self.open.len()
    }
}
