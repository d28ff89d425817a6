//! What is told of an alarm's transition.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Figure, Message, MessageKind};
use crate::alert::{Metric, RuleDefinition, Telling, Transition, TransitionKind, message};

impl Message {
    /// The message of a transition, with times in the site's zone; `None` when it is kept only.
    ///
    /// The event names the alarm, so all of an event reach a recipient in order; the transition names the message, so that one
    /// that is told again after a restart is known. Numbers of event and incident, series and link are the caller's.
    pub fn of_transition(rule: &RuleDefinition, what: &Transition, zone: &TimeZone) -> Option<Self> {
        if what.telling != Telling::Tell {
            return None;
        }
        let event = &what.event;
        let alarm = format!("{}/{}/{}", what.unit, what.rule, event.onset_at.as_microsecond());
        let words = message(rule, what, zone);
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
            title: words.title,
            text: words.text,
            began: Some(event.onset_at),
            ended: Some(what.at).filter(|_: &Timestamp| is_over),
            value: event.value.map(|value| figure(&rule.metric.to_string(), value)),
            threshold,
            peak: event.peak.map(|peak| figure("peak", peak.value)),
            by: event.acknowledged.as_ref().and_then(|note| note.by.clone()),
            zone: zone.clone(),
            ..Self::new(format!("{alarm}/{}", event.transitions), alarm, kind(&what.kind), what.at)
        };
        Some(message.bounded())
    }
}

fn kind(kind: &TransitionKind) -> MessageKind {
    match kind {
        TransitionKind::Raised => MessageKind::Raised,
        TransitionKind::Peak
        | TransitionKind::Reminded
        | TransitionKind::Shelved(_)
        | TransitionKind::Unshelved => MessageKind::Update,
        TransitionKind::Acknowledged => MessageKind::Acknowledged,
        TransitionKind::Cleared => MessageKind::Cleared,
        TransitionKind::Closed(_) => MessageKind::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UnitId;
    use crate::alert::{Event, IncidentMark, IncidentStage, Note, Peak, RuleDraft, Severity};

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
