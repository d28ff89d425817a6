//! Alarms by short message, through a gateway.

use serde_json::json;
use slm_peers::{Answer, Receiver, until};

use super::Site;

#[tokio::test]
async fn a_gateway_is_asked_to_send_a_short_message() {
    let gateway = Receiver::start().await;
    let site = Site::new(&[]).await;
    let settings = json!({
        "url": gateway.url("/send"), "headers": "X-Key: hunter2",
        "body": r#"{"to": "{to}", "text": "{text}", "key": "{key}"}"#,
    });
    site.channel("Gateway", "sms", settings).await;
    // The gateway does not know what it is asked: nobody is told by it, and that is shown.
    gateway.answer([Answer::Status(400)]);
    site.limit("sms", "+49 170 1234567").await;
    site.meter.set_level(86.0);
    let asked = until("a request", || async { gateway.received().first().cloned() }).await;
    let sent = asked.json();
    assert_eq!((asked.target.as_str(), asked.header("x-key")), ("/send", "hunter2"));
    assert_eq!(sent["to"], "+491701234567");
    assert!(sent["text"].as_str().unwrap().contains("gate: LP over 70.0 dB: 86.0 dB"), "{sent}");
    let retried = until("the next attempt", || async { gateway.received().get(1).cloned() }).await;
    assert_eq!(retried.json()["key"], sent["key"], "the same message under the same name");
    site.reached(1, "raised", "delivered").await;
}
