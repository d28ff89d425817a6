//! The alarms of one unit: fed with frames, it answers with transitions.

mod kept;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_proto::Quantity;

use super::event::{CloseReason, Event, Note, Shelf, Transition};
use super::incident::{Incident, TimelineEntry};
use super::moment::elapsed;
use super::place::{Pending, Place, Surroundings};
use super::portion::Coverage;
use super::{Budget, Contact, Fact, Frame, Levels, Metric, RuleDefinition, RuleId, Standing, Weighting};
use crate::UnitId;

pub use kept::{Refill, UnitSnapshot};

/// The alarms of one unit.
///
/// It is fed with everything that is known of the unit, in order, and with the time now and then (each second, say),
/// and answers with what happened. The answer depends on the frames only: additional frames of the time change nothing,
/// so recorded readings give the events that were told when they were made.
///
/// A frame costs the same whatever the windows' lengths, and nothing is allocated while nothing happens.
#[derive(Debug)]
pub struct UnitAlerts {
    unit: UnitId,
    zone: TimeZone,
    now: Option<Timestamp>,
    contact: Contact,
    coverage: Coverage,
    /// The level of the last reading, dB.
    level: Option<f64>,
    /// What its levels are.
    weighting: Weighting,
    /// Time between the last two samples, where no gap lies between.
    pace: Option<Duration>,
    places: Vec<Place>,
    incident: Option<Incident>,
    /// What happened during one call; kept for its capacity.
    pending: Vec<Pending>,
}

/// A unit's rule was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no enabled rule {0} applies to the unit, or it has no open event")]
pub struct NoSuchEvent(
    /// The rule.
    pub RuleId,
);

/// Frames up to so much older than the last one are taken for simultaneous: parts of a server tell of one moment in
/// any order. Older ones mean that the clock was set back.
const SIMULTANEOUS: Duration = Duration::from_secs(10);

impl UnitAlerts {
    /// A unit without rules, at a site with this clock.
    pub fn new(unit: UnitId, zone: TimeZone) -> Self {
        Self {
            unit,
            zone,
            now: None,
            contact: Contact::Unknown,
            coverage: Coverage::default(),
            level: None,
            weighting: Weighting::default(),
            pace: None,
            places: Vec::new(),
            incident: None,
            pending: Vec::new(),
        }
    }

    /// Adds a rule, or replaces it as a whole: its open event is closed, and it begins anew. One that is not enabled is
    /// removed.
    pub fn put_rule(
        &mut self,
        id: RuleId,
        rule: Arc<RuleDefinition>,
        at: Timestamp,
        out: &mut Vec<Transition>,
    ) {
        let reason = if rule.enabled { CloseReason::RuleChanged } else { CloseReason::RuleDisabled };
        self.remove_rule(id, reason, at, out);
        if rule.enabled {
            let place = self.places.partition_point(|place| place.id < id);
            self.places.insert(place, Place::new(id, rule, &self.zone));
        }
    }

    /// Removes a rule; its open event is closed.
    pub fn remove_rule(&mut self, id: RuleId, reason: CloseReason, at: Timestamp, out: &mut Vec<Transition>) {
        let at = self.pass(at, out);
        self.each(out, |place, unit| {
            if place.id == id {
                place.close(reason, at, unit);
            }
        });
        self.places.retain(|place| place.id != id);
    }

    /// Closes everything that is open, as when the unit is deleted.
    pub fn close_all(&mut self, reason: CloseReason, at: Timestamp, out: &mut Vec<Transition>) {
        let at = self.pass(at, out);
        self.each(out, |place, unit| place.close(reason, at, unit));
    }

    /// Takes a fact in, and adds what happened to `out`.
    pub fn observe(&mut self, frame: &Frame, out: &mut Vec<Transition>) {
        let at = self.pass(frame.at, out);
        match &frame.fact {
            Fact::Levels(levels) => self.take_levels(at, frame.max_gap, levels, out),
            Fact::Instrument(facts) => {
                self.each(out, |place, unit| place.take_facts(at, frame.max_gap, facts, unit));
            }
            Fact::Contact(contact) => self.take_contact(*contact, at, out),
            Fact::Reconfigured => self.forget_levels(),
            Fact::Time => {}
        }
    }

    /// Notes who takes care of a rule's open event.
    ///
    /// # Errors
    /// The rule has none.
    pub fn acknowledge(
        &mut self,
        id: RuleId,
        note: Note,
        out: &mut Vec<Transition>,
    ) -> Result<(), NoSuchEvent> {
        let note = Note { at: self.pass(note.at, out), ..note };
        let mut found = false;
        self.each(out, |place, unit| {
            found |= place.id == id && place.acknowledge(note.clone(), unit);
        });
        if found { Ok(()) } else { Err(NoSuchEvent(id)) }
    }

    /// Tells nothing of a rule until a moment, whatever happens; what happens is kept all the same.
    ///
    /// # Errors
    /// There is no such rule.
    pub fn shelve(
        &mut self,
        id: RuleId,
        shelving: Shelf,
        out: &mut Vec<Transition>,
    ) -> Result<(), NoSuchEvent> {
        let at = self.pass(shelving.note.at, out);
        let shelving = Shelf { note: Note { at, ..shelving.note }, ..shelving };
        self.place(id).ok_or(NoSuchEvent(id))?;
        self.each(out, |place, unit| {
            if place.id == id {
                place.shelve(shelving.clone(), unit);
            }
        });
        Ok(())
    }

    /// Tells of a rule again before its shelving ends.
    pub fn unshelve(&mut self, id: RuleId, at: Timestamp, out: &mut Vec<Transition>) {
        let at = self.pass(at, out);
        self.each(out, |place, unit| {
            if place.id == id {
                place.unshelve(at, unit);
            }
        });
    }

