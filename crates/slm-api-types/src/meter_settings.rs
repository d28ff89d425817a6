//! The small settings of a meter, one route each.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET …/battery`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Battery {
    /// Always `ok`.
    pub status: Ok,
    /// The meter's word, for instance `Full`.
    pub battery_level: String,
}

/// Answer to `GET …/sleep/status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SleepStatus {
    /// Always `ok`.
    pub status: Ok,
    /// `On` or `Off`. A meter whose sleep mode is on drops off the network some time later.
    pub sleep_status: String,
}

/// Answer to `GET …/clock`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Clock {
    /// Always `ok`.
    pub status: Ok,
    /// `YYYY/MM/DD hh:mm:ss`, the meter's local time.
    pub clock: String,
}

/// Body of `PUT …/clock`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClockUpdate {
    /// `YYYY/MM/DD hh:mm:ss`; a comma instead of the blank is accepted.
    pub datetime: String,
}

/// Answer to `POST …/clock/sync`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClockSynced {
    /// Always `ok`.
    pub status: Ok,
    /// What was done.
    pub message: String,
    /// The time that was sent: the site's when the command left.
    pub clock: String,
    /// The site's zone, as configured.
    pub zone: String,
    /// The meter's clock minus the site's time before, in seconds; null when it was not answered. Meters tell whole
    /// seconds.
    pub offset_before_s: Option<f64>,
    /// The same afterwards.
    pub offset_after_s: Option<f64>,
}

/// Answer to `GET …/frequency-weighting`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FrequencyWeighting {
    /// Always `ok`.
    pub status: Ok,
    /// `A`, `C` or `Z`.
    pub frequency_weighting: String,
    /// The channel, as asked for.
    pub channel: String,
}

/// Answer to `GET …/time-weighting`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimeWeighting {
    /// Always `ok`.
    pub status: Ok,
    /// `F`, `S` or `I`.
    pub time_weighting: String,
    /// The channel, as asked for.
    pub channel: String,
}

/// Body of `PUT …/frequency-weighting` and `…/time-weighting`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WeightingUpdate {
    /// `A`, `C`, `Z`, or `F`, `S`, `I`.
    pub weighting: String,
    /// `Main` (default), `Sub1`, `Sub2`, `Sub3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// Answer to `GET …/measurement-time`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeasurementTime {
    /// Always `ok`.
    pub status: Ok,
    /// The preset of Manual store mode, for instance `15m`.
    pub measurement_time: String,
}

/// Answer to `GET …/leq-interval`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeqInterval {
    /// Always `ok`.
    pub status: Ok,
    /// For instance `10m`.
    pub leq_interval: String,
}

/// Answer to `GET …/lp-interval`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LpInterval {
    /// Always `ok`.
    pub status: Ok,
    /// For instance `100ms`.
    pub lp_interval: String,
}

/// Body of `PUT …/measurement-time`, `…/leq-interval` and `…/lp-interval`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PresetUpdate {
    /// For instance `100ms`, `10m`, `1h`, `Manual`. What the meter does not know it refuses.
    pub preset: String,
}

/// Answer to `GET …/index-number`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndexNumber {
    /// Always `ok`.
    pub status: Ok,
    /// Four digits: the number of the folder that is written next (`Store Name`).
    pub index_number: String,
}

/// Body of `PUT …/index-number`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndexUpdate {
    /// 0 to 9999.
    pub index: i64,
}

/// Answer to `GET …/overwrite-check`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OverwriteCheck {
    /// Always `ok`.
    pub status: Ok,
    /// `None` or `Exist`.
    pub overwrite_status: String,
    /// Whether storing would overwrite data.
    pub will_overwrite: bool,
    /// The opposite.
    pub safe_to_store: bool,
}

/// Answer to `GET …/settings` and `…/settings/all`: the meter's words, or `Error: ` and why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeterSettings {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit; not in `…/settings/all`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<String>,
    /// The settings.
    pub settings: SettingsValues,
}

/// The main settings of a meter, in the order they are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SettingsValues {
    /// `Measure?`
    pub measurement_state: String,
    /// `Frequency Weighting (Main)?`
    pub frequency_weighting: String,
    /// `Time Weighting (Main)?`
    pub time_weighting: String,
    /// `Measurement Time Preset Manual?`
    pub measurement_time: String,
    /// `Leq Calculation Interval Preset?`
    pub leq_interval: String,
    /// `Lp Store Interval?`
    pub lp_interval: String,
    /// `Store Name?`
    pub index_number: String,
    /// `Battery Level?`
    pub battery_level: String,
    /// `Clock?`
    pub clock: String,
    /// `Sleep Mode?`
    pub sleep_mode: String,
    /// `FTP?`
    pub ftp_status: String,
}
