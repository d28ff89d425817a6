//! A folder of a simulated meter's card through the service, against a plain FTP client.
//!
//! Both take the bytes over loopback and write them to files, as somebody does who wants them: the plain client each
//! file of the card, the other one the archive as curl would. The meter runs in a process of its own, the service too.
//! A plain client that throws the bytes away is told beside them.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::num::NonZeroU64;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use nl43_client::ftp::{CardPath, DataMode, FtpOptions, FtpServer, FtpSession};
use nl43_sim::{FilesConfig, MeterConfig, SimMeter};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::process::{self, Child};
use crate::service::{Service, runtime};

/// What `--check` asks for.
const LEAST_SHARE: f64 = 0.8;
const MOST_MEMORY: u64 = 64_000_000;

const FOLDER: &str = "/NL-43/Auto_0001";

/// What is downloaded.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    /// Megabytes in all.
    #[arg(long, default_value_t = 1000)]
    megabytes: u64,
    /// In so many files.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 1000])]
    files: Vec<u64>,
    /// Megabytes per second that the meter sends, 0 for as fast as it can. A gigabit a second is ten times what the
    /// instrument's own port can; without any limit the memory's speed is measured, not a link's.
    #[arg(long, value_delimiter = ',', default_values_t = [120, 0])]
    speed: Vec<u64>,
    /// How often each is measured, in turn; the middle one counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Fail when over a limited link the archive comes with less than 0.8 of the plain client's speed, or the service
    /// takes more than 64 MB over any.
    #[arg(long)]
    check: bool,
}

/// A meter with a card.
#[derive(Debug, clap::Args)]
pub(crate) struct CardArgs {
    files: u64,
    bytes: u64,
    /// Bytes per second, 0 for as fast as it can.
    speed: u64,
}

/// Measures and reports.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    for speed in &args.speed {
        for files in &args.files {
            measure(*files, *speed, args)?;
        }
    }
    Ok(())
}

/// Serves a card until the input ends; says where.
pub(crate) fn card(args: &CardArgs) -> anyhow::Result<()> {
    let runtime = runtime()?;
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(args.speed), ..FilesConfig::default() };
    let config = MeterConfig { files, ..MeterConfig::immediate().with_files() }.setting("FTP", "On");
    let meter = runtime.block_on(SimMeter::start(config))?;
    for number in 0..args.files {
        meter.card().put_sized(&format!("{FOLDER}/{number:05}.rnd"), args.bytes)?;
    }
    println!("{} {}", meter.addr(), meter.ftp_addr().context("it has a file port")?);
    process::words().for_each(drop);
    Ok(())
}

fn measure(files: u64, speed: u64, args: &Args) -> anyhow::Result<()> {
    let bytes = args.megabytes * 1_000_000 / files;
    let [count, each, rate] = [files, bytes, speed * 1_000_000].map(|number| number.to_string());
    let mut meter = Child::start(&["card", &count, &each, &rate])?;
    let line = meter.answer()?;
    let (control, ftp) = line.split_once(' ').context("the meter says where it is")?;
    let (control, ftp): (SocketAddr, SocketAddr) = (control.parse()?, ftp.parse()?);
    let service = Service::start(&[control])?;
    let runtime = runtime()?;
    runtime.block_on(set_ftp_port(service.address, ftp.port()))?;
    let pid = service.child.id();
    let before = process::memory(pid)?;
    let limit = if speed == 0 { "no limit".to_owned() } else { format!("{speed} MB/s") };
    println!("\n{files} file(s) of {:.1} MB from one meter, link: {limit}", bytes as f64 / 1e6);
    let (mut discarded, mut plain_rates, mut ours_rates) = (Vec::new(), Vec::new(), Vec::new());
    let mut cpu = Duration::ZERO;
    for _ in 0..args.rounds {
        discarded.push(runtime.block_on(plain(ftp, None))?);
        let folder = tempfile::tempdir()?;
        plain_rates.push(runtime.block_on(plain(ftp, Some(folder.path())))?);
        drop(folder);
        let folder = tempfile::tempdir()?;
        let idle = process::cpu(pid)?;
        ours_rates.push(runtime.block_on(ours(service.address, &folder.path().join("archive.zip")))?);
        cpu += process::cpu(pid)?.saturating_sub(idle);
    }
    let peak = process::peak_memory(pid)?;
    let [discarded, plain, ours] = [discarded, plain_rates, ours_rates].map(middle);
    println!("  plain FTP client, bytes thrown away {discarded:6.0} MB/s");
    println!("  plain FTP client, into files        {plain:6.0} MB/s");
    println!("  folder as an archive, into a file   {ours:6.0} MB/s, {:.2} of it", ours / plain);
    println!("  processor time {:9.2} s of the service for each", cpu.as_secs_f64() / args.rounds as f64);
    println!("  memory         {:9.1} MB, {:.1} before", peak as f64 / 1e6, before as f64 / 1e6);
    if args.check {
        ensure!(speed == 0 || ours >= LEAST_SHARE * plain, "slower than a plain FTP client");
        ensure!(peak <= MOST_MEMORY, "too much memory");
    }
    Ok(())
}

