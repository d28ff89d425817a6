//! What the engine does when it is asked to.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{CloseReason, Contact, Fact, Frame, RuleId};

use super::Order;
use super::engine::{Engine, rests};
use super::rule::{FullRule, Rule};
use super::unit::UnitRules;
use super::writer::Job;

impl Engine {
    /// What is to be written of an order, and whether there was something to do.
    pub(super) fn follow(&mut self, order: Order, at: Timestamp) -> (Vec<Job>, bool) {
        let mut jobs = Vec::new();
        match order {
            Order::Put(unit, id, text) => {
                let rule = Rule::of_unit(&unit, id, text);
                jobs.extend(self.give(&unit, id, rule, at));
                self.note(&unit);
            }
            Order::Remove(unit, id) => {
                self.shared.book_mut().unshelve(id, None);
                jobs.extend(self.take_away(&unit, id, CloseReason::RuleDeleted, at));
            }
            Order::PutFull(id, rule) => jobs = self.put_full(id, &rule, at),
            Order::RemoveFull(id) => {
                self.shared.book_mut().remove(id);
                for unit in self.units_with(id) {
                    jobs.extend(self.take_away(&unit, id, CloseReason::RuleDeleted, at));
                }
            }
            Order::Regroup(unit, groups) => {
                self.shared.book_mut().enroll(unit.clone(), groups);
                jobs = self.settle(&unit, at);
            }
            Order::Forget(unit) => {
                self.shared.book_mut().strike(&unit);
                jobs.extend(self.units.get_mut(&unit).and_then(|rules| rules.forget(at)));
                self.note(&unit);
            }
            Order::Acknowledge(unit, id, note) => {
                let job = self.units.get_mut(&unit).and_then(|rules| rules.acknowledge(id, note));
                let is_known = job.is_some();
                jobs.extend(job);
                self.note(&unit);
                return (jobs, is_known);
            }
            Order::Shelve(id, unit, shelving) => {
                self.shared.book_mut().shelve(id, unit, shelving);
                jobs = self.settle_shelves(id, at);
            }
            Order::Unshelve(id, unit) => {
                self.shared.book_mut().unshelve(id, unit.as_ref());
                jobs = self.settle_shelves(id, at);
            }
            Order::Save(is_last) => {
                jobs.extend(self.units.values_mut().filter_map(|rules| rules.save(at, is_last)));
            }
        }
        (jobs, true)
    }

    /// A rule begins anew at all it applies to now, and ends at the others.
    fn put_full(&mut self, id: RuleId, rule: &FullRule, at: Timestamp) -> Vec<Job> {
        let applies: Vec<UnitId> = {
            let mut book = self.shared.book_mut();
            book.put(id, rule.clone());
            book.units_of(rule).cloned().collect()
        };
        let mut jobs = Vec::new();
        for unit in self.units_with(id).into_iter().filter(|unit| !applies.contains(unit)) {
            jobs.extend(self.take_away(&unit, id, CloseReason::RuleMoved, at));
        }
        for unit in applies {
            jobs.extend(self.give(&unit, id, Rule::full(rule), at));
            self.note(&unit);
        }
        jobs
    }

    /// A unit gets and loses rules as its groups ask for. The others go on.
    fn settle(&mut self, unit: &UnitId, at: Timestamp) -> Vec<Job> {
        let wanted: Vec<(RuleId, FullRule)> =
            self.shared.book().rules_of(unit).map(|(id, rule)| (id, rule.clone())).collect();
        let has = |rules: &UnitRules, id| rules.rule(id).is_some();
        let known = self.units.get(unit);
        let gone: Vec<RuleId> = known.map_or_else(Vec::new, |rules| {
            let full =
                rules.ids().into_iter().filter(|id| rules.rule(*id).is_some_and(|rule| !rule.is_of_unit()));
            full.filter(|id| wanted.iter().all(|(other, _)| other != id)).collect()
        });
        let new: Vec<_> =
            wanted.into_iter().filter(|(id, _)| !known.is_some_and(|rules| has(rules, *id))).collect();
        let mut jobs = Vec::new();
        for id in gone {
            jobs.extend(self.take_away(unit, id, CloseReason::RuleMoved, at));
        }
        for (id, rule) in new {
            jobs.extend(self.give(unit, id, Rule::full(&rule), at));
        }
        self.note(unit);
        jobs
    }

    /// A rule goes onto its shelves and from them.
    fn settle_shelves(&mut self, id: RuleId, at: Timestamp) -> Vec<Job> {
        let mut jobs = Vec::new();
        for unit in self.units_with(id) {
            let shelving = self.shared.book().shelf(id, &unit, at);
            jobs.extend(self.units.get_mut(&unit).and_then(|rules| rules.shelve(id, shelving, at)));
        }
        jobs
    }

    /// Gives a unit a rule, on its shelf if it has one.
    fn give(&mut self, unit: &UnitId, id: RuleId, rule: Rule, at: Timestamp) -> Vec<Job> {
        let shelving = self.shared.book().shelf(id, unit, at);
        let first = match rests(&self.fleet, &self.shared.book(), unit) {
            Some(true) => Some(Contact::Rests),
            _ if self.connections.is_lost(unit) => Some(Contact::Lost),
            _ => None,
        };
        let mut jobs = Vec::new();
        let rules = self.units.entry(unit.clone()).or_insert_with(|| {
            let mut rules = UnitRules::new(unit.clone(), self.herald.clone(), at);
            if let Some(contact) = first {
                let fact = Fact::Contact(contact);
                jobs.extend(rules.observe(&Frame { fact, ..Frame::time(at) }));
            }
            rules
        });
        jobs.extend(rules.put(id, rule, at));
        jobs.extend(rules.shelve(id, shelving, at));
        jobs
    }

    fn take_away(&mut self, unit: &UnitId, id: RuleId, reason: CloseReason, at: Timestamp) -> Option<Job> {
        let job = self.units.get_mut(unit).and_then(|rules| rules.remove(id, reason, at));
        self.note(unit);
        job
    }

    fn units_with(&self, id: RuleId) -> Vec<UnitId> {
        let with = self.units.iter().filter(|(_, rules)| rules.rule(id).is_some());
        with.map(|(unit, _)| unit.clone()).collect()
    }

    /// What others know of a unit is as it is now; one without rules is let go of.
    fn note(&mut self, unit: &UnitId) {
        if self.units.get(unit).is_some_and(|rules| !rules.has_rules()) {
            self.units.remove(unit);
            self.display.set_alarm(unit, false);
            self.fleet.unit(unit).inspect(|unit| unit.set_kept_pause(None));
        }
        self.tell_of(unit);
    }

    /// What others know of a unit is as it is now.
    pub(super) fn tell_of(&self, unit: &UnitId) {
        let rules = self.units.get(unit);
        self.shared.note(unit, rules);
        let now = Timestamp::now();
        self.connections.set_ruled(unit, rules.is_some_and(|rules| rules.tells_contact(now)));
    }
}
