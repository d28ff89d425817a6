//! Windows on the site's clock: parts of days, whole days, clock-aligned windows.
//!
//! A boundary is a wall-clock time made into an instant. One that the clocks skip is the first instant after the gap;
//! one that they repeat is its first occurrence. So consecutive parts share their instants and tile the time.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp};

#[cfg(test)]
mod tests;

/// A stretch of time, half-open: its end belongs to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// Its first instant.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
}

impl Window {
    /// Its true length in seconds, as the clocks change or not.
    pub fn seconds(&self) -> f64 {
        self.end.duration_since(self.start).as_secs_f64()
    }

    /// Whether an instant belongs to it.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }
}

/// The instant of a wall-clock time.
pub fn instant(zone: &TimeZone, local: DateTime) -> Timestamp {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let skipped = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let Ok(earlier) = ambiguous.earlier() else { return beyond(local) };
    if !skipped {
        return earlier;
    }
    zone.following(earlier).next().map_or(earlier, |change| change.timestamp())
}

/// The window from one wall-clock time on a date to another, which may lie on the next day.
pub fn local_window(zone: &TimeZone, date: Date, from: Time, to: Time) -> Window {
    let last = if to <= from { next_day(date) } else { date };
    Window { start: instant(zone, date.to_datetime(from)), end: instant(zone, last.to_datetime(to)) }
}

/// A whole day that begins at `boundary`: 23, 24 or 25 hours, or what the zone makes of it.
pub fn local_day(zone: &TimeZone, date: Date, boundary: Time) -> Window {
    local_window(zone, date, boundary, boundary)
}

/// The clock-aligned window of `minutes` that holds an instant.
///
/// Windows of up to an hour are aligned to the hour and end early where the clocks change within one; longer ones are
/// counted from local midnight, the last of a day being shorter where a day is no multiple of them.
pub fn aligned_window(zone: &TimeZone, minutes: u32, at: Timestamp) -> Window {
    let minutes = minutes.clamp(1, 24 * 60);
    if minutes <= 60 { aligned_within_hour(zone, minutes, at) } else { aligned_within_day(zone, minutes, at) }
}

fn aligned_within_hour(zone: &TimeZone, minutes: u32, at: Timestamp) -> Window {
    let offset = i64::from(zone.to_offset(at).seconds());
    let length = i64::from(minutes) * 60;
    let hour = (at.as_second() + offset).div_euclid(3600) * 3600;
    let index = (at.as_second() + offset - hour).div_euclid(length);
    let start = hour + index * length - offset;
    let end = (start + length).min(hour + 3600 - offset);
    let clip = |second| Timestamp::from_second(second).unwrap_or(at);
    let window = Window { start: clip(start), end: clip(end) };
    // `preceding` leaves out a change at the instant itself.
    let before = zone.preceding(at.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(at)).next();
    let start = before.map_or(window.start, |change| window.start.max(change.timestamp()));
    let end = zone.following(at).next().map_or(window.end, |change| window.end.min(change.timestamp()));
    Window { start, end }
}

fn aligned_within_day(zone: &TimeZone, minutes: u32, at: Timestamp) -> Window {
    let date = zone.to_datetime(at).date();
    let boundary = |index: i64| {
        let local =
            date.to_datetime(Time::midnight()).checked_add(Span::new().minutes(index * i64::from(minutes)));
        let end_of_day = next_day(date).to_datetime(Time::midnight());
        instant(zone, local.map_or(end_of_day, |local| local.min(end_of_day)))
    };
    let windows = i64::from((24 * 60_u32).div_ceil(minutes));
    let last = (0..windows).rev().find(|index| boundary(*index) <= at).unwrap_or(0);
    Window { start: boundary(last), end: boundary(last + 1) }
}

/// When day, evening and night begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayParts {
    /// Begin of the day.
    pub day: Time,
    /// Begin of the evening; the same as `night` where there is none.
    pub evening: Time,
    /// Begin of the night.
    pub night: Time,
}

impl DayParts {
    /// 07, 19 and 23 o'clock. Source: Directive 2002/49/EC, Annex I.
    pub const EUROPEAN: Self = Self::at_hours(7, 19, 23);
    /// 07, 19 and 22 o'clock, as for CNEL.
    pub const CNEL: Self = Self::at_hours(7, 19, 22);

    /// Parts that begin at full hours.
    pub const fn at_hours(day: i8, evening: i8, night: i8) -> Self {
        Self {
            day: Time::constant(day, 0, 0, 0),
            evening: Time::constant(evening, 0, 0, 0),
            night: Time::constant(night, 0, 0, 0),
        }
    }

    /// Day, evening and night that begin on a date. The night ends on the next.
    pub fn on(&self, zone: &TimeZone, date: Date) -> [(DayPart, Window); 3] {
        let next = next_day(date).to_datetime(self.day);
        let [day, evening, night, end] = [
            instant(zone, date.to_datetime(self.day)),
            instant(zone, date.to_datetime(self.evening)),
            instant(zone, date.to_datetime(self.night)),
            instant(zone, next),
        ];
        [
            (DayPart::Day, Window { start: day, end: evening }),
            (DayPart::Evening, Window { start: evening, end: night }),
            (DayPart::Night, Window { start: night, end }),
        ]
    }

    /// The part that holds an instant, and the date it began on.
    pub fn at(&self, zone: &TimeZone, at: Timestamp) -> Option<(DayPart, Date, Window)> {
        let today = zone.to_datetime(at).date();
        let yesterday = today.yesterday().ok();
        yesterday.into_iter().chain([today]).find_map(|date| {
            let parts = self.on(zone, date);
            parts
                .into_iter()
                .find(|(_, window)| window.contains(at))
                .map(|(part, window)| (part, date, window))
        })
    }
}

/// Which part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayPart {
    /// Day.
    Day,
    /// Evening.
    Evening,
    /// Night; belongs to the date on which it begins.
    Night,
}

fn next_day(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

/// The last or first instant there is, for a local time outside of all.
fn beyond(local: DateTime) -> Timestamp {
    if local.year() > 0 { Timestamp::MAX } else { Timestamp::MIN }
}
