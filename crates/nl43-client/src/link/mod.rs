//! One byte pipe to a meter.

use std::{fmt, io, net::SocketAddr, time::Duration};

use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::Endpoint;

#[cfg(test)]
mod tests;

/// How long a polite close waits for the meter to close its side.
const CLOSE_PATIENCE: Duration = Duration::from_millis(500);

/// How connections are made and kept. The defaults suit meters behind a mobile link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOptions {
    /// Longest time for looking the name up and connecting; 5 s.
    pub connect_timeout: Duration,
    /// Silence after which the operating system first probes the connection; 15 s.
    pub keepalive_idle: Duration,
    /// Pause between such probes; 10 s.
    pub keepalive_interval: Duration,
    /// Unanswered probes after which the connection is dead; 3.
    pub keepalive_count: u32,
    /// Send small segments at once; `true`.
    pub nodelay: bool,
}

impl Default for LinkOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            keepalive_idle: Duration::from_secs(15),
            keepalive_interval: Duration::from_secs(10),
            keepalive_count: 3,
            nodelay: true,
        }
    }
}

/// Why no connection came about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The host answered that nothing listens on that port.
    #[error("connection refused: the host is there, but nothing listens on that port")]
    Refused,
    /// Nobody answered in time.
    #[error("no answer to the connection attempt in time")]
    TimedOut,
    /// The name could not be looked up.
    #[error("no such host: {0}")]
    NoSuchHost(String),
    /// The network knows no way to the host.
    #[error("host unreachable: {0}")]
    Unreachable(String),
    /// Anything else, such as a serial port that cannot be opened.
    #[error("{0}")]
    Io(String),
}

impl From<io::Error> for LinkError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::ConnectionRefused => Self::Refused,
            Kind::TimedOut => Self::TimedOut,
            Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => {
                Self::Unreachable(error.to_string())
            }
            _ => Self::Io(error.to_string()),
        }
    }
}

/// An open byte pipe to a meter. Dropping it closes it; [`Link::close`] does so politely.
pub struct Link {
    pipe: Pipe,
}

impl Link {
    /// Opens a pipe to `endpoint`.
    ///
    /// # Errors
    /// [`LinkError`], within [`LinkOptions::connect_timeout`].
    ///
    /// # Cancel safety
    /// Dropping the future abandons the attempt.
    pub async fn connect(endpoint: &Endpoint, options: &LinkOptions) -> Result<Self, LinkError> {
        match endpoint {
            Endpoint::Tcp { host, port } => {
                let stream = timeout(options.connect_timeout, connect_tcp(host, *port, options))
                    .await
                    .map_err(|_elapsed| LinkError::TimedOut)??;
                Ok(Self { pipe: Pipe::Tcp(stream) })
            }
            Endpoint::Serial { path, baud } => open_serial(path, *baud),
        }
    }

    /// Takes any pipe, for instance one half of [`tokio::io::duplex`] in a test.
    pub fn from_io(io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        Self { pipe: Pipe::Other(Box::new(io)) }
    }

    /// Reads what has arrived, at least one byte; `0` once the other side has closed.
    ///
    /// # Errors
    /// As the operating system reports them, such as a reset.
    ///
    /// # Cancel safety
    /// Safe: no byte is lost when the future is dropped.
    pub async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.pipe.io().read(buffer).await
    }

    /// Writes some of `bytes` and says how many.
    ///
    /// # Errors
    /// As the operating system reports them.
    ///
    /// # Cancel safety
    /// Safe: nothing was written when the future is dropped before it is ready.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pipe.io().write(bytes).await
    }

    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// As the operating system reports them.
    ///
    /// # Cancel safety
    /// Not safe: when the future is dropped, any part of `bytes` may have left.
    pub async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.pipe.io().write_all(bytes).await?;
        self.pipe.io().flush().await
    }

    /// Closes the pipe so that the meter sees an orderly end rather than a reset.
    ///
    /// What still arrives is read and discarded, for half a second at most: closing a socket with unread bytes resets it.
    pub async fn close(mut self) {
        if self.pipe.io().shutdown().await.is_err() {
            return;
        }
        let mut scrap = [0; 1024];
        let drain = async { while matches!(self.pipe.io().read(&mut scrap).await, Ok(1..)) {} };
        let _ = timeout(CLOSE_PATIENCE, drain).await;
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.pipe {
            Pipe::Tcp(stream) => return f.debug_tuple("Link").field(&stream.peer_addr().ok()).finish(),
            #[cfg(feature = "serial")]
            Pipe::Serial(_) => "serial",
            Pipe::Other(_) => "other",
        };
        f.debug_tuple("Link").field(&kind).finish()
    }
}

enum Pipe {
    Tcp(TcpStream),
    #[cfg(feature = "serial")]
    Serial(Box<tokio_serial::SerialStream>),
    Other(Box<dyn Io>),
}

impl Pipe {
    fn io(&mut self) -> &mut dyn Io {
        match self {
            Self::Tcp(stream) => stream,
            #[cfg(feature = "serial")]
            Self::Serial(port) => port.as_mut(),
            Self::Other(io) => io.as_mut(),
        }
    }
}

trait Io: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}

pub(crate) async fn connect_tcp(
    host: &str,
    port: u16,
    options: &LinkOptions,
) -> Result<TcpStream, LinkError> {
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host((host, port))
        .await
        .map_err(|error| LinkError::NoSuchHost(format!("{host} ({error})")))?
        .collect();
    let mut failure = LinkError::NoSuchHost(format!("{host} has no address"));
    // One after the other: a second attempt beside the first would meet the meter's only slot taken.
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                configure(&stream, options)?;
                return Ok(stream);
            }
            Err(error) => failure = error.into(),
        }
    }
    Err(failure)
}

fn configure(stream: &TcpStream, options: &LinkOptions) -> io::Result<()> {
    stream.set_nodelay(options.nodelay)?;
    let keepalive = TcpKeepalive::new()
        .with_time(options.keepalive_idle)
        .with_interval(options.keepalive_interval)
        .with_retries(options.keepalive_count);
    SockRef::from(stream).set_tcp_keepalive(&keepalive)
}

#[cfg(feature = "serial")]
fn open_serial(path: &str, baud: u32) -> Result<Link, LinkError> {
    use tokio_serial::SerialPortBuilderExt as _;

    // Eight data bits, no parity, one stop bit, no flow control, as the meter's serial port is set.
    let port = tokio_serial::new(path, baud)
        .data_bits(tokio_serial::DataBits::Eight)
        .parity(tokio_serial::Parity::None)
        .stop_bits(tokio_serial::StopBits::One)
        .flow_control(tokio_serial::FlowControl::None)
        .open_native_async()
        .map_err(|error| LinkError::Io(format!("serial port {path}: {error}")))?;
    Ok(Link { pipe: Pipe::Serial(Box::new(port)) })
}

#[cfg(not(feature = "serial"))]
fn open_serial(path: &str, _baud: u32) -> Result<Link, LinkError> {
    Err(LinkError::Io(format!("serial port {path}: this build has no serial support")))
}
