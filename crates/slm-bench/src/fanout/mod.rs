//! Fan-out of one unit's frames to many WebSocket subscribers.
//!
//! The measured server and its subscribers are processes of their own. Ours and the floor, a bare epoll loop that
//! writes the same pre-framed bytes, have their subscribers connected all the time and speak in turns (A B A B), so
//! that both see the same machine.

mod clients;
mod floor;
mod ours;
mod report;

use std::time::Duration;

use anyhow::Context;
use clap::ValueEnum;

use crate::process::{self, Child};
use report::{Phase, Side, Size};

pub(crate) use clients::{ClientsArgs, read};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Numbers of subscribers, one after the other.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 1_000, 10_000])]
    subscribers: Vec<usize>,
    /// Turns of each side.
    #[arg(long, default_value_t = 6)]
    rounds: usize,
    /// Length of a turn in seconds.
    #[arg(long, default_value_t = 3.0)]
    turn_s: f64,
    #[command(flatten)]
    load: Load,
    /// Measure a server that runs already instead of ours; needs `--pid`.
    #[arg(long, requires = "pid", value_name = "HOST:PORT/PATH")]
    server: Option<String>,
    /// Process whose processor time and memory are read, with `--server`.
    #[arg(long)]
    pid: Option<u32>,
    /// Fail when 1,000 or more subscribers cost more than 1.2 times the floor, or more than 8 KiB each.
    #[arg(long)]
    check: bool,
}

/// What is sent.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Load {
    /// Frames a second.
    #[arg(long, default_value_t = 10.0)]
    rate: f64,
    /// Bytes of a frame's text.
    #[arg(long, default_value_t = 600)]
    bytes: usize,
}

impl Load {
    fn interval(self) -> Duration {
        Duration::from_secs_f64(1.0 / self.rate)
    }

    /// A frame's text: JSON of the right length that differs from frame to frame.
    fn text(self, number: u64) -> String {
        let head = format!(r#"{{"unit_id":"bench","seq":{number},"raw_payload":""#);
        let filling = self.bytes.saturating_sub(head.len() + 2);
        format!(r#"{head}{:x<filling$}"}}"#, "")
    }
}

/// Who serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// The feed and the hub.
    Ours,
    /// The bare loop.
    Floor,
}

/// The measured process.
#[derive(Debug, clap::Args)]
pub(crate) struct ServerArgs {
    #[arg(long)]
    kind: Kind,
    #[command(flatten)]
    load: Load,
}

/// Serves subscribers until the standard input ends.
pub(crate) fn serve(args: &ServerArgs) -> anyhow::Result<()> {
    process::raise_file_limit();
    match args.kind {
        Kind::Ours => ours::serve(args.load),
        Kind::Floor => floor::serve(args.load),
    }
}

/// Measures and reports.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut sizes = Vec::new();
    println!("{} bytes {} times a second; medians of {} turns", args.load.bytes, args.load.rate, args.rounds);
    println!("{}", report::HEADER);
    for &subscribers in &args.subscribers {
        let size = measure(args, subscribers).with_context(|| format!("with {subscribers} subscribers"))?;
        println!("{size}");
        sizes.push(size);
    }
    if args.check { report::check(&sizes) } else { Ok(()) }
}

fn measure(args: &Args, subscribers: usize) -> anyhow::Result<Size> {
    let mut ours = match (&args.server, args.pid) {
        (Some(address), Some(pid)) => Pair::attach(address, pid, subscribers)?,
        _ => Pair::start(Kind::Ours, args.load, subscribers)?,
    };
    let mut floor = Pair::start(Kind::Floor, args.load, subscribers)?;
    let turn = Duration::from_secs_f64(args.turn_s);
    for _ in 0..args.rounds {
        ours.turn(turn)?;
        floor.turn(turn)?;
    }
    Ok(Size { subscribers, ours: ours.finish()?, floor: floor.finish()? })
}

/// A server and its subscribers.
struct Pair {
    /// `None`: a server that was there before, and speaks all the time.
    server: Option<Child>,
    pid: u32,
    clients: Child,
    side: Side,
}

impl Pair {
    fn start(kind: Kind, load: Load, subscribers: usize) -> anyhow::Result<Self> {
        let kind_name = if kind == Kind::Ours { "ours" } else { "floor" };
        let (rate, bytes) = (load.rate.to_string(), load.bytes.to_string());
        let mut server =
            Child::start(&["fanout-server", "--kind", kind_name, "--rate", &rate, "--bytes", &bytes])?;
        let port = server.answer()?;
        let pid = server.id();
        let mut pair = Self::attach(&format!("127.0.0.1:{port}/"), pid, subscribers)?;
        pair.server = Some(server);
        Ok(pair)
    }

    fn attach(address: &str, pid: u32, subscribers: usize) -> anyhow::Result<Self> {
        let before = process::memory(pid)?;
        let mut clients =
            Child::start(&["fanout-clients", "--address", address, "--count", &subscribers.to_string()])?;
        clients.answer()?;
        std::thread::sleep(SETTLE);
        let idle = process::memory(pid)?.saturating_sub(before) as f64 / subscribers as f64;
        let side = Side { idle_bytes: idle, ..Side::default() };
        Ok(Self { server: None, pid, clients, side: Side { before, ..side } })
    }

    /// One turn: the server speaks, and after a moment its costs are counted.
    fn turn(&mut self, length: Duration) -> anyhow::Result<()> {
        if let Some(server) = &mut self.server {
            server.say("go")?;
        }
        std::thread::sleep(SETTLE);
        let (cpu, frames) = (process::cpu(self.pid)?, self.frames()?);
        std::thread::sleep(length);
        let (cpu_then, frames_then) = (process::cpu(self.pid)?, self.frames()?);
        if let Some(server) = &mut self.server {
            server.say("halt")?;
            std::thread::sleep(SETTLE / 2);
        }
        self.side.phases.push(Phase { cpu: cpu_then.saturating_sub(cpu), frames: frames_then - frames });
        Ok(())
    }

    fn frames(&mut self) -> anyhow::Result<u64> {
        self.clients.say("count")?;
        self.clients.answer()?.parse().context("the subscribers count their frames")
    }

    fn finish(mut self) -> anyhow::Result<Side> {
        let alive = self.clients.ask("alive")?.parse::<u64>().context("the subscribers count themselves")?;
        let memory = process::memory(self.pid)?.saturating_sub(self.side.before);
        self.side.loaded_bytes = memory as f64 / alive as f64;
        self.side.alive = alive;
        Ok(self.side)
    }
}

/// Time for caches and queues to find their usual state.
const SETTLE: Duration = Duration::from_secs(1);
