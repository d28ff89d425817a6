//! Whether two blocks ever hold at once.

use jiff::civil::{Time, Weekday};

use super::{Block, Holidays};

/// The places of the first two blocks that overlap on some day, holidays taken into account.
///
/// It asks the clock on the wall: where clocks are put forward or back, blocks that touch go on touching.
pub(in crate::alert) fn overlap(blocks: &[Block], has_holidays: bool) -> Option<(usize, usize)> {
    let pairs =
        (0..blocks.len()).flat_map(|first| (first + 1..blocks.len()).map(move |second| (first, second)));
    pairs.into_iter().find(|(first, second)| meet(&blocks[*first], &blocks[*second], has_holidays))
}

fn meet(one: &Block, other: &Block, has_holidays: bool) -> bool {
    let kinds: &[bool] = if has_holidays { &[false, true] } else { &[false] };
    let begins = |block: &Block, day: Weekday, is_holiday: bool| match block.holidays {
        Holidays::Excluded if is_holiday => false,
        Holidays::Included if is_holiday => true,
        _ => block.days.contains(day),
    };
    let days = || Weekday::Monday.cycle_forward().take(7);
    let on_one_day = || {
        days().any(|day| kinds.iter().any(|kind| begins(one, day, *kind) && begins(other, day, *kind)))
            && minutes(one, 0).overlaps(&minutes(other, 0))
    };
    // The first over midnight into the second, which begins on the day after.
    let into = |late: &Block, early: &Block| {
        let any = |block, day| kinds.iter().any(|kind| begins(block, day, *kind));
        days().any(|day| any(late, day) && any(early, day.next()))
            && minutes(late, 0).overlaps(&minutes(early, DAY))
    };
    on_one_day() || into(one, other) || into(other, one)
}

/// Minutes since the begin of a day, half-open.
struct Minutes {
    start: i32,
    end: i32,
}

impl Minutes {
    fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

fn minutes(block: &Block, shift: i32) -> Minutes {
    let of = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let (start, end) = (of(block.start.time()), of(block.end.time()));
    let end = if end <= start { end + DAY } else { end };
    Minutes { start: start + shift, end: end + shift }
}

const DAY: i32 = 24 * 60;
