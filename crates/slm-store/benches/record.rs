//! Rows per second through the store: `cargo bench -p slm-store`.
//!
//! Times of one batch of 1,000 rows, committed; and of reading an hour back while the file holds a day.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use jiff::Timestamp;
use slm_domain::{UnitConfig, UnitId, UnitStatus};
use slm_store::{Batch, DeviceLog, LogCategory, LogLevel, ReadingRow, ReadingSource, Store, TrailRow};
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

/// Rows of each batch.
const ROWS: i64 = 1000;

/// A store on the disk, and the runtime it lives on.
struct Bench {
    _folder: tempfile::TempDir,
    runtime: Runtime,
    store: Store,
    clock: AtomicI64,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let runtime = Runtime::new().expect("a runtime");
        let store = runtime.block_on(Store::open(folder.path().join("slmm.db"))).expect("a new database");
        Self { _folder: folder, runtime, store, clock: AtomicI64::new(1_781_000_000) }
    }

    /// One second's batch of this many units; each call is a later second.
    fn readings(&self, units: i64) -> Batch {
        let second = self.clock.fetch_add(1, Ordering::Relaxed);
        let readings = (0..ROWS).map(|row| reading(&unit(row % units), second * 1_000_000 + row)).collect();
        Batch { readings, ..Batch::default() }
    }

    fn record(&self, batch: &Batch) {
        self.runtime.block_on(self.store.record(batch)).expect("recorded");
    }
}

fn unit(number: i64) -> UnitId {
    UnitId::new(&format!("unit-{number}")).expect("a good name")
}

fn at(microsecond: i64) -> Timestamp {
    Timestamp::from_microsecond(microsecond).expect("within time")
}

fn reading(unit: &UnitId, microsecond: i64) -> ReadingRow {
    ReadingRow {
        lp: Some(65.2),
        leq: Some(61.0),
        le: Some(91.3),
        lmax: Some(88.8),
        lmin: Some(40.1),
        lpeak: Some(101.3),
        ln: [Some(70.1), Some(65.5), Some(60.2), Some(50.1), Some(45.7)],
        over: Some(false),
        under: Some(false),
        measuring: Some(true),
        ..ReadingRow::new(unit.clone(), at(microsecond), ReadingSource::Dod)
    }
}

fn status(second: i64) -> UnitStatus {
    let text = |text: &str| Some(text.to_owned());
    UnitStatus {
        last_seen: Some(at(second * 1_000_000)),
        measurement_state: text("Start"),
        lp: text("65.2"),
        leq: text("61.0"),
        lmax: text("88.8"),
        lmin: text("40.1"),
        lpeak: text("101.3"),
        raw_payload: Some(" 65.2, 61.0,".repeat(25)),
        is_reachable: Some(true),
        last_success: Some(at(second * 1_000_000)),
        ..UnitStatus::default()
    }
}

#[divan::bench(args = [1, 100, 1000])]
fn a_thousand_readings_of_units(bencher: Bencher, units: i64) {
    let bench = Bench::new();
    bencher
        .counter(ItemsCount::new(1000_usize))
        .with_inputs(|| bench.readings(units))
        .bench_refs(|batch| bench.record(batch));
}

/// What the server writes each second with 1,000 units: a reading and a status of each, some history and log.
#[divan::bench]
fn a_second_of_a_thousand_units(bencher: Bencher) {
    let bench = Bench::new();
    let batch = || {
        let mut batch = bench.readings(ROWS);
        let second = bench.clock.load(Ordering::Relaxed);
        batch.statuses = (0..ROWS).map(|row| (unit(row), status(second))).collect();
        batch.trail = (0..17).map(|row| sample(&unit(row), at(second * 1_000_000))).collect();
        batch.logs = vec![log(&unit(0), at(second * 1_000_000))];
        batch
    };
    bencher.with_inputs(batch).bench_refs(|batch| bench.record(batch));
}

fn sample(unit: &UnitId, at: Timestamp) -> TrailRow {
    let text = Some("65.2".to_owned());
    TrailRow { unit: unit.clone(), at, lp: text.clone(), leq: text.clone(), lmax: text, ln1: None, ln2: None }
}

fn log(unit: &UnitId, at: Timestamp) -> DeviceLog {
    let (level, category) = (LogLevel::Info, LogCategory::State);
    DeviceLog { unit: unit.clone(), at, level, category, message: "Measurement STARTED".to_owned() }
}

#[divan::bench]
fn one_reading(bencher: Bencher) {
    let bench = Bench::new();
    let batch = || {
        let mut batch = bench.readings(1);
        batch.readings.truncate(1);
        batch
    };
    bencher.counter(ItemsCount::new(1_usize)).with_inputs(batch).bench_refs(|batch| bench.record(batch));
}

/// Committed with `synchronous=FULL`: the time is the disk's.
#[divan::bench]
fn one_configuration(bencher: Bencher) {
    let bench = Bench::new();
    // A row that stays the same would not be written at all.
    let config = || UnitConfig::new(unit(0), bench.clock.fetch_add(1, Ordering::Relaxed).to_string());
    bencher
        .with_inputs(config)
        .bench_refs(|config| bench.runtime.block_on(bench.store.put_unit(config)).expect("stored"));
}

#[divan::bench]
fn an_hour_of_readings_out_of_a_day(bencher: Bencher) {
    let bench = Bench::new();
    let start = bench.clock.load(Ordering::Relaxed) * 1_000_000;
    for first in (0..86_400).step_by(3600) {
        let readings =
            (first..first + 3600).map(|second| reading(&unit(0), start + second * 1_000_000)).collect();
        bench.record(&Batch { readings, ..Batch::default() });
    }
    let (unit, begin) = (unit(0), at(start) + Duration::from_hours(12));
    bencher.counter(ItemsCount::new(3600_usize)).bench(|| {
        let hour = bench.store.readings(&unit, begin..begin + Duration::from_hours(1), 10_000);
        let rows = bench.runtime.block_on(hour).expect("read");
        assert_eq!(rows.len(), 3600);
        black_box(rows)
    });
}
