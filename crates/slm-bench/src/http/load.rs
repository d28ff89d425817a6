//! The clients: connections that stay open, each with one request at a time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::figures::Times;
use crate::process::words;
use crate::service::runtime;

/// What one turn asks for.
#[derive(Debug, Clone)]
pub(super) struct Load {
    pub(super) server: SocketAddr,
    pub(super) path: String,
    pub(super) connections: usize,
    /// Requests a second over all connections; 0 for as many as there can be.
    pub(super) rate: u64,
    pub(super) turn: Duration,
}

impl Load {
    pub(super) fn to_line(&self) -> String {
        let Self { server, path, connections, rate, turn } = self;
        format!("{server} {path} {connections} {rate} {}", turn.as_millis())
    }

    fn from_line(line: &str) -> anyhow::Result<Self> {
        let mut words = line.split_whitespace();
        let mut word = || words.next().context("a load has five words");
        Ok(Self {
            server: word()?.parse()?,
            path: word()?.to_owned(),
            connections: word()?.parse()?,
            rate: word()?.parse()?,
            turn: Duration::from_millis(word()?.parse()?),
        })
    }
}

/// Makes one turn of load for each line of input, and says what came of it.
pub(crate) fn make() -> anyhow::Result<()> {
    let runtime = runtime()?;
    for line in words() {
        let load = Load::from_line(&line)?;
        let times = runtime.block_on(turn(&load))?;
        println!("{}", times.summary().to_line());
    }
    Ok(())
}

async fn turn(load: &Load) -> anyhow::Result<Times> {
    let began = Instant::now();
    let clients = (0..load.connections).map(|number| tokio::spawn(ask(load.clone(), number, began)));
    let mut times = Times::default();
    for client in clients.collect::<Vec<_>>() {
        times.extend(client.await??);
    }
    Ok(times)
}

/// Asks on one connection. With a rate, a request's time runs from when it was due.
async fn ask(load: Load, number: usize, began: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(load.server).await?;
    stream.set_nodelay(true)?;
    let request = format!("GET {} HTTP/1.1\r\nhost: {}\r\n\r\n", load.path, load.server);
    let mut buffer = Vec::with_capacity(1024 * 1024);
    let mut times = Vec::new();
    let interval = interval(&load);
    let mut due = began + interval.unwrap_or_default().mul_f64(number as f64 / load.connections as f64);
    while began.elapsed() < load.turn {
        if interval.is_some() {
            tokio::time::sleep_until(due.into()).await;
        } else {
            due = Instant::now();
        }
        stream.write_all(request.as_bytes()).await?;
        read_answer(&mut stream, &mut buffer).await?;
        times.push(due.elapsed());
        due += interval.unwrap_or_default();
    }
    Ok(times)
}

/// Time between two requests on one connection.
fn interval(load: &Load) -> Option<Duration> {
    (load.rate > 0).then(|| Duration::from_secs_f64(load.connections as f64 / load.rate as f64))
}

async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<()> {
    buffer.clear();
    let mut whole = None;
    while whole.is_none_or(|whole| buffer.len() < whole) {
        ensure!(stream.read_buf(buffer).await? > 0, "the server closed the connection");
        if whole.is_none() {
            whole = length(buffer)?;
        }
    }
    Ok(())
}

/// Bytes of the whole answer, once its head is there.
fn length(received: &[u8]) -> anyhow::Result<Option<usize>> {
    let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&received[..end])?;
    ensure!(head.starts_with("HTTP/1.1 200"), "{head}");
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let length = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = length.context("answers say how long they are")?;
    Ok(Some(end + 4 + length.trim().parse::<usize>()?))
}

/// Gives every unit a whole state, as a reading would.
pub(super) async fn give_states(server: SocketAddr, units: usize) -> anyhow::Result<()> {
    let line = [" 43.7"; 11].join(",") + ",  -.-,  -.-,  -.-,0,0" + &(",  -.-".repeat(14) + ",-,-").repeat(3);
    let body = format!(
        "{{\"measurement_state\":\"Start\",\"lp\":\"43.7\",\"leq\":\"44.1\",\"lmax\":\"59.0\",\"lmin\":\"43.3\",\
         \"lpeak\":\"61.2\",\"ln1\":\"44.2\",\"ln2\":\"43.9\",\"battery_level\":\"Full\",\"power_source\":\"External\",\
         \"sd_remaining_mb\":\"29876\",\"sd_free_ratio\":\"98\",\"raw_payload\":\"{line}\"}}"
    );
    let mut stream = TcpStream::connect(server).await?;
    let mut buffer = Vec::new();
    for unit in 0..units {
        let request = format!(
            "POST /api/nl43/unit-{unit}/status HTTP/1.1\r\nhost: {server}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        read_answer(&mut stream, &mut buffer).await?;
    }
    Ok(())
}
