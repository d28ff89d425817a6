//! The engine beside a fleet.

use std::sync::Arc;

use slm_domain::alert::{BlockDraft, RuleId};
use slm_domain::{Observation, RunView};
use slm_fleet::{Fleet, FleetSettings, Silent};

use super::*;
use crate::alerting::Connections;
use crate::alerting::rules::engine::{Cadence, Engine};
use crate::alerting::rules::ledger::Ledger;
use crate::alerting::rules::{FullRule, Order, Rules, Shared, Telling};
use crate::config::{Config, DeliveryConfig};
use crate::delivery::Delivery;
use crate::http::Frames;
use crate::supervise::Supervisor;

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

#[tokio::test]
async fn an_outage_out_of_the_times_of_a_rule_is_an_event_of_the_connection() {
    let mut run = Run::new(gate()).await;
    let (unit, connections) = (run.rig.unit.clone(), Arc::clone(&run.engine.connections));
    connections.admit(&unit, false);
    let never = BlockDraft {
        start: "00:00".to_owned(),
        end: "00:00".to_owned(),
        days: String::new(),
        holidays: "included".to_owned(),
    };
    let lost = RuleDraft {
        threshold: None,
        blocks: vec![never],
        holidays: vec!["1999-12-31".to_owned()],
        ..RuleDraft::new("connectivity", 0.0)
    };
    run.put(1, lost, 0);
    let unreachable = Observation::Unreachable { at: run.rig.at(1), error: "refused".to_owned() };
    connections.observe(&unit, &unreachable);
    assert_eq!(connections.open_events().len(), 1, "that rule tells nothing");
    // One that always applies takes its place.
    run.put(2, RuleDraft { threshold: None, ..RuleDraft::new("connectivity", 0.0) }, 2);
    run.open_at(3).await;
    assert_eq!(connections.open_events().len(), 0);
}

#[tokio::test]
async fn a_unit_is_asked_as_often_as_its_rules_need() {
    let mut run = Run::new(gate()).await;
    let unit = run.engine.fleet.unit(&run.rig.unit).unwrap();
    let window = |seconds| RuleDraft {
        window: Some("rolling".to_owned()),
        window_s: Some(seconds),
        ..RuleDraft::new("l90_t", 50.0)
    };
    run.put(1, RuleDraft::new("lp", 70.0), 0);
    run.open_at(1).await;
    assert_eq!(unit.kept_pause(), None);
    run.put(2, window(900), 2);
    run.put(3, window(3_600), 2);
    run.open_at(3).await;
    assert_eq!(unit.kept_pause(), Some(Duration::from_secs(6)));
    for rule in [1, 2, 3] {
        run.engine.follow(Order::RemoveFull(rule), run.rig.at(4));
    }
    assert_eq!(unit.kept_pause(), None, "nobody needs it any more");
}

#[tokio::test(start_paused = true)]
async fn no_change_of_a_rule_is_lost_while_the_engine_is_busy() {
    let (rules, mut task) = Rules::new(Supervisor::default());
    let (rules, unit) = (Arc::new(rules), UnitId::new("gate").unwrap());
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let rules = Arc::clone(&rules);
        asked.spawn(async move {
            let _ = rules.flush().await;
        });
    }
    for id in 1..=100 {
        let (rules, unit) = (Arc::clone(&rules), unit.clone());
        asked.spawn(async move { rules.put(&unit, id, &RuleText::new(70.0)).await });
    }
    // Readers have given up long ago.
    tokio::time::sleep(Duration::from_mins(1)).await;
    let mut heard = 0;
    while let Ok(Some(_)) = tokio::time::timeout(Duration::from_secs(1), task.inlets.orders.recv()).await {
        heard += 1;
    }
    assert_eq!(heard, 100);
}

#[tokio::test]
async fn what_the_database_refuses_stops_nobody_else() {
    let rig = Rig::without_rules().await;
    rig.run(
        "CREATE TRIGGER refuse BEFORE INSERT ON slm_alarm_state WHEN NEW.unit_id = 'bad'
         BEGIN SELECT RAISE(ABORT, 'not this one'); END",
    )
    .await;
    let shared = Arc::new(Shared::default());
    let ledger = Ledger::new(rig.store.clone(), Arc::clone(&shared));
    let write = |unit: &str| AlarmWrite {
        unit: UnitId::new(unit).unwrap(),
        at: rig.began,
        events: Vec::new(),
        closed: Vec::new(),
        state: unit.to_owned(),
    };
    ledger.write(&[write("gate"), write("bad"), write("yard")]).await;
    for unit in ["gate", "yard"] {
        let kept = rig.store.alarms(&UnitId::new(unit).unwrap()).await.unwrap();
        assert_eq!(kept.state.as_deref(), Some(unit));
    }
    assert_eq!(shared.refused.load(std::sync::atomic::Ordering::Relaxed), 1);
}
