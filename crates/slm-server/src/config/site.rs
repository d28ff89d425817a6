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
    .doc("What logs call that time. Unless set: the zone's name, or the hours as in `UTC-5`.");

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

impl SiteConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let zone = reader.parsed(&ZONE, parse_zone);
        let zone_name = reader.text_or(&ZONE_NAME, &name_of(&zone));
        Self { zone, zone_name }
    }
}

/// `Europe/Berlin`, or the distance from UTC as in `UTC-5` and `UTC+5:30`.
fn name_of(zone: &TimeZone) -> String {
    if let Some(name) = zone.iana_name() {
        return name.to_owned();
    }
    let minutes = zone.to_fixed_offset().map_or(0, |offset| offset.seconds() / 60);
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let sign = if minutes < 0 { '-' } else { '+' };
    match (hours, rest) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
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
