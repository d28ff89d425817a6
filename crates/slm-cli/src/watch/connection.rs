//! One unit's connection to the server: follows its feed and comes back when it breaks.

use std::{
    hash::{BuildHasher as _, RandomState},
    str::FromStr,
    time::Duration,
};

use anyhow::Context as _;
use futures_util::StreamExt as _;
use slm_api_types::FeedPosition;
use tokio::{net::TcpStream, sync::mpsc, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{
        Error, Message,
        protocol::{CloseFrame, WebSocketConfig, frame::coding::CloseCode},
    },
};

use super::{
    frame::{Body, Frame},
    model::Update,
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// More than two of the server's heartbeats, which come every 25 s at least.
const SILENCE: Duration = Duration::from_mins(1);

const FIRST_RETRY: Duration = Duration::from_millis(500);
const LAST_RETRY: Duration = Duration::from_secs(15);

/// A frame is far below this; a larger message is not for us.
const MESSAGE_LIMIT: usize = 1 << 20;

/// The server to watch, as its WebSocket address without path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server(String);

impl FromStr for Server {
    type Err = String;

    /// Understands `http://host:port`, `ws://host:port` and `host:port`, each with an optional path in front of `/api`.
    fn from_str(text: &str) -> Result<Self, String> {
        let rest = match text.split_once("://") {
            Some(("http" | "ws", rest)) => rest,
            Some(("https" | "wss", _)) => {
                return Err("encrypted connections are not supported, use http://".to_owned());
            }
            Some((scheme, _)) => return Err(format!("unknown scheme `{scheme}://`, use http://")),
            None => text,
        };
        let rest = rest.trim_end_matches('/');
        if rest.is_empty() || rest.starts_with('/') {
            return Err("the host is missing".to_owned());
        }
        if rest.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#')) {
            return Err("expected an address such as http://127.0.0.1:8100".to_owned());
        }
        Ok(Self(format!("ws://{rest}")))
    }
}

impl Server {
    fn monitor(&self, unit: &str, hello: bool, since: Option<&FeedPosition>) -> String {
        let hello = if hello { "&hello=1" } else { "" };
        let since = since.map_or_else(String::new, |FeedPosition { epoch, seq, .. }| {
            format!("&since={}:{seq}", percent_encoded(epoch))
        });
        let unit = percent_encoded(unit);
        format!("{}/api/nl43/{unit}/monitor?values=numbers&events=1{hello}{since}", self.0)
    }
}

/// What a connection reports: the update, and a frame's text as it came.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) unit: usize,
    pub(crate) update: Update,
    pub(crate) text: Option<String>,
}

