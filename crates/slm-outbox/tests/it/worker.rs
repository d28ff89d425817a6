//! The worker: against a receiver that is down for hours, in time that is set by hand; against channels that hang, fail
//! and panic.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::ToSpan;
use proptest::prelude::*;
use slm_domain::delivery::MessageKind::{Cleared, Raised};
use slm_domain::delivery::retry::PAUSES;
use slm_domain::delivery::{Channel, ChannelDraft, ChannelKind, MessageKind};
use slm_outbox::{Carrier, Carriers, Delivery, Outcome};
use slm_peers::{Answer, Receiver, SECRET, until};
use slm_store::{OutboxCounts, OutboxState};
use tokio::net::TcpSocket;

use crate::support::{Post, channels, message};

fn hook(url: &str) -> ChannelDraft {
    ChannelDraft::new("ops", ChannelKind::Webhook).with("url", url).with("secret", SECRET)
}

#[tokio::test]
async fn a_receiver_that_is_down_for_hours_is_told_everything_in_order() {
    let mut post = Post::new().await;
    // Bound and not listening: the address is ours, and refuses.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let ops = post.recipient(&hook(&format!("http://{address}/")), "").await;
    post.start(channels(None));
    let began = post.hands.now();
    post.tell(message("raised", "alarm", Raised, began), &[ops]).await;
    let mut next = began;
    for (attempt, pause) in (1..).zip(&PAUSES[1..5]) {
        let entry = post.reached("raised", OutboxState::Pending, attempt).await;
        next = post.hands.now() + jiff::SignedDuration::try_from(*pause).unwrap();
        assert_eq!(entry.next, Some(next), "after attempt {attempt}");
        assert!(entry.last_error.unwrap().contains("refused"));
        if attempt == 3 {
            post.tell(message("cleared", "alarm", Cleared, began), &[ops]).await;
        }
        if attempt < 4 {
            post.advance_to(next);
        }
    }
    assert_eq!(post.entry("cleared").await.attempts, 0, "the end waits for the beginning");

    let receiver = Receiver::listen(socket.listen(64).unwrap());
    // A moment before its time nothing is tried.
    post.advance_to(next - 1.millisecond());
    post.tell(message("other", "another", Raised, began), &[ops]).await;
    post.reached("other", OutboxState::Delivered, 1).await;
    assert_eq!(post.entry("raised").await.attempts, 4);
    post.advance_to(next);
    post.reached("raised", OutboxState::Delivered, 5).await;
    post.reached("cleared", OutboxState::Delivered, 1).await;
    let requests = receiver.received();
    assert!(requests.iter().all(|request| request.is_signed(SECRET)));
    let keys: Vec<_> = requests.iter().map(|request| request.json()["data"]["key"].clone()).collect();
    assert_eq!(keys, ["other", "raised", "cleared"]);
    let log = post.store.deliveries(Some(post.entry("raised").await.id), None, 10).await.unwrap();
    let outcomes: Vec<_> = log.iter().map(|entry| entry.outcome.as_str()).collect();
    assert_eq!(outcomes, ["delivered", "retry_later", "retry_later", "retry_later", "retry_later"]);
}

#[tokio::test]
async fn what_never_arrives_is_dead_after_three_days_and_can_be_sent_again() {
    let mut post = Post::new().await;
    let receiver = Receiver::start().await;
    receiver.answer(vec![Answer::Status(503); 10]);
    let ops = post.recipient(&hook(&receiver.url("/")), "").await;
    post.start(channels(None));
    let began = post.hands.now();
    post.tell(message("lost", "alarm", Raised, began), &[ops]).await;
    for attempt in 1..10 {
        let entry = post.reached("lost", OutboxState::Pending, attempt).await;
        post.advance_to(entry.next.unwrap());
    }
    let dead = post.reached("lost", OutboxState::Dead, 10).await;
    assert_eq!(dead.last_error.as_deref(), Some("127.0.0.1 answered 503 Service Unavailable"));
    let waited: Duration = PAUSES.iter().sum();
    assert_eq!(post.hands.now().duration_since(began).unsigned_abs(), waited);

    assert!(post.store.send_again(dead.id, post.hands.now()).await.unwrap());
    post.wake();
    post.reached("lost", OutboxState::Delivered, 1).await;
    let requests = receiver.received();
    let id = requests[0].header("webhook-id");
    assert!(requests.len() == 11 && requests.iter().all(|request| request.header("webhook-id") == id));
}

