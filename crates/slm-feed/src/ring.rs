//! The last frames of one feed.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::Frame;

/// The newest frames in order, bounded by number and age. Numbers are consecutive.
#[derive(Debug)]
pub(crate) struct Ring {
    frames: VecDeque<Arc<Frame>>,
    max_frames: usize,
    max_age: Duration,
}

impl Ring {
    /// At least one frame is always kept: the newest.
    pub(crate) fn new(max_frames: usize, max_age: Duration) -> Self {
        Self { frames: VecDeque::new(), max_frames: max_frames.max(1), max_age }
    }

    pub(crate) fn push(&mut self, frame: Arc<Frame>, now: Instant) {
        self.frames.push_back(frame);
        self.evict(now);
    }

    /// Forgets what is too old or too much.
    pub(crate) fn evict(&mut self, now: Instant) {
        while self.frames.len() > 1
            && (self.frames.len() > self.max_frames
                || self.frames.front().is_some_and(|f| now.duration_since(f.published()) > self.max_age))
        {
            self.frames.pop_front();
        }
        // A ring that once was full must not hold its memory for ever.
        if self.frames.capacity() > 64 && self.frames.len() * 4 < self.frames.capacity() {
            self.frames.shrink_to(self.frames.len() * 2);
        }
    }

    pub(crate) fn oldest_seq(&self) -> Option<u64> {
        self.frames.front().map(|frame| frame.seq())
    }

    pub(crate) fn get(&self, seq: u64) -> Option<&Arc<Frame>> {
        let index = seq.checked_sub(self.oldest_seq()?)?;
        self.frames.get(usize::try_from(index).ok()?)
    }

    /// At most `limit` frames from `seq` on.
    pub(crate) fn starting_at(&self, seq: u64, limit: usize) -> impl Iterator<Item = &Arc<Frame>> {
        let skip = seq.saturating_sub(self.oldest_seq().unwrap_or(seq));
        self.frames.iter().skip(usize::try_from(skip).unwrap_or(usize::MAX)).take(limit)
    }
}
