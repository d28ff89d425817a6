//! Alarms become messages that reach people: a simulated meter, the whole server, and real servers to send to.

mod email;
mod escalation;
mod lost;
mod mqtt;
mod sms;

use nl43_sim::SimMeter;
use reqwest::Method;
use serde_json::{Value, json};
use slm_peers::until;
use slm_testkit::{Scene, quick_meter};

/// Meters asked as fast as they allow, outages told early, and this machine may be sent to.
const SETTINGS: &[(&str, &str)] = &[
    ("ALERT_ENABLED", "false"),
    ("MONITOR_BACKOFF_BASE_S", "0.2"),
    ("MONITOR_BACKOFF_MAX_S", "0.5"),
    ("MONITOR_IDLE_POLL_INTERVAL", "0.2"),
    ("SLMM_COMMAND_PAUSE_S", "0.2"),
    ("SLMM_DELIVERY_ALLOWED_NETWORKS", "127.0.0.0/8"),
    ("SLMM_PUBLIC_URL", "https://slm.example.org"),
    ("TIMEZONE_OFFSET", "Europe/Berlin"),
];

/// A server with a meter at the unit `gate`, which hears 60 dB.
pub(crate) struct Site {
    pub(crate) scene: Scene,
    pub(crate) meter: SimMeter,
}

impl Site {
    pub(crate) async fn new(settings: &[(&str, &str)]) -> Self {
        let scene = Scene::with(&[SETTINGS, settings].concat()).await.unwrap();
        let meter = quick_meter().await.unwrap();
        scene.add_unit("gate", &meter).await.unwrap();
        Self { scene, meter }
    }

    /// Keeps the unit running, without a rule.
    pub(crate) async fn watch(&self) {
        self.post("gate/monitor/start", &json!({})).await;
        self.heard("60.0").await;
    }

    /// Waits until the service has a level from the meter.
    pub(crate) async fn heard(&self, level: &str) {
        until(("a level of", level), || async {
            let (_, status) = self.scene.get("/api/nl43/gate/status").await.unwrap();
            (status["data"]["lp"] == level).then_some(())
        })
        .await;
    }

    /// A new channel.
    pub(crate) async fn channel(&self, name: &str, kind: &str, settings: Value) -> i64 {
        let body = json!({"name": name, "kind": kind, "settings": settings});
        self.post("_delivery/channels", &body).await["channel"]["id"].as_i64().unwrap()
    }

    /// Somebody new on a channel.
    pub(crate) async fn recipient(&self, channel: i64, address: &str) -> i64 {
        let body = json!({"name": format!("On {channel}"), "channel_id": channel, "address": address});
        self.post("_delivery/recipients", &body).await["recipient"]["id"].as_i64().unwrap()
    }

    /// A rule of the compatible API: more than 70 dB are an event.
    pub(crate) async fn limit(&self, channels: &str, recipients: &str) -> i64 {
        let body = json!({
            "name": "Night limit", "threshold_db": 70.0, "cooldown_s": 0, "channels": channels,
            "recipients": recipients,
        });
        let kept = self.post("gate/alerts/rules", &body).await;
        self.heard("60.0").await;
        kept["rule"]["id"].as_i64().unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.scene.post(&format!("/api/nl43/{path}"), body).await.unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.scene.get(&format!("/api/nl43/{path}")).await.unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub(crate) async fn delete(&self, path: &str) -> (u16, Value) {
        self.scene.request(Method::DELETE, &format!("/api/nl43/{path}"), None).await.unwrap()
    }

    /// The newest message of a kind to a recipient, once it stands so.
    pub(crate) async fn reached(&self, recipient: i64, kind: &str, state: &str) -> Value {
        until((recipient, kind, state), || async {
            let listed = self.get("_delivery/messages?limit=500").await;
            let messages = listed["messages"].as_array().unwrap();
            let found = messages.iter().find(|message| {
                message["recipient"] == recipient && message["kind"] == kind && message["state"] == state
            });
            found.cloned()
        })
        .await
    }
}
