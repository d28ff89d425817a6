//! Links for clients, and what whoever has one is shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Body of `POST /api/nl43/_links` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientLinkBody {
    /// What it is called, at most 100 characters; those who follow it see it, too.
    #[schema(example = "Neighbours", min_length = 1, max_length = 100)]
    pub name: String,
    /// The unit that it shows; either this or a group.
    pub unit_id: Option<String>,
    /// The group that it shows: the units that are in it when somebody looks.
    pub group: Option<String>,
}

/// A link for clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientLinkDetails {
    /// Its number.
    pub id: i64,
    /// What its address ends with. Whoever knows it may look.
    pub token: String,
    /// What it is called.
    pub name: String,
    /// The unit that it shows, or null.
    pub unit_id: Option<String>,
    /// The group that it shows, or null.
    pub group: Option<String>,
    /// When it was made, in UTC.
    pub created_at: String,
    /// Its page on this server.
    pub path: String,
}

/// Answer to `GET /api/nl43/_links` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientLinkList {
    /// Always `ok`.
    pub status: Ok,
    /// Newest first.
    pub links: Vec<ClientLinkDetails>,
}

/// Answer to `POST /api/nl43/_links` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientLinkMade {
    /// Always `ok`.
    pub status: Ok,
    /// The new link.
    pub link: ClientLinkDetails,
}

/// Answer to `DELETE /api/nl43/_links/{link_id}` (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientLinkDeleted {
    /// Always `ok`.
    pub status: Ok,
    /// Its number.
    pub deleted: i64,
}

/// Answer to `GET /view/{token}/data` (ours): what a client may see, and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClientView {
    /// Always `ok`.
    pub status: Ok,
    /// What the link is called.
    pub name: String,
    /// The site's zone: an IANA name, or a distance from UTC such as `+05:30`. The day is its.
    pub zone: String,
    /// The server's clock, in UTC.
    pub now: String,
    /// The units of the link, by name; at most 50.
    pub units: Vec<ViewedUnit>,
}

/// How a unit stands, for clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ViewedState {
    /// Its levels are current.
    Live,
    /// They are not, although nothing is known to be wrong.
    Stale,
    /// Its meter does not answer.
    Unreachable,
    /// Nothing has come from it yet.
    Waiting,
}

/// A unit as a client sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ViewedUnit {
    /// Names the unit within the link, in its events too; says nothing outside of it.
    pub key: String,
    /// What people call it; its id where nobody has said.
    pub name: String,
    /// How it stands.
    pub state: ViewedState,
    /// Time of its last reading, in UTC.
    pub last_seen: Option<String>,
    /// Weighting of its levels, where that is known.
    pub weighting: Option<String>,
    /// The last known levels; null before the first reading.
    pub now: Option<ViewedNow>,
    /// The day so far.
    pub today: Option<ViewedDay>,
    /// Limits on means and their use.
    pub limits: Vec<ViewedLimit>,
    /// The last 24 hours.
    pub last_24h: ViewedSeries,
}

/// Last known levels, dB.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ViewedNow {
    /// Time of the reading, in UTC.
    pub at: Option<String>,
    /// Seconds after which they are no longer current: three periods of the polling.
    pub stale_after_s: f64,
    /// Instantaneous level.
    pub lp: Option<f64>,
    /// Mean of the measurement.
    pub leq: Option<f64>,
}

/// Figures of the site's day so far, dB.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ViewedDay {
    /// Its beginning, in UTC.
    pub from: String,
    /// Until when, in UTC.
    pub to: String,
    /// Energy mean.
    pub leq: Option<f64>,
    /// Maximum.
    pub lmax: Option<f64>,
    /// Level exceeded for 10 % of the time.
    pub l10: Option<f64>,
    /// Level exceeded for half of the time.
    pub l50: Option<f64>,
    /// Level exceeded for 90 % of the time.
    pub l90: Option<f64>,
    /// Share of the day so far that was measured, 0 to 1.
    pub coverage: Option<f64>,
    /// Whether levels were polled instead of measured without a gap.
    pub provisional: bool,
}

/// A limit on a mean, and how much of it is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ViewedLimit {
    /// What the rule is called.
    pub name: String,
    /// What it is on, as in `Leq,15min`.
    pub metric_text: String,
    /// The limit, dB.
    pub limit_db: f64,
    /// Begin of its window, in UTC.
    pub window_start: String,
    /// End of its window, in UTC.
    pub window_end: String,
    /// Level of the window so far, dB.
    pub level_db: Option<f64>,
    /// Share of the window's energy that is used, per cent.
    pub used_percent: Option<f64>,
    /// Mean that the rest of the window may have, dB.
    pub allowed_db: Option<f64>,
    /// When the limit is broken if the level stays as it is.
    pub seconds_to_breach: Option<f64>,
    /// Whether it is broken already.
    pub breached: bool,
}

/// The last 24 hours in steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ViewedSeries {
    /// Length of a step in seconds.
    pub period_s: u32,
    /// What the values of a row are: `at` (seconds since 1970), levels in dB, `coverage` (0 to 1).
    #[schema(example = json!(["at", "leq", "lmax", "l90", "coverage"]))]
    pub columns: Vec<String>,
    /// One for each step, oldest first; null where nothing was measured.
    pub rows: Vec<Vec<Option<f64>>>,
}

/// The event `now` of `GET /view/{token}/events` (ours).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ViewedNews {
    /// Names the unit within the link.
    pub key: String,
    /// How it stands.
    pub state: ViewedState,
    /// Time of its last reading, in UTC.
    pub last_seen: Option<String>,
    /// Weighting of its levels, where that is known.
    pub weighting: Option<String>,
    /// The last known levels.
    pub now: Option<ViewedNow>,
}
