//! The file port: accepts clients as long as the file server is on, and lives on when the control port is wedged.

use std::sync::Arc;

use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::port::Port;
use super::{Condition, Shared};
use crate::fault::Line;
use session::Session;

mod command;
mod data;
mod listing;
mod session;

/// Clients at a time; further ones are closed at once.
const MOST_CLIENTS: usize = 4;

pub(super) async fn run(shared: Arc<Shared>, mut port: Port) {
    let mut condition = shared.condition.subscribe();
    let mut clients = JoinSet::new();
    // A file server that was just switched on needs its time; one that is on at power-on has had it.
    let mut opens_at = None;
    let mut sessions = 0;
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
        if line == Line::Refusing {
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
                    sessions += 1;
                    clients.spawn(attend(Arc::clone(&shared), sessions, stream));
                }
            }
        }
    }
}

/// Serves one client, and falls silent for as long as the meter does.
async fn attend(shared: Arc<Shared>, number: u32, mut stream: TcpStream) {
    let mut condition = shared.condition.subscribe();
    if silent(&mut condition) {
        // Whoever connects to a mute port gets nothing, also later.
        return sink(&mut stream).await;
    }
    let Ok(session) = Session::new(Arc::clone(&shared), number, stream) else { return };
    let session = session.run();
    tokio::pin!(session);
    loop {
        if silent(&mut condition) {
            if condition.changed().await.is_err() {
                return;
            }
            continue;
        }
        tokio::select! {
            ended = &mut session => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "file client of a simulated meter left");
                }
                return;
            }
            changed = condition.changed() => if changed.is_err() { return },
        }
    }
}

fn silent(condition: &mut watch::Receiver<Condition>) -> bool {
    matches!(condition.borrow_and_update().file_line, Line::Mute | Line::Deaf)
}

async fn sink(stream: &mut TcpStream) {
    let mut bytes = [0; 256];
    while stream.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
}
