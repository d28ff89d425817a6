//! Frames of the live feeds, for clients that read them and for the API description.
//!
//! The server writes them field by field, once for each encoding; these shapes read all of its encodings.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Whether a unit answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FeedStatus {
    /// It does.
    Ok,
    /// It does not.
    Unreachable,
}

/// Where a unit's feed stands (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeedPosition {
    /// Name of the unit.
    pub unit_id: String,
    /// Opaque; changes when numbering restarts.
    pub epoch: String,
    /// Counts up by one with every published frame.
    pub seq: u64,
}

/// A data, unreachable or heartbeat frame of `…/monitor`.
///
/// Levels are texts as printed, or numbers where `values=numbers` was asked for; an unreachable frame has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonitorFrame {
    /// Name of the unit.
    pub unit_id: String,
    /// When the frame was published.
    pub timestamp: String,
    /// Whether the unit answers.
    pub feed_status: FeedStatus,
    /// `Start`, `Stop`, `Measure` or `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement_state: Option<String>,
    /// When the change to measuring was seen.
    #[serde(default)]
    pub measurement_start_time: Option<String>,
    /// Always null on a monitor frame.
    #[serde(default)]
    pub counter: Option<String>,
    /// Instantaneous level.
    #[serde(default)]
    pub lp: Option<Value>,
    /// Equivalent continuous level.
    #[serde(default)]
    pub leq: Option<Value>,
    /// Maximum.
    #[serde(default)]
    pub lmax: Option<Value>,
    /// Minimum.
    #[serde(default)]
    pub lmin: Option<Value>,
    /// Peak.
    #[serde(default)]
    pub lpeak: Option<Value>,
    /// Percentile slot 1.
    #[serde(default)]
    pub ln1: Option<Value>,
    /// Percentile slot 2.
    #[serde(default)]
    pub ln2: Option<Value>,
    /// Percentile slot 3, with numbers only (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ln3: Option<Value>,
    /// Percentile slot 4, with numbers only (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ln4: Option<Value>,
    /// Percentile slot 5, with numbers only (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ln5: Option<Value>,
    /// Sound exposure level, with numbers only (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub le: Option<Value>,
    /// Frequency weighting of the main channel, with numbers only, null when not known (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency_weighting: Option<String>,
    /// Time weighting of the main channel, likewise (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_weighting: Option<String>,
    /// Percentages the five slots are set to, with numbers only, null when not known (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ln_percent: Option<Vec<u8>>,
    /// Overload: levels are lower bounds, with numbers only (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<bool>,
    /// Under-range: levels are upper bounds, with numbers only (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<bool>,
    /// First data after an outage, with numbers only (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovered: Option<bool>,
    /// The meter's whole data line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_payload: Option<String>,
    /// Why the unit is unreachable, in words (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Set on a frame that only says the connection lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heartbeat: Option<bool>,
    /// Position in the feed (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    /// Position in the feed (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
}

/// A record of the 10 Hz output, on `…/stream`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StreamFrame {
    /// Name of the unit.
    pub unit_id: String,
    /// When the frame was published.
    pub timestamp: String,
    /// Always `Measure`; `run_state` tells the truth.
    pub measurement_state: String,
    /// When the change to measuring was seen.
    pub measurement_start_time: Option<String>,
    /// Record number, 1 to 600.
    pub counter: String,
    /// Level of these 100 ms.
    pub lp: Option<Value>,
    /// Equivalent continuous level of these 100 ms.
    pub leq: Option<Value>,
    /// Maximum.
    pub lmax: Option<Value>,
    /// Minimum.
    pub lmin: Option<Value>,
    /// Peak.
    pub lpeak: Option<Value>,
    /// Always null: the stream has no percentiles.
    pub ln1: Option<Value>,
    /// Always null: the stream has no percentiles.
    pub ln2: Option<Value>,
    /// The meter's whole data line.
    pub raw_payload: String,
    /// State of the measurement as far as known (ours).
    #[serde(default)]
    pub run_state: Option<String>,
    /// Percentiles of `lp` over the stream (ours); null until 100 records were seen.
    #[serde(default)]
    pub stream_ln: Option<StreamPercentiles>,
}

