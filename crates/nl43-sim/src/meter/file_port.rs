//! The file port, as far as it exists: it greets, and lives on when the control port is wedged.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::Shared;
use super::port::Port;
use crate::fault::Line;

/// Longest time a client may say nothing.
const PATIENCE: Duration = Duration::from_mins(1);
/// Clients at a time; further ones are closed at once.
const MOST_CLIENTS: usize = 4;
/// Bytes that a client may send in all.
const MOST_BYTES: u64 = 4096;

pub(super) async fn run(shared: Arc<Shared>, mut port: Port) {
    let mut condition = shared.condition.subscribe();
    let mut clients = JoinSet::new();
    // A file server that was just switched on needs its time; one that is on at power-on has had it.
    let mut opens_at = None;
    let mut was_open = condition.borrow().file_line == Line::Open;
    loop {
        let now = super::now();
        let (wanted, generation) = {
            let condition = condition.borrow_and_update();
            (condition.file_line, condition.generation)
        };
        if wanted == Line::Open && !was_open {
            opens_at = Some(now + shared.config.timing.ftp_start);
        }
        was_open = wanted == Line::Open;
        opens_at = opens_at.filter(|at| was_open && *at > now);
        let line = if opens_at.is_some() { Line::Refusing } else { wanted };
        if line != Line::Open {
            clients.abort_all();
        }
        if let Err(error) = port.follow(line) {
            tracing::error!(%error, addr = %port.addr(), "simulated meter could not change its file port");
        }
        shared.followed[1].send_replace(generation);
        tokio::select! {
            () = shared.cancel.cancelled() => return,
            Ok(()) = condition.changed() => {}
            () = super::sleep_until(opens_at) => {}
            Some(_) = clients.join_next() => {}
            Ok(stream) = port.accept() => {
                if clients.len() < MOST_CLIENTS {
                    clients.spawn(greet(stream));
                }
            }
        }
    }
}

/// Nobody gets past the greeting.
async fn greet(stream: TcpStream) {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader.take(MOST_BYTES)).lines();
    let mut answer = "220 Connection Ready\r\n";
    while writer.write_all(answer.as_bytes()).await.is_ok() {
        let Ok(Ok(Some(line))) = tokio::time::timeout(PATIENCE, lines.next_line()).await else { return };
        if line.eq_ignore_ascii_case("QUIT") {
            // The client is leaving anyway.
            let _ = writer.write_all(b"221 Goodbye\r\n").await;
            return;
        }
        answer = if line.to_ascii_uppercase().starts_with("USER") {
            "331 User name okay\r\n"
        } else {
            "530 Not logged in\r\n"
        };
    }
}
