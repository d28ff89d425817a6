mod engine;
mod full;

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use nl43_proto::Quantity;
use slm_domain::alert::{Fact, Frame, Levels, RuleDraft, RuleText};
use slm_domain::{UnitConfig, UnitId};
use slm_store::{AlarmWrite, Batch, ReadingRow, ReadingSource, Store, StoredEvent};
use tokio::sync::mpsc;

use super::load;
use super::unit::UnitRules;
use super::writer::Job;
use crate::delivery::Herald;
use crate::rule_document;

const GAP: Duration = Duration::from_secs(20);

/// A database, and the moment of its first reading.
struct Rig {
    store: Store,
    unit: UnitId,
    began: Timestamp,
    _folder: tempfile::TempDir,
}

impl Rig {
    async fn new(rule: &RuleText) -> Self {
        let rig = Self::without_rules().await;
        rig.store.create_rule(&rig.unit, rule, rig.began).await.unwrap();
        rig
    }

    async fn without_rules() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("slmm.db")).await.unwrap();
        let unit = UnitId::new("gate").unwrap();
        store.put_unit(&UnitConfig::new(unit.clone(), "127.0.0.1")).await.unwrap();
        let began = Timestamp::from_second(Timestamp::now().as_second() - 600).unwrap();
        Self { store, unit, began, _folder: folder }
    }

    fn at(&self, second: u64) -> Timestamp {
        self.began + Duration::from_secs(second)
    }

    /// Takes the alarms up, and writes what follows.
    async fn load(&self) -> HashMap<UnitId, UnitRules> {
        let (jobs, mut to_write) = mpsc::channel(64);
        let (units, _) = load::load(&self.store, &Herald::plain(), GAP, &jobs).await.unwrap();
        drop(jobs);
        while let Some(job) = to_write.recv().await {
            self.write(Some(job)).await;
        }
        units
    }

    async fn write(&self, job: Option<Job>) {
        let writes: Vec<AlarmWrite> = job.into_iter().filter_map(Job::into_write).collect();
        self.store.record_alarms(&writes).await.unwrap();
    }

    /// A reading that was evaluated.
    async fn hear(&self, rules: &mut UnitRules, second: u64, level: f64) {
        let levels = Levels::NONE.with(Quantity::Lp, Some(level));
        let frame = Frame { at: self.at(second), max_gap: GAP, fact: Fact::Levels(levels) };
        self.write(rules.observe(&frame)).await;
    }

    /// A reading that was recorded, too late to be evaluated.
    async fn record(&self, second: u64, level: f64) {
        let row = ReadingRow::new(self.unit.clone(), self.at(second), ReadingSource::Dod);
        let readings = vec![ReadingRow { lp: Some(level), ..row }];
        self.store.record(&Batch { readings, ..Batch::default() }).await.unwrap();
    }

    async fn events(&self) -> Vec<StoredEvent> {
        self.store.alert_events(&self.unit, 10).await.unwrap()
    }

    async fn run(&self, statement: &'static str) {
        use sqlx::ConnectOptions as _;
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.store.path());
        let mut raw = options.connect().await.unwrap();
        sqlx::query(statement).execute(&mut raw).await.unwrap();
    }
}

fn sustained() -> RuleText {
    RuleText { duration_s: 4, cooldown_s: 0, ..RuleText::new(70.0) }
}

#[tokio::test]
async fn d36_what_was_recorded_since_is_looked_at_again() {
    let rig = Rig::new(&sustained()).await;
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.hear(rules, 0, 80.0).await;
    // Killed here, with two seconds of the breach seen; the rest is in the database only.
    rig.write(rules.save(rig.at(0), true)).await;
    rig.record(0, 80.0).await;
    for second in 1..=4 {
        rig.record(second, 80.0 + second as f64).await;
    }
    let mut units = rig.load().await;
    let open = rig.events().await.remove(0);
    assert_eq!((open.onset_at, open.peak_value), (Some(rig.at(4)), Some(84.0)));

    // The delay of the recovery goes on, too.
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.hear(rules, 10, 60.0).await;
    rig.write(rules.save(rig.at(10), true)).await;
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.hear(rules, 13, 60.0).await;
    assert_eq!(rig.events().await[0].status, "active");
    rig.hear(rules, 14, 60.0).await;
    let cleared = rig.events().await;
    assert_eq!((cleared.len(), cleared[0].clear_at), (1, Some(rig.at(14))));
    assert_eq!(cleared[0].id, open.id);
}

