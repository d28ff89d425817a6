//! Rules, events and incidents as the routes of all units show them, and what these routes take.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use slm_api_types::{
    AlarmEvent, AlarmIncident, AlarmIncidentDetails, AlarmRule, AlarmShelf, AlarmSummary, AlarmTimelineEntry,
    AlarmUnitSummary, Ok as OkWord,
};
use slm_domain::UnitId;
use slm_domain::alert::{Note, RuleId, Severity, Shelf};
use slm_store::{IncidentEntry, IncidentTimeline, StoredEvent, StoredIncident, StoredRule};

use super::problem::ApiError;
use super::time::{iso_zulu, iso_zulu_of};
use crate::alerting::{FullRule, OpenEvent, Rules};
use crate::app::App;
use crate::fields::Fields;
use crate::rule_document;

const BY_CHARS: usize = 200;
const NOTE_CHARS: usize = 2_000;
/// Nobody is kept from knowing for longer: a year.
const LONGEST_SHELF_S: i64 = 366 * 86_400;

/// How many events are open, by rule.
pub(crate) struct OpenByRule(std::collections::HashMap<RuleId, u32>);

impl OpenByRule {
    pub(crate) fn of(rules: &Rules) -> Self {
        let mut counts = std::collections::HashMap::new();
        for event in rules.open_events().into_values().flatten() {
            *counts.entry(event.rule).or_default() += 1;
        }
        Self(counts)
    }

    fn count(&self, id: RuleId) -> u32 {
        self.0.get(&id).copied().unwrap_or_default()
    }
}

/// A rule with all its fields.
pub(crate) fn full_rule(rules: &Rules, open: &OpenByRule, id: RuleId, rule: &FullRule) -> AlarmRule {
    AlarmRule {
        id,
        compatible: false,
        fields: rule_document::fields(&rule.draft),
        unit: rule.definition.metric.unit().to_owned(),
        metric_text: rule.definition.metric.to_string(),
        units: rules.units_of(rule).iter().map(UnitId::to_string).collect(),
        open_events: open.count(id),
        shelves: shelves(rules, id),
    }
}

/// A rule of one unit, in the same shape.
pub(crate) fn unit_rule(rules: &Rules, open: &OpenByRule, stored: &StoredRule) -> AlarmRule {
    let metric = stored.rule.define(&stored.unit).map(|rule| rule.metric.to_string());
    AlarmRule {
        id: stored.id,
        compatible: true,
        fields: rule_document::text_fields(&stored.unit, &stored.rule),
        unit: "dB".to_owned(),
        metric_text: metric.unwrap_or_else(|_| stored.rule.metric.clone()),
        units: vec![stored.unit.to_string()],
        open_events: open.count(stored.id),
        shelves: shelves(rules, stored.id),
    }
}

fn shelves(rules: &Rules, id: RuleId) -> Vec<AlarmShelf> {
    let shelf = |(unit, shelf): (Option<UnitId>, Shelf)| AlarmShelf {
        unit_id: unit.map(|unit| unit.to_string()),
        until: iso_zulu(shelf.until),
        by: shelf.note.by,
        note: shelf.note.text,
    };
    rules.shelves(id).into_iter().map(shelf).collect()
}

/// An event.
pub(crate) fn event(event: StoredEvent) -> AlarmEvent {
    let has_ended = event.status == "cleared";
    let reason = event.notes.clone().unwrap_or_else(|| "cleared".to_owned());
    let has_limit = event.metric != "connectivity";
    let details = event.details;
    let severity = details.as_ref().map_or_else(Severity::default, |details| details.severity);
    let text = |text: fn(&slm_store::EventDetails) -> &str, usual: &str| {
        details.as_ref().map_or(usual, text).to_owned()
    };
    AlarmEvent {
        id: event.id,
        unit_id: event.unit.to_string(),
        rule_id: event.rule_id,
        rule_name: event.rule_name,
        severity: severity.to_string(),
        metric_text: text(|details| &details.metric_text, &event.metric),
        unit: text(|details| &details.dimension, if has_limit { "dB" } else { "" }),
        comparison: text(|details| &details.comparison, "above"),
        metric: event.metric,
        threshold: event.threshold_db.filter(|_| has_limit),
        onset_at: iso_zulu_of(event.onset_at),
        onset_value: event.onset_value,
        peak_value: event.peak_value,
        peak_at: iso_zulu_of(details.as_ref().and_then(|details| details.peak_at)),
        ended_at: iso_zulu_of(event.clear_at).filter(|_| has_ended),
        ended_reason: has_ended.then_some(reason),
        exceedances: details.as_ref().map_or(1, |details| details.exceedances),
        acknowledged_at: iso_zulu_of(event.acknowledged_at),
        acknowledged_by: event.acknowledged_by,
        acknowledged_note: details.as_ref().and_then(|details| details.acknowledged_note.clone()),
        incident_id: details.and_then(|details| details.incident),
    }
}

