//! Of an incident people are told the first at once, then updates, then that all is over; programs are told everything.

use std::time::Duration;

use jiff::Timestamp;
use slm_domain::delivery::MessageKind::{Acknowledged, Cleared, Raised};
use slm_domain::delivery::{Calm, ChannelDraft, ChannelKind, MessageKind, RecipientDraft, Stage};
use slm_store::{
    AlarmEvent, AlarmWrite, Claimed, Composed, OutboxState, Outgoing, Retention, Terms, Verdict,
};

use super::{Post, critical, escalation, keys, message, outgoing};
use crate::alarms::event;
use crate::support::{after, unit};

fn at(second: i64) -> Timestamp {
    after(second * 1_000)
}

fn alarm(rule: i64, onset: i64) -> String {
    format!("north/{rule}/{}", at(onset).as_microsecond())
}

/// Something that happened to the event of a rule that began at `onset`, told to these.
fn told(rule: i64, onset: i64, kind: MessageKind, second: i64, to: &[i64]) -> AlarmEvent {
    let message = message(&format!("{rule}{kind}/{onset}"), &alarm(rule, onset), kind, at(second));
    AlarmEvent { message: Some(outgoing(message, to)), ..silent(rule, onset, kind, second) }
}

/// The same, told to nobody.
fn silent(rule: i64, onset: i64, kind: MessageKind, second: i64) -> AlarmEvent {
    let ended = (kind == Cleared).then(|| (at(second), None));
    AlarmEvent { ended, ..event(rule, onset * 1_000) }
}

fn grave(event: AlarmEvent) -> AlarmEvent {
    let message = event.message.map(|told| Outgoing { message: critical(told.message), ..told });
    AlarmEvent { message, ..event }
}

impl Post {
    async fn happens(&self, event: AlarmEvent, second: i64) {
        let write = AlarmWrite {
            unit: unit("north"),
            at: at(second),
            events: vec![event],
            closed: vec![],
            state: "{}".to_owned(),
        };
        self.store.record_alarms(&[write]).await.unwrap();
    }

    /// Takes out what is due at a second and delivers it: its documents, and whether it is an update or the end.
    async fn hears(&self, second: i64) -> Vec<(i64, Vec<String>, Option<bool>)> {
        let mut heard = Vec::new();
        loop {
            let claimed = self.claim(at(second)).await;
            if claimed.is_empty() {
                return heard;
            }
            for one in claimed {
                self.note(&one, at(second), Verdict::Delivered).await;
                let documents = one.documents.iter().map(|text| plain(text));
                heard.push((one.recipient, documents.collect(), one.more.map(|more| more.is_end)));
            }
        }
    }
}

/// What happened to which rule's event.
fn plain(document: &str) -> String {
    document.replace("document of ", "").split('/').next().unwrap().to_owned()
}

fn one(recipient: i64, documents: &[&str], is_end: Option<bool>) -> (i64, Vec<String>, Option<bool>) {
    (recipient, documents.iter().map(|text| (*text).to_owned()).collect(), is_end)
}

#[tokio::test]
async fn the_first_is_told_at_once_more_of_it_after_the_calm_and_the_end_at_once() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    post.happens(told(2, 1, Raised, 1, &[anna]), 1).await;
    assert_eq!(post.hears(1).await, [one(anna, &["1raised"], None)]);
    assert_eq!(post.store.next_due().await.unwrap(), Some(at(61)));
    post.happens(told(2, 1, Cleared, 20, &[anna]), 20).await;
    assert_eq!(post.hears(60).await, []);
    assert_eq!(post.hears(61).await, [one(anna, &["2raised", "2cleared"], Some(false))]);
    post.happens(told(3, 70, Raised, 70, &[anna]), 70).await;
    post.happens(told(3, 70, Cleared, 80, &[anna]), 80).await;
    post.happens(told(1, 0, Cleared, 90, &[anna]), 90).await;
    assert_eq!(post.hears(90).await, [one(anna, &["3raised", "3cleared", "1cleared"], Some(true))]);
    assert_eq!(post.hears(100_000).await, []);
    let states = post.store.outbox(None, None, 20).await.unwrap();
    let merged = states.iter().filter(|entry| entry.state == OutboxState::Digested);
    assert!(merged.clone().all(|entry| entry.digest.is_some()) && merged.count() == 3);
}

