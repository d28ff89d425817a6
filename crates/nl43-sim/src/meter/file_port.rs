//! The file port, as far as it exists: it greets, and lives on when the control port is wedged.

use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::Shared;
use super::port::Port;
use crate::fault::Line;

/// Longest time a client may say nothing.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(1);
/// Clients at a time; further ones are closed at once.
const MOST_CLIENTS: usize = 4;
/// Longest line of a client.
const LONGEST_LINE: u64 = 512;

pub(super) async fn run(shared: Arc<Shared>, mut port: Port) {
    let mut condition = shared.condition.subscribe();
    let mut clients = JoinSet::new();
    let mut was_open = condition.borrow().file_line == Line::Open;
    loop {
        let line = condition.borrow_and_update().file_line;
        if line == Line::Open && !was_open {
            // The server needs its time after it was switched on.
            tokio::time::sleep(shared.config.timing.ftp_start).await;
        }
        was_open = line == Line::Open;
        if line != Line::Open {
            clients.abort_all();
        }
        if let Err(error) = port.follow(line) {
            tracing::error!(%error, addr = %port.addr(), "simulated meter could not change its file port");
        }
        tokio::select! {
            () = shared.cancel.cancelled() => return,
            Ok(()) = condition.changed() => {}
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
    let mut lines = BufReader::new(tokio::io::AsyncReadExt::take(reader, LONGEST_LINE)).lines();
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
