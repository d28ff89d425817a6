//! Adding, changing and removing campaigns: the database first, then the agenda.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_domain::UnitId;
use slm_domain::campaign::{Campaign, Entry, Overlap, first_overlap};
use slm_store::StoreError;

use super::MAX_PER_UNIT;
use crate::app::App;

/// Why a campaign cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CampaignConflict {
    /// It would measure while another campaign of the unit does.
    #[error("overlaps with campaign {id} ({name}) on {day}")]
    Overlaps {
        /// The other campaign.
        id: i64,
        /// Its name.
        name: String,
        /// The day on which the other's window begins.
        day: jiff::civil::Date,
    },
    /// None of its days lies in the time it is valid.
    #[error("no window begins within the days it is valid")]
    NeverDue,
    /// The unit has as many as it may.
    #[error("a unit has at most {MAX_PER_UNIT} campaigns")]
    TooMany,
    /// There is none of its number.
    #[error("Campaign not found")]
    Unknown,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a campaign; what became due before now is not its concern.
///
/// # Errors
/// [`CampaignConflict`].
pub(crate) async fn insert(app: &App, mut campaign: Campaign) -> Result<Entry, CampaignConflict> {
    let _change = app.campaigns.shared.changes.lock().await;
    if app.campaigns.of_unit(&campaign.unit).len() >= MAX_PER_UNIT {
        return Err(CampaignConflict::TooMany);
    }
    let zone = check(app, &campaign)?;
    campaign.id = app.store.insert_campaign(&campaign).await?;
    app.campaigns.put(campaign.clone(), zone.clone());
    Ok(Entry { campaign, zone })
}

/// Replaces a campaign; what became due before now is not its concern.
///
/// # Errors
/// [`CampaignConflict`].
pub(crate) async fn update(app: &App, campaign: Campaign) -> Result<Entry, CampaignConflict> {
    let _change = app.campaigns.shared.changes.lock().await;
    let zone = check(app, &campaign)?;
    if !app.store.update_campaign(&campaign).await? {
        return Err(CampaignConflict::Unknown);
    }
    app.campaigns.put(campaign.clone(), zone.clone());
    Ok(Entry { campaign, zone })
}

/// Removes a campaign; a cycle of it that runs goes on.
///
/// # Errors
/// There is none of this number; the database failed.
pub(crate) async fn delete(app: &App, unit: &UnitId, id: i64) -> Result<(), CampaignConflict> {
    let _change = app.campaigns.shared.changes.lock().await;
    if !app.store.delete_campaign(unit, id).await? {
        return Err(CampaignConflict::Unknown);
    }
    app.campaigns.agenda().retain(|campaign| campaign.id != id);
    app.campaigns.shared.changed.notify_one();
    Ok(())
}

fn check(app: &App, campaign: &Campaign) -> Result<TimeZone, CampaignConflict> {
    // The caller has looked the zone up.
    let zone = app.campaigns.zone(campaign.zone.as_deref()).unwrap_or(TimeZone::UTC);
    if !campaign.enabled {
        return Ok(zone);
    }
    let now = Timestamp::now();
    if campaign.schedule.next_due(&zone, now).is_none() {
        return Err(CampaignConflict::NeverDue);
    }
    let others = app.campaigns.of_unit(&campaign.unit);
    for other in others.iter().filter(|other| other.campaign.enabled && other.campaign.id != campaign.id) {
        let found = first_overlap((&campaign.schedule, &zone), (&other.campaign.schedule, &other.zone), now);
        if let Some(Overlap { other: window, .. }) = found {
            let (id, name) = (other.campaign.id, other.campaign.name.clone());
            return Err(CampaignConflict::Overlaps { id, name, day: window.day });
        }
    }
    Ok(zone)
}
