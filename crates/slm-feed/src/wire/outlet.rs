//! One WebSocket connection: what it follows, what it still has to say, and how it ends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use tokio::net::TcpStream;

use super::hub::Shared;
use super::inbound::{ClientFrames, Inbound};
use super::socket::{Sent, Socket};
use super::track::{Idle, Next, Tracks};
use super::walker::Batch;
use super::{HubOptions, header};
use crate::feed::now;
use crate::{CloseReason, Encoding, Since, Totals, lock};

/// One connection, shared by its own task, the walkers of its feeds and the hub's sweep. Each holds the lock for
/// a few writes that never wait.
#[derive(Debug)]
pub(crate) struct Outlet {
    encoding: Encoding,
    shared: Arc<Shared>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    socket: Socket,
    tracks: Tracks,
    inbound: ClientFrames,
    /// Messages before anything else, in pieces.
    first: VecDeque<Bytes>,
    /// Answer to the last ping; earlier ones need none (RFC 6455, section 5.5.3).
    pong: Option<Bytes>,
    /// When the client was last heard.
    heard: Instant,
    pinged: bool,
    phase: Phase,
    /// Wakes the connection's own task.
    waker: Option<Waker>,
}

/// Open ─goodbye▶ Closing ─the client's end, or too late▶ Ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    Closing {
        reason: CloseReason,
        /// The client's own code, when it said goodbye first.
        echo: Option<u16>,
        /// The goodbye is with the kernel.
        said: bool,
        until: Instant,
    },
    Ended(CloseReason),
}

impl Outlet {
    pub(super) fn new(
        stream: TcpStream,
        encoding: Encoding,
        first: &[Bytes],
        feeds: usize,
        shared: Arc<Shared>,
    ) -> Arc<Self> {
        let state = State {
            socket: Socket::new(stream),
            tracks: Tracks::with_capacity(feeds),
            inbound: ClientFrames::new(shared.options.max_client_message),
            first: first.iter().flat_map(|text| header::text_pieces(text)).collect(),
            pong: None,
            heard: now(),
            pinged: false,
            phase: Phase::Open,
            waker: None,
        };
        Arc::new(Self { encoding, shared, state: Mutex::new(state) })
    }

    /// Follows feeds. The lock keeps their walkers out until all cursors stand.
    pub(super) fn follow(self: &Arc<Self>, follows: Vec<(Arc<crate::Feed>, Option<Since>)>) {
        let mut state = lock(&self.state);
        for (slot, (feed, since)) in follows.into_iter().enumerate() {
            let attachment = feed.attach();
            // First listed, then placed: a frame published between the two is walked, not lost.
            feed.roster.join(&feed, Arc::clone(self), slot, self.shared.walkers());
            let cursor = feed.start(since);
            state.tracks.push(attachment, cursor);
        }
    }

    /// Takes bytes that arrived together with the handshake.
    pub(super) fn take_early(&self, early: &[u8]) {
        let mut state = lock(&self.state);
        state.take_input(early, now(), &self.shared.options);
    }

    /// Says goodbye, unless that happened already.
    pub(super) fn close(&self, reason: CloseReason) {
        let mut state = lock(&self.state);
        state.begin_close(reason, None, now(), &self.shared.options);
        state.wake();
    }

    /// The connection's own work: reads what the client says, and writes what the walkers could not.
    pub(super) fn poll(&self, cx: &mut Context<'_>) -> Poll<CloseReason> {
        let mut state = lock(&self.state);
        if !state.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            state.waker = Some(cx.waker().clone());
        }
        let now = now();
        state.read(cx, now, &self.shared.options);
        state.write(cx, now, self.encoding, &self.shared.options);
        match state.phase {
            Phase::Ended(reason) => Poll::Ready(reason),
            _ => Poll::Pending,
        }
    }

    /// Ends at once, without a goodbye; and how the subscriber fared.
    pub(super) fn end(&self) -> Totals {
        let mut state = lock(&self.state);
        state.end(CloseReason::Lost);
        state.tracks.totals()
    }

    /// Writes new frames, unless the client is behind. False: the connection follows this feed no longer.
    pub(super) fn offer(&self, slot: usize, batch: &mut Batch) -> bool {
        lock(&self.state).offer(slot, batch, self.encoding)
    }

    /// Once a second: pings, and ends what is too slow or does not answer. False: the connection has ended.
    pub(super) fn sweep(&self, now: Instant, restart: Option<CloseReason>) -> bool {
        let options = &self.shared.options;
        let mut state = lock(&self.state);
        let verdict = state.check(now, options, restart);
        match verdict {
            Verdict::Fine => return true,
            Verdict::Ping => state.ping(now),
            Verdict::Close(reason) => state.begin_close(reason, None, now, options),
            Verdict::End(reason) => state.end(reason),
            Verdict::Gone => return false,
        }
        if verdict != Verdict::Ping {
            state.wake();
        }
        true
    }
}

