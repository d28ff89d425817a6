//! A year of one unit, asked for at every zoom level.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::ensure;
use jiff::{SignedDuration, Timestamp};
use slm_acoustics::{Accumulator, Interval};
use slm_domain::aggregate::Aggregate;
use slm_domain::{UnitConfig, UnitId};
use slm_store::{Batch, ReadingRow, ReadingSource, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::figures::Times;
use crate::process::Child;
use crate::service::{Service, runtime};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Days of minutes.
    #[arg(long, default_value_t = 365)]
    days: i64,
    /// Days of readings, one a second.
    #[arg(long, default_value_t = 6)]
    raw_days: i64,
    /// Times that each question is asked.
    #[arg(long, default_value_t = 20)]
    rounds: usize,
    /// Fail when a zoom level takes longer than 200 ms.
    #[arg(long)]
    check: bool,
}

/// Longest time of a whole answer.
const TARGET: Duration = Duration::from_millis(200);
const UNIT: &str = "unit-0";

/// What a chart asks for: how many hours until now, how, and of what.
const QUESTIONS: [(&str, i64, &str); 9] = [
    ("a year, what fits a chart", 365 * 24, "points=1000"),
    ("a year of days", 365 * 24, "period=1d"),
    ("a year of hours", 365 * 24, "period=1h"),
    ("a year of hours, without percentiles", 365 * 24, "period=1h&metrics=leq,lmax"),
    ("three months, what fits a chart", 91 * 24, "points=2000"),
    ("a month of quarter hours", 30 * 24, "period=15min"),
    ("a week of 5 minutes", 7 * 24, "period=5min"),
    ("a day of minutes", 24, "period=1min"),
    ("an hour of seconds", 1, "period=1s"),
];

/// Measures and reports.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let now = Timestamp::from_second(Timestamp::now().as_second() / 60 * 60)?;
    let began = Instant::now();
    runtime()?.block_on(write(folder.path(), args, now))?;
    let size = folder.path().join("slmm.db").metadata()?.len();
    println!(
        "history: {} days of minutes and {} of readings, {} MB, written in {:.0} s",
        args.days,
        args.raw_days,
        size / 1_000_000,
        began.elapsed().as_secs_f64()
    );
    let service = Service::start_in(folder, &["SLMM_POLLING_ENABLED=false"], Child::start)?;
    let mut slow = Vec::new();
    for (name, hours, query) in QUESTIONS {
        let from = now - SignedDuration::from_hours(hours);
        // A zone whose days are none of UTC.
        let path = format!("/api/nl43/{UNIT}/series?from={from}&to={now}&zone=Europe/Berlin&{query}");
        let (mut times, mut bytes) = (Times::default(), 0);
        for _ in 0..args.rounds {
            let began = Instant::now();
            bytes = runtime()?.block_on(ask(service.address, &path))?;
            times.push(began.elapsed());
        }
        let times = times.summary();
        println!("  {name:<38} {:>5} kB  {times}", bytes / 1000);
        if times.p99 > TARGET {
            slow.push(name);
        }
    }
    ensure!(!args.check || slow.is_empty(), "slower than {TARGET:?}: {}", slow.join(", "));
    Ok(())
}

/// Asks once, on a connection of its own, and reads to the end.
async fn ask(server: SocketAddr, path: &str) -> anyhow::Result<usize> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    ensure!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer[..answer.len().min(500)])
    );
    Ok(answer.len())
}

async fn write(folder: &Path, args: &Args, now: Timestamp) -> anyhow::Result<()> {
    let store = Store::open(folder.join("slmm.db")).await?;
    let unit = UnitId::new(UNIT)?;
    store.put_unit(&UnitConfig::new(unit.clone(), "127.0.0.1")).await?;
    let begin = now - SignedDuration::from_hours(args.days * 24);
    for day in 0..args.days {
        let minutes = (0..24 * 60).map(|minute| {
            let start = begin + SignedDuration::from_mins(day * 24 * 60 + minute);
            (unit.clone(), Aggregate::new(start, figures(start)))
        });
        store.record(&Batch { minutes: minutes.collect(), ..Batch::default() }).await?;
    }
    let begin = now - SignedDuration::from_hours(args.raw_days * 24);
    for hour in 0..args.raw_days * 24 {
        let readings = (0..3600).map(|second| {
            let at = begin + SignedDuration::from_secs(hour * 3600 + second);
            let lp = Some(level(at.as_second()));
            ReadingRow { lp, lmax: lp, lmin: lp, ..ReadingRow::new(unit.clone(), at, ReadingSource::Dod) }
        });
        store.record(&Batch { readings: readings.collect(), ..Batch::default() }).await?;
    }
    store.close().await;
    Ok(())
}

fn figures(start: Timestamp) -> Accumulator {
    let mut figures = Accumulator::new();
    for second in 0..60 {
        figures.add(&Interval::steady(1.0, level(start.as_second() + second)));
    }
    figures
}

/// Traffic, more or less: loud by day, with a spread of some twenty decibels.
fn level(second: i64) -> f64 {
    let mixed = second.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    let time_of_day = second.rem_euclid(86_400) as f64 / 86_400.0;
    55.0 - 10.0 * (time_of_day * std::f64::consts::TAU).cos() + (mixed % 200) as f64 / 10.0
}
