//! Health of the service and of its meters.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET /health`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the service, known to existing clients.
    pub service: String,
}

/// Answer to `GET /health/devices`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DevicesHealth {
    /// `ok` when every unit is reachable.
    pub status: HealthVerdict,
    /// Units with TCP enabled.
    pub devices: Vec<DeviceHealth>,
    /// How many units.
    pub total_devices: usize,
    /// How many of them are reachable.
    pub reachable_devices: usize,
}

/// Verdict over all meters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum HealthVerdict {
    /// Every unit is reachable.
    Ok,
    /// At least one is not.
    Degraded,
}

/// One unit's health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceHealth {
    /// Name of the unit.
    pub unit_id: String,
    /// Host name or address of the meter.
    pub host: String,
    /// Control port.
    pub port: u16,
    /// Whether the meter answers.
    pub reachable: bool,
    /// Short name of the failure, for instance `refused`, `timed_out` or `wedged`. Null when it answers, when it rests,
    /// and when it was never asked.
    pub error: Option<String>,
    /// The failure in words (ours).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `pool`: by its open connection; `cached`: by its last poll. Absent when unreachable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}
