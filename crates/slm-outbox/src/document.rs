//! Messages as they are kept: JSON of our own, which every later version reads.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};
use slm_domain::UnitId;
use slm_domain::delivery::{Audience, Escalation, Figure, Message, MessageKind, Sample, Series};
use slm_store::Outgoing;

/// A kept message makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("a kept message cannot be read: {0}")]
pub struct DocumentError(String);

/// The message as the outbox keeps it, told first to an audience. It is cut to its limits.
pub fn outgoing(message: Message, audience: Audience, escalation: Escalation) -> Outgoing {
    let message = message.bounded();
    let document = encode(&message);
    Outgoing { message, document, audience, escalation }
}

/// The message that an alarm is over of which this was told, at a moment and for a reason.
///
/// # Errors
/// The kept message cannot be read.
pub fn closing(document: &str, at: Timestamp, reason: &str) -> Result<Message, DocumentError> {
    let told = decode(document)?;
    let title =
        told.title.replace(&format!(" {}", MessageKind::Raised), &format!(" {}", MessageKind::Closed));
    let message = Message {
        thread: told.thread,
        severity: told.severity,
        unit: told.unit,
        event: told.event,
        incident: told.incident,
        title,
        text: format!("Closed: {reason}. It was told: {}", told.text),
        began: told.began,
        ended: Some(at),
        threshold: told.threshold,
        link: told.link,
        zone: told.zone,
        ..Message::new(format!("{}/end", told.alarm), told.alarm, MessageKind::Closed, at)
    };
    Ok(message.bounded())
}

/// What is kept. A key that a later version adds has a default here; none is ever taken for another.
#[derive(Serialize, Deserialize)]
struct Document {
    key: String,
    alarm: String,
    #[serde(default)]
    thread: Option<String>,
    kind: String,
    severity: String,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    event: Option<i64>,
    #[serde(default)]
    incident: Option<i64>,
    title: String,
    text: String,
    at: String,
    #[serde(default)]
    began: Option<String>,
    #[serde(default)]
    ended: Option<String>,
    #[serde(default)]
    value: Option<FigureDocument>,
    #[serde(default)]
    threshold: Option<FigureDocument>,
    #[serde(default)]
    peak: Option<FigureDocument>,
    #[serde(default)]
    series: Option<SeriesDocument>,
    #[serde(default)]
    by: Option<String>,
    #[serde(default)]
    link: Option<String>,
    #[serde(default)]
    zone: Option<String>,
    /// Seconds from UTC, of a zone without a name.
    #[serde(default)]
    offset_s: Option<i32>,
}

#[derive(Serialize, Deserialize)]
struct FigureDocument {
    name: String,
    value: f64,
    unit: String,
}

#[derive(Serialize, Deserialize)]
struct SeriesDocument {
    name: String,
    unit: String,
    /// Microseconds since 1970, and the value.
    samples: Vec<(i64, Option<f64>)>,
}

pub(crate) fn encode(message: &Message) -> String {
    let figure = |figure: &Figure| FigureDocument {
        name: figure.name.clone(),
        value: figure.value,
        unit: figure.unit.clone(),
    };
    let series = message.series.as_ref().map(|series| SeriesDocument {
        name: series.name.clone(),
        unit: series.unit.clone(),
        samples: series.samples.iter().map(|sample| (sample.at.as_microsecond(), sample.value)).collect(),
    });
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let document = Document {
        key: message.key.clone(),
        alarm: message.alarm.clone(),
        thread: message.thread.clone(),
        kind: message.kind.as_str().to_owned(),
        severity: message.severity.as_str().to_owned(),
        unit: message.unit.as_ref().map(ToString::to_string),
        event: message.event,
        incident: message.incident,
        title: message.title.clone(),
        text: message.text.clone(),
        at: message.at.to_string(),
        began: time(message.began),
        ended: time(message.ended),
        value: message.value.as_ref().map(figure),
        threshold: message.threshold.as_ref().map(figure),
        peak: message.peak.as_ref().map(figure),
        series,
        by: message.by.clone(),
        link: message.link.clone(),
        zone: message.zone.iana_name().map(str::to_owned),
        offset_s: message.zone.to_fixed_offset().ok().map(Offset::seconds),
    };
    serde_json::to_string(&document).expect("strings and numbers are JSON; what is no number becomes null")
}

