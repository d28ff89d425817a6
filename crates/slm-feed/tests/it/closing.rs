//! How connections end, and what they may not do.

use std::time::{Duration, Instant};

use slm_feed::wire::HubOptions;
use slm_feed::{CloseReason, FeedOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};

use crate::support::{Server, number, quick};

#[tokio::test]
async fn a_goodbye_is_answered_with_the_same_code() {
    let mut server = Server::simple().await;
    let mut client = server.client().await;
    server.subscribers(1).await;
    let goodbye = CloseFrame { code: CloseCode::Away, reason: "page left".into() };
    client.socket.close(Some(goodbye)).await.unwrap();
    assert_eq!(client.close_code().await, 1001);
    assert_eq!(server.ended().await.reason, CloseReason::Left);
    assert_eq!(server.feed().subscribers(), 0);
}

/// Sends bytes after the handshake; the close code that comes back.
async fn sends(bytes: &[u8]) -> (u16, CloseReason) {
    let mut server = Server::simple().await;
    let mut client = server.client().await;
    client.socket.get_mut().write_all(bytes).await.unwrap();
    let code = client.close_code().await;
    drop(client);
    (code, server.ended().await.reason)
}

#[tokio::test]
async fn broken_frames_end_the_connection() {
    assert_eq!(sends(&[0x81, 0x02, b'h', b'i']).await, (1002, CloseReason::Protocol));
    assert_eq!(sends(b"GET / HTTP/1.1\r\n\r\n").await, (1002, CloseReason::Protocol));
}

#[tokio::test]
async fn long_messages_end_the_connection_before_they_arrive() {
    let header = [0x82, 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4];
    assert_eq!(sends(&header).await, (1009, CloseReason::TooBig));
}

#[tokio::test]
async fn a_message_in_fragments_byte_by_byte_is_ignored() {
    let server = Server::simple().await;
    let mut client = server.client().await;
    let fragments: &[u8] =
        &[0x01, 0x81, 0, 0, 0, 0, b'a', 0x89, 0x80, 0, 0, 0, 0, 0x80, 0x81, 0, 0, 0, 0, b'b'];
    for byte in fragments {
        client.socket.get_mut().write_all(&[*byte]).await.unwrap();
        client.socket.get_mut().flush().await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(client.message().await, Message::Pong("".into()));
    server.publish("x");
    assert_eq!(number(&client.text().await, "seq"), Some(1));
}

#[tokio::test]
async fn a_flood_of_client_messages_does_not_stop_frames() {
    let server = Server::simple().await;
    let client = server.client().await;
    let mut watcher = server.client().await;
    server.subscribers(2).await;
    let (mut read, mut write) = client.socket.into_inner().into_split();
    let flood = tokio::spawn(async move {
        let message = [&[0x82, 0xFE, 0xFF, 0xFF, 0, 0, 0, 0][..], &vec![0; 0xFFFF]].concat();
        while write.write_all(&message).await.is_ok() {}
    });
    let sink = tokio::spawn(async move {
        let mut buffer = [0; 4096];
        while read.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
    });
    for seq in 1..=50 {
        server.publish("x");
        assert_eq!(number(&watcher.text().await, "seq"), Some(seq));
    }
    flood.abort();
    sink.abort();
}

#[tokio::test]
async fn a_restart_is_told_to_all_also_to_those_that_do_not_read() {
    let mut server = Server::simple().await;
    let mut stalled = server.client_with_buffer(Some(4_096)).await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(server.client().await);
    }
    server.subscribers(21).await;
    for _ in 0..30 {
        server.publish(&"x".repeat(8_000));
        for client in &mut clients {
            client.text().await;
        }
    }
    let mut reading: Vec<_> = clients
        .into_iter()
        .map(|mut client| tokio::spawn(async move { client.close_code().await }))
        .collect();
    let asked = Instant::now();
    server.hub.close_all(CloseReason::Restart).await;
    assert!(asked.elapsed() < Duration::from_millis(1_400), "{:?}", asked.elapsed());
    for client in reading.drain(..) {
        assert_eq!(client.await.unwrap(), 1012);
    }
    assert_eq!(server.feed().subscribers(), 0);
    assert_eq!(stalled.close_code().await, 1012);
    for _ in 0..21 {
        assert_eq!(server.ended().await.reason, CloseReason::Restart);
    }
    assert!(!server.hub.has_room());
    assert_eq!(server.client().await.close_code().await, 1012, "nobody is let in any more");
}

