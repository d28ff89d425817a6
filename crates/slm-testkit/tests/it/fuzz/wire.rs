//! A client that sends what it is told, byte by byte: no other client lets a bad request out.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it goes out.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: String,
    /// Path and query, encoded already.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// By lower-case name; of a repeated header the last one.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn media_type(&self) -> Option<&str> {
        let value = self.headers.get("content-type")?;
        value.split(';').next().map(str::trim)
    }
}

/// Longest answer that is read.
const LIMIT: u64 = 16 * 1024 * 1024;

/// Sends one request over a connection of its own. Of an answer without end only the head is read.
pub(super) async fn send(server: SocketAddr, request: &Request, patience: Duration) -> Result<Reply> {
    tokio::time::timeout(patience, exchange(server, request)).await.context("no answer in time")?
}

async fn exchange(server: SocketAddr, request: &Request) -> Result<Reply> {
    let (mut read, mut write) = TcpStream::connect(server).await?.into_split();
    let bytes = written(request);
    // A server that refuses a long body answers before it has read all of it.
    let writing = tokio::spawn(async move {
        let _ = write.write_all(&bytes).await;
        write
    });
    let mut received = Vec::new();
    let mut reply = loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            let rest = received.split_off(end + 4);
            let reply = parse_head(&received[..end])?;
            received = rest;
            if reply.status != 100 {
                break reply;
            }
        } else {
            ensure!(read.read_buf(&mut received).await? > 0, "closed within the head: {received:?}");
        }
    };
    let is_endless = reply.status == 101 || reply.media_type() == Some("text/event-stream");
    if !is_endless {
        reply.body = received;
        let length = reply.headers.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let missing = length.unwrap_or(LIMIT).saturating_sub(reply.body.len() as u64);
        (&mut read).take(missing).read_to_end(&mut reply.body).await?;
        if reply.headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
            reply.body = dechunked(&reply.body)?;
        }
    }
    writing.abort();
    Ok(reply)
}

fn written(request: &Request) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\nhost: fuzz\r\n", request.method, request.target);
    let upgrades = request.headers.iter().any(|(name, _)| name == "upgrade");
    if !upgrades {
        head.push_str("connection: close\r\n");
    }
    for (name, value) in &request.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let body = request.body.as_deref();
    if let Some(body) = body {
        let _ = write!(head, "content-length: {}\r\n", body.len());
    }
    head.push_str("\r\n");
    [head.as_bytes(), body.unwrap_or_default()].concat()
}

fn parse_head(head: &[u8]) -> Result<Reply> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("a status line")?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
    Ok(Reply { status: status.parse()?, headers, body: Vec::new() })
}

fn dechunked(mut chunks: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let Some(end) = chunks.windows(2).position(|window| window == b"\r\n") else {
            bail!("no last chunk")
        };
        let size = usize::from_str_radix(std::str::from_utf8(&chunks[..end])?.trim(), 16)?;
        if size == 0 {
            return Ok(body);
        }
        ensure!(chunks.len() >= end + 4 + size, "a chunk broke off");
        body.extend_from_slice(&chunks[end + 2..end + 2 + size]);
        chunks = &chunks[end + 4 + size..];
    }
}
