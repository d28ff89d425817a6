//! A client of a broker that hears everything.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use serde_json::Value;

use crate::until;

/// A client that hears everything.
pub struct Watcher {
    /// The client itself, to say something.
    pub client: AsyncClient,
    heard: Arc<Mutex<Vec<(String, String)>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Watcher {
    /// Comes to a broker and hears what it has retained, then everything.
    pub fn new(name: &str, port: u16) -> Self {
        let (client, mut events) =
            AsyncClient::builder(MqttOptions::new(name, ("localhost", port))).capacity(10).build();
        let heard: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let (noted, subscriber) = (Arc::clone(&heard), client.clone());
        let task = tokio::spawn(async move {
            loop {
                match events.poll().await {
                    Ok(Event::Incoming(Packet::ConnAck(_))) => {
                        subscriber.subscribe("#", QoS::AtLeastOnce).await.unwrap();
                    }
                    Ok(Event::Incoming(Packet::Publish(publish))) => {
                        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                        noted.lock().unwrap().push((text(&publish.topic), text(&publish.payload)));
                    }
                    Ok(_) => {}
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        });
        Self { client, heard, task }
    }

    /// How often something was heard; `*`: whatever it was.
    pub fn count(&self, topic: &str, payload: &str) -> usize {
        let heard = self.heard.lock().unwrap();
        heard.iter().filter(|(at, what)| at == topic && (what == payload || payload == "*")).count()
    }

    /// Waits until something was heard so often.
    pub async fn heard(&self, topic: &str, payload: &str, times: usize) {
        until((topic, payload, times), || async { (self.count(topic, payload) >= times).then_some(()) })
            .await;
    }

    /// What was heard last on a topic, as JSON.
    pub async fn json(&self, topic: &str) -> Value {
        self.heard(topic, "*", 1).await;
        let heard = self.heard.lock().unwrap();
        let (_, payload) = heard.iter().rfind(|(at, _)| at == topic).unwrap();
        serde_json::from_str(payload).unwrap()
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.task.abort();
    }
}