#[tokio::test]
async fn closing_an_empty_hub_takes_no_time() {
    let server = Server::simple().await;
    let asked = Instant::now();
    server.hub.close_all(CloseReason::GoingAway).await;
    assert!(asked.elapsed() < Duration::from_millis(50));
}

#[tokio::test]
async fn a_full_hub_refuses_until_someone_leaves() {
    let server = Server::start(1, FeedOptions::default(), HubOptions { max_outlets: 3, ..quick() }).await;
    let mut inside = Vec::new();
    for _ in 0..3 {
        inside.push(server.client().await);
    }
    server.subscribers(3).await;
    assert!(!server.hub.has_room());
    assert_eq!(server.client().await.close_code().await, 1013);
    assert_eq!(server.feed().subscribers(), 3);
    inside.pop();
    server.subscribers(2).await;
    server.publish("x");
    assert_eq!(number(&server.client().await.text().await, "seq"), Some(1));
}

#[tokio::test]
async fn too_many_units_on_one_connection_are_refused() {
    let options = HubOptions { max_feeds: 4, ..quick() };
    let mut server = Server::start(5, FeedOptions::default(), options.clone()).await;
    assert_eq!(server.client().await.close_code().await, 1008);
    assert_eq!(server.ended().await.reason, CloseReason::TooManyUnits);
    let server = Server::start(4, FeedOptions::default(), options).await;
    server.publish("x");
    assert_eq!(number(&server.client().await.text().await, "seq"), Some(1));
}

#[tokio::test]
async fn who_cannot_be_served_is_told_in_a_frame() {
    let mut server = Server::simple().await;
    {
        let mut next = server.next.lock().unwrap();
        next.hello = Some(r#"{"error":"no such unit"}"#.into());
        next.turn_away = Some(CloseReason::Done);
    }
    let mut client = server.client().await;
    assert_eq!(client.text().await, r#"{"error":"no such unit"}"#);
    assert_eq!(client.close_code().await, 1000);
    assert_eq!(server.ended().await.reason, CloseReason::Done);
}

#[tokio::test]
async fn a_removed_unit_ends_its_subscriptions_and_leaves_the_others() {
    let mut server = Server::start(2, FeedOptions::default(), quick()).await;
    let mut client = server.client().await;
    server.subscribers(1).await;
    server.publish("last");
    server.feeds[0].close(CloseReason::Removed);
    assert_eq!(number(&client.text().await, "seq"), Some(1));
    server.subscribers(0).await;
    crate::support::publish(&server.feeds[1], "goes on");
    assert_eq!(client.text().await, r#"{"unit":"unit-1","seq":1,"text":"goes on"}"#);
    server.feeds[1].dismiss(CloseReason::Done);
    assert_eq!(client.close_code().await, 1000);
    assert_eq!(server.ended().await.totals.delivered, 2);
}

#[tokio::test]
async fn a_connection_that_is_dropped_on_our_side_is_cut() {
    let server = Server::simple().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut peer = tokio::net::TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    let follows = vec![(server.feed().clone(), None)];
    drop(server.hub.serve(stream, &[], follows, slm_feed::wire::OutletOptions::default()));
    assert_eq!(server.feed().subscribers(), 0);
    assert_eq!(peer.read(&mut [0; 16]).await.unwrap(), 0);
    assert_eq!(server.hub.counters().outlets, 0);
}
