//! A place in a feed that somebody keeps while bringing in what came before it.

use std::sync::Arc;

use crate::cursor::replayable;
use crate::feed::{Attachment, Inner, now};
use crate::{Encoding, Feed, Frame, GapReason, Since, Subscription};

/// Where a feed stood, and the frames it had up to there.
///
/// What came before a live frame may have to be fetched from elsewhere, and the frame must neither be in it nor be missed
/// meanwhile: a hold is taken first, and the feed is then followed from [`Hold::position`] on. It counts as a subscriber, so
/// that frames come until then.
#[derive(Debug)]
pub struct Hold {
    attachment: Attachment,
    position: Since,
    frames: Vec<Arc<Frame>>,
    state: Option<Arc<Frame>>,
}

impl Hold {
    pub(crate) fn new(attachment: Attachment, inner: &Inner) -> Self {
        let log = &inner.log;
        let position = Since { epoch: attachment.feed().epoch().clone(), seq: log.head };
        let frames = log.ring.starting_at(0, usize::MAX).cloned().collect();
        Self { position, frames, state: log.state.clone(), attachment }
    }

    /// The newest frame at that time. Whoever follows the feed since then gets every later one.
    pub fn position(&self) -> &Since {
        &self.position
    }

    /// The frames up to the position that were still there, oldest first.
    pub fn frames(&self) -> &[Arc<Frame>] {
        &self.frames
    }

    /// What a new subscriber would have been shown.
    pub fn state(&self) -> Option<&Arc<Frame>> {
        self.state.as_ref()
    }

    /// The frames that came since.
    pub fn later(&self) -> Vec<Arc<Frame>> {
        self.feed().frames_after(self.position.seq)
    }

    /// The feed.
    pub fn feed(&self) -> &Arc<Feed> {
        self.attachment.feed()
    }

    /// Follows the feed from the position on.
    pub fn subscribe(&self, encoding: Encoding) -> Subscription {
        self.feed().subscribe(encoding, Some(self.position.clone()))
    }
}

impl Feed {
    /// Keeps the present place in the feed.
    pub fn hold(self: &Arc<Self>) -> Hold {
        let attachment = self.attach();
        self.with_inner(|inner| {
            inner.log.ring.evict(now());
            Hold::new(attachment, inner)
        })
    }

    /// Whether every frame after one that a client has is still there.
    ///
    /// # Errors
    /// Why not.
    pub fn can_replay(&self, since: &Since) -> Result<(), GapReason> {
        self.with_inner(|inner| {
            inner.log.ring.evict(now());
            replayable(&inner.log, self.epoch(), since).map(drop)
        })
    }

    fn frames_after(&self, seq: u64) -> Vec<Arc<Frame>> {
        self.with_inner(|inner| inner.log.ring.starting_at(seq + 1, usize::MAX).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::testing::{ALL, feed, notice, reading, unreachable};
    use crate::{Delivery, FeedOptions};

    fn numbers(frames: &[Arc<Frame>]) -> Vec<u64> {
        frames.iter().map(|frame| frame.seq()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_there_and_what_follows_are_everything_once() {
        let feed = feed(FeedOptions::default());
        for event in [reading(), unreachable(), notice()] {
            feed.publish(event, Timestamp::UNIX_EPOCH, now());
        }
        let hold = feed.hold();
        assert_eq!(feed.subscribers(), 1, "the line goes on asking");
        assert_eq!((numbers(hold.frames()), hold.position().seq), (vec![1, 2, 3], 3));
        assert_eq!(hold.state().map(|state| state.seq()), Some(2));
        for _ in 0..3 {
            // Far beyond a live subscriber's patience: none is passed over for it.
            tokio::time::advance(Duration::from_secs(10)).await;
            feed.publish(reading(), Timestamp::UNIX_EPOCH, now());
        }
        assert_eq!(numbers(&hold.later()), [4, 5, 6]);
        let mut subscription = hold.subscribe(ALL);
        drop(hold);
        for expected in 4..=6 {
            let Some(Delivery::Frame { frame, dropped: 0 }) = subscription.try_next() else {
                panic!("a frame")
            };
            assert_eq!(frame.seq(), expected);
        }
        assert!(subscription.try_next().is_none());
        assert_eq!(feed.subscribers(), 1);
    }

    #[test]
    fn a_position_that_can_be_replayed_is_told_from_one_that_cannot() {
        let feed = feed(FeedOptions { ring_frames: 2, ..FeedOptions::default() });
        for _ in 0..4 {
            feed.publish(reading(), Timestamp::UNIX_EPOCH, now());
        }
        let since = |seq| Since { epoch: feed.epoch().clone(), seq };
        assert_eq!(feed.can_replay(&since(4)), Ok(()));
        assert_eq!(feed.can_replay(&since(2)), Ok(()));
        assert_eq!(feed.can_replay(&since(1)), Err(GapReason::TooOld));
        assert_eq!(feed.can_replay(&since(5)), Err(GapReason::Ahead));
        let other = Since { epoch: crate::Epoch::fresh(), seq: 4 };
        assert_eq!(feed.can_replay(&other), Err(GapReason::EpochChanged));
    }
}
