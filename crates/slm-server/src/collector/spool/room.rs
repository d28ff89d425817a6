//! Who takes how much of the spool.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The account of one spool.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    standing: Arc<Mutex<Standing>>,
}

/// How it stands.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Bytes of the whole files; `None` until they are looked at.
    pub(super) whole: Option<u64>,
    /// Bytes of the parts, of what will come of them, and of files without a name that somebody reads.
    pub(super) reserved: u64,
    /// Whole files that somebody reads. They would take their bytes even without a name.
    in_use: HashMap<PathBuf, usize>,
}

impl Standing {
    pub(super) fn is_in_use(&self, path: &Path) -> bool {
        self.in_use.contains_key(path)
    }

    /// Bytes taken in all, as far as they are known.
    pub(super) fn taken(&self) -> Option<u64> {
        self.whole.map(|whole| whole.saturating_add(self.reserved))
    }
}

/// What one file takes, until the last who writes or reads it has let go.
#[derive(Debug)]
pub(in crate::collector) struct Room {
    ledger: Ledger,
    held: Mutex<Held>,
}

#[derive(Debug)]
enum Held {
    Bytes(u64),
    Whole(PathBuf),
}

impl Ledger {
    pub(super) fn lock(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets bytes apart that were found to be free.
    pub(super) fn reserve(&self, standing: &mut Standing, bytes: u64) -> Room {
        standing.reserved = standing.reserved.saturating_add(bytes);
        Room { ledger: self.clone(), held: Mutex::new(Held::Bytes(bytes)) }
    }

    /// Keeps a whole file from being deleted.
    pub(super) fn hold(&self, path: &Path) -> Room {
        *self.lock().in_use.entry(path.to_owned()).or_default() += 1;
        Room { ledger: self.clone(), held: Mutex::new(Held::Whole(path.to_owned())) }
    }
}

impl Room {
    /// The file has this many bytes now; it may have grown beyond what was expected.
    pub(super) fn grow(&self, bytes: u64) {
        if let Held::Bytes(held) = &mut *self.held.lock().unwrap_or_else(PoisonError::into_inner)
            && bytes > *held
        {
            self.ledger.lock().reserved += bytes - *held;
            *held = bytes;
        }
    }

    /// The part has become a whole file.
    pub(super) fn became_whole(&self, path: &Path, bytes: u64) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut standing = self.ledger.lock();
        if let Held::Bytes(reserved) = *held {
            standing.reserved = standing.reserved.saturating_sub(reserved);
        }
        standing.whole = standing.whole.map(|whole| whole.saturating_add(bytes));
        *standing.in_use.entry(path.to_owned()).or_default() += 1;
        *held = Held::Whole(path.to_owned());
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut standing = self.ledger.lock();
        match self.held.get_mut().unwrap_or_else(PoisonError::into_inner) {
            Held::Bytes(bytes) => standing.reserved = standing.reserved.saturating_sub(*bytes),
            Held::Whole(path) => {
                if let Some(count) = standing.in_use.get_mut(path) {
                    *count -= 1;
                    if *count == 0 {
                        standing.in_use.remove(path);
                    }
                }
            }
        }
    }
}