/// One unit's feed.
pub(crate) struct Follower {
    pub(crate) server: Server,
    /// Place among the watched units.
    pub(crate) index: usize,
    pub(crate) unit: String,
    /// Whether to ask for a first frame that tells the server's time.
    pub(crate) hello: bool,
    pub(crate) reports: mpsc::Sender<Report>,
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Follower {
    /// Follows the feed until nobody listens to the reports any more.
    pub(crate) async fn run(self) {
        let mut cursor = None;
        let mut failures = 0;
        while self.report(Update::Connecting, None).await.is_some() {
            let url = self.server.monitor(&self.unit, self.hello, cursor.as_ref());
            let reason = match connect(&url).await {
                Ok(socket) => {
                    if self.report(Update::Open, None).await.is_none() {
                        return;
                    }
                    self.read(socket, &mut cursor, &mut failures).await
                }
                Err(error) => format!("{error:#}"),
            };
            let retry_in = pause(failures);
            failures = failures.saturating_add(1);
            if self.report(Update::Down { reason, retry_in }, None).await.is_none() {
                return;
            }
            tokio::time::sleep(retry_in).await;
        }
    }

    /// Reports frames until the connection ends; says why it did.
    async fn read(
        &self,
        mut socket: Socket,
        cursor: &mut Option<FeedPosition>,
        failures: &mut u32,
    ) -> String {
        loop {
            let text = match timeout(SILENCE, socket.next()).await {
                Err(_elapsed) => return format!("nothing heard for {} s", SILENCE.as_secs()),
                Ok(None) => return "the server closed the connection".to_owned(),
                Ok(Some(Err(error))) => return describe(&error),
                Ok(Some(Ok(Message::Close(close)))) => return describe_close(close),
                Ok(Some(Ok(Message::Text(text)))) => text,
                Ok(Some(Ok(_))) => continue,
            };
            let Some(frame) = Frame::parse(&text) else { continue };
            if frame.position.is_some() {
                cursor.clone_from(&frame.position);
            }
            if !matches!(frame.body, Body::Refused(_)) {
                *failures = 0;
            }
            if self.report(Update::Frame(frame), Some(text.to_string())).await.is_none() {
                return "not needed any more".to_owned();
            }
        }
    }

    async fn report(&self, update: Update, text: Option<String>) -> Option<()> {
        self.reports.send(Report { unit: self.index, update, text }).await.ok()
    }
}

async fn connect(url: &str) -> anyhow::Result<Socket> {
    let config =
        WebSocketConfig::default().max_message_size(Some(MESSAGE_LIMIT)).max_frame_size(Some(MESSAGE_LIMIT));
    let (socket, _) = timeout(CONNECT_TIMEOUT, connect_async_with_config(url, Some(config), true))
        .await
        .context("no answer")?
        .map_err(|error| anyhow::anyhow!(describe(&error)))?;
    Ok(socket)
}

/// The pause before the next attempt: doubling, and never the same for two watchers.
fn pause(failures: u32) -> Duration {
    let full = FIRST_RETRY.saturating_mul(1 << failures.min(6)).min(LAST_RETRY);
    let share = RandomState::new().hash_one(failures) % 512;
    full.mul_f64(0.5 + share as f64 / 1024.0)
}

fn describe(error: &Error) -> String {
    match error {
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            "connection refused".to_owned()
        }
        Error::Io(error) => error.to_string(),
        Error::Http(response) => format!("the server answered {}", response.status()),
        Error::ConnectionClosed | Error::AlreadyClosed => "the server closed the connection".to_owned(),
        error => error.to_string(),
    }
}

fn describe_close(close: Option<CloseFrame>) -> String {
    match close {
        Some(CloseFrame { code: CloseCode::Restart, .. }) => "the server is shutting down".to_owned(),
        Some(CloseFrame { code, reason }) if !reason.is_empty() => {
            format!("the server closed: {reason} ({code})")
        }
        Some(CloseFrame { code, .. }) => format!("the server closed ({code})"),
        None => "the server closed the connection".to_owned(),
    }
}

/// `text` as one segment of a path or value of a query.
fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(server: &str, unit: &str, since: Option<&FeedPosition>, expected: &str) {
        let url = server.parse::<Server>().unwrap().monitor(unit, since.is_none(), since);
        assert_eq!(url, expected);
    }

    #[test]
    fn addresses_are_built() {
        check(
            "http://127.0.0.1:8100",
            "nl43-1",
            None,
            "ws://127.0.0.1:8100/api/nl43/nl43-1/monitor?values=numbers&events=1&hello=1",
        );
        check(
            "host:8100/",
            "a b/ü",
            None,
            "ws://host:8100/api/nl43/a%20b%2F%C3%BC/monitor?values=numbers&events=1&hello=1",
        );
        let cursor = FeedPosition { unit_id: "a".into(), epoch: "k3".into(), seq: 17 };
        check(
            "ws://host/slm",
            "u",
            Some(&cursor),
            "ws://host/slm/api/nl43/u/monitor?values=numbers&events=1&since=k3:17",
        );
    }

    #[test]
    fn useless_addresses_are_refused() {
        for text in ["https://host", "ftp://host", "http://", "http:///x", "host name"] {
            assert!(text.parse::<Server>().is_err(), "{text}");
        }
    }

    #[test]
    fn pauses_grow_and_stay_bounded() {
        for failures in 0..40 {
            let full = FIRST_RETRY.saturating_mul(1 << failures.min(6)).min(LAST_RETRY);
            assert!((full / 2..=full).contains(&pause(failures)), "{failures}");
        }
    }
}
