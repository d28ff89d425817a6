//! Campaigns: start and stop cycles by the calendar.
//!
//! When something is due is decided in [`slm_domain::campaign`]; here it is waited for ([`scheduler`]), kept, run and told
//! ([`run`]). What is due while the service is in standby, or for a unit that rests, is skipped: another instance, or
//! nobody, is to touch the meter.

mod change;
mod run;
mod scheduler;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slm_domain::UnitId;
use slm_domain::campaign::{Agenda, Campaign, Entry};
use slm_store::StoreError;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::app::App;

pub(crate) use change::{CampaignConflict, delete, insert, update};

/// Campaigns of one unit.
pub(crate) const MAX_PER_UNIT: usize = 50;

/// All campaigns. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Campaigns {
    shared: Arc<Shared>,
}

struct Shared {
    site_zone: TimeZone,
    agenda: Mutex<Agenda>,
    /// Something was added, changed or removed.
    changed: Notify,
    /// One change at a time.
    changes: tokio::sync::Mutex<()>,
    /// Runs of a unit take turns, in the order in which they became due.
    turns: Mutex<HashMap<UnitId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Campaigns {
    pub(crate) fn new(site_zone: TimeZone) -> Self {
        let shared = Shared {
            site_zone,
            agenda: Mutex::default(),
            changed: Notify::new(),
            changes: tokio::sync::Mutex::default(),
            turns: Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The unit's campaigns with their zones, in the order of their numbers.
    pub(crate) fn of_unit(&self, unit: &UnitId) -> Vec<Entry> {
        let agenda = self.agenda();
        agenda.entries().iter().filter(|entry| entry.campaign.unit == *unit).cloned().collect()
    }

    /// One campaign of the unit.
    pub(crate) fn get(&self, unit: &UnitId, id: i64) -> Option<Entry> {
        self.of_unit(unit).into_iter().find(|entry| entry.campaign.id == id)
    }

    /// Forgets the campaigns of a deleted unit; the store has.
    pub(crate) fn forget(&self, unit: &UnitId) {
        self.agenda().retain(|campaign| campaign.unit != *unit);
        self.shared.changed.notify_one();
    }

    /// The zone of this name, or the site's; `None` for a name that no zone has.
    pub(crate) fn zone(&self, name: Option<&str>) -> Option<TimeZone> {
        match name {
            None => Some(self.shared.site_zone.clone()),
            Some(name) => TimeZone::get(name).ok(),
        }
    }

    /// Loads what is kept.
    async fn load(&self, app: &App) -> Result<(), StoreError> {
        for campaign in app.store.campaigns().await? {
            let zone = self.zone(campaign.zone.as_deref());
            let Some(zone) = zone else {
                let (id, zone) = (campaign.id, campaign.zone.unwrap_or_default());
                tracing::error!(campaign = id, zone, "a campaign rests: its time zone is not known here");
                continue;
            };
            self.agenda().put(Entry { campaign, zone });
        }
        Ok(())
    }

    fn put(&self, campaign: Campaign, zone: TimeZone) {
        self.agenda().put(Entry { campaign, zone });
        self.shared.changed.notify_one();
    }

    fn turn_of(&self, unit: &UnitId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.shared.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(unit.clone()).or_default())
    }

    fn agenda(&self) -> MutexGuard<'_, Agenda> {
        self.shared.agenda.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Loads the campaigns and begins to keep them. The task lives in `tasks`.
///
/// # Errors
/// The database failed.
pub(crate) async fn start(app: &App, tasks: &mut JoinSet<()>) -> Result<(), StoreError> {
    app.campaigns.load(app).await?;
    let (app, campaigns) = (app.clone(), app.campaigns.clone());
    let take_up = move |due| {
        let app = app.clone();
        async move { run::take_up(&app, due).await }
    };
    tasks.spawn(scheduler::keep(campaigns, Timestamp::now, take_up));
    Ok(())
}
