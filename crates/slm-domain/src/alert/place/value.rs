//! The value of a rule at a unit, brought up to date frame by frame, and judged.

use std::time::Duration;

use jiff::Timestamp;

use super::{Place, Surroundings};
use crate::alert::event::CloseReason;
use crate::alert::gauge::{Clocked, Gauge, deciding, instrument_value};
use crate::alert::moment::{elapsed, later};
use crate::alert::portion::Portion;
use crate::alert::standing::{Gate, Phase};
use crate::alert::window::Assessment;
use crate::alert::{Contact, InstrumentFacts, Judgement, Leaving, Levels, Metric};

impl Place {
    /// Takes the levels of a reading in, and the time they cover.
    pub(in crate::alert) fn take_levels(
        &mut self,
        at: Timestamp,
        max_gap: Duration,
        levels: &Levels,
        portion: Option<Portion>,
        unit: &mut Surroundings<'_>,
    ) {
        let portion = portion.and_then(|portion| self.in_scope(portion));
        match (&mut self.gauge, &self.rule.metric) {
            (Gauge::Direct, Metric::Level(quantity)) => {
                let Some(level) = levels.level(*quantity) else { return };
                self.judge(self.rule.condition.judge(level), Some(level), at, max_gap, unit);
            }
            (Gauge::Change(change), Metric::Change { quantity, .. }) => {
                let Some(level) = levels.level(*quantity) else { return };
                let Some(risen) = change.take(at, level, max_gap) else { return };
                self.judge(self.rule.condition.judge(risen), Some(risen), at, max_gap, unit);
            }
            (Gauge::Rolling(window), _) => {
                if let Some(portion) = portion {
                    window.add(&portion);
                }
                let assessment = window.assess(at);
                let condition = &self.rule.condition;
                let level = deciding(&assessment, condition.comparison);
                self.judge(condition.judge_range(assessment.range), level, at, max_gap, unit);
            }
            (Gauge::Aligned(_), _) => self.take_aligned(at, portion, unit),
            (Gauge::NoData(_), _) if levels.is_any() => self.data_came(at, unit),
            _ => {}
        }
    }

    /// Takes slow facts about the instrument in.
    pub(in crate::alert) fn take_facts(
        &mut self,
        at: Timestamp,
        max_gap: Duration,
        facts: &InstrumentFacts,
        unit: &mut Surroundings<'_>,
    ) {
        if let Some(value) = instrument_value(&self.rule.metric, facts) {
            self.judge(self.rule.condition.judge(value), Some(value), at, max_gap, unit);
        }
    }

    /// Takes a change of the contact in, which the surroundings have already.
    pub(in crate::alert) fn take_contact(&mut self, at: Timestamp, unit: &mut Surroundings<'_>) {
        // Of a unit that is back, data is waited for anew; what is open is over when some has come.
        if let Gauge::NoData(since) = &mut self.gauge
            && !self.standing.is_active()
        {
            *since = (unit.contact == Contact::Answers).then_some(at);
            self.standing.rest();
        }
        let is_about_contact = matches!(self.gauge, Gauge::NoData(_) | Gauge::Contact);
        if unit.contact == Contact::Rests && is_about_contact {
            self.close(CloseReason::UnitRests, at, unit);
        }
        self.hold(at, unit);
    }

    /// The part of a portion that counts in windows.
    fn in_scope(&self, portion: Portion) -> Option<Portion> {
        match (self.scope, self.rule.scope.leaving) {
            (Some(scope), Leaving::Close) if scope.is_inside => {
                portion.clipped(scope.from.as_millisecond(), scope.until.as_millisecond())
            }
            (Some(_), Leaving::Close) => None,
            _ => Some(portion),
        }
    }

    fn take_aligned(&mut self, at: Timestamp, portion: Option<Portion>, unit: &mut Surroundings<'_>) {
        let finished_at = |end: Timestamp, unit: &Surroundings<'_>| later(end, unit.grace).min(at);
        let mut rest = portion;
        while let (Some(portion), Gauge::Aligned(clocked)) = (rest, &mut self.gauge) {
            let from = Timestamp::from_millisecond(portion.from).unwrap_or(at);
            if let Some(window) = clocked.windows.current().filter(|window| window.end <= from) {
                self.finish_window(finished_at(window.end, unit), unit);
                continue;
            }
            rest = match clocked.windows.open(from) {
                Ok(window) => {
                    let rest = clocked.windows.add(&portion);
                    if portion.to >= window.end.as_millisecond() {
                        self.finish_window(finished_at(window.end, unit), unit);
                    }
                    rest
                }
                Err(next) => portion.clipped(next.as_millisecond(), portion.to),
            };
        }
        // Whatever is still to come.
        let Gauge::Aligned(clocked) = &self.gauge else { return };
        if let Some(assessment) = clocked.windows.assess(false) {
            self.judge_window(assessment, at, unit);
        }
        self.advance(at, unit);
    }

