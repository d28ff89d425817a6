//! Published frames and heartbeats.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use slm_domain::{LiveEvent, UnitId};

use crate::encoding::{Encoded, EncodedCache, with_dropped};
use crate::{Encoding, FrameEncoder, Stamp};

/// One numbered event of a unit's feed, shared by all who read it.
pub struct Frame {
    unit: UnitId,
    stamp: Stamp,
    event: LiveEvent,
    published: Instant,
    encoder: Arc<dyn FrameEncoder>,
    encoded: EncodedCache,
}

impl Frame {
    pub(crate) fn new(
        unit: UnitId,
        stamp: Stamp,
        event: LiveEvent,
        published: Instant,
        encoder: Arc<dyn FrameEncoder>,
    ) -> Self {
        Self { unit, stamp, event, published, encoder, encoded: EncodedCache::default() }
    }

    /// The unit it is about.
    pub fn unit(&self) -> &UnitId {
        &self.unit
    }

    /// Its number and time.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Its number.
    pub fn seq(&self) -> u64 {
        self.stamp.seq
    }

    /// What happened.
    pub fn event(&self) -> &LiveEvent {
        &self.event
    }

    /// When it was published, on the monotonic clock.
    pub fn published(&self) -> Instant {
        self.published
    }

    /// Its text, encoded at the first call; `None` when this encoding does not carry such frames.
    pub fn payload(&self, encoding: Encoding) -> Option<Bytes> {
        self.encoded(encoding).map(|encoded| encoded.payload())
    }

    /// The text with `"dropped":k` as an additional key; made anew each time, as only slow subscribers need it.
    pub fn payload_with_dropped(&self, encoding: Encoding, dropped: u64) -> Option<Bytes> {
        let payload = self.payload(encoding)?;
        Some(if dropped == 0 { payload } else { with_dropped(&payload, dropped) })
    }

    /// The text as one whole WebSocket message, header included, ready to be written to a socket.
    pub fn websocket(&self, encoding: Encoding) -> Option<Bytes> {
        self.encoded(encoding).map(|encoded| encoded.websocket().clone())
    }

    fn encoded(&self, encoding: Encoding) -> Option<Encoded> {
        self.encoded.get(encoding, || self.encoder.encode(&self.unit, &self.stamp, &self.event, encoding))
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("unit", &self.unit)
            .field("stamp", &self.stamp)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

/// A sign of life on a silent feed. It has no number of its own, is not kept and never is the state.
pub struct Heartbeat {
    unit: UnitId,
    stamp: Stamp,
    reachable: bool,
    encoder: Arc<dyn FrameEncoder>,
    encoded: EncodedCache,
}

impl Heartbeat {
    pub(crate) fn new(unit: UnitId, stamp: Stamp, reachable: bool, encoder: Arc<dyn FrameEncoder>) -> Self {
        Self { unit, stamp, reachable, encoder, encoded: EncodedCache::default() }
    }

    /// Time, and the number of the newest frame.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Whether the unit answers.
    pub fn is_reachable(&self) -> bool {
        self.reachable
    }

    /// Its text.
    pub fn payload(&self, encoding: Encoding) -> Bytes {
        self.encoded(encoding).payload()
    }

    /// The text as one whole WebSocket message.
    pub fn websocket(&self, encoding: Encoding) -> Bytes {
        self.encoded(encoding).websocket().clone()
    }

    fn encoded(&self, encoding: Encoding) -> Encoded {
        let encode = || Some(self.encoder.heartbeat(&self.unit, &self.stamp, self.reachable, encoding));
        self.encoded.get(encoding, encode).unwrap_or_else(|| Encoded::new(b"{}"))
    }
}

impl fmt::Debug for Heartbeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heartbeat")
            .field("unit", &self.unit)
            .field("stamp", &self.stamp)
            .field("reachable", &self.reachable)
            .finish_non_exhaustive()
    }
}
