//! Final results of a measurement.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Payload of `GET …/results`. Beside the compatible keys, the line taken apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Results {
    /// The meter's whole data line.
    pub raw_data: String,
    /// `host:port` of the meter.
    pub device_key: String,
    /// Which record it is (ours): `nl43`, `nl42`, or `extended` (octave option), whose levels are not taken apart.
    pub layout: String,
    /// The main channel (ours).
    pub main: Option<ChannelResults>,
    /// First sub channel (ours).
    pub sub1: Option<ChannelResults>,
    /// Second sub channel (ours).
    pub sub2: Option<ChannelResults>,
    /// Third sub channel (ours).
    pub sub3: Option<ChannelResults>,
}

/// Levels of one channel in dB; null where the meter has none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChannelResults {
    /// Instantaneous level; as a rule null in final results.
    pub lp: Option<f64>,
    /// Equivalent continuous level.
    pub leq: Option<f64>,
    /// Sound exposure level.
    pub le: Option<f64>,
    /// Maximum.
    pub lmax: Option<f64>,
    /// Minimum.
    pub lmin: Option<f64>,
    /// Percentile slot 1.
    pub ln1: Option<f64>,
    /// Percentile slot 2.
    pub ln2: Option<f64>,
    /// Percentile slot 3.
    pub ln3: Option<f64>,
    /// Percentile slot 4.
    pub ln4: Option<f64>,
    /// Percentile slot 5.
    pub ln5: Option<f64>,
    /// Peak.
    pub lpeak: Option<f64>,
    /// Impulse-weighted equivalent level.
    pub lieq: Option<f64>,
    /// Moving equivalent level.
    pub leq_mov: Option<f64>,
    /// Takt-maximum level over 5 s.
    pub ltm5: Option<f64>,
    /// Overload: levels are lower bounds. Null when the channel is off.
    pub over: Option<bool>,
    /// Under-range: levels are upper bounds. Null when the channel is off.
    pub under: Option<bool>,
}
