//! Messages for tests.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use slm_domain::UnitId;
use slm_domain::delivery::{Figure, Message, MessageKind, Sample, Series, Severity};

pub(crate) fn bare() -> Message {
    let at = "2026-06-09T17:13:21.5Z".parse().unwrap();
    let mut message = Message::new("event-7-closed", "event-7", MessageKind::Closed, at);
    message.title = "[info] north-gate: Night closed".to_owned();
    message
}

pub(crate) fn raised() -> Message {
    let at: Timestamp = "2026-06-09T17:13:21Z".parse().unwrap();
    let figure = |name: &str, value| Some(Figure { name: name.to_owned(), value, unit: "dB".to_owned() });
    let sample = |number: i32| Sample {
        at: at + (number - 299).seconds(),
        value: (number % 50 != 7).then(|| 60.0 + f64::from(number) / 12.0),
    };
    Message {
        severity: Severity::Critical,
        unit: Some(UnitId::new("north-gate").unwrap()),
        thread: Some("north-gate/1".to_owned()),
        event: Some(7),
        incident: Some(3),
        title: "[critical] north-gate: Night limit raised".to_owned(),
        text: "north-gate: LAeq,15min over 55.0 dB <since> 19:13 & rising\nSecond line".to_owned(),
        began: Some(at),
        value: figure("LAeq,15min", 58.25),
        threshold: figure("limit", 55.0),
        peak: figure("peak", 84.9),
        series: Some(Series {
            name: "Lp".to_owned(),
            unit: "dB".to_owned(),
            samples: (0..300).map(sample).collect(),
        }),
        link: Some("https://slm.example.org/units/north-gate?event=7&view=chart".to_owned()),
        zone: TimeZone::get("Europe/Berlin").unwrap(),
        ..Message::new("event-7-raised", "event-7", MessageKind::Raised, at)
    }
}
