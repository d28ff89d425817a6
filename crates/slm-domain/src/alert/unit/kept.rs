//! A unit's alarms over the service's restarts: what is kept of them, and how they are taken up again.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_proto::{FrequencyWeighting, TimeWeighting};

use super::UnitAlerts;
use crate::UnitId;
use crate::alert::event::{CloseReason, Transition};
use crate::alert::incident::Incident;
use crate::alert::moment::earlier;
use crate::alert::place::{Place, PlaceSnapshot};
use crate::alert::portion::Coverage;
use crate::alert::{Contact, Fact, Frame, RuleDefinition, RuleId, Weighting};

/// The state of a unit's alarms as plain parts, to be kept with what happened and taken up after a restart.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitSnapshot {
    /// The time of the last frame.
    pub now: Option<Timestamp>,
    /// Whether the unit answered.
    pub contact: Contact,
    /// Where its readings had got to.
    pub coverage: Coverage,
    /// The level of its last reading, dB.
    pub level: Option<f64>,
    /// The A in the LAF that its levels were, if it was known.
    pub frequency_weighting: Option<FrequencyWeighting>,
    /// The F in it.
    pub time_weighting: Option<TimeWeighting>,
    /// Time between its last two samples.
    pub pace: Option<Duration>,
    /// Where each rule stood.
    pub rules: Vec<PlaceSnapshot>,
    /// The open incident.
    pub incident: Option<Incident>,
}

/// Filling windows that were kept without what they held, from what was recorded of them.
///
/// Nothing is judged meanwhile: whatever followed from these readings has followed already.
#[derive(Debug)]
pub struct Refill {
    coverage: Coverage,
    from: Timestamp,
    until: Timestamp,
}

impl Refill {
    /// What a unit's alarms want when they have just been taken up; `None`: nothing.
    pub fn of(alerts: &UnitAlerts) -> Option<Self> {
        let until = alerts.coverage.last?;
        let wanted = |place: &Place| place.wanted().map(|(begun, length)| begun.max(earlier(until, length)));
        let from = alerts.places.iter().filter_map(wanted).min()?;
        Some(Self { coverage: Coverage::default(), from, until })
    }

    /// The first reading that is wanted: it stands for the time since the one before, which lies no further back than
    /// `max_gap`.
    pub fn from(&self, max_gap: Duration) -> Timestamp {
        earlier(self.from, max_gap)
    }

    /// The last one: those after it have still to be observed.
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// Takes a reading into the windows that want it; readings come in order.
    pub fn take(&mut self, frame: &Frame, alerts: &mut UnitAlerts) {
        let Fact::Levels(levels) = &frame.fact else { return };
        let Some(portion) = self.coverage.take(frame.at, frame.max_gap, levels) else { return };
        alerts.places.iter_mut().for_each(|place| place.refill(&portion));
    }
}

/// Being kept and taken up again.
impl UnitAlerts {
    /// A unit as it was kept, with the rules that apply to it now. What was open of a rule that does not is closed.
    pub fn restore(
        unit: UnitId,
        zone: TimeZone,
        rules: impl IntoIterator<Item = (RuleId, Arc<RuleDefinition>)>,
        kept: UnitSnapshot,
        at: Timestamp,
        out: &mut Vec<Transition>,
    ) -> Self {
        let mut alerts = Self::new(unit, zone);
        (alerts.now, alerts.contact, alerts.coverage) = (kept.now, kept.contact, kept.coverage);
        (alerts.level, alerts.pace, alerts.incident) = (kept.level, kept.pace, kept.incident);
        alerts.weighting = Weighting { frequency: kept.frequency_weighting, time: kept.time_weighting };
        let rules: Vec<_> = rules.into_iter().collect();
        let find = |id| rules.iter().find(|(other, rule)| *other == id && rule.enabled);
        let mut gone = Vec::new();
        for place in kept.rules {
            let rule = find(place.rule).or_else(|| rules.iter().find(|(other, _)| *other == place.rule));
            match (find(place.rule), rule) {
                (Some((id, rule)), _) => alerts.restore_place(*id, rule, place),
                (None, Some((id, rule))) => {
                    alerts.restore_place(*id, rule, place);
                    gone.push((*id, CloseReason::RuleDisabled));
                }
                // What it was is not known any more: its event is closed by whoever deleted it.
                (None, None) => {}
            }
        }
        for (id, reason) in gone {
            alerts.remove_rule(id, reason, at, out);
        }
        for (id, rule) in &rules {
            if rule.enabled && alerts.place(*id).is_none() {
                alerts.places.push(Place::new(*id, Arc::clone(rule), &alerts.zone));
            }
        }
        alerts.places.sort_by_key(|place| place.id);
        alerts
    }

    /// All there is to keep.
    pub fn snapshot(&self) -> UnitSnapshot {
        self.kept(Place::snapshot)
    }

    /// What is to be kept: all but what rolling windows hold, which may be long. Taken up again, they are to be filled
    /// from what was recorded; see [`Refill`].
    pub fn brief_snapshot(&self) -> UnitSnapshot {
        self.kept(Place::brief_snapshot)
    }

    /// Takes the time up to `at` for one in which nobody looked, as when the service was not there: it is evidence of
    /// nothing. Whether the unit answers is not known any more, and data is waited for anew.
    pub fn resume(&mut self, at: Timestamp) {
        if self.contact != Contact::Rests {
            self.contact = Contact::Unknown;
        }
        self.places.iter_mut().for_each(|place| place.resume(at));
    }

    fn kept(&self, place: fn(&Place) -> PlaceSnapshot) -> UnitSnapshot {
        UnitSnapshot {
            now: self.now,
            contact: self.contact,
            coverage: self.coverage,
            level: self.level,
            frequency_weighting: self.weighting.frequency,
            time_weighting: self.weighting.time,
            pace: self.pace,
            rules: self.places.iter().map(place).collect(),
            incident: self.incident.clone(),
        }
    }

    fn restore_place(&mut self, id: RuleId, rule: &Arc<RuleDefinition>, kept: PlaceSnapshot) {
        let mut place = Place::new(id, Arc::clone(rule), &self.zone);
        place.restore(kept);
        self.places.push(place);
    }
}
