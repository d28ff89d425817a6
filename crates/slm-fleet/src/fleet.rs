//! The registry: which units there are, and which line serves each.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use slm_domain::{RunView, UnitConfig, UnitId};
use slm_feed::{CloseReason, Feed, FrameEncoder};
use tokio::sync::watch;

use crate::line::{Ending, LineHandle, LineKey};
use crate::unit::Unit;
use crate::{FleetSettings, Observer, UnitHandle};

/// Every configured unit and its line. Cheap to clone.
#[derive(Clone)]
pub struct Fleet {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) settings: FleetSettings,
    pub(crate) observer: Arc<dyn Observer>,
    encoder: Arc<dyn FrameEncoder>,
    standby: AtomicBool,
    registry: Mutex<Registry>,
    /// One change of configuration at a time; never held while waiting for a meter.
    changes: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Registry {
    units: HashMap<UnitId, Arc<Unit>>,
    lines: HashMap<LineKey, LineHandle>,
    /// Lines that are ending: the next one to the same address waits for them, as the meter has one connection.
    endings: HashMap<LineKey, Ending>,
    /// Counts changes of each unit, so that a slow look-up of a name never undoes a later change.
    changes: HashMap<UnitId, u64>,
}

impl Fleet {
    /// A fleet without units.
    pub fn new(settings: FleetSettings, encoder: Arc<dyn FrameEncoder>, observer: Arc<dyn Observer>) -> Self {
        let standby = AtomicBool::new(settings.standby);
        let shared = Shared {
            settings,
            observer,
            encoder,
            standby,
            registry: Mutex::default(),
            changes: tokio::sync::Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Adds a unit, or changes its configuration. `run` is what is remembered of its measurement.
    ///
    /// Viewers of the unit stay connected through a change of its address.
    pub async fn apply(&self, config: UnitConfig, run: RunView) -> UnitHandle {
        let change = self.count_change(&config.id);
        // Outside of the lock: a name server that is silent holds up nobody else.
        let key = LineKey::resolve(&config.host, config.tcp_port).await;
        let _change = self.shared.changes.lock().await;
        let known = self.registry().units.get(&config.id).cloned();
        if self.registry().changes.get(&config.id) != Some(&change) {
            let unit = known.unwrap_or_else(|| self.removed_meanwhile(config, key));
            return UnitHandle { unit };
        }
        let unit = match known {
            Some(unit) => {
                unit.set_config(config);
                let old = unit.line();
                if *old.key() != key {
                    self.leave(&old, &unit);
                    let line = self.line(key, run, &unit.config());
                    unit.set_line(line.clone());
                    line.join(Arc::clone(&unit));
                }
                unit
            }
            None => self.add(config, key, run),
        };
        unit.line().demand_changed();
        UnitHandle { unit }
    }

    /// Forgets a unit: its feeds end, and its connection is closed unless another unit shares it.
    pub async fn remove(&self, id: &UnitId) {
        self.count_change(id);
        let _change = self.shared.changes.lock().await;
        let removed = self.registry().units.remove(id);
        if let Some(unit) = removed {
            unit.close_feeds(CloseReason::Removed);
            self.leave(&unit.line(), &unit);
        }
    }

    /// A unit by name.
    pub fn unit(&self, id: &UnitId) -> Option<UnitHandle> {
        self.registry().units.get(id).cloned().map(|unit| UnitHandle { unit })
    }

    /// The first unit, by name, whose line leads to an address: a name and what it stands for are one.
    pub async fn unit_at(&self, host: &str, port: u16) -> Option<UnitHandle> {
        let key = LineKey::resolve(host, port).await;
        self.units().into_iter().find(|unit| *unit.unit.line().key() == key)
    }

    /// All units, by name.
    pub fn units(&self) -> Vec<UnitHandle> {
        let mut units: Vec<_> =
            self.registry().units.values().cloned().map(|unit| UnitHandle { unit }).collect();
        units.sort_by(|one, other| one.id().cmp(other.id()));
        units
    }

    /// Polls nothing and holds no connection until [`resume`](Self::resume). Requests are still served.
    pub fn standby(&self) {
        self.set_standby(true);
    }

    /// Ends the standby.
    pub fn resume(&self) {
        self.set_standby(false);
    }

    /// Whether the fleet is in standby.
    pub fn is_standby(&self) -> bool {
        self.shared.standby.load(Ordering::Relaxed)
    }

    /// Closes every idle connection. Units that are polled connect again when they are next due.
    pub async fn flush(&self) {
        let lines: Vec<_> = self.registry().lines.values().cloned().collect();
        futures_util::future::join_all(lines.iter().map(LineHandle::disconnect)).await;
    }

    /// Ends every line: commands in flight are finished, connections closed politely, feeds closed.
    pub async fn shutdown(&self) {
        let _change = self.shared.changes.lock().await;
        let (units, lines) = {
            let mut registry = self.registry();
            let units: Vec<_> = registry.units.drain().map(|(_, unit)| unit).collect();
            let lines: Vec<_> = registry.lines.drain().map(|(_, line)| line).collect();
            (units, lines)
        };
        for unit in units {
            unit.close_feeds(CloseReason::Restart);
        }
        let ends = lines.iter().map(LineHandle::end);
        // A meter that never answers must not hold up the service.
        let _ = tokio::time::timeout(SHUTDOWN_LIMIT, futures_util::future::join_all(ends)).await;
    }

    fn count_change(&self, id: &UnitId) -> u64 {
        let mut registry = self.registry();
        let count = registry.changes.entry(id.clone()).or_default();
        *count += 1;
        *count
    }

    /// A unit that nobody can find, for the caller who added it while another removed it.
    fn removed_meanwhile(&self, config: UnitConfig, key: LineKey) -> Arc<Unit> {
        let [monitor, stream] = self.feeds(&config.id);
        let unit = Unit::new(config, monitor, stream, LineHandle::closed(key));
        unit.close_feeds(CloseReason::Removed);
        Arc::new(unit)
    }

    fn feeds(&self, id: &UnitId) -> [Arc<Feed>; 2] {
        let options = &self.shared.settings.feed;
        [(); 2].map(|()| Feed::new(id.clone(), options.clone(), Arc::clone(&self.shared.encoder)))
    }

    fn add(&self, config: UnitConfig, key: LineKey, run: RunView) -> Arc<Unit> {
        let [monitor, stream] = self.feeds(&config.id);
        let line = self.line(key, run, &config);
        let unit = Arc::new(Unit::new(config, monitor, stream, line.clone()));
        self.registry().units.insert(unit.id.clone(), Arc::clone(&unit));
        line.join(Arc::clone(&unit));
        unit
    }

    /// The line to an address; started when there is none yet.
    fn line(&self, key: LineKey, run: RunView, config: &UnitConfig) -> LineHandle {
        let mut registry = self.registry();
        let before = registry.endings.remove(&key);
        let shared = &self.shared;
        registry
            .lines
            .entry(key.clone())
            .or_insert_with(|| LineHandle::start(key, config, run, before, Arc::clone(shared)))
            .clone()
    }

    fn leave(&self, line: &LineHandle, unit: &Arc<Unit>) {
        if line.leave(unit) > 0 {
            return line.demand_changed();
        }
        let mut registry = self.registry();
        let now = tokio::time::Instant::now().into_std();
        let pause = self.shared.settings.session.reconnect_pause;
        registry.endings.retain(|_, ending| ending.borrow().is_none_or(|ended| ended + pause > now));
        if let Some(line) = registry.lines.remove(line.key()) {
            let (ended, ending) = watch::channel(None);
            registry.endings.insert(line.key().clone(), ending);
            tokio::spawn(async move {
                line.end().await;
                ended.send_replace(Some(tokio::time::Instant::now().into_std()));
            });
        }
    }

    fn set_standby(&self, standby: bool) {
        self.shared.standby.store(standby, Ordering::Relaxed);
        for line in self.registry().lines.values() {
            line.demand_changed();
        }
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.shared.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    pub(crate) fn is_standby(&self) -> bool {
        self.standby.load(Ordering::Relaxed)
    }
}

impl LineKey {
    /// Where a host's port really is, so that a name and its address mean one meter. Looks a name up for 2 s at most.
    pub async fn resolve(host: &str, port: u16) -> Self {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Self::Address((address, port).into());
        }
        if host.eq_ignore_ascii_case("localhost") {
            return Self::Address((Ipv4Addr::LOCALHOST, port).into());
        }
        let lookup = tokio::time::timeout(LOOKUP_LIMIT, tokio::net::lookup_host((host, port))).await;
        let first = lookup.ok().and_then(Result::ok).and_then(|mut addresses| addresses.next());
        first.map_or_else(|| Self::Name(format!("{}:{port}", host.to_ascii_lowercase())), Self::Address)
    }
}

const LOOKUP_LIMIT: Duration = Duration::from_secs(2);
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(8);
