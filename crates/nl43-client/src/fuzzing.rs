//! Bodies of the fuzz targets, as plain functions: the stored corpus also runs through them as an ordinary test.
//!
//! Each panics when a promise is broken. Not part of the crate's interface.

use jiff::{Timestamp, tz::TimeZone};

use crate::ftp::{
    ListEntry, Listing, check_name,
    internals::{MAX_LINE, Reply, ReplyError, ReplyReader, extended_passive_port, passive_port},
};

/// Replies are the same however they are cut into packets; the first byte says how.
pub fn ftp_replies(data: &[u8]) {
    let Some((&step, stream)) = data.split_first() else { return };
    let whole = replies([stream]);
    assert_eq!(whole, replies(stream.chunks(usize::from(step).max(1))), "packets change what is read");
    for reply in &whole.0 {
        assert!((100..600).contains(&reply.code));
        assert!(reply.text.len() <= 3 * MAX_LINE && !reply.text.contains(char::is_control));
        assert!(passive_port(&reply.text) != Some(0) && extended_passive_port(&reply.text) != Some(0));
    }
}

fn replies<'a>(packets: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Reply>, Option<ReplyError>) {
    let mut reader = ReplyReader::default();
    let mut found = Vec::new();
    for packet in packets {
        reader.buffer().extend_from_slice(packet);
        loop {
            match reader.next_reply() {
                Ok(Some(reply)) => found.push(reply),
                Ok(None) => break,
                Err(error) => return (found, Some(error)),
            }
        }
        assert!(reader.buffer().len() < MAX_LINE, "more than a line is waiting");
    }
    (found, None)
}

/// A listing is bounded, its names stay in their folder, and an entry printed again is the same entry.
pub fn ftp_listing(data: &[u8]) {
    const LIMIT: usize = 1000;
    let Ok(listing) = Listing::parse(data, LIMIT) else { return };
    assert!(listing.entries.len() + listing.skipped.len() <= LIMIT);
    assert!(listing.skipped.iter().all(|skipped| !skipped.line.contains(char::is_control)));
    let mut again = String::new();
    for entry in &listing.entries {
        assert_eq!(check_name(&entry.name), Ok(()));
        for now in [Timestamp::UNIX_EPOCH, Timestamp::MAX, Timestamp::MIN] {
            let _ = entry.modified.resolve(&TimeZone::UTC, now);
        }
        let kind = if entry.is_dir { 'd' } else { '-' };
        let ListEntry { name, size_bytes, modified, .. } = entry;
        again.extend([&format!("{kind} 1 u g {size_bytes} {modified} {name}"), "\n"]);
    }
    let again = Listing::parse(again.as_bytes(), LIMIT).expect("no more than before");
    assert_eq!((again.entries, again.skipped), (listing.entries, Vec::new()));
}