#[tokio::test]
async fn a_receiver_that_asks_for_patience_gets_it_and_one_that_is_gone_is_left() {
    let mut post = Post::new().await;
    let receiver = Receiver::start().await;
    receiver.answer([Answer::With(429, "retry-after", "3600".to_owned()), Answer::Status(410)]);
    let ops = post.recipient(&hook(&receiver.url("/")), "").await;
    post.start(channels(None));
    post.tell(message("m", "alarm", Raised, post.hands.now()), &[ops]).await;
    let entry = post.reached("m", OutboxState::Pending, 1).await;
    assert_eq!(entry.next, Some(post.hands.now() + 1.hour()));
    post.advance_to(entry.next.unwrap());
    post.reached("m", OutboxState::Dead, 2).await;
}

#[tokio::test]
async fn a_channel_that_hangs_delays_no_other() {
    let mut post = Post::new().await;
    let (silent, quick) = (Receiver::start().await, Receiver::start().await);
    silent.answer(vec![Answer::Silence; 100]);
    let deaf = post.recipient(&hook(&silent.url("/")), "").await;
    let ops = post.recipient(&hook(&quick.url("/")), "").await;
    post.start(channels(None).with_patience(Duration::from_mins(5)));
    for number in 0..20 {
        let name = format!("m{number}");
        post.tell(message(&name, &name, Raised, post.hands.now()), &[deaf, ops]).await;
    }
    until("all at the other", || async { (quick.received().len() == 20).then_some(()) }).await;
    until("four under way", || async { (silent.received().len() == 4).then_some(()) }).await;
    let sending = post.store.outbox(Some(OutboxState::Sending), None, 100).await.unwrap();
    assert_eq!(sending.iter().filter(|entry| entry.recipient == deaf).count(), 4, "no more than its room");
}

#[tokio::test]
async fn what_was_under_way_in_a_crash_is_sent_again_under_its_name() {
    let mut post = Post::new().await;
    let receiver = Receiver::start().await;
    receiver.answer([Answer::Silence]);
    let ops = post.recipient(&hook(&receiver.url("/")), "").await;
    post.start(channels(None));
    post.tell(message("m", "alarm", Raised, post.hands.now()), &[ops]).await;
    until("the first request", || async { (receiver.received().len() == 1).then_some(()) }).await;
    post.crash();
    post.start(channels(None));
    post.reached("m", OutboxState::Delivered, 2).await;
    let requests = receiver.received();
    assert_eq!(requests[0].header("webhook-id"), requests[1].header("webhook-id"));
    post.stop().await;
}

#[tokio::test]
async fn a_message_that_nothing_can_bring_is_dead_and_says_why() {
    let mut post = Post::new().await;
    let mut off = ChannelDraft::new("off", ChannelKind::Log);
    off.enabled = false;
    let off_channel = post.store.create_channel(&off).await.unwrap();
    let to_off = post.recipient_of(off_channel, ChannelKind::Log, "").await;
    post.start(channels(None));
    post.tell(message("m1", "a", Raised, post.hands.now()), &[to_off]).await;
    let dead = post.reached("m1", OutboxState::Dead, 1).await;
    assert_eq!(dead.last_error.as_deref(), Some("the channel is switched off"));

    off.enabled = true;
    post.store.replace_channel(off_channel, &off).await.unwrap();
    post.store.send_again(dead.id, post.hands.now()).await.unwrap();
    post.wake();
    post.reached("m1", OutboxState::Delivered, 1).await;

    let unusable =
        ChannelDraft::new("bad", ChannelKind::Webhook).with("url", "nonsense").with("secret", SECRET);
    let to_unusable = post.recipient(&unusable, "").await;
    post.tell(message("m2", "a", Raised, post.hands.now()), &[to_unusable]).await;
    let dead = post.reached("m2", OutboxState::Dead, 1).await;
    assert!(dead.last_error.as_deref().unwrap().starts_with("the channel cannot be used: url: expected"));
}

