//! Units for people: names, groups, positions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Answer to `GET /api/nl43/_units` (ours).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Units {
    /// Always `ok`.
    pub status: Ok,
    /// All units, by their ids.
    pub units: Vec<UnitOverview>,
}

/// A unit as people know it, and how it is set up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnitOverview {
    /// Name of the unit in addresses.
    pub unit_id: String,
    /// What people call it; null: its id has to do.
    pub name: Option<String>,
    /// The groups it is in.
    pub groups: Vec<String>,
    /// Where it stands, degrees north; null when nobody has said.
    pub latitude: Option<f64>,
    /// Degrees east; null with the latitude.
    pub longitude: Option<f64>,
    /// Frequency weighting of its levels: `A`, `C` or `Z`; null until the meter was asked.
    #[serde(default)]
    pub frequency_weighting: Option<String>,
    /// Host name or address of the meter.
    pub host: String,
    /// Control port.
    pub tcp_port: u16,
    /// Whether the control line may be used.
    pub tcp_enabled: bool,
    /// Whether files may be fetched.
    pub ftp_enabled: bool,
    /// Whether the unit is polled in the background.
    pub poll_enabled: bool,
    /// Whether the monitor feed is kept alive without viewers.
    pub monitor_enabled: bool,
    /// Whether an operator took it out of service.
    pub deactivated: bool,
}

/// Body of `PUT /api/nl43/{unit_id}/profile` (ours); what is not given is empty from then on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProfileUpdate {
    /// What people call the unit, at most 100 characters.
    #[schema(example = "North gate", min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// The groups it is in: at most 20, each of at most 100 characters.
    #[schema(max_items = 20)]
    pub groups: Option<Vec<String>>,
    /// Where it stands, degrees north; only together with the longitude.
    #[schema(minimum = -90, maximum = 90)]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    pub longitude: Option<f64>,
}

/// Answer to `PUT /api/nl43/{unit_id}/profile` (ours).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct UnitProfiled {
    /// Always `ok`.
    pub status: Ok,
    /// The unit as it is now.
    pub unit: UnitOverview,
}

/// Answer to `GET /api/nl43/_groups` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Groups {
    /// Always `ok`.
    pub status: Ok,
    /// Every group that a unit is in, by name.
    pub groups: Vec<GroupMembers>,
}

/// A group and its units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupMembers {
    /// Its name.
    pub name: String,
    /// Names of the units that are in it.
    pub units: Vec<String>,
}
