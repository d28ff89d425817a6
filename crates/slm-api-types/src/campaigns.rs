//! Campaigns: recurring start and stop cycles (ours).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Ok;

/// Body of `POST …/campaigns` and `PUT …/campaigns/{campaign_id}`, which replaces the whole campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignUpdate {
    /// What people call it; `Campaign` unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it makes anything due; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// IANA name of its zone, such as `Europe/Berlin`; the site's unless given.
    #[schema(example = "Europe/Berlin")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Days on which it begins: numbers from 0, Monday, to 6, as a list or separated by commas; all unless given.
    #[schema(example = json!([0, 4]))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<u8>>,
    /// Local time of its start cycle, `hh:mm` or `hh:mm:ss`.
    #[schema(example = "22:00")]
    pub start: String,
    /// Local time of its stop cycle; on the next day when not later than `start`.
    #[schema(example = "06:00")]
    pub stop: String,
    /// First day on which it may begin, `YYYY-MM-DD`.
    #[schema(example = "2026-06-01")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Last day on which it may begin.
    #[schema(example = "2099-12-31")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// How late, in seconds, a cycle may still be run; 900 unless given, at most a day.
    #[schema(maximum = 86400)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_s: Option<u32>,
    /// Whether start cycles set the meter's clock; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync_clock: Option<bool>,
    /// Whether stop cycles fetch the files; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download: Option<bool>,
    /// Whether stop cycles switch a working FTP server off and on; true unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toggle_ftp: Option<bool>,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignDetails {
    /// Its number.
    pub id: i64,
    /// Name of the unit.
    pub unit_id: String,
    /// What people call it.
    pub name: String,
    /// Whether it makes anything due.
    pub enabled: bool,
    /// Why it rests although nobody disabled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// IANA name of its own zone; null for the site's.
    pub zone: Option<String>,
    /// Days on which it begins, numbers from 0, Monday, to 6.
    pub days: Vec<u8>,
    /// Local time of its start cycle.
    pub start: String,
    /// Local time of its stop cycle.
    pub stop: String,
    /// First day on which it may begin.
    pub valid_from: Option<String>,
    /// Last day on which it may begin.
    pub valid_until: Option<String>,
    /// How late a cycle may still be run, seconds.
    pub grace_s: u64,
    /// Whether start cycles set the meter's clock.
    pub sync_clock: bool,
    /// Whether stop cycles fetch the files.
    pub download: bool,
    /// Whether stop cycles switch a working FTP server off and on.
    pub toggle_ftp: bool,
    /// What is due next: by its schedule, or the stop of what it has begun.
    pub next: Option<CampaignDue>,
}

/// Something due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignDue {
    /// `start` or `stop`.
    pub action: String,
    /// When, UTC.
    pub at: String,
    /// When, by the campaign's clock, with its offset from UTC.
    pub local: String,
}

/// Answer to `GET …/campaigns`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignList {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Its campaigns, in the order of their numbers.
    pub campaigns: Vec<CampaignDetails>,
    /// How many there are.
    pub count: usize,
}

/// Answer to `DELETE …/campaigns/{campaign_id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignDeleted {
    /// Always `ok`.
    pub status: Ok,
    /// Its number.
    pub deleted: i64,
    /// Said when it has begun a measurement that it will not stop any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Answer to `GET …/campaigns/{campaign_id}/runs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignRuns {
    /// Always `ok`.
    pub status: Ok,
    /// Name of the unit.
    pub unit_id: String,
    /// Number of the campaign.
    pub campaign_id: i64,
    /// Its runs, newest first.
    pub runs: Vec<CampaignRunDetails>,
    /// How many are shown.
    pub count: usize,
}

/// One run of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignRunDetails {
    /// `start` or `stop`.
    pub action: String,
    /// When it was due, UTC.
    pub due: String,
    /// `running`, `done`, `failed`, `missed`, `skipped` or `interrupted`.
    pub state: String,
    /// When its cycle began, UTC.
    pub began: Option<String>,
    /// When its cycle ended, UTC.
    pub ended: Option<String>,
    /// The cycle's operation.
    pub operation_id: Option<String>,
    /// What is worth knowing: how late, why missed, what failed.
    pub detail: Option<String>,
}

/// A frame that tells what became of something due (ours).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignFrame {
    /// Always `campaign`.
    pub event: String,
    /// Name of the unit.
    pub unit_id: String,
    /// When the frame was published.
    pub timestamp: String,
    /// Number of the campaign.
    pub campaign_id: i64,
    /// Its name.
    pub name: String,
    /// `start` or `stop`.
    pub action: String,
    /// When it was due, UTC.
    pub due: String,
    /// `running`, `done`, `failed`, `missed`, `skipped` or `interrupted`.
    pub state: String,
    /// The cycle's operation.
    pub operation_id: Option<String>,
    /// What is worth knowing.
    pub detail: Option<String>,
}