pub(crate) fn decode(text: &str) -> Result<Message, DocumentError> {
    let document: Document = serde_json::from_str(text).map_err(|error| DocumentError(error.to_string()))?;
    let wrong = |what: &str| DocumentError(format!("its {what} makes no sense"));
    let time = |text: Option<String>| text.and_then(|text| text.parse::<Timestamp>().ok());
    let figure =
        |figure: FigureDocument| Figure { name: figure.name, value: figure.value, unit: figure.unit };
    let kind = document.kind.parse().map_err(|_| wrong("kind"))?;
    let at = document.at.parse().map_err(|_| wrong("time"))?;
    let named = document.zone.and_then(|name| TimeZone::get(&name).ok());
    let fixed = document.offset_s.and_then(|seconds| Offset::from_seconds(seconds).ok()).map(TimeZone::fixed);
    Ok(Message {
        severity: document.severity.parse().unwrap_or_default(),
        unit: document.unit.and_then(|name| UnitId::new(&name).ok()),
        event: document.event,
        incident: document.incident,
        title: document.title,
        text: document.text,
        began: time(document.began),
        ended: time(document.ended),
        value: document.value.map(figure),
        threshold: document.threshold.map(figure),
        peak: document.peak.map(figure),
        series: document.series.map(series),
        by: document.by,
        link: document.link,
        thread: document.thread,
        zone: named.or(fixed).unwrap_or(TimeZone::UTC),
        ..Message::new(document.key, document.alarm, kind, at)
    })
}

fn series(document: SeriesDocument) -> Series {
    let sample =
        |(at, value): (i64, Option<f64>)| Timestamp::from_microsecond(at).ok().map(|at| Sample { at, value });
    let samples = document.samples.into_iter().filter_map(sample).collect();
    Series { name: document.name, unit: document.unit, samples }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples;

    #[test]
    fn a_kept_message_comes_back() {
        let message = examples::raised().bounded();
        assert_eq!(decode(&encode(&message)).unwrap(), message);
        let bare = examples::bare();
        assert_eq!(decode(&encode(&bare)).unwrap(), bare);
    }

    #[test]
    fn what_was_told_can_be_closed() {
        let raised = examples::raised();
        let at = "2026-06-10T06:00:00Z".parse().unwrap();
        let closed = closing(&encode(&raised), at, "Rule deleted").unwrap();
        assert_eq!(closed.title, "[critical] north-gate: Night limit closed");
        assert_eq!(
            (closed.kind, closed.ended, &closed.alarm),
            (MessageKind::Closed, Some(at), &raised.alarm)
        );
        assert!(
            closed.text.starts_with("Closed: Rule deleted. It was told: north-gate")
                && closed.key != raised.key
        );
        assert!(closing("broken", at, "Rule deleted").is_err());
    }

    #[test]
    fn documents_of_other_versions_are_read_or_refused() {
        let least = r#"{"key":"1","alarm":"a","kind":"raised","severity":"grave","title":"t","text":"x",
            "at":"2026-06-09T17:13:21Z","colour":"red"}"#;
        let message = decode(least).unwrap();
        assert_eq!((message.key.as_str(), message.severity), ("1", slm_domain::delivery::Severity::Warning));
        for nonsense in ["", "{}", "null", &least.replace("raised", "sung"), &least.replace("2026", "year")] {
            assert!(decode(nonsense).is_err(), "{nonsense}");
        }
    }
}
