//! What decides which rules a unit has: rules with all their fields, the roster with its groups, and what is shelved.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{CloseReason, Note, RuleId, Shelf};
use slm_store::{StoredAlarmRule, StoredShelf};

use super::rule::FullRule;
use crate::rule_document;

/// Rules, roster and shelves.
#[derive(Debug, Default)]
pub(super) struct Book {
    rules: BTreeMap<RuleId, FullRule>,
    /// Units that are configured, each with its groups.
    roster: BTreeMap<UnitId, Vec<String>>,
    /// By rule and unit; without a unit: at all of them.
    shelves: HashMap<(RuleId, Option<UnitId>), Shelf>,
}

impl Book {
    /// What is stored. A rule that cannot be read is left out: a newer service may have written it.
    pub(super) fn new(
        rules: Vec<StoredAlarmRule>,
        roster: impl IntoIterator<Item = (UnitId, Vec<String>)>,
        shelves: Vec<StoredShelf>,
    ) -> Self {
        let rules = rules.into_iter().filter_map(|stored| Some((stored.id, read(&stored)?))).collect();
        let shelves = shelves.into_iter().map(|stored| ((stored.rule, stored.unit), stored.shelf)).collect();
        Self { rules, roster: roster.into_iter().collect(), shelves }
    }

    /// All rules.
    pub(super) fn rules(&self) -> &BTreeMap<RuleId, FullRule> {
        &self.rules
    }

    /// Adds a rule or replaces it.
    pub(super) fn put(&mut self, id: RuleId, rule: FullRule) {
        self.rules.insert(id, rule);
    }

    /// Removes a rule, and its shelves.
    pub(super) fn remove(&mut self, id: RuleId) {
        self.rules.remove(&id);
        self.unshelve(id, None);
    }

    /// A unit is configured, and in these groups.
    pub(super) fn enroll(&mut self, unit: UnitId, groups: Vec<String>) {
        self.roster.insert(unit, groups);
    }

    /// A unit is not configured any more.
    pub(super) fn strike(&mut self, unit: &UnitId) {
        self.roster.remove(unit);
    }

    /// Whether a unit is configured.
    pub(super) fn is_enrolled(&self, unit: &UnitId) -> bool {
        self.roster.contains_key(unit)
    }

    /// The units that are configured.
    pub(super) fn roster(&self) -> impl Iterator<Item = &UnitId> {
        self.roster.keys()
    }

    /// Whether a rule is one of the unit's now.
    pub(super) fn applies(&self, rule: &FullRule, unit: &UnitId) -> bool {
        let applies_to = &rule.definition.applies_to;
        let groups = self.roster.get(unit);
        groups.is_some_and(|groups| applies_to.includes(unit, groups.iter().map(String::as_str)))
    }

    /// The rules of a unit now.
    pub(super) fn rules_of<'a>(&'a self, unit: &'a UnitId) -> impl Iterator<Item = (RuleId, &'a FullRule)> {
        let all = self.rules.iter().map(|(id, rule)| (*id, rule));
        all.filter(|(_, rule)| self.applies(rule, unit))
    }

    /// The units of a rule now.
    pub(super) fn units_of<'a>(&'a self, rule: &'a FullRule) -> impl Iterator<Item = &'a UnitId> {
        self.roster.keys().filter(|unit| self.applies(rule, unit))
    }

    /// Why a rule is not one of the unit's any more.
    pub(super) fn reason(&self, id: RuleId, unit: &UnitId) -> CloseReason {
        match (self.is_enrolled(unit), self.rules.contains_key(&id)) {
            (true, true) => CloseReason::RuleMoved,
            (_, false) => CloseReason::RuleDeleted,
            (false, true) => CloseReason::UnitDeleted,
        }
    }

    /// A rule is not told of for a while. At all of its units: instead of what was said of each.
    pub(super) fn shelve(&mut self, id: RuleId, unit: Option<UnitId>, shelving: Shelf) {
        if unit.is_none() {
            self.unshelve(id, None);
        }
        self.shelves.insert((id, unit), shelving);
    }

    /// A rule is told of again, at a unit or at all.
    pub(super) fn unshelve(&mut self, id: RuleId, unit: Option<&UnitId>) {
        self.shelves
            .retain(|(rule, at), _| *rule != id || unit.is_some_and(|unit| at.as_ref() != Some(unit)));
    }

    /// Until when a unit's rule is not told of, from a moment on: the later of what was said of the unit and of all.
    pub(super) fn shelf(&self, id: RuleId, unit: &UnitId, now: Timestamp) -> Option<Shelf> {
        let of = |unit: Option<UnitId>| self.shelves.get(&(id, unit));
        let open = [of(Some(unit.clone())), of(None)].into_iter().flatten().filter(|shelf| shelf.until > now);
        let last = open.max_by_key(|shelf| shelf.until)?;
        // The engine's time does not go back to when it was said.
        Some(Shelf { until: last.until, note: Note { at: now, ..last.note.clone() } })
    }

    /// What is shelved of a rule at a moment, by unit.
    pub(super) fn shelves(&self, id: RuleId, now: Timestamp) -> Vec<(Option<UnitId>, Shelf)> {
        let of_rule = self.shelves.iter().filter(|((rule, _), shelf)| *rule == id && shelf.until > now);
        let mut shelves: Vec<_> = of_rule.map(|((_, unit), shelf)| (unit.clone(), shelf.clone())).collect();
        shelves.sort_by(|(one, _), (other, _)| one.cmp(other));
        shelves
    }
}

