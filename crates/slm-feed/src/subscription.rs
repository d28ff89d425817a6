//! Pulling a feed frame by frame: for server-sent events, and wherever a task is at hand.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::cursor::{Cursor, Step, Totals};
use crate::feed::{Attachment, now};
use crate::frame::Heartbeat;
use crate::{CloseReason, Encoding, Feed, Frame, Gap, Stamp};

/// What a subscriber is given.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// A frame; `dropped` were passed over before it because the subscriber was slow.
    Frame {
        /// The frame.
        frame: Arc<Frame>,
        /// Frames passed over since the last delivery.
        dropped: u64,
    },
    /// Stands for the frames that cannot be replayed; the present state follows.
    Gap {
        /// Where the feed stands.
        stamp: Stamp,
        /// What is missing, and why.
        gap: Gap,
    },
    /// Nothing new for a while, all is well.
    Heartbeat(Arc<Heartbeat>),
    /// Nothing more will come.
    Closed(CloseReason),
}

/// A subscriber that pulls. It costs a cursor, however slow it is.
#[derive(Debug)]
pub struct Subscription {
    attachment: Attachment,
    encoding: Encoding,
    cursor: Cursor,
    version: watch::Receiver<u64>,
    heartbeats: u64,
}

impl Subscription {
    pub(crate) fn new(attachment: Attachment, encoding: Encoding, cursor: Cursor) -> Self {
        let version = attachment.feed().watch_version();
        let heartbeats = attachment.feed().heartbeats();
        Self { attachment, encoding, cursor, version, heartbeats }
    }

    /// Waits for the next delivery.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped before it is ready.
    pub async fn next(&mut self) -> Delivery {
        loop {
            // Marked as seen before looking, so that whatever comes meanwhile wakes us.
            self.version.mark_unchanged();
            if let Some(delivery) = self.try_next() {
                return delivery;
            }
            let feed = self.attachment.feed();
            let due = feed.heartbeat_due();
            let silence = async {
                match due {
                    Some(due) => tokio::time::sleep_until(due.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                // It cannot fail: the feed lives as long as its subscriptions.
                _ = self.version.changed() => {}
                () = silence => { feed.heartbeat(Timestamp::now(), now()); }
            }
        }
    }

    /// What is there already, without waiting.
    pub fn try_next(&mut self) -> Option<Delivery> {
        let feed = self.attachment.feed();
        loop {
            let step = feed.peek(&self.cursor, now());
            let shown = match &step {
                Step::Frame { frame, .. } | Step::State(frame) => frame.payload(self.encoding).is_some(),
                _ => true,
            };
            let before = self.cursor.totals();
            self.cursor.commit(&step, shown);
            let dropped_now = self.cursor.totals().dropped - before.dropped;
            feed.count(u64::from(shown && matches!(step, Step::Frame { .. })), dropped_now, 0);
            return Some(match step {
                Step::Frame { .. } | Step::State(_) if !shown => continue,
                Step::Frame { frame, dropped } => Delivery::Frame { frame, dropped },
                Step::State(frame) => Delivery::Frame { frame, dropped: 0 },
                Step::Gap(stamp, gap) => {
                    feed.count(0, 0, 1);
                    Delivery::Gap { stamp, gap }
                }
                Step::End(reason) => Delivery::Closed(reason),
                Step::Nothing => {
                    self.cursor.caught_up();
                    Delivery::Heartbeat(feed.heartbeat_after(&mut self.heartbeats)?)
                }
            });
        }
    }

    /// The bytes of a delivery in this subscription's encoding; `None` for [`Delivery::Closed`].
    pub fn payload(&self, delivery: &Delivery) -> Option<Bytes> {
        match delivery {
            Delivery::Frame { frame, dropped } => frame.payload_with_dropped(self.encoding, *dropped),
            Delivery::Gap { stamp, gap } => Some(self.feed().encode_gap(stamp, gap, self.encoding)),
            Delivery::Heartbeat(heartbeat) => Some(heartbeat.payload(self.encoding)),
            Delivery::Closed(_) => None,
        }
    }

    /// The feed.
    pub fn feed(&self) -> &Arc<Feed> {
        self.attachment.feed()
    }

    /// How this subscriber fared so far.
    pub fn totals(&self) -> Totals {
        self.cursor.totals()
    }
}
