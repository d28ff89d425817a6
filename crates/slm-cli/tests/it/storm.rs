//! The service is killed again and again while alarms come and go: none is lost, none is doubled.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::{
    collections::HashSet,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use nl43_sim::{MeterConfig, SimFleet, SimMeter};
use slm_domain::{UnitConfig, UnitId, alert::RuleText};
use slm_store::{Store, StoredEvent};
use tokio::task::JoinHandle;

use crate::process::Running;

const METERS: usize = 6;
/// Loud and quiet times: each holds several readings.
const PHASE: Duration = Duration::from_millis(1200);
/// What was read so long before a kill is written; readings are committed at most a second apart.
const WRITTEN_WITHIN: Duration = Duration::from_millis(1500);
/// A meter's sound changes a moment before its next answer tells it.
const SETTLES_WITHIN: Duration = Duration::from_millis(300);
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the service is killed, unless `SLMM_STORM_KILLS` says otherwise.
const KILLS: usize = 4;

/// A loud time of one meter. Its level names it.
#[derive(Debug, Clone, Copy)]
struct Loud {
    level: f64,
    begin: Instant,
    end: Instant,
}

/// A life of the service, from its start to its end.
struct Life {
    begin: Instant,
    end: Instant,
    /// Lines that told of alarms.
    told: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_alarms_survives_kills() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slmm.db");
    let template = MeterConfig { journal_entries: 100_000, ..MeterConfig::immediate() };
    let meters = Arc::new(SimFleet::start_many(METERS, &template).await.unwrap());
    write_roster(&file, &meters).await;
    let storms: Vec<Storm> = (0..METERS).map(|number| Storm::begin(number, &meters)).collect();

    let kills = std::env::var("SLMM_STORM_KILLS").map_or(KILLS, |count| count.parse().unwrap());
    let mut lives = Vec::new();
    for life in 0..kills {
        lives.push(live(folder.path(), life).await);
    }
    let louds: Vec<Vec<Loud>> = storms.into_iter().map(Storm::end).collect();
    // The last life sees them all quiet.
    let mut server = serve(folder.path());
    for meter in meters.meters() {
        let before = meter.journal().count("DOD?");
        assert!(meter.journal().wait_for("DOD?", before + 3, PATIENCE).await);
    }
    assert_eq!(server.end(), Some(0));

    let store = Store::open(&file).await.unwrap();
    store.check_thoroughly().await.expect("the database is sound");
    for (number, meter) in meters.meters().iter().enumerate() {
        let mut events = store.alert_events(&name(number), 100_000).await.unwrap();
        events.retain(|event| event.rule_id != 0);
        events.reverse();
        none_is_doubled(&events);
        what_was_told_is_kept(number, &lives, &events);
        none_is_lost(meter, &louds[number], &lives, &events);
        assert!(events.iter().all(|event| event.clear_at.is_some()), "all are quiet: {events:#?}");
    }
    store.close().await;
}

/// Starts the service, and kills it in the middle of things.
async fn live(folder: &Path, number: usize) -> Life {
    let begin = Instant::now();
    let mut server = serve(folder);
    // Lengths that share no divisor with the storm's.
    let length = Duration::from_millis(3_100 + 577 * (u64::try_from(number).unwrap() % 5));
    tokio::time::sleep(length).await;
    server.kill();
    Life {
        begin,
        end: Instant::now(),
        told: server.rest().into_iter().filter(|line| line.contains("[ALERT]")).collect(),
    }
}

/// Events of one rule do not overlap, and no loud time began two of them.
fn none_is_doubled(events: &[StoredEvent]) {
    let mut levels = HashSet::new();
    for event in events {
        let level = tenths(event.onset_value.unwrap());
        assert!(levels.insert(level), "two events began with {level}: {events:#?}");
    }
    for pair in events.windows(2) {
        let end = pair[0].clear_at.expect("only the last may be open");
        assert!(end <= pair[1].onset_at.unwrap(), "{pair:#?}");
    }
}