#[tokio::test]
async fn a_test_is_sent_at_once_and_says_what_happened() {
    let mut post = Post::new().await;
    let receiver = Receiver::start().await;
    let mut draft = hook(&receiver.url("/"));
    draft.enabled = false;
    let ops = post.recipient(&draft, "").await;
    post.start(channels(None));
    let recipient = post.store.recipients().await.unwrap().remove(0);
    assert_eq!(recipient.id, ops);
    let outcome = post.test(recipient.channel, recipient.clone()).await;
    assert_eq!(outcome, Outcome::Delivered("127.0.0.1 answered 200 OK".to_owned()), "switched off as it is");
    assert_eq!(receiver.received()[0].json()["data"]["title"], "Test for night shift");
    assert_eq!(post.store.outbox(None, None, 10).await.unwrap(), [], "it is past the queue");
    let nowhere = post.test(99, recipient).await;
    assert_eq!(nowhere, Outcome::GiveUp("the channel was deleted".to_owned()));
}

/// Does what the test says, and keeps what it was given.
#[derive(Clone, Default)]
struct Stub {
    /// What becomes of each attempt, one after the other; of those beyond, it arrives.
    script: Arc<Vec<Deed>>,
    next: Arc<AtomicUsize>,
    given: Arc<Mutex<Vec<Delivery>>>,
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Arrive,
    Fail,
    Refuse,
    Panic,
}

impl Stub {
    fn new(script: Vec<Deed>) -> Self {
        Self { script: Arc::new(script), ..Self::default() }
    }

    fn given(&self) -> Vec<Delivery> {
        self.given.lock().unwrap().clone()
    }
}

impl Carriers for Stub {
    fn open(&self, _: &Channel) -> Arc<dyn Carrier> {
        Arc::new(self.clone())
    }
}

impl Carrier for Stub {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Outcome> {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let deed = self.script.get(number).copied().unwrap_or(Deed::Arrive);
        async move {
            tokio::task::yield_now().await;
            match deed {
                Deed::Panic => panic!("as the test wants"),
                Deed::Fail => return Outcome::RetryLater { reason: "failed".to_owned(), after: None },
                Deed::Arrive | Deed::Refuse => self.given.lock().unwrap().push(delivery.clone()),
            }
            match deed {
                Deed::Refuse => Outcome::GiveUp("refused".to_owned()),
                _ => Outcome::Delivered("ok".to_owned()),
            }
        }
        .boxed()
    }
}

#[tokio::test]
async fn a_channel_that_panics_is_tried_again() {
    let mut post = Post::new().await;
    let somebody = post.recipient(&ChannelDraft::new("stub", ChannelKind::Log), "").await;
    post.start(Stub::new(vec![Deed::Panic]));
    post.tell(message("m", "alarm", Raised, post.hands.now()), &[somebody]).await;
    post.reached("m", OutboxState::Pending, 1).await;
    post.advance(Duration::from_secs(5));
    post.reached("m", OutboxState::Delivered, 2).await;
}