    /// Judges the window under way as a whole, and ends it.
    pub(super) fn finish_window(&mut self, at: Timestamp, unit: &mut Surroundings<'_>) {
        let Gauge::Aligned(Clocked { windows, .. }) = &self.gauge else { return };
        if let Some(assessment) = windows.assess(true) {
            self.judge_window(assessment, at, unit);
        }
        self.gauge.clear();
        // What follows from its end follows it.
        self.stamp = self.stamp.max(at);
    }

    fn judge_window(&mut self, assessment: Assessment, at: Timestamp, unit: &mut Surroundings<'_>) {
        let condition = &self.rule.condition;
        let judgement = condition.judge_range(assessment.range);
        let level = deciding(&assessment, condition.comparison);
        let was_active = self.standing.is_active();
        self.judge(judgement, level, at, Duration::MAX, unit);
        let Gauge::Aligned(clocked) = &mut self.gauge else { return };
        let is_counted = judgement == Judgement::Breached && self.standing.is_active();
        if is_counted
            && !std::mem::replace(&mut clocked.counted, true)
            && was_active
            && let Some(event) = &mut self.event
        {
            event.exceedances += 1;
        }
    }

    /// What is known between frames goes on up to a moment.
    pub(super) fn hold(&mut self, to: Timestamp, unit: &mut Surroundings<'_>) {
        match (&mut self.gauge, unit.contact) {
            (Gauge::Contact, Contact::Lost) => self.hold_judgement(Judgement::Breached, None, to, unit),
            (Gauge::Contact, Contact::Answers) => self.hold_judgement(Judgement::Recovered, None, to, unit),
            (Gauge::NoData(since), Contact::Answers | Contact::Unknown) => {
                let since = *since.get_or_insert(to);
                let limit = Duration::try_from_secs_f64(self.rule.condition.threshold).unwrap_or_default();
                let scope = self.scope.map_or(Timestamp::MIN, |scope| scope.from);
                let due = later(since, limit).max(scope);
                let judged = self.standing.judged_at;
                let is_falling = matches!(self.standing.phase, Phase::Falling { .. });
                if is_falling && judged.is_some_and(|judged| judged < to.min(due)) {
                    self.hold_judgement(Judgement::Recovered, None, to.min(due), unit);
                }
                if to > due {
                    if judged.is_none_or(|judged| judged <= due) {
                        self.hold_judgement(Judgement::Breached, Some(since), due, unit);
                    }
                    // How long it lasted is told at its end.
                    self.hold_judgement(Judgement::Breached, None, to, unit);
                }
            }
            _ => {}
        }
    }

    fn data_came(&mut self, at: Timestamp, unit: &mut Surroundings<'_>) {
        let Gauge::NoData(since) = &mut self.gauge else { return };
        let since = since.replace(at);
        self.hold_judgement(Judgement::Recovered, since, at, unit);
    }

    fn hold_judgement(
        &mut self,
        judgement: Judgement,
        since: Option<Timestamp>,
        to: Timestamp,
        unit: &mut Surroundings<'_>,
    ) {
        if !self.may_judge() {
            return;
        }
        let gate = self.gate(unit);
        let was = self.standing.phase;
        let edge = self.standing.hold(&self.rule.condition, judgement, to, gate, unit.found_at);
        let value = |at| since.map(|since| elapsed(at, since).as_secs_f64());
        let at = edge.map_or(to, |(_, at)| at);
        self.follow(judgement, was, edge.map(|(edge, _)| edge), value(at), at, unit);
    }

    pub(super) fn judge(
        &mut self,
        judgement: Judgement,
        value: Option<f64>,
        at: Timestamp,
        max_gap: Duration,
        unit: &mut Surroundings<'_>,
    ) {
        if judgement == Judgement::Undetermined || !self.may_judge() {
            return;
        }
        let gate = self.gate(unit);
        let was = self.standing.phase;
        let step = self.standing.step(&self.rule.condition, judgement, at, max_gap, gate);
        self.follow(judgement, was, step.edge(), value, at, unit);
    }

    /// Out of scope nothing begins.
    fn may_judge(&self) -> bool {
        let is_inside = self.scope.is_none_or(|scope| scope.is_inside);
        is_inside || (self.rule.scope.leaving == Leaving::Keep && self.standing.is_active())
    }

    fn gate(&self, unit: &Surroundings<'_>) -> Gate {
        let is_other = unit.lost_by.is_some_and(|rule| rule != self.id);
        if is_other && matches!(self.gauge, Gauge::Contact) { Gate::Inhibited } else { Gate::Open }
    }
}
