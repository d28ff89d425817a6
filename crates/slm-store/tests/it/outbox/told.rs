//! Messages that are put on their way with what they tell, to whom they name.

use std::time::Duration;

use slm_domain::delivery::MessageKind::{Cleared, Raised};
use slm_domain::delivery::{Audience, ChannelDraft, ChannelKind, Escalation, EscalationStep, MessageKind};
use slm_store::{AlarmEvent, AlarmWrite, ConnectionEdge, ConnectionEdgeKind, OutboxState, Outgoing};

use super::{Post, message, minutes, outgoing};
use crate::alarms::event;
use crate::support::{after, unit};

fn by_address(alarm: &str, addresses: &[&str], kinds: &[ChannelKind]) -> Outgoing {
    let audience = Audience {
        addresses: addresses.iter().map(|address| (*address).to_owned()).collect(),
        kinds: kinds.to_vec(),
        ..Audience::default()
    };
    Outgoing { audience, ..outgoing(message(&format!("{alarm}1"), alarm, Raised, minutes(0)), &[]) }
}

#[tokio::test]
async fn who_is_named_by_an_address_becomes_a_recipient_once() {
    let post = Post::new().await;
    let both = [ChannelKind::Email, ChannelKind::Sms];
    let told = by_address("a", &["anna@example.org", "+49 170 1"], &both);
    assert_eq!(post.store.enqueue(&[told], minutes(0)).await.unwrap(), 1, "no channel sends short messages");
    let again = by_address("b", &["Anna@Example.org"], &both);
    assert_eq!(post.store.enqueue(&[again], minutes(0)).await.unwrap(), 1);
    let known = post.store.recipients().await.unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].address.as_str(), known[0].channel), ("anna@example.org", post.channel));

    let off = ChannelDraft { enabled: false, ..ChannelDraft::new("old", ChannelKind::Sms) };
    post.store.create_channel(&off).await.unwrap();
    let gateway = post.store.create_channel(&ChannelDraft::new("gateway", ChannelKind::Sms)).await.unwrap();
    let sms = by_address("c", &["+49 170 1"], &both);
    assert_eq!(
        post.store.enqueue(&[sms], minutes(0)).await.unwrap(),
        2,
        "e-mail names nobody: all are meant"
    );
    assert_eq!(post.store.recipients().await.unwrap()[1].channel, gateway);
}

fn write(event: AlarmEvent) -> AlarmWrite {
    let events = vec![event];
    AlarmWrite { unit: unit("north"), at: after(0), events, closed: vec![], state: "{}".to_owned() }
}

#[tokio::test]
async fn an_alarm_and_its_message_are_written_together_and_know_each_other() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    let alarm = format!("north/3/{}", after(0).as_microsecond());
    let told = |key: &str, kind| Some(outgoing(message(key, &alarm, kind, after(0)), &[anna]));
    let raised = AlarmEvent { message: told("raised", Raised), ..event(3, 0) };
    for _ in 0..2 {
        post.store.record_alarms(&[write(raised.clone())]).await.unwrap();
    }
    let claimed = post.claim(minutes(0)).await;
    let number = post.store.alert_events(&unit("north"), 10).await.unwrap()[0].id;
    assert_eq!((claimed.len(), claimed[0].key.as_str(), claimed[0].event), (1, "raised", Some(number)));
    assert_eq!(claimed[0].incident, Some(1));
    let ended =
        AlarmEvent { ended: Some((after(1), None)), message: told("cleared", Cleared), ..event(3, 0) };
    post.store.record_alarms(&[write(ended)]).await.unwrap();
    assert_eq!(post.store.outbox(None, None, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_lost_connection_and_its_message_are_written_together() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    let alarm = format!("north/0/{}", after(0).as_microsecond());
    let edge = ConnectionEdge {
        unit: unit("north"),
        at: after(0),
        kind: ConnectionEdgeKind::Lost,
        message: Some(Outgoing {
            audience: Audience::everybody(),
            ..outgoing(message("lost", &alarm, Raised, after(0)), &[])
        }),
    };
    post.store.record_connections(&[edge]).await.unwrap();
    let claimed = post.claim(minutes(0)).await;
    assert_eq!((claimed[0].recipient, claimed[0].event.is_some()), (anna, true));
}

#[tokio::test]
async fn alarms_whose_end_nobody_was_told_of_are_known() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    let alarm = |rule: i64| format!("north/{rule}/{}", after(0).as_microsecond());
    let told = |rule: i64, kind: MessageKind| {
        let key = format!("{kind} {rule}");
        Some(outgoing(message(&key, &alarm(rule), kind, after(0)), &[anna]))
    };
    let ended =
        |rule| AlarmEvent { ended: Some((after(1), Some("Rule deleted".to_owned()))), ..event(rule, 0) };
    for rule in 1..=3 {
        let raised = AlarmEvent { message: told(rule, Raised), ..event(rule, 0) };
        post.store.record_alarms(&[write(raised)]).await.unwrap();
    }
    post.store.record_alarms(&[write(ended(2))]).await.unwrap();
    post.store.record_alarms(&[write(AlarmEvent { message: told(3, Cleared), ..ended(3) })]).await.unwrap();
    let gone = outgoing(message("gone", &alarm(9), Raised, after(0)), &[anna]);
    post.store.enqueue(&[gone], minutes(0)).await.unwrap();
    let unended = post.store.unended_alarms().await.unwrap();
    let found: Vec<_> = unended.iter().map(|one| (one.at, one.note.as_deref())).collect();
    assert_eq!(found, [(Some(after(1)), Some("Rule deleted")), (None, None)]);
}

#[tokio::test]
async fn a_step_that_nobody_needs_is_called_off_although_nothing_is_told() {
    let post = Post::new().await;
    let (anna, ben) = (post.recipient(|_| {}).await, post.recipient(|_| {}).await);
    let alarm = format!("north/3/{}", after(0).as_microsecond());
    let steps = vec![EscalationStep { after: Duration::from_mins(10), recipients: vec![ben] }];
    let raised = Outgoing {
        escalation: Escalation::new(steps).unwrap(),
        ..outgoing(message("raised", &alarm, Raised, after(0)), &[anna])
    };
    post.store.record_alarms(&[write(AlarmEvent { message: Some(raised), ..event(3, 0) })]).await.unwrap();
    let states = async || {
        let listed = post.store.outbox(None, None, 10).await.unwrap();
        listed.iter().map(|entry| (entry.recipient, entry.state)).collect::<Vec<_>>()
    };
    assert_eq!(states().await, [(ben, OutboxState::Pending), (anna, OutboxState::Pending)]);
    let shelved = AlarmEvent { called_off: Some(alarm), ..event(3, 0) };
    post.store.record_alarms(&[write(shelved)]).await.unwrap();
    assert_eq!(states().await, [(ben, OutboxState::Withdrawn), (anna, OutboxState::Pending)]);
}

#[tokio::test]
async fn each_channel_has_counts_of_its_own() {
    let post = Post::new().await;
    let anna = post.recipient(|_| {}).await;
    let idle = post.store.create_channel(&ChannelDraft::new("log", ChannelKind::Log)).await.unwrap();
    post.tell(message("a1", "a", Raised, minutes(0)), &[anna], minutes(0)).await;
    let counted = post.store.outbox_counts_by_channel(minutes(0)).await.unwrap();
    let counted: Vec<_> = counted.iter().map(|(channel, counts)| (channel.id, counts.open)).collect();
    assert_eq!(counted, [(post.channel, 1), (idle, 0)]);
}
