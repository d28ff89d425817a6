//! The floor: one epoll loop that writes the same pre-framed bytes to every socket, and does nothing else.

use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};

use super::{Load, process};

pub(crate) fn serve(load: Load) -> anyhow::Result<()> {
    let speaking = Arc::new(AtomicBool::new(false));
    let mut poll = Poll::new()?;
    let mut listener = TcpListener::bind("127.0.0.1:0".parse()?)?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    println!("{}", listener.local_addr()?.port());
    {
        let speaking = Arc::clone(&speaking);
        std::thread::spawn(move || listen_to_parent(&speaking));
    }
    let mut events = Events::with_capacity(1024);
    let mut sockets: Vec<TcpStream> = Vec::new();
    let mut next = Instant::now() + load.interval();
    let mut number = 0;
    loop {
        match poll.poll(&mut events, Some(next.saturating_duration_since(Instant::now()))) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            other => other?,
        }
        for event in &events {
            match event.token() {
                LISTENER => accept(&poll, &listener, &mut sockets)?,
                Token(index) => answer(&mut sockets[index]),
            }
        }
        if Instant::now() < next {
            continue;
        }
        next += load.interval();
        if speaking.load(Ordering::Relaxed) {
            number += 1;
            let message = framed(load.text(number).as_bytes());
            for socket in &mut sockets {
                // A subscriber that does not keep up would end the measurement, not the loop.
                let _ = socket.write(&message);
            }
        }
    }
}

fn listen_to_parent(speaking: &AtomicBool) {
    for word in process::words() {
        speaking.store(word == "go", Ordering::Relaxed);
    }
    std::process::exit(0);
}

fn accept(poll: &Poll, listener: &TcpListener, sockets: &mut Vec<TcpStream>) -> anyhow::Result<()> {
    loop {
        match listener.accept() {
            Ok((mut socket, _)) => {
                socket.set_nodelay(true)?;
                poll.registry().register(&mut socket, Token(sockets.len()), Interest::READABLE)?;
                sockets.push(socket);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
}

/// The handshake fits one packet; what comes later needs no answer.
fn answer(socket: &mut TcpStream) {
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = socket.read(&mut buffer) {
        if buffer[..count].starts_with(b"GET ") {
            let _ = socket.write(SWITCHING);
        }
    }
}

fn framed(text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("frames of the benchmark are shorter than 64 KiB");
    let mut message = vec![0x81];
    if let Ok(short @ ..126) = u8::try_from(length) {
        message.push(short);
    } else {
        message.push(126);
        message.extend_from_slice(&length.to_be_bytes());
    }
    message.extend_from_slice(text);
    message
}

/// The whole handshake of the benchmark; its clients do not check the key.
pub(super) const SWITCHING: &[u8] =
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n";

const LISTENER: Token = Token(usize::MAX);
