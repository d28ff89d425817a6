//! Starts many meters in one process, polls all of them for a while, and says what that costs in memory and time.
//!
//! `cargo run --release -p nl43-sim --example thousand_meters [METERS] [SECONDS] [--files]`: with `--files` each
//! serves a card and records on it.
#![expect(clippy::print_stdout, reason = "an example reports on the terminal")]

use std::time::{Duration, Instant};

use nl43_sim::{MeterConfig, SimFleet, SoundField};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let (count, seconds) = (arguments.next().unwrap_or(1000), arguments.next().unwrap_or(10));

    let empty = resident_kib();
    let begun = Instant::now();
    let sound = |n: usize| SoundField::NATURAL[n % SoundField::NATURAL.len()].clone();
    let files = std::env::args().any(|argument| argument == "--files");
    let config = |n: usize| {
        let config =
            MeterConfig { seed: n as u64, sound: sound(n), measuring: true, ..MeterConfig::default() };
        if files { config.with_files().setting("Store Mode", "Auto") } else { config }
    };
    let fleet = SimFleet::start((0..count).map(config)).await?;
    println!(
        "{count} meters started in {:?}: {} KiB more than none",
        begun.elapsed(),
        resident_kib() - empty
    );

    let until = Instant::now() + Duration::from_secs(seconds as u64);
    let mut pollers = tokio::task::JoinSet::new();
    for meter in fleet.meters() {
        pollers.spawn(poll(meter.addr(), until));
    }
    let mut polls = 0;
    tokio::time::sleep(Duration::from_secs(seconds as u64) / 2).await;
    println!("{} KiB while all of them are polled", resident_kib());
    while let Some(done) = pollers.join_next().await {
        polls += done.map_err(std::io::Error::other)??;
    }
    let late: u64 = fleet.meters().iter().map(|meter| meter.journal().totals().spacing_violations).sum();
    println!("{polls} polls, {late} too soon, {} KiB in the end, {:.1} s CPU", resident_kib(), cpu_seconds());
    Ok(())
}

/// Asks for the displayed values as often as the instrument allows.
async fn poll(addr: std::net::SocketAddr, until: Instant) -> std::io::Result<u64> {
    let stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let (mut line, mut polls) = (String::new(), 0);
    while Instant::now() < until {
        stream.get_mut().write_all(b"DOD?\r\n").await?;
        for _ in 0..2 {
            line.clear();
            stream.read_line(&mut line).await?;
        }
        polls += 1;
        tokio::time::sleep(Duration::from_millis(1001)).await;
    }
    Ok(polls)
}

/// Resident memory of this process, 0 where it cannot be told.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
}

/// User and system time of this process so far, 0 where it cannot be told.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let times = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    times.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