/// The middle one, in megabytes per second.
fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

fn rate(bytes: u64, began: Instant) -> f64 {
    bytes as f64 / 1e6 / began.elapsed().as_secs_f64()
}

/// Reads every file over one session, in megabytes per second; into a folder if there is one.
async fn plain(ftp: SocketAddr, into: Option<&Path>) -> anyhow::Result<f64> {
    let server = FtpServer {
        host: ftp.ip().to_string(),
        port: ftp.port(),
        user: "USER".to_owned(),
        password: "0000".to_owned(),
    };
    let began = Instant::now();
    let options = FtpOptions { mode: DataMode::Active, ..FtpOptions::default() };
    let mut session = FtpSession::open(&server, &options).await?;
    let folder = CardPath::parse(FOLDER)?;
    let mut bytes = 0;
    for entry in session.list(&folder).await? {
        let mut kept = into.map(|folder| File::create(folder.join(&entry.name))).transpose()?;
        let mut file = session.retrieve(&folder.join(&entry.name)?).await?;
        while let Some(chunk) = file.chunk().await? {
            bytes += chunk.len() as u64;
            if let Some(kept) = &mut kept {
                kept.write_all(&chunk)?;
            }
        }
    }
    session.quit().await;
    Ok(rate(bytes, began))
}

async fn set_ftp_port(service: SocketAddr, ftp_port: u16) -> anyhow::Result<()> {
    let body = format!("{{\"ftp_port\": {ftp_port}}}");
    let mut answer = send(service, "PUT", "config", &body).await?;
    let mut text = String::new();
    answer.read_to_string(&mut text).await?;
    ensure!(text.starts_with("HTTP/1.1 200"), "{text}");
    Ok(())
}

/// Downloads the folder into a file, in megabytes per second.
async fn ours(service: SocketAddr, into: &Path) -> anyhow::Result<f64> {
    let mut kept = File::create(into)?;
    let began = Instant::now();
    let body = format!("{{\"remote_path\": \"{FOLDER}\"}}");
    let mut answer = send(service, "POST", "ftp/download-folder", &body).await?;
    let mut buffer = vec![0; 256 * 1024];
    let (mut bytes, mut end) = (0, Vec::new());
    loop {
        let read = answer.read(&mut buffer).await?;
        if read == 0 {
            break;
        }
        if bytes == 0 {
            ensure!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer[..read]));
        }
        kept.write_all(&buffer[..read])?;
        bytes += read as u64;
        end.extend_from_slice(&buffer[read.saturating_sub(5)..read]);
        end.drain(..end.len().saturating_sub(5));
    }
    ensure!(end == b"0\r\n\r\n", "the archive was cut off");
    Ok(rate(bytes, began))
}

async fn send(service: SocketAddr, method: &str, route: &str, body: &str) -> anyhow::Result<TcpStream> {
    let mut stream = TcpStream::connect(service).await?;
    let request = format!(
        "{method} /api/nl43/unit-0/{route} HTTP/1.1\r\nhost: slmm\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    Ok(stream)
}
