//! When a unit answered and when not, among its readings.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use jiff::{SignedDuration, Timestamp};
use slm_domain::alert::{Contact, Fact, Frame};
use slm_store::Outage;

/// An outage that ends without an answer goes on when another begins so soon: a rule took it over, or gave it back.
const HANDED_OVER_WITHIN: SignedDuration = SignedDuration::from_mins(1);

/// The changes of a unit's contact in a range, in order.
pub(super) struct Contacts(Peekable<IntoIter<Frame>>);

impl Contacts {
    /// Of outages in the order in which they began.
    pub(super) fn new(outages: &[Outage], range: &Range<Timestamp>) -> Self {
        let mut frames = Vec::new();
        for (outage, time) in whole(outages) {
            frames.push(contact(time.start.max(range.start), Contact::Lost));
            if time.end < range.end {
                let then = if outage.has_answered { Contact::Answers } else { Contact::Rests };
                frames.push(contact(time.end, then));
            }
        }
        Self(frames.into_iter().peekable())
    }

    /// Forgets what was before a moment.
    pub(super) fn skip_to(&mut self, moment: Timestamp) {
        while self.0.next_if(|frame| frame.at < moment).is_some() {}
    }

    /// The frames with what lies before each of them.
    pub(super) fn merged(&mut self, frames: impl Iterator<Item = Frame>) -> Vec<Frame> {
        let mut merged = Vec::with_capacity(frames.size_hint().0);
        for frame in frames {
            while let Some(before) = self.0.next_if(|contact| contact.at <= frame.at) {
                merged.push(before);
            }
            merged.push(frame);
        }
        merged
    }

    /// All that is left.
    pub(super) fn rest(&mut self) -> Vec<Frame> {
        self.0.by_ref().collect()
    }
}

/// Each outage from its beginning to its end, whoever told of it meanwhile, with the record of its end.
fn whole(outages: &[Outage]) -> Vec<(Outage, Range<Timestamp>)> {
    let mut found: Vec<(Outage, Range<Timestamp>)> = Vec::new();
    for outage in outages {
        let end = outage.until.unwrap_or(Timestamp::MAX);
        match found.last_mut() {
            Some((last, time)) if goes_on(last, time.end, outage.since) => {
                if end >= time.end {
                    (*last, time.end) = (*outage, end);
                }
            }
            _ => found.push((*outage, outage.since..end)),
        }
    }
    found
}

fn goes_on(last: &Outage, end: Timestamp, since: Timestamp) -> bool {
    since <= end || !last.has_answered && since.duration_since(end) <= HANDED_OVER_WITHIN
}

fn contact(at: Timestamp, contact: Contact) -> Frame {
    Frame { fact: Fact::Contact(contact), ..Frame::time(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    fn outage(since: i64, until: Option<i64>, has_answered: bool) -> Outage {
        Outage { since: at(since), until: until.map(at), has_answered }
    }

    fn told(frames: &[Frame]) -> Vec<(i64, Option<Contact>)> {
        let contact = |frame: &Frame| match frame.fact {
            Fact::Contact(contact) => Some(contact),
            _ => None,
        };
        frames.iter().map(|frame| (frame.at.as_second(), contact(frame))).collect()
    }

    #[test]
    fn outages_are_cut_to_the_range() {
        let outages = [outage(-50, Some(10), true), outage(20, Some(30), true), outage(90, None, false)];
        let frames = Contacts::new(&outages, &(at(0)..at(100))).rest();
        let lost = Some(Contact::Lost);
        let back = Some(Contact::Answers);
        assert_eq!(told(&frames), [(0, lost), (10, back), (20, lost), (30, back), (90, lost)]);
    }

    #[test]
    fn an_outage_that_others_go_on_to_tell_of_is_one() {
        // A rule takes it over, is deleted, and the built-in event is opened again.
        let outages = [outage(10, Some(20), false), outage(21, Some(40), false), outage(45, Some(60), true)];
        let frames = Contacts::new(&outages, &(at(0)..at(100))).rest();
        assert_eq!(told(&frames), [(10, Some(Contact::Lost)), (60, Some(Contact::Answers))]);
    }

    #[test]
    fn a_unit_that_nobody_asks_any_more_rests() {
        let frames = Contacts::new(&[outage(10, Some(20), false)], &(at(0)..at(100))).rest();
        assert_eq!(told(&frames), [(10, Some(Contact::Lost)), (20, Some(Contact::Rests))]);
    }

    #[test]
    fn contacts_stand_between_the_frames_of_their_time() {
        let mut contacts =
            Contacts::new(&[outage(2, Some(3), true), outage(12, Some(15), true)], &(at(0)..at(100)));
        contacts.skip_to(at(10));
        let merged = contacts.merged([10, 11, 15].map(|second| Frame::time(at(second))).into_iter());
        let expected =
            [(10, None), (11, None), (12, Some(Contact::Lost)), (15, Some(Contact::Answers)), (15, None)];
        assert_eq!(told(&merged), expected);
        assert!(contacts.rest().is_empty());
    }
}
