use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::ring::Ring;
use crate::testing::{PlainEncoder, notice, reading, unit};
use crate::{Epoch, FrameEncoder};

const PATIENCE: Duration = Duration::from_millis(250);

/// A log on a clock that the test moves.
struct Bench {
    log: Log,
    epoch: Epoch,
    now: Instant,
    encoder: Arc<dyn FrameEncoder>,
}

impl Bench {
    fn new(ring_frames: usize) -> Self {
        Self {
            log: Log::new(Ring::new(ring_frames, Duration::from_mins(2)), PATIENCE),
            epoch: "e1".parse().unwrap(),
            now: Instant::now(),
            encoder: Arc::new(PlainEncoder::default()),
        }
    }

    fn publish(&mut self, is_state: bool) {
        let stamp = Stamp { epoch: self.epoch.clone(), seq: self.log.head + 1, at: Timestamp::UNIX_EPOCH };
        let event = if is_state { reading() } else { notice() };
        let frame = Frame::new(unit(), stamp, event, self.now, Arc::clone(&self.encoder));
        self.log.push(Arc::new(frame), self.now);
    }

    fn wait(&mut self, time: Duration) {
        self.now += time;
        self.log.ring.evict(self.now);
    }

    fn start(&self, since: Option<(&str, u64)>) -> Cursor {
        let since = since.map(|(epoch, seq)| Since { epoch: epoch.parse().unwrap(), seq });
        Cursor::start(&self.log, &self.epoch, since, Timestamp::UNIX_EPOCH)
    }

    /// Takes one step and says what it was, in a word.
    fn pull(&self, cursor: &mut Cursor) -> String {
        let step = cursor.peek(&self.log, self.now);
        cursor.commit(&step, true);
        match step {
            Step::Gap(stamp, gap) => {
                format!("gap {} {:?} up to {}", gap.reason.as_str(), gap.missed, stamp.seq)
            }
            Step::State(frame) => format!("state {}", frame.seq()),
            Step::Frame { frame, dropped: 0 } => format!("{}", frame.seq()),
            Step::Frame { frame, dropped } => format!("{} dropped {dropped}", frame.seq()),
            Step::End(reason) => format!("end {}", reason.code()),
            Step::Nothing => "-".into(),
        }
    }

    fn pull_all(&self, cursor: &mut Cursor) -> Vec<String> {
        std::iter::repeat_with(|| self.pull(cursor)).take_while(|word| word != "-").take(5_000).collect()
    }
}

#[test]
fn a_new_subscriber_gets_the_state_then_new_frames() {
    let mut bench = Bench::new(10);
    bench.publish(true);
    bench.publish(false);
    let mut cursor = bench.start(None);
    bench.publish(true);
    assert_eq!(bench.pull_all(&mut cursor), ["state 1", "3"]);
    assert_eq!(cursor.totals(), Totals { start: 2, position: 3, delivered: 1, ..Totals::default() });
}

#[test]
fn before_the_first_frame_there_is_nothing() {
    let bench = Bench::new(10);
    assert_eq!(bench.pull_all(&mut bench.start(None)), [] as [&str; 0]);
    assert_eq!(bench.pull_all(&mut bench.start(Some(("e1", 0)))), [] as [&str; 0]);
}

#[test]
fn missed_frames_are_replayed_in_order_without_the_state() {
    let mut bench = Bench::new(10);
    (0..5).for_each(|_| bench.publish(true));
    bench.wait(Duration::from_mins(1));
    let mut cursor = bench.start(Some(("e1", 2)));
    assert_eq!(bench.pull_all(&mut cursor), ["3", "4", "5"]);
    assert_eq!(bench.pull_all(&mut bench.start(Some(("e1", 5)))), [] as [&str; 0]);
}

#[test]
fn what_cannot_be_replayed_is_one_gap_and_the_state() {
    let mut bench = Bench::new(3);
    (0..8).for_each(|_| bench.publish(true));
    let check =
        |since, expected: &[&str]| assert_eq!(bench.pull_all(&mut bench.start(Some(since))), expected);
    check(("e1", 5), &["6", "7", "8"]);
    check(("e1", 4), &["gap too_old Some(4) up to 8", "state 8"]);
    check(("e1", 9), &["gap ahead None up to 8", "state 8"]);
    check(("e0", 8), &["gap epoch_changed None up to 8", "state 8"]);
    assert_eq!(
        bench.start(Some(("e1", 4))).totals(),
        Totals { start: 4, position: 8, gap: 4, ..Totals::default() }
    );
    assert_eq!(bench.start(Some(("e1", 9))).totals(), Totals { start: 8, position: 8, ..Totals::default() });
}

#[test]
fn age_makes_a_gap_but_the_newest_frame_stays() {
    let mut bench = Bench::new(10);
    (0..3).for_each(|_| bench.publish(true));
    bench.wait(Duration::from_secs(121));
    assert_eq!(bench.pull_all(&mut bench.start(Some(("e1", 1)))), ["gap too_old Some(2) up to 3", "state 3"]);
    assert_eq!(bench.pull_all(&mut bench.start(Some(("e1", 2)))), ["3"]);
}

#[test]
fn a_burst_reaches_a_prompt_subscriber_whole() {
    let mut bench = Bench::new(100);
    let mut cursor = bench.start(None);
    (0..50).for_each(|_| bench.publish(true));
    assert_eq!(bench.pull_all(&mut cursor).len(), 50);
    assert_eq!(cursor.totals().dropped, 0);
}