/// An incident.
pub(crate) fn incident(stored: StoredIncident) -> AlarmIncident {
    let state = stored.state().as_str().to_owned();
    let first = stored.events.last();
    let first = first.map_or("Alarm", |event| event.rule_name.as_deref().unwrap_or(&event.metric));
    let title = match stored.event_count {
        0 | 1 => first.to_owned(),
        more => format!("{first} and {} more", more - 1),
    };
    AlarmIncident {
        id: stored.id,
        unit_id: stored.unit.to_string(),
        title,
        severity: stored.severity.to_string(),
        state,
        started_at: iso_zulu(stored.started_at),
        ended_at: iso_zulu_of(stored.ended_at),
        open_events: stored.open_events,
        event_count: stored.event_count,
        events: stored.events.into_iter().map(event).collect(),
    }
}

/// An incident with what happened in it.
pub(crate) fn incident_details(stored: IncidentTimeline) -> AlarmIncidentDetails {
    let entry = |entry: IncidentEntry| AlarmTimelineEntry {
        at: iso_zulu(entry.at),
        kind: entry.kind,
        rule_id: entry.rule_id,
        rule_name: entry.rule_name,
        value: entry.value,
        by: entry.by,
        note: entry.note,
    };
    AlarmIncidentDetails {
        incident: incident(stored.incident),
        timeline: stored.entries.into_iter().map(entry).collect(),
    }
}

/// What is open, by unit.
pub(crate) fn summary(app: &App) -> AlarmSummary {
    let mut units = app.observer.rules.open_events();
    for (unit, open) in app.observer.connections.open_events() {
        units.entry(unit).or_default().push(OpenEvent {
            rule: 0,
            severity: Severity::default(),
            onset_at: open.since,
            is_acknowledged: open.is_acknowledged,
        });
    }
    let units: Vec<AlarmUnitSummary> =
        units.iter().filter_map(|(unit, open)| unit_summary(unit, open)).collect();
    AlarmSummary {
        status: OkWord::Ok,
        open_events: units.iter().map(|unit| unit.open_events).sum(),
        unacknowledged: units.iter().map(|unit| unit.unacknowledged).sum(),
        incidents_open: count(units.len()),
        units,
    }
}

fn unit_summary(unit: &UnitId, open: &[OpenEvent]) -> Option<AlarmUnitSummary> {
    let worst = open.iter().map(|event| event.severity).max()?;
    let since = open.iter().map(|event| event.onset_at).min()?;
    Some(AlarmUnitSummary {
        unit_id: unit.to_string(),
        open_events: count(open.len()),
        unacknowledged: count(open.iter().filter(|event| !event.is_acknowledged).count()),
        worst_severity: worst.to_string(),
        since: iso_zulu(since),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Who takes note, and what they say.
pub(crate) fn note(body: &Map<String, Value>) -> Result<Note, ApiError> {
    let mut fields = Fields::new("body", body);
    let note = read_note(&mut fields, Timestamp::now());
    Ok(fields.finish_with(Some(note))?)
}

/// Where and until when a rule is not told of.
pub(crate) fn shelf(fields: &mut Fields<'_>, now: Timestamp) -> (Option<UnitId>, Option<Shelf>) {
    let unit = fields.parsed("unit_id", |name| UnitId::new(name).map_err(|error| error.to_string()));
    let latest = now.saturating_add(SignedDuration::from_secs(LONGEST_SHELF_S)).unwrap_or(Timestamp::MAX);
    let until = fields.parsed("until", |text| {
        let until: Timestamp =
            text.parse().map_err(|_| "expected a time as 2026-06-09T12:00:00Z".to_owned())?;
        let is_to_come = now < until && until <= latest;
        is_to_come.then_some(until).ok_or_else(|| "expected a time to come, within a year".to_owned())
    });
    let for_s = fields.integer_within("for_s", &(1..=LONGEST_SHELF_S));
    let note = read_note(fields, now);
    if fields.is_given("until") == fields.is_given("for_s") {
        fields.refuse("until", "expected either until or for_s");
        return (unit, None);
    }
    let later = |seconds| now.saturating_add(SignedDuration::from_secs(seconds)).ok();
    let until = until.or_else(|| for_s.and_then(later));
    (unit, until.map(|until| Shelf { until, note }))
}

fn read_note(fields: &mut Fields<'_>, at: Timestamp) -> Note {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let by = fields.parsed("by", |text| plain(text, BY_CHARS).map(|()| said(text)));
    let text = fields.parsed("note", |text| plain(text, NOTE_CHARS).map(|()| said(text)));
    Note { at, by: by.flatten(), text: text.flatten() }
}

/// Lines are allowed, other control characters are not.
fn plain(text: &str, most: usize) -> Result<(), String> {
    let is_plain =
        text.chars().count() <= most && !text.chars().any(|sign| sign.is_control() && sign != '\n');
    let reason = || format!("expected at most {most} characters, none of them a control character");
    is_plain.then_some(()).ok_or_else(reason)
}
