//! A ZIP archive as a stream of bytes: nothing is sought back to, nothing is held but a few pieces.
//!
//! Written here because a stream needs three things at once that the crates for archives do not have together: files
//! whose size and checksum are known are stored with both in front, so that readers of streams can follow; others have
//! them behind; and the bytes of stored files are passed on without being copied.

mod format;

use std::io;

use bytes::{Bytes, BytesMut};
use flate2::{Compress, FlushCompress, Status};
use jiff::civil;
use tokio::sync::mpsc;

use format::{Entry, Method};

/// Pieces that wait for the reader, each of at most 128 KiB.
const PIECES: usize = 4;
/// Headers and small files are gathered up to this before they are a piece.
const GATHERED_BYTES: usize = 64 * 1024;
/// Room for what deflating one chunk gives at a time.
const DEFLATED_BYTES: usize = 64 * 1024;

/// What is known of a file before its content is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Everything: it is stored, with size and checksum in front.
    Known {
        /// Bytes.
        bytes: u64,
        /// CRC-32.
        crc32: u32,
    },
    /// About its size: it is stored, with size and checksum behind.
    Stored {
        /// Bytes, by the listing.
        about: u64,
    },
    /// About its size: it is deflated, with sizes and checksum behind.
    Deflated {
        /// Bytes, by the listing.
        about: u64,
    },
}

/// The writing end.
pub(super) struct Archive {
    pieces: mpsc::Sender<Bytes>,
    gathered: BytesMut,
    /// Bytes written, those that are gathered among them.
    offset: u64,
    entries: Vec<Entry>,
}

/// One file being written.
pub(super) struct FileWriter<'a> {
    archive: &'a mut Archive,
    entry: Entry,
    began: u64,
    deflate: Option<Compress>,
    crc32: crc32fast::Hasher,
    /// Whether the checksum is to be found out.
    sums: bool,
}

impl Archive {
    /// An archive and its stream.
    pub(super) fn new() -> (Self, mpsc::Receiver<Bytes>) {
        let (pieces, stream) = mpsc::channel(PIECES);
        (Self { pieces, gathered: BytesMut::new(), offset: 0, entries: Vec::new() }, stream)
    }

    /// Begins a file.
    ///
    /// # Errors
    /// The reader has gone.
    pub(super) async fn file(
        &mut self,
        name: &str,
        modified: Option<civil::DateTime>,
        content: Content,
    ) -> io::Result<FileWriter<'_>> {
        let method =
            if matches!(content, Content::Deflated { .. }) { Method::Deflated } else { Method::Stored };
        let mut entry = Entry::file(name, modified, method, self.offset)?;
        match content {
            Content::Known { bytes, crc32 } => entry.know(bytes, crc32),
            Content::Stored { about } | Content::Deflated { about } => entry.expect(about),
        }
        self.gather(&entry.local_header()).await?;
        Ok(FileWriter {
            began: self.offset,
            deflate: (method == Method::Deflated).then(|| Compress::new(flate2::Compression::fast(), false)),
            crc32: crc32fast::Hasher::new(),
            sums: !matches!(content, Content::Known { .. }),
            archive: self,
            entry,
        })
    }

    /// Adds an empty folder.
    ///
    /// # Errors
    /// The reader has gone.
    pub(super) async fn folder(&mut self, name: &str, modified: Option<civil::DateTime>) -> io::Result<()> {
        let entry = Entry::folder(name, modified, self.offset)?;
        self.gather(&entry.local_header()).await?;
        self.entries.push(entry);
        Ok(())
    }

    /// Ends the archive.
    ///
    /// # Errors
    /// The reader has gone.
    pub(super) async fn finish(mut self) -> io::Result<()> {
        let began = self.offset;
        for entry in std::mem::take(&mut self.entries) {
            self.gather(&entry.directory_header()).await?;
            self.entries.push(entry);
        }
        let end = format::end(self.entries.len() as u64, began, self.offset - began);
        self.gather(&end).await?;
        self.pass_on().await
    }

    /// Writes something small.
    async fn gather(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.offset += bytes.len() as u64;
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED_BYTES { self.pass_on().await } else { Ok(()) }
    }

    /// Writes a piece as it is.
    async fn send(&mut self, bytes: Bytes) -> io::Result<()> {
        self.pass_on().await?;
        self.offset += bytes.len() as u64;
        self.pieces.send(bytes).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    /// Sends what was gathered.
    async fn pass_on(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let piece = self.gathered.split().freeze();
        self.pieces.send(piece).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl FileWriter<'_> {
    /// Adds to the file.
    ///
    /// # Errors
    /// The reader has gone.
    pub(super) async fn write(&mut self, bytes: Bytes) -> io::Result<()> {
        self.entry.count(bytes.len() as u64);
        if self.sums {
            self.crc32.update(&bytes);
        }
        if self.deflate.is_some() {
            self.deflate(&bytes, FlushCompress::None).await
        } else if bytes.len() < GATHERED_BYTES / 4 {
            self.archive.gather(&bytes).await
        } else {
            self.archive.send(bytes).await
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// The reader has gone; the file is not what was said of it.
    pub(super) async fn finish(mut self) -> io::Result<()> {
        if self.deflate.is_some() {
            self.deflate(&[], FlushCompress::Finish).await?;
        }
        let packed = self.archive.offset - self.began;
        let crc32 = self.sums.then(|| self.crc32.finalize());
        if let Some(descriptor) = self.entry.end(packed, crc32)? {
            self.archive.gather(&descriptor).await?;
        }
        self.archive.entries.push(self.entry);
        Ok(())
    }

    async fn deflate(&mut self, mut bytes: &[u8], flush: FlushCompress) -> io::Result<()> {
        let Some(deflate) = &mut self.deflate else { return Ok(()) };
        loop {
            let mut room = Vec::with_capacity(DEFLATED_BYTES);
            let before = deflate.total_in();
            let status = deflate.compress_vec(bytes, &mut room, flush).map_err(io::Error::other)?;
            let taken = usize::try_from(deflate.total_in() - before).unwrap_or(bytes.len());
            bytes = bytes.get(taken..).unwrap_or_default();
            let is_full = room.len() == room.capacity();
            self.archive.gather(&room).await?;
            let is_done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                _ => bytes.is_empty() && !is_full,
            };
            if is_done {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests;
