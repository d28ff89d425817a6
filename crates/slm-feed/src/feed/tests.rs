use std::time::Duration;

use super::*;
use crate::Totals;
use crate::testing::{ALL, PlainEncoder, STATES, feed, notice, reading, unreachable};
use crate::{Delivery, GapReason};

fn publish(feed: &Feed, event: LiveEvent) -> Arc<Frame> {
    feed.publish(event, Timestamp::UNIX_EPOCH, now())
}

fn text(subscription: &Subscription, delivery: &Delivery) -> String {
    let payload = subscription.payload(delivery).unwrap();
    String::from_utf8(payload.to_vec()).unwrap()
}

/// What comes without waiting, as text.
fn there(subscription: &mut Subscription) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(delivery) = subscription.try_next() {
        if let Delivery::Closed(reason) = delivery {
            texts.push(format!("closed {}", reason.code()));
            break;
        }
        texts.push(text(subscription, &delivery));
    }
    texts
}

#[tokio::test]
async fn the_state_comes_first_and_at_once() {
    let feed = feed(FeedOptions::default());
    publish(&feed, reading());
    publish(&feed, notice());
    let mut subscription = feed.subscribe(ALL, None);
    assert_eq!(there(&mut subscription), [r#"{"unit":"north","seq":1,"status":"ok"}"#]);
    publish(&feed, unreachable());
    assert!(!feed.is_reachable());
    assert_eq!(there(&mut subscription), [r#"{"unit":"north","seq":3,"status":"unreachable"}"#]);
    // Replayed as the state while the unit stays unreachable.
    assert_eq!(there(&mut feed.subscribe(ALL, None)), [r#"{"unit":"north","seq":3,"status":"unreachable"}"#]);
    publish(&feed, reading());
    assert!(feed.is_reachable());
    assert_eq!(feed.state().unwrap().seq(), 4);
    feed.clear_state();
    assert_eq!(there(&mut feed.subscribe(ALL, None)), [] as [&str; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_silent_feed_sends_heartbeats_that_are_never_the_state() {
    let feed = feed(FeedOptions::default());
    publish(&feed, unreachable());
    let mut subscription = feed.subscribe(ALL, None);
    let mut other = feed.subscribe(ALL, None);
    let _ = (subscription.next().await, other.next().await);
    let before = now();
    for _ in 0..2 {
        let delivery = subscription.next().await;
        assert_eq!(text(&subscription, &delivery), r#"{"unit":"north","heartbeat":1,"reachable":false}"#);
        assert!(matches!(other.next().await, Delivery::Heartbeat(_)), "one heartbeat serves all");
    }
    assert_eq!(now() - before, Duration::from_secs(50));
    assert_eq!(feed.state().unwrap().seq(), 1);
    assert_eq!(feed.seq(), 1);
    assert_eq!(there(&mut feed.subscribe(ALL, None)), [r#"{"unit":"north","seq":1,"status":"unreachable"}"#]);
}

#[tokio::test(start_paused = true)]
async fn frames_put_heartbeats_off() {
    let feed = feed(FeedOptions::default());
    let mut subscription = feed.subscribe(ALL, None);
    for _ in 0..3 {
        let waited = tokio::time::timeout(Duration::from_secs(20), subscription.next()).await;
        assert!(waited.is_err(), "{waited:?}");
        publish(&feed, reading());
        assert!(matches!(subscription.next().await, Delivery::Frame { .. }));
    }
    assert!(!feed.heartbeat(Timestamp::UNIX_EPOCH, now()));
}

#[tokio::test]
async fn a_frame_is_encoded_once_for_all_who_read_alike() {
    let encoder = Arc::new(PlainEncoder::default());
    let feed = Feed::new(crate::testing::unit(), FeedOptions::default(), Arc::clone(&encoder) as _);
    let mut subscriptions: Vec<_> = (0..50).map(|n| feed.subscribe(Encoding(n % 2), None)).collect();
    publish(&feed, reading());
    for subscription in &mut subscriptions {
        assert_eq!(there(subscription).len(), 1);
    }
    assert_eq!(encoder.calls.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn frames_an_encoding_does_not_carry_are_passed_over_silently() {
    let feed = feed(FeedOptions::default());
    let mut subscription = feed.subscribe(STATES, None);
    publish(&feed, notice());
    publish(&feed, reading());
    publish(&feed, notice());
    assert_eq!(there(&mut subscription), [r#"{"unit":"north","seq":2,"status":"ok"}"#]);
    let totals = Totals { start: 0, position: 3, delivered: 1, withheld: 2, ..Totals::default() };
    assert_eq!(subscription.totals(), totals);
}

#[tokio::test(start_paused = true)]
async fn who_is_late_gets_the_newest_and_is_told() {
    let feed = feed(FeedOptions::default());
    let mut late = feed.subscribe(ALL, None);
    for _ in 0..5 {
        publish(&feed, reading());
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert_eq!(there(&mut late), [r#"{"unit":"north","seq":5,"status":"ok","dropped":4}"#]);
    assert_eq!(feed.counters(), FeedCounters { published: 5, delivered: 1, dropped: 4, gaps: 0 });
}

#[tokio::test]
async fn who_comes_back_gets_what_was_missed() {
    let feed = feed(FeedOptions { ring_frames: 3, ..FeedOptions::default() });
    let seen = publish(&feed, reading()).stamp().since();
    publish(&feed, notice());
    publish(&feed, reading());
    let mut back = feed.subscribe(ALL, Some(seen.clone()));
    assert_eq!(there(&mut back).len(), 2);
    publish(&feed, reading());
    publish(&feed, reading());
    let mut too_late = feed.subscribe(ALL, Some(seen));
    let delivery = too_late.try_next().unwrap();
    assert!(
        matches!(&delivery, Delivery::Gap { gap, .. } if gap.reason == GapReason::TooOld),
        "{delivery:?}"
    );
    assert_eq!(text(&too_late, &delivery), r#"{"unit":"north","gap":"too_old","upto":5}"#);
    assert_eq!(there(&mut too_late), [r#"{"unit":"north","seq":5,"status":"ok"}"#]);
    assert_eq!(feed.counters().gaps, 1);
}

#[tokio::test]
async fn the_ring_keeps_no_more_than_it_may() {
    let feed = feed(FeedOptions { ring_frames: 100, ..FeedOptions::default() });
    for _ in 0..1_000 {
        publish(&feed, reading());
    }
    let since = |seq| Some(Since { epoch: feed.epoch().clone(), seq });
    assert_eq!(there(&mut feed.subscribe(ALL, since(900))).len(), 100);
    assert!(there(&mut feed.subscribe(ALL, since(899)))[0].contains("too_old"));
}

#[tokio::test]
async fn demand_follows_subscribers() {
    let feed = feed(FeedOptions::default());
    let mut demand = feed.watch_demand();
    let (one, two) = (feed.subscribe(ALL, None), feed.subscribe(ALL, None));
    assert_eq!(*demand.borrow_and_update(), 2);
    drop(one);
    demand.changed().await.unwrap();
    assert_eq!(*demand.borrow_and_update(), 1);
    drop(two);
    assert_eq!(feed.subscribers(), 0);
}

#[tokio::test]
async fn waiting_may_be_given_up_without_losing_a_frame() {
    let feed = feed(FeedOptions::default());
    let mut subscription = feed.subscribe(ALL, None);
    for seq in 1..=20 {
        let given_up = tokio::time::timeout(Duration::from_millis(1), subscription.next()).await;
        assert!(given_up.is_err());
        publish(&feed, reading());
        let delivery = subscription.next().await;
        assert!(
            matches!(&delivery, Delivery::Frame { frame, dropped: 0 } if frame.seq() == seq),
            "{delivery:?}"
        );
    }
}

#[tokio::test]
async fn closing_ends_after_the_last_frame() {
    let feed = feed(FeedOptions::default());
    let mut subscription = feed.subscribe(ALL, None);
    publish(&feed, reading());
    feed.close(CloseReason::Removed);
    assert_eq!(there(&mut subscription), [r#"{"unit":"north","seq":1,"status":"ok"}"#, "closed 4004"]);
    assert_eq!(there(&mut feed.subscribe(ALL, None)), ["closed 4004"]);
    assert!(!feed.heartbeat(Timestamp::UNIX_EPOCH, now() + Duration::from_secs(100)));
}

#[tokio::test]
async fn dismissing_ends_the_present_but_not_the_later() {
    let feed = feed(FeedOptions::default());
    let mut present = feed.subscribe(ALL, None);
    publish(&feed, notice());
    feed.dismiss(CloseReason::Done);
    let mut later = feed.subscribe(ALL, None);
    publish(&feed, reading());
    assert_eq!(there(&mut present), [r#"{"unit":"north","seq":1,"status":"notice"}"#, "closed 1000"]);
    assert_eq!(there(&mut later), [r#"{"unit":"north","seq":2,"status":"ok"}"#]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_publishing_and_reading_loses_nothing() {
    let feed =
        feed(FeedOptions { patience: Duration::from_mins(1), ring_frames: 10_000, ..FeedOptions::default() });
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let mut subscription = feed.subscribe(ALL, None);
            tokio::spawn(async move {
                for seq in 1..=2_000 {
                    match subscription.next().await {
                        Delivery::Frame { frame, dropped: 0 } => assert_eq!(frame.seq(), seq),
                        other => panic!("{other:?}"),
                    }
                }
            })
        })
        .collect();
    for n in 0..2_000 {
        publish(&feed, notice());
        if n % 50 == 0 {
            tokio::task::yield_now().await;
        }
    }
    for reader in readers {
        reader.await.unwrap();
    }
}