/// What the sweep finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fine,
    Ping,
    Close(CloseReason),
    End(CloseReason),
    Gone,
}

impl State {
    fn check(&self, now: Instant, options: &HubOptions, restart: Option<CloseReason>) -> Verdict {
        let silent = now.saturating_duration_since(self.heard);
        match self.phase {
            Phase::Ended(_) => Verdict::Gone,
            Phase::Closing { reason, until, .. } if now >= until => Verdict::End(reason),
            Phase::Closing { .. } => Verdict::Fine,
            Phase::Open => match restart {
                Some(reason) => Verdict::Close(reason),
                None if self.socket.blocked_for(now) >= options.write_limit => {
                    Verdict::Close(CloseReason::TooSlow)
                }
                None if silent >= options.dead_after => Verdict::Close(CloseReason::Unresponsive),
                None if silent >= options.ping_after && !self.pinged => Verdict::Ping,
                None => Verdict::Fine,
            },
        }
    }

    /// A client that does not take its frames is not pinged: the clock of the stuck write runs already.
    fn ping(&mut self, now: Instant) {
        if self.socket.is_blocked() {
            return;
        }
        match self.socket.send(&header::ping(), || now) {
            Sent::Whole => self.pinged = true,
            Sent::Begun => {
                self.pinged = true;
                self.wake();
            }
            Sent::Blocked => {}
            Sent::Broken => {
                self.end(self.socket.failure());
                self.wake();
            }
        }
    }

    fn offer(&mut self, slot: usize, batch: &mut Batch, encoding: Encoding) -> bool {
        if self.phase != Phase::Open {
            return false;
        }
        let track = match self.tracks.idle(slot) {
            Idle::Gone => return false,
            Idle::Busy => return true,
            Idle::Track(track) => track,
        };
        if batch.ended {
            self.tracks.defer(slot);
            self.wake();
            return true;
        }
        if self.socket.is_blocked() {
            // The connection's task waits for room already.
            self.tracks.defer(slot);
            return true;
        }
        let sent = track.send_batch(&mut self.socket, batch, encoding);
        match sent {
            Sent::Whole => return true,
            Sent::Begun | Sent::Blocked => {
                self.socket.block(now());
                self.tracks.defer(slot);
            }
            Sent::Broken => self.end(self.socket.failure()),
        }
        self.wake();
        sent != Sent::Broken
    }

    fn read(&mut self, cx: &mut Context<'_>, now: Instant, options: &HubOptions) {
        let mut buffer = [0; READ_BUFFER];
        for _ in 0..READS_AT_ONCE {
            match self.socket.poll_read(cx, &mut buffer) {
                Poll::Pending => return,
                Poll::Ready(Ok(count)) if count > 0 => self.take_input(&buffer[..count], now, options),
                Poll::Ready(_) => return self.client_gone(),
            }
        }
        // There may be more; others first.
        cx.waker().wake_by_ref();
    }

    /// The client closed its side or the connection broke.
    fn client_gone(&mut self) {
        let reason = match self.phase {
            Phase::Open => CloseReason::Lost,
            Phase::Closing { reason, .. } | Phase::Ended(reason) => reason,
        };
        self.end(reason);
    }

    fn take_input(&mut self, bytes: &[u8], now: Instant, options: &HubOptions) {
        self.heard = now;
        self.pinged = false;
        if self.phase != Phase::Open {
            // Only the end of the stream is of interest now.
            return;
        }
        let mut goodbye = None;
        let pong = &mut self.pong;
        let read = self.inbound.read(bytes, |inbound| match inbound {
            _ if goodbye.is_some() => {}
            Inbound::Ping(payload) => *pong = Some(header::pong(&payload)),
            Inbound::Pong => {}
            Inbound::Close(code) => goodbye = Some(code),
        });
        match (goodbye, read) {
            (Some(echo), _) => self.begin_close(CloseReason::Left, echo, now, options),
            (None, Err(reason)) => self.begin_close(reason, None, now, options),
            (None, Ok(())) => {}
        }
    }

