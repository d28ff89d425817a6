//! Channels, recipients, messages.

use serde_json::{Value, json};

use super::{Answers, hold};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn mail() -> Value {
    let settings = json!({
        "host": "127.0.0.1", "port": 1, "security": "none", "username": "slm", "password": "hunter2",
        "sender": "slm@example.org",
    });
    json!({"name": "Office", "kind": "email", "settings": settings})
}

fn log() -> Value {
    json!({"name": "Log", "kind": "log"})
}

fn night_shift() -> Value {
    let quiet = json!({"start": "22:00", "end": "06:00", "days": "0,1", "zone": "Europe/Berlin", "pierced_by": "critical"});
    json!({
        "name": "Night shift", "channel_id": 1, "address": "night@example.org", "minimum_severity": "warning",
        "quiet_hours": quiet, "digest_after": 5, "digest_window_s": 300,
    })
}

#[tokio::test]
async fn post_delivery_channels() {
    let mut answers = Answers::new().await;
    answers.post("e-mail", "_delivery/channels", mail()).await;
    answers.post("log", "_delivery/channels", log()).await;
    let hook = |url: &str, secret: &str| json!({"name": "Ops", "kind": "webhook", "enabled": false, "settings": {"url": url, "secret": secret}});
    answers.post("webhook", "_delivery/channels", hook("https://ops.example.org/slm", SECRET)).await;
    answers.post("inside the house", "_delivery/channels", hook("http://192.168.1.1/", SECRET)).await;
    answers.post("this computer", "_delivery/channels", hook("http://localhost:8100/", SECRET)).await;
    answers.post("weak secret", "_delivery/channels", hook("https://ops.example.org/", "hunter2")).await;
    answers.post("hidden secret", "_delivery/channels", hook("https://ops.example.org/", "***")).await;
    let nonsense = json!({"name": " ", "kind": "email", "enabled": "perhaps",
        "settings": {"host": "a b", "port": 0, "sender": "nobody", "user": "x", "security": [1]}});
    answers.post("nonsense", "_delivery/channels", nonsense).await;
    answers.post("no settings", "_delivery/channels", json!({"name": "Ops", "kind": "webhook"})).await;
    answers.post("unknown kind", "_delivery/channels", json!({"name": "Fax", "kind": "fax"})).await;
    answers
        .post(
            "settings that are none",
            "_delivery/channels",
            json!({"name": "L", "kind": "log", "settings": [1]}),
        )
        .await;
    answers.post("nothing given", "_delivery/channels", json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn put_delivery_channels_id() {
    let mut answers = Answers::new().await;
    answers.post("made", "_delivery/channels", mail()).await;
    let mut kept = mail();
    kept["name"] = json!("Bureau");
    kept["settings"]["password"] = json!("***");
    answers.put("a secret as it is shown", "_delivery/channels/1", kept.clone()).await;
    let store = slm_store::Store::open(answers.service.database()).await.unwrap();
    let password = store.channels().await.unwrap()[0].draft.settings["password"].reveal().to_owned();
    assert_eq!(password, "hunter2", "what is given back as it is shown stays");
    kept["kind"] = json!("log");
    answers.put("another kind", "_delivery/channels/1", kept).await;
    answers.put("unknown channel", "_delivery/channels/7", mail()).await;
    answers.put("no number", "_delivery/channels/seven", mail()).await;
    hold!(answers);
}

#[tokio::test]
async fn get_delivery_channels() {
    let mut answers = Answers::new().await;
    answers.get("none", "_delivery/channels").await;
    assert_eq!(answers.service.post("/api/nl43/_delivery/channels", mail()).await["code"], 200);
    answers.get("one", "_delivery/channels").await;
    answers.get("that one", "_delivery/channels/1").await;
    answers.get("another", "_delivery/channels/2").await;
    hold!(answers);
}

#[tokio::test]
async fn delete_delivery_channels_id() {
    let mut answers = Answers::new().await;
    assert_eq!(answers.service.post("/api/nl43/_delivery/channels", mail()).await["code"], 200);
    assert_eq!(answers.service.post("/api/nl43/_delivery/recipients", night_shift()).await["code"], 200);
    answers.delete("in use", "_delivery/channels/1").await;
    answers.delete("its recipient", "_delivery/recipients/1").await;
    answers.delete("deleted", "_delivery/channels/1").await;
    answers.delete("again", "_delivery/channels/1").await;
    hold!(answers);
}

#[tokio::test]
async fn post_delivery_channels_id_test() {
    let mut answers = Answers::new().await;
    for channel in [log(), mail()] {
        assert_eq!(answers.service.post("/api/nl43/_delivery/channels", channel).await["code"], 200);
    }
    answers.post("log", "_delivery/channels/1/test", None).await;
    answers.post("nobody there", "_delivery/channels/2/test", json!({"address": "anna@example.org"})).await;
    answers.post("no address", "_delivery/channels/2/test", json!({})).await;
    answers.post("an address too many", "_delivery/channels/1/test", json!({"address": "anna"})).await;
    answers.post("unknown channel", "_delivery/channels/7/test", None).await;
    hold!(answers);
}

#[tokio::test]
async fn post_delivery_recipients() {
    let mut answers = Answers::new().await;
    for channel in [mail(), log()] {
        assert_eq!(answers.service.post("/api/nl43/_delivery/channels", channel).await["code"], 200);
    }
    answers.post("with everything", "_delivery/recipients", night_shift()).await;
    answers.post("with the least", "_delivery/recipients", json!({"name": "Log", "channel_id": 2})).await;
    let short = json!({"name": "Anna", "channel_id": 1, "address": "anna@example.org",
        "quiet_hours": {"start": "22:00", "end": "06:00"}});
    answers.post("quiet hours of the site", "_delivery/recipients", short).await;
    let with = |key: &str, value: Value| {
        let mut body = night_shift();
        body[key] = value;
        body
    };
    answers.post("no address", "_delivery/recipients", with("address", json!("Anna"))).await;
    answers.post("no such channel", "_delivery/recipients", with("channel_id", json!(7))).await;
    answers.post("no severity", "_delivery/recipients", with("minimum_severity", json!("loud"))).await;
    answers.post("no pace", "_delivery/recipients", with("digest_after", json!(0))).await;
    let never =
        json!({"start": "25:00", "end": "6", "days": "7", "zone": "Mars/Olympus", "pierced_by": "noise"});
    answers.post("quiet hours that are none", "_delivery/recipients", with("quiet_hours", never)).await;
    let empty = json!({"start": "22:00", "end": "22:00"});
    answers.post("quiet hours without length", "_delivery/recipients", with("quiet_hours", empty)).await;
    answers
        .post(
            "half of the quiet hours",
            "_delivery/recipients",
            with("quiet_hours", json!({"start": "22:00"})),
        )
        .await;
    answers
        .post("quiet hours of another form", "_delivery/recipients", with("quiet_hours", json!("night")))
        .await;
    answers.post("nothing given", "_delivery/recipients", json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn put_delivery_recipients_id() {
    let mut answers = Answers::new().await;
    assert_eq!(answers.service.post("/api/nl43/_delivery/channels", mail()).await["code"], 200);
    answers.post("made", "_delivery/recipients", night_shift()).await;
    let day = json!({"name": "Day shift", "channel_id": 1, "address": "day@example.org", "enabled": false});
    answers.put("replaced", "_delivery/recipients/1", day.clone()).await;
    answers.get("shown", "_delivery/recipients/1").await;
    answers.put("unknown recipient", "_delivery/recipients/7", day).await;
    answers.put("nothing given", "_delivery/recipients/1", json!({})).await;
    hold!(answers);
}

#[tokio::test]
async fn get_delivery_recipients() {
    let mut answers = Answers::new().await;
    answers.get("none", "_delivery/recipients").await;
    assert_eq!(answers.service.post("/api/nl43/_delivery/channels", mail()).await["code"], 200);
    assert_eq!(answers.service.post("/api/nl43/_delivery/recipients", night_shift()).await["code"], 200);
    answers.get("one", "_delivery/recipients").await;
    answers.get("another", "_delivery/recipients/2").await;
    answers.delete("deleted", "_delivery/recipients/1").await;
    answers.delete("again", "_delivery/recipients/1").await;
    hold!(answers);
}

#[tokio::test]
async fn post_delivery_recipients_id_test() {
    let mut answers = Answers::new().await;
    assert_eq!(answers.service.post("/api/nl43/_delivery/channels", log()).await["code"], 200);
    let body = json!({"name": "Log", "channel_id": 1, "enabled": false});
    assert_eq!(answers.service.post("/api/nl43/_delivery/recipients", body).await["code"], 200);
    answers.post("tested", "_delivery/recipients/1/test", None).await;
    answers.post("unknown recipient", "_delivery/recipients/2/test", None).await;
    hold!(answers);
}

#[tokio::test]
async fn get_delivery_messages() {
    let mut answers = Answers::new().await;
    answers.get("none", "_delivery/messages").await;
    answers.get("dead ones", "_delivery/messages?state=dead&limit=1&before=7").await;
    answers.get("no state", "_delivery/messages?state=lost&limit=0").await;
    answers.get("unknown message", "_delivery/messages/1").await;
    answers.delete("forgetting it", "_delivery/messages/1").await;
    answers.post("sending it again", "_delivery/messages/1/resend", None).await;
    answers.post("no number", "_delivery/messages/one/resend", None).await;
    hold!(answers);
}
