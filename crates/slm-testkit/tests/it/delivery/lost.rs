//! Lost connections are told to everybody, by receivers that misbehave in every way.

use serde_json::{Value, json};
use slm_peers::{Answer, Received, Receiver, SECRET, until};
use tokio::net::TcpSocket;

use super::Site;

fn kinds(received: &[Received]) -> Vec<Value> {
    received.iter().map(|request| request.json()["data"]["kind"].clone()).collect()
}

#[tokio::test]
async fn receivers_that_misbehave_are_told_in_the_end_and_delay_nobody() {
    let site = Site::new(&[("SLMM_DELIVERY_ANSWER_S", "1")]).await;
    let (well, broken) = (Receiver::start().await, Receiver::start().await);
    let (busy, slow, moved) = (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    broken.answer([Answer::Status(500)]);
    busy.answer([Answer::With(429, "retry-after", "6".to_owned())]);
    slow.answer([Answer::Silence]);
    moved.answer([Answer::With(302, "location", well.url("/elsewhere"))]);
    // Bound and not listening: the address is ours, and refuses.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let down = format!("http://{}/", socket.local_addr().unwrap());
    let mut recipients = Vec::new();
    for (name, url) in [
        ("well", well.url("/")),
        ("broken", broken.url("/")),
        ("busy", busy.url("/")),
        ("slow", slow.url("/")),
        ("moved", moved.url("/")),
        ("down", down),
    ] {
        let channel = site.channel(name, "webhook", json!({"url": url, "secret": SECRET})).await;
        recipients.push(site.recipient(channel, "").await);
    }
    site.watch().await;

    site.meter.faults().refuse_connections();
    let first = until("the one that is well", || async { well.received().first().cloned() }).await;
    assert!(first.is_signed_now(SECRET), "{first:?}");
    let data = &first.json()["data"];
    assert_eq!(
        (&data["kind"], &data["unit_id"], &data["severity"]),
        (&json!("raised"), &json!("gate"), &json!("warning"))
    );
    assert!(data["event_id"].is_i64() && data["incident_id"].is_i64(), "{data}");
    for recipient in &recipients[1..] {
        let waiting = until(("tried", recipient), || async {
            let listed = site.get("_delivery/messages").await;
            let messages = listed["messages"].as_array().unwrap();
            messages
                .iter()
                .find(|one| one["recipient"] == *recipient && one["last_error"].is_string())
                .cloned()
        })
        .await;
        assert_eq!((&waiting["state"], &waiting["attempts"]), (&json!("pending"), &json!(1)), "{waiting}");
    }
    let counts = site.get("_delivery/messages?limit=1").await["counts"].clone();
    assert_eq!(counts, json!({"open": 5, "overdue": 5, "dead": 0}));

    site.meter.faults().heal();
    until("its end", || async { (well.received().len() == 2).then_some(()) }).await;
    let raised = site.get("_delivery/messages?state=pending").await;
    assert_eq!(raised["messages"].as_array().unwrap().len(), 10, "the end waits for the beginning: {raised}");
    let late = Receiver::listen(socket.listen(16).unwrap());
    for recipient in &recipients {
        site.reached(*recipient, "cleared", "delivered").await;
    }
    for (name, receiver) in [("broken", &broken), ("busy", &busy), ("slow", &slow), ("moved", &moved)] {
        let received = receiver.received();
        assert_eq!(kinds(&received), ["raised", "raised", "cleared"], "{name}");
        let id = |place: usize| received[place].header("webhook-id");
        assert!(id(0) == id(1) && id(1) != id(2), "{name}: the same under the same name");
        assert!(received.iter().all(|request| request.is_signed(SECRET)), "{name}");
    }
    assert_eq!(kinds(&late.received()), ["raised", "cleared"]);
    assert_eq!(kinds(&well.received()), ["raised", "cleared"], "no redirect was followed");
    let figures = site.scene.text("/metrics").await.unwrap();
    for figure in [
        r#"slmm_outbox_delivered_total{channel="1 well"} 2"#,
        r#"slmm_outbox_attempts_total{channel="2 broken"} 3"#,
        r#"slmm_outbox_open_messages{channel="6 down"} 0"#,
    ] {
        assert!(figures.contains(figure), "{figure} is not in {figures}");
    }
}

#[tokio::test]
async fn nobody_is_told_of_connections_when_nobody_wants_to_know() {
    let site = Site::new(&[("SLMM_DELIVERY_CONNECTION_EVENTS", "false")]).await;
    let receiver = Receiver::start().await;
    let channel = site.channel("ops", "webhook", json!({"url": receiver.url("/"), "secret": SECRET})).await;
    let ops = site.recipient(channel, "").await;
    site.watch().await;
    site.meter.faults().refuse_connections();
    until("the event", || async {
        let events = site.get("gate/alerts/events").await;
        (events["events"].as_array().unwrap().len() == 1).then_some(())
    })
    .await;
    assert_eq!(site.get("_delivery/messages").await["messages"], json!([]));
    // The receiver would have been reached.
    let tested = site.post(&format!("_delivery/recipients/{ops}/test"), &json!({})).await;
    assert_eq!((&tested["outcome"], receiver.received().len()), (&json!("delivered"), 1), "{tested}");
}
