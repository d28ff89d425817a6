//! Webhooks against a receiver that checks signatures with the standard's own library, and misbehaves.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use slm_domain::delivery::{AddressPolicy, ChannelDraft, ChannelKind};
use slm_outbox::{Board, Channels, Outcome, Trust, send_test};
use slm_peers::{Answer, Authority, Receiver, SECRET};

use crate::support::{channels, somebody};

fn hook(url: &str) -> ChannelDraft {
    ChannelDraft::new("ops", ChannelKind::Webhook).with("url", url).with("secret", SECRET)
}

async fn test_of(receiver: &Receiver) -> Outcome {
    let (channel, recipient) = somebody(&hook(&receiver.url("/hooks/a?b=c")), "");
    let channels = channels(None).with_patience(Duration::from_millis(500));
    send_test(&channels, &channel, &recipient, Timestamp::now()).await
}

#[tokio::test]
async fn requests_are_signed_as_the_standard_says() {
    let receiver = Receiver::start().await;
    let outcome = test_of(&receiver).await;
    assert_eq!(outcome, Outcome::Delivered("127.0.0.1 answered 200 OK".to_owned()));
    let request = &receiver.received()[0];
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/hooks/a?b=c"));
    assert!(request.is_signed_now(SECRET));
    assert!(!request.is_signed_now("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"), "by this key and no other");
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.header("host"), receiver.address.to_string());
    let body = request.json();
    assert_eq!((&body["type"], &body["data"]["kind"]), (&"alarm.test".into(), &"test".into()));
    assert!(request.header("webhook-id").ends_with("-5"), "message and recipient");
}

#[tokio::test]
async fn an_answer_says_what_follows() {
    let receiver = Receiver::start().await;
    let elsewhere = Receiver::start().await;
    receiver.answer([
        Answer::Status(500),
        Answer::With(429, "retry-after", "90".to_owned()),
        Answer::Status(410),
        Answer::With(307, "location", elsewhere.url("/stolen")),
        Answer::Flood(4_000_000),
        Answer::Drip,
    ]);
    let later = |reason: &str, after| Outcome::RetryLater { reason: reason.to_owned(), after };
    assert_eq!(test_of(&receiver).await, later("127.0.0.1 answered 500 Internal Server Error", None));
    let asked = Some(Duration::from_secs(90));
    assert_eq!(test_of(&receiver).await, later("127.0.0.1 answered 429 Too Many Requests: slow down", asked));
    assert_eq!(test_of(&receiver).await, Outcome::GiveUp("127.0.0.1 answered 410 Gone".to_owned()));
    let moved = test_of(&receiver).await;
    assert!(moved.words().contains("redirects are not followed") && !moved.arrived(), "{moved:?}");
    assert_eq!(elsewhere.received().len(), 0);
    for _ in 0..2 {
        assert!(test_of(&receiver).await.arrived(), "the status came, whatever follows it");
    }
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_is_left() {
    let receiver = Receiver::start().await;
    receiver.answer([Answer::Silence]);
    let began = Instant::now();
    let outcome = test_of(&receiver).await;
    assert_eq!(outcome.words(), "127.0.0.1: no answer within 0.5 s");
    assert!(began.elapsed() < Duration::from_secs(30));

    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (channel, recipient) = somebody(&hook(&format!("http://{nobody}/")), "");
    let outcome = send_test(&channels(None), &channel, &recipient, Timestamp::now()).await;
    assert!(
        matches!(&outcome, Outcome::RetryLater { reason, .. } if reason.contains("refused")),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn addresses_inside_are_refused_when_they_are_connected_to() {
    let receiver = Receiver::start().await;
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("http://{host}:{}/", receiver.address.port());
        let (channel, recipient) = somebody(&hook(&url), "");
        let strict = Channels::new(Trust::new(None).unwrap(), AddressPolicy::default(), Board::default());
        let outcome = send_test(&strict, &channel, &recipient, Timestamp::now()).await;
        let Outcome::GiveUp(words) = outcome else { panic!("{outcome:?}") };
        assert!(words.contains("loopback address"), "{words}");
    }
    assert_eq!(receiver.received().len(), 0);
}

#[tokio::test]
async fn a_certificate_counts_only_from_an_authority_we_believe() {
    let authority = Authority::new();
    let receiver = Receiver::secure(&authority).await;
    let url = format!("https://localhost:{}/", receiver.address.port());
    let (channel, recipient) = somebody(&hook(&url), "");
    let believed = send_test(&channels(Some(&authority.pem)), &channel, &recipient, Timestamp::now()).await;
    assert!(believed.arrived(), "{believed:?}");
    assert!(receiver.received()[0].is_signed_now(SECRET));
    let unknown = send_test(&channels(None), &channel, &recipient, Timestamp::now()).await;
    assert!(unknown.words().contains("certificate") && !unknown.arrived(), "{unknown:?}");
    assert_eq!(receiver.received().len(), 1);
}
