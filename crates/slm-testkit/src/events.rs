//! A client of server-sent events.

use anyhow::{Context, Result};
use futures_util::StreamExt;
use serde_json::Value;

use crate::PATIENCE;

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its `id`, as `Last-Event-ID` takes it.
    pub id: Option<String>,
    /// Its `event` name.
    pub name: Option<String>,
    /// Its data.
    pub data: Value,
}

/// A response that goes on.
pub struct Events {
    body: futures_util::stream::BoxStream<'static, reqwest::Result<Vec<u8>>>,
    buffer: String,
}

impl Events {
    pub(crate) fn read(response: reqwest::Response) -> Result<Self> {
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        anyhow::ensure!(kind.is_some_and(|kind| kind.starts_with("text/event-stream")), "{kind:?}");
        let body = response.bytes_stream().map(|bytes| bytes.map(|bytes| bytes.to_vec())).boxed();
        Ok(Self { body, buffer: String::new() })
    }

    /// The next event with data; comments are passed over.
    ///
    /// # Errors
    /// None came in time, or the response ended.
    pub async fn next(&mut self) -> Result<Event> {
        let search = async {
            loop {
                if let Some(end) = self.buffer.find("\n\n") {
                    let block: String = self.buffer.drain(..end + 2).collect();
                    if let Some(event) = parse(&block)? {
                        return Ok(event);
                    }
                    continue;
                }
                let bytes = self.body.next().await.context("the response ended")??;
                self.buffer.push_str(&String::from_utf8_lossy(&bytes));
            }
        };
        tokio::time::timeout(PATIENCE, search).await.context("no event in time")?
    }
}

fn parse(block: &str) -> Result<Option<Event>> {
    let field = |name: &str| {
        block
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(|value| value.trim().to_owned())
    };
    let Some(data) = field("data") else { return Ok(None) };
    Ok(Some(Event { id: field("id"), name: field("event"), data: serde_json::from_str(&data)? }))
}
