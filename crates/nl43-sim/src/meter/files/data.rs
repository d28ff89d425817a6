//! Data connections: the meter dials back, or, where that was switched on, waits to be dialled.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
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
    /// Opens the connection, from the address `from` where the meter dials.
    pub(super) async fn open(self, from: IpAddr, config: &FilesConfig) -> io::Result<TcpStream> {
        let opened = async {
            match self {
                Self::None => Err(io::Error::from(io::ErrorKind::NotConnected)),
                Self::Dial(addr) => dial(from, addr).await,
                Self::Wait(listener) => Ok(listener.accept().await?.0),
            }
        };
        timeout(config.data_connect, opened).await?
    }
}

async fn dial(from: IpAddr, addr: SocketAddr) -> io::Result<TcpStream> {
    if from.is_loopback() && !addr.ip().is_loopback() {
        // A meter within this computer reaches nothing beyond it, as one behind a wrong router.
        return std::future::pending().await;
    }
    let socket = if addr.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.bind(SocketAddr::new(from, 0))?;
    socket.connect(addr).await
}

/// How a transfer ends that does not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breakdown {
    /// Nothing more comes.
    Stall,
    /// It is closed, and the client is told.
    Cut,
    /// It is closed, and the client is told that all is well.
    Short,
}

/// What became of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    All,
    Broken(Breakdown),
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

    /// Sends a whole file; where it breaks down after so many bytes, no more of it.
    pub(super) async fn content(
        &mut self,
        mut content: Content,
        breakdown: Option<(u64, Breakdown)>,
    ) -> io::Result<Sent> {
        while let Some(piece) = content.piece() {
            if piece.is_empty() {
                tokio::task::yield_now().await;
            }
            let left = breakdown.map_or(u64::MAX, |(bytes, _)| bytes.saturating_sub(self.sent));
            let cut = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
            self.piece(piece.get(..cut).unwrap_or(piece)).await?;
            if cut < piece.len()
                && let Some((_, breakdown)) = breakdown
            {
                return self.broken(breakdown).await;
            }
        }
        self.stream.shutdown().await.map(|()| Sent::All)
    }

    /// Sends a listing.
    pub(super) async fn bytes(&mut self, bytes: &[u8]) -> io::Result<Sent> {
        self.piece(bytes).await?;
        self.stream.shutdown().await.map(|()| Sent::All)
    }

    /// Waits until the client has closed.
    pub(super) async fn closed(&mut self) {
        let mut bytes = [0; 64];
        while self.stream.read(&mut bytes).await.is_ok_and(|count| count > 0) {}
    }

    async fn broken(&mut self, breakdown: Breakdown) -> io::Result<Sent> {
        if breakdown != Breakdown::Stall {
            self.stream.shutdown().await?;
        }
        Ok(Sent::Broken(breakdown))
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
