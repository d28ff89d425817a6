//! The reading side of a part.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio::sync::{mpsc, watch};

use super::super::room::Room;
use super::{PASSED_AHEAD, Passed, disk::changed, run};

/// Bytes read at once.
const CHUNK_BYTES: usize = 128 * 1024;

/// How far a part is.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    /// Bytes that can be read.
    pub(super) bytes: u64,
    /// Times the content began anew because it had changed on the card.
    pub(super) restarts: u32,
    /// From here on bytes are passed on without being stored.
    pub(super) passed_from: Option<u64>,
    /// From here on they are stored again.
    pub(super) passed_to: Option<u64>,
    pub(super) end: Option<End>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Whole { crc32: u32 },
    Failed,
}

/// What a reader can count on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ready {
    /// As many bytes as asked for, or as many as are kept for a reader; more will come.
    More,
    /// All there are.
    Whole {
        /// Checksum of them.
        crc32: u32,
    },
    /// Not all, and no more will come.
    Failed,
}

/// A file's content from the first byte on, in pieces of at most 256 KiB, even while it is written.
///
/// Holds the file open: it can be read to its end even when the spool has let it go.
#[derive(Debug)]
pub(crate) struct Chunks {
    file: Option<File>,
    /// Room for the next pieces, made and let go on the same threads, see [`Written`](super::Written).
    room: BytesMut,
    position: u64,
    restarts: u32,
    standing: watch::Receiver<Standing>,
    passed: mpsc::Receiver<Passed>,
    /// Passed on, and not read yet.
    pieces: std::vec::IntoIter<Bytes>,
    /// What it takes of the spool.
    _room: Option<Arc<Room>>,
}

impl Chunks {
    pub(super) fn new(
        file: Option<File>,
        standing: watch::Receiver<Standing>,
        passed: mpsc::Receiver<Passed>,
        room: Option<Arc<Room>>,
    ) -> Self {
        Self {
            file,
            room: BytesMut::new(),
            position: 0,
            restarts: 0,
            standing,
            passed,
            pieces: Vec::new().into_iter(),
            _room: room,
        }
    }

    /// Bytes that can be read now, those already read among them.
    pub(crate) fn available(&self) -> u64 {
        self.standing.borrow().bytes
    }

    /// Waits until `enough` bytes are there or nothing more comes; or until as many wait in memory as may.
    ///
    /// # Cancel safety
    /// Nothing is lost.
    pub(crate) async fn wait_for(&mut self, enough: u64) -> Ready {
        let reached = self.standing.wait_for(|standing| {
            let in_memory = standing.passed_from.map(|from| standing.bytes - from);
            standing.end.is_some()
                || standing.bytes >= enough
                || in_memory.is_some_and(|bytes| bytes >= PASSED_AHEAD / 2)
        });
        match reached.await.map(|standing| standing.end) {
            Ok(None) => Ready::More,
            Ok(Some(End::Whole { crc32 })) => Ready::Whole { crc32 },
            Ok(Some(End::Failed)) | Err(_) => Ready::Failed,
        }
    }

    /// The next piece; `None` after the last of a file that is whole.
    ///
    /// # Errors
    /// The disk fails; the file will not become whole; its beginning has changed since it was read.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if let Some(piece) = self.pieces.next() {
            self.position += piece.len() as u64;
            return Ok(Some(piece));
        }
        let next = self.position + 1;
        let reached = self.standing.wait_for(|standing| standing.end.is_some() || standing.bytes >= next);
        let Standing { bytes, restarts, passed_from, passed_to, end } =
            reached.await.map_err(|_| unfinished())?.clone();
        if restarts != self.restarts && self.position > 0 {
            return Err(changed());
        }
        self.restarts = restarts;
        if bytes < next {
            return if matches!(end, Some(End::Whole { .. })) { Ok(None) } else { Err(unfinished()) };
        }
        let is_passed = passed_from.is_some_and(|from| self.position >= from)
            && passed_to.is_none_or(|to| self.position < to);
        if is_passed {
            // Their number is told before they are there.
            let passed = self.passed.recv().await.ok_or_else(unfinished)?;
            self.pieces = passed.into_iter();
            let piece = self.pieces.next().unwrap_or_default();
            self.position += piece.len() as u64;
            return Ok(Some(piece));
        }
        let end = passed_from.filter(|from| self.position < *from).unwrap_or(bytes);
        self.read(end - self.position).await.map(Some)
    }

    async fn read(&mut self, most: u64) -> io::Result<Bytes> {
        let wanted = usize::try_from(most).unwrap_or(usize::MAX).min(CHUNK_BYTES);
        let position = self.position;
        let Some(mut file) = self.file.take() else { return Err(io::Error::other("reading was given up")) };
        let mut room = std::mem::take(&mut self.room);
        room.resize(wanted, 0);
        let (file, mut room) = run(move || {
            file.seek(SeekFrom::Start(position))?;
            file.read_exact(&mut room)?;
            Ok((file, room))
        })
        .await?;
        let chunk = room.split().freeze();
        (self.file, self.room) = (Some(file), room);
        self.position += chunk.len() as u64;
        Ok(chunk)
    }
}

fn unfinished() -> io::Error {
    io::Error::other("the file could not be fetched whole")
}
