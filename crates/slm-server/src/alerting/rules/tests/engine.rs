//! The engine beside a fleet.

use std::sync::Arc;

use slm_domain::RunView;
use slm_domain::alert::RuleId;
use slm_fleet::{Fleet, FleetSettings, Silent};

use super::*;
use crate::alerting::Connections;
use crate::alerting::rules::engine::{Cadence, Engine};
use crate::alerting::rules::{FullRule, Order, Shared, Telling};
use crate::config::{Config, DeliveryConfig};
use crate::delivery::Delivery;
use crate::http::Frames;

/// An engine, what it hands over to be written, and its database.
struct Run {
    engine: Engine,
    jobs: mpsc::Receiver<Job>,
    rig: Rig,
}

impl Run {
    /// Without rules, and with a unit that is not polled unless somebody watches.
    async fn new(config: UnitConfig) -> Self {
        let rig = Rig::without_rules().await;
        let fleet = Fleet::new(FleetSettings::default(), Arc::new(Frames::default()), Arc::new(Silent));
        fleet.apply(UnitConfig { poll_enabled: false, ..config }, RunView::default()).await;
        let (delivery, display) = Delivery::start(&DeliveryConfig::default(), rig.store.clone()).unwrap();
        let connections = Connections::new(Vec::new(), Herald::plain());
        let telling = Telling { herald: Herald::plain(), delivery, display: Arc::new(display), connections };
        let (to_write, jobs) = mpsc::channel(64);
        let cadence = Cadence::of(&Config::default());
        let engine =
            Engine::new(HashMap::new(), telling, cadence, fleet, to_write, Arc::new(Shared::default()));
        Self { engine, jobs, rig }
    }

    /// The unit is configured, and this is a rule of all units.
    fn put(&mut self, id: RuleId, rule: RuleDraft, second: u64) {
        let rule = FullRule { definition: rule.check().unwrap().into(), draft: rule.into() };
        let (unit, at) = (self.rig.unit.clone(), self.rig.at(second));
        self.engine.follow(Order::Regroup(unit, Vec::new()), at);
        self.engine.follow(Order::PutFull(id, rule), at);
    }

    /// How many events are open after a second.
    async fn open_at(&mut self, second: u64) -> usize {
        self.engine.pass_time(self.rig.at(second)).await;
        while let Ok(job) = self.jobs.try_recv() {
            self.rig.write(Some(job)).await;
        }
        self.engine.units[&self.rig.unit].open()
    }
}

fn gate() -> UnitConfig {
    UnitConfig::new(UnitId::new("gate").unwrap(), "127.0.0.1")
}

fn silent() -> RuleDraft {
    RuleDraft::new("no_data_s", 5.0)
}

#[tokio::test]
async fn a_unit_that_nobody_asks_is_not_silent() {
    for resting in [UnitConfig { tcp_enabled: false, ..gate() }, UnitConfig { deactivated: true, ..gate() }] {
        let mut run = Run::new(resting).await;
        run.put(1, silent(), 0);
        assert_eq!(run.open_at(60).await, 0);
        // Asked again, it is waited for from then on.
        run.engine.fleet.apply(UnitConfig { poll_enabled: false, ..gate() }, RunView::default()).await;
        assert_eq!((run.open_at(70).await, run.open_at(74).await, run.open_at(76).await), (0, 0, 1));
    }
}

#[tokio::test]
async fn nothing_is_missing_while_the_service_is_in_standby() {
    let mut run = Run::new(gate()).await;
    run.engine.fleet.standby();
    run.put(1, silent(), 0);
    assert_eq!(run.open_at(60).await, 0);
    run.engine.fleet.resume();
    assert_eq!((run.open_at(61).await, run.open_at(67).await), (0, 1));
    run.engine.fleet.standby();
    assert_eq!(run.open_at(68).await, 0, "what nobody asks any more is over");
}
