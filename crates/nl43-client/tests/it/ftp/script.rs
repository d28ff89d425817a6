//! A file server that does what one test tells it, line by line.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use socket2::SockRef;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
    time::timeout,
};

/// Longer than any wait in these tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves one session. Await the handle: a test that failed there is no success.
pub(super) async fn serve<F>(dialogue: impl FnOnce(Peer) -> F) -> (SocketAddr, JoinHandle<()>)
where
    F: Future<Output = ()> + Send + 'static,
{
    serve_on(Ipv4Addr::LOCALHOST.into(), dialogue).await
}

pub(super) async fn serve_on<F>(ip: IpAddr, dialogue: impl FnOnce(Peer) -> F) -> (SocketAddr, JoinHandle<()>)
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind(SocketAddr::new(ip, 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let dialogue = dialogue(Peer::Waiting(listener));
    (addr, tokio::spawn(async move { timeout(PATIENCE, dialogue).await.unwrap() }))
}

/// The server's end of a session.
pub(super) enum Peer {
    Waiting(TcpListener),
    Talking(BufReader<TcpStream>),
}

impl Peer {
    async fn stream(&mut self) -> &mut BufReader<TcpStream> {
        if let Self::Waiting(listener) = self {
            *self = Self::Talking(BufReader::new(listener.accept().await.unwrap().0));
        }
        match self {
            Self::Talking(stream) => stream,
            Self::Waiting(_) => unreachable!(),
        }
    }

    /// Sends a line.
    pub(super) async fn say(&mut self, line: &str) {
        self.send(format!("{line}\r\n").as_bytes()).await;
    }

    /// Sends bytes; a client that has gone does not matter.
    pub(super) async fn send(&mut self, bytes: &[u8]) {
        let _ = self.stream().await.write_all(bytes).await;
    }

    /// The client's next line; `None` when it has gone.
    pub(super) async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.stream().await.read_line(&mut line).await {
            Ok(1..) => Some(line.strip_suffix("\r\n").unwrap().to_owned()),
            Ok(0) | Err(_) => None,
        }
    }

    pub(super) async fn hear(&mut self, expected: &str) {
        assert_eq!(self.line().await.as_deref(), Some(expected));
    }

    /// Waits until the client has gone.
    pub(super) async fn gone(&mut self) {
        assert_eq!(self.line().await, None);
    }

    pub(super) async fn log_in(&mut self) {
        self.say("220 Connection Ready").await;
        self.hear("USER USER").await;
        self.say("331 Password Required").await;
        self.hear("PASS 0000").await;
        self.say("230 User logged in").await;
        self.hear("TYPE I").await;
        self.say("200 Command OK").await;
    }

    /// Hears one line and answers it.
    pub(super) async fn answer(&mut self, expected: &str, reply: &str) {
        self.hear(expected).await;
        self.say(reply).await;
    }

    /// Hears where to dial.
    pub(super) async fn port(&mut self) -> SocketAddr {
        let line = self.line().await.unwrap();
        let numbers: Vec<u8> =
            line.strip_prefix("PORT ").unwrap().split(',').map(|n| n.parse().unwrap()).collect();
        let [a, b, c, d, high, low] = numbers[..] else { panic!("{line}") };
        self.say("200 PORT command OK").await;
        SocketAddr::from(([a, b, c, d], u16::from_be_bytes([high, low])))
    }

    /// One transfer as it should be.
    pub(super) async fn transfer(&mut self, request: &str, bytes: &[u8]) {
        let addr = self.port().await;
        self.answer(request, "150 Opening data connection").await;
        send_to(addr, bytes).await;
        self.say("226 Transfer complete").await;
    }
}

/// Dials the client, sends, closes.
pub(super) async fn send_to(addr: SocketAddr, bytes: &[u8]) {
    let mut data = TcpStream::connect(addr).await.unwrap();
    data.write_all(bytes).await.unwrap();
    data.shutdown().await.unwrap();
}

/// Dials from another address of this computer.
pub(super) async fn dial_from(from: [u8; 4], addr: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((from, 0))).unwrap();
    socket.connect(addr).await.unwrap()
}

/// Ends a connection with a reset.
pub(super) fn reset(stream: TcpStream) {
    SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    drop(stream);
}

/// Whether the other side closed without a byte.
pub(super) async fn is_closed(stream: &mut TcpStream) -> bool {
    matches!(timeout(PATIENCE, stream.read(&mut [0])).await.unwrap(), Ok(0) | Err(_))
}