    /// The unit.
    pub fn unit(&self) -> &UnitId {
        &self.unit
    }

    /// Whether it answers, as far as is known.
    pub fn contact(&self) -> Contact {
        self.contact
    }

    /// Whether a rule tells that the unit does not answer: one on connectivity that applies now, or has an open event.
    /// One that is shelved does, too: it was asked to keep it to itself.
    pub fn tells_contact(&self, at: Timestamp) -> bool {
        self.places.iter().any(|place| place.tells_contact(at, &self.zone))
    }

    /// Whether any rule is enabled, so that the unit's feed is to be kept running.
    pub fn has_rules(&self) -> bool {
        !self.places.is_empty()
    }

    /// The open events, each with its rule.
    pub fn open_events(&self) -> impl Iterator<Item = (RuleId, &Event)> {
        self.places.iter().filter_map(|place| place.event.as_ref().map(|event| (place.id, event)))
    }

    /// Where a rule stands.
    pub fn standing(&self, id: RuleId) -> Option<&Standing> {
        self.place(id).map(|place| &place.standing)
    }

    /// Whether a rule is shelved, and until when.
    pub fn shelf(&self, id: RuleId) -> Option<&Shelf> {
        self.place(id)?.shelf.as_ref()
    }

    /// The open incident.
    pub fn incident(&self) -> Option<&Incident> {
        self.incident.as_ref()
    }

    /// What each limit on a clock-aligned energy mean still allows.
    pub fn budgets(&self, now: Timestamp) -> impl Iterator<Item = (RuleId, Budget)> {
        let budget = move |place: &Place| Some((place.id, place.budget(now, self.level)?));
        self.places.iter().filter_map(budget)
    }

    fn take_levels(&mut self, at: Timestamp, max_gap: Duration, levels: &Levels, out: &mut Vec<Transition>) {
        if self.contact != Contact::Answers {
            self.take_contact(Contact::Answers, at, out);
        }
        if self.weighting.follow(levels.weighting) {
            self.forget_levels();
        }
        let last = self.coverage.last.filter(|_| levels.is_any());
        let portion = self.coverage.take(at, max_gap, levels);
        let pause = last.map(|last| elapsed(at, last)).filter(|pause| *pause <= max_gap);
        self.pace = if levels.is_any() { pause.filter(|_| levels.stretch.is_none()) } else { self.pace };
        self.level = levels.stretch.map(|stretch| stretch.leq).or(levels.level(Quantity::Lp)).or(self.level);
        self.each(out, |place, unit| place.take_levels(at, max_gap, levels, portion, unit));
    }

    /// Levels of before cannot be compared with those to come.
    fn forget_levels(&mut self) {
        self.coverage = Coverage { last: self.coverage.last, ..Coverage::default() };
        self.places.iter_mut().for_each(Place::forget_levels);
    }

    fn take_contact(&mut self, contact: Contact, at: Timestamp, out: &mut Vec<Transition>) {
        if std::mem::replace(&mut self.contact, contact) != contact {
            self.each(out, |place, unit| place.take_contact(at, unit));
        }
    }

    /// Of several rules on connectivity the first that is due is told, however coarsely the time passes.
    fn lose_contact_in_order(&mut self, to: Timestamp, out: &mut Vec<Transition>) {
        if self.contact != Contact::Lost {
            return;
        }
        let mut last = self.now;
        loop {
            let due = self.places.iter().filter_map(Place::contact_due);
            let due = due.filter(|due| *due < to && last.is_none_or(|last| last < *due)).min();
            let Some(due) = due else { return };
            self.each(out, |place, unit| place.advance(due, unit));
            last = Some(due);
        }
    }

    /// Moves the time on, unless it is one of the past; what ends by then ends.
    fn pass(&mut self, at: Timestamp, out: &mut Vec<Transition>) -> Timestamp {
        let at = match self.now {
            Some(now) if at < now && elapsed(now, at) <= SIMULTANEOUS => now,
            Some(now) if at < now => {
                self.coverage = Coverage::default();
                self.places.iter_mut().for_each(|place| place.set_back(at, &self.zone));
                at
            }
            _ => at,
        };
        self.lose_contact_in_order(at, out);
        self.now = Some(at);
        self.each(out, |place, unit| place.advance(at, unit));
        at
    }

    /// Does something for each place, and makes what happened part of the incident.
    fn each(&mut self, out: &mut Vec<Transition>, mut act: impl FnMut(&mut Place, &mut Surroundings<'_>)) {
        let mut surroundings = Surroundings {
            zone: &self.zone,
            contact: self.contact,
            grace: self.coverage.max_gap,
            pace: self.pace,
            lost_by: lost_by(&self.places),
            found_at: Timestamp::MIN,
            pending: &mut self.pending,
        };
        self.places.iter_mut().for_each(|place| act(place, &mut surroundings));
        self.pending.sort_by_key(|pending| pending.at);
        for Pending { at, rule, severity, kind, event, telling } in self.pending.drain(..) {
            let incident = self.incident.get_or_insert_with(|| Incident::new(at));
            let entry = TimelineEntry { at, rule, kind: kind.clone(), value: event.value };
            let mark = incident.take(entry, severity, telling);
            if incident.open == 0 {
                self.incident = None;
            }
            out.push(Transition { unit: self.unit.clone(), rule, at, kind, event, telling, incident: mark });
        }
    }

    fn place(&self, id: RuleId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }
}

/// The connectivity rule that has an open event.
fn lost_by(places: &[Place]) -> Option<RuleId> {
    let mut open = places.iter().filter(|place| place.event.is_some());
    open.find(|place| place.rule.metric == Metric::Connectivity).map(|place| place.id)
}
