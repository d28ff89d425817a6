//! From the last byte of a loud answer to the event that is committed and told, while a thousand meters record.
//!
//! The service tells of an event once it is in the database, so that the time until a viewer is told bounds the time
//! until it is committed from above. Meters and the viewer share one process and one clock; the service is another.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use futures_util::StreamExt;
use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::RuleText;
use slm_domain::delivery::{ChannelDraft, ChannelKind, RecipientDraft};
use slm_store::Store;
use tokio_tungstenite::tungstenite::Message;

use crate::figures::Times;
use crate::meter::{LeanMeter, Sound, Turnaround};
use crate::process::{self, Child};
use crate::service::{Service, runtime, write_roster};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Meters, each with one rule.
    #[arg(long, default_value_t = 1_000)]
    meters: usize,
    /// Length in seconds.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Tell all of it to one person, whose mail server is down: what no recipient is ever told so much of.
    #[arg(long)]
    flood: bool,
    /// Fail when the figure misses its target.
    #[arg(long)]
    check: bool,
}

const WARM_UP: Duration = Duration::from_secs(10);
const TARGET: Duration = Duration::from_millis(100);
/// The limit of the rules, dB.
const THRESHOLD: f64 = 70.0;

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    process::raise_file_limit();
    let runtime = runtime()?;
    let meters: Vec<Arc<LeanMeter<Spells>>> =
        runtime.block_on(LeanMeter::start_many(args.meters, Turnaround::OfTheInstrument))?;
    let addresses: Vec<_> = meters.iter().map(|meter| meter.address).collect();
    let folder = tempfile::tempdir()?;
    runtime.block_on(async {
        write_roster(folder.path(), &addresses).await?;
        write_rules(&Store::open(folder.path().join("slmm.db")).await?, args).await
    })?;
    let service = Service::start_in(folder, &[], Child::start)?;
    let (times, onsets) = runtime.block_on(watch(args, &meters, service.address))?;
    let times = times.summary();
    let told = if args.flood { ", all told to one recipient who cannot be reached" } else { "" };
    println!("alarms: {} meters that record, {onsets} onsets in {} s{told}", args.meters, args.seconds);
    println!("  last byte of a loud answer to the committed event told: {times}");
    ensure!(!args.check || times.p99 < TARGET, "p99 is {:?}", times.p99);
    Ok(())
}

async fn write_rules(store: &Store, args: &Args) -> anyhow::Result<()> {
    let mut channels = "log";
    if args.flood {
        channels = "log,email";
        add_recipient(store).await?;
    }
    let rule = RuleText { cooldown_s: 0, channels: channels.to_owned(), ..RuleText::new(THRESHOLD) };
    for number in 0..args.meters {
        store.create_rule(&UnitId::new(&format!("unit-{number}"))?, &rule, Timestamp::now()).await?;
    }
    store.close().await;
    Ok(())
}

async fn add_recipient(store: &Store) -> anyhow::Result<()> {
    let mail = ChannelDraft::new("mail", ChannelKind::Email).with("host", "127.0.0.1").with("port", "9");
    let channel =
        store.create_channel(&mail.with("sender", "slm@example.org").with("security", "none")).await?;
    let night = RecipientDraft::new("night shift", channel, "night@example.org");
    let night = night.check(0, ChannelKind::Email).map_err(|problems| anyhow!("{problems:?}"))?;
    store.create_recipient(&night).await?;
    Ok(())
}

/// Follows every unit, and times each onset that is told.
async fn watch(
    args: &Args,
    meters: &[Arc<LeanMeter<Spells>>],
    service: SocketAddr,
) -> anyhow::Result<(Times, usize)> {
    let address = format!("ws://{service}/api/nl43/_monitor/ws?events=1&fields=lp");
    let (mut socket, _) = tokio_tungstenite::connect_async(address).await?;
    let by_name: HashMap<String, _> =
        meters.iter().enumerate().map(|(number, meter)| (format!("unit-{number}"), meter)).collect();
    let begin = Instant::now() + WARM_UP;
    let end = tokio::time::Instant::from_std(begin + Duration::from_secs(args.seconds));
    let (mut times, mut onsets) = (Times::default(), 0);
    while let Ok(Some(Ok(message))) = tokio::time::timeout_at(end, socket.next()).await {
        let seen = Instant::now();
        let Message::Text(frame) = message else { continue };
        if !frame.contains("\"event\":\"alert\"") || !frame.contains("\"onset\"") {
            continue;
        }
        let unit = text_of(&frame, "unit_id").context("an alert names its unit")?;
        let meter = by_name.get(unit).context("an alert of one of the units")?;
        if let Some(sent) = meter.sound.grew_loud().filter(|sent| *sent > begin) {
            onsets += 1;
            times.push(seen.saturating_duration_since(sent));
        }
    }
    ensure!(onsets > args.meters / 2, "only {onsets} onsets were told");
    Ok((times, onsets))
}

fn text_of<'a>(frame: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = frame.split_once(&format!("\"{key}\":\""))?;
    rest.split_once('"').map(|(text, _)| text)
}

/// Loud and quiet spells of some answers each; remembers when the last loud one began.
#[derive(Default)]
struct Spells {
    answers: AtomicUsize,
    loud_since: Mutex<Option<Instant>>,
}

/// Answers of a spell.
const SPELL: usize = 4;
const QUIET: usize = 500;
const LOUD: usize = 800;

impl Spells {
    /// When the first answer of the last loud spell had left.
    fn grew_loud(&self) -> Option<Instant> {
        *self.loud_since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sound for Spells {
    fn tenths(&self) -> usize {
        let answer = self.answers.fetch_add(1, Ordering::Relaxed);
        // The first of a spell is named by its level.
        match (answer / SPELL % 2, answer % SPELL) {
            (0, _) => QUIET,
            (_, 0) => LOUD,
            _ => LOUD + 1,
        }
    }

    fn was_sent(&self, tenths: usize) {
        if tenths == LOUD {
            *self.loud_since.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
    }
}
