//! The feeds one connection follows.

use std::time::Instant;

use bytes::Bytes;

use crate::cursor::{Cursor, Step, Totals};
use crate::feed::{Attachment, now};
use crate::wire::header;
use crate::wire::socket::{Sent, Socket};
use crate::wire::walker::Batch;
use crate::{CloseReason, Encoding, Feed, Frame};

/// One feed a connection follows.
#[derive(Debug)]
pub(super) struct Track {
    attachment: Attachment,
    pub(super) cursor: Cursor,
    /// The connection's own task brings this feed up to date; the feed's walker keeps off.
    pending: bool,
}

/// All feeds a connection follows. A feed's place stays the same until the end.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    list: Vec<Option<Track>>,
    alive: usize,
    pending: usize,
    /// Where the search for the next pending feed goes on, so that all get their turn.
    scan: usize,
    /// Of feeds that ended.
    totals: Totals,
}

/// A message for the socket, and what to note once it has been taken.
pub(super) struct Due {
    pub(super) message: Bytes,
    slot: usize,
    step: Step,
}

/// What the feeds have for the socket.
pub(super) enum Next {
    Message(Due),
    /// All feeds ended, the last one for this reason.
    Ended(CloseReason),
    Nothing,
}

impl Tracks {
    pub(super) fn with_capacity(feeds: usize) -> Self {
        Self { list: Vec::with_capacity(feeds), ..Self::default() }
    }

    /// Follows a feed, pending from the start.
    pub(super) fn push(&mut self, attachment: Attachment, cursor: Cursor) {
        self.list.push(Some(Track { attachment, cursor, pending: true }));
        self.alive += 1;
        self.pending += 1;
    }

    pub(super) fn has_pending(&self) -> bool {
        self.pending > 0
    }

    /// The feed at `slot`, unless it ended or the connection's task is at it.
    pub(super) fn idle(&mut self, slot: usize) -> Idle<'_> {
        match self.list.get_mut(slot) {
            Some(Some(track)) if track.pending => Idle::Busy,
            Some(Some(track)) => Idle::Track(track),
            _ => Idle::Gone,
        }
    }

    /// Leaves the feed at `slot` to the connection's task.
    pub(super) fn defer(&mut self, slot: usize) {
        if let Some(Some(track)) = self.list.get_mut(slot)
            && !track.pending
        {
            track.pending = true;
            self.pending += 1;
        }
    }

    /// The next message of the pending feeds.
    pub(super) fn next(&mut self, encoding: Encoding, now: Instant) -> Next {
        while self.pending > 0 {
            let slot = self.scan % self.list.len();
            let Some(track) = self.list[slot].as_mut().filter(|track| track.pending) else {
                self.scan = slot + 1;
                continue;
            };
            let feed = track.attachment.feed();
            let step = feed.peek(&track.cursor, now);
            let message = match &step {
                Step::Gap(stamp, gap) => Some(header::text_message(&feed.encode_gap(stamp, gap, encoding))),
                Step::State(frame) => websocket(frame, 0, encoding),
                Step::Frame { frame, dropped } => websocket(frame, *dropped, encoding),
                Step::Nothing => {
                    track.cursor.caught_up();
                    track.pending = false;
                    self.pending -= 1;
                    continue;
                }
                Step::End(reason) => {
                    let reason = *reason;
                    self.end(slot);
                    if self.alive == 0 {
                        return Next::Ended(reason);
                    }
                    continue;
                }
            };
            match message {
                Some(message) => return Next::Message(Due { message, slot, step }),
                None => track.commit(&step, false),
            }
        }
        Next::Nothing
    }

    /// The socket has taken the message, or a part of it and the rest will follow.
    pub(super) fn commit(&mut self, due: &Due) {
        if let Some(Some(track)) = self.list.get_mut(due.slot) {
            track.commit(&due.step, true);
        }
        // The next feed's turn.
        self.scan = due.slot + 1;
    }

    /// Leaves all feeds.
    pub(super) fn clear(&mut self) {
        for slot in 0..self.list.len() {
            self.end(slot);
        }
        self.list = Vec::new();
    }

    /// Counts over all feeds.
    pub(super) fn totals(&self) -> Totals {
        let mut totals = self.totals;
        for track in self.list.iter().flatten() {
            totals.add(track.cursor.totals());
        }
        totals
    }

    fn end(&mut self, slot: usize) {
        if let Some(track) = self.list[slot].take() {
            self.alive -= 1;
            self.pending -= usize::from(track.pending);
            self.totals.add(track.cursor.totals());
            track.attachment.feed().roster.left();
        }
    }
}

/// A frame as a message; only a client that lost frames gets one of its own.
fn websocket(frame: &Frame, dropped: u64, encoding: Encoding) -> Option<Bytes> {
    match dropped {
        0 => frame.websocket(encoding),
        dropped => frame.payload_with_dropped(encoding, dropped).map(|text| header::text_message(&text)),
    }
}

/// A feed as its walker finds it.
pub(super) enum Idle<'a> {
    Track(&'a mut Track),
    Busy,
    Gone,
}

impl Track {
    pub(super) fn feed(&self) -> &Feed {
        self.attachment.feed()
    }

    /// Writes what is new. [`Sent::Whole`]: nothing of it is left.
    pub(super) fn send_batch(&mut self, socket: &mut Socket, batch: &mut Batch, encoding: Encoding) -> Sent {
        let before = self.cursor.totals();
        let mut sent = Sent::Whole;
        for ready in batch.frames_from(self.cursor.next_seq()) {
            let seq = ready.frame.seq();
            let attempt = match self.cursor.dropped_before(seq) {
                0 => ready.message(encoding).map(|message| socket.send(message, now)),
                dropped => {
                    websocket(&ready.frame, dropped, encoding).map(|message| socket.send(&message, now))
                }
            };
            match attempt {
                None => self.cursor.took(seq, false),
                Some(Sent::Whole) => self.cursor.took(seq, true),
                Some(outcome) => {
                    if outcome == Sent::Begun {
                        self.cursor.took(seq, true);
                    }
                    sent = outcome;
                    break;
                }
            }
        }
        let after = self.cursor.totals();
        batch.delivered += after.delivered - before.delivered;
        batch.dropped += after.dropped - before.dropped;
        match &batch.heartbeat {
            // A heartbeat that is not taken is not missed.
            Some(heartbeat) if sent == Sent::Whole => {
                let sent = socket.send(&heartbeat.websocket(encoding), now);
                if sent == Sent::Blocked { Sent::Whole } else { sent }
            }
            _ => sent,
        }
    }

    fn commit(&mut self, step: &Step, shown: bool) {
        let before = self.cursor.totals().dropped;
        self.cursor.commit(step, shown);
        let dropped = self.cursor.totals().dropped - before;
        let delivered = u64::from(shown && matches!(step, Step::Frame { .. }));
        self.feed().count(delivered, dropped, u64::from(matches!(step, Step::Gap(..))));
    }
}