fn read(stored: &StoredAlarmRule) -> Option<FullRule> {
    let draft = rule_document::of_document(&stored.document)
        .inspect_err(|error| tracing::error!(rule = stored.id, %error, "an alert rule cannot be read"))
        .ok()?;
    let definition = draft.check().inspect_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        tracing::error!(
            rule = stored.id,
            problems = problems.join("; "),
            "an alert rule cannot be evaluated"
        );
    });
    Some(FullRule { definition: definition.ok()?.into(), draft: draft.into() })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use slm_domain::alert::RuleDraft;

    use super::*;

    fn at(second: u64) -> Timestamp {
        Timestamp::UNIX_EPOCH + Duration::from_secs(second)
    }

    fn rule(applies_to: &str) -> FullRule {
        let draft = RuleDraft { applies_to: applies_to.to_owned(), ..RuleDraft::new("lp", 70.0) };
        FullRule { definition: draft.check().unwrap().into(), draft: draft.into() }
    }

    fn unit(name: &str) -> UnitId {
        UnitId::new(name).unwrap()
    }

    #[test]
    fn rules_are_those_of_the_unit_its_groups_and_all() {
        let mut book = Book::default();
        book.enroll(unit("gate"), vec!["north".to_owned()]);
        book.enroll(unit("yard"), Vec::new());
        for (id, whose) in [(1, "all"), (2, "group:north"), (3, "unit:yard"), (4, "unit:elsewhere")] {
            book.put(id, rule(whose));
        }
        let rules = |name: &str| book.rules_of(&unit(name)).map(|(id, _)| id).collect::<Vec<_>>();
        assert_eq!((rules("gate"), rules("yard")), (vec![1, 2], vec![1, 3]));
        assert_eq!(rules("elsewhere"), Vec::<RuleId>::new(), "it is not configured");
        assert_eq!(book.reason(2, &unit("yard")), CloseReason::RuleMoved);
        assert_eq!(book.reason(9, &unit("yard")), CloseReason::RuleDeleted);
        assert_eq!(book.reason(1, &unit("elsewhere")), CloseReason::UnitDeleted);
    }

    #[test]
    fn of_what_is_shelved_the_later_end_counts_and_all_takes_the_place_of_each() {
        let mut book = Book::default();
        let shelf = |until| Shelf { until: at(until), note: Note { at: at(0), by: None, text: None } };
        let until =
            |book: &Book, name: &str, now| book.shelf(1, &unit(name), at(now)).map(|shelf| shelf.until);
        book.shelve(1, None, shelf(10));
        book.shelve(1, Some(unit("gate")), shelf(20));
        assert_eq!((until(&book, "gate", 1), until(&book, "yard", 1)), (Some(at(20)), Some(at(10))));
        assert_eq!((until(&book, "gate", 20), until(&book, "yard", 10)), (None, None));
        assert_eq!(book.shelf(1, &unit("gate"), at(5)).unwrap().note.at, at(5));
        assert_eq!(book.shelves(1, at(1)).len(), 2);
        book.unshelve(1, Some(&unit("gate")));
        assert_eq!(until(&book, "gate", 1), Some(at(10)), "that of all is left");
        book.shelve(1, Some(unit("gate")), shelf(20));
        book.shelve(1, None, shelf(15));
        assert_eq!(until(&book, "gate", 1), Some(at(15)));
        book.unshelve(1, None);
        assert_eq!(book.shelves(1, at(1)), []);
    }
}
