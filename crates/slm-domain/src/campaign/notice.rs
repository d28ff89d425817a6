//! A run of a campaign as the feed shows it.

use jiff::Timestamp;

use super::Action;

/// What became of something due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignNotice {
    /// Number of the campaign.
    pub campaign: i64,
    /// Its name.
    pub name: String,
    /// Which cycle.
    pub action: Action,
    /// When it was due.
    pub due: Timestamp,
    /// `running`, `done`, `failed`, `missed`, `skipped` or `interrupted`.
    pub state: &'static str,
    /// The cycle's operation, once there is one.
    pub operation: Option<String>,
    /// What is worth knowing: how late, why missed, what failed.
    pub detail: Option<String>,
}
