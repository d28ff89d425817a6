//! The rules of one unit, where they stand, and what of that is not written down yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use slm_domain::alert::{
    CloseReason, Contact, Fact, Frame, Refill, RuleDefinition, RuleId, Severity, Shelf, Telling, Transition,
    TransitionKind, UnitAlerts,
};
use slm_domain::delivery::{Message, Trail};
use slm_domain::{AlertEdge, UnitId};
use slm_store::{AlarmEntry, AlarmEvent, AlarmWrite};

use super::budget::RuleBudget;
use super::kept;
use super::news::{News, news_of, notice_of};
use super::rule::Rule;
use super::shared::OpenEvent;
use super::writer::Job;
use crate::delivery::Herald;

/// How old the written state may be: so much is looked at again after a kill.
const SAVE_EVERY: i64 = 60;

/// The alarms of one unit.
pub(super) struct UnitRules {
    alerts: UnitAlerts,
    /// Puts into messages what happens.
    herald: Herald,
    /// The last minutes, which messages show.
    trail: Trail,
    rules: BTreeMap<RuleId, Rule>,
    /// Of each rule the newest peak that is not written.
    peaks: BTreeMap<RuleId, Transition>,
    /// Rules that are shelved, as those who watch were told.
    shelved: BTreeSet<RuleId>,
    /// Whether the state has moved on since it was written, and when that was.
    is_changed: bool,
    saved_at: Timestamp,
    /// How many facts had been lost at the last one that came.
    pub(super) lost: u64,
    /// Whether somebody watches the unit, so that readings come quickly; and at the last reading.
    pub(super) is_watched: bool,
    pub(super) was_watched: bool,
}

impl UnitRules {
    /// A unit without rules.
    pub(super) fn new(unit: UnitId, herald: Herald, now: Timestamp) -> Self {
        let alerts = UnitAlerts::new(unit, herald.zone().clone());
        Self::take_up(alerts, herald, BTreeMap::new(), now)
    }

    /// A unit that stands somewhere already.
    pub(super) fn take_up(
        alerts: UnitAlerts,
        herald: Herald,
        rules: BTreeMap<RuleId, Rule>,
        now: Timestamp,
    ) -> Self {
        let saved_at = now.saturating_sub(Duration::from_secs(turn(alerts.unit()))).unwrap_or(now);
        let shelved = rules.keys().copied().filter(|id| alerts.shelf(*id).is_some()).collect();
        Self {
            alerts,
            herald,
            trail: Trail::default(),
            rules,
            peaks: BTreeMap::new(),
            shelved,
            is_changed: true,
            saved_at,
            lost: 0,
            is_watched: false,
            was_watched: false,
        }
    }

    /// Takes a fact in.
    pub(super) fn observe(&mut self, frame: &Frame) -> Option<Job> {
        self.is_changed |= frame.fact != Fact::Time;
        self.remember(frame);
        let mut out = Vec::new();
        self.alerts.observe(frame, &mut out);
        let (events, mut news) = self.tell(out);
        news.extend(self.off_the_shelf(frame.at));
        if events.is_empty() && news.is_empty() { None } else { self.written(events, news, frame.at) }
    }

    /// What the time brings: nothing but itself, unless the unit is asked again, or is not any more.
    pub(super) fn fact_of(&self, rests: Option<bool>) -> Fact {
        match (rests, self.alerts.contact()) {
            (Some(true), Contact::Unknown | Contact::Answers | Contact::Lost) => {
                Fact::Contact(Contact::Rests)
            }
            (Some(false), Contact::Rests) => Fact::Contact(Contact::Unknown),
            _ => Fact::Time,
        }
    }

    /// Adds a rule or replaces it as a whole.
    pub(super) fn put(&mut self, id: RuleId, rule: Rule, at: Timestamp) -> Option<Job> {
        let mut out = Vec::new();
        match &rule.definition {
            Some(definition) => self.alerts.put_rule(id, Arc::clone(definition), at, &mut out),
            None => self.alerts.remove_rule(id, CloseReason::RuleChanged, at, &mut out),
        }
        // In the words of the rule that they are of.
        let (events, news) = self.tell(out);
        self.rules.insert(id, rule);
        self.written(events, news, at)
    }