#[test]
fn a_late_subscriber_gets_the_newest() {
    let mut bench = Bench::new(100);
    let mut cursor = bench.start(None);
    for _ in 0..4 {
        bench.publish(true);
        bench.wait(Duration::from_secs(1));
    }
    assert_eq!(bench.pull_all(&mut cursor), ["4 dropped 3"]);
}

#[test]
fn the_newest_state_is_never_passed_over() {
    let mut bench = Bench::new(100);
    let mut cursor = bench.start(None);
    for is_state in [true, true, false, false] {
        bench.publish(is_state);
        bench.wait(Duration::from_secs(1));
    }
    assert_eq!(bench.pull_all(&mut cursor), ["2 dropped 1", "4 dropped 1"]);
}

#[test]
fn dropped_frames_are_told_with_the_next_frame_that_is_shown() {
    let mut bench = Bench::new(100);
    let mut cursor = bench.start(None);
    for _ in 0..3 {
        bench.publish(false);
        bench.wait(Duration::from_secs(1));
    }
    let step = cursor.peek(&bench.log, bench.now);
    cursor.commit(&step, false);
    bench.publish(true);
    assert_eq!(bench.pull_all(&mut cursor), ["4 dropped 2"]);
    assert_eq!(
        cursor.totals(),
        Totals { start: 0, position: 4, delivered: 1, withheld: 1, dropped: 2, gap: 0 }
    );
}

#[test]
fn an_overtaken_replay_ends_instead_of_skipping() {
    let mut bench = Bench::new(4);
    (0..4).for_each(|_| bench.publish(true));
    let mut cursor = bench.start(Some(("e1", 0)));
    assert_eq!(bench.pull(&mut cursor), "1");
    (0..4).for_each(|_| bench.publish(true));
    assert_eq!(bench.pull(&mut cursor), "end 4008");
}

#[test]
fn a_dismissed_subscriber_gets_the_frames_before_the_end() {
    let mut bench = Bench::new(10);
    let mut early = bench.start(None);
    bench.publish(true);
    bench.log.dismiss(CloseReason::Done);
    let mut late = bench.start(None);
    bench.publish(true);
    assert_eq!(bench.pull(&mut early), "1");
    assert_eq!(bench.pull(&mut early), "end 1000");
    assert_eq!(bench.pull_all(&mut late), ["state 1", "2"]);
}

#[test]
fn a_closed_feed_ends_old_and_new_subscribers() {
    let mut bench = Bench::new(10);
    bench.publish(true);
    let mut early = bench.start(None);
    bench.log.close(CloseReason::Removed);
    bench.log.close(CloseReason::Restart);
    assert_eq!(bench.pull(&mut early), "state 1");
    assert_eq!(bench.pull(&mut bench.start(None)), "end 4004");
}

#[derive(Debug, Clone)]
enum Op {
    Publish(bool),
    Wait(u64),
    Pull(usize),
    /// Connects again with the last frame it has, or one that many off.
    Return(i64),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        4 => any::<bool>().prop_map(Op::Publish),
        2 => (0_u64..400).prop_map(Op::Wait),
        3 => (0_usize..6).prop_map(Op::Pull),
        1 => (-3_i64..3).prop_map(Op::Return),
    ];
    proptest::collection::vec(op, 0..200)
}

proptest! {
    #[test]
    fn every_frame_is_accounted_for(ops in ops(), ring in 1_usize..12, withhold in any::<bool>()) {
        let mut bench = Bench::new(ring);
        let mut cursor = bench.start(None);
        let mut last = 0;
        for op in ops {
            match op {
                Op::Publish(is_state) => bench.publish(is_state),
                Op::Wait(millis) => bench.wait(Duration::from_millis(millis)),
                Op::Return(off) => {
                    let seq = cursor.totals().position.saturating_add_signed(off);
                    last = check_return(&bench, seq)?;
                    cursor = bench.start(Some(("e1", seq)));
                }
                Op::Pull(times) => {
                    for _ in 0..times {
                        let before = cursor.totals();
                        let step = cursor.peek(&bench.log, bench.now);
                        let shown = match &step {
                            Step::Frame { frame, .. } => !withhold || frame.event().is_state(),
                            _ => true,
                        };
                        cursor.commit(&step, shown);
                        if let Step::Frame { frame, .. } = &step {
                            prop_assert!(frame.seq() > last, "frames go forward");
                            last = frame.seq();
                            let passed_over = cursor.totals().dropped - before.dropped;
                            let newest = frame.seq() == bench.log.head;
                            let state = bench.log.state.as_ref().is_some_and(|state| state.seq() == frame.seq());
                            prop_assert!(passed_over == 0 || newest || state, "who loses frames gets the newest");
                        }
                    }
                }
            }
            let totals = cursor.totals();
            let accounted = totals.delivered + totals.withheld + totals.dropped + totals.gap;
            prop_assert_eq!(totals.position - totals.start, accounted);
            prop_assert!(totals.position <= bench.log.head);
        }
    }
}

/// Every frame after `seq`, or exactly one gap marker; returns where a subscriber goes on.
fn check_return(bench: &Bench, seq: u64) -> Result<u64, TestCaseError> {
    let mut cursor = bench.start(Some(("e1", seq)));
    let words = bench.pull_all(&mut cursor);
    if words.first().is_some_and(|word| word.starts_with("gap")) {
        prop_assert!(words.len() <= 2, "{words:?}");
        prop_assert!(words.get(1).is_none_or(|word| word.starts_with("state")), "{words:?}");
        return Ok(bench.log.head);
    }
    let expected: Vec<_> = (seq + 1..=bench.log.head).map(|seq| seq.to_string()).collect();
    prop_assert_eq!(words, expected);
    Ok(seq)
}
