//! Where one subscriber stands in one feed; pure.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use crate::log::Log;
use crate::{CloseReason, Frame, Gap, GapReason, Since, Stamp};

/// How a subscriber fared. Always `position − start = delivered + withheld + dropped + gap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Number of the last frame before the subscription.
    pub start: u64,
    /// Number of the last frame accounted for.
    pub position: u64,
    /// Frames sent.
    pub delivered: u64,
    /// Frames the subscriber's encoding does not carry.
    pub withheld: u64,
    /// Frames passed over because the subscriber was slow.
    pub dropped: u64,
    /// Frames covered by a gap marker.
    pub gap: u64,
}

impl Totals {
    /// Adds another subscription's, for connections that follow several units; all sums stay true.
    pub(crate) fn add(&mut self, other: Self) {
        self.start += other.start;
        self.position += other.position;
        self.delivered += other.delivered;
        self.withheld += other.withheld;
        self.dropped += other.dropped;
        self.gap += other.gap;
    }
}

/// What a subscriber gets next.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// The one marker for what cannot be replayed.
    Gap(Stamp, Gap),
    /// The state at the time of subscription; numbered before the subscription began.
    State(Arc<Frame>),
    /// The next frame, and how many were passed over before it and not yet told.
    Frame { frame: Arc<Frame>, dropped: u64 },
    /// Nothing more, ever.
    End(CloseReason),
    /// All caught up.
    Nothing,
}

/// A position in a feed: the number of the next frame, and what comes before it.
///
/// [`Cursor::peek`] says what comes next and [`Cursor::commit`] moves on, so that a socket which takes nothing
/// just now leaves the choice open: when it does, the newest frame may be another one.
#[derive(Debug)]
pub(crate) struct Cursor {
    next: u64,
    generation: u32,
    /// Every missed frame was promised, so none is passed over.
    replaying: bool,
    /// Passed over, and not told yet because the frame that should have told it was withheld.
    owed: u64,
    lead: Option<Box<Lead>>,
    totals: Totals,
}

/// What a new subscriber gets before numbered frames.
#[derive(Debug)]
struct Lead {
    gap: Option<(Stamp, Gap)>,
    state: Option<Arc<Frame>>,
}

impl Cursor {
    /// A new subscriber that claims to have everything up to `since`.
    pub(crate) fn start(log: &Log, epoch: &crate::Epoch, since: Option<Since>, at: Timestamp) -> Self {
        let mut cursor = Self {
            next: log.head + 1,
            generation: log.generation(),
            replaying: false,
            owed: 0,
            lead: None,
            totals: Totals { start: log.head, position: log.head, ..Totals::default() },
        };
        let gap = match since {
            None => None,
            Some(since) => match replayable(log, epoch, &since) {
                Ok(next) => {
                    cursor.next = next;
                    cursor.replaying = true;
                    cursor.totals.start = since.seq;
                    cursor.totals.position = since.seq;
                    return cursor;
                }
                Err(reason) => Some(cursor.skip_gap(reason, since)),
            },
        };
        let stamp = Stamp { epoch: epoch.clone(), seq: log.head, at };
        let lead = Lead { gap: gap.map(|gap| (stamp, gap)), state: log.state.clone() };
        cursor.lead = (lead.gap.is_some() || lead.state.is_some()).then(|| Box::new(lead));
        cursor
    }

    /// Number of the next frame.
    pub(crate) fn next_seq(&self) -> u64 {
        self.next
    }

    pub(crate) fn totals(&self) -> Totals {
        self.totals
    }

    /// What comes next, without moving on.
    pub(crate) fn peek(&self, log: &Log, now: Instant) -> Step {
        if let Some(lead) = &self.lead {
            if let Some((stamp, gap)) = &lead.gap {
                return Step::Gap(stamp.clone(), gap.clone());
            }
            if let Some(state) = &lead.state {
                return Step::State(Arc::clone(state));
            }
        }
        let end = log.end(self.generation);
        let head = end.map_or(log.head, |(seq, _)| seq);
        if self.next > head {
            return end.map_or(Step::Nothing, |(_, reason)| Step::End(reason));
        }
        match log.ring.get(self.next) {
            Some(frame) if self.next == head || self.in_time(frame, log, now) => self.deliver(frame),
            None if self.replaying => Step::End(CloseReason::TooSlow),
            _ => match newest(log, self.next, head) {
                Some(frame) => self.deliver(frame),
                None => end.map_or(Step::Nothing, |(_, reason)| Step::End(reason)),
            },
        }
    }

    /// Moves past what [`Cursor::peek`] gave; `shown` says whether the subscriber's encoding carried it.
    pub(crate) fn commit(&mut self, step: &Step, shown: bool) {
        match step {
            Step::Gap(..) => self.lead_without(|lead| lead.gap = None),
            Step::State(_) => self.lead_without(|lead| lead.state = None),
            Step::Frame { frame, .. } => self.took(frame.seq(), shown),
            Step::End(_) | Step::Nothing => {}
        }
    }

    /// Moves past frame `seq`, which may lie further on than the next one; those between were dropped.
    pub(crate) fn took(&mut self, seq: u64, shown: bool) {
        let dropped = seq.saturating_sub(self.next);
        self.totals.dropped += dropped;
        self.owed += dropped;
        if shown {
            self.totals.delivered += 1;
            self.owed = 0;
        } else {
            self.totals.withheld += 1;
        }
        self.next = seq + 1;
        self.totals.position = seq;
    }

    /// How many frames to tell as dropped with frame `seq`.
    pub(crate) fn dropped_before(&self, seq: u64) -> u64 {
        self.owed + seq.saturating_sub(self.next)
    }

    /// All caught up: what was promised has been replayed.
    pub(crate) fn caught_up(&mut self) {
        self.replaying = false;
    }

    fn in_time(&self, frame: &Frame, log: &Log, now: Instant) -> bool {
        self.replaying || now.saturating_duration_since(frame.published()) <= log.patience
    }

    fn deliver(&self, frame: &Arc<Frame>) -> Step {
        Step::Frame { frame: Arc::clone(frame), dropped: self.dropped_before(frame.seq()) }
    }

    fn skip_gap(&mut self, reason: GapReason, since: Since) -> Gap {
        let missed = (reason == GapReason::TooOld).then(|| self.next - 1 - since.seq);
        if let Some(missed) = missed {
            self.totals.start = since.seq;
            self.totals.gap = missed;
        }
        Gap { reason, since, missed }
    }

    fn lead_without(&mut self, clear: impl FnOnce(&mut Lead)) {
        if let Some(mut lead) = self.lead.take() {
            clear(&mut lead);
            self.lead = (lead.gap.is_some() || lead.state.is_some()).then_some(lead);
        }
    }
}

/// The first frame to replay, when every frame after `since` is still there.
pub(crate) fn replayable(log: &Log, epoch: &crate::Epoch, since: &Since) -> Result<u64, GapReason> {
    if since.epoch != *epoch {
        return Err(GapReason::EpochChanged);
    }
    if since.seq > log.head {
        return Err(GapReason::Ahead);
    }
    let next = since.seq + 1;
    if next <= log.head && log.ring.get(next).is_none() {
        return Err(GapReason::TooOld);
    }
    Ok(next)
}

/// What a late subscriber gets: the newest state, so that none is ever lost, or else the newest frame.
fn newest(log: &Log, next: u64, head: u64) -> Option<&Arc<Frame>> {
    let state = log.state.as_ref().filter(|state| (next..=head).contains(&state.seq()));
    state.or_else(|| log.ring.get(head))
}

#[cfg(test)]
mod tests;
