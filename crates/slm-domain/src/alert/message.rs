//! What is told of a transition: its facts put into words.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::template::Place;
use super::{Metric, Note, RuleDefinition, Transition, TransitionKind};

/// A message as every channel has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One line: severity, unit and rule.
    pub title: String,
    /// The rule's template, filled in, or the usual words.
    pub text: String,
}

/// Puts a transition into words, with times on the site's clock. What a transition does not have is `-`.
pub fn message(rule: &RuleDefinition, what: &Transition, zone: &TimeZone) -> Message {
    let facts = Facts { rule, what, zone };
    let kind = what.kind.as_str();
    let title = format!("[{}] {}: {} {kind}", rule.severity, what.unit, rule.name);
    let text = match &rule.template {
        Some(template) => template.fill(|place| facts.fill(place)),
        None => facts.usual(),
    };
    Message { title, text }
}

struct Facts<'a> {
    rule: &'a RuleDefinition,
    what: &'a Transition,
    zone: &'a TimeZone,
}

impl Facts<'_> {
    fn fill(&self, place: Place) -> Cow<'_, str> {
        let (rule, event) = (self.rule, &self.what.event);
        let text = |text: &'static str| Cow::Borrowed(text);
        match place {
            Place::Unit => Cow::Borrowed(self.what.unit.as_str()),
            Place::Rule => Cow::Borrowed(&rule.name),
            Place::Severity => text(rule.severity.as_str()),
            Place::Metric => Cow::Owned(rule.metric.to_string()),
            Place::Comparison => text(rule.condition.comparison.as_str()),
            Place::Threshold => number(self.threshold()),
            Place::Value => number(event.value),
            Place::Peak => number(event.peak.map(|peak| peak.value)),
            Place::PeakAt => self.time(event.peak.map(|peak| peak.at)),
            Place::Dimension => text(rule.metric.unit()),
            Place::Event => text(self.what.kind.as_str()),
            Place::At => self.time(Some(self.what.at)),
            Place::Onset => self.time(Some(event.onset_at)),
            Place::OnsetValue => number(event.onset_value),
            Place::Duration => Cow::Owned(duration(event.duration(self.what.at))),
            Place::Reason => match &self.what.kind {
                TransitionKind::Closed(reason) => Cow::Owned(reason.to_string()),
                _ => text(NOTHING),
            },
            Place::By => said(self.note().and_then(|note| note.by.as_deref())),
            Place::Note => said(self.note().and_then(|note| note.text.as_deref())),
        }
    }

    /// The words of a rule without a template.
    fn usual(&self) -> String {
        let (what, event) = (self.what, &self.what.event);
        let dimension = match self.rule.metric.unit() {
            "" => String::new(),
            unit => format!(" {unit}"),
        };
        let value = |value: Option<f64>| format!("{}{dimension}", number(value));
        let metric = &self.rule.metric;
        let subject = if self.threshold().is_none() {
            format!("{}: no answer", what.unit)
        } else {
            let side = self.rule.condition.comparison.words();
            let limit = value(self.threshold());
            format!("{}: {metric} {side} {limit}", what.unit)
        };
        let peak = event
            .peak
            .map(|peak| format!(", peak {} at {}", value(Some(peak.value)), self.time(Some(peak.at))));
        let peak = peak.unwrap_or_default();
        let lasted = duration(event.duration(what.at));
        let since = self.time(Some(event.onset_at));
        match &what.kind {
            TransitionKind::Raised if event.value.is_none() => format!("{subject} since {since}"),
            TransitionKind::Raised => {
                format!("{subject}: {} at {since}{}", value(event.value), sampled(event.sampled))
            }
            TransitionKind::Peak | TransitionKind::Reminded | TransitionKind::Unshelved => {
                format!("{subject} since {since}{peak}")
            }
            TransitionKind::Acknowledged => {
                let (by, note) =
                    self.note().map_or((None, None), |note| (note.by.as_deref(), note.text.as_deref()));
                let note = note.map(|note| format!(": {note}")).unwrap_or_default();
                format!("{subject}: {} takes care of it{note}", by.unwrap_or("somebody"))
            }
            TransitionKind::Shelved(_) => {
                let (by, note) = (self.fill(Place::By), self.fill(Place::Note));
                format!("{subject}: {} by {by} ({note})", what.kind.as_str())
            }
            TransitionKind::Cleared => format!("{subject}: over after {lasted}{peak}"),
            TransitionKind::Closed(reason) => format!("{subject}: closed after {lasted}: {reason}{peak}"),
        }
    }

    /// Connectivity has none.
    fn threshold(&self) -> Option<f64> {
        (self.rule.metric != Metric::Connectivity).then_some(self.rule.condition.threshold)
    }

    fn note(&self) -> Option<&Note> {
        match &self.what.kind {
            TransitionKind::Shelved(shelving) => Some(&shelving.note),
            _ => self.what.event.acknowledged.as_ref(),
        }
    }

    fn time(&self, at: Option<Timestamp>) -> Cow<'static, str> {
        let shown = |at| self.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string();
        at.map_or(Cow::Borrowed(NOTHING), |at| Cow::Owned(shown(at)))
    }
}

fn number(value: Option<f64>) -> Cow<'static, str> {
    value.map_or(Cow::Borrowed(NOTHING), |value| {
        Cow::Owned(format!("{:.1}", slm_acoustics::round_tenth(value)))
    })
}

/// What samples that lie far apart leave open.
fn sampled(pause: Option<Duration>) -> String {
    let far = pause.filter(|pause| *pause >= FAR_APART);
    let words = |pause: Duration| {
        let seconds = pause.as_secs_f64().round();
        format!(" (sampled every {seconds} s, short events may be missed)")
    };
    far.map(words).unwrap_or_default()
}

fn said(text: Option<&str>) -> Cow<'_, str> {
    Cow::Borrowed(text.unwrap_or(NOTHING))
}

fn duration(length: Duration) -> String {
    let seconds = length.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}min {seconds}s"),
        (hours, minutes, seconds) => format!("{hours}h {minutes}min {seconds}s"),
    }
}

const NOTHING: &str = "-";
/// Samples at least so far apart are told to be.
const FAR_APART: Duration = Duration::from_secs(5);