#[tokio::test]
async fn an_open_event_of_the_service_before_goes_on() {
    let rig = Rig::new(&RuleText::new(70.0)).await;
    rig.run(
        "INSERT INTO alert_events (rule_id, unit_id, rule_name, metric, threshold_db, onset_at, onset_value, status)
         VALUES (1, 'gate', 'Alert', 'lp', 70, '2026-06-09 08:00:00', 75, 'active'),
            (1, 'gate', 'Alert', 'lp', 70, '2026-06-09 09:00:00', 75, 'active'),
            (8, 'gate', 'Alert', 'lp', 70, '2026-06-09 07:00:00', 75, 'active')",
    )
    .await;
    let mut units = rig.load().await;
    let notes: Vec<_> = rig.events().await.into_iter().map(|event| event.notes).collect();
    let expected = [None, Some("Followed by another event of the rule"), Some("Rule deleted")];
    assert_eq!(notes.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.hear(rules, 0, 90.0).await;
    rig.hear(rules, 1, 60.0).await;
    let events = rig.events().await;
    assert_eq!(events.len(), 3, "no second one");
    assert_eq!((events[0].peak_value, events[0].clear_at), (Some(90.0), Some(rig.at(1))));
}

#[tokio::test]
async fn what_was_changed_behind_the_back_of_the_service_is_closed() {
    for (statement, note) in [
        ("UPDATE alert_rules SET threshold_db = 75", "Rule changed"),
        ("UPDATE alert_rules SET enabled = 0", "Rule disabled"),
        ("DELETE FROM alert_rules", "Rule deleted"),
        ("DELETE FROM nl43_config", "Unit deleted"),
    ] {
        let rig = Rig::new(&RuleText::new(70.0)).await;
        let mut units = rig.load().await;
        rig.hear(units.get_mut(&rig.unit).unwrap(), 0, 80.0).await;
        rig.run(statement).await;
        rig.load().await;
        let event = rig.events().await.remove(0);
        assert_eq!((event.status.as_str(), event.notes.as_deref()), ("cleared", Some(note)), "{statement}");
    }
}

#[tokio::test]
async fn a_state_that_cannot_be_read_stops_nobody() {
    let rig = Rig::new(&RuleText::new(70.0)).await;
    let mut units = rig.load().await;
    rig.hear(units.get_mut(&rig.unit).unwrap(), 0, 80.0).await;
    rig.run("UPDATE slm_alarm_state SET state = 'scrambled'").await;
    let mut units = rig.load().await;
    assert_eq!(rig.events().await[0].status, "active", "there is its row");
    rig.hear(units.get_mut(&rig.unit).unwrap(), 1, 60.0).await;
    assert_eq!(rig.events().await[0].status, "cleared");
}

#[tokio::test]
async fn peaks_are_written_now_and_then_and_with_what_follows() {
    let rig = Rig::new(&RuleText::new(70.0)).await;
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.hear(rules, 0, 80.0).await;
    rig.hear(rules, 1, 85.0).await;
    assert_eq!(rig.events().await[0].peak_value, Some(80.0));
    rig.write(rules.save(rig.at(1), false)).await;
    assert_eq!(rig.events().await[0].peak_value, Some(85.0));
    assert!(rules.save(rig.at(2), false).is_none(), "nothing new");
    rig.hear(rules, 3, 86.0).await;
    rig.hear(rules, 4, 50.0).await;
    assert_eq!(rig.events().await[0].peak_value, Some(86.0));
}

#[tokio::test]
async fn the_time_without_the_service_is_no_time_without_data() {
    let rig = Rig::without_rules().await;
    let rule = RuleDraft { applies_to: "all".to_owned(), ..RuleDraft::new("no_data_s", 30.0) };
    rig.store.create_alarm_rule(&rule_document::document(&rule).unwrap(), rig.began).await.unwrap();
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.hear(rules, 0, 60.0).await;
    rig.write(rules.save(rig.at(0), true)).await;
    // Ten minutes later the service is back; between, it was there for a moment.
    rig.record(300, 60.0).await;
    let mut units = rig.load().await;
    let rules = units.get_mut(&rig.unit).unwrap();
    rig.write(rules.observe(&Frame::time(Timestamp::now()))).await;
    assert_eq!(rig.events().await, []);
    rig.write(rules.observe(&Frame::time(Timestamp::now() + Duration::from_secs(31)))).await;
    assert_eq!(rig.events().await.len(), 1, "from now on it counts");
}
