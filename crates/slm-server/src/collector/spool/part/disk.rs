//! The open file of a part, and what is known of its content.

use std::fs::{File, FileTimes};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

use sha2::{Digest as _, Sha256};

use crate::collector::names::hex;

/// Bytes read at once.
const CHUNK_BYTES: usize = 128 * 1024;

/// The open file and what is known of its content.
#[derive(Debug)]
pub(super) struct Disk {
    /// `None`: nothing is stored.
    file: Option<File>,
    /// Of the first `written` bytes.
    hash: Sums,
    /// Bytes that count, stored or passed on.
    pub(super) written: u64,
    /// Where the present attempt is: behind `written` it compares.
    pub(super) position: u64,
    pub(super) restarts: u32,
    /// Whether there are bytes that were passed on and not stored: another attempt is compared by their digest.
    has_gap: bool,
    /// What the present attempt has brought of the bytes that count already.
    again: Sums,
    buffer: Vec<u8>,
}

/// Both sums over a content.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    sha256: Sha256,
    crc32: crc32fast::Hasher,
}

impl Sums {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.crc32.update(bytes);
    }

    pub(super) fn finish(self) -> (String, u32) {
        (hex(&self.sha256.finalize()), self.crc32.finalize())
    }

    /// Of everything that can be read.
    pub(super) fn of(file: &mut File) -> io::Result<(Self, u64)> {
        let mut sums = Self::default();
        let mut buffer = vec![0; CHUNK_BYTES];
        let mut total = 0;
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok((sums, total)),
                count => {
                    sums.update(&buffer[..count]);
                    total += count as u64;
                }
            }
        }
    }
}

impl Disk {
    pub(super) fn new(file: Option<File>) -> Self {
        Self {
            has_gap: file.is_none(),
            file,
            hash: Sums::default(),
            written: 0,
            position: 0,
            restarts: 0,
            again: Sums::default(),
            buffer: Vec::new(),
        }
    }

    /// Begins another attempt from the first byte.
    pub(super) fn rewind(&mut self) {
        self.position = 0;
        self.again = Sums::default();
    }

    /// Takes bytes at the position of the present attempt; gives back how many of them were there already. `stores`:
    /// new ones are written, not only counted.
    pub(super) fn absorb(&mut self, bytes: &[u8], stores: bool) -> io::Result<usize> {
        let known = usize::try_from(self.written - self.position).unwrap_or(usize::MAX).min(bytes.len());
        if known > 0 && !self.is_same(&bytes[..known])? {
            // Another content than at the attempt before. What came before this chunk was the same.
            self.cut(self.position)?;
            return self.append(bytes, stores).map(|()| 0);
        }
        self.position += known as u64;
        self.append(&bytes[known..], stores)?;
        Ok(known)
    }

    /// Compares with what came before; by the digest where it was not stored.
    fn is_same(&mut self, bytes: &[u8]) -> io::Result<bool> {
        if self.has_gap {
            self.again.update(bytes);
            let is_complete = self.position + bytes.len() as u64 == self.written;
            if is_complete && self.again.clone().finish() != self.hash.clone().finish() {
                return Err(changed());
            }
            return Ok(true);
        }
        let Some(file) = &mut self.file else { return Err(changed()) };
        self.buffer.resize(bytes.len(), 0);
        file.seek(SeekFrom::Start(self.position))?;
        file.read_exact(&mut self.buffer)?;
        Ok(self.buffer == bytes)
    }

    fn append(&mut self, bytes: &[u8], stores: bool) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if stores {
            let Some(file) = &mut self.file else { return Err(changed()) };
            file.seek(SeekFrom::Start(self.written))?;
            file.write_all(bytes)?;
        } else {
            self.has_gap = true;
        }
        self.hash.update(bytes);
        self.written += bytes.len() as u64;
        self.position = self.written;
        Ok(())
    }

    /// Ends the content where the present attempt is.
    pub(super) fn end(&mut self) -> io::Result<(String, u32)> {
        // An attempt that brought less than one before it.
        if self.written != self.position {
            self.cut(self.position)?;
        }
        Ok(self.hash.clone().finish())
    }

    /// Whether some of the content is not in the file.
    pub(super) fn has_gap(&self) -> bool {
        self.has_gap
    }

    /// Dates the file.
    pub(super) fn set_times(&self, times: FileTimes) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), |file| file.set_times(times))
    }

    /// Forgets everything from `length` on, which a reader may have read.
    fn cut(&mut self, length: u64) -> io::Result<()> {
        let Some(file) = self.file.as_mut().filter(|_| !self.has_gap) else { return Err(changed()) };
        self.restarts += 1;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(0))?;
        (self.hash, self.written) = Sums::of(file)?;
        Ok(())
    }
}

/// Of a file that was read before it was whole.
pub(super) fn changed() -> io::Error {
    io::Error::other("the file changed on the card while it was fetched")
}
