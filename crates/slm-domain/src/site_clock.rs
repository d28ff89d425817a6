//! The instrument's clock and the site's time.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use nl43_proto::MeterClock;

/// What an instrument's clock should show at a moment: the site's wall time, to the nearest second.
///
/// `None` for years that no instrument takes.
pub fn meter_clock_at(zone: &TimeZone, at: Timestamp) -> Option<MeterClock> {
    let nearest = at.checked_add(SignedDuration::from_millis(500)).ok()?;
    let civil = zone.to_datetime(nearest);
    let unsigned = |part: i8| u8::try_from(part).ok();
    let (month, day) = (unsigned(civil.month())?, unsigned(civil.day())?);
    let (hour, minute, second) =
        (unsigned(civil.hour())?, unsigned(civil.minute())?, unsigned(civil.second())?);
    MeterClock::new(u16::try_from(civil.year()).ok()?, month, day, hour, minute, second).ok()
}

/// How far an instrument's clock is ahead of the site's time; it shows whole seconds, so it seems up to one behind.
///
/// `None` for a time that does not exist.
pub fn clock_offset(shown: MeterClock, zone: &TimeZone, at: Timestamp) -> Option<SignedDuration> {
    let signed = |part: u8| i8::try_from(part).ok();
    let (month, day) = (signed(shown.month())?, signed(shown.day())?);
    let (hour, minute, second) = (signed(shown.hour())?, signed(shown.minute())?, signed(shown.second())?);
    let year = i16::try_from(shown.year()).ok()?;
    let civil = jiff::civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    let shown = civil.to_zoned(zone.clone()).ok()?.timestamp();
    Some(shown.duration_since(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: &str, at: &str, expected: &str) {
        let zone = TimeZone::get(zone).unwrap();
        let clock = meter_clock_at(&zone, at.parse().unwrap()).unwrap();
        assert_eq!(clock.to_string(), expected);
    }

    #[test]
    fn the_clock_is_the_sites_wall_time_to_the_nearest_second() {
        check("UTC", "2026-06-09T17:13:21.499Z", "2026/06/09 17:13:21");
        check("UTC", "2026-12-31T23:59:59.5Z", "2027/01/01 00:00:00");
        check("Europe/Berlin", "2026-01-09T12:00:00Z", "2026/01/09 13:00:00");
        check("Europe/Berlin", "2026-06-09T12:00:00Z", "2026/06/09 14:00:00");
    }

    #[test]
    fn years_no_instrument_takes_are_no_clock() {
        assert_eq!(meter_clock_at(&TimeZone::UTC, Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn an_offset_is_what_the_clock_shows_minus_the_time() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let shown: MeterClock = "2026/06/09 14:00:10".parse().unwrap();
        let at = "2026-06-09T12:00:00Z".parse().unwrap();
        assert_eq!(clock_offset(shown, &berlin, at), Some(SignedDuration::from_secs(10)));
    }
}
