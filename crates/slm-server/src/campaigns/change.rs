//! Adding, changing and removing campaigns: the database first, then the agenda. Each change runs to its end even when the
//! client that asked for it leaves, and none while the roster changes.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::campaign::{
    Action, Campaign, Entry, Overlap, Window, first_overlap, first_within, owed_after,
};
use slm_store::{LogCategory, LogLevel, RunState, StoreError};

use super::MAX_PER_UNIT;
use crate::app::App;
use crate::http::{ApiError, iso_utc};
use crate::operations::to_the_end;

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
    /// Its unit was deleted.
    #[error("the unit is not configured")]
    NoUnit,
    /// The service ended.
    #[error("the service ends")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Runs looked at for the one that began a window.
const LATEST_RUNS: u32 = 20;

/// Adds a campaign; what became due before now is not its concern.
///
/// # Errors
/// [`CampaignConflict`].
pub(crate) async fn insert(app: &App, campaign: Campaign) -> Result<Entry, CampaignConflict> {
    carried(app, |app| async move {
        let mut entry = entry(&app, campaign);
        if app.store.unit(&entry.campaign.unit).await?.is_none() {
            return Err(CampaignConflict::NoUnit);
        }
        if app.campaigns.of_unit(&entry.campaign.unit).len() >= MAX_PER_UNIT {
            return Err(CampaignConflict::TooMany);
        }
        check(&app, &entry)?;
        entry.campaign.id = app.store.insert_campaign(&entry.campaign).await?;
        app.campaigns.put(entry.clone());
        Ok(entry)
    })
    .await
}

/// Replaces a campaign; what became due before now is not its concern. A measurement that it has begun is stopped: by
/// the new schedule, or else as the old one would have.
///
/// # Errors
/// [`CampaignConflict`].
pub(crate) async fn update(app: &App, campaign: Campaign) -> Result<Entry, CampaignConflict> {
    carried(app, |app| async move {
        let mut entry = entry(&app, campaign);
        let old = app.campaigns.get(&entry.campaign.unit, entry.campaign.id);
        let old = old.ok_or(CampaignConflict::Unknown)?;
        check(&app, &entry)?;
        entry.campaign.owed_stop = owed(&app, &old, &entry).await?;
        if !app.store.update_campaign(&entry.campaign).await? {
            return Err(CampaignConflict::Unknown);
        }
        app.campaigns.put(entry.clone());
        if let Some(at) = entry.campaign.owed_stop {
            let words = format!(
                "was changed within its window; the measurement it began is stopped at {}",
                iso_utc(at)
            );
            note(&app, &entry, &words);
        }
        Ok(entry)
    })
    .await
}

/// Removes a campaign; a cycle of it that runs goes on. Gives the end of the window that it has begun and that nobody
/// will stop now.
///
/// # Errors
/// There is none of this number; the database failed.
pub(crate) async fn delete(app: &App, unit: &UnitId, id: i64) -> Result<Option<Timestamp>, CampaignConflict> {
    let unit = unit.clone();
    carried(app, move |app| async move {
        let known = app.campaigns.get(&unit, id);
        let left = match &known {
            Some(entry) => {
                let campaign = Campaign { enabled: false, owed_stop: None, ..entry.campaign.clone() };
                owed(&app, entry, &Entry { campaign, zone: entry.zone.clone() }).await?
            }
            None => None,
        };
        if !app.store.delete_campaign(&unit, id).await? {
            return Err(CampaignConflict::Unknown);
        }
        app.campaigns.agenda().retain(|campaign| campaign.id != id);
        app.campaigns.shared.changed.notify_one();
        if let (Some(entry), Some(at)) = (known, left) {
            let words = format!(
                "was deleted within its window: the meter may measure, and is not stopped at {}",
                iso_utc(at)
            );
            note(&app, &entry, &words);
        }
        Ok(left)
    })
    .await
}

/// Carries a change to its end, after those of the roster that were asked for before.
async fn carried<T: Send + 'static, F>(
    app: &App,
    change: impl FnOnce(App) -> F + Send + 'static,
) -> Result<T, CampaignConflict>
where
    F: Future<Output = Result<T, CampaignConflict>> + Send + 'static,
{
    let app = app.clone();
    let done = to_the_end(async move {
        let _change = app.changes.lock().await;
        Ok::<_, ApiError>(change(app.clone()).await)
    });
    done.await.unwrap_or(Err(CampaignConflict::Ended))
}

