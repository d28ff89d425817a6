//! Channels and recipients, and what people are shown.

use slm_domain::delivery::MessageKind::Raised;
use slm_domain::delivery::{QuietDraft, RecipientDraft};
use slm_store::{ChannelDeletion, OutboxCounts, OutboxState, Retention, Verdict};

use super::{Post, any_policy, checked, mail, message, minutes};

#[tokio::test]
async fn channels_and_recipients_come_back_as_they_were() {
    let post = Post::new().await;
    let kept = &post.store.channels().await.unwrap()[0];
    assert_eq!((kept.id, &kept.draft), (post.channel, &mail("mail")));
    assert!(!format!("{kept:?}").contains("hunter2"));
    assert!(kept.draft.check(kept.id, &any_policy()).is_ok());

    let mut changed = mail("mail").with("port", "25");
    changed.enabled = false;
    assert!(post.store.replace_channel(post.channel, &changed).await.unwrap());
    assert_eq!(post.store.channels().await.unwrap()[0].draft, changed);
    assert!(!post.store.replace_channel(99, &changed).await.unwrap());

    let draft = RecipientDraft {
        minimum_severity: "critical".to_owned(),
        quiet_hours: Some(QuietDraft {
            start: "22:00".to_owned(),
            end: "06:30".to_owned(),
            days: Some("0,4".to_owned()),
            zone: "Europe/Berlin".to_owned(),
            pierced_by: None,
        }),
        ..RecipientDraft::new("night shift", post.channel, "night@example.org")
    };
    let mut recipient = checked(&draft);
    recipient.id = post.store.create_recipient(&recipient).await.unwrap();
    assert_eq!(post.store.recipients().await.unwrap(), [recipient.clone()]);
    recipient.quiet = None;
    recipient.name = "day shift".to_owned();
    assert!(post.store.replace_recipient(&recipient).await.unwrap());
    assert_eq!(post.store.recipients().await.unwrap(), [recipient.clone()]);

    assert_eq!(post.store.delete_channel(post.channel).await.unwrap(), ChannelDeletion::InUse(1));
    assert!(post.store.delete_recipient(recipient.id, minutes(0)).await.unwrap());
    assert!(!post.store.delete_recipient(recipient.id, minutes(0)).await.unwrap());
    assert_eq!(post.store.delete_channel(post.channel).await.unwrap(), ChannelDeletion::Deleted);
    assert_eq!(post.store.delete_channel(post.channel).await.unwrap(), ChannelDeletion::NotFound);
}

#[tokio::test]
async fn what_did_not_arrive_is_shown_and_can_be_sent_again() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    post.tell(message("a1", "a", Raised, minutes(0)), &[anna], minutes(0)).await;
    let first = post.claim(minutes(0)).await;
    post.note(&first[0], minutes(0), Verdict::RetryAt(minutes(5))).await;
    let counts = post.store.outbox_counts(minutes(1)).await.unwrap();
    assert_eq!(counts, OutboxCounts { open: 1, overdue: 1, dead: 0 });
    let waiting = &post.store.outbox(Some(OutboxState::Pending), None, 10).await.unwrap()[0];
    assert_eq!((waiting.next, waiting.last_error.as_deref()), (Some(minutes(5)), Some("250 ok")));

    let second = post.claim(minutes(5)).await;
    post.note(&second[0], minutes(5), Verdict::GivenUp).await;
    let dead = post.store.outbox(Some(OutboxState::Dead), None, 10).await.unwrap();
    assert_eq!((dead[0].title.as_str(), dead[0].attempts), ("a1 of a", 2));
    assert_eq!(dead[0].recipient_name.as_deref(), Some("night shift"));
    assert_eq!((dead[0].ended, dead[0].next), (Some(minutes(5)), None));

    assert!(post.store.send_again(dead[0].id, minutes(60)).await.unwrap());
    assert!(!post.store.send_again(dead[0].id, minutes(60)).await.unwrap(), "it is not dead any more");
    let third = post.claim(minutes(60)).await;
    assert_eq!((third[0].key.as_str(), third[0].attempt), ("a1", 1), "the same key, all attempts anew");
    post.note(&third[0], minutes(60), Verdict::Delivered).await;
    let log = post.store.deliveries(Some(first[0].id), None, 10).await.unwrap();
    let outcomes: Vec<_> = log.iter().map(|entry| (entry.outcome.as_str(), entry.attempt)).collect();
    assert_eq!(outcomes, [("delivered", 1), ("give_up", 2), ("retry_later", 1)]);
    assert_eq!(post.store.deliveries(None, Some(log[0].id), 1).await.unwrap(), log[1..2]);
}

#[tokio::test]
async fn what_waits_for_a_deleted_recipient_is_dead_and_goes_along_with_one_that_moves() {
    let post = Post::new().await;
    let (anna, ben) = (post.recipient(|_| {}).await, post.recipient(|_| {}).await);
    let other = post.store.create_channel(&mail("other")).await.unwrap();
    post.tell(message("a1", "a", Raised, minutes(0)), &[anna, ben], minutes(0)).await;
    post.store.delete_recipient(anna, minutes(1)).await.unwrap();
    let mut moved = post.store.recipients().await.unwrap().remove(0);
    moved.channel = other;
    post.store.replace_recipient(&moved).await.unwrap();
    let claimed = post.claim(minutes(1)).await;
    assert_eq!((claimed.len(), claimed[0].recipient, claimed[0].channel), (1, ben, other));
    let dead = post.store.outbox(Some(OutboxState::Dead), None, 10).await.unwrap();
    assert_eq!(
        (dead[0].recipient_name.as_deref(), dead[0].last_error.as_deref()),
        (None, Some("the recipient was deleted"))
    );
    assert!(post.store.forget_dead(dead[0].id).await.unwrap());
    assert!(!post.store.forget_dead(claimed[0].id).await.unwrap(), "what is under way is not dead");
}

#[tokio::test]
async fn old_rows_go_and_open_ones_stay() {
    let post = Post::new().await;
    let anna = post.recipient(|draft| draft.digest_after = 1).await;
    let ben = post.recipient(|_| {}).await;
    for name in ["a", "b", "c"] {
        post.tell(message(name, name, Raised, minutes(0)), &[anna], minutes(0)).await;
    }
    assert_eq!(post.deliver_all(minutes(0)).await.len(), 1, "a digest of three");
    post.tell(message("open", "d", Raised, minutes(0)), &[ben], minutes(0)).await;
    let purge = async |at| post.store.purge(at, &Retention::default()).await.unwrap().messages;
    let kept = Retention::default().messages;
    assert_eq!(purge(minutes(-1) + kept).await, 0);
    // The digest and its three members, its attempt, and four messages.
    assert_eq!(purge(minutes(1) + kept).await, 9);
    assert_eq!(post.store.outbox(None, None, 10).await.unwrap().len(), 1);
    assert_eq!(post.deliver_all(minutes(2)).await, ["open"]);
}
