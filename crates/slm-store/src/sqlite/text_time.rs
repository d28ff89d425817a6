//! Times of the compatible tables: text `YYYY-MM-DD HH:MM:SS.ffffff`, UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// As stored; anything below the microsecond is cut off.
pub(super) fn to_text(at: Timestamp) -> String {
    let civil = Offset::UTC.to_datetime(at);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}",
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second(),
        civil.subsec_nanosecond() / 1000
    )
}

/// A bound that no stored form of the same moment sorts below: rows without a fraction sort before `.000000`.
pub(super) fn to_lower_bound(at: Timestamp) -> String {
    let mut text = to_text(at);
    if text.ends_with(".000000") {
        text.truncate("YYYY-MM-DD HH:MM:SS".len());
    }
    text
}

/// Reads what either service wrote, with or without a fraction; `None` where it is no time.
pub(super) fn from_text(text: &str) -> Option<Timestamp> {
    let civil: DateTime = text.trim().trim_end_matches('Z').parse().ok()?;
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The time of a column that may be null.
pub(super) fn from_column(text: Option<&str>) -> Option<Timestamp> {
    text.and_then(from_text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_writers_are_understood() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(from_text("2026-06-09 17:13:21.123456"), Some(at("2026-06-09T17:13:21.123456Z")));
        assert_eq!(from_text("2026-06-09 17:13:21"), Some(at("2026-06-09T17:13:21Z")));
        assert_eq!(from_text("2026-06-09T17:13:21Z"), Some(at("2026-06-09T17:13:21Z")));
        assert_eq!(from_text("yesterday"), None);
        assert_eq!(from_text(""), None);
    }

    #[test]
    fn a_full_second_has_its_fraction() {
        assert_eq!(to_text(Timestamp::UNIX_EPOCH), "1970-01-01 00:00:00.000000");
        assert_eq!(to_lower_bound(Timestamp::UNIX_EPOCH), "1970-01-01 00:00:00");
    }

    proptest! {
        #[test]
        fn a_stored_time_comes_back(micros in 0_i64..253_402_207_199_999_999) {
            let at = Timestamp::from_microsecond(micros).unwrap();
            prop_assert_eq!(from_text(&to_text(at)), Some(at));
            prop_assert_eq!(from_text(&to_lower_bound(at)), Some(at));
        }

        #[test]
        fn texts_sort_as_their_times(a in 0_i64..4_000_000_000_000_000, b in 0_i64..4_000_000_000_000_000) {
            let [x, y] = [a, b].map(|micros| to_text(Timestamp::from_microsecond(micros).unwrap()));
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
        }

        #[test]
        fn any_text_is_a_time_or_none(text in ".*") {
            from_text(&text);
        }
    }
}
