//! Floods become digests.

use slm_domain::delivery::MessageKind::{Cleared, Raised};
use slm_store::{OutboxState, Verdict};

use super::{Post, critical, keys, message, minutes};

async fn storm(post: &Post, to: i64, numbers: std::ops::Range<u32>, at: jiff::Timestamp) {
    for number in numbers {
        let name = format!("m{number:02}");
        post.tell(message(&name, &name, Raised, at), &[to], at).await;
    }
}

#[tokio::test]
async fn what_is_beyond_a_recipients_pace_is_put_together() {
    let post = Post::new().await;
    let anna = post.recipient(|draft| draft.digest_after = 3).await;
    let ben = post.recipient(|_| {}).await;
    storm(&post, anna, 0..2, minutes(0)).await;
    assert_eq!(post.deliver_all(minutes(0)).await, ["m00", "m01"]);
    storm(&post, anna, 2..7, minutes(1)).await;
    post.tell(message("end", "m02", Cleared, minutes(1)), &[anna], minutes(1)).await;
    storm(&post, ben, 20..25, minutes(1)).await;

    let claimed = post.claim(minutes(1)).await;
    let digest = claimed.iter().find(|one| one.recipient == anna).unwrap();
    assert!(digest.is_digest && digest.left_out == 0);
    let told: Vec<_> = digest.documents.iter().map(|text| text.rsplit(' ').next().unwrap()).collect();
    assert_eq!(told, ["m02", "m03", "m04", "m05", "m06", "end"], "all of it, in its order");
    assert_eq!(claimed.len(), 6, "others have a pace of their own");

    // While it is being sent nothing overtakes it; it is tried again as any other.
    storm(&post, anna, 10..11, minutes(2)).await;
    assert!(post.claim(minutes(2)).await.iter().all(|one| one.recipient == ben));
    post.note(digest, minutes(2), Verdict::RetryAt(minutes(2))).await;
    let again = post.claim(minutes(2)).await;
    assert_eq!((keys(&again), again[0].attempt), (vec![digest.key.as_str()], 2));
    assert_eq!(again[0].documents, digest.documents);
    post.note(&again[0], minutes(2), Verdict::Delivered).await;

    // Three within ten minutes: the fourth waits until the first is ten minutes old.
    assert!(post.claim(minutes(4)).await.is_empty());
    assert_eq!(post.store.next_due().await.unwrap(), Some(minutes(10)));
    assert_eq!(keys(&post.claim(minutes(10)).await), ["m10"]);
}

#[tokio::test]
async fn a_critical_message_in_a_flood_waits_a_minute_and_takes_the_others_along() {
    let post = Post::new().await;
    let anna = post.recipient(|draft| draft.digest_after = 1).await;
    storm(&post, anna, 0..1, minutes(0)).await;
    assert_eq!(post.deliver_all(minutes(0)).await, ["m00"]);
    storm(&post, anna, 1..4, minutes(0)).await;
    assert!(post.claim(minutes(0)).await.is_empty());
    assert_eq!(post.store.next_due().await.unwrap(), Some(minutes(10)));
    post.tell(critical(message("fire", "fire", Raised, minutes(0))), &[anna], minutes(0)).await;
    assert!(post.claim(minutes(0)).await.is_empty());
    assert_eq!(post.store.next_due().await.unwrap(), Some(minutes(1)));
    let digest = post.claim(minutes(1)).await;
    assert_eq!((digest.len(), digest[0].documents.len()), (1, 4));
}

#[tokio::test]
async fn a_great_flood_is_told_in_bounded_words() {
    let post = Post::new().await;
    let anna = post.recipient(|draft| draft.digest_after = 1).await;
    storm(&post, anna, 0..130, minutes(0)).await;
    let digest = &post.claim(minutes(0)).await[0];
    assert_eq!((digest.documents.len(), digest.left_out), (100, 30));
    post.note(digest, minutes(0), Verdict::GivenUp).await;

    let dead = post.store.outbox(Some(OutboxState::Dead), None, 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].title.as_str()), (1, "130 messages"));
    assert!(post.store.send_again(dead[0].id, minutes(1)).await.unwrap());
    assert_eq!(post.claim(minutes(1)).await[0].documents.len(), 100);
}

#[tokio::test]
async fn a_digest_that_waits_to_be_tried_again_holds_up_its_own_alarms_only() {
    let post = Post::new().await;
    let anna = post.recipient(|draft| draft.digest_after = 5).await;
    storm(&post, anna, 0..7, minutes(0)).await;
    let digest = &post.claim(minutes(0)).await[0];
    assert!(digest.is_digest);
    // The endpoint is down; by the plan it is tried again in a day.
    post.note(digest, minutes(0), Verdict::RetryAt(minutes(24 * 60))).await;
    post.tell(message("end", "m03", Cleared, minutes(1)), &[anna], minutes(1)).await;
    post.tell(critical(message("fire", "fire", Raised, minutes(1))), &[anna], minutes(1)).await;
    assert_eq!(post.store.next_due().await.unwrap(), Some(minutes(1)));
    assert_eq!(post.deliver_all(minutes(1)).await, ["fire"]);
    // Another flood is a digest of its own, without what has to wait for the first.
    storm(&post, anna, 20..30, minutes(1)).await;
    let second = &post.claim(minutes(1)).await[0];
    assert_eq!((second.is_digest, second.documents.len()), (true, 10));
    post.note(second, minutes(1), Verdict::Delivered).await;
    // The end of what the first tells comes after it.
    let again = post.claim(minutes(24 * 60)).await;
    assert_eq!(keys(&again), [digest.key.as_str()]);
    post.note(&again[0], minutes(24 * 60), Verdict::Delivered).await;
    assert_eq!(post.deliver_all(minutes(24 * 60)).await, ["end"]);
}
