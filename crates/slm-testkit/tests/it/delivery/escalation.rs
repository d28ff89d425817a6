//! Rules with all their fields: who is named, in whose words, and who is called when nobody acknowledges.

use serde_json::{Value, json};
use slm_peers::{Receiver, SECRET, until};

use super::Site;

/// The open event of the unit, once it is there.
async fn open_event(site: &Site) -> Value {
    until("an open event", || async {
        let open = site.get("_alerts/events?unit=gate&state=open").await;
        open["events"].as_array().unwrap().first().cloned()
    })
    .await
}

#[tokio::test]
async fn others_are_called_until_somebody_acknowledges() {
    let site = Site::new(&[]).await;
    let receiver = Receiver::start().await;
    let hook = json!({"url": receiver.url("/"), "secret": SECRET});
    let channel = site.channel("ops", "webhook", hook).await;
    let (first, second) = (site.recipient(channel, "").await, site.recipient(channel, "").await);
    let rule = json!({
        "name": "Night", "severity": "critical", "applies_to": "unit:gate", "metric": "lp", "comparison": "above",
        "threshold": 70.0, "recipients": [first], "escalation": [{"after_s": 4, "recipients": [second]}],
        "template": "{unit} is loud: {value} dB",
    });
    site.post("_alerts/rules", &rule).await;
    site.heard("60.0").await;

    site.meter.set_level(86.0);
    site.reached(first, "raised", "delivered").await;
    site.reached(second, "raised", "delivered").await;
    let told = receiver.received();
    let [first_told, second_told] = [&told[0].json()["data"], &told[1].json()["data"]];
    assert_eq!(
        (&first_told["text"], &first_told["severity"]),
        (&json!("gate is loud: 86.0 dB"), &json!("critical"))
    );
    assert_eq!((&first_told["escalation_step"], &second_told["escalation_step"]), (&json!(0), &json!(1)));
    site.meter.set_level(50.0);
    for recipient in [first, second] {
        site.reached(recipient, "cleared", "delivered").await;
    }

    site.meter.set_level(86.0);
    let event = open_event(&site).await;
    let (path, note) =
        (format!("_alerts/events/{}/ack", event["id"]), json!({"by": "Anna", "note": "on it"}));
    site.post(&path, &note).await;
    site.reached(second, "raised", "withdrawn").await;
    let known = site.reached(first, "acknowledged", "delivered").await;
    assert!(known["title"].as_str().unwrap().contains("Night acknowledged"), "{known}");

    // A rule needs those whom it calls.
    for recipient in [first, second] {
        let (status, answer) = site.delete(&format!("_delivery/recipients/{recipient}")).await;
        assert_eq!(status, 409, "{answer}");
    }
}
