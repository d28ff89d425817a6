//! Ten thousand readings a second into the database, while others read from it.
//!
//! Batches come twice a second, as from the recorder: readings and the state of every unit, and once the minute that ended of
//! each. The readers ask for what a chart asks: the last minutes of a unit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use jiff::{SignedDuration, Timestamp};
use slm_acoustics::{Accumulator, Interval};
use slm_domain::aggregate::{Aggregate, Resolution};
use slm_domain::{UnitId, UnitStatus};
use slm_store::{Batch, ReadingRow, ReadingSource, Store};
use tokio::time::MissedTickBehavior;

use crate::figures::Times;
use crate::service::runtime;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Readings a second.
    #[arg(long, default_value_t = 10_000)]
    rate: usize,
    /// Units that they are of.
    #[arg(long, default_value_t = 1_000)]
    units: usize,
    /// Readers that ask one question after the other.
    #[arg(long, default_value_t = 2)]
    readers: usize,
    /// Length in seconds.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Fail when a figure misses its target.
    #[arg(long)]
    check: bool,
}

const READER_TARGET: Duration = Duration::from_millis(20);
/// Batches a second.
const BATCHES: usize = 2;
/// Batches before the minute ends.
const MINUTE_ENDS_AFTER: usize = 20;
/// As in the recorder.
const MINUTES_AT_ONCE: usize = 50;
/// A reader's pause between two questions.
const PAUSE: Duration = Duration::from_millis(20);
const LAST_MINUTES: SignedDuration = SignedDuration::from_mins(5);

/// Measures and reports.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    runtime()?.block_on(measure(args))
}

async fn measure(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(folder.path().join("slmm.db")).await?;
    let units: Arc<[UnitId]> =
        (0..args.units).map(|number| UnitId::new(&format!("unit-{number}"))).collect::<Result<_, _>>()?;
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..args.readers)
        .map(|number| tokio::spawn(read(store.clone(), Arc::clone(&units), Arc::clone(&done), number)))
        .collect();
    let (commits, began) = (write(args, &store, &units).await?, Instant::now());
    done.store(true, Ordering::Relaxed);
    let mut reads = Times::default();
    for reader in readers {
        reads.extend(reader.await??);
    }
    let late = began.elapsed();
    let (busy, written) = (commits.busy, commits.readings);
    let (commits, reads) = (commits.times.summary(), reads.summary());
    println!(
        "store: {written} readings of {} units in {} s, {} readers",
        args.units, args.seconds, args.readers
    );
    println!("  commit of half a second's readings and states, or of 50 minutes: {commits}");
    println!("  the writer was busy for {:.0} % of the time", busy * 100.0);
    println!("  the last {} minutes of a unit: {reads}", LAST_MINUTES.as_mins());
    if args.check {
        ensure!(busy < 1.0, "the writer does not keep up");
        ensure!(reads.p99 < READER_TARGET, "p99 of the readers is {:?}", reads.p99);
        ensure!(late < Duration::from_secs(1), "a reader hung for {late:?}");
    }
    store.close().await;
    Ok(())
}

struct Commits {
    times: Times,
    readings: usize,
    /// Share of the time during which the writer wrote.
    busy: f64,
}

async fn write(args: &Args, store: &Store, units: &[UnitId]) -> anyhow::Result<Commits> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / u32::try_from(BATCHES)?);
    // A slow commit is made up for: the rate is what is measured.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let began = Instant::now();
    let (mut times, mut readings, mut busy) = (Times::default(), 0, Duration::ZERO);
    let mut next = 0;
    while began.elapsed() < Duration::from_secs(args.seconds) {
        ticks.tick().await;
        let batch = batch(units, &mut next, args.rate / BATCHES);
        readings += batch.readings.len();
        let minute = if times.len() == MINUTE_ENDS_AFTER { minutes(units) } else { Vec::new() };
        for batch in std::iter::once(batch).chain(minute) {
            let handed = Instant::now();
            store.record(&batch).await?;
            times.push(handed.elapsed());
            busy += handed.elapsed();
        }
    }
    Ok(Commits { times, readings, busy: busy.as_secs_f64() / began.elapsed().as_secs_f64() })
}

fn batch(units: &[UnitId], next: &mut usize, count: usize) -> Batch {
    let begin = Timestamp::now();
    let readings = (0..count).map(|number| {
        *next += 1;
        // Each a microsecond later: a unit has one reading at a time.
        let at = begin + Duration::from_micros(number as u64);
        let lp = Some(50.0 + (*next % 300) as f64 / 10.0);
        let unit = units[*next % units.len()].clone();
        ReadingRow { lp, leq: lp, lmax: lp, lmin: lp, ..ReadingRow::new(unit, at, ReadingSource::Dod) }
    });
    let status = UnitStatus { last_seen: Some(begin), lp: Some("61.3".to_owned()), ..UnitStatus::default() };
    let statuses = units.iter().map(|unit| (unit.clone(), status.clone()));
    Batch { readings: readings.collect(), statuses: statuses.collect(), ..Batch::default() }
}

/// A minute of each unit, so many at once as the recorder writes.
fn minutes(units: &[UnitId]) -> Vec<Batch> {
    let mut figures = Accumulator::new();
    for second in 0..60 {
        figures.add(&Interval::steady(1.0, 50.0 + f64::from(second) / 3.0));
    }
    let start = Resolution::Minute.start_of(Timestamp::now());
    let minute = |unit: &UnitId| (unit.clone(), Aggregate::new(start, figures.clone()));
    let chunks = units.chunks(MINUTES_AT_ONCE);
    chunks.map(|some| Batch { minutes: some.iter().map(minute).collect(), ..Batch::default() }).collect()
}

async fn read(
    store: Store,
    units: Arc<[UnitId]>,
    done: Arc<AtomicBool>,
    number: usize,
) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    let mut turn = number;
    while !done.load(Ordering::Relaxed) {
        tokio::time::sleep(PAUSE).await;
        // A step that meets every unit.
        turn = turn.wrapping_add(7_919);
        let (unit, to) = (&units[turn % units.len()], Timestamp::now());
        let begin = Instant::now();
        store.readings(unit, to - LAST_MINUTES..to, 10_000).await?;
        times.push(begin.elapsed());
    }
    Ok(times)
}
