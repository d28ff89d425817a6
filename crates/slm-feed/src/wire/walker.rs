//! One walker per feed: writes each new frame to all connections that are not behind.
//!
//! A task switch per connection and frame would cost about as much again as the write itself.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::outlet::Outlet;
use crate::feed::now;
use crate::frame::Heartbeat;
use crate::{Encoding, Feed, Frame, lock};

/// The connections that follow one feed.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    waiting: Mutex<Waiting>,
    left: AtomicUsize,
    tidy: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    /// New connections, until the walker takes them over.
    links: Vec<Link>,
    /// The walker lives while there is anyone to walk to.
    walking: bool,
}

/// A connection, and the place of this feed in it.
#[derive(Debug)]
struct Link {
    outlet: Arc<Outlet>,
    slot: usize,
}

impl Roster {
    /// Adds a connection, and starts the walker when it is the first.
    pub(super) fn join(&self, feed: &Arc<Feed>, outlet: Arc<Outlet>, slot: usize, on: &Handle) {
        let mut waiting = lock(&self.waiting);
        waiting.links.push(Link { outlet, slot });
        if !waiting.walking {
            waiting.walking = true;
            // Starts where the feed is now: the new cursor is placed after this.
            on.spawn(walk(Arc::clone(feed), feed.seq() + 1, feed.generation()));
        }
    }

    /// Notes that a connection left; the walker finds out which when it comes by.
    pub(super) fn left(&self) {
        // On a silent feed that may take until the next heartbeat, too long for many.
        if self.left.fetch_add(1, Ordering::Relaxed) % TIDY_AFTER == TIDY_AFTER - 1 {
            self.tidy.notify_one();
        }
    }

    /// Moves new connections over; false when there are none at all, and the walker's time is over.
    fn take_over(&self, links: &mut Vec<Link>) -> bool {
        let mut waiting = lock(&self.waiting);
        links.append(&mut waiting.links);
        waiting.walking = !links.is_empty();
        waiting.walking
    }
}

/// Lets the next connection start a walker when this one is cut short together with its thread.
struct Walking<'a> {
    roster: &'a Roster,
    over: bool,
}

impl Drop for Walking<'_> {
    fn drop(&mut self) {
        if !self.over {
            lock(&self.roster.waiting).walking = false;
        }
    }
}

/// What one walk brings, and what it came to.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    frames: Vec<Ready>,
    pub(super) heartbeat: Option<Arc<Heartbeat>>,
    /// Subscriptions have ended; each connection's task works out what that means for it.
    pub(super) ended: bool,
    pub(super) delivered: u64,
    pub(super) dropped: u64,
}

impl Batch {
    /// The frames from number `seq` on.
    pub(super) fn frames_from(&mut self, seq: u64) -> &mut [Ready] {
        let first = self.frames.first().map_or(seq, |ready| ready.frame.seq());
        let skip = usize::try_from(seq.saturating_sub(first)).unwrap_or(usize::MAX);
        self.frames.get_mut(skip..).unwrap_or_default()
    }
}

/// A frame with its message at hand: neighbours nearly always read the same encoding.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) frame: Arc<Frame>,
    message: Option<(Encoding, Option<Bytes>)>,
}

impl Ready {
    pub(super) fn message(&mut self, encoding: Encoding) -> Option<&Bytes> {
        if self.message.as_ref().is_none_or(|(made_for, _)| *made_for != encoding) {
            self.message = Some((encoding, self.frame.websocket(encoding)));
        }
        self.message.as_ref()?.1.as_ref()
    }
}

async fn walk(feed: Arc<Feed>, mut next: u64, mut generation: u32) {
    let roster = &feed.roster;
    let mut walking = Walking { roster, over: false };
    let mut links = Vec::new();
    let mut version = feed.watch_version();
    let mut heartbeats = feed.heartbeats();
    loop {
        // Marked before looking, so that whatever comes meanwhile starts another walk.
        version.mark_unchanged();
        let (frames, present) = feed.batch(next, now());
        let mut batch = Batch {
            heartbeat: feed.heartbeat_after(&mut heartbeats),
            ended: present != generation || feed.is_closed(),
            frames: frames.into_iter().map(|frame| Ready { frame, message: None }).collect(),
            ..Batch::default()
        };
        generation = present;
        next = batch.frames.last().map_or(next, |ready| ready.frame.seq() + 1);
        if !roster.take_over(&mut links) {
            walking.over = true;
            return;
        }
        step_through(&mut links, &mut batch).await;
        feed.count(batch.delivered, batch.dropped, 0);
        if feed.seq() >= next {
            tokio::task::yield_now().await;
            continue;
        }
        let silence = async {
            match feed.heartbeat_due() {
                Some(due) => tokio::time::sleep_until(due.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = version.changed() => {}
            () = roster.tidy.notified() => {}
            () = silence => { feed.heartbeat(Timestamp::now(), now()); }
        }
    }
}

/// Offers the batch to each connection and forgets those that left.
async fn step_through(links: &mut Vec<Link>, batch: &mut Batch) {
    let mut index = 0;
    let mut since_pause = 0;
    while let Some(link) = links.get(index) {
        if link.outlet.offer(link.slot, batch) {
            index += 1;
        } else {
            links.swap_remove(index);
        }
        since_pause += 1;
        if since_pause == WRITES_AT_ONCE {
            since_pause = 0;
            tokio::task::yield_now().await;
        }
    }
    if links.len() * 4 < links.capacity() {
        links.shrink_to(links.len() * 2);
    }
}

/// After so many connections left, the walker comes by without a frame.
const TIDY_AFTER: usize = 64;
/// Then the walkers of other feeds get their turn: about half a millisecond.
const WRITES_AT_ONCE: usize = 128;
