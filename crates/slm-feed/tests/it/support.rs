//! A hub behind a listener on the loopback interface, and clients.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt;
use jiff::Timestamp;
use slm_domain::{LiveEvent, UnitId};
use slm_feed::wire::{Ended, Hub, HubOptions, OutletOptions};
use slm_feed::{CloseReason, Encoding, Feed, FeedOptions, FrameEncoder, Gap, Since, Stamp};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// One hub, some feeds, and what became of each connection.
pub(crate) struct Server {
    pub(crate) hub: Hub,
    pub(crate) feeds: Vec<Arc<Feed>>,
    address: SocketAddr,
    ended: mpsc::UnboundedReceiver<Ended>,
    /// For the connections that follow.
    pub(crate) next: Arc<Mutex<Wishes>>,
}

/// How the next connections are served.
#[derive(Default)]
pub(crate) struct Wishes {
    pub(crate) since: Option<Since>,
    pub(crate) hello: Option<Bytes>,
    pub(crate) early: Vec<u8>,
    pub(crate) turn_away: Option<CloseReason>,
}

impl Server {
    pub(crate) async fn start(units: usize, feed: FeedOptions, hub: HubOptions) -> Self {
        let encoder = Arc::new(PlainEncoder);
        let feeds: Vec<_> = (0..units)
            .map(|n| Feed::new(UnitId::new(&format!("unit-{n}")).unwrap(), feed.clone(), encoder.clone()))
            .collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (report, ended) = mpsc::unbounded_channel();
        let next = Arc::new(Mutex::new(Wishes::default()));
        let hub = Hub::new(hub);
        tokio::spawn(accept(listener, hub.clone(), feeds.clone(), Arc::clone(&next), report));
        Self { hub, feeds, address, ended, next }
    }

    /// One unit, quick checks, everything else as by default.
    pub(crate) async fn simple() -> Self {
        Self::start(1, FeedOptions::default(), quick()).await
    }

    pub(crate) fn feed(&self) -> &Arc<Feed> {
        &self.feeds[0]
    }

    /// Publishes a state frame with this text to the first unit.
    pub(crate) fn publish(&self, text: &str) {
        publish(self.feed(), text);
    }

    pub(crate) async fn client(&self) -> Client {
        self.client_with_buffer(None).await
    }

    /// A client whose kernel takes no more than about twice as many bytes.
    pub(crate) async fn client_with_buffer(&self, bytes: Option<u32>) -> Client {
        let stream = self.connect(bytes).await;
        let (socket, _) = tokio_tungstenite::client_async("ws://localhost/", stream).await.unwrap();
        Client { socket }
    }

    /// Only a socket, before the handshake.
    pub(crate) async fn connect(&self, buffer: Option<u32>) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        if let Some(bytes) = buffer {
            socket.set_recv_buffer_size(bytes).unwrap();
        }
        socket.connect(self.address).await.unwrap()
    }

    /// How the next connection ended.
    pub(crate) async fn ended(&mut self) -> Ended {
        within(Duration::from_secs(5), self.ended.recv()).await.unwrap()
    }

    /// Waits for the feed's books, which are kept after each walk.
    pub(crate) async fn counted(&self, delivered: u64, dropped: u64) {
        let balanced = async {
            while self.feed().counters().delivered != delivered || self.feed().counters().dropped != dropped {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let in_time = tokio::time::timeout(Duration::from_secs(2), balanced).await;
        assert!(
            in_time.is_ok(),
            "{:?} instead of {delivered} delivered, {dropped} dropped",
            self.feed().counters()
        );
    }

    /// Waits until so many subscribe.
    pub(crate) async fn subscribers(&self, count: usize) {
        let mut demand = self.feed().watch_demand();
        within(Duration::from_secs(5), demand.wait_for(|now| *now == count)).await.unwrap();
    }
}

async fn accept(
    listener: TcpListener,
    hub: Hub,
    feeds: Vec<Arc<Feed>>,
    next: Arc<Mutex<Wishes>>,
    report: mpsc::UnboundedSender<Ended>,
) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (hub, feeds, next, report) = (hub.clone(), feeds.clone(), Arc::clone(&next), report.clone());
        tokio::spawn(async move {
            let stream = tokio_tungstenite::accept_async(stream).await.unwrap().into_inner();
            let serving = {
                let wishes = next.lock().unwrap();
                let hello = wishes.hello.clone();
                if let Some(reason) = wishes.turn_away {
                    hub.turn_away(stream, hello.unwrap_or_default(), reason)
                } else {
                    let follows = feeds.iter().map(|feed| (Arc::clone(feed), wishes.since.clone())).collect();
                    hub.serve(
                        stream,
                        &wishes.early,
                        follows,
                        OutletOptions { encoding: Encoding(0), first: hello.into_iter().collect() },
                    )
                }
            };
            let _ = report.send(serving.await);
        });
    }
}

/// A real WebSocket client.
pub(crate) struct Client {
    pub(crate) socket: WebSocketStream<TcpStream>,
}

impl Client {
    /// The next text; what else comes is answered and passed over.
    pub(crate) async fn text(&mut self) -> String {
        loop {
            match self.message().await {
                Message::Text(text) => return text.to_string(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("expected a text, got {other:?}"),
            }
        }
    }

    /// The close code, after any texts.
    pub(crate) async fn close_code(&mut self) -> u16 {
        loop {
            if let Message::Close(frame) = self.message().await {
                return frame.map_or(1005, |frame| frame.code.into());
            }
        }
    }

    pub(crate) async fn message(&mut self) -> Message {
        within(Duration::from_secs(5), self.socket.next()).await.expect("the connection is open").unwrap()
    }

    /// Nothing comes for this long.
    pub(crate) async fn silent(&mut self, time: Duration) {
        let heard = tokio::time::timeout(time, self.socket.next()).await;
        assert!(heard.is_err(), "{heard:?}");
    }
}

/// The value of `"key":<number>` in a frame.
pub(crate) fn number(text: &str, key: &str) -> Option<u64> {
    let (_, rest) = text.split_once(&format!("\"{key}\":"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

pub(crate) fn publish(feed: &Feed, text: &str) {
    let at = Timestamp::now();
    feed.publish(LiveEvent::Unreachable { at, reason: text.to_owned() }, at, Instant::now());
}

/// Limits that a test does not have to wait for.
pub(crate) fn quick() -> HubOptions {
    HubOptions { sweep_every: Duration::from_millis(20), ..HubOptions::default() }
}

pub(crate) async fn within<T>(time: Duration, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(time, work).await.expect("in time")
}

struct PlainEncoder;

impl FrameEncoder for PlainEncoder {
    fn encode(&self, unit: &UnitId, stamp: &Stamp, event: &LiveEvent, _: Encoding) -> Option<Bytes> {
        let text = match event {
            LiveEvent::Unreachable { reason, .. } => reason,
            _ => "other",
        };
        Some(format!(r#"{{"unit":"{unit}","seq":{},"text":"{text}"}}"#, stamp.seq).into())
    }

    fn heartbeat(&self, unit: &UnitId, stamp: &Stamp, _: bool, _: Encoding) -> Bytes {
        format!(r#"{{"unit":"{unit}","heartbeat":{}}}"#, stamp.seq).into()
    }

    fn gap(&self, unit: &UnitId, _: &Stamp, gap: &Gap, _: Encoding) -> Bytes {
        format!(r#"{{"unit":"{unit}","gap":"{}"}}"#, gap.reason.as_str()).into()
    }
}
