use proptest::prelude::*;

use super::{CardPathError, ListEntry, Listing, SkipReason, TooManyEntries};
use crate::ftp::ListedTime;

#[track_caller]
fn entry(line: &str, name: &str, is_dir: bool, size_bytes: u64, modified: &str) {
    let listing = Listing::parse(line.as_bytes(), 1).expect("one line");
    let expected =
        ListEntry { name: name.to_owned(), is_dir, size_bytes, modified: ListedTime::new(modified) };
    assert_eq!((listing.entries, listing.skipped), (vec![expected], vec![]), "{line}");
}

#[track_caller]
fn skipped(line: &[u8], reason: SkipReason) {
    let listing = Listing::parse(line, 1).expect("one line");
    let reasons: Vec<_> = listing.skipped.iter().map(|skipped| skipped.reason).collect();
    assert_eq!((listing.entries, reasons), (vec![], vec![reason]), "{}", line.escape_ascii());
}

#[test]
fn lines_of_a_meter() {
    entry(
        "drwxr-xr-x   1 user     group           0 Dec 24 02:13 Auto_0019\r\n",
        "Auto_0019",
        true,
        0,
        "Dec 24 02:13",
    );
    entry(
        "-rw-r--r--   1 user     group       48213 Dec 23 19:40 NL_0001_SLM_Lp _0019_0001.rnd\n",
        "NL_0001_SLM_Lp _0019_0001.rnd",
        false,
        48_213,
        "Dec 23 19:40",
    );
    entry(
        "-rw-r--r--   1 user     group        1022 Dec 25 2024 OLD.TXT",
        "OLD.TXT",
        false,
        1022,
        "Dec 25 2024",
    );
}

#[test]
fn lines_of_other_servers() {
    entry("drwxrwxr-x+  2 0        0            4096 Jan  3 10:00 a  b ", "a  b ", true, 0, "Jan 3 10:00");
    entry("-rw-r--r-- 1 1000 1000 18446744073709551615 Jan 3  2024 x\r", "x", false, u64::MAX, "Jan 3 2024");
    entry("  -rwx 1 u g 5 ?? ?? ?? -> y", "-> y", false, 5, "?? ?? ??");
    entry("d--------- 1 u g - Jan 3 10:00 no size", "no size", true, 0, "Jan 3 10:00");
    entry("-\t1\tu\tg\t5\tJan\t3\t10:00\tmesse ü", "messe ü", false, 5, "Jan 3 10:00");
}

#[test]
fn what_is_no_entry_is_left_out() {
    let text =
        "total 12\r\n\r\ndrwxr-xr-x 1 u g 0 Jan 3 10:00 .\r\ndrwxr-xr-x 1 u g 0 Jan 3 10:00 ..\r\n  \r\n";
    assert_eq!(Listing::parse(text.as_bytes(), 0), Ok(Listing::default()));
}

#[test]
fn what_is_not_understood_is_told() {
    skipped(b"total", SkipReason::TooFewColumns);
    skipped(b"total many", SkipReason::TooFewColumns);
    skipped(b"-rw-r--r-- 1 u g 5 Jan 3 10:00", SkipReason::TooFewColumns);
    skipped(b"12-24-25  02:13AM <DIR> a b c d e f", SkipReason::UnknownKind);
    skipped(b"\xff\xfe 1 u g 5 Jan 3 10:00 a", SkipReason::UnknownKind);
    skipped(b"lrwxrwxrwx 1 u g 5 Jan 3 10:00 a -> /etc/passwd", SkipReason::Special);
    skipped(b"-rw-r--r-- 1 u g +5 Jan 3 10:00 a", SkipReason::Size);
    skipped(b"-rw-r--r-- 1 u g 18446744073709551616 Jan 3 10:00 a", SkipReason::Size);
    skipped(b"-rw-r--r-- 1 u g 5 Jan 3 10:00 \x83\x65\x83\x58\x83\x67", SkipReason::NotUtf8);
    skipped(b"-rw-r--r-- 1 u g 5 J\xe4n 3 10:00 a", SkipReason::NotUtf8);
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let named =
        |name: &str, reason| skipped(format!("-rw-r--r-- 1 u g 5 Jan 3 10:00 {name}").as_bytes(), reason);
    named("../slmm.db", SkipReason::Name(CardPathError::Separator));
    named("/etc/passwd", SkipReason::Name(CardPathError::Separator));
    named("..\\slmm.db", SkipReason::Name(CardPathError::Separator));
    named("...", SkipReason::Name(CardPathError::Dots));
    named("a\x1b[2Jb", SkipReason::Name(CardPathError::Control));
    named("a\rDELE b", SkipReason::Name(CardPathError::Control));
    named("\r\n", SkipReason::Name(CardPathError::Empty));
    named(&"n".repeat(256), SkipReason::Name(CardPathError::TooLong));
}

#[test]
fn skipped_lines_are_shown_safely() {
    let listing = Listing::parse(b"-\x1b[31m\r1 u g 5", 1).expect("one line");
    assert_eq!(listing.skipped[0].line, "-\u{fffd}[31m\u{fffd}1 u g 5");
    let listing = Listing::parse(&[b'x'; 10_000], 1).expect("one line");
    assert_eq!(listing.skipped[0].line.len(), 200);
}

#[test]
fn too_many_entries_are_an_error() {
    let text = "-rw-r--r-- 1 u g 5 Jan 3 10:00 a\nwhat\n".repeat(50);
    assert_eq!(Listing::parse(text.as_bytes(), 100).map(|listing| listing.entries.len()), Ok(50));
    assert_eq!(Listing::parse(text.as_bytes(), 99), Err(TooManyEntries { limit: 99 }));
}

proptest! {
    #[test]
    fn what_is_printed_is_read(
        name in "[ -.0-~é☃]([ -.0-~é☃]{0,40})",
        size in any::<u64>(),
        is_dir in any::<bool>(),
        widths in prop::array::uniform8(1_usize..5),
    ) {
        prop_assume!(super::check_name(&name).is_ok() && !name.starts_with(' '));
        let kind = if is_dir { "drwxr-xr-x" } else { "-rw-r--r--" };
        let size = if is_dir { 0 } else { size };
        let columns = [kind, "1", "user", "group", &size.to_string(), "Dec", "24", "02:13"];
        let mut line = String::new();
        for (column, width) in columns.iter().zip(widths) {
            line.extend([column, " ".repeat(width).as_str()]);
        }
        line.push_str(&name);
        entry(&line, &name, is_dir, size, "Dec 24 02:13");
    }

    #[test]
    fn nothing_else_does_harm(text in "(([dl-]|total)[rwx-]{0,3}|[ \t\r\n./\\\\]{1,3}|[0-9:]{1,5}|\\PC{0,3}|Jan ){0,60}") {
        crate::fuzzing::ftp_listing(text.as_bytes());
    }
}
