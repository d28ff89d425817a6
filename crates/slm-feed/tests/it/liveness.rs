//! Clients that vanish, and those that only seem to.

use std::time::{Duration, Instant};

use futures_util::SinkExt;
use slm_feed::wire::HubOptions;
use slm_feed::{CloseReason, FeedOptions};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Server, number, quick, within};

fn impatient() -> HubOptions {
    HubOptions { ping_after: Duration::from_millis(150), dead_after: Duration::from_millis(450), ..quick() }
}

#[tokio::test]
async fn a_client_that_answers_no_ping_is_let_go() {
    let mut server = Server::start(1, FeedOptions::default(), impatient()).await;
    let client = server.client().await;
    server.subscribers(1).await;
    let connected = Instant::now();
    // It does not read, so it does not answer.
    assert_eq!(server.ended().await.reason, CloseReason::Unresponsive);
    let noticed = connected.elapsed();
    assert!(noticed > Duration::from_millis(400), "{noticed:?}");
    assert_eq!(server.feed().subscribers(), 0);
    assert_eq!(server.hub.counters().unresponsive, 1);
    drop(client);
}

#[tokio::test]
async fn also_while_frames_flow() {
    let mut server = Server::start(1, FeedOptions::default(), impatient()).await;
    let _client = server.client().await;
    server.subscribers(1).await;
    let feed = server.feed().clone();
    let publisher = tokio::spawn(async move {
        loop {
            crate::support::publish(&feed, "x");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    assert_eq!(server.ended().await.reason, CloseReason::Unresponsive);
    publisher.abort();
}

#[tokio::test]
async fn a_client_that_answers_pings_stays_on_a_silent_feed() {
    let server = Server::start(1, FeedOptions::default(), impatient()).await;
    let mut client = server.client().await;
    let mut pings = 0;
    let until = Instant::now() + Duration::from_millis(1_200);
    while Instant::now() < until {
        // Reading answers.
        if let Ok(message) = tokio::time::timeout(Duration::from_millis(50), client.message()).await {
            assert_eq!(message, Message::Ping("".into()));
            pings += 1;
        }
    }
    assert!((5..=8).contains(&pings), "{pings} pings");
    assert_eq!(server.feed().subscribers(), 1);
}

#[tokio::test]
async fn whoever_says_anything_is_not_pinged() {
    let server = Server::start(1, FeedOptions::default(), impatient()).await;
    let mut client = server.client().await;
    for _ in 0..15 {
        client.socket.send(Message::text("ignored")).await.unwrap();
        client.silent(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_cut_connection_is_noticed_on_a_silent_feed() {
    let mut server = Server::simple().await;
    let client = server.client().await;
    server.subscribers(1).await;
    drop(client);
    within(Duration::from_millis(500), server.subscribers(0)).await;
    assert_eq!(server.ended().await.reason, CloseReason::Lost);
}

#[tokio::test]
async fn a_client_s_ping_is_answered_between_frames() {
    let server = Server::simple().await;
    let mut client = server.client().await;
    client.socket.send(Message::Ping("marco".into())).await.unwrap();
    assert_eq!(client.message().await, Message::Pong("marco".into()));
    server.publish("x");
    assert_eq!(number(&client.text().await, "seq"), Some(1));
}

#[tokio::test]
async fn what_came_with_the_handshake_is_heard() {
    let server = Server::simple().await;
    server.next.lock().unwrap().early = vec![0x89, 0x82, 0, 0, 0, 0, b'h', b'i'];
    let mut client = server.client().await;
    assert_eq!(client.message().await, Message::Pong("hi".into()));
}

#[tokio::test]
async fn thousands_may_come_and_go_on_a_silent_feed() {
    let server = Server::simple().await;
    for _ in 0..20 {
        let mut clients = Vec::new();
        for _ in 0..50 {
            clients.push(server.client().await);
        }
        server.subscribers(50).await;
        drop(clients);
        server.subscribers(0).await;
    }
    server.publish("x");
    assert_eq!(number(&server.client().await.text().await, "seq"), Some(1));
}
