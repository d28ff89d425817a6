//! Levels over time, in steps (ours).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer of `GET …/series` as JSON: a table of steps, oldest first. Steps of which nothing was measured are there too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Series {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Begin of the first step, with the zone's offset.
    #[schema(example = "2026-06-09T00:00:00+02:00")]
    pub from: String,
    /// Up to when; the last step begins before it.
    #[schema(example = "2026-06-10T00:00:00+02:00")]
    pub to: String,
    /// The zone on whose clock the steps lie.
    #[schema(example = "Europe/Berlin")]
    pub zone: String,
    /// Length of the steps. Days are an hour shorter or longer where the clocks change.
    #[schema(example = "15min")]
    pub period: String,
    /// Unit of the levels.
    #[schema(example = "dB")]
    pub unit: String,
    /// What the values of a row are: `time`, seconds since 1970 at the begin of the step; the levels; `coverage`, the
    /// measured share of the step until now, 0 to 1; `over` and `under`, the shares of overload and under-range in what
    /// was measured; `sampled`, whether the Leq is that of polled levels instead of measured without a gap, and is provisional;
    /// `uncertainty`, how far the Leq may be off, in dB: of polled levels a standard deviation, of the meter's own running
    /// values the most; `null` when every tenth of a second was streamed, or levels were polled too seldom to say.
    #[schema(example = json!(["time", "leq", "lmax", "coverage", "over", "under", "sampled", "uncertainty"]))]
    pub columns: Vec<String>,
    /// A row for each step, with a value for each column; `null` where there is none.
    #[schema(example = json!([[1_780_956_000, 54.31, 71.2, 1.0, 0.0, 0.0, true, 0.03]]))]
    pub rows: Vec<Vec<Option<SeriesValue>>>,
}

/// A value in a row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum SeriesValue {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
}

/// A time with an offset, a time of the zone's clock, or a date.
#[derive(Debug, ToSchema)]
#[schema(example = "2026-06-09")]
pub struct SeriesFrom(pub String);

/// A time with an offset, a time of the zone's clock, or a date.
#[derive(Debug, ToSchema)]
#[schema(example = "2026-06-10T06:00")]
pub struct SeriesTo(pub String);

/// A number and `s`, `min`, `h` or `d` that divides the next longer one.
#[derive(Debug, ToSchema)]
#[schema(example = "15min")]
pub struct SeriesPeriod(pub String);

/// Figures of a step, separated by commas.
#[derive(Debug, ToSchema)]
#[schema(example = "leq,lmax,l10")]
pub struct SeriesMetrics(pub String);

/// IANA name of a time zone.
#[derive(Debug, ToSchema)]
#[schema(example = "Europe/Berlin")]
pub struct ZoneName(pub String);

/// Character of a sound, on which the uncertainty of polled levels depends.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SoundCharacter {
    /// Plant, ventilation.
    Steady,
    /// Road traffic.
    Fluctuating,
    /// Impact piling.
    Impulsive,
    /// A few loud events of less than a second.
    Rare,
}

/// Forms of the answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SeriesFormat {
    /// [`Series`].
    Json,
    /// A line for each step, times with the zone's offset.
    Csv,
    /// Apache Parquet.
    Parquet,
}
