//! The site's clock.

use jiff::tz::{Offset, TimeZone};

use super::reader::{Reader, expected};
use super::{Key, Section};

const ZONE: Key = Key::compatible("site.timezone", "TIMEZONE_OFFSET")
    .number_or_text(
        "hours from UTC between -15 and 15 (such as -5 or 5.5), or a zone name such as Europe/Berlin",
    )
    .default("-5")
    .doc(
        "The site's time: hours from UTC or, better, a zone name, which knows about daylight saving. Schedules, \
         the meters' clocks and dates of files go by it.",
    );

const ZONE_NAME: Key = Key::compatible("site.timezone_name", "TIMEZONE_NAME")
    .text("text")
    .doc("What logs call that time. Unless set: the zone's name, or `UTC-5`.");

pub(super) const SECTION: Section =
    Section { name: "site", title: "The site's time", keys: &[ZONE, ZONE_NAME] };

/// The zone of schedules and of the meters' clocks.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteConfig {
    /// The site's zone.
    pub zone: TimeZone,
    /// What logs call it.
    pub zone_name: String,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

/// What logs call a zone without a name: the compatible default.
const UNNAMED: &str = "UTC-5";

impl SiteConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let zone = reader.parsed(&ZONE, parse_zone);
        let zone_name = reader.text_or(&ZONE_NAME, zone.iana_name().unwrap_or(UNNAMED));
        Self { zone, zone_name }
    }
}

fn parse_zone(text: &str) -> Result<TimeZone, String> {
    if let Ok(hours) = text.parse::<f64>() {
        if !(-15.0..=15.0).contains(&hours) {
            return Err(expected(&ZONE));
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 54,000 seconds")]
        let seconds = (hours * 3600.0).round() as i32;
        return Offset::from_seconds(seconds).map(TimeZone::fixed).map_err(|_| expected(&ZONE));
    }
    TimeZone::get(text).map_err(|_| expected(&ZONE))
}
