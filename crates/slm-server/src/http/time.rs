//! Times as the compatible API writes them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// UTC, ISO 8601 without a zone suffix, microseconds where they are not zero.
pub(crate) fn iso_utc(at: Timestamp) -> String {
    let civil = TimeZone::UTC.to_datetime(at);
    if at.subsec_microsecond() == 0 && at.subsec_millisecond() == 0 {
        return format!("{civil:.0}");
    }
    format!("{civil:.6}")
}

/// The same for a time that may be unknown.
pub(crate) fn iso_utc_of(at: Option<Timestamp>) -> Option<String> {
    at.map(iso_utc)
}

/// With a `Z`, as logs have it.
pub(crate) fn iso_zulu_of(at: Option<Timestamp>) -> Option<String> {
    at.map(iso_zulu)
}

/// The same for a time that is known.
pub(crate) fn iso_zulu(at: Timestamp) -> String {
    format!("{}Z", iso_utc(at))
}

/// A zone as browsers take it: a name, or a distance from UTC.
pub(crate) fn zone_text(zone: &TimeZone) -> String {
    if let Some(name) = zone.iana_name() {
        return name.to_owned();
    }
    let minutes = zone.to_fixed_offset().map_or(0, |offset| offset.seconds() / 60);
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_have_six_digits_or_are_absent() {
        let check = |given: &str, expected: &str| assert_eq!(iso_utc(given.parse().unwrap()), expected);
        check("2026-06-09T17:13:21Z", "2026-06-09T17:13:21");
        check("2026-06-09T17:13:21.5Z", "2026-06-09T17:13:21.500000");
        check("2026-06-09T17:13:21.123456789Z", "2026-06-09T17:13:21.123456");
        check("2026-06-09T19:13:21.000000999+02:00", "2026-06-09T17:13:21");
    }
}
