//! The site's clock.

use jiff::tz::{Offset, TimeZone};

use super::Reader;

pub(super) const KEYS: &[&str] = &["TIMEZONE_OFFSET", "TIMEZONE_NAME"];

/// The zone of schedules and of the meters' clocks.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteConfig {
    /// `TIMEZONE_OFFSET`: hours from UTC, decimal (`-5`, `5.5`), or a zone name (`Europe/Berlin`), which knows about
    /// daylight saving. Default `-5`.
    pub zone: TimeZone,
    /// `TIMEZONE_NAME`: what logs call it. Default `UTC-5`, or the zone's name where one is given.
    pub zone_name: String,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self { zone: TimeZone::fixed(Offset::constant(-5)), zone_name: "UTC-5".to_owned() }
    }
}

impl SiteConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let default = Self::default();
        let zone = reader.parsed("TIMEZONE_OFFSET", default.zone, parse_zone);
        let name = zone.iana_name().unwrap_or(&default.zone_name).to_owned();
        Self { zone_name: reader.text("TIMEZONE_NAME", &name), zone }
    }
}

fn parse_zone(text: &str) -> Result<TimeZone, String> {
    const EXPECTED: &str = "expected hours from UTC between -15 and 15 (such as -5 or 5.5), or a zone name such as Europe/Berlin";
    if let Ok(hours) = text.parse::<f64>() {
        if !(-15.0..=15.0).contains(&hours) {
            return Err(EXPECTED.to_owned());
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 54,000 seconds")]
        let seconds = (hours * 3600.0).round() as i32;
        return Offset::from_seconds(seconds).map(TimeZone::fixed).map_err(|_| EXPECTED.to_owned());
    }
    TimeZone::get(text).map_err(|_| EXPECTED.to_owned())
}
