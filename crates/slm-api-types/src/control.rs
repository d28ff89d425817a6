//! Answers of the routes that act on a meter or on its line.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET …/measurement-state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeasurementState {
    /// Always `ok`.
    pub status: Ok,
    /// The meter's word.
    pub measurement_state: String,
    /// Whether the word is `Start`.
    pub is_measuring: bool,
}

/// Answer to `POST …/activate` and `…/deactivate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PollingSwitched {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Whether the unit is polled from now on.
    pub poll_enabled: bool,
    /// What was done.
    pub message: String,
}

/// Answer to `POST …/disconnect`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Disconnected {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// `host:port` of the meter.
    pub device_key: String,
    /// Whether there was a connection.
    pub disconnected: bool,
    /// What was done.
    pub message: String,
}
