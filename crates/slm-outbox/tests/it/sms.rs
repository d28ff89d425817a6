//! Short messages through a gateway.

use jiff::Timestamp;
use slm_domain::delivery::{ChannelDraft, ChannelKind};
use slm_outbox::send_test;
use slm_peers::{Answer, Receiver};

use crate::support::{channels, named};

#[tokio::test]
async fn a_gateway_is_asked_as_its_template_says() {
    let gateway = Receiver::start().await;
    let draft = ChannelDraft::new("gateway", ChannelKind::Sms)
        .with("url", gateway.url("/v1/messages"))
        .with("headers", "Authorization: Bearer abc\nX-Account: 7")
        .with("body", r#"{"to":["{to}"],"body":"{text}","ref":"{key}"}"#)
        .with("max_chars", "60");
    let (channel, recipient) = named(&draft, "Quote \" & <co>", "+49 170 1234567");
    let outcome = send_test(&channels(None), &channel, &recipient, Timestamp::now()).await;
    assert!(outcome.arrived(), "{outcome:?}");
    let received = &gateway.received()[0];
    assert_eq!((received.header("authorization"), received.header("x-account")), ("Bearer abc", "7"));
    let body = received.json();
    assert_eq!(body["to"][0], "+491701234567");
    let text = body["body"].as_str().unwrap();
    assert!(text.starts_with("Test for Quote \" & <co>\nThis is a test") && text.ends_with("..."), "{text}");
    assert_eq!(text.chars().count(), 60);
}

#[tokio::test]
async fn a_gateway_may_want_everything_in_its_address() {
    let gateway = Receiver::start().await;
    gateway.answer([Answer::Status(202), Answer::Status(401)]);
    let draft = ChannelDraft::new("gateway", ChannelKind::Sms)
        .with("url", gateway.url("/send?number={to}&message={text}"))
        .with("method", "GET");
    let (channel, recipient) = named(&draft, "a&b", "+491701234567");
    let outcome = send_test(&channels(None), &channel, &recipient, Timestamp::now()).await;
    assert!(outcome.arrived(), "{outcome:?}");
    let received = &gateway.received()[0];
    assert_eq!(received.method, "GET");
    assert!(
        received.target.starts_with("/send?number=%2B491701234567&message=Test%20for%20a%26b%0AThis"),
        "{received:?}"
    );
    assert_eq!(received.body.len(), 0);
    let refused = send_test(&channels(None), &channel, &recipient, Timestamp::now()).await;
    assert!(!refused.arrived() && refused.words().contains("401"), "{refused:?}");
}
