//! Our side: a feed and a hub behind the same short handshake.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use jiff::Timestamp;
use slm_domain::{LiveEvent, UnitId};
use slm_feed::wire::{Hub, HubOptions, OutletOptions};
use slm_feed::{Encoding, Feed, FeedOptions, FrameEncoder, Gap, Stamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::floor::SWITCHING;
use super::{Load, process};

#[tokio::main]
pub(crate) async fn serve(load: Load) -> anyhow::Result<()> {
    let feed = Feed::new(UnitId::new("bench")?, FeedOptions::default(), Arc::new(Encoder(load)));
    let hub = Hub::new(HubOptions::default());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    let (speaking, heard) = watch::channel(false);
    std::thread::spawn(move || {
        for word in process::words() {
            speaking.send_replace(word == "go");
        }
        std::process::exit(0);
    });
    tokio::spawn(publish(Arc::clone(&feed), load, heard));
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(welcome(stream, hub.clone(), Arc::clone(&feed)));
    }
}

async fn publish(feed: Arc<Feed>, load: Load, mut speaking: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(load.interval());
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        if speaking.wait_for(|speaking| *speaking).await.is_err() {
            return;
        }
        ticks.tick().await;
        let at = Timestamp::now();
        feed.publish(LiveEvent::StreamGap { at, reason: "bench" }, at, Instant::now());
    }
}

/// The handshake as in the floor, then the hub.
async fn welcome(mut stream: TcpStream, hub: Hub, feed: Arc<Feed>) {
    let mut request = [0; 1024];
    let mut have = 0;
    while !request[..have].ends_with(b"\r\n\r\n") {
        match stream.read(&mut request[have..]).await {
            Ok(count @ 1..) => have += count,
            _ => return,
        }
    }
    if stream.write_all(SWITCHING).await.is_ok() {
        tokio::spawn(hub.serve(stream, &[], vec![(feed, None)], OutletOptions::default()));
    }
}

struct Encoder(Load);

impl FrameEncoder for Encoder {
    fn encode(&self, _: &UnitId, stamp: &Stamp, _: &LiveEvent, _: Encoding) -> Option<Bytes> {
        Some(self.0.text(stamp.seq).into())
    }

    fn heartbeat(&self, _: &UnitId, _: &Stamp, _: bool, _: Encoding) -> Bytes {
        Bytes::from_static(br#"{"heartbeat":true}"#)
    }

    fn gap(&self, _: &UnitId, _: &Stamp, _: &Gap, _: Encoding) -> Bytes {
        Bytes::from_static(br#"{"gap":true}"#)
    }
}
