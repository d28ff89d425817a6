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
use slm_domain::campaign::{Agenda, Entry};
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
    /// Runs of a unit take turns, in the order in which they became due.
    turns: Mutex<HashMap<UnitId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Campaigns {
    pub(crate) fn new(site_zone: TimeZone) -> Self {
        let shared =
            Shared { site_zone, agenda: Mutex::default(), changed: Notify::new(), turns: Mutex::default() };
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

    /// Loads what is kept, and tells of the starts that the last run of the service did not survive.
    async fn load(&self, app: &App) -> Result<(), StoreError> {
        let interrupted = app.store.interrupt_runs(Timestamp::now()).await?;
        for campaign in app.store.campaigns().await? {
            let zone = self.zone(campaign.zone.as_deref());
            if zone.is_none() {
                let (id, zone) = (campaign.id, campaign.zone.as_deref().unwrap_or_default());
                tracing::error!(campaign = id, zone, "a campaign rests: its time zone is not known here");
            }
            self.agenda().put(Entry { campaign, zone });
        }
        for mut run in interrupted {
            run.detail.get_or_insert("the service ended while its cycle ran; it can be restarted".to_owned());
            let entry = self.get(&run.unit, run.campaign);
            run::tell(app, entry.as_ref().map_or("deleted", |entry| &entry.campaign.name), &run);
        }
        Ok(())
    }

    fn put(&self, entry: Entry) {
        self.agenda().put(entry);
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
