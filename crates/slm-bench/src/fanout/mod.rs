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

use anyhow::{Context, ensure};
use clap::ValueEnum;

use crate::process::{self, Child};
use crate::service::Service;
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
    /// Measure the whole service over HTTP, on a simulated meter's 10 Hz stream, instead of feed and hub alone.
    #[arg(long, conflicts_with = "server")]
    service: bool,
    /// Measure a server that runs already; needs `--pid`.
    #[arg(long, requires = "pid", value_name = "HOST:PORT/PATH")]
    server: Option<String>,
    /// Process whose processor time and memory are read, with `--server`.
    #[arg(long)]
    pid: Option<u32>,
    /// Fail when 1,000 or more subscribers cost more than 1.2 times the floor, or more than 8 KiB each.
    #[arg(long)]
    check: bool,
}

impl Args {
    /// The whole service with many subscribers.
    pub(crate) fn whole_service() -> Self {
        let load = Load { rate: 10.0, bytes: 600 };
        let subscribers = vec![1_000, 10_000];
        Self {
            subscribers,
            rounds: 6,
            turn_s: 3.0,
            load,
            service: true,
            server: None,
            pid: None,
            check: false,
        }
    }
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
    let what = if args.service { "the whole service" } else { "feed and hub" };
    println!("fanout of {what}: medians of {} turns", args.rounds);
    if !args.service && args.server.is_none() {
        println!("  {} bytes {} times a second", args.load.bytes, args.load.rate);
    }
    println!("{}", report::HEADER);
    for &subscribers in &args.subscribers {
        let size = measure(args, subscribers).with_context(|| format!("with {subscribers} subscribers"))?;
        println!("{size}");
        sizes.push(size);
    }
    if args.check { report::check(&sizes) } else { Ok(()) }
}

fn measure(args: &Args, subscribers: usize) -> anyhow::Result<Size> {
    let turn = Duration::from_secs_f64(args.turn_s);
    let whole = args.service.then(Whole::start).transpose()?;
    let attached = match (&whole, &args.server, args.pid) {
        (Some(whole), ..) => Some((whole.stream.clone(), whole.service.child.id())),
        (None, Some(server), Some(pid)) => Some((server.clone(), pid)),
        _ => None,
    };
    let (ours, floor) = if let Some((address, pid)) = attached {
        beside(Pair::attach(&address, pid, subscribers)?, args, turn)?
    } else {
        let ours = Pair::start(Kind::Ours, args.load, subscribers)?;
        in_turns(ours, Pair::start(Kind::Floor, args.load, subscribers)?, args.rounds, turn)?
    };
    Ok(Size { subscribers, ours: ours.finish()?, floor: floor.finish()? })
}

/// One side speaks while the other is silent.
fn in_turns(mut ours: Pair, mut floor: Pair, rounds: usize, turn: Duration) -> anyhow::Result<(Pair, Pair)> {
    for _ in 0..rounds {
        for side in [&mut ours, &mut floor] {
            side.speak("go")?;
            std::thread::sleep(SETTLE);
            let start = side.reading()?;
            std::thread::sleep(turn);
            side.note(start)?;
            side.speak("halt")?;
            std::thread::sleep(SETTLE / 2);
        }
    }
    Ok((ours, floor))
}

/// A server that cannot be silenced is measured together with a floor that sends as many bytes as often.
fn beside(mut ours: Pair, args: &Args, turn: Duration) -> anyhow::Result<(Pair, Pair)> {
    let start = ours.reading()?;
    std::thread::sleep(turn);
    let (frames, bytes) = ours.reading()?.since(start);
    ensure!(frames > 0, "the server sends nothing");
    let per_subscriber = frames as f64 / ours.subscribers as f64;
    let load = Load { rate: per_subscriber / turn.as_secs_f64(), bytes: usize::try_from(bytes / frames)? };
    println!(
        "  measured together with a floor that sends {} bytes {:.1} times a second",
        load.bytes, load.rate
    );
    let mut floor = Pair::start(Kind::Floor, load, ours.subscribers)?;
    floor.speak("go")?;
    std::thread::sleep(SETTLE);
    for _ in 0..args.rounds {
        let start = (ours.reading()?, floor.reading()?);
        std::thread::sleep(turn);
        ours.note(start.0)?;
        floor.note(start.1)?;
    }
    Ok((ours, floor))
}

/// A server and its subscribers.
struct Pair {
    /// `None`: a server that was there before, and speaks all the time.
    server: Option<Child>,
    pid: u32,
    clients: Child,
    subscribers: usize,
    side: Side,
}

/// What a side has spent and delivered so far.
#[derive(Clone, Copy)]
struct Reading {
    cpu: Duration,
    frames: u64,
    bytes: u64,
}

impl Reading {
    fn since(self, start: Self) -> (u64, u64) {
        (self.frames - start.frames, self.bytes - start.bytes)
    }
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
        let idle_bytes = process::memory(pid)?.saturating_sub(before) as f64 / subscribers as f64;
        let side = Side { before, idle_bytes, ..Side::default() };
        Ok(Self { server: None, pid, clients, subscribers, side })
    }

    fn speak(&mut self, word: &str) -> anyhow::Result<()> {
        self.server.as_mut().map_or(Ok(()), |server| server.say(word))
    }

    fn reading(&mut self) -> anyhow::Result<Reading> {
        let cpu = process::cpu(self.pid)?;
        let answer = self.clients.ask("count")?;
        let (frames, bytes) = answer.split_once(' ').context("the subscribers count frames and bytes")?;
        Ok(Reading { cpu, frames: frames.parse()?, bytes: bytes.parse()? })
    }

    /// Ends what began with `start`.
    fn note(&mut self, start: Reading) -> anyhow::Result<()> {
        let end = self.reading()?;
        self.side.phases.push(Phase { cpu: end.cpu.saturating_sub(start.cpu), frames: end.since(start).0 });
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<Side> {
        let alive = self.clients.ask("alive")?.parse::<u64>().context("the subscribers count themselves")?;
        let memory = process::memory(self.pid)?.saturating_sub(self.side.before);
        self.side.loaded_bytes = memory as f64 / self.subscribers as f64;
        self.side.alive = alive;
        Ok(self.side)
    }
}

/// The whole service, watching one meter.
struct Whole {
    service: Service,
    stream: String,
    _meter: Child,
}

impl Whole {
    fn start() -> anyhow::Result<Self> {
        let mut meter = Child::start(&["meters", "1", "50"])?;
        let service = Service::start(&[meter.answer()?.parse()?])?;
        let stream = format!("{}/api/nl43/unit-0/stream", service.address);
        // The first poll goes before the stream.
        std::thread::sleep(SETTLE * 3);
        Ok(Self { service, stream, _meter: meter })
    }
}

/// Time for caches and queues to find their usual state.
const SETTLE: Duration = Duration::from_secs(1);
