//! Campaigns of one unit must not measure at the same time.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Schedule, Window};

/// How far windows are compared: every weekday at every season of both zones.
const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 400);

/// Two windows that overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Of the first schedule.
    pub one: Window,
    /// Of the second.
    pub other: Window,
}

/// The first window of a schedule that lies, if only in part, between two moments.
pub fn first_within(
    schedule: &Schedule,
    zone: &TimeZone,
    from: Timestamp,
    until: Timestamp,
) -> Option<Window> {
    schedule.windows(zone, from, until).find(|window| window.start < until && from < window.stop)
}

/// The first overlap of two schedules within 400 days, beginning at `now` or when both are valid. Windows that only
/// touch do not overlap: the stop cycle comes before the start cycle of the same moment.
pub fn first_overlap(
    (one, one_zone): (&Schedule, &TimeZone),
    (other, other_zone): (&Schedule, &TimeZone),
    now: Timestamp,
) -> Option<Overlap> {
    let valid = |schedule: &Schedule, zone: &TimeZone| {
        schedule.from.and_then(|day| day.to_zoned(zone.clone()).ok()).map(|begin| begin.timestamp())
    };
    let begins = [valid(one, one_zone), valid(other, other_zone)];
    let begin = begins.into_iter().flatten().fold(now, Timestamp::max);
    let end = begin.checked_add(HORIZON).unwrap_or(Timestamp::MAX);
    // Those that are over are nobody's concern.
    let lies_ahead = |window: &Window| window.stop > begin;
    let mut ones = one.windows(one_zone, begin, end).filter(lies_ahead).peekable();
    let mut others = other.windows(other_zone, begin, end).filter(lies_ahead).peekable();
    loop {
        let (one, other) = (*ones.peek()?, *others.peek()?);
        if one.start < other.stop && other.start < one.stop {
            return Some(Overlap { one, other });
        }
        if one.stop <= other.stop {
            ones.next();
        } else {
            others.next();
        }
    }
}