#[tokio::test]
async fn what_is_graver_than_before_does_not_wait() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    post.hears(0).await;
    post.happens(told(2, 1, Raised, 1, &[anna]), 1).await;
    assert_eq!(post.hears(1).await, []);
    post.happens(grave(told(3, 2, Raised, 2, &[anna])), 2).await;
    assert_eq!(post.hears(2).await, [one(anna, &["2raised", "3raised"], Some(false))]);
    post.happens(grave(told(4, 3, Raised, 3, &[anna])), 3).await;
    assert_eq!(post.hears(3).await, [], "it is not graver than what they know");
}

#[tokio::test]
async fn whoever_was_told_of_any_of_it_is_told_the_end_of_all_of_it_once() {
    let post = Post::new().await;
    let (anna, ben) = (post.recipient(|_| {}).await, post.recipient(|_| {}).await);
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    post.happens(told(2, 1, Raised, 1, &[ben]), 1).await;
    post.happens(silent(3, 2, Raised, 2), 2).await;
    assert_eq!(post.hears(2).await, [one(anna, &["1raised"], None), one(ben, &["2raised"], None)]);
    post.happens(told(1, 0, Cleared, 100, &[anna]), 100).await;
    assert_eq!(post.hears(100).await, [one(anna, &["1cleared"], Some(false))]);
    post.happens(told(2, 1, Cleared, 101, &[ben]), 101).await;
    assert_eq!(post.hears(101).await, [one(ben, &["2cleared"], Some(false))]);
    // What ends last was told to nobody.
    for _ in 0..2 {
        post.happens(silent(3, 2, Cleared, 102), 102).await;
        assert_eq!(post.store.tell_ends(at(102)).await.unwrap(), 0);
    }
    assert_eq!(post.hears(102).await, [one(anna, &[], Some(true)), one(ben, &[], Some(true))]);
    assert_eq!(post.hears(100_000).await, []);

    // The next incident is another.
    post.happens(told(1, 200, Raised, 200, &[anna]), 200).await;
    assert_eq!(post.hears(200).await, [one(anna, &["1raised"], None)]);
}

#[tokio::test]
async fn what_an_update_says_is_the_same_at_every_attempt() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    let compose = |claimed: &Claimed| {
        let more = claimed.more.as_ref()?;
        let document = format!("{} ({} open)", claimed.documents.join(", "), more.incident.open_events);
        Some(Composed { kind: MessageKind::Update, title: "Update".to_owned(), document })
    };
    let claim = async |second: i64| {
        let terms = Terms { room: 10, calm: Calm(Duration::from_mins(1)), compose: &compose };
        post.store.claim_due(at(second), terms).await.unwrap()
    };
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    post.note(&claim(0).await[0], at(0), Verdict::Delivered).await;
    post.happens(told(2, 1, Raised, 1, &[anna]), 1).await;
    post.happens(told(3, 2, Raised, 2, &[anna]), 2).await;
    let update = claim(60).await;
    assert_eq!(update[0].documents, ["document of 2raised/1, document of 3raised/2 (3 open)"]);
    post.happens(told(2, 1, Cleared, 61, &[anna]), 61).await;
    assert!(claim(61).await.is_empty(), "it waits for what is under way");
    post.store.release_claimed(at(62)).await.unwrap();
    let again = claim(62).await;
    assert_eq!((&again[0].documents, &again[0].key), (&update[0].documents, &update[0].key));
    post.note(&again[0], at(62), Verdict::Delivered).await;
    let shown = post.store.outbox(None, None, 10).await.unwrap();
    assert!(shown.iter().any(|entry| entry.title == "Update" && entry.kind == MessageKind::Update));
    assert_eq!(claim(122).await[0].documents, ["document of 2cleared/1 (2 open)"]);
}