    fn write(&mut self, cx: &mut Context<'_>, now: Instant, encoding: Encoding, options: &HubOptions) {
        for _ in 0..WRITES_AT_ONCE {
            if matches!(self.phase, Phase::Ended(_)) || !self.has_something_to_say() {
                return self.socket.rest();
            }
            // A client that takes nothing gets its goodbye through the kernel, not when it pleases.
            let forced = matches!(self.phase, Phase::Closing { .. });
            if !forced {
                match self.socket.poll_write_ready(cx) {
                    Poll::Ready(Ok(())) => {}
                    Poll::Ready(Err(_)) => return self.end(CloseReason::Lost),
                    Poll::Pending => return self.socket.block(now),
                }
            }
            let sent = match self.phase {
                Phase::Closing { reason, echo, .. } => self.say_goodbye(reason, echo),
                _ => self.say_next(now, encoding, options),
            };
            match sent {
                Sent::Broken => return self.end(self.socket.failure()),
                Sent::Whole | Sent::Begun | Sent::Blocked => {}
            }
        }
        cx.waker().wake_by_ref();
    }

    fn has_something_to_say(&self) -> bool {
        match self.phase {
            Phase::Closing { said, .. } => !said,
            _ => {
                self.socket.has_unsent()
                    || !self.first.is_empty()
                    || self.pong.is_some()
                    || self.tracks.has_pending()
            }
        }
    }

    /// Sends one message or the rest of one.
    fn say_next(&mut self, now: Instant, encoding: Encoding, options: &HubOptions) -> Sent {
        if self.socket.has_unsent() {
            return self.socket.drain(now);
        }
        if let Some(pong) = &self.pong {
            let sent = self.socket.send(pong, || now);
            if matches!(sent, Sent::Whole | Sent::Begun) {
                self.pong = None;
            }
            return sent;
        }
        if let Some(words) = self.first.front() {
            let sent = self.socket.send(words, || now);
            if matches!(sent, Sent::Whole | Sent::Begun) {
                self.first.pop_front();
            }
            return sent;
        }
        match self.tracks.next(encoding, now) {
            Next::Nothing => Sent::Whole,
            Next::Ended(reason) => {
                self.begin_close(reason, None, now, options);
                Sent::Whole
            }
            Next::Message(due) => {
                let sent = self.socket.send(&due.message, || now);
                if matches!(sent, Sent::Whole | Sent::Begun) {
                    self.tracks.commit(&due);
                }
                sent
            }
        }
    }

    fn say_goodbye(&mut self, reason: CloseReason, client_code: Option<u16>) -> Sent {
        let goodbye =
            if reason == CloseReason::Left { header::close_echo(client_code) } else { header::close(reason) };
        // Who is turned away is told why. What does not fit is of no use any more.
        let mut words = BytesMut::new();
        for piece in std::mem::take(&mut self.first) {
            if words.len() + piece.len() > LAST_WORDS {
                break;
            }
            words.extend_from_slice(&piece);
        }
        words.extend_from_slice(&goodbye);
        let words = words.freeze();
        let sent = self.socket.send_last(&words);
        if sent == Sent::Whole && reason == CloseReason::Left {
            self.end(reason);
        }
        // Also when it did not fit: there is no second try, the sweep ends the connection.
        if let Phase::Closing { said, .. } = &mut self.phase {
            *said = true;
        }
        sent
    }

    fn begin_close(&mut self, reason: CloseReason, echo: Option<u16>, now: Instant, options: &HubOptions) {
        if self.phase == Phase::Open {
            self.tracks.clear();
            self.phase = Phase::Closing { reason, echo, said: false, until: now + options.linger };
        }
    }

    fn end(&mut self, reason: CloseReason) {
        if !matches!(self.phase, Phase::Ended(_)) {
            self.tracks.clear();
            self.socket.close();
            self.phase = Phase::Ended(reason);
        }
    }

    fn wake(&self) {
        if let Some(waker) = &self.waker {
            waker.wake_by_ref();
        }
    }
}

/// The kernel is given room for this much together with a goodbye.
const LAST_WORDS: usize = 64 * 1024;
/// Clients have little to say.
const READ_BUFFER: usize = 1024;
const READS_AT_ONCE: usize = 16;
/// Then other tasks of the thread get their turn.
const WRITES_AT_ONCE: usize = 64;
