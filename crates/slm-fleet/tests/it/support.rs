//! A fleet with short pauses, a meter that is heard at a known level, and what was seen of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use nl43_proto::{ExchangeTiming, Quantity};
use nl43_sim::{MeterConfig, SimMeter, Timing};
use slm_domain::session::SessionSettings;
use slm_domain::{LiveEvent, Observation, RunView, UnitConfig, UnitId};
use slm_feed::{Delivery, Encoding, FeedOptions, Frame, FrameEncoder, Gap, Stamp, Subscription};
use slm_fleet::{Fleet, FleetSettings, Observer, UnitHandle};

/// The level every meter of these tests hears; any other is a wrong value.
pub(crate) const LEVEL_TENTHS: i16 = 600;

/// The pause that meters of these tests ask for, and that their journals watch over.
pub(crate) const GAP: Duration = Duration::from_millis(100);

/// Bytes do not matter here.
struct NoBytes;

impl FrameEncoder for NoBytes {
    fn encode(&self, _: &UnitId, _: &Stamp, _: &LiveEvent, _: Encoding) -> Option<Bytes> {
        Some(Bytes::from_static(b"{}"))
    }

    fn heartbeat(&self, _: &UnitId, _: &Stamp, _: bool, _: Encoding) -> Bytes {
        Bytes::from_static(b"{}")
    }

    fn gap(&self, _: &UnitId, _: &Stamp, _: &Gap, _: Encoding) -> Bytes {
        Bytes::from_static(b"{}")
    }
}

/// An encoder for feeds whose bytes nobody reads.
pub(crate) fn encoder() -> Arc<dyn FrameEncoder> {
    Arc::new(NoBytes)
}

/// Keeps every observation by unit.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<HashMap<UnitId, Vec<Observation>>>);

impl Observer for Ledger {
    fn observe(&self, unit: &UnitId, observation: &Observation) {
        self.0.lock().unwrap().entry(unit.clone()).or_default().push(observation.clone());
    }
}

impl Ledger {
    pub(crate) fn of(&self, unit: &UnitHandle) -> Vec<Observation> {
        self.0.lock().unwrap().get(unit.id()).cloned().unwrap_or_default()
    }
}

/// Everything ten times as fast as in the field, in the same proportions.
pub(crate) fn quick_settings() -> FleetSettings {
    let millis = Duration::from_millis;
    let exchange = ExchangeTiming {
        command_gap: GAP,
        reply_timeout: millis(500),
        taint_quiet: millis(300),
        drain_quiet: millis(300),
        drd_silence: millis(1500),
    };
    let session = SessionSettings {
        exchange,
        watched_pause: millis(25),
        kept_pause: millis(1000),
        reconnect_pause: millis(300),
        retry_pause: millis(100),
        backoff_base: millis(100),
        backoff_max: millis(2000),
        backoff_watched_max: millis(500),
        housekeeping_after: Duration::from_hours(1),
        ..SessionSettings::default()
    };
    let link =
        nl43_client::LinkOptions { connect_timeout: millis(500), ..nl43_client::LinkOptions::default() };
    FleetSettings { session, link, feed: FeedOptions::default(), ..FleetSettings::default() }
}

pub(crate) async fn meter() -> SimMeter {
    let timing = Timing { command_gap: GAP, ..Timing::immediate() };
    let config = MeterConfig { timing, journal_entries: 100_000, ..MeterConfig::immediate() };
    SimMeter::start(config).await.unwrap()
}

pub(crate) fn fleet_with(settings: FleetSettings) -> (Fleet, Arc<Ledger>) {
    let ledger = Arc::new(Ledger::default());
    let observer: Arc<dyn Observer> = ledger.clone();
    (Fleet::new(settings, encoder(), observer), ledger)
}

pub(crate) fn fleet() -> (Fleet, Arc<Ledger>) {
    fleet_with(quick_settings())
}

/// A unit that is not polled unless somebody watches.
pub(crate) fn config(name: &str, meter: &SimMeter) -> UnitConfig {
    let mut config = UnitConfig::new(UnitId::new(name).unwrap(), meter.addr().ip().to_string());
    config.tcp_port = meter.addr().port();
    config.poll_enabled = false;
    config
}

pub(crate) async fn unit(fleet: &Fleet, name: &str, meter: &SimMeter) -> UnitHandle {
    fleet.apply(config(name, meter), RunView::default()).await
}

/// A viewer that checks every level it is shown.
pub(crate) struct Viewer {
    subscription: Subscription,
    pub(crate) readings: usize,
    pub(crate) unreachable: usize,
    pub(crate) gaps: usize,
    pub(crate) last_at: Option<Timestamp>,
}

impl Viewer {
    pub(crate) fn of(feed: &Arc<slm_feed::Feed>) -> Self {
        let subscription = feed.subscribe(Encoding::default(), None);
        Self { subscription, readings: 0, unreachable: 0, gaps: 0, last_at: None }
    }

    /// Watches for a while, or until `enough` says so. Answers whether it did.
    pub(crate) async fn watch(&mut self, time: Duration, enough: impl Fn(&Self) -> bool) -> bool {
        let end = tokio::time::Instant::now() + time;
        while !enough(self) {
            let Ok(delivery) = tokio::time::timeout_at(end, self.subscription.next()).await else {
                return false;
            };
            self.take(&delivery);
        }
        true
    }

    /// Waits for so many more readings.
    pub(crate) async fn more_readings(&mut self, count: usize, within: Duration) -> bool {
        let goal = self.readings + count;
        self.watch(within, |viewer| viewer.readings >= goal).await
    }

    fn take(&mut self, delivery: &Delivery) {
        match delivery {
            Delivery::Frame { frame, .. } => self.take_frame(frame),
            // A stream that failed ends; a viewer that still wants it comes back.
            Delivery::Closed(_) => {
                let feed = Arc::clone(self.subscription.feed());
                self.subscription = feed.subscribe(Encoding::default(), None);
            }
            Delivery::Gap { .. } | Delivery::Heartbeat(_) => {}
        }
    }

    fn take_frame(&mut self, frame: &Frame) {
        match frame.event() {
            LiveEvent::Reading { reading, .. } => {
                // A longer record is kept unmapped: that is no value, and no wrong one.
                let Some(level) = reading.level(Quantity::Lp) else { return };
                assert_eq!(level.tenths(), LEVEL_TENTHS, "a wrong value: {}", reading.raw());
                self.readings += 1;
                self.last_at = Some(reading.at);
            }
            LiveEvent::Unreachable { .. } => self.unreachable += 1,
            LiveEvent::StreamGap { .. } => self.gaps += 1,
            LiveEvent::StreamError { .. }
            | LiveEvent::Alert(_)
            | LiveEvent::Campaign(_)
            | LiveEvent::Operation(_) => {}
        }
    }
}

/// What the meter itself saw: one connection at a time, and never a command too soon.
pub(crate) fn check_journal(meter: &SimMeter) {
    let journal = meter.journal();
    assert_eq!(journal.spacing_violations(), [], "commands too soon");
    assert!(journal.max_connections() <= 1, "{} connections at once", journal.max_connections());
}
