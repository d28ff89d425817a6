//! A message as programs read it: the body of webhooks and of MQTT events.

use jiff::Timestamp;
use serde_json::{Value, json};
use slm_domain::delivery::{Figure, Message};

/// One message as JSON. Keys are never renamed or taken away.
pub(crate) fn payload(message: &Message) -> Value {
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let series = message.series.as_ref().map(|series| {
        let samples: Vec<Value> =
            series.samples.iter().map(|sample| json!([sample.at.to_string(), sample.value])).collect();
        json!({"name": series.name, "unit": series.unit, "samples": samples})
    });
    json!({
        "type": format!("alarm.{}", message.kind),
        "timestamp": message.at.to_string(),
        "data": {
            "key": message.key,
            "alarm": message.alarm,
            "kind": message.kind.as_str(),
            "severity": message.severity.as_str(),
            "unit_id": message.unit.as_ref().map(ToString::to_string),
            "event_id": message.event,
            "incident_id": message.incident,
            "incident_stage": message.position.map(|position| position.stage.as_str()),
            "incident_open_events": message.position.map(|position| position.open),
            "title": message.title,
            "text": message.text,
            "at": message.at.to_string(),
            "began_at": time(message.began),
            "ended_at": time(message.ended),
            "value": message.value.as_ref().map(figure),
            "threshold": message.threshold.as_ref().map(figure),
            "peak": message.peak.as_ref().map(figure),
            "acknowledged_by": message.by,
            "escalation_step": message.escalation,
            "link": message.link,
            "series": series,
        },
    })
}

fn figure(figure: &Figure) -> Value {
    json!({"name": figure.name, "value": figure.value, "unit": figure.unit})
}

#[cfg(test)]
mod tests {
    use slm_domain::delivery::{Position, Stage};

    use super::*;
    use crate::examples;

    #[test]
    fn programs_read_every_part() {
        let mut message = examples::raised();
        if let Some(series) = &mut message.series {
            series.samples.truncate(8);
        }
        message.position = Some(Position { stage: Stage::First, open: 1 });
        insta::assert_json_snapshot!(payload(&message));
    }
}