    /// Removes a rule.
    pub(super) fn remove(&mut self, id: RuleId, reason: CloseReason, at: Timestamp) -> Option<Job> {
        self.rules.get(&id)?;
        let mut out = Vec::new();
        self.alerts.remove_rule(id, reason, at, &mut out);
        let (events, news) = self.tell(out);
        self.rules.remove(&id);
        self.shelved.remove(&id);
        self.written(events, news, at)
    }

    /// Closes what is open and begins anew, with the rules that are of the unit alone.
    pub(super) fn forget(&mut self, at: Timestamp) -> Option<Job> {
        let mut out = Vec::new();
        self.alerts.close_all(CloseReason::UnitDeleted, at, &mut out);
        let (events, news) = self.tell(out);
        self.rules.retain(|_, rule| rule.is_of_unit());
        let mut fresh = UnitAlerts::new(self.alerts.unit().clone(), self.herald.zone().clone());
        let mut nothing = Vec::new();
        for (id, rule) in &self.rules {
            if let Some(definition) = &rule.definition {
                fresh.put_rule(*id, Arc::clone(definition), at, &mut nothing);
            }
        }
        self.alerts = fresh;
        self.written(events, news, at)
    }

    /// Brings a rule onto the shelf, or from it. Nothing changes when it is there already.
    pub(super) fn shelve(&mut self, id: RuleId, shelving: Option<Shelf>, at: Timestamp) -> Option<Job> {
        let said = |shelf: &Shelf| (shelf.until, shelf.note.by.clone(), shelf.note.text.clone());
        if self.alerts.shelf(id).map(said) == shelving.as_ref().map(said) {
            return None;
        }
        let mut out = Vec::new();
        match shelving {
            // A rule that is not evaluated has nothing to tell.
            Some(shelving) => self.alerts.shelve(id, shelving, &mut out).ok()?,
            None => self.alerts.unshelve(id, at, &mut out),
        }
        let (events, mut news) = self.tell(out);
        if self.alerts.shelf(id).is_some() {
            self.shelved.insert(id);
            let is_silent = events.is_empty();
            news.extend(self.news_of_rule(id, AlertEdge::Shelved, at).filter(|_| is_silent));
        }
        news.extend(self.off_the_shelf(at));
        self.written(events, news, at)
    }

    /// Tells those who watch of rules whose shelving has ended, where no event does.
    fn off_the_shelf(&mut self, at: Timestamp) -> Vec<News> {
        let is_over = |id: &RuleId| self.alerts.shelf(*id).is_none();
        let over: Vec<RuleId> = self.shelved.iter().copied().filter(is_over).collect();
        self.shelved.retain(|id| !over.contains(id));
        over.into_iter().filter_map(|id| self.news_of_rule(id, AlertEdge::Unshelved, at)).collect()
    }

    /// Something about a rule that has no open event.
    fn news_of_rule(&self, id: RuleId, edge: AlertEdge, at: Timestamp) -> Option<News> {
        let rule = self.rules.get(&id)?.definition.as_ref()?;
        let notice = notice_of(rule, id, edge, at, None);
        Some(News { unit: self.alerts.unit().clone(), line: None, notice: Some(notice) })
    }

    /// Notes who takes care of a rule's open event; one that has ended is for the store alone.
    pub(super) fn acknowledge(&mut self, id: RuleId, note: slm_domain::alert::Note) -> Option<Job> {
        let (at, mut out) = (note.at, Vec::new());
        let known = self.alerts.acknowledge(id, note, &mut out);
        known.ok()?;
        let (events, news) = self.tell(out);
        if events.is_empty() { None } else { self.written(events, news, at) }
    }

    /// What is to be written now and then: peaks that have risen; and the state, when it is old or `is_last`.
    pub(super) fn save(&mut self, at: Timestamp, is_last: bool) -> Option<Job> {
        let age = at.duration_since(self.saved_at).as_secs().abs();
        let is_due = self.is_changed && (is_last || age >= SAVE_EVERY);
        if !is_due && self.peaks.is_empty() {
            return None;
        }
        let peaks = std::mem::take(&mut self.peaks);
        let events = peaks.into_values().filter_map(|what| Some(self.row(&what)?.1)).collect();
        self.is_changed = false;
        self.saved_at = at;
        let state = self.state()?;
        let write = AlarmWrite { unit: self.alerts.unit().clone(), at, events, closed: Vec::new(), state };
        Some(Job::of(write, Vec::new()))
    }

    /// Takes levels into what messages show, and nothing more.
    pub(super) fn remember(&mut self, frame: &Frame) {
        if let Fact::Levels(levels) = &frame.fact {
            self.trail.take(frame.at, levels);
        }
    }

