//! What every part of the service is given, and how the parts are put together.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use jiff::Timestamp;
use slm_domain::alert::Contact;
use slm_domain::{UnitConfig, UnitId};
use slm_feed::wire::{Hub, HubOptions};
use slm_fleet::{CallerId, Fleet, FleetSettings};
use slm_store::{EventQuery, EventState, Store, StoreError};
use tokio::task::JoinSet;

use crate::alerting::{Alerting, Connections, OpenConnection, Rules, Telling, dispatch, publish};
use crate::campaigns::{self, Campaigns};
use crate::client_links::ClientLinks;
use crate::collector::Collector;
use crate::config::Config;
use crate::delivery::{Delivery, Herald, settle};
use crate::http::Frames;
use crate::maintenance::Backups;
use crate::observer::ServiceObserver;
use crate::operations::{self, cycle};
use crate::progress::Operations;
use crate::recorder::Recorder;
use crate::start_error::StartError;
use crate::status_board::StatusBoard;
use crate::supervise::Supervisor;
use crate::unit_logs::{UnitLogSettings, UnitLogs};

/// All parts. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    parts: Arc<Parts>,
}

/// The parts, and the little they share.
pub(crate) struct Parts {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) fleet: Fleet,
    pub(crate) board: Arc<StatusBoard>,
    pub(crate) recorder: Recorder,
    pub(crate) observer: Arc<ServiceObserver>,
    /// Files on the meters' cards.
    pub(crate) collector: Collector,
    pub(crate) hub: Hub,
    pub(crate) backups: Backups,
    pub(crate) campaigns: Campaigns,
    /// Messages to people.
    pub(crate) delivery: Delivery,
    /// One start or stop cycle of a unit at a time.
    pub(crate) cycles: cycle::Claims,
    /// Histories that live connections begin with, read at the same time.
    pub(crate) backfills: tokio::sync::Semaphore,
    /// Rules that are tried on what was recorded, at the same time.
    pub(crate) trials: tokio::sync::Semaphore,
    /// Watches over tasks that must not end.
    pub(crate) supervisor: Supervisor,
    /// Long operations, running and recent.
    pub(crate) operations: Operations,
    /// One change of the roster at a time.
    pub(crate) changes: tokio::sync::Mutex<()>,
    /// Links for clients; `None`: switched off.
    pub(crate) client_links: Option<ClientLinks>,
    /// One connection test at a time.
    pub(crate) connection_test: tokio::sync::Mutex<()>,
    pub(crate) started: Instant,
    pub(crate) started_at: Timestamp,
    callers: AtomicU64,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

/// Units that are brought into the fleet at once when the service starts.
const STARTS_AT_ONCE: usize = 64;

impl App {
    /// Opens the database, loads the roster and starts the units. The tasks of the parts live in `tasks`.
    ///
    /// # Errors
    /// The database cannot be used.
    pub(crate) async fn start(config: Config, tasks: &mut JoinSet<()>) -> Result<Self, StartError> {
        let store = open_store(&config).await?;
        let board = Arc::new(StatusBoard::load(store.statuses().await.map_err(StartError::Store)?));
        let unit_logs = UnitLogs::start(unit_log_settings(&config));
        let recorder =
            Recorder::start(store.clone(), Arc::clone(&board), unit_logs, &config.retention, tasks);
        let (delivery, display) =
            Delivery::start(&config.delivery, store.clone()).map_err(StartError::Authorities)?;
        let (alerting, mut notices) = Alerting::new(&config.alert);
        let open = open_connections(&store).await.map_err(StartError::Store)?;
        let (herald, display) = (Herald::new(&config), Arc::new(display));
        let connections = Connections::new(open, herald.clone());
        let supervisor = Supervisor::default();
        let frames = Arc::new(Frames::default());
        let (rules, rules_task) = Rules::new(supervisor.clone());
        let observer = Arc::new(ServiceObserver {
            board: Arc::clone(&board),
            recorder: recorder.clone(),
            alerting,
            rules,
            connections,
            display: Arc::clone(&display),
            frames: Arc::clone(&frames),
        });
        let ears: Arc<dyn slm_fleet::Observer> = Arc::clone(&observer) as _;
        let fleet = Fleet::new(fleet_settings(&config), frames, ears);
        let (watch, shown) = (supervisor.clone(), fleet.clone());
        tasks.spawn(async move { while watch.has_failed("alerts", dispatch(&mut notices, &shown)).await {} });
        let (watch, writing) = (supervisor.clone(), Arc::clone(&observer.connections));
        let (to, wakes, viewers) = (store.clone(), delivery.clone(), fleet.clone());
        tasks.spawn(async move {
            let tell = |unit: &UnitId, notice| publish(&viewers, unit, notice);
            while watch.has_failed("events of connections", writing.write(&to, &wakes, tell)).await {}
        });
        let telling = Telling {
            herald,
            delivery: delivery.clone(),
            display,
            connections: Arc::clone(&observer.connections),
        };
        let started =
            rules_task.start(&config, store.clone(), fleet.clone(), recorder.clone(), telling, tasks);
        started.await.map_err(StartError::Store)?;
        let client_links = ClientLinks::load(&store, config.web.client_links);
        let client_links = client_links.await.map_err(StartError::Store)?;
        let parts = Parts {
            collector: Collector::start(&config, tasks),
            campaigns: Campaigns::new(config.site.zone.clone()),
            delivery,
            config,
            store,
            cycles: cycle::Claims::default(),
            backfills: tokio::sync::Semaphore::new(BACKFILLS_AT_ONCE),
            trials: tokio::sync::Semaphore::new(TRIALS_AT_ONCE),
            operations: Operations::new(fleet.clone()),
            fleet,
            board,
            recorder,
            observer,
            supervisor,
            hub: Hub::new(HubOptions { max_feeds: MAX_FEEDS, ..HubOptions::default() }),
            backups: Backups::default(),
            changes: tokio::sync::Mutex::default(),
            client_links,
            connection_test: tokio::sync::Mutex::default(),
            started: Instant::now(),
            started_at: Timestamp::now(),
            callers: AtomicU64::new(1),
        };
        let app = Self { parts: Arc::new(parts) };
        cycle::remember_past(&app).await.map_err(StartError::Store)?;
        app.start_units().await?;
        // What happened while the alarms were taken up belongs to it.
        tokio::join!(app.observer.connections.flush(), app.observer.rules.flush());
        let settled = settle(&app.store, &app.delivery, Timestamp::now()).await;
        settled.map_err(StartError::Store)?;
        campaigns::start(&app, tasks).await.map_err(StartError::Store)?;
        Ok(app)
    }

