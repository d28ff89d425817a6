//! Names of backups.

use jiff::Timestamp;

const PREFIX: &str = "slmm-";
const SUFFIX: &str = ".db";
/// Sorts by time, and is a name on every file system.
const TIME: &str = "%Y-%m-%dT%H-%M-%S.%3fZ";
/// What that gives: a digit for each 0.
const FORM: &[u8] = b"0000-00-00T00-00-00.000Z";

/// The name of a copy that is made now.
pub(super) fn at(now: Timestamp) -> String {
    format!("{PREFIX}{}{SUFFIX}", now.strftime(TIME))
}

/// Whether a file has such a name: what people call theirs is never removed.
pub(super) fn is_ours(name: &str) -> bool {
    let time = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    time.is_some_and(|time| {
        let fits =
            |(byte, form): (u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == *form };
        time.len() == FORM.len() && time.bytes().zip(FORM).all(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_what_people_write() {
        let name = at("2026-06-09T17:13:21.9876Z".parse().unwrap());
        assert_eq!(name, "slmm-2026-06-09T17-13-21.987Z.db");
        assert!(is_ours(&name));
        for other in
            ["slmm.db", "slmm-before-update.db", "slmm-2026-06-09.db", &name.replace(".db", ".db.part")]
        {
            assert!(!is_ours(other), "{other}");
        }
    }
}