/// Nobody was told of what the next life does not know.
fn what_was_told_is_kept(number: usize, lives: &[Life], events: &[StoredEvent]) {
    let unit = format!("[ALERT] {}:", name(number));
    let told = lives.iter().flat_map(|life| &life.told).filter(|line| line.contains(&unit));
    let mut ends = HashSet::new();
    for line in told {
        if line.contains(") raised: ") {
            let known =
                events.iter().any(|event| line.contains(&format!(": {:.1} dB", event.onset_value.unwrap())));
            assert!(known, "{line} is not among {events:#?}");
        } else if line.contains(") cleared: ") {
            assert!(ends.insert(line.clone()), "told twice: {line}");
        }
    }
    let ended = events.iter().filter(|event| event.clear_at.is_some()).count();
    assert!(ends.len() <= ended, "{} ends were told of {ended}", ends.len());
}

/// Every loud time that was read, with time to write it before the kill, is within an event.
fn none_is_lost(meter: &SimMeter, louds: &[Loud], lives: &[Life], events: &[StoredEvent]) {
    let (now, clock) = (Instant::now(), Timestamp::now());
    let time = |at: Instant| clock.checked_sub(now - at).unwrap();
    let mut seen = 0;
    for loud in louds {
        let read = meter.journal().commands().into_iter().find(|command| {
            let is_loud = command.at > loud.begin + SETTLES_WITHIN && command.at + SETTLES_WITHIN < loud.end;
            let is_written = |life: &Life| life.begin < command.at && command.at + WRITTEN_WITHIN < life.end;
            &*command.line == "DOD?" && is_loud && lives.iter().any(is_written)
        });
        let Some(read) = read else { continue };
        seen += 1;
        let slack = SETTLES_WITHIN * 2;
        let (earliest, latest) = (time(read.at) + slack, time(read.at) - slack);
        let covered = events.iter().any(|event| {
            event.onset_at.unwrap() <= earliest && event.clear_at.is_none_or(|clear| latest <= clear)
        });
        assert!(covered, "{:.1} dB read at {} has no event: {events:#?}", loud.level, time(read.at));
    }
    assert!(seen > 0, "no loud time was read at all");
}

/// A meter that is loud and quiet in turn.
struct Storm {
    louds: Arc<Mutex<Vec<Loud>>>,
    number: usize,
    meters: Arc<SimFleet>,
    task: JoinHandle<()>,
}

impl Storm {
    fn begin(number: usize, meters: &Arc<SimFleet>) -> Self {
        let louds = Arc::new(Mutex::new(Vec::new()));
        let (player, kept) = (Arc::clone(meters), Arc::clone(&louds));
        let task = tokio::spawn(async move {
            // They do not keep step with each other.
            tokio::time::sleep(PHASE.mul_f64(f64::from(u32::try_from(number).unwrap()) / 3.5)).await;
            for count in 1_u16..=600 {
                let (level, begin) = (75.0 + f64::from(count) / 10.0, Instant::now());
                player.meters()[number].set_level(level);
                tokio::time::sleep(PHASE).await;
                player.meters()[number].set_level(50.0);
                kept.lock().unwrap().push(Loud { level, begin, end: Instant::now() });
                tokio::time::sleep(PHASE).await;
            }
        });
        Self { louds, number, meters: Arc::clone(meters), task }
    }

    /// Its loud times; it is quiet from here.
    fn end(self) -> Vec<Loud> {
        self.task.abort();
        self.meters.meters()[self.number].set_level(50.0);
        self.louds.lock().unwrap().clone()
    }
}

/// Serves with every unit polled as fast as simulated meters allow.
fn serve(folder: &Path) -> Running {
    let quick = [("MONITOR_IDLE_POLL_INTERVAL", "0.25"), ("SLMM_COMMAND_PAUSE_S", "0.2")];
    Running::serve(folder, &quick)
}

async fn write_roster(file: &Path, meters: &SimFleet) {
    let store = Store::open(file).await.unwrap();
    let rule = RuleText { clear_margin_db: 0.0, cooldown_s: 0, ..RuleText::new(70.0) };
    for (number, meter) in meters.meters().iter().enumerate() {
        let mut unit = UnitConfig::new(name(number), meter.addr().ip().to_string());
        unit.tcp_port = meter.addr().port();
        store.put_unit(&unit).await.unwrap();
        store.create_rule(&unit.id, &rule, Timestamp::now()).await.unwrap();
    }
    store.close().await;
}

fn name(number: usize) -> UnitId {
    UnitId::new(&format!("unit-{number}")).unwrap()
}

#[expect(clippy::cast_possible_truncation, reason = "a level in tenths")]
fn tenths(level: f64) -> i64 {
    (level * 10.0).round() as i64
}
