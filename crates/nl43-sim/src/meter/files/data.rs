//! Data connections: the meter dials back, or, where that was switched on, waits to be dialled.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::card::Content;
use crate::config::FilesConfig;

/// How often a limited connection is given its share, per second.
const SHARES: u64 = 20;

/// How the next data connection comes about.
#[derive(Debug)]
pub(super) enum Target {
    /// The client has not said.
    None,
    /// The meter dials the address the client announced.
    Dial(SocketAddr),
    /// The client dials.
    Wait(TcpListener),
}

impl Target {
    /// Opens the connection, from `local` where the meter dials.
    pub(super) async fn open(self, local: SocketAddr, config: &FilesConfig) -> io::Result<TcpStream> {
        let opened = async {
            match self {
                Self::None => Err(io::Error::from(io::ErrorKind::NotConnected)),
                Self::Dial(addr) => dial(local, addr).await,
                Self::Wait(listener) => Ok(listener.accept().await?.0),
            }
        };
        timeout(config.data_connect, opened).await?
    }
}

async fn dial(local: SocketAddr, addr: SocketAddr) -> io::Result<TcpStream> {
    if local.ip().is_loopback() && !addr.ip().is_loopback() {
        // A meter within this computer reaches nothing beyond it, as one behind a wrong router.
        return std::future::pending().await;
    }
    let socket = if addr.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.bind(SocketAddr::new(local.ip().to_canonical(), 0))?;
    socket.connect(addr).await
}

/// Sends content at the speed of the link.
pub(super) struct Sender {
    stream: TcpStream,
    /// Longest time the client may take for one piece.
    patience: Duration,
    bytes_per_second: Option<u64>,
    begun: tokio::time::Instant,
    sent: u64,
}

impl Sender {
    pub(super) fn new(stream: TcpStream, config: &FilesConfig) -> Self {
        Self {
            stream,
            patience: config.idle,
            bytes_per_second: config.bytes_per_second.map(std::num::NonZero::get),
            begun: tokio::time::Instant::now(),
            sent: 0,
        }
    }

    pub(super) async fn content(&mut self, mut content: Content) -> io::Result<()> {
        while let Some(piece) = content.piece() {
            if piece.is_empty() {
                tokio::task::yield_now().await;
            }
            self.piece(piece).await?;
        }
        self.stream.shutdown().await
    }

    pub(super) async fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.piece(bytes).await?;
        self.stream.shutdown().await
    }

    async fn piece(&mut self, piece: &[u8]) -> io::Result<()> {
        let Some(speed) = self.bytes_per_second else { return self.write(piece).await };
        let share = usize::try_from(speed / SHARES).unwrap_or(usize::MAX).max(1);
        for part in piece.chunks(share) {
            self.write(part).await?;
            let due = Duration::from_secs_f64(self.sent as f64 / speed as f64);
            tokio::time::sleep_until(self.begun + due).await;
        }
        Ok(())
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        timeout(self.patience, self.stream.write_all(bytes)).await??;
        self.sent += bytes.len() as u64;
        Ok(())
    }
}
