//! What is told of an alarm's transition.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Figure, Message, MessageKind};
use crate::UnitId;
use crate::alert::{
    IncidentStage, Metric, RuleDefinition, Severity, Telling, Transition, TransitionKind, message,
};

impl Message {
    /// The alarm that messages of a transition belong to.
    pub fn alarm_of(what: &Transition) -> String {
        format!("{}/{}/{}", what.unit, what.rule, what.event.onset_at.as_microsecond())
    }

    /// The message of a transition, with times in the site's zone; `None` when it is kept only.
    ///
    /// The event names the alarm, so all of an event reach a recipient in order; the transition names the message, so that one
    /// that is told again after a restart is known. Numbers of event and incident, series and link are the caller's.
    pub fn of_transition(rule: &RuleDefinition, what: &Transition, zone: &TimeZone) -> Option<Self> {
        if what.telling != Telling::Tell {
            return None;
        }
        let event = &what.event;
        let alarm = Self::alarm_of(what);
        let words = message(rule, what, zone);
        let title = match what.incident.stage {
            // The first of the incident says nothing of it; who is told more is told that it is more of the same.
            IncidentStage::Updated if what.incident.entry > 1 => {
                let since = zone.to_datetime(what.incident.started_at).strftime("%H:%M:%S");
                format!("{} (incident since {since})", words.title)
            }
            _ => words.title,
        };
        let figure = |name: &str, value: f64| Figure {
            name: name.to_owned(),
            value,
            unit: rule.metric.unit().to_owned(),
        };
        let is_over = matches!(what.kind, TransitionKind::Cleared | TransitionKind::Closed(_));
        let threshold =
            (rule.metric != Metric::Connectivity).then(|| figure("limit", rule.condition.threshold));
        let message = Self {
            severity: rule.severity,
            unit: Some(what.unit.clone()),
            title,
            text: words.text,
            began: Some(event.onset_at),
            ended: Some(what.at).filter(|_: &Timestamp| is_over),
            value: event.value.map(|value| figure(&rule.metric.to_string(), value)),
            threshold,
            peak: event.peak.map(|peak| figure("peak", peak.value)),
            thread: Some(format!("{}/{}", what.unit, what.incident.started_at.as_microsecond())),
            by: event.acknowledged.as_ref().and_then(|note| note.by.clone()),
            zone: zone.clone(),
            ..Self::new(format!("{alarm}/{}", event.transitions), alarm, kind(&what.kind), what.at)
        };
        Some(message.bounded())
    }

    /// The message of a unit's connection that was lost at a moment: that it is, or how it ended, and when.
    pub fn of_connection(
        unit: &UnitId,
        since: Timestamp,
        end: Option<(Timestamp, ConnectionEnd)>,
        zone: &TimeZone,
    ) -> Self {
        let alarm = format!("{unit}/0/{}", since.as_microsecond());
        let shown = |at: Timestamp| zone.to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string();
        let (kind, at, text) = match end {
            None => (MessageKind::Raised, since, format!("{unit}: no answer since {}", shown(since))),
            Some((at, ConnectionEnd::Back)) => (
                MessageKind::Cleared,
                at,
                format!("{unit}: answers again, after no answer since {}", shown(since)),
            ),
            Some((at, ConnectionEnd::Dismissed(reason))) => (
                MessageKind::Closed,
                at,
                format!("{unit}: no answer since {}, closed: {reason}", shown(since)),
            ),
        };
        let message = Self {
            severity: Severity::Warning,
            unit: Some(unit.clone()),
            title: format!("[{}] {unit}: Device unreachable {kind}", Severity::Warning),
            text,
            began: Some(since),
            ended: end.map(|(at, _)| at),
            zone: zone.clone(),
            ..Self::new(format!("{alarm}/{kind}"), alarm, kind, at)
        };
        message.bounded()
    }
}

/// How it ended that a unit did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionEnd {
    /// It answers.
    Back,
    /// Nobody asks it any more, and why.
    Dismissed(&'static str),
}

