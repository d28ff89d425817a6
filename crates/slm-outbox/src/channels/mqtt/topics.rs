//! Names of topics.

use std::fmt::Write;

use rumqttc::{LastWill, QoS};
use slm_domain::UnitId;

pub(super) const ONLINE: &str = "online";
pub(super) const OFFLINE: &str = "offline";

#[derive(Clone)]
pub(super) struct Topics {
    own: String,
    discovery: Option<String>,
}

impl Topics {
    pub(super) fn new(own: &str, discovery: Option<&str>) -> Self {
        Self { own: own.to_owned(), discovery: discovery.map(str::to_owned) }
    }

    /// Whether we are there.
    pub(super) fn status(&self) -> String {
        format!("{}/status", self.own)
    }

    pub(super) fn last_will(&self) -> LastWill {
        LastWill::new(self.status(), OFFLINE, QoS::AtLeastOnce, true, None)
    }

    pub(super) fn state(&self, unit: &UnitId) -> String {
        format!("{}/units/{}/state", self.own, segment(unit))
    }

    pub(super) fn availability(&self, unit: &UnitId) -> String {
        format!("{}/units/{}/availability", self.own, segment(unit))
    }

    /// Messages about a unit, or about no unit.
    pub(super) fn event(&self, unit: Option<&UnitId>) -> String {
        match unit {
            Some(unit) => format!("{}/units/{}/event", self.own, segment(unit)),
            None => format!("{}/event", self.own),
        }
    }

    /// Where Home Assistant reads what a unit is.
    pub(super) fn device(&self, unit: &UnitId) -> Option<String> {
        self.discovery.as_ref().map(|discovery| format!("{discovery}/device/{}/config", self.object(unit)))
    }

    /// Where Home Assistant says that it has begun.
    pub(super) fn birth(&self) -> Option<String> {
        self.discovery.as_ref().map(|discovery| format!("{discovery}/status"))
    }

    /// The unit's name among everything in the house.
    pub(super) fn object(&self, unit: &UnitId) -> String {
        format!("{}_{}", self.own.replace('/', "_"), segment(unit))
    }
}

/// A unit's name as one level of a topic; any character that has a meaning there, or none in a name, is written as its
/// bytes.
fn segment(unit: &UnitId) -> String {
    let mut segment = String::new();
    for byte in unit.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            segment.push(char::from(byte));
        } else {
            let _ = write!(segment, "_{byte:02x}");
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_unit_has_a_level_of_its_own() {
        let topics = Topics::new("slmm", Some("homeassistant"));
        let north = UnitId::new("north-gate").unwrap();
        assert_eq!(topics.state(&north), "slmm/units/north-gate/state");
        assert_eq!(topics.device(&north).as_deref(), Some("homeassistant/device/slmm_north-gate/config"));
        let odd = UnitId::new("a+b #1_ä").unwrap();
        assert_eq!(topics.state(&odd), "slmm/units/a_2bb_20_231_5f_c3_a4/state");
    }
}
