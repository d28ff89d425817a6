//! The data connection: the meter dials back to us, or we dial a second time.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    ops::RangeInclusive,
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream},
    time::{Instant, sleep, timeout},
};

use super::{Announced, FtpError, FtpOptions};

/// Between two rounds of looking for a free port.
const PORT_PAUSE: Duration = Duration::from_millis(50);

/// Waits for one meter to dial back.
#[derive(Debug)]
pub(super) struct Listener {
    socket: TcpListener,
    expected: IpAddr,
    announced: Announced,
    strangers: u32,
    last_stranger: Option<IpAddr>,
}

impl Listener {
    /// Listens on a free port of those allowed, beginning with the `turn`-th of them.
    ///
    /// On the control connection's own address, which is where the meter sees us; on every address when another is
    /// announced, since it is then unknown which of ours it leads to.
    ///
    /// # Cancel safety
    /// Safe: an abandoned attempt leaves no port taken.
    pub(super) async fn open(
        local: SocketAddr,
        peer: SocketAddr,
        options: &FtpOptions,
        turn: usize,
    ) -> Result<Self, FtpError> {
        let address = match options.announced {
            None => plain(local),
            Some(IpAddr::V4(_)) => SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            Some(IpAddr::V6(_)) => SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
        };
        let socket = match &options.ports {
            None => bind(address, 0).await.map_err(|error| cannot_listen(address, 0, &error))?,
            Some(ports) => bind_one_of(address, ports, turn, options.port_wait).await?,
        };
        let mut told = socket.local_addr().map_err(|error| cannot_listen(address, 0, &error))?;
        if let Some(announced) = options.announced {
            told.set_ip(announced);
        }
        Ok(Self {
            socket,
            expected: peer.ip().to_canonical(),
            announced: Announced { address: told, ports: options.ports.clone() },
            strangers: 0,
            last_stranger: None,
        })
    }

    /// Where the meter has to be told to connect to.
    pub(super) fn announced(&self) -> &Announced {
        &self.announced
    }

    /// The meter's connection. Those of others are closed and counted.
    ///
    /// # Cancel safety
    /// Safe: a connection that was not returned is still there for the next call.
    pub(super) async fn accept(&mut self) -> Result<TcpStream, FtpError> {
        loop {
            match self.socket.accept().await {
                Ok((stream, from)) if from.ip().to_canonical() == self.expected => return Ok(stream),
                Ok((_stranger, from)) => {
                    self.strangers = self.strangers.saturating_add(1);
                    self.last_stranger = Some(from.ip().to_canonical());
                }
                // The connection ended while it waited; another may come.
                Err(error) if is_the_connections(&error) => {}
                Err(error) => {
                    return Err(FtpError::Listen {
                        address: self.announced.address,
                        cause: error.to_string(),
                    });
                }
            }
        }
    }

    /// Whether others than the meter have connected.
    pub(super) fn has_seen_strangers(&self) -> bool {
        self.strangers > 0
    }

    /// Why nothing came of it, once the time is over.
    pub(super) fn overdue(&self) -> FtpError {
        match self.last_stranger {
            Some(seen) => FtpError::WrongPeer { expected: self.expected, seen, count: self.strangers },
            None => FtpError::DataNeverCame { announced: self.announced.clone() },
        }
    }
}

/// Dials the meter's second port.
///
/// # Cancel safety
/// Dropping the future abandons the attempt.
pub(super) async fn dial(address: SocketAddr, within: Duration) -> Result<TcpStream, FtpError> {
    let failed = |cause: String| FtpError::DataConnect { address, cause };
    match timeout(within, TcpStream::connect(address)).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(failed(error.to_string())),
        Err(_elapsed) => Err(failed(format!("no answer within {} s", within.as_secs_f64()))),
    }
}

