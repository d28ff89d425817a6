//! Writing to one socket without ever waiting for it.

use std::io;
use std::net::Shutdown;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::{Buf, Bytes};
use socket2::SockRef;
use tokio::net::TcpStream;

use crate::CloseReason;

/// A socket and what it has not taken yet: at most the rest of one message.
#[derive(Debug)]
pub(super) struct Socket {
    stream: Option<TcpStream>,
    unsent: Bytes,
    /// Since when a message waits to be taken whole.
    blocked: Option<Instant>,
    /// The rest of a message was more than may wait.
    overfull: bool,
}

/// How far a write went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// The message is with the kernel.
    Whole,
    /// Part of it; the rest waits in `unsent`.
    Begun,
    /// Nothing of it.
    Blocked,
    /// The connection is gone.
    Broken,
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream: Some(stream), unsent: Bytes::new(), blocked: None, overfull: false }
    }

    /// Whether a message still waits: nothing may be sent now.
    pub(super) fn is_blocked(&self) -> bool {
        self.blocked.is_some()
    }

    pub(super) fn has_unsent(&self) -> bool {
        !self.unsent.is_empty()
    }

    pub(super) fn blocked_for(&self, now: Instant) -> Duration {
        self.blocked.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }

    /// Starts the clock of a message that waits.
    pub(super) fn block(&mut self, now: Instant) {
        self.blocked.get_or_insert(now);
    }

    /// Stops that clock: nothing waits any more.
    pub(super) fn rest(&mut self) {
        self.blocked = None;
    }

    /// Sends a message; only when nothing is unsent.
    pub(super) fn send(&mut self, message: &Bytes, now: impl FnOnce() -> Instant) -> Sent {
        debug_assert!(self.unsent.is_empty(), "messages must not be mixed");
        let Some(stream) = &self.stream else { return Sent::Broken };
        match stream.try_write(message) {
            Ok(written) if written == message.len() => {
                self.blocked = None;
                Sent::Whole
            }
            Ok(written) if message.len() - written > MAX_UNSENT => {
                self.overfull = true;
                Sent::Broken
            }
            Ok(written) => {
                self.unsent = message.slice(written..);
                self.block(now());
                Sent::Begun
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Sent::Blocked,
            Err(_) => Sent::Broken,
        }
    }

    /// Sends what is unsent; [`Sent::Whole`] when nothing is left.
    pub(super) fn drain(&mut self, now: Instant) -> Sent {
        if self.unsent.is_empty() {
            return Sent::Whole;
        }
        let unsent = std::mem::take(&mut self.unsent);
        let since = self.blocked;
        let sent = self.send(&unsent, || now);
        if sent == Sent::Blocked {
            self.unsent = unsent;
        }
        // The clock runs for the whole message, not from its last byte taken.
        if sent != Sent::Whole && since.is_some() {
            self.blocked = since;
        }
        sent
    }

    /// Sends a last message, also when the client takes nothing: the kernel's buffer is made larger, once, and holds
    /// what is left until the client reads again.
    pub(super) fn send_last(&mut self, message: &Bytes) -> Sent {
        let Some(stream) = &self.stream else { return Sent::Broken };
        let socket = SockRef::from(stream);
        make_room(&socket);
        let mut rest = std::mem::take(&mut self.unsent).chain(message.clone());
        while rest.has_remaining() {
            match socket.send(rest.chunk()) {
                Ok(written) => rest.advance(written),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Sent::Begun;
                }
                Err(_) => return Sent::Broken,
            }
        }
        // It fails only when the connection is gone already.
        let _ = socket.shutdown(Shutdown::Write);
        Sent::Whole
    }

    /// Why a write found the connection broken.
    pub(super) fn failure(&self) -> CloseReason {
        if self.overfull { CloseReason::TooSlow } else { CloseReason::Lost }
    }

    /// Closes.
    pub(super) fn close(&mut self) {
        self.stream = None;
        self.unsent = Bytes::new();
        self.blocked = None;
    }

    /// Waits until something may be written.
    pub(super) fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &self.stream {
            Some(stream) => stream.poll_write_ready(cx),
            None => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    /// Reads what is there; 0 bytes mean that the client has finished.
    pub(super) fn poll_read(&self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        let Some(stream) = &self.stream else { return Poll::Ready(Ok(0)) };
        loop {
            ready!(stream.poll_read_ready(cx))?;
            match stream.try_read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                done => return Poll::Ready(done),
            }
        }
    }
}

/// Limits how much the kernel holds for a client: what waits there is old by the time it is read.
pub(super) fn limit_kernel_buffers(stream: &TcpStream, send_buffer: Option<usize>, not_sent: Option<u32>) {
    let socket = SockRef::from(stream);
    // Both are refinements: without them a slow client gets older frames.
    if let Some(bytes) = send_buffer {
        let _ = socket.set_send_buffer_size(bytes);
    }
    #[cfg(target_os = "linux")]
    if let Some(bytes) = not_sent {
        let _ = socket.set_tcp_notsent_lowat(bytes);
    }
    let _ = socket.set_tcp_nodelay(true);
}

fn make_room(socket: &SockRef<'_>) {
    if let Ok(now) = socket.send_buffer_size() {
        let _ = socket.set_send_buffer_size(now + LAST_MESSAGE_ROOM);
    }
    #[cfg(target_os = "linux")]
    let _ = socket.set_tcp_notsent_lowat(u32::MAX);
}

/// Most that may wait for one client in user space.
const MAX_UNSENT: usize = 64 * 1024;
/// Holds the rest of one message and a close frame.
const LAST_MESSAGE_ROOM: usize = 2 * MAX_UNSENT;
