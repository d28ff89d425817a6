//! What is to be sent, cut into packets the way the line is disturbed.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use bytes::{Buf, Bytes};

use super::random::Random;

/// Pause between small packets, so that they stay apart on the way.
const PAUSE: Duration = Duration::from_millis(1);
/// Most pauses within one answer; a cut record must not take longer than its 100 ms.
const PAUSES: usize = 40;
/// Bytes that may wait for a client that does not read; beyond it records are lost, as on a real line.
const LIMIT: usize = 64 * 1024;

#[derive(Debug, Default)]
pub(super) struct Outbox {
    packets: VecDeque<Packet>,
    waiting: usize,
    not_before: Option<Instant>,
    /// Bytes until the link is cut.
    budget: Option<u64>,
}

#[derive(Debug)]
struct Packet {
    bytes: Bytes,
    /// Whether an answer is complete with it.
    completes: bool,
    pause: bool,
}

impl Outbox {
    /// Queues the bytes of an answer or of records; `split` gives the packets' smallest and largest size.
    pub(super) fn push(
        &mut self,
        bytes: Vec<u8>,
        completes: bool,
        split: Option<(usize, usize)>,
        random: &mut Random,
    ) {
        if bytes.is_empty() || (self.waiting > LIMIT && !completes) {
            return;
        }
        self.waiting += bytes.len();
        // An answer is complete with its last line; the prompt behind it may travel on its own.
        let last_line = bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or(bytes.len() - 1);
        let mut bytes = Bytes::from(bytes);
        let Some((from, to)) = split else {
            self.packets.push_back(Packet { bytes, completes, pause: false });
            return;
        };
        let pause_every = (2 * bytes.len() / (from + to).max(1)).div_ceil(PAUSES).max(1);
        let (mut sent, mut count) = (0, 0);
        while bytes.has_remaining() {
            let size = random.between(from, to).clamp(1, bytes.len());
            let packet = bytes.split_to(size);
            let completes = completes && (sent..sent + size).contains(&last_line);
            (sent, count) = (sent + size, count + 1);
            self.packets.push_back(Packet { bytes: packet, completes, pause: count % pause_every == 0 });
        }
    }

    /// What may be written at `now`, never more than the link still carries.
    pub(super) fn ready(&self, now: Instant) -> Option<Bytes> {
        if self.not_before.is_some_and(|at| at > now) {
            return None;
        }
        let mut bytes = self.packets.front()?.bytes.clone();
        if let Some(budget) = self.budget {
            bytes.truncate(usize::try_from(budget).unwrap_or(usize::MAX));
        }
        Some(bytes)
    }

    /// When the next packet may be written, where that is later than now.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.not_before.filter(|_| !self.packets.is_empty())
    }

    /// Takes `count` written bytes off; `true` when an answer is complete with them.
    pub(super) fn written(&mut self, count: usize, now: Instant) -> bool {
        self.waiting = self.waiting.saturating_sub(count);
        self.not_before = None;
        if let Some(budget) = &mut self.budget {
            *budget = budget.saturating_sub(count as u64);
        }
        let Some(packet) = self.packets.front_mut() else { return false };
        packet.bytes.advance(count.min(packet.bytes.len()));
        if packet.bytes.has_remaining() {
            return false;
        }
        let (completes, pause) = (packet.completes, packet.pause);
        self.packets.pop_front();
        if pause {
            self.not_before = Some(now + PAUSE);
        }
        completes
    }

    /// Whether an answer is under way.
    pub(super) fn is_answering(&self) -> bool {
        self.packets.iter().any(|packet| packet.completes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.packets.is_empty()
    }

    /// Cuts the link after so many more bytes; counts on where a cut is already set.
    pub(super) fn cut_after(&mut self, bytes: Option<u64>) {
        self.budget = match (self.budget, bytes) {
            (Some(left), Some(_)) => Some(left),
            (_, bytes) => bytes,
        };
    }

    pub(super) fn is_cut(&self) -> bool {
        self.budget == Some(0)
    }
}
