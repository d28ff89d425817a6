//! Cases as they are written.

use std::path::PathBuf;

use serde::Deserialize;

/// A case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseText {
    /// What it is about.
    pub(super) name: String,
    /// Name of its rule; the only one unless given.
    pub(super) rule: Option<String>,
    /// IANA name of the site's zone; UTC unless given.
    pub(super) zone: Option<String>,
    /// When the series begins: a time with an offset, or one of the zone's clock.
    #[serde(default = "usual_start")]
    pub(super) start: String,
    /// Seconds from one reading to the next.
    #[serde(default = "one")]
    pub(super) every_s: f64,
    /// Readings further apart have a gap between them; twice `every_s` unless given.
    pub(super) max_gap_s: Option<f64>,
    /// Whether levels are energy means of the time before them, and not samples.
    #[serde(default)]
    pub(super) means: bool,
    /// Levels one after another, as `lp`.
    pub(super) levels: Option<Vec<LevelText>>,
    /// What happens, one after another.
    pub(super) steps: Option<Vec<StepText>>,
    /// A file of readings, beside this one.
    pub(super) csv: Option<PathBuf>,
    /// Whether the times of that file are those at which steps begin.
    #[serde(default)]
    pub(super) csv_times: CsvTimes,
    /// Seconds after the begin at which it is looked at last; the end of the series unless given.
    pub(super) until_s: Option<f64>,
    /// The events, oldest first.
    pub(super) expect: Vec<ExpectText>,
    /// How far times may be off, seconds.
    #[serde(default = "one")]
    pub(super) tolerance_s: f64,
    /// How far values may be off.
    #[serde(default = "tenth")]
    pub(super) tolerance_db: f64,
}

/// A level, or `-` where there is none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum LevelText {
    Level(f64),
    None(String),
}

/// What the times of a CSV file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CsvTimes {
    /// When a reading was taken; a mean is one of the time before.
    #[default]
    End,
    /// When a step began, as `…/series` writes them.
    Begin,
}

/// Readings, a gap, or a fact.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StepText {
    /// How long these levels last, seconds; one reading unless given.
    pub(super) for_s: Option<f64>,
    /// Nothing for so many seconds.
    pub(super) gap_s: Option<f64>,
    pub(super) lp: Option<f64>,
    /// `lp` rises or falls to this until the step's end.
    pub(super) to: Option<f64>,
    pub(super) leq: Option<f64>,
    pub(super) le: Option<f64>,
    pub(super) lmax: Option<f64>,
    pub(super) lmin: Option<f64>,
    pub(super) lpeak: Option<f64>,
    pub(super) ln1: Option<f64>,
    pub(super) ln2: Option<f64>,
    pub(super) ln3: Option<f64>,
    pub(super) ln4: Option<f64>,
    pub(super) ln5: Option<f64>,
    /// Overload.
    pub(super) over: bool,
    /// Under-range.
    pub(super) under: bool,
    /// Readings come, and have no levels.
    pub(super) empty: bool,
    /// `answers`, `lost` or `rests`.
    pub(super) contact: Option<String>,
    /// `Full`, `Middle`, `Low`, `Dead` or `Empty`.
    pub(super) battery: Option<String>,
    pub(super) card_free_mb: Option<f64>,
    pub(super) card_free_percent: Option<f64>,
    pub(super) clock_offset_s: Option<f64>,
}

/// An event that is expected. Only what is given is compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectText {
    pub(super) onset: WhenText,
    pub(super) clear: Option<WhenText>,
    /// It is open at the end.
    #[serde(default)]
    pub(super) open: bool,
    /// Why it ended: `cleared`, or the words of another reason.
    pub(super) ended: Option<String>,
    pub(super) value: Option<f64>,
    pub(super) peak: Option<f64>,
    pub(super) peak_at: Option<WhenText>,
    pub(super) exceedances: Option<u32>,
}

/// Seconds since the begin, or a time.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum WhenText {
    Seconds(f64),
    Time(String),
}

fn usual_start() -> String {
    "2026-01-01T00:00:00".to_owned()
}

fn one() -> f64 {
    1.0
}

fn tenth() -> f64 {
    0.1
}