    /// Takes a recorded fact in; what happens is for [`job_of`](Self::job_of).
    pub(super) fn look_at(&mut self, frame: &Frame, out: &mut Vec<Transition>) {
        self.remember(frame);
        self.alerts.observe(frame, out);
    }

    /// What its windows want of what was recorded, when it has just been taken up.
    pub(super) fn refill(&self) -> Option<Refill> {
        Refill::of(&self.alerts)
    }

    /// Takes a recorded fact into windows that want it, and into nothing else.
    pub(super) fn take_back(&mut self, frame: &Frame, refill: &mut Refill) {
        refill.take(frame, &mut self.alerts);
    }

    /// Takes the time up to a moment for one in which the service was not there.
    pub(super) fn resume(&mut self, at: Timestamp) {
        self.alerts.resume(at);
    }

    /// Closes what is open: there is no such unit.
    pub(super) fn close_all(&mut self, at: Timestamp, out: &mut Vec<Transition>) {
        self.alerts.close_all(CloseReason::UnitDeleted, at, out);
    }

    /// The gap that was allowed when the last reading came.
    pub(super) fn replay_gap(&self) -> Option<Duration> {
        Some(self.alerts.brief_snapshot().coverage.max_gap).filter(|gap| !gap.is_zero())
    }

    /// What is to be done about what happened, and about rows that no rule is behind.
    pub(super) fn job_of(
        &mut self,
        out: Vec<Transition>,
        closed: Vec<(i64, String)>,
        at: Timestamp,
    ) -> Option<Job> {
        let (events, news) = self.tell(out);
        if events.is_empty() && closed.is_empty() {
            return None;
        }
        Some(self.written(events, news, at)?.closing(closed))
    }

    /// The rule's events as rows, and what of them is told. Peaks that nobody is told of wait: only the newest matters.
    fn tell(&mut self, out: Vec<Transition>) -> (Vec<AlarmEvent>, Vec<News>) {
        let (mut events, mut news) = (Vec::new(), Vec::new());
        for what in out {
            if what.kind == TransitionKind::Peak && what.telling != Telling::Tell {
                self.peaks.insert(what.rule, what);
                continue;
            }
            self.peaks.remove(&what.rule);
            match what.kind {
                TransitionKind::Shelved(_) => {
                    self.shelved.insert(what.rule);
                }
                TransitionKind::Unshelved => {
                    self.shelved.remove(&what.rule);
                }
                _ => {}
            }
            let Some((definition, mut event)) = self.row(&what) else { continue };
            event.message = self.herald.of_transition(definition, &what, &self.trail);
            // Also when nothing is told of it: somebody cares, or nobody wants to know.
            let is_cared_for = matches!(what.kind, TransitionKind::Acknowledged | TransitionKind::Shelved(_));
            event.called_off = is_cared_for.then(|| Message::alarm_of(&what));
            news.push(news_of(definition, &what, self.herald.zone()));
            events.push(event);
        }
        (events, news)
    }

    /// A job with the state as it is now.
    fn written(&mut self, events: Vec<AlarmEvent>, news: Vec<News>, at: Timestamp) -> Option<Job> {
        let state = self.state()?;
        let unit = self.alerts.unit().clone();
        Some(Job::of(AlarmWrite { unit, at, events, closed: Vec::new(), state }, news))
    }

    fn state(&self) -> Option<String> {
        kept::write(self.alerts.unit(), &self.rules, self.alerts.brief_snapshot())
    }

    fn row(&self, what: &Transition) -> Option<(&RuleDefinition, AlarmEvent)> {
        let rule = self.rules.get(&what.rule)?;
        let definition = rule.definition.as_ref()?;
        let event = &what.event;
        let ended = what.kind.is_end().then(|| match what.kind {
            TransitionKind::Closed(reason) => (what.at, Some(reason.to_string())),
            _ => (what.at, None),
        });
        let row = AlarmEvent {
            rule_id: what.rule,
            rule_name: definition.name.clone(),
            metric: rule.metric().to_owned(),
            threshold_db: definition.condition.threshold,
            onset_at: event.onset_at,
            onset_value: event.onset_value,
            peak_value: event.peak.map(|peak| peak.value),
            peak_at: event.peak.map(|peak| peak.at),
            severity: definition.severity,
            metric_text: definition.metric.to_string(),
            dimension: definition.metric.unit(),
            comparison: definition.condition.comparison,
            exceedances: event.exceedances,
            acknowledged: event.acknowledged.clone(),
            ended,
            entry: entry_of(what),
            message: None,
            called_off: None,
        };
        Some((definition, row))
    }

