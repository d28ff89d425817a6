//! Where what was recorded ends and a feed goes on.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use slm_domain::LiveEvent;
use slm_domain::aggregate::{Levels, Resolution};
use slm_feed::{Frame, Hold};

/// The seam between the database and a feed.
///
/// The recorder writes behind, so the database may lack readings that were frames already; and it may have some that will be
/// frames. The first are put in, the second are left out: with the frames after the hold, every reading is there once.
pub(crate) struct Tail {
    hold: Arc<Hold>,
    /// Readings among the frames before the hold.
    recent: VecDeque<Levels>,
    /// No reading that may become a frame stands for a time before this.
    settled: Timestamp,
    newest: Option<Timestamp>,
}

/// A reading stands for the time since the one before, for less than this.
const LONGEST_STRETCH: SignedDuration = SignedDuration::from_secs(30);

impl Tail {
    /// The seam at a hold that was taken at `at`.
    pub(crate) fn new(hold: Arc<Hold>, at: Timestamp) -> Self {
        let recent = readings(hold.frames()).collect();
        let settled = at.saturating_sub(LONGEST_STRETCH).unwrap_or(at);
        Self { hold, recent, settled, newest: None }
    }

    /// Aggregates of a length are taken until then: none of them has anything of a frame after the hold.
    pub(super) fn whole_until(&self, resolution: Resolution) -> Timestamp {
        resolution.start_of(self.settled)
    }

    /// Makes a page of recorded readings, oldest first, into what belongs before the hold. `is_last`: the database had no
    /// more; what it is going to get follows.
    pub(super) fn put_in(&mut self, page: Vec<Levels>, from: Timestamp, is_last: bool) -> Vec<Levels> {
        // Looked at after the page was read: a reading is on the feed before it is recorded.
        let later: HashSet<i64> = readings(&self.hold.later()).map(|levels| key(&levels)).collect();
        let before = weave(page, &mut self.recent, from, is_last, &later);
        self.newest = before.last().map(|levels| levels.at).or(self.newest);
        before
    }

    pub(super) fn newest(&self) -> Option<Timestamp> {
        self.newest
    }
}

/// Puts readings of the feed between those of the database, each once, without those that come `later`.
fn weave(
    page: Vec<Levels>,
    recent: &mut VecDeque<Levels>,
    from: Timestamp,
    is_last: bool,
    later: &HashSet<i64>,
) -> Vec<Levels> {
    let mut woven = Vec::with_capacity(page.len());
    for levels in page.into_iter().filter(|levels| !later.contains(&key(levels))) {
        while let Some(front) = recent.pop_front_if(|front| key(front) <= key(&levels)) {
            if key(&front) < key(&levels) && front.at >= from {
                woven.push(front);
            }
        }
        woven.push(levels);
    }
    if is_last {
        woven.extend(recent.drain(..).filter(|levels| levels.at >= from));
    }
    woven
}

fn readings(frames: &[Arc<Frame>]) -> impl Iterator<Item = Levels> + '_ {
    frames.iter().filter_map(|frame| match frame.event() {
        LiveEvent::Reading { reading, .. } => Some(Levels::from(&**reading)),
        _ => None,
    })
}

/// The database keeps times to the microsecond.
fn key(levels: &Levels) -> i64 {
    levels.at.as_microsecond()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use slm_domain::aggregate::Origin;

    use super::*;

    fn at(second: usize) -> Levels {
        Levels {
            at: Timestamp::from_second(1_800_000_000 + i64::try_from(second).unwrap()).unwrap(),
            origin: Origin::Snapshot,
            lp: Some(60.0),
            leq: None,
            le: None,
            lmax: None,
            lmin: None,
            lpeak: None,
            over: false,
            under: false,
            started_at: None,
            measuring: false,
        }
    }

    proptest! {
        /// Of some readings the first are recorded, some of them only while we read; some were frames, of which the feed has
        /// kept the newest; the last are frames of the future.
        #[test]
        fn every_reading_is_there_once_or_comes_as_a_frame(
            published in proptest::collection::vec(any::<bool>(), 1..60),
            held in 0_usize..60,
            recorded in 0_usize..60,
            kept in 0_usize..60,
            page_size in 1_usize..20,
        ) {
            let total = published.len();
            let held = held % (total + 1);
            let recorded = recorded % (total + 1);
            // Once somebody watches, every reading is a frame; those before were if somebody watched then.
            let is_frame = |number: usize| number >= held || published[number];
            // What was a frame is in the ring, or in the database. What was none is in the database once it was written out.
            let oldest_kept = held.saturating_sub(kept).min(recorded);
            let missing = (recorded..held).any(|number| !is_frame(number));
            prop_assume!(!missing);
            let mut recent: VecDeque<_> = (oldest_kept..held).filter(|n| is_frame(*n)).map(at).collect();
            let later: HashSet<i64> = (held..total).map(|number| key(&at(number))).collect();
            let rows: Vec<_> = (0..recorded).map(at).collect();
            let mut pages: Vec<_> = rows.chunks(page_size).map(<[Levels]>::to_vec).collect();
            if pages.last().is_none_or(|last| last.len() == page_size) {
                pages.push(Vec::new());
            }
            let last = pages.len() - 1;
            let mut woven = Vec::new();
            for (number, page) in pages.into_iter().enumerate() {
                woven.extend(weave(page, &mut recent, Timestamp::MIN, number == last, &later));
            }
            prop_assert_eq!(woven, (0..held).map(at).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_the_feed_kept_from_before_the_range_is_left_out() {
        let mut recent: VecDeque<_> = (0..10).map(at).collect();
        let from = at(5).at;
        let woven = weave(vec![at(6), at(8)], &mut recent, from, true, &HashSet::new());
        assert_eq!(woven, (5..10).map(at).collect::<Vec<_>>());
    }
}
