//! From the last byte of a meter's answer to the first byte at a viewer, and how soon a new viewer sees anything.
//!
//! Meters and viewers share one process and one clock; the service is another. The meters number their answers by the
//! level they print, so that a viewer knows which answer a frame came from.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use futures_util::StreamExt;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

use crate::figures::Times;
use crate::meter::{LeanMeter, Sound, Turnaround};
use crate::process;
use crate::service::{Service, runtime};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Meters.
    #[arg(long, default_value_t = 100)]
    meters: usize,
    /// Viewers, spread over the meters.
    #[arg(long, default_value_t = 1_000)]
    viewers: usize,
    /// Length in seconds.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Let every meter answer at once, so that all of them keep step: the worst case, which no field has.
    #[arg(long)]
    lockstep: bool,
    /// Fail when a figure misses its target.
    #[arg(long)]
    check: bool,
}

const WARM_UP: Duration = Duration::from_secs(5);
const LATENCY_TARGET: Duration = Duration::from_millis(5);
const FIRST_FRAME_TARGET: Duration = Duration::from_millis(10);
/// New viewers whose first frame is timed.
const NEWCOMERS: usize = 1_000;

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    process::raise_file_limit();
    let runtime = runtime()?;
    let turnaround = if args.lockstep { Turnaround::None } else { Turnaround::OfTheInstrument };
    let meters = runtime.block_on(LeanMeter::start_many(args.meters, turnaround))?;
    let addresses: Vec<_> = meters.iter().map(|meter| meter.address).collect();
    let service = Service::start(&addresses)?;
    let (latency, first_frame) = runtime.block_on(measure(args, &meters, service.address))?;
    let (latency, first_frame) = (latency.summary(), first_frame.summary());
    println!("latency: {} meters, {} viewers", args.meters, args.viewers);
    println!("  last byte of an answer to a viewer: {latency}");
    println!("  first frame of a running feed, connecting included: {first_frame}");
    if args.check {
        anyhow::ensure!(latency.p99 < LATENCY_TARGET, "p99 of the latency is {:?}", latency.p99);
        anyhow::ensure!(
            first_frame.p99 < FIRST_FRAME_TARGET,
            "p99 of the first frame is {:?}",
            first_frame.p99
        );
    }
    Ok(())
}

async fn measure(
    args: &Args,
    meters: &[Arc<LeanMeter<Numbered>>],
    service: SocketAddr,
) -> anyhow::Result<(Times, Times)> {
    let end = Instant::now() + WARM_UP + Duration::from_secs(args.seconds);
    let mut viewers = Vec::with_capacity(args.viewers);
    for number in 0..args.viewers {
        let unit = number % meters.len();
        let socket = connect(service, unit).await?;
        viewers.push(tokio::spawn(view(socket, Arc::clone(&meters[unit]), end)));
    }
    tokio::time::sleep(WARM_UP).await;
    let mut first_frames = Times::default();
    for number in 0..NEWCOMERS {
        let asked = Instant::now();
        let mut socket = connect(service, number % meters.len()).await?;
        socket.next().await.context("a running feed greets at once")??;
        first_frames.push(asked.elapsed());
    }
    let mut latencies = Times::default();
    for viewer in viewers {
        latencies.extend(viewer.await?);
    }
    anyhow::ensure!(latencies.len() > args.viewers, "the viewers saw nothing");
    Ok((latencies, first_frames))
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<TcpStream>>;

async fn connect(service: SocketAddr, unit: usize) -> anyhow::Result<Socket> {
    let address = format!("ws://{service}/api/nl43/unit-{unit}/monitor");
    let (socket, _) = tokio_tungstenite::connect_async(address).await?;
    Ok(socket)
}

/// Times every frame but the first, which comes from memory.
async fn view(mut socket: Socket, meter: Arc<LeanMeter<Numbered>>, end: Instant) -> Vec<Duration> {
    let mut latencies = Vec::new();
    let mut greeted = false;
    let end = tokio::time::Instant::from_std(end);
    while let Ok(Some(Ok(Message::Text(frame)))) = tokio::time::timeout_at(end, socket.next()).await {
        let seen = Instant::now();
        if let Some(sent) = meter.sound.sent_at(&frame).filter(|_| greeted) {
            latencies.push(seen.saturating_duration_since(sent));
        }
        greeted = true;
    }
    latencies
}

/// Numbers its answers by their levels, and remembers when it gave them.
struct Numbered {
    next: AtomicUsize,
    /// When the level of so many tenths was last printed.
    sent: Mutex<Vec<Option<Instant>>>,
}

/// Levels from 30.0 to 129.9 dB number the answers.
const LOWEST: usize = 300;
const LEVELS: usize = 1_000;

impl Default for Numbered {
    fn default() -> Self {
        Self { next: AtomicUsize::new(0), sent: Mutex::new(vec![None; LEVELS]) }
    }
}

impl Numbered {
    fn sent_at(&self, frame: &str) -> Option<Instant> {
        let (_, rest) = frame.split_once("\"lp\":\"")?;
        let (level, _) = rest.split_once('"')?;
        let tenths: usize = level.replace('.', "").parse().ok()?;
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.get(tenths.checked_sub(LOWEST)?).copied().flatten()
    }
}

impl Sound for Numbered {
    fn tenths(&self) -> usize {
        LOWEST + self.next.fetch_add(1, Ordering::Relaxed) % LEVELS
    }

    fn was_sent(&self, tenths: usize) {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)[tenths - LOWEST] = Some(Instant::now());
    }
}
