//! When a unit answered and when not, among its readings.

use std::iter::Peekable;
use std::vec::IntoIter;

use jiff::{SignedDuration, Timestamp};
use slm_domain::alert::{CloseReason, Contact, Fact, Frame};
use slm_store::Outage;

use crate::alerting::connections::TOLD_BY_RULE;

/// An outage that was handed over, to a rule or by one, goes on when another begins so soon: a unit that is asked seldom
/// fails next after some minutes only.
const HANDED_OVER_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// Why events end though the unit does not answer, and is asked.
const HAND_OVERS: [CloseReason; 5] = [
    CloseReason::RuleChanged,
    CloseReason::RuleDeleted,
    CloseReason::RuleDisabled,
    CloseReason::RuleMoved,
    CloseReason::OutOfScope,
];

/// The changes of a unit's contact, in order.
pub(super) struct Contacts(Peekable<IntoIter<Frame>>);

/// Why an outage is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Answered,
    HandedOver,
    /// Nobody asks the unit.
    Rests,
}

impl Contacts {
    /// Of outages in the order in which they began, up to a moment.
    pub(super) fn new(outages: &[Outage], until: Timestamp) -> Self {
        let mut frames = Vec::new();
        for (since, ended) in whole(outages) {
            frames.push(contact(since, Contact::Lost));
            if let Some((at, end)) = ended.filter(|(at, _)| *at < until) {
                // What was handed over and is told by nobody was over before it could be told again.
                let then = if end == End::Rests { Contact::Rests } else { Contact::Answers };
                frames.push(contact(at, then));
            }
        }
        Self(frames.into_iter().peekable())
    }

    /// Forgets what was before a moment.
    pub(super) fn skip_to(&mut self, moment: Timestamp) {
        while self.0.next_if(|frame| frame.at < moment).is_some() {}
    }

    /// How many outages are ahead.
    pub(super) fn outages(&self) -> usize {
        self.0.clone().filter(|frame| frame.fact == Fact::Contact(Contact::Lost)).count()
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

/// Each outage from its beginning to its end, whoever told of it meanwhile; no end while it lasts.
fn whole(outages: &[Outage]) -> Vec<(Timestamp, Option<(Timestamp, End)>)> {
    let mut found: Vec<(Timestamp, Option<(Timestamp, End)>)> = Vec::new();
    for outage in outages {
        let end = outage.until.map(|at| (at, end_of(outage)));
        match found.last_mut() {
            Some((_, last)) if goes_on(*last, outage.since) => {
                if let Some((at, _)) = *last
                    && end.is_none_or(|(later, _)| at <= later)
                {
                    *last = end;
                }
            }
            _ => found.push((outage.since, end)),
        }
    }
    found
}

fn end_of(outage: &Outage) -> End {
    match &outage.note {
        None => End::Answered,
        Some(note) if note == TOLD_BY_RULE => End::HandedOver,
        Some(note) if HAND_OVERS.iter().any(|reason| reason.to_string() == *note) => End::HandedOver,
        Some(_) => End::Rests,
    }
}

fn goes_on(last: Option<(Timestamp, End)>, since: Timestamp) -> bool {
    last.is_none_or(|(at, end)| {
        since <= at || end == End::HandedOver && since.duration_since(at) <= HANDED_OVER_WITHIN
    })
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

    fn outage(since: i64, until: Option<i64>, note: Option<&str>) -> Outage {
        let note = note.map(str::to_owned);
        Outage { since: at(since), until: until.map(at), note, is_of_rule: false }
    }

    fn told(frames: &[Frame]) -> Vec<(i64, Option<Contact>)> {
        let contact = |frame: &Frame| match frame.fact {
            Fact::Contact(contact) => Some(contact),
            _ => None,
        };
        frames.iter().map(|frame| (frame.at.as_second(), contact(frame))).collect()
    }

    fn all(outages: &[Outage]) -> Vec<(i64, Option<Contact>)> {
        told(&Contacts::new(outages, at(1_000)).rest())
    }

    const LOST: Option<Contact> = Some(Contact::Lost);
    const BACK: Option<Contact> = Some(Contact::Answers);

    #[test]
    fn outages_end_with_an_answer_or_go_on() {
        let outages = [outage(-50, Some(10), None), outage(20, Some(1_000), None)];
        assert_eq!(all(&outages), [(-50, LOST), (10, BACK), (20, LOST)]);
        assert_eq!(Contacts::new(&outages, at(1_000)).outages(), 2);
        assert_eq!(all(&[outage(20, None, None)]), [(20, LOST)]);
    }

    #[test]
    fn an_outage_that_others_go_on_to_tell_of_is_one() {
        // A rule takes it over, is deleted, and the built-in event is opened again with the next failure.
        let deleted = CloseReason::RuleDeleted.to_string();
        let outages = [
            outage(10, Some(20), Some(TOLD_BY_RULE)),
            outage(21, Some(40), Some(&deleted)),
            outage(340, Some(400), None),
        ];
        assert_eq!(all(&outages), [(10, LOST), (400, BACK)]);
        // Nobody told of it again: it was over.
        assert_eq!(all(&outages[..2]), [(10, LOST), (40, BACK)]);
    }

    #[test]
    fn of_events_that_overlap_the_longest_counts() {
        let outages = [outage(10, Some(50), None), outage(20, Some(40), None), outage(60, Some(70), None)];
        assert_eq!(all(&outages), [(10, LOST), (50, BACK), (60, LOST), (70, BACK)]);
    }

    #[test]
    fn a_unit_that_nobody_asks_any_more_rests() {
        let outages = [outage(10, Some(20), Some("Device deactivated")), outage(30, Some(40), None)];
        assert_eq!(all(&outages), [(10, LOST), (20, Some(Contact::Rests)), (30, LOST), (40, BACK)]);
    }

    #[test]
    fn contacts_stand_between_the_frames_of_their_time() {
        let outages = [outage(2, Some(3), None), outage(12, Some(15), None)];
        let mut contacts = Contacts::new(&outages, at(1_000));
        contacts.skip_to(at(10));
        assert_eq!(contacts.outages(), 1);
        let merged = contacts.merged([10, 11, 15].map(|second| Frame::time(at(second))).into_iter());
        assert_eq!(told(&merged), [(10, None), (11, None), (12, LOST), (15, BACK), (15, None)]);
        assert!(contacts.rest().is_empty());
    }
}
