//! A WebSocket client that reads JSON frames.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::PATIENCE;

/// One WebSocket.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    pub(crate) async fn connect(address: SocketAddr, path: &str) -> Result<Self> {
        let (stream, _) = tokio_tungstenite::connect_async(format!("ws://{address}{path}")).await?;
        Ok(Self { stream })
    }

    /// The next frame.
    ///
    /// # Errors
    /// None came, or the connection ended.
    pub async fn next(&mut self) -> Result<Value> {
        self.next_within(PATIENCE).await?.context("no frame in time")
    }

    /// The next frame, or `None` when the time is over.
    ///
    /// # Errors
    /// The connection ended.
    pub async fn next_within(&mut self, time: Duration) -> Result<Option<Value>> {
        let end = tokio::time::Instant::now() + time;
        loop {
            let Ok(message) = tokio::time::timeout_at(end, self.stream.next()).await else { return Ok(None) };
            match message.context("the connection ended")?? {
                Message::Text(text) => return Ok(Some(serde_json::from_str(&text)?)),
                Message::Close(frame) => bail!("closed: {frame:?}"),
                _ => {}
            }
        }
    }

    /// The next data frame.
    ///
    /// # Errors
    /// None came in time.
    pub async fn next_data(&mut self) -> Result<Value> {
        self.find(|frame| frame["feed_status"] == "ok" && frame.get("heartbeat").is_none()).await
    }

    /// The next frame that fits.
    ///
    /// # Errors
    /// None came in time.
    pub async fn find(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value> {
        let search = async {
            loop {
                let frame = self.next().await?;
                if fits(&frame) {
                    return Ok(frame);
                }
            }
        };
        tokio::time::timeout(PATIENCE, search).await.context("no such frame in time")?
    }

    /// Waits for the close frame: its code.
    ///
    /// # Errors
    /// The connection ended without one, or not in time.
    pub async fn close_code(&mut self) -> Result<u16> {
        let search = async {
            while let Some(message) = self.stream.next().await {
                if let Message::Close(frame) = message? {
                    return frame.map(|frame| frame.code.into()).context("a close without a code");
                }
            }
            bail!("the connection ended without a close")
        };
        tokio::time::timeout(PATIENCE, search).await.context("no close in time")?
    }

    /// Sends a text, which the server ignores.
    ///
    /// # Errors
    /// The connection ended.
    pub async fn send(&mut self, text: &str) -> Result<()> {
        Ok(self.stream.send(Message::text(text)).await?)
    }

    /// Says goodbye.
    ///
    /// # Errors
    /// The connection ended before.
    pub async fn close(mut self) -> Result<()> {
        Ok(self.stream.close(None).await?)
    }
}
