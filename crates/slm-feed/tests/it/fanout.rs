//! Healthy clients.

use std::time::{Duration, Instant};

use slm_feed::{Epoch, FeedOptions, Since};

use crate::support::{Server, number, publish, quick};

#[tokio::test]
async fn the_first_frame_is_there_at_once() {
    let server = Server::simple().await;
    server.publish("now");
    let asked = Instant::now();
    let mut client = server.client().await;
    assert_eq!(client.text().await, r#"{"unit":"unit-0","seq":1,"text":"now"}"#);
    assert!(asked.elapsed() < Duration::from_millis(250), "{:?}", asked.elapsed());
}

#[tokio::test]
async fn every_client_gets_every_frame() {
    let server = Server::simple().await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(server.client().await);
    }
    server.subscribers(20).await;
    for round in 0..10 {
        for n in 1..=20 {
            server.publish("x");
            if n % 3 == 0 {
                tokio::task::yield_now().await;
            }
        }
        for client in &mut clients {
            for n in 1..=20 {
                let text = client.text().await;
                assert_eq!(number(&text, "seq"), Some(round * 20 + n));
                assert_eq!(number(&text, "dropped"), None);
            }
        }
    }
    server.counted(20 * 200, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_come_while_frames_flow_miss_none() {
    let server = Server::simple().await;
    server.publish("first");
    let feed = server.feed().clone();
    let publisher = tokio::spawn(async move {
        loop {
            publish(&feed, "x");
            tokio::time::sleep(Duration::from_micros(300)).await;
        }
    });
    for _ in 0..30 {
        let mut client = server.client().await;
        let mut last = number(&client.text().await, "seq").unwrap();
        for _ in 0..30 {
            let seq = number(&client.text().await, "seq").unwrap();
            assert_eq!(seq, last + 1);
            last = seq;
        }
    }
    publisher.abort();
}

#[tokio::test]
async fn who_comes_back_gets_every_missed_frame_or_one_gap() {
    let options = FeedOptions { ring_frames: 500, ..FeedOptions::default() };
    let server = Server::start(1, options, quick()).await;
    for _ in 0..600 {
        server.publish(&"x".repeat(500));
    }
    let epoch = server.feed().epoch().clone();
    server.next.lock().unwrap().since = Some(Since { epoch: epoch.clone(), seq: 100 });
    let mut client = server.client().await;
    for seq in 101..=600 {
        assert_eq!(number(&client.text().await, "seq"), Some(seq));
    }
    server.publish("next");
    assert_eq!(number(&client.text().await, "seq"), Some(601));

    for (since, reason) in [
        (Since { epoch: epoch.clone(), seq: 100 }, "too_old"),
        (Since { epoch, seq: 602 }, "ahead"),
        (Since { epoch: Epoch::fresh(), seq: 600 }, "epoch_changed"),
    ] {
        server.next.lock().unwrap().since = Some(since);
        let mut client = server.client().await;
        assert_eq!(client.text().await, format!(r#"{{"unit":"unit-0","gap":"{reason}"}}"#));
        assert_eq!(number(&client.text().await, "seq"), Some(601));
        client.silent(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_greeting_comes_before_frames() {
    let server = Server::simple().await;
    server.publish("now");
    server.next.lock().unwrap().hello = Some(r#"{"hello":1}"#.into());
    let mut client = server.client().await;
    assert_eq!(client.text().await, r#"{"hello":1}"#);
    assert_eq!(number(&client.text().await, "seq"), Some(1));
}

#[tokio::test]
async fn a_long_greeting_comes_whole_before_frames_that_came_meanwhile() {
    let server = Server::simple().await;
    server.publish("before");
    let hold = server.feed().hold();
    let long = format!(r#"{{"rows":"{}"}}"#, "x".repeat(1_000_000));
    {
        let mut next = server.next.lock().unwrap();
        next.hello = Some(long.clone().into());
        next.since = Some(hold.position().clone());
    }
    // A client that reads late, with little room: the greeting takes many writes.
    let mut client = server.client_with_buffer(Some(4096)).await;
    server.subscribers(2).await;
    drop(hold);
    for _ in 0..5 {
        server.publish("meanwhile");
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(client.text().await, long);
    for seq in 2..=6 {
        assert_eq!(number(&client.text().await, "seq"), Some(seq), "none is passed over");
    }
    server.publish("now");
    assert_eq!(number(&client.text().await, "seq"), Some(7));
}

#[tokio::test]
async fn one_connection_follows_many_units() {
    let server = Server::start(300, FeedOptions::default(), quick()).await;
    for feed in &server.feeds {
        publish(feed, "state");
    }
    let mut client = server.client().await;
    let mut units: Vec<_> = Vec::new();
    for _ in 0..300 {
        units.push(client.text().await);
    }
    units.sort();
    units.dedup();
    assert_eq!(units.len(), 300, "one state each");
    for (n, feed) in server.feeds.iter().enumerate().rev() {
        publish(feed, "next");
        assert_eq!(client.text().await, format!(r#"{{"unit":"unit-{n}","seq":2,"text":"next"}}"#));
        assert_eq!(feed.subscribers(), 1);
    }
    drop(client);
    server.subscribers(0).await;
    assert!(server.feeds.iter().all(|feed| feed.subscribers() == 0));
}

#[tokio::test]
async fn a_silent_feed_sends_heartbeats() {
    let options = FeedOptions { heartbeat: Some(Duration::from_millis(100)), ..FeedOptions::default() };
    let server = Server::start(1, options, quick()).await;
    server.publish("state");
    let (mut one, mut two) = (server.client().await, server.client().await);
    for client in [&mut one, &mut two] {
        assert_eq!(number(&client.text().await, "seq"), Some(1));
    }
    for client in [&mut one, &mut two] {
        for _ in 0..3 {
            assert_eq!(client.text().await, r#"{"unit":"unit-0","heartbeat":1}"#);
        }
    }
    server.publish("next");
    let text = loop {
        let text = one.text().await;
        if !text.contains("heartbeat") {
            break text;
        }
    };
    assert_eq!(number(&text, "seq"), Some(2));
    assert_eq!(number(&server.client().await.text().await, "seq"), Some(2), "a heartbeat never is the state");
}
