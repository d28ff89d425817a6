//! A log file that is put aside when it has grown.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that becomes `name.1` when it is full, `name.1` becoming `name.2`, and so on.
#[derive(Debug)]
pub struct RotatingFile {
    path: PathBuf,
    file: File,
    bytes: u64,
    max_bytes: u64,
    old_files: u32,
}

impl RotatingFile {
    /// Goes on with a file, or creates it with its folder.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn open(path: &Path, max_bytes: u64, old_files: u32) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = append(path)?;
        let bytes = file.metadata()?.len();
        Ok(Self { path: path.to_owned(), file, bytes, max_bytes, old_files })
    }

    fn rotate(&mut self) -> io::Result<()> {
        for number in (1..self.old_files).rev() {
            let from = self.numbered(number);
            if from.exists() {
                fs::rename(from, self.numbered(number + 1))?;
            }
        }
        fs::rename(&self.path, self.numbered(1))?;
        self.file = append(&self.path)?;
        self.bytes = 0;
        Ok(())
    }

    fn numbered(&self, number: u32) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{number}"));
        name.into()
    }
}

impl Write for RotatingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes > 0 && self.bytes + bytes.len() as u64 > self.max_bytes {
            // A file that cannot be put aside grows on: better than no log.
            let _ = self.rotate();
        }
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_files_are_put_aside_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs/slmm.log");
        let mut file = RotatingFile::open(&path, 10, 2).unwrap();
        for line in ["1234567\n", "abc\n", "second\n", "third..\n", "x\n"] {
            file.write_all(line.as_bytes()).unwrap();
        }
        let read = |name: &str| fs::read_to_string(folder.path().join("logs").join(name)).ok();
        assert_eq!(read("slmm.log").as_deref(), Some("third..\nx\n"));
        assert_eq!(read("slmm.log.1").as_deref(), Some("second\n"));
        assert_eq!(read("slmm.log.2").as_deref(), Some("abc\n"));
        assert_eq!(read("slmm.log.3"), None);
    }

    #[test]
    fn a_new_start_goes_on_with_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("slmm.log");
        RotatingFile::open(&path, 100, 2).unwrap().write_all(b"one\n").unwrap();
        RotatingFile::open(&path, 100, 2).unwrap().write_all(b"two\n").unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), "one\ntwo\n");
    }
}