    /// A name for someone who asks a meter; callers take turns on a unit's line.
    pub(crate) fn new_caller(&self) -> CallerId {
        CallerId(self.callers.fetch_add(1, Ordering::Relaxed))
    }

    /// Brings every configured unit into the fleet; nobody is answered before that.
    async fn start_units(&self) -> Result<(), StartError> {
        let began = Instant::now();
        let units = self.store.units().await.map_err(StartError::Store)?;
        let roster = units.iter().map(|config| config.id.clone()).collect();
        self.observer.connections.dismiss_strangers(&roster);
        let total = units.len();
        // A host name that takes long to look up must not hold up the others.
        let starts = units.into_iter().map(|config| self.start_unit(config));
        futures_util::stream::iter(starts).buffer_unordered(STARTS_AT_ONCE).collect::<()>().await;
        if self.fleet.is_standby() {
            self.tell_rules_of_rest();
        }
        tracing::info!(units = total, took_ms = began.elapsed().as_millis(), "the roster is loaded");
        Ok(())
    }

    /// Alert rules do not wait for what nobody asks for.
    pub(crate) fn tell_rules_of_rest(&self) {
        let now = Timestamp::now();
        for unit in self.fleet.units() {
            self.observer.rules.observe_contact(unit.id(), now, Contact::Rests);
        }
    }

    async fn start_unit(&self, config: UnitConfig) {
        let has_rule = self.observer.rules.keep(&config.id);
        let keep_alive = (config.monitor_enabled || has_rule) && config.tcp_enabled;
        let unit = operations::apply(self, config).await;
        unit.set_kept_alive(keep_alive);
    }
}

/// One of the database's readers is left to everybody else.
const BACKFILLS_AT_ONCE: usize = 3;

/// Each takes a core for seconds.
const TRIALS_AT_ONCE: usize = 1;

/// Units on one connection at most.
const MAX_FEEDS: usize = 10_000;

/// Opens the database; one that another program holds is tried again.
async fn open_store(config: &Config) -> Result<Store, StartError> {
    const PAUSE: Duration = Duration::from_secs(1);
    loop {
        match Store::open(config.data.database()).await {
            Ok(store) => return Ok(store),
            Err(error @ StoreError::Locked { .. }) => {
                tracing::warn!(%error, "the database cannot be opened yet; trying again every second");
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(StartError::Store(error)),
        }
    }
}

/// Events of connections from before.
async fn open_connections(store: &Store) -> Result<Vec<(UnitId, OpenConnection)>, StoreError> {
    let open =
        EventQuery { rule: Some(0), state: Some(EventState::Open), limit: u32::MAX, ..EventQuery::default() };
    let events = store.search_events(&open).await?.into_iter();
    let open = events.map(|event| {
        let since = event.onset_at.unwrap_or_else(Timestamp::now);
        (event.unit, OpenConnection { since, is_acknowledged: event.acknowledged_at.is_some() })
    });
    Ok(open.collect())
}

fn unit_log_settings(config: &Config) -> UnitLogSettings {
    UnitLogSettings {
        folder: config.data.unit_logs(),
        level: config.log.unit_level,
        zone: config.site.zone.clone(),
        zone_name: config.site.zone_name.clone(),
    }
}

fn fleet_settings(config: &Config) -> FleetSettings {
    let mut settings = FleetSettings { standby: !config.line.polling_enabled, ..FleetSettings::default() };
    settings.link.keepalive_idle = config.line.keepalive_idle;
    settings.link.keepalive_interval = config.line.keepalive_interval;
    settings.link.keepalive_count = config.line.keepalive_count;
    settings.feed.heartbeat = Some(config.monitor.heartbeat);
    let session = &mut settings.session;
    session.exchange.command_gap = config.line.command_pause;
    session.watched_pause = config.monitor.poll_interval;
    session.kept_pause = config.monitor.idle_poll_interval;
    session.state_refresh = config.monitor.state_refresh;
    session.backoff_base = config.monitor.backoff_base;
    session.backoff_max = config.monitor.backoff_max;
    session.backoff_watched_max = config.monitor.backoff_watched_max;
    session.idle_ttl = config.line.idle_ttl;
    session.max_age = config.line.max_age.filter(|_| config.line.rotate);
    session.persistent = config.line.persistent;
    session.site_zone = config.site.zone.clone();
    settings
}
