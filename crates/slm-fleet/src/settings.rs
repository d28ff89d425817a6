//! Figures for all units of a fleet.

use std::time::Duration;

use nl43_client::LinkOptions;
use slm_domain::session::SessionSettings;
use slm_feed::FeedOptions;

/// How the fleet's lines and feeds behave.
#[derive(Debug, Clone)]
pub struct FleetSettings {
    /// Each line's rules and cadences.
    pub session: SessionSettings,
    /// How connections are made and kept.
    pub link: LinkOptions,
    /// Each feed's ring and heartbeat.
    pub feed: FeedOptions,
    /// Longest time one write to a meter may take before its connection counts as lost.
    pub write_timeout: Duration,
    /// Whether the fleet starts in standby.
    pub standby: bool,
}

impl Default for FleetSettings {
    fn default() -> Self {
        Self {
            session: SessionSettings::default(),
            link: LinkOptions::default(),
            feed: FeedOptions::default(),
            write_timeout: Duration::from_secs(5),
            standby: false,
        }
    }
}
