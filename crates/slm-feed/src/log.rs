//! What one feed remembers; pure.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::ring::Ring;
use crate::{CloseReason, Frame};

/// The newest frames, the state a new subscriber is shown, and whether subscriptions have ended.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) ring: Ring,
    /// Number of the newest frame; 0 before the first.
    pub(crate) head: u64,
    /// The last data frame, or the unreachable frame while the unit is unreachable.
    pub(crate) state: Option<Arc<Frame>>,
    /// A subscriber whose next frame is older than this gets the newest instead.
    pub(crate) patience: Duration,
    /// Subscriptions of this generation go on.
    generation: u32,
    /// Where and why those of earlier generations end.
    ended: Option<(u64, CloseReason)>,
    closed: Option<CloseReason>,
}

impl Log {
    pub(crate) fn new(ring: Ring, patience: Duration) -> Self {
        Self { ring, head: 0, state: None, patience, generation: 0, ended: None, closed: None }
    }

    /// Keeps a frame, whose number is the next one.
    pub(crate) fn push(&mut self, frame: Arc<Frame>, now: Instant) {
        self.head = frame.seq();
        if frame.event().is_state() {
            self.state = Some(Arc::clone(&frame));
        }
        self.ring.push(frame, now);
    }

    /// Ends all present subscriptions after the newest frame.
    pub(crate) fn dismiss(&mut self, reason: CloseReason) {
        self.generation = self.generation.wrapping_add(1);
        self.ended = Some((self.head, reason));
    }

    /// Ends all subscriptions, and every later one at once. The first reason stays.
    pub(crate) fn close(&mut self, reason: CloseReason) {
        self.closed.get_or_insert(reason);
        self.dismiss(reason);
        self.state = None;
    }

    pub(crate) fn closed(&self) -> Option<CloseReason> {
        self.closed
    }

    pub(crate) fn generation(&self) -> u32 {
        self.generation
    }

    /// The last frame for a subscription of this generation, and why it ends there.
    pub(crate) fn end(&self, generation: u32) -> Option<(u64, CloseReason)> {
        if generation == self.generation { self.closed.map(|reason| (self.head, reason)) } else { self.ended }
    }
}
