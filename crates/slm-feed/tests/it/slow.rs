//! Clients that do not keep up.

use std::time::{Duration, Instant};

use slm_feed::wire::HubOptions;
use slm_feed::{CloseReason, FeedOptions};

use crate::support::{Server, number, quick};

/// Fills buffers quickly.
fn long() -> String {
    "x".repeat(8_000)
}

#[tokio::test]
async fn d05_a_slow_client_gets_the_newest_and_delays_nobody() {
    let server = Server::simple().await;
    let mut slow = server.client_with_buffer(Some(4_096)).await;
    let mut prompt = server.client().await;
    server.subscribers(2).await;
    for seq in 1..=60 {
        let published = Instant::now();
        server.publish(&long());
        assert_eq!(number(&prompt.text().await, "seq"), Some(seq));
        assert!(published.elapsed() < Duration::from_millis(200), "{:?}", published.elapsed());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (mut last, mut dropped, mut received) = (0, 0, 0);
    while last < 60 {
        let text = slow.text().await;
        let seq = number(&text, "seq").unwrap();
        let passed_over = number(&text, "dropped").unwrap_or(0);
        assert_eq!(seq, last + passed_over + 1, "each missing frame is told");
        (last, dropped, received) = (seq, dropped + passed_over, received + 1);
    }
    assert!(dropped > 20, "only {dropped} dropped");
    assert_eq!(received + dropped, 60);
    server.publish("short");
    assert_eq!(slow.text().await, r#"{"unit":"unit-0","seq":61,"text":"short"}"#);
    server.counted(61 + received + 1, dropped).await;
}

#[tokio::test]
async fn a_stalled_client_is_closed_and_told_why() {
    let limit = Duration::from_millis(300);
    let mut server =
        Server::start(1, FeedOptions::default(), HubOptions { write_limit: limit, ..quick() }).await;
    let mut stalled = server.client_with_buffer(Some(4_096)).await;
    server.subscribers(1).await;
    let mut since = Instant::now();
    while server.feed().subscribers() == 1 {
        if server.feed().counters().dropped == 0 {
            since = Instant::now();
        }
        server.publish(&long());
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(since.elapsed() < Duration::from_secs(2), "still subscribed");
    }
    assert_eq!(stalled.close_code().await, 4008);
    let ended = server.ended().await;
    assert_eq!(ended.reason, CloseReason::TooSlow);
    assert!(ended.reason.come_back());
    let totals = ended.totals;
    assert_eq!(totals.position - totals.start, totals.delivered + totals.dropped + totals.gap);
    assert_eq!(server.hub.counters().too_slow, 1);
}

#[tokio::test]
async fn a_stalled_client_hears_the_reason_however_late_it_reads() {
    let options =
        HubOptions { write_limit: Duration::from_millis(100), linger: Duration::from_millis(100), ..quick() };
    let mut server = Server::start(1, FeedOptions::default(), options).await;
    let mut stalled = server.client_with_buffer(Some(4_096)).await;
    server.subscribers(1).await;
    for _ in 0..30 {
        server.publish(&long());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.ended().await.reason, CloseReason::TooSlow);
    assert_eq!(server.hub.counters().outlets, 0, "nothing is held for it here");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stalled.close_code().await, 4008);
}

#[tokio::test]
async fn a_client_that_reads_slowly_but_steadily_stays() {
    let server = Server::start(
        1,
        FeedOptions::default(),
        HubOptions { write_limit: Duration::from_millis(500), ..quick() },
    )
    .await;
    let mut slow = server.client_with_buffer(Some(4_096)).await;
    server.subscribers(1).await;
    let feed = server.feed().clone();
    let publisher = tokio::spawn(async move {
        loop {
            crate::support::publish(&feed, &long());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    let mut last = 0;
    let until = Instant::now() + Duration::from_secs(2);
    while Instant::now() < until {
        let text = slow.text().await;
        let seq = number(&text, "seq").unwrap();
        assert_eq!(seq, last + 1 + number(&text, "dropped").unwrap_or(0));
        last = seq;
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    assert!(server.feed().counters().dropped > 0);
    publisher.abort();
}

#[tokio::test]
async fn a_frame_longer_than_may_wait_is_not_kept_for_a_stalled_client() {
    let mut server = Server::simple().await;
    let _stalled = server.client_with_buffer(Some(4_096)).await;
    server.subscribers(1).await;
    server.publish(&"x".repeat(400_000));
    assert_eq!(server.ended().await.reason, CloseReason::TooSlow);
}

#[tokio::test]
async fn a_slow_client_of_many_units_loses_old_frames_of_each() {
    let server = Server::start(40, FeedOptions::default(), quick()).await;
    let mut slow = server.client_with_buffer(Some(4_096)).await;
    server.subscribers(1).await;
    for _ in 0..20 {
        for feed in &server.feeds {
            crate::support::publish(feed, &"x".repeat(2_000));
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    let mut last = vec![0; 40];
    while last.iter().any(|&seq| seq < 20) {
        let text = slow.text().await;
        let unit = text.split('"').nth(3).unwrap().strip_prefix("unit-").unwrap().parse::<usize>().unwrap();
        let seq = number(&text, "seq").unwrap();
        assert_eq!(seq, last[unit] + 1 + number(&text, "dropped").unwrap_or(0), "{unit}");
        last[unit] = seq;
    }
    assert!(server.feeds.iter().all(|feed| feed.counters().dropped > 5), "all units get their turn");
}
