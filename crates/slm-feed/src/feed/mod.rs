//! One unit's feed.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use slm_domain::{LiveEvent, UnitId};
use tokio::sync::watch;

use crate::cursor::{Cursor, Step};
use crate::frame::Heartbeat;
use crate::log::Log;
use crate::ring::Ring;
use crate::wire::walker::Roster;
use crate::{CloseReason, Encoding, Epoch, Frame, FrameEncoder, Since, Stamp, Subscription, lock};

/// Limits of a feed.
#[derive(Debug, Clone)]
pub struct FeedOptions {
    /// Frames kept for subscribers that come back. Default 1,200.
    pub ring_frames: usize,
    /// How long they are kept. Default 120 s.
    pub ring_age: Duration,
    /// A heartbeat is sent after this much silence; `None` sends none. Default 25 s.
    pub heartbeat: Option<Duration>,
    /// A subscriber whose next frame is older than this gets the newest one instead. Default 250 ms.
    pub patience: Duration,
    /// The run of numbering; a fresh one unless given.
    pub epoch: Option<Epoch>,
}

impl Default for FeedOptions {
    fn default() -> Self {
        Self {
            ring_frames: 1_200,
            ring_age: Duration::from_mins(2),
            heartbeat: Some(Duration::from_secs(25)),
            patience: Duration::from_millis(250),
            epoch: None,
        }
    }
}

/// Counts since the feed was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedCounters {
    /// Frames published.
    pub published: u64,
    /// Frames sent, over all subscribers.
    pub delivered: u64,
    /// Frames passed over for slow subscribers.
    pub dropped: u64,
    /// Gap markers sent.
    pub gaps: u64,
}

/// One unit's live feed: numbers frames, keeps the newest, shows each subscriber the present state at once.
///
/// Publishing never waits: subscribers follow at their own pace, each with a cursor.
pub struct Feed {
    unit: UnitId,
    epoch: Epoch,
    heartbeat: Option<Duration>,
    encoder: Arc<dyn FrameEncoder>,
    inner: Mutex<Inner>,
    /// Goes up with every frame, heartbeat and end.
    version: watch::Sender<u64>,
    demand: watch::Sender<usize>,
    delivered: AtomicU64,
    dropped: AtomicU64,
    gaps: AtomicU64,
    pub(crate) roster: Roster,
}

pub(crate) struct Inner {
    pub(crate) log: Log,
    reachable: bool,
    /// When something was last sent to everybody.
    spoke: Instant,
    /// The newest heartbeat and how many there were.
    heartbeat: (u64, Option<Arc<Heartbeat>>),
}

impl Feed {
    /// A feed without frames.
    pub fn new(unit: UnitId, options: FeedOptions, encoder: Arc<dyn FrameEncoder>) -> Arc<Self> {
        let inner = Inner {
            log: Log::new(Ring::new(options.ring_frames, options.ring_age), options.patience),
            reachable: true,
            spoke: now(),
            heartbeat: (0, None),
        };
        Arc::new(Self {
            unit,
            epoch: options.epoch.unwrap_or_else(Epoch::fresh),
            heartbeat: options.heartbeat,
            encoder,
            inner: Mutex::new(inner),
            version: watch::Sender::new(0),
            demand: watch::Sender::new(0),
            delivered: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            gaps: AtomicU64::new(0),
            roster: Roster::default(),
        })
    }

    /// The unit.
    pub fn unit(&self) -> &UnitId {
        &self.unit
    }

    /// The run of numbering.
    pub fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    /// Number of the newest frame; 0 before the first.
    pub fn seq(&self) -> u64 {
        lock(&self.inner).log.head
    }

    /// Numbers an event, keeps it and hands it to every subscriber.
    pub fn publish(&self, event: LiveEvent, at: Timestamp, now: Instant) -> Arc<Frame> {
        let frame = {
            let mut inner = lock(&self.inner);
            let stamp = Stamp { epoch: self.epoch.clone(), seq: inner.log.head + 1, at };
            if let Some(reachable) = event.reachable() {
                inner.reachable = reachable;
            }
            let frame = Frame::new(self.unit.clone(), stamp, event, now, Arc::clone(&self.encoder));
            let frame = Arc::new(frame);
            inner.log.push(Arc::clone(&frame), now);
            inner.spoke = now;
            frame
        };
        self.announce();
        frame
    }

    /// Sends a heartbeat when the feed has been silent for long enough; says whether it did.
    ///
    /// Subscribers do this on their own, so that nobody else has to.
    pub fn heartbeat(&self, at: Timestamp, now: Instant) -> bool {
        {
            let mut inner = lock(&self.inner);
            let silent = now.saturating_duration_since(inner.spoke);
            if self.heartbeat.is_none_or(|due| silent < due) || inner.log.closed().is_some() {
                return false;
            }
            let stamp = Stamp { epoch: self.epoch.clone(), seq: inner.log.head, at };
            let heartbeat =
                Heartbeat::new(self.unit.clone(), stamp, inner.reachable, Arc::clone(&self.encoder));
            inner.heartbeat = (inner.heartbeat.0 + 1, Some(Arc::new(heartbeat)));
            inner.spoke = now;
        }
        self.announce();
        true
    }

    /// When [`Feed::heartbeat`] is next due.
    pub(crate) fn heartbeat_due(&self) -> Option<Instant> {
        let inner = lock(&self.inner);
        self.heartbeat.filter(|_| inner.log.closed().is_none()).map(|after| inner.spoke + after)
    }