#[tokio::test]
async fn a_flood_is_told_as_a_digest() {
    let mut post = Post::new().await;
    let somebody = post.recipient(&ChannelDraft::new("stub", ChannelKind::Log), "").await;
    let mut recipient = post.store.recipients().await.unwrap().remove(0);
    recipient.pacing.most = 3;
    post.store.replace_recipient(&recipient).await.unwrap();
    for number in 0..30 {
        let name = format!("m{number:02}");
        post.tell(message(&name, &name, Raised, post.hands.now()), &[somebody]).await;
    }
    let stub = Stub::default();
    post.start(stub.clone());
    let digest = until("a digest", || async { stub.given().pop() }).await;
    assert_eq!((digest.message.kind, digest.message.title.as_str()), (MessageKind::Digest, "30 messages"));
    assert_eq!(digest.message.text.lines().count(), 30);
    assert!(digest.message.text.lines().next().unwrap().ends_with("m00 of m00"));
    post.stop().await;
    assert_eq!(stub.given().len(), 1);
    assert_eq!(post.store.outbox_counts(post.hands.now()).await.unwrap(), OutboxCounts::default());
}

/// Every message arrives or is refused once it is over, and those of one alarm reach each recipient in their order.
async fn check_order(script: Vec<Deed>, alarms: Vec<u8>) {
    let mut post = Post::new().await;
    let channel = ChannelDraft::new("stub", ChannelKind::Log);
    let people = [post.recipient(&channel, "").await, post.recipient(&channel, "").await];
    let stub = Stub::new(script);
    post.start(stub.clone());
    let mut expected: HashMap<(String, i64), Vec<String>> = HashMap::new();
    for (number, alarm) in alarms.iter().enumerate() {
        let (key, alarm) = (format!("m{number:03}"), format!("a{alarm}"));
        post.tell(message(&key, &alarm, Raised, post.hands.now()), &people).await;
        for one in people {
            expected.entry((alarm.clone(), one)).or_default().push(key.clone());
        }
    }
    until("everything is over", || async {
        let open = post.store.outbox_counts(post.hands.now()).await.unwrap().open;
        post.advance(Duration::from_hours(1));
        (open == 0).then_some(())
    })
    .await;
    let mut given: HashMap<(String, i64), Vec<String>> = HashMap::new();
    for delivery in stub.given() {
        given.entry((delivery.message.alarm, delivery.recipient.id)).or_default().push(delivery.message.key);
    }
    // What failed ten times is dead, and was given to nobody.
    let dead = post.store.outbox(Some(OutboxState::Dead), None, 1_000).await.unwrap();
    for entry in dead.iter().filter(|entry| entry.last_error.as_deref() != Some("refused")) {
        for ((_, recipient), keys) in &mut expected {
            keys.retain(|key| *recipient != entry.recipient || *key != entry.key);
        }
    }
    expected.retain(|_, keys| !keys.is_empty());
    assert_eq!(given, expected);
    post.stop().await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn whatever_happens_the_order_is_kept(
        script in proptest::collection::vec(
            prop_oneof![3 => Just(Deed::Arrive), 4 => Just(Deed::Fail), 1 => Just(Deed::Refuse), 1 => Just(Deed::Panic)],
            0..60,
        ),
        alarms in proptest::collection::vec(0_u8..3, 1..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check_order(script, alarms));
    }
}

/// Fails when it is first asked for a channel.
struct Clumsy {
    asked: AtomicUsize,
    channels: slm_outbox::Channels,
}

impl Carriers for Clumsy {
    fn open(&self, channel: &Channel) -> Arc<dyn Carrier> {
        assert!(self.asked.fetch_add(1, Ordering::SeqCst) > 0, "clumsy");
        self.channels.open(channel)
    }
}

#[tokio::test]
async fn a_worker_that_fails_is_started_again_and_delivers() {
    let mut post = Post::new().await;
    let receiver = Receiver::start().await;
    let ops = post.recipient(&hook(&receiver.url("/")), "").await;
    post.start(Clumsy { asked: AtomicUsize::new(0), channels: channels(None) });
    post.tell(message("m", "alarm", Raised, post.hands.now()), &[ops]).await;
    post.reached("m", OutboxState::Delivered, 1).await;
    assert_eq!(post.failures(), 1);
}