fn kind(kind: &TransitionKind) -> MessageKind {
    match kind {
        // What is told when it is not shelved any more was told to nobody before.
        TransitionKind::Raised | TransitionKind::Unshelved => MessageKind::Raised,
        TransitionKind::Peak | TransitionKind::Reminded | TransitionKind::Shelved(_) => MessageKind::Update,
        TransitionKind::Acknowledged => MessageKind::Acknowledged,
        TransitionKind::Cleared => MessageKind::Cleared,
        TransitionKind::Closed(_) => MessageKind::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::{Event, IncidentMark, Note, Peak, RuleDraft};

    fn transition(kind: TransitionKind, number: u32) -> Transition {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let onset_at = at("2026-06-09T12:00:00Z");
        Transition {
            unit: UnitId::new("north").unwrap(),
            rule: 4,
            at: at("2026-06-09T12:05:00Z"),
            kind,
            event: Event {
                onset_at,
                onset_value: Some(86.0),
                peak: Some(Peak { value: 88.25, at: onset_at }),
                value: Some(70.0),
                sampled: None,
                exceedances: 1,
                acknowledged: Some(Note { at: onset_at, by: Some("Anna".to_owned()), text: None }),
                told: true,
                told_peak: None,
                transitions: number,
            },
            telling: Telling::Tell,
            incident: IncidentMark { started_at: onset_at, entry: number, stage: IncidentStage::Updated },
        }
    }

    #[test]
    fn a_message_has_the_transitions_facts() {
        let rule = RuleDraft::new("lp", 85.0).check().unwrap();
        let cleared = transition(TransitionKind::Cleared, 3);
        let message = Message::of_transition(&rule, &cleared, &TimeZone::UTC).unwrap();
        assert_eq!(message.key, "north/4/1781006400000000/3");
        assert_eq!(message.alarm, "north/4/1781006400000000");
        assert_eq!((message.kind, message.severity), (MessageKind::Cleared, Severity::Warning));
        assert_eq!((message.began, message.ended), (Some(cleared.event.onset_at), Some(cleared.at)));
        assert_eq!(message.by.as_deref(), Some("Anna"));
        let shown = |figure: Option<Figure>| figure.map(|figure| figure.to_string());
        assert_eq!(shown(message.threshold).as_deref(), Some("85.0 dB"));
        assert_eq!(shown(message.peak).as_deref(), Some("88.3 dB"));
        assert!(message.title.contains("north") && !message.text.is_empty());
    }

    #[test]
    fn what_comes_later_in_an_incident_says_so() {
        let rule = RuleDraft::new("lp", 85.0).check().unwrap();
        let title = |number| {
            let what = transition(TransitionKind::Raised, number);
            Message::of_transition(&rule, &what, &TimeZone::UTC).unwrap().title
        };
        assert_eq!(title(1), "[warning] north: Alert raised");
        assert_eq!(title(2), "[warning] north: Alert raised (incident since 12:00:00)");
        let first = Message::of_transition(&rule, &transition(TransitionKind::Raised, 1), &TimeZone::UTC);
        assert_eq!(first.unwrap().thread.as_deref(), Some("north/1781006400000000"));
    }

    #[test]
    fn a_lost_connection_is_told_from_its_beginning_to_its_end() {
        let north = UnitId::new("north").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (since, later) = (at("2026-06-09T12:00:00Z"), at("2026-06-09T12:05:00Z"));
        let told = |end| Message::of_connection(&north, since, end, &TimeZone::UTC);
        let (lost, back) = (told(None), told(Some((later, ConnectionEnd::Back))));
        assert_eq!(lost.text, "north: no answer since 2026-06-09 12:00:00");
        assert_eq!((lost.kind, lost.severity), (MessageKind::Raised, Severity::Warning));
        assert_eq!((back.kind, back.ended, &back.alarm), (MessageKind::Cleared, Some(later), &lost.alarm));
        assert_ne!(back.key, lost.key);
        let closed = told(Some((later, ConnectionEnd::Dismissed("Device deleted"))));
        assert!(closed.kind == MessageKind::Closed && closed.text.ends_with("closed: Device deleted"));
    }

    #[test]
    fn what_is_kept_only_is_not_told() {
        let rule = RuleDraft::new("lp", 85.0).check().unwrap();
        for telling in [Telling::Shelved, Telling::Minor, Telling::Acknowledged, Telling::NeverTold] {
            let kept = Transition { telling, ..transition(TransitionKind::Raised, 1) };
            assert_eq!(Message::of_transition(&rule, &kept, &TimeZone::UTC), None);
        }
        let raised = transition(TransitionKind::Raised, 1);
        assert_eq!(Message::of_transition(&rule, &raised, &TimeZone::UTC).unwrap().ended, None);
    }
}