/// The argument of `PORT`: `127,0,0,1,195,80`.
pub(super) fn port_argument(ip: Ipv4Addr, port: u16) -> String {
    let [a, b, c, d] = ip.octets();
    let [high, low] = port.to_be_bytes();
    format!("{a},{b},{c},{d},{high},{low}")
}

/// The port in the reply to `PASV`; six numbers somewhere in the text. The address is not used: behind address
/// translation it is the wrong one, and a server that names a third party's would have us connect there.
pub(crate) fn passive_port(text: &str) -> Option<u16> {
    text.split(|character: char| !(character.is_ascii_digit() || character == ',')).find_map(|word| {
        let numbers: Option<Vec<u8>> = word.split(',').map(|number| number.parse().ok()).collect();
        match numbers?[..] {
            [_, _, _, _, high, low] => Some(u16::from_be_bytes([high, low])).filter(|&port| port != 0),
            _ => None,
        }
    })
}

/// The port in the reply to `EPSV`: `(|||50000|)`.
pub(crate) fn extended_passive_port(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("(|||")?;
    rest.split_once("|)")?.0.parse().ok().filter(|&port| port != 0)
}

/// Without the IPv6 clothes of an IPv4 address.
pub(super) fn plain(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V6(v6) => {
            v6.ip().to_ipv4_mapped().map_or(address, |ip| SocketAddr::from((ip, v6.port())))
        }
        SocketAddr::V4(_) => address,
    }
}

async fn bind_one_of(
    address: SocketAddr,
    ports: &RangeInclusive<u16>,
    turn: usize,
    patience: Duration,
) -> Result<TcpListener, FtpError> {
    let give_up = Instant::now() + patience;
    let count = usize::from(*ports.end()).saturating_sub(usize::from(*ports.start())) + 1;
    loop {
        let first = turn % count;
        for port in ports.clone().skip(first).chain(ports.clone().take(first)) {
            match bind(address, port).await {
                Ok(listener) => return Ok(listener),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(cannot_listen(address, port, &error)),
            }
        }
        if Instant::now() >= give_up {
            return Err(FtpError::NoFreePort { ports: ports.clone() });
        }
        sleep(PORT_PAUSE).await;
    }
}

async fn bind(mut address: SocketAddr, port: u16) -> io::Result<TcpListener> {
    address.set_port(port);
    TcpListener::bind(address).await
}

fn cannot_listen(mut address: SocketAddr, port: u16, error: &io::Error) -> FtpError {
    address.set_port(port);
    FtpError::Listen { address, cause: error.to_string() }
}

/// Whether an error of accepting belongs to the connection that was to be accepted, not to the listener.
fn is_the_connections(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(error.kind(), Kind::ConnectionAborted | Kind::ConnectionReset | Kind::Interrupted)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::{extended_passive_port, passive_port, port_argument};

    #[test]
    fn ports_are_told_in_two_bytes() {
        assert_eq!(port_argument(Ipv4Addr::new(203, 0, 113, 7), 50_000), "203,0,113,7,195,80");
    }

    #[test]
    fn passive_ports_are_found_in_what_servers_say() {
        assert_eq!(passive_port("Entering Passive Mode (10,0,0,1,195,80)."), Some(50_000));
        assert_eq!(passive_port("Entering Passive Mode 10,0,0,1,0,21"), Some(21));
        assert_eq!(passive_port("=10,0,0,1,0,21"), Some(21));
        for text in
            ["", "(10,0,0,1,195)", "(10,0,0,1,195,80,1)", "(10,0,0,1,256,80)", "(10,0,0,1,0,0)", "(,,,,,)"]
        {
            assert_eq!(passive_port(text), None, "{text}");
        }
        assert_eq!(extended_passive_port("Entering Extended Passive Mode (|||50000|)"), Some(50_000));
        for text in ["", "(|||0|)", "(|||70000|)", "(|||50000", "(|1|::1|50000|)"] {
            assert_eq!(extended_passive_port(text), None, "{text}");
        }
    }
}