    /// What a new subscriber is shown: the last data frame, or the unreachable frame while the unit is unreachable.
    pub fn state(&self) -> Option<Arc<Frame>> {
        lock(&self.inner).log.state.clone()
    }

    /// Forgets the state, for instance because the feed stopped and its last data would pass for live.
    pub fn clear_state(&self) {
        lock(&self.inner).log.state = None;
    }

    /// Whether the unit answered last; true before anything is known.
    pub fn is_reachable(&self) -> bool {
        lock(&self.inner).reachable
    }

    /// How many subscribe now.
    pub fn subscribers(&self) -> usize {
        *self.demand.borrow()
    }

    /// The number of subscribers as it changes.
    pub fn watch_demand(&self) -> watch::Receiver<usize> {
        self.demand.subscribe()
    }

    /// Counts since the feed was made.
    pub fn counters(&self) -> FeedCounters {
        FeedCounters {
            published: self.seq(),
            delivered: self.delivered.load(Ordering::Relaxed),
            dropped: self.dropped.load(Ordering::Relaxed),
            gaps: self.gaps.load(Ordering::Relaxed),
        }
    }

    /// Subscribes: the present state first, or what was missed since the frame the client has.
    pub fn subscribe(self: &Arc<Self>, encoding: Encoding, since: Option<Since>) -> Subscription {
        Subscription::new(self.attach(), encoding, self.start(since))
    }

    /// Ends the present subscriptions after the newest frame; new ones are welcome.
    pub fn dismiss(&self, reason: CloseReason) {
        lock(&self.inner).log.dismiss(reason);
        self.announce();
    }

    /// Ends the present subscriptions after the newest frame, and every later one at once.
    pub fn close(&self, reason: CloseReason) {
        lock(&self.inner).log.close(reason);
        self.announce();
    }

    pub(crate) fn generation(&self) -> u32 {
        lock(&self.inner).log.generation()
    }

    pub(crate) fn is_closed(&self) -> bool {
        lock(&self.inner).log.closed().is_some()
    }

    pub(crate) fn with_inner<T>(&self, look: impl FnOnce(&mut Inner) -> T) -> T {
        look(&mut lock(&self.inner))
    }

    fn announce(&self) {
        self.version.send_modify(|version| *version = version.wrapping_add(1));
    }

    pub(crate) fn watch_version(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Counts a subscriber until the attachment is dropped.
    pub(crate) fn attach(self: &Arc<Self>) -> Attachment {
        if self.subscribers() == 0 {
            // Nobody waits for a sign of life before having heard anything.
            lock(&self.inner).spoke = now();
        }
        self.demand.send_modify(|count| *count += 1);
        Attachment { feed: Arc::clone(self) }
    }

    pub(crate) fn start(&self, since: Option<Since>) -> Cursor {
        let mut inner = lock(&self.inner);
        inner.log.ring.evict(now());
        Cursor::start(&inner.log, &self.epoch, since, Timestamp::now())
    }

    pub(crate) fn peek(&self, cursor: &Cursor, now: Instant) -> Step {
        cursor.peek(&lock(&self.inner).log, now)
    }

    /// The newest heartbeat, when it is newer than the `seen`th.
    pub(crate) fn heartbeat_after(&self, seen: &mut u64) -> Option<Arc<Heartbeat>> {
        let inner = lock(&self.inner);
        let (count, heartbeat) = &inner.heartbeat;
        if *count <= *seen {
            return None;
        }
        *seen = *count;
        heartbeat.clone()
    }

    /// Number of the newest heartbeat, for [`Feed::heartbeat_after`].
    pub(crate) fn heartbeats(&self) -> u64 {
        lock(&self.inner).heartbeat.0
    }

    /// Frames from `next` on, in order, and the generation of subscriptions that goes on.
    ///
    /// Who asks too late gets the newest state and what followed it.
    pub(crate) fn batch(&self, next: u64, now: Instant) -> (Vec<Arc<Frame>>, u32) {
        let inner = lock(&self.inner);
        let log = &inner.log;
        let late =
            log.ring.get(next).is_none_or(|f| now.saturating_duration_since(f.published()) > log.patience);
        let from = match &log.state {
            _ if !late => next,
            Some(state) if state.seq() >= next => state.seq(),
            _ => next.max(log.head),
        };
        (log.ring.starting_at(from, MAX_BATCH).cloned().collect(), log.generation())
    }

    pub(crate) fn encode_gap(&self, stamp: &Stamp, gap: &crate::Gap, encoding: Encoding) -> bytes::Bytes {
        self.encoder.gap(&self.unit, stamp, gap, encoding)
    }

    pub(crate) fn count(&self, delivered: u64, dropped: u64, gaps: u64) {
        for (counter, add) in [(&self.delivered, delivered), (&self.dropped, dropped), (&self.gaps, gaps)] {
            if add > 0 {
                counter.fetch_add(add, Ordering::Relaxed);
            }
        }
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed")
            .field("unit", &self.unit)
            .field("epoch", &self.epoch)
            .field("seq", &self.seq())
            .field("subscribers", &self.subscribers())
            .finish_non_exhaustive()
    }
}

/// One counted subscriber of a feed.
#[derive(Debug)]
pub(crate) struct Attachment {
    feed: Arc<Feed>,
}

impl Attachment {
    pub(crate) fn feed(&self) -> &Arc<Feed> {
        &self.feed
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.feed.demand.send_modify(|count| *count -= 1);
    }
}

/// The present, which follows a test's paused time.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Frames handed out in one walk.
const MAX_BATCH: usize = 256;

#[cfg(test)]
mod tests;
