//! A thousand watched meters: how far each poll's period is from the least the meter allows.
//!
//! The meters, in a process of their own, take the time from one command to the next and subtract the pause they ask
//! for and their own turnaround. What is left is the service's doing, and the machine's.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context;
use futures_util::StreamExt;
use nl43_sim::{Fault, MeterConfig, SimFleet, SimMeter, Timing};

use crate::figures::{Summary, Times};
use crate::process::{self, Child};
use crate::service::{Service, runtime};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Simulated meters.
    #[arg(long, default_value_t = 1_000)]
    meters: usize,
    /// Turnaround of each meter in milliseconds.
    #[arg(long, default_value_t = 150)]
    turnaround_ms: u64,
    /// Length of each of the two parts in seconds.
    #[arg(long, default_value_t = 30)]
    part_s: u64,
    /// Fail when a figure misses its target.
    #[arg(long)]
    check: bool,
}

/// The meters of `poll`.
#[derive(Debug, clap::Args)]
pub(crate) struct MetersArgs {
    meters: usize,
    turnaround_ms: u64,
}

/// Faults for a tenth of the meters, in turn.
const FAULTS: [&str; 6] = ["black-hole", "refuse", "garble=0.5", "delay=1s..8s", "hold", "split=1..7"];
const PAUSE: Duration = Duration::from_secs(1);
const WARM_UP: Duration = Duration::from_secs(15);
const TARGET: Duration = Duration::from_millis(20);
const MEMORY_TARGET_MIB: u64 = 400;

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    process::raise_file_limit();
    let count = args.meters.to_string();
    let mut meters = Child::start(&["meters", &count, &args.turnaround_ms.to_string()])?;
    let addresses: Vec<SocketAddr> =
        meters.answer()?.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let service = Service::start(&addresses)?;
    let watching = watch(service.address)?;
    std::thread::sleep(WARM_UP);
    let part = Duration::from_secs(args.part_s);
    let faulty = args.meters / 10;

    let cpu = process::cpu(service.child.id())?;
    meters.ask("mark")?;
    std::thread::sleep(part);
    let healthy = summary(&meters.ask("report 0")?)?;
    let cpu = process::cpu(service.child.id())?.saturating_sub(cpu);
    println!("poll: {} meters watched by one connection, turnaround {} ms", args.meters, args.turnaround_ms);
    println!("  overhead per poll: {healthy}");
    println!("  processor time: {:.1} % of one core", cpu.as_secs_f64() / part.as_secs_f64() * 100.0);

    meters.ask(&format!("faults {faulty}"))?;
    meters.ask("mark")?;
    std::thread::sleep(part);
    let beside = summary(&meters.ask(&format!("report {faulty}"))?)?;
    let memory = process::memory(service.child.id())? / (1024 * 1024);
    println!("  the same beside {faulty} faulty meters: {beside}");
    println!("  resident memory of the service: {memory} MiB");
    println!("  {}", meters.ask("rules")?);
    drop(watching);
    if args.check {
        anyhow::ensure!(healthy.p99 < TARGET, "p99 of the overhead is {:?}", healthy.p99);
        anyhow::ensure!(beside.p99 < TARGET, "p99 beside faults is {:?}", beside.p99);
        anyhow::ensure!(memory < MEMORY_TARGET_MIB, "{memory} MiB");
    }
    Ok(())
}

fn summary(line: &str) -> anyhow::Result<Summary> {
    Summary::from_line(line).with_context(|| format!("the meters said `{line}`"))
}

/// One connection that follows every unit, until dropped.
fn watch(address: SocketAddr) -> anyhow::Result<tokio::runtime::Runtime> {
    let runtime = runtime()?;
    let socket = runtime.block_on(tokio_tungstenite::connect_async(format!(
        "ws://{address}/api/nl43/_monitor/ws?units=all"
    )))?;
    runtime.spawn(async move {
        let mut frames = socket.0;
        while let Some(Ok(_)) = frames.next().await {}
    });
    Ok(runtime)
}

/// Runs the meters and answers questions about what they experienced.
pub(crate) fn meters(args: &MetersArgs) -> anyhow::Result<()> {
    process::raise_file_limit();
    let turnaround = Duration::from_millis(args.turnaround_ms);
    let timing = Timing { turnaround: turnaround..=turnaround, ..Timing::default() };
    let template = MeterConfig { timing, journal_entries: 256, ..MeterConfig::default() };
    let runtime = runtime()?;
    let fleet = runtime.block_on(SimFleet::start_many(args.meters, &template))?;
    let addresses: Vec<_> = fleet.meters().iter().map(|meter| meter.addr().to_string()).collect();
    println!("{}", addresses.join(" "));
    let mut since = Instant::now();
    for words in process::words() {
        let mut words = words.split_whitespace();
        let word = words.next().unwrap_or_default();
        let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        match word {
            "mark" => {
                since = Instant::now();
                println!("marked");
            }
            "report" => {
                let mut times = Times::default();
                fleet.meters()[number..]
                    .iter()
                    .for_each(|meter| times.extend(overheads(meter, since, turnaround)));
                println!("{}", times.summary().to_line());
            }
            "faults" => {
                for (meter, fault) in fleet.meters()[..number].iter().zip(FAULTS.iter().cycle()) {
                    meter.faults().apply(&fault.parse::<Fault>()?);
                }
                println!("applied");
            }
            _ => println!("{}", rules(&fleet)),
        }
    }
    Ok(())
}

/// What the service added to the pause and the turnaround, command by command.
fn overheads(meter: &SimMeter, since: Instant, turnaround: Duration) -> Vec<Duration> {
    let commands = meter.journal().commands();
    let pairs = commands.windows(2).filter(|pair| pair[0].at >= since);
    pairs.map(|pair| (pair[1].at - pair[0].at).saturating_sub(PAUSE + turnaround)).collect()
}

fn rules(fleet: &SimFleet) -> String {
    let totals: Vec<_> = fleet.meters().iter().map(|meter| meter.journal().totals()).collect();
    let most = totals.iter().map(|totals| totals.max_connections).max().unwrap_or(0);
    let soon: u64 = totals.iter().map(|totals| totals.spacing_violations).sum();
    let commands: u64 = totals.iter().map(|totals| totals.commands).sum();
    format!("{commands} commands, {soon} of them too soon, never more than {most} connection(s) to a meter")
}