/// Percentiles over the records of one stream (ours).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StreamPercentiles {
    /// Percent of the time exceeded.
    pub n: Vec<u8>,
    /// Level for each of them, dB.
    pub levels: Vec<f64>,
}

/// A frame that only says the connection lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Heartbeat {
    /// Name of the unit.
    pub unit_id: String,
    /// When it was sent.
    pub timestamp: String,
    /// Whether the unit answers.
    pub feed_status: FeedStatus,
    /// Always true.
    pub heartbeat: bool,
}

/// First frame of a connection that asked for it (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HelloFrame {
    /// Always `hello`.
    pub event: String,
    /// Version of the service.
    pub version: String,
    /// When it was sent.
    pub timestamp: String,
    /// The units followed, and where their feeds stand.
    pub units: Vec<FeedPosition>,
    /// Names that cannot be followed.
    pub missing: Vec<String>,
}

/// What was recorded of a unit, before its first frame (ours).
///
/// Its readings and those of the frames from `seq + 1` on are all there are, each once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BackfillFrame {
    /// Always `backfill`.
    pub event: String,
    /// Name of the unit.
    pub unit_id: String,
    /// When it was made.
    pub timestamp: String,
    /// Length of the steps in seconds.
    pub period_s: u32,
    /// What the values of a row are: `at`, seconds since 1970 at the begin of the step; the levels in dB; `covered_s`, how many
    /// seconds of it were measured.
    pub columns: Vec<String>,
    /// A row for each step, oldest first, with `null` where nothing was measured. The last one may have only begun: it goes on
    /// with the frames that follow.
    pub rows: Vec<Vec<Option<f64>>>,
    /// When its newest reading was taken; null when none was lately.
    pub until: Option<String>,
    /// The frame that a new viewer is shown first; null when there is none yet.
    #[schema(value_type = Option<MonitorFrame>)]
    pub state: Option<Value>,
    /// Why `since` could not be resumed; null when it was not given.
    pub gap: Option<String>,
    /// Why there are no rows, in words; null when all is well.
    pub error: Option<String>,
    /// Position in the feed.
    pub epoch: String,
    /// Number of the last frame before; the next one is one more.
    pub seq: u64,
}

/// Frames are missing here (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GapFrame {
    /// Always `gap`.
    pub event: String,
    /// Name of the unit.
    pub unit_id: String,
    /// When it was sent.
    pub timestamp: String,
    /// Why.
    pub reason: String,
    /// Where recorded readings can be read instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<String>,
}

/// Something happened to an event of an alert rule or of the connection (ours).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlertFrame {
    /// Always `alert`.
    pub event: String,
    /// Name of the unit.
    pub unit_id: String,
    /// When the frame was published.
    pub timestamp: String,
    /// `onset`, `reminder`, `clear`, `acknowledged`, `shelved` or `unshelved`; there may be more.
    pub edge: String,
    /// Whether nobody is sent word of it: it is for those who look only.
    #[serde(default)]
    pub quiet: bool,
    /// Number of the rule; null for the environment's and for the connection.
    #[serde(default)]
    pub rule_id: Option<i64>,
    /// The rule's name.
    pub rule: String,
    /// `info`, `warning` or `critical`.
    #[serde(default)]
    pub severity: Option<String>,
    /// What was compared.
    pub metric: String,
    /// The unit of the values: `dB`, `s`, `%`, `MB` or nothing.
    #[serde(default)]
    pub unit: Option<String>,
    /// `above`, `below`, `at_or_above` or `at_or_below`.
    pub comparison: String,
    /// The rule's threshold, in that unit; null for connectivity.
    pub threshold_db: Option<f64>,
    /// The value at the edge, in that unit; null where there is none.
    pub level_db: Option<f64>,
}

/// Why a live connection is about to be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ErrorFrame {
    /// What is wrong.
    pub error: String,
    /// Name of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<String>,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
