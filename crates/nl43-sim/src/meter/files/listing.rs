//! The lines of `LIST`.

use std::fmt::Write as _;

use jiff::civil::DateTime;
use jiff::{SignedDuration, fmt::strtime};

use crate::card::CardEntry;

/// Entries further away than this show their year in place of the time: half a year.
const RECENT: SignedDuration = SignedDuration::from_hours(183 * 24);

/// Nine columns in the style of Unix. Dates are the meter's own, without a zone, and recent ones without a year.
pub(super) fn line(entry: &CardEntry, clock: DateTime) -> String {
    let mut line = String::with_capacity(64 + entry.name.len());
    let mode = if entry.is_folder { "drwxr-xr-x" } else { "-rw-r--r--" };
    let recent = clock.duration_since(entry.modified).abs() <= RECENT;
    let date = strtime::format(if recent { "%b %e %H:%M" } else { "%b %e  %Y" }, entry.modified);
    // Every part of a civil time exists, and writing to a string cannot fail.
    let date = date.unwrap_or_default();
    let size = entry.size_bytes;
    let _ = write!(line, "{mode} {:3} {:<8} {:<8} {size:8} {date} {}\r\n", 1, "user", "group", entry.name);
    line
}

/// A listing as no client can read it: lines cut in front, columns run together, bytes that are no text.
pub(super) fn garbled(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for (line, turn) in text.lines().zip([0, 1, 2].into_iter().cycle()) {
        match turn {
            0 => bytes.extend(line.bytes().filter(|byte| *byte != b' ')),
            1 => bytes.extend(line.bytes().skip(line.len() / 2)),
            _ => bytes.extend(line.bytes().map(|byte| byte | 0x80)),
        }
        bytes.extend(b"\r\n");
    }
    bytes
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn shown(name: &str, size_bytes: Option<u64>, modified: DateTime) -> String {
        let entry = CardEntry {
            name: name.to_owned(),
            is_folder: size_bytes.is_none(),
            size_bytes: size_bytes.unwrap_or(0),
            modified,
        };
        line(&entry, date(2025, 12, 25).at(12, 0, 0, 0))
    }

    #[test]
    fn lines_have_nine_columns() {
        assert_eq!(
            shown("Auto_0019", None, date(2025, 12, 24).at(2, 13, 59, 0)),
            "drwxr-xr-x   1 user     group           0 Dec 24 02:13 Auto_0019\r\n"
        );
        assert_eq!(
            shown("NL_0001_SLM_Lp _0019_0001.rnd", Some(48_213), date(2025, 12, 3).at(19, 40, 0, 0)),
            "-rw-r--r--   1 user     group       48213 Dec  3 19:40 NL_0001_SLM_Lp _0019_0001.rnd\r\n"
        );
    }

    #[test]
    fn garbled_lines_stay_lines() {
        let line = shown("Auto_0019", None, date(2025, 12, 24).at(2, 13, 59, 0));
        let garbled = garbled(&line.repeat(3));
        assert!(garbled.starts_with(b"drwxr-xr-x1usergroup0Dec2402:13Auto_0019\r\n"));
        assert_eq!(garbled.split(|byte| *byte == b'\n').count(), 4);
        assert!(String::from_utf8(garbled).is_err());
    }

    #[test]
    fn the_year_stands_where_it_is_needed() {
        let columns = |modified| {
            let line = shown("OLD.TXT", Some(1022), modified);
            line.split_whitespace().skip(5).take(3).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(columns(date(2024, 12, 25).at(1, 2, 3, 0)), "Dec 25 2024");
        assert_eq!(columns(date(2025, 7, 1).at(1, 2, 3, 0)), "Jul 1 01:02");
        assert_eq!(columns(date(2025, 12, 25).at(13, 2, 3, 0)), "Dec 25 13:02", "an hour ahead");
        assert_eq!(columns(date(2026, 12, 25).at(13, 2, 3, 0)), "Dec 25 2026");
    }
}
