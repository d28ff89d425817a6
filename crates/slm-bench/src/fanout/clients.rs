//! The subscribers: one epoll loop that reads frames, counts them and answers pings.

use std::io::{ErrorKind, Read, Write};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use anyhow::{Context, ensure};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use super::process;

/// Who reads what.
#[derive(Debug, clap::Args)]
pub(crate) struct ClientsArgs {
    /// `host:port/path` of the feed.
    #[arg(long)]
    address: String,
    /// Number of subscribers.
    #[arg(long)]
    count: usize,
}

/// Reads frames until the standard input ends.
pub(crate) fn read(args: &ClientsArgs) -> anyhow::Result<()> {
    process::raise_file_limit();
    let mut poll = Poll::new()?;
    let mut clients = Vec::with_capacity(args.count);
    for index in 0..args.count {
        let mut stream = connect(&args.address).with_context(|| format!("subscriber {}", index + 1))?;
        poll.registry().register(&mut stream, Token(index), Interest::READABLE)?;
        clients.push(Some(Client { stream, header: [0; 10], have: 0, left: 0 }));
    }
    println!("ready");
    let (send, questions) = channel();
    std::thread::spawn(move || process::words().for_each(|word| send.send(word).unwrap_or_default()));
    let mut events = Events::with_capacity(1024);
    let mut read = Count::default();
    // Registered after the handshake: whatever came in between makes no event.
    for client in &mut clients {
        drain(client, &mut read);
    }
    loop {
        match poll.poll(&mut events, Some(Duration::from_millis(5))) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            other => other?,
        }
        for event in &events {
            drain(&mut clients[event.token().0], &mut read);
        }
        if !answer(&questions, read, &clients) {
            return Ok(());
        }
    }
}

/// What all subscribers have read.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    frames: u64,
    /// Of their texts.
    bytes: u64,
}

/// Answers the parent; false when there is none any more.
fn answer(questions: &Receiver<String>, read: Count, clients: &[Option<Client>]) -> bool {
    match questions.try_recv() {
        Ok(word) if word == "count" => println!("{} {}", read.frames, read.bytes),
        Ok(_) => println!("{}", clients.iter().flatten().count()),
        Err(TryRecvError::Empty) => {}
        Err(TryRecvError::Disconnected) => return false,
    }
    true
}

fn connect(address: &str) -> anyhow::Result<TcpStream> {
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let mut stream = std::net::TcpStream::connect(host)?;
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )?;
    // Byte by byte, to leave the first frame in the socket.
    let mut response = Vec::new();
    let mut byte = [0];
    while !response.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).context("the server closed during the handshake")?;
        response.push(byte[0]);
    }
    ensure!(response.starts_with(b"HTTP/1.1 101"), "refused: {}", String::from_utf8_lossy(&response));
    stream.set_nonblocking(true)?;
    Ok(TcpStream::from_std(stream))
}

struct Client {
    stream: TcpStream,
    header: [u8; 10],
    have: usize,
    /// Bytes of the current payload still to come.
    left: usize,
}

/// Reads what is there and counts the text messages in it; a client that was closed becomes `None`.
fn drain(slot: &mut Option<Client>, read: &mut Count) {
    let mut buffer = [0; 16 * 1024];
    while let Some(client) = slot {
        match client.stream.read(&mut buffer) {
            Ok(0) => *slot = None,
            Ok(count) => client.take(&buffer[..count], read),
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(_) => *slot = None,
        }
    }
}

impl Client {
    fn take(&mut self, mut bytes: &[u8], read: &mut Count) {
        while !bytes.is_empty() {
            if self.left > 0 {
                let take = self.left.min(bytes.len());
                self.left -= take;
                bytes = &bytes[take..];
                continue;
            }
            self.header[self.have] = bytes[0];
            self.have += 1;
            bytes = &bytes[1..];
            if let Some(length) = length(&self.header[..self.have]) {
                match self.header[0] & 0x0F {
                    1 => {
                        read.frames += 1;
                        read.bytes += length as u64;
                    }
                    9 => self.pong(),
                    _ => {}
                }
                self.left = length;
                self.have = 0;
            }
        }
    }

    /// Our servers ping without payload.
    fn pong(&mut self) {
        let _ = self.stream.write(&[0x8A, 0x80, 0, 0, 0, 0]);
    }
}

/// Length of the payload, once the header is complete.
fn length(header: &[u8]) -> Option<usize> {
    let extended = match header.get(1)? & 0x7F {
        126 => header.get(2..4)?,
        127 => header.get(2..10)?,
        short => return Some(short.into()),
    };
    Some(extended.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)))
}
