//! What a client asks for.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use slm_domain::UnitId;
use slm_domain::series::{self, Character, Period, SeriesMetric};

use crate::config::SiteConfig;
use crate::fields::Fields;
use crate::history::SeriesQuery;
use crate::http::problem::ApiError;

/// A series and how it is shown.
#[derive(Debug, Clone)]
pub(crate) struct SeriesRequest {
    pub(super) query: SeriesQuery,
    pub(super) zone_name: String,
    pub(super) metrics: Vec<SeriesMetric>,
    pub(super) sound: Character,
    pub(super) format: Format,
    pub(super) now: Timestamp,
}

/// Forms of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Csv,
    Parquet,
}

const DEFAULT_SPAN: SignedDuration = SignedDuration::from_hours(24);
const DEFAULT_POINTS: i64 = 1000;
const MOST_POINTS: i64 = 10_000;
/// Steps of one answer: a year of minutes, eleven days of seconds.
const MOST_STEPS: i64 = 1_000_000;
/// Metrics of one answer; more than anybody looks at.
const MOST_METRICS: usize = 32;
/// No meter of ours has measured before, or will after.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

impl SeriesRequest {
    /// Reads the query.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] names every key that cannot be taken.
    pub(crate) fn read(
        unit: UnitId,
        query: &Map<String, Value>,
        site: &SiteConfig,
    ) -> Result<Self, ApiError> {
        let now = Timestamp::now();
        let mut fields = Fields::new("query", query);
        let named = fields.parsed("zone", zone);
        let (zone, zone_name) = match named {
            Some(zone) => (zone.clone(), zone.iana_name().unwrap_or("UTC").to_owned()),
            None => (site.zone.clone(), site.zone_name.clone()),
        };
        let end = fields.parsed("to", |text| instant(text, &zone)).unwrap_or(now);
        let start = fields.parsed("from", |text| instant(text, &zone)).unwrap_or(end - DEFAULT_SPAN);
        let points = fields.integer_within("points", &(1..=MOST_POINTS)).unwrap_or(DEFAULT_POINTS);
        let period =
            fields.parsed("period", |text| text.parse::<Period>().map_err(|error| error.to_string()));
        let metrics = fields.parsed("metrics", metrics).unwrap_or_else(|| SeriesMetric::USUAL.to_vec());
        let sound = fields.parsed("sound", character).unwrap_or(Character::Fluctuating);
        let format = fields.parsed("format", format).unwrap_or(Format::Json);
        if start >= end {
            fields.refuse(
                if query.contains_key("to") { "to" } else { "from" },
                "the range ends before it begins",
            );
        }
        let period = period
            .unwrap_or_else(|| Period::fitting(start, end, usize::try_from(points).unwrap_or(usize::MAX)));
        if end.duration_since(start).as_secs() / i64::from(period.seconds()) > MOST_STEPS {
            let reason =
                format!("the range has more than {MOST_STEPS} such steps; ask for longer ones, or for less");
            fields.refuse("period", &reason);
        }
        fields.finish()?;
        let query = SeriesQuery { unit, period, zone, start, end };
        Ok(Self { query, zone_name, metrics, sound, format, now })
    }

    /// `north-gate-2026-06-09-15min.csv`.
    pub(super) fn file_name(&self, ending: &str) -> String {
        let SeriesQuery { unit, period, zone, start, .. } = &self.query;
        format!("{unit}-{}-{period}.{ending}", zone.to_datetime(*start).date())
    }

    /// A time on the zone's clock, with its offset.
    pub(super) fn local(&self, at: Timestamp) -> String {
        at.to_zoned(self.query.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

fn zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text)
        .map_err(|_| "should be the IANA name of a time zone, such as Europe/Berlin".to_owned())
}

/// `2026-06-09T10:00:00Z`, `2026-06-09T10:00` or `2026-06-09`.
fn instant(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    // A plus sign that was not percent-encoded has become a blank.
    let text = text.replace(' ', if text.matches(':').count() > 2 { "+" } else { "T" });
    let civil = || {
        let local = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from)).ok()?;
        Some(series::instant(zone, local))
    };
    let at = text.parse::<Timestamp>().ok().or_else(civil);
    let at = at.filter(|at| YEARS.contains(&TimeZone::UTC.to_datetime(*at).year()));
    at.ok_or_else(|| {
        "should be a time such as 2026-06-09T10:00:00Z, one of the zone's clock such as 2026-06-09T10:00, or a date".to_owned()
    })
}

fn metrics(text: &str) -> Result<Vec<SeriesMetric>, String> {
    let mut all: Vec<SeriesMetric> = Vec::new();
    for name in text.split(',') {
        let metric = name.trim().to_ascii_lowercase().parse::<SeriesMetric>();
        let metric = metric.map_err(|error| format!("`{}` {error}", name.escape_default()))?;
        if !all.contains(&metric) {
            all.push(metric);
        }
        if all.len() > MOST_METRICS {
            return Err(format!("at most {MOST_METRICS} metrics"));
        }
    }
    Ok(all)
}

fn character(text: &str) -> Result<Character, String> {
    Ok(match text {
        "steady" => Character::Steady,
        "fluctuating" => Character::Fluctuating,
        "impulsive" => Character::Impulsive,
        "rare" => Character::RareEvents,
        _ => return Err("should be steady, fluctuating, impulsive or rare".to_owned()),
    })
}

fn format(text: &str) -> Result<Format, String> {
    Ok(match text {
        "json" => Format::Json,
        "csv" => Format::Csv,
        "parquet" => Format::Parquet,
        _ => return Err("should be json, csv or parquet".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_taken_as_people_write_them() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let read = |text: &str| instant(text, &berlin).map(|at| at.to_string());
        let eight = Ok("2026-06-09T08:00:00Z".to_owned());
        for text in [
            "2026-06-09T08:00:00Z",
            "2026-06-09T10:00:00+02:00",
            "2026-06-09T10:00:00 02:00",
            "2026-06-09T10:00",
            "2026-06-09 10:00:00",
        ] {
            assert_eq!(read(text), eight, "{text}");
        }
        assert_eq!(read("2026-06-09"), Ok("2026-06-08T22:00:00Z".to_owned()));
        for text in ["", "now", "10:00", "1999-12-31", "2026-13-01", "9999-12-31T23:59:59Z", "-009999-01-01"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
