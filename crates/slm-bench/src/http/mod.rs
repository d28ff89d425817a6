//! `GET …/status` and the roster of a thousand units, against an empty handler.
//!
//! Service and floor are processes of their own on one processor, the clients on another. They are asked in turns
//! (floor, ours, floor, ours): first as fast as they answer, for requests a second; then both at the same rate, for
//! the processor time of one request and its latency.

mod floor;
mod load;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::figures::{Summary, median};
use crate::process::{self, Child};
use crate::service::{Service, runtime};
use load::Load;

pub(crate) use floor::serve as serve_floor;
pub(crate) use load::make as make_load;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Units of the roster.
    #[arg(long, default_value_t = 1_000)]
    units: usize,
    /// Connections of the clients.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Turns of each side.
    #[arg(long, default_value_t = 6)]
    rounds: usize,
    /// Length of a turn in seconds.
    #[arg(long, default_value_t = 2.0)]
    turn_s: f64,
    /// Requests a second for a unit's state at equal load.
    #[arg(long, default_value_t = 2_000)]
    status_rate: u64,
    /// Requests a second for the roster at equal load.
    #[arg(long, default_value_t = 50)]
    roster_rate: u64,
    /// Fail when a unit's state costs more than twice the empty handler.
    #[arg(long)]
    check: bool,
}

/// Most that a request for a unit's state may cost, as a multiple of the empty handler.
const TARGET: f64 = 2.0;
/// Server and clients each have a processor of their own.
const SERVERS: usize = 0;
const CLIENTS: usize = 1;

/// Measures and reports.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut floor = Child::start_on(SERVERS, &["http-floor"])?;
    let floor = (floor.answer()?.parse::<SocketAddr>()?, floor);
    let service = start_service(args.units)?;
    let mut clients = Child::start_on(CLIENTS, &["http-load"])?;
    let pinned = if process::can_pin() { "pinned" } else { "not pinned" };
    println!(
        "http: {} units, {} connections, {pinned}; medians of {} turns",
        args.units, args.connections, args.rounds
    );
    let unit = args.units / 2;
    let mut ratios = Vec::new();
    for (name, path, rate) in [
        ("status", format!("/api/nl43/unit-{unit}/status"), args.status_rate),
        ("roster", "/api/nl43/roster".to_owned(), args.roster_rate),
    ] {
        let mut sides = [
            Side::new("an empty handler", floor.0, floor.1.id(), "/".to_owned()),
            Side::new(name, service.address, service.child.id(), path),
        ];
        for rate in [0, rate] {
            for _ in 0..args.rounds {
                for side in &mut sides {
                    side.turn(&mut clients, args, rate)?;
                }
            }
        }
        let ratio = report(&sides, rate);
        ratios.push((name, ratio));
    }
    if args.check {
        let (name, ratio) = ratios[0];
        ensure!(ratio <= TARGET, "{name} costs {ratio:.2} times an empty handler");
    }
    Ok(())
}

/// The service on a roster whose units all have a state, and whose meters it leaves alone.
fn start_service(units: usize) -> anyhow::Result<Service> {
    let nowhere = (0..units).map(|number| {
        let [.., high, low] = u32::try_from(number).unwrap_or_default().to_be_bytes();
        SocketAddr::from(([127, 1, high, low], 1))
    });
    let service =
        Service::start_with(&nowhere.collect::<Vec<_>>(), &["SLMM_POLLING_ENABLED=false"], |arguments| {
            Child::start_on(SERVERS, arguments)
        })?;
    runtime()?.block_on(load::give_states(service.address, units))?;
    Ok(service)
}

/// One server and what it was measured at.
struct Side {
    name: &'static str,
    server: SocketAddr,
    pid: u32,
    path: String,
    /// As fast as it answers, and at equal load.
    fast: Vec<Turn>,
    equal: Vec<Turn>,
}

/// One turn.
struct Turn {
    micros_per_request: f64,
    requests_per_second: f64,
    times: Summary,
}

impl Side {
    fn new(name: &'static str, server: SocketAddr, pid: u32, path: String) -> Self {
        Self { name, server, pid, path, fast: Vec::new(), equal: Vec::new() }
    }

    fn turn(&mut self, clients: &mut Child, args: &Args, rate: u64) -> anyhow::Result<()> {
        let turn = Duration::from_secs_f64(args.turn_s);
        let load =
            Load { server: self.server, path: self.path.clone(), connections: args.connections, rate, turn };
        let before = process::cpu(self.pid)?;
        let line = clients.ask(&load.to_line())?;
        let cpu = process::cpu(self.pid)?.saturating_sub(before);
        let times = Summary::from_line(&line).with_context(|| format!("the clients said `{line}`"))?;
        ensure!(times.count > 0, "{} answered nothing", self.name);
        let turn = Turn {
            micros_per_request: cpu.as_secs_f64() * 1e6 / times.count as f64,
            requests_per_second: times.count as f64 / turn.as_secs_f64(),
            times,
        };
        if rate == 0 { &mut self.fast } else { &mut self.equal }.push(turn);
        Ok(())
    }

    fn print(&self, rate: u64) {
        let of = |turns: &[Turn], figure: fn(&Turn) -> f64| median(turns.iter().map(figure));
        let p99 = |turn: &Turn| turn.times.p99.as_secs_f64() * 1e3;
        println!(
            "  {:<16} {:>8.0} requests/s, p99 {:.2} ms; at {rate}/s {:.1} µs of processor time each, p99 {:.2} ms",
            self.name,
            of(&self.fast, |turn| turn.requests_per_second),
            of(&self.fast, p99),
            of(&self.equal, |turn| turn.micros_per_request),
            of(&self.equal, p99),
        );
    }
}

/// Prints both sides and the ratio of their costs, taken turn by turn.
fn report(sides: &[Side; 2], rate: u64) -> f64 {
    for side in sides {
        side.print(rate);
    }
    let [floor, ours] = sides;
    let ratio_of = |ours: &[Turn], floor: &[Turn]| {
        median(ours.iter().zip(floor).map(|(ours, floor)| ours.micros_per_request / floor.micros_per_request))
    };
    let equal = ratio_of(&ours.equal, &floor.equal);
    let fast = ratio_of(&ours.fast, &floor.fast);
    println!(
        "  {} costs {equal:.2} times an empty handler at equal load, {fast:.2} times as fast as it goes",
        ours.name
    );
    equal
}