fn entry(app: &App, campaign: Campaign) -> Entry {
    let zone = app.campaigns.zone(campaign.zone.as_deref());
    Entry { campaign, zone }
}

/// What stays due of an old campaign, beside what the new one makes due.
async fn owed(app: &App, old: &Entry, new: &Entry) -> Result<Option<Timestamp>, StoreError> {
    let runs = app.store.runs(&old.campaign.unit, old.campaign.id, LATEST_RUNS).await?;
    let has_begun = |window: &Window| {
        runs.iter().any(|run| {
            let is_it = run.action == Action::Start && run.due == window.start;
            is_it && !matches!(run.state, RunState::Missed | RunState::Skipped)
        })
    };
    Ok(owed_after(old, new, Timestamp::now(), has_begun))
}

fn note(app: &App, entry: &Entry, words: &str) {
    let Campaign { id, name, unit, .. } = &entry.campaign;
    let words = format!("Campaign {id} ({name}) {words}");
    app.recorder.log(unit, LogLevel::Warning, LogCategory::General, words);
}

fn check(app: &App, entry: &Entry) -> Result<(), CampaignConflict> {
    let Some(zone) = entry.active_zone() else { return Ok(()) };
    let (campaign, now) = (&entry.campaign, Timestamp::now());
    if campaign.schedule.next_due(zone, now).is_none() {
        return Err(CampaignConflict::NeverDue);
    }
    for other in app.campaigns.of_unit(&campaign.unit) {
        if other.campaign.id == campaign.id {
            continue;
        }
        let planned = other.active_zone().and_then(|other_zone| {
            let found =
                first_overlap((&campaign.schedule, zone), (&other.campaign.schedule, other_zone), now);
            found.map(|Overlap { other, .. }| other)
        });
        // What it has begun and is still to stop.
        let begun = || first_within(&campaign.schedule, zone, now, other.campaign.owed_stop?);
        if let Some(window) = planned.or_else(begun) {
            let (id, name) = (other.campaign.id, other.campaign.name.clone());
            return Err(CampaignConflict::Overlaps { id, name, day: window.day });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use slm_domain::UnitConfig;
    use slm_domain::campaign::{Schedule, Weekdays};
    use slm_domain::cycle::StartOptions;
    use tokio::task::JoinSet;

    use super::*;
    use crate::config::{Config, RawConfig};
    use crate::operations::{create_unit, delete_unit};

    fn gate() -> UnitId {
        UnitId::new("gate").unwrap()
    }

    fn nights() -> Campaign {
        Campaign {
            id: 0,
            unit: gate(),
            name: "nights".into(),
            enabled: true,
            zone: None,
            schedule: Schedule::every(Weekdays::ALL),
            grace: Duration::from_mins(15),
            start: StartOptions::default(),
            download: true,
            toggle_ftp: true,
            checked: Timestamp::now(),
            owed_stop: None,
        }
    }

    async fn app(folder: &tempfile::TempDir) -> (App, JoinSet<()>) {
        let mut written = RawConfig::default();
        written.set("SLMM_DATA_DIR", folder.path().display()).set("SLMM_POLLING_ENABLED", false);
        let mut tasks = JoinSet::new();
        let app = App::start(Config::check(&written).unwrap(), &mut tasks).await.unwrap();
        let unit = UnitConfig { tcp_enabled: false, ..UnitConfig::new(gate(), "192.0.2.7") };
        create_unit(&app, unit).await.unwrap();
        (app, tasks)
    }

    /// As when a client leaves: its handler is dropped while the roster is being changed.
    #[tokio::test]
    async fn a_change_is_carried_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let (app, _tasks) = app(&folder).await;
        let change = app.changes.lock().await;
        let mut asked = Box::pin(insert(&app, nights()));
        assert!(futures_util::poll!(asked.as_mut()).is_pending());
        drop(asked);
        drop(change);
        while app.campaigns.of_unit(&gate()).is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(app.store.campaigns().await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_unit_that_was_deleted_meanwhile_gets_no_campaign() {
        let folder = tempfile::tempdir().unwrap();
        let (app, _tasks) = app(&folder).await;
        delete_unit(&app, gate()).await.unwrap();
        assert!(matches!(insert(&app, nights()).await, Err(CampaignConflict::NoUnit)));
        assert_eq!(app.store.campaigns().await.unwrap(), []);
    }
}
