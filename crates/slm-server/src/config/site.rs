//! The site's clock and language.

use icu_locale_core::subtags::{Language, Region, Script};
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

const LOCALE: Key = Key::ours("site.locale", "SITE_LOCALE")
    .text("a language, perhaps with script and region, such as en-GB or de")
    .doc(
        "How the dashboard writes numbers, dates and times, as in `de-CH`. Unless set, each browser does so in its own way.",
    );

pub(super) const SECTION: Section =
    Section { name: "site", title: "The site's time and numbers", keys: &[ZONE, ZONE_NAME, LOCALE] };

/// The zone of schedules and of the meters' clocks.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteConfig {
    /// The site's zone.
    pub zone: TimeZone,
    /// What logs call it.
    pub zone_name: String,
    /// Language and region whose numbers and dates pages show (BCP 47); `None`: each browser's own.
    pub locale: Option<String>,
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
        let locale = reader.parsed_or_none(&LOCALE, parse_locale);
        Self { zone, zone_name, locale }
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

/// Language, script and region, each at its place and well-formed (BCP 47), in their usual capitals.
fn parse_locale(text: &str) -> Result<String, String> {
    let unfit = || expected(&LOCALE);
    let mut parts = text.split(['-', '_']).peekable();
    let language: Language = parts.next().unwrap_or_default().parse().map_err(|_| unfit())?;
    let script = parts.next_if(|part| part.len() == 4).map(str::parse::<Script>).transpose();
    let region = parts.next().map(str::parse::<Region>).transpose();
    let (script, region) = (script.map_err(|_| unfit())?, region.map_err(|_| unfit())?);
    if parts.next().is_some() {
        return Err(unfit());
    }
    let mut locale = language.to_string();
    for part in [script.map(|script| script.to_string()), region.map(|region| region.to_string())] {
        locale.extend(part.iter().flat_map(|part| ["-", part]));
    }
    Ok(locale)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_language_script_and_region() {
        for (text, locale) in [
            ("de", "de"),
            ("en-GB", "en-GB"),
            ("DE_ch", "de-CH"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(parse_locale(text).as_deref(), Ok(locale));
        }
        for text in ["-", "x", "english language", "de-DE-DE", "de-", "GB-de-1", "de-DE;q=1"] {
            assert!(parse_locale(text).unwrap_err().contains("such as en-GB"), "{text}");
        }
    }
}