#[tokio::test]
async fn something_grave_does_not_wait_for_an_attempt_in_two_hours() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    let first = post.claim(at(0)).await;
    post.note(&first[0], at(0), Verdict::RetryAt(at(7_200))).await;
    post.happens(told(2, 1, Raised, 1, &[anna]), 1).await;
    assert_eq!(post.hears(1).await, []);
    post.happens(grave(told(3, 2, Raised, 2, &[anna])), 2).await;
    assert_eq!(
        post.hears(2).await,
        [one(anna, &["1raised"], None), one(anna, &["2raised", "3raised"], Some(false))]
    );
}

#[tokio::test]
async fn a_step_of_an_escalation_is_not_held_back_and_an_acknowledgement_takes_it_back() {
    let post = Post::new().await;
    let (anna, ben) = (post.recipient(|_| {}).await, post.recipient(|_| {}).await);
    let with_step = |event: AlarmEvent| {
        let message = event.message.map(|told| Outgoing { escalation: escalation(1, &[ben]), ..told });
        AlarmEvent { message, ..event }
    };
    post.happens(with_step(told(1, 0, Raised, 0, &[anna])), 0).await;
    post.happens(with_step(told(2, 5, Raised, 5, &[anna])), 5).await;
    post.happens(with_step(told(3, 10, Raised, 10, &[anna])), 10).await;
    post.hears(10).await;
    assert_eq!(post.hears(60).await, [one(ben, &["1raised"], None)]);
    post.happens(told(3, 10, Acknowledged, 61, &[anna]), 61).await;
    let heard = post.hears(65).await;
    assert!(heard.contains(&one(ben, &["2raised"], Some(false))), "{heard:?}");
    let heard = post.hears(200).await;
    assert!(heard.iter().all(|(recipient, _, _)| *recipient == anna), "the third is looked after: {heard:?}");
    post.happens(told(1, 0, Cleared, 201, &[anna]), 201).await;
    post.happens(told(2, 5, Cleared, 201, &[anna]), 201).await;
    post.happens(told(3, 10, Cleared, 201, &[anna]), 201).await;
    let ends = post.hears(201).await;
    let ends: Vec<_> = ends.iter().map(|(recipient, _, is_end)| (*recipient, *is_end)).collect();
    assert_eq!(ends, [(anna, Some(true)), (ben, Some(true))]);
}

#[tokio::test]
async fn programs_are_told_everything_and_where_it_stands() {
    let post = Post::new().await;
    let hook = ChannelDraft::new("ops", ChannelKind::Webhook);
    let channel = post.store.create_channel(&hook).await.unwrap();
    let ops = RecipientDraft::new("ops", channel, "").check(0, ChannelKind::Webhook).unwrap();
    let ops = post.store.create_recipient(&ops).await.unwrap();
    post.happens(told(1, 0, Raised, 0, &[ops]), 0).await;
    post.happens(told(2, 1, Raised, 1, &[ops]), 1).await;
    post.happens(told(1, 0, Cleared, 2, &[ops]), 2).await;
    let mut told_so_far = Vec::new();
    let take = async |told_so_far: &mut Vec<(String, Option<Stage>, Option<u32>)>| {
        for one in post.claim(at(2)).await {
            post.note(&one, at(2), Verdict::Delivered).await;
            let position = one.position;
            assert!(one.more.is_none() && one.incident == Some(1));
            told_so_far.push((plain(&one.key), position.map(|it| it.stage), position.map(|it| it.open)));
        }
    };
    take(&mut told_so_far).await;
    take(&mut told_so_far).await;
    post.happens(told(2, 1, Cleared, 2, &[ops]), 2).await;
    take(&mut told_so_far).await;
    let expected = [
        ("1raised", Stage::First, 1),
        ("2raised", Stage::Update, 2),
        ("1cleared", Stage::Update, 1),
        ("2cleared", Stage::End, 0),
    ];
    let expected = expected.map(|(key, stage, open)| (key.to_owned(), Some(stage), Some(open)));
    assert_eq!(told_so_far, expected);
}

