//! In order for each alarm and recipient, at least once.

use std::collections::HashMap;
use std::time::Duration;

use proptest::prelude::*;
use slm_domain::delivery::MessageKind::{Acknowledged, Cleared, Raised, Update};
use slm_store::{OutboxState, Verdict};

use super::{Post, escalation, keys, message, minutes, outgoing};
use crate::support::after;

#[tokio::test]
async fn messages_of_an_alarm_wait_for_each_other_and_for_nothing_else() {
    let post = Post::new().await;
    let (anna, ben) = (post.recipient(|_| {}).await, post.recipient(|_| {}).await);
    assert_eq!(post.tell(message("a1", "a", Raised, minutes(0)), &[anna, ben], minutes(0)).await, 2);
    post.tell(message("a2", "a", Cleared, minutes(1)), &[anna, ben], minutes(1)).await;
    post.tell(message("b1", "b", Raised, minutes(1)), &[anna], minutes(1)).await;

    let first = post.claim(minutes(1)).await;
    assert_eq!(keys(&first), ["a1", "a1", "b1"]);
    assert_eq!(first[0].documents, ["document of a1"]);
    assert_eq!((first[0].attempt, first[0].is_digest), (1, false));
    assert!(post.claim(minutes(1)).await.is_empty(), "the second waits for the first");
    assert_eq!(post.store.next_due().await.unwrap(), None, "nothing can be done before one comes back");

    let anna_first = first.iter().find(|one| one.key == "a1" && one.recipient == anna).unwrap();
    post.note(anna_first, minutes(1), Verdict::Delivered).await;
    assert_eq!(keys(&post.claim(minutes(1)).await), ["a2"], "Ben's way does not hold up Anna's");

    let ben_first = first.iter().find(|one| one.recipient == ben).unwrap();
    post.note(ben_first, minutes(1), Verdict::RetryAt(minutes(6))).await;
    assert!(post.claim(minutes(5)).await.is_empty());
    assert_eq!(post.store.next_due().await.unwrap(), Some(minutes(6)));
    let again = post.claim(minutes(6)).await;
    assert_eq!((keys(&again), again[0].attempt), (vec!["a1"], 2));
    post.note(&again[0], minutes(6), Verdict::GivenUp).await;
    assert_eq!(keys(&post.claim(minutes(6)).await), ["a2"], "what is dead holds up nothing");
}

#[tokio::test]
async fn the_same_message_is_put_on_its_way_once() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    let twice = outgoing(message("a1", "a", Raised, minutes(0)), &[anna, anna]);
    assert_eq!(post.store.enqueue(&[twice.clone(), twice.clone()], minutes(0)).await.unwrap(), 1);
    assert_eq!(post.deliver_all(minutes(0)).await, ["a1"]);
    assert_eq!(post.store.enqueue(&[twice], minutes(1)).await.unwrap(), 0);
    assert_eq!(post.deliver_all(minutes(1)).await, [""; 0]);
}

#[tokio::test]
async fn what_was_being_sent_is_sent_again_after_a_restart() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    post.tell(message("a1", "a", Raised, minutes(0)), &[anna], minutes(0)).await;
    assert_eq!(post.claim(minutes(0)).await.len(), 1);
    assert_eq!(post.store.release_claimed(minutes(1)).await.unwrap(), 1);
    let again = post.claim(minutes(1)).await;
    assert_eq!((again[0].key.as_str(), again[0].attempt), ("a1", 2), "it may have been sent");
}

#[tokio::test]
async fn a_channel_has_no_more_under_way_than_its_room_and_holds_up_no_other() {
    let post = Post::new().await;
    let other = post.store.create_channel(&super::mail("other")).await.unwrap();
    let anna = post.recipient(|_| {}).await;
    let ben = post.recipient(|draft| draft.channel = other).await;
    for number in 0..10 {
        let alarm = format!("a{number}");
        post.tell(message(&alarm, &alarm, Raised, minutes(0)), &[anna, ben], minutes(0)).await;
    }
    let claimed = post.store.claim_due(minutes(0), super::terms(3)).await.unwrap();
    let of = |channel| claimed.iter().filter(|one| one.channel == channel).count();
    assert_eq!((of(post.channel), of(other)), (3, 3));
    post.note(claimed.iter().find(|one| one.channel == other).unwrap(), minutes(0), Verdict::Delivered).await;
    let more = post.store.claim_due(minutes(0), super::terms(3)).await.unwrap();
    assert_eq!(more.iter().map(|one| one.channel).collect::<Vec<_>>(), [other]);
}

#[tokio::test]
async fn an_escalation_is_taken_back_when_somebody_acknowledges() {
    let post = Post::new().await;
    let (anna, ben) = (post.recipient(|_| {}).await, post.recipient(|_| {}).await);
    let raise = |alarm: &str| {
        let raised = outgoing(message(&format!("{alarm}1"), alarm, Raised, minutes(0)), &[anna]);
        slm_store::Outgoing { escalation: escalation(10, &[ben]), ..raised }
    };
    post.store.enqueue(&[raise("a"), raise("b")], minutes(0)).await.unwrap();
    assert_eq!(post.deliver_all(minutes(9)).await, ["a1", "b1"]);
    post.tell(message("a2", "a", Acknowledged, minutes(9)), &[anna], minutes(9)).await;
    let at_ten = post.claim(minutes(10)).await;
    let told: Vec<_> = at_ten.iter().map(|one| (one.key.as_str(), one.recipient, one.escalation)).collect();
    assert_eq!(told, [("a2", anna, 0), ("b1", ben, 1)], "nobody is called for what is looked after");
    for one in &at_ten {
        post.note(one, minutes(10), Verdict::Delivered).await;
    }

    post.tell(message("a3", "a", Cleared, minutes(11)), &[anna], minutes(11)).await;
    post.tell(message("b3", "b", Cleared, minutes(11)), &[anna], minutes(11)).await;
    let ended = post.claim(minutes(11)).await;
    let mut told: Vec<_> = ended.iter().map(|one| (one.key.as_str(), one.recipient)).collect();
    told.sort_unstable();
    assert_eq!(told, [("a3", anna), ("b3", anna), ("b3", ben)], "whoever was told is told the end");
}