    /// What each limit on a clock-aligned energy mean still allows.
    pub(super) fn budgets(&self, now: Timestamp) -> Vec<RuleBudget> {
        let budgets = self.alerts.budgets(now);
        let name = |id: &RuleId| Some(self.rules.get(id)?.definition.as_ref()?.name.clone());
        budgets.filter_map(|(rule, budget)| Some(RuleBudget { rule, name: name(&rule)?, budget })).collect()
    }

    /// Whether it has any rule, evaluated or not.
    pub(super) fn has_rules(&self) -> bool {
        !self.rules.is_empty()
    }

    /// How many rules it has.
    pub(super) fn count(&self) -> usize {
        self.rules.len()
    }

    /// A rule.
    pub(super) fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(&id)
    }

    /// The numbers of its rules.
    pub(super) fn ids(&self) -> Vec<RuleId> {
        self.rules.keys().copied().collect()
    }

    /// Whether an enabled rule wants the unit's feed, and whether one with all its fields does.
    pub(super) fn keeps(&self) -> (bool, bool) {
        let mut enabled = self.rules.values().filter(|rule| rule.is_enabled());
        let by_full = self.rules.values().any(|rule| rule.is_enabled() && !rule.is_of_unit());
        (enabled.next().is_some(), by_full)
    }

    /// Longest pause between readings with which all of its rules can be decided; `None`: any will do.
    pub(super) fn longest_pause(&self) -> Option<Duration> {
        let evaluated = self.rules.values().filter_map(|rule| rule.definition.as_ref());
        evaluated.filter(|rule| rule.enabled).filter_map(|rule| rule.metric.longest_pause()).min()
    }

    /// Whether a rule tells at a moment that the unit does not answer.
    pub(super) fn tells_contact(&self, at: Timestamp) -> bool {
        self.alerts.tells_contact(at)
    }

    /// How many events are open.
    pub(super) fn open(&self) -> usize {
        self.alerts.open_events().count()
    }

    /// The open events.
    pub(super) fn open_events(&self) -> Vec<OpenEvent> {
        let severity = |id| {
            let rule = self.rules.get(&id).and_then(|rule| rule.definition.as_ref());
            rule.map_or_else(Severity::default, |rule| rule.severity)
        };
        let open = self.alerts.open_events().map(|(rule, event)| OpenEvent {
            rule,
            severity: severity(rule),
            onset_at: event.onset_at,
            is_acknowledged: event.acknowledged.is_some(),
        });
        open.collect()
    }

    /// The longest time between two readings without a gap.
    pub(super) fn max_gap(&mut self, watched: Duration, kept: Duration) -> Duration {
        // Who begins to watch may find the last reading as old as those that nobody watches.
        let is_quick = self.is_watched && self.was_watched;
        self.was_watched = self.is_watched;
        if is_quick { watched } else { kept }
    }
}

/// Seconds by which a unit's state is written earlier the first time, so that those of a thousand do not fall into one.
fn turn(unit: &UnitId) -> u64 {
    let sum =
        unit.as_str().bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    sum % SAVE_EVERY.unsigned_abs()
}

/// The line of a transition in the incident's timeline. A peak that nobody is told of is in the event.
fn entry_of(what: &Transition) -> Option<AlarmEntry> {
    if what.kind == TransitionKind::Peak && what.telling != Telling::Tell {
        return None;
    }
    let acknowledged = what.event.acknowledged.as_ref().filter(|_| what.kind == TransitionKind::Acknowledged);
    let (by, note) = match &what.kind {
        TransitionKind::Shelved(shelf) => (shelf.note.by.clone(), shelf.note.text.clone()),
        TransitionKind::Closed(reason) => (None, Some(reason.to_string())),
        _ => acknowledged.map(|note| (note.by.clone(), note.text.clone())).unwrap_or_default(),
    };
    Some(AlarmEntry {
        number: what.event.transitions,
        // The note's own time: it names the line, whoever writes it.
        at: acknowledged.map_or(what.at, |note| note.at),
        kind: what.kind.as_str(),
        value: what.event.value,
        by,
        note,
    })
}
