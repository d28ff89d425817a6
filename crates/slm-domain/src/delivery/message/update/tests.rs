use super::*;
use crate::UnitId;

fn at(second: i64) -> Timestamp {
    "2026-06-09T12:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_secs(second)
}

fn peak(value: f64) -> Figure {
    Figure { name: "peak".to_owned(), value, unit: "dB".to_owned() }
}

fn event(name: &str, began: i64, ended: Option<i64>) -> StandingEvent {
    StandingEvent {
        name: name.to_owned(),
        began: Some(at(began)),
        ended: ended.map(at),
        reason: None,
        peak: Some(peak(80.0 + began as f64)),
        by: None,
    }
}

fn standing(events: Vec<StandingEvent>) -> Standing {
    let ended = events.iter().map(|event| event.ended).collect::<Option<Vec<_>>>();
    Standing {
        incident: 7,
        severity: Severity::Critical,
        began: at(0),
        ended: ended.and_then(|all| all.into_iter().max()),
        events,
        more: 0,
    }
}

fn news(name: &str, kind: MessageKind, second: i64) -> Message {
    Message {
        unit: Some(UnitId::new("north").unwrap()),
        thread: Some("north/1".to_owned()),
        title: format!("[warning] north: {name} {kind} (incident since 12:00:00)"),
        text: format!("north: {name} {kind}"),
        ..Message::new(format!("{name}/{second}"), name, kind, at(second))
    }
}

fn told(news: &[Message], standing: &Standing, is_end: bool) -> Message {
    Message::of_incident("key", Told { news, first: None, standing, is_end })
}

#[test]
fn an_update_says_what_happened_what_is_open_and_what_is_over() {
    let mut first = event("Night", 0, None);
    first.by = Some("Dana".to_owned());
    let stands = standing(vec![first, event("Peaks", 20, Some(50)), event("Bass", 61, None)]);
    let changes = [
        news("Peaks", MessageKind::Raised, 20),
        news("Peaks", MessageKind::Cleared, 50),
        news("Bass", MessageKind::Raised, 61),
    ];
    let update = told(&changes, &stands, false);
    assert_eq!((update.kind, update.incident, update.ended), (MessageKind::Update, Some(7), None));
    assert_eq!((update.key.as_str(), update.at), ("key", at(61)));
    assert_eq!(update.title, "Update: [warning] north: Night and 2 more: 3 changes (2 open)");
    assert_eq!(
        update.text,
        "12:00:20  north: Peaks raised\n\
         12:00:50  north: Peaks cleared\n\
         12:01:01  north: Bass raised\n\
         \n\
         Still open:\n\
         - Night since 12:00:00, peak 80.0 dB, Dana takes care of it\n\
         - Bass since 12:01:01, peak 141.0 dB\n\
         Over:\n\
         - Peaks: 12:00:20 to 12:00:50, peak 100.0 dB"
    );
    let one = told(&changes[2..], &stands, false);
    assert_eq!(one.title, "Update: [warning] north: Bass raised (2 open)");
    assert!(one.text.starts_with("north: Bass raised\n\nStill open:\n"), "{}", one.text);
}

#[test]
fn the_end_says_how_long_it_was_how_loud_and_what_happened() {
    let mut closed = event("Bass", 61, Some(100));
    closed.reason = Some("Rule deleted".to_owned());
    let stands = standing(vec![event("Night", 0, Some(724)), closed]);
    let end = told(&[news("Night", MessageKind::Cleared, 724)], &stands, true);
    assert_eq!((end.kind, end.ended), (MessageKind::Cleared, Some(at(724))));
    assert_eq!(end.peak.as_ref().map(ToString::to_string).as_deref(), Some("141.0 dB"));
    assert_eq!(end.title, "Closed: [critical] north: Night and 1 more, over after 12min 4s");
    assert_eq!(
        end.text,
        "north: Night cleared\n\
         \n\
         All is over after 12min 4s, from 2026-06-09 12:00:00 to 2026-06-09 12:12:04.\n\
         Highest peak: 141.0 dB.\n\
         - Night: 12:00:00 to 12:12:04, peak 80.0 dB\n\
         - Bass: 12:01:01 to 12:01:40, peak 141.0 dB, closed: Rule deleted"
    );
}

#[test]
fn the_end_of_one_event_is_said_in_the_rules_own_words() {
    let mut stands = standing(vec![event("Night", 0, Some(60))]);
    let end = told(&[news("Night", MessageKind::Cleared, 60)], &stands, true);
    assert_eq!(end.title, "All clear: [warning] north: Night cleared");
    assert_eq!(end.text, "north: Night cleared");
    stands.events[0].reason = Some("Rule deleted".to_owned());
    let closed = told(&[news("Night", MessageKind::Closed, 60)], &stands, true);
    assert_eq!(closed.kind, MessageKind::Closed);
    assert_eq!(closed.title, "Closed: [warning] north: Night closed");
}

#[test]
fn the_end_can_be_told_to_whom_nothing_else_is_new() {
    let stands = standing(vec![event("Night", 0, Some(60)), event("Bass", 10, Some(90_000))]);
    let first = news("Night", MessageKind::Raised, 0);
    let end = Message::of_incident(
        "incident-7-end",
        Told { news: &[], first: Some(&first), standing: &stands, is_end: true },
    );
    assert_eq!((end.kind, end.at, end.severity), (MessageKind::Cleared, at(90_000), Severity::Critical));
    assert_eq!(end.title, "All clear: [critical] north: Night and 1 more, over after 25h 0min 0s");
    assert_eq!((end.thread, end.unit), (first.thread, first.unit));
    assert!(
        end.text.starts_with("All is over") && end.text.contains("to 2026-06-10 13:00:00"),
        "{}",
        end.text
    );
}

#[test]
fn who_takes_care_of_it_is_said_first() {
    let stands = standing(vec![event("Night", 0, None), event("Bass", 10, None)]);
    let by = |name| Message { by: Some("Dana".to_owned()), ..news(name, MessageKind::Acknowledged, 30) };
    let update = told(&[by("Night"), by("Bass")], &stands, false);
    assert_eq!(update.title, "Update: Dana takes care of it: [warning] north: Night and 1 more");
    assert_eq!(update.by.as_deref(), Some("Dana"));
}