#[tokio::test]
async fn a_step_that_waits_holds_up_nothing() {
    let post = Post::new().await;
    let (anna, ben) = (post.recipient(|_| {}).await, post.recipient(|_| {}).await);
    let raised = outgoing(message("a1", "a", Raised, minutes(0)), &[anna]);
    let raised = slm_store::Outgoing { escalation: escalation(10, &[ben]), ..raised };
    post.store.enqueue(&[raised], minutes(0)).await.unwrap();
    post.tell(message("a2", "a", Update, minutes(1)), &[anna, ben], minutes(1)).await;
    assert_eq!(post.deliver_all(minutes(1)).await, ["a1", "a2", "a2"]);
    assert_eq!(post.deliver_all(minutes(10)).await, ["a1"], "he has not been told what began");
}

#[tokio::test]
async fn what_quiet_hours_hold_goes_before_what_pierces_them() {
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
    post.tell(message("a1", "a", Raised, minutes(0)), &[anna], minutes(0)).await;
    post.tell(message("b1", "b", Raised, minutes(0)), &[anna], minutes(0)).await;
    assert_eq!(post.deliver_all(minutes(1)).await, [""; 0]);
    post.tell(super::critical(message("a2", "a", Update, minutes(2))), &[anna], minutes(2)).await;
    assert_eq!(post.deliver_all(minutes(2)).await, ["a1", "a2"]);
    assert_eq!(post.deliver_all(minutes(24 * 60)).await, ["b1"]);
}

/// What a random history does next.
#[derive(Debug, Clone)]
enum Step {
    Tell { alarm: u8, to: Vec<usize> },
    Deliver(usize),
    Fail(usize),
    GiveUp(usize),
    Restart,
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let to = proptest::collection::vec(0_usize..3, 1..3);
    prop_oneof![
        5 => (0_u8..3, to).prop_map(|(alarm, to)| Step::Tell { alarm, to }),
        4 => (0_usize..8).prop_map(Step::Deliver),
        3 => (0_usize..8).prop_map(Step::Fail),
        1 => (0_usize..8).prop_map(Step::GiveUp),
        1 => Just(Step::Restart),
        3 => (1_i64..400).prop_map(Step::Wait),
    ]
}

/// Runs a history. Nobody is sent anything while something earlier of that alarm is open; all arrives or dies.
async fn check_order(steps: Vec<Step>, digest_after: i64) {
    let post = Post::new().await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(post.recipient(|draft| draft.digest_after = digest_after).await);
    }
    let (mut now, mut number, mut under_way) = (0_i64, 0_usize, Vec::new());
    // For each alarm and recipient: the messages in their order, and how far they were told.
    let mut expected: HashMap<(String, i64), Vec<String>> = HashMap::new();
    let mut ended: HashMap<(String, i64), Vec<String>> = HashMap::new();
    let tail = std::iter::repeat_n([Step::Deliver(0), Step::Wait(3_600)], 3 * 60).flatten();
    for step in steps.into_iter().chain(tail) {
        let at = after(now * 1000);
        match step {
            Step::Tell { alarm, to } => {
                number += 1;
                let (alarm, key) = (format!("alarm{alarm}"), format!("{number:04}"));
                let mut to: Vec<i64> = to.into_iter().map(|place| people[place]).collect();
                post.tell(message(&key, &alarm, Raised, at), &to, at).await;
                to.sort_unstable();
                to.dedup();
                for one in to {
                    expected.entry((alarm.clone(), one)).or_default().push(key.clone());
                }
            }
            Step::Wait(seconds) => now += seconds,
            Step::Restart => {
                post.store.release_claimed(at).await.unwrap();
                under_way.clear();
            }
            Step::Deliver(place) | Step::Fail(place) | Step::GiveUp(place) => {
                under_way.extend(post.store.claim_due(at, super::terms(2)).await.unwrap());
                if under_way.is_empty() {
                    continue;
                }
                let one = under_way.remove(place % under_way.len());
                let verdict = match step {
                    Step::Fail(_) => Verdict::RetryAt(at + Duration::from_mins(5)),
                    Step::GiveUp(_) => Verdict::GivenUp,
                    _ => Verdict::Delivered,
                };
                post.note(&one, at, verdict).await;
                if matches!(verdict, Verdict::RetryAt(_)) {
                    continue;
                }
                for document in &one.documents {
                    let key = document.rsplit(' ').next().unwrap().to_owned();
                    let all =
                        expected.iter().find(|((_, to), keys)| *to == one.recipient && keys.contains(&key));
                    ended.entry(all.unwrap().0.clone()).or_default().push(key);
                }
            }
        }
    }
    assert_eq!(ended, expected);
    assert_eq!(post.store.outbox_counts(after(now * 1000)).await.unwrap().open, 0);
    let digested = post.store.outbox(Some(OutboxState::Digested), None, 1000).await.unwrap();
    assert!(digested.iter().all(|entry| entry.digest.is_some()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn every_history_keeps_the_order(steps in proptest::collection::vec(step(), 1..60), flood in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check_order(steps, if flood { 2 } else { 1_000 }));
    }
}
