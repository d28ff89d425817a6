//! What Home Assistant is told of a unit, so that it shows it as a device.
//!
//! Source: Home Assistant, "MQTT", device discovery; entities of the kinds sensor, binary sensor and event.

use serde_json::{Map, Value, json};
use slm_domain::UnitId;
use slm_domain::delivery::MessageKind;

use super::topics::Topics;
use crate::UnitState;

/// Levels that are shown, with their names for people.
const LEVELS: [(&str, &str); 10] = [
    ("lp", "Lp"),
    ("leq", "Leq"),
    ("lmax", "Lmax"),
    ("lmin", "Lmin"),
    ("lpeak", "Lpeak"),
    ("ln1", "LN1"),
    ("ln2", "LN2"),
    ("ln3", "LN3"),
    ("ln4", "LN4"),
    ("ln5", "LN5"),
];

/// The retained document that announces a unit.
pub(super) fn device(unit: &UnitId, topics: &Topics) -> Value {
    let object = topics.object(unit);
    let id = |part: &str| format!("{object}_{part}");
    let mut components = Map::new();
    for (key, name) in LEVELS {
        let sensor = json!({
            "platform": "sensor",
            "name": name,
            "unique_id": id(key),
            "device_class": "sound_pressure",
            "state_class": "measurement",
            "unit_of_measurement": "dB",
            "suggested_display_precision": 1,
            "value_template": format!("{{{{ value_json.{key} }}}}"),
            // What few look at is there, but not on the first page.
            "enabled_by_default": matches!(key, "lp" | "leq" | "lmax"),
        });
        components.insert(key.to_owned(), sensor);
    }
    for (key, name, class) in [("measuring", "Measuring", "running"), ("alarm", "Alarm", "problem")] {
        let sensor = json!({
            "platform": "binary_sensor",
            "name": name,
            "unique_id": id(key),
            "device_class": class,
            "value_template": format!("{{{{ value_json.{key} }}}}"),
        });
        components.insert(key.to_owned(), sensor);
    }
    // Of a unit that does not answer there is still something to tell.
    let ours = json!([{"topic": topics.status()}]);
    components["alarm"]["availability"] = ours.clone();
    let kinds: Vec<&str> = MessageKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let event = json!({
        "platform": "event",
        "name": "Message",
        "unique_id": id("event"),
        "state_topic": topics.event(Some(unit)),
        "event_types": kinds,
        "availability": ours,
    });
    components.insert("event".to_owned(), event);
    json!({
        "device": {"identifiers": [object], "name": unit.as_str(), "manufacturer": "RION", "model": "NL-43/NL-53"},
        "origin": {"name": "slmm", "sw_version": env!("CARGO_PKG_VERSION")},
        "components": components,
        "state_topic": topics.state(unit),
        "availability": [{"topic": topics.status()}, {"topic": topics.availability(unit)}],
        "availability_mode": "all",
        "qos": 1,
    })
}

/// The retained state of a unit. A level without a value is null, which Home Assistant shows as unknown.
pub(super) fn state(state: &UnitState) -> Value {
    let switch = |on: bool| if on { "ON" } else { "OFF" };
    let mut document = Map::new();
    for (key, _) in LEVELS {
        let level = state.levels.get(key).copied().flatten().filter(|level| level.is_finite());
        document.insert(key.to_owned(), level.into());
    }
    document.insert("measuring".to_owned(), state.measuring.map(switch).into());
    document.insert("alarm".to_owned(), switch(state.alarm).into());
    Value::Object(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_announced_whole() {
        let topics = Topics::new("slmm", Some("homeassistant"));
        insta::assert_json_snapshot!(device(&UnitId::new("north-gate").unwrap(), &topics), {
            ".origin.sw_version" => "[version]",
        });
    }
}