#[tokio::test]
async fn who_is_disturbed_is_told_what_quiet_hours_held_back_of_it_too() {
    let post = Post::new().await;
    let anna = post
        .recipient(|draft| {
            draft.quiet_hours = Some(slm_domain::delivery::QuietDraft {
                start: "00:00".to_owned(),
                end: "23:00".to_owned(),
                days: None,
                zone: "UTC".to_owned(),
                pierced_by: Some("critical".to_owned()),
            });
        })
        .await;
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    assert_eq!(post.hears(1).await, []);
    post.happens(grave(told(2, 2, Raised, 2, &[anna])), 2).await;
    assert_eq!(post.hears(2).await, [one(anna, &["2raised"], None)]);
    post.happens(grave(told(2, 2, Cleared, 90, &[anna])), 90).await;
    let heard = post.hears(90).await;
    assert_eq!(heard, [one(anna, &["2cleared", "1raised"], Some(false))]);
    let none: &[&str] = &[];
    assert_eq!(keys(&post.claim(at(91)).await), none);
}

#[tokio::test]
async fn who_was_told_is_known_as_long_as_the_incident_is_open() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    assert_eq!(post.hears(0).await.len(), 1);
    let (retention, day) = (Retention::default(), 24 * 3600);
    let later = 100 * day;
    assert_eq!(post.store.purge(at(later), &retention).await.unwrap().messages, 1, "the attempt alone");
    // The rule names nobody any more; whoever was told that it began is told its end.
    post.happens(silent(1, 0, Cleared, later), later).await;
    let heard = post.hears(later).await;
    assert_eq!(heard.iter().map(|(to, ..)| *to).collect::<Vec<_>>(), [anna]);
    assert!(post.store.purge(at(later + 91 * day), &retention).await.unwrap().messages > 0);
    assert!(post.store.outbox(None, None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_update_that_is_tried_again_in_a_flood_is_part_of_the_digest() {
    let post = Post::new().await;
    let anna = post.recipient(|draft| draft.digest_after = 2).await;
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    assert_eq!(post.hears(0).await.len(), 1);
    post.happens(told(2, 1, Raised, 1, &[anna]), 1).await;
    post.happens(told(2, 1, Cleared, 2, &[anna]), 2).await;
    // Two in one update, which does not arrive.
    let update = &post.claim(at(61)).await[0];
    post.note(update, at(61), Verdict::RetryAt(at(70))).await;
    for name in ["a", "b"] {
        post.tell(message(name, name, Raised, at(70)), &[anna], at(70)).await;
    }
    let digest = &post.claim(at(70)).await[0];
    assert_eq!((digest.is_digest, digest.documents.len()), (true, 3), "{:?}", digest.documents);
    assert!(digest.documents.contains(&update.documents[0]));
}

#[tokio::test]
async fn events_stay_as_long_as_messages_tell_of_them() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    post.happens(told(1, 0, Raised, 0, &[anna]), 0).await;
    assert_eq!(post.hears(0).await.len(), 1);
    post.happens(silent(1, 0, Cleared, 10), 10).await;
    // Newer ones, so that this is not kept as the newest.
    post.happens(silent(2, 20, Raised, 20), 20).await;
    let day = 24 * 3600;
    let retention = Retention { events: Duration::from_hours(24), ..Retention::default() };
    assert_eq!(post.store.purge(at(30 * day), &retention).await.unwrap().events, 0);
    let none: &[&str] = &[];
    assert_eq!(post.hears(30 * day).await, [one(anna, none, Some(true))], "the end waits for her still");
    let purged = post.store.purge(at(130 * day), &retention).await.unwrap();
    assert!(purged.messages > 0);
    assert_eq!(purged.events, 1);
}
