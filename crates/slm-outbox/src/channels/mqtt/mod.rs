//! A message broker, and Home Assistant behind it.
//!
//! Topics, below the channel's own (`slmm`): `status` says whether we are there (the broker says so itself when we are gone);
//! `units/UNIT/state` and `units/UNIT/availability` are retained; `units/UNIT/event` and `event` carry messages.

mod home_assistant;
mod link;
mod publisher;
mod topics;

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use rumqttc::{AsyncClient, MqttOptions, PublishOptions, TlsConfiguration, Transport};
use serde_json::Value;
use slm_domain::delivery::Mqtt;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use self::link::Link;
use self::topics::Topics;
use super::Delivery;
use crate::Board;
use crate::outcome::Outcome;
use crate::payload::payload;
use crate::tls::Trust;

/// Requests that wait for the broker's connection.
const CAPACITY: usize = 64;

/// Seconds after which the broker knows that a silent connection is dead; a half more by its rules.
const KEEP_ALIVE_S: u16 = 20;

pub(super) struct Carrier {
    host: String,
    topics: Topics,
    client: AsyncClient,
    link: watch::Receiver<Link>,
    patience: Duration,
    tasks: [JoinHandle<()>; 2],
}

impl Carrier {
    /// Connects, and stays connected; shows the board whenever it is.
    pub(super) fn open(mqtt: Mqtt, trust: &Trust, board: &Board, patience: Duration) -> Self {
        let topics = Topics::new(&mqtt.topic, mqtt.discovery.as_deref());
        let (client, events) =
            AsyncClient::builder(options(&mqtt, &topics, trust, patience)).capacity(CAPACITY).build();
        let (sender, link) = watch::channel(Link::default());
        let birth = topics.birth();
        let connection = tokio::spawn(link::run(events, sender, birth, mqtt.host.clone()));
        let publisher =
            publisher::Publisher::new(client.clone(), topics.clone(), board.clone(), link.clone());
        let publishing = tokio::spawn(publisher.run());
        Self { host: mqtt.host, topics, client, link, patience, tasks: [connection, publishing] }
    }

    async fn publish(&self, delivery: &Delivery) -> Outcome {
        let host = &self.host;
        let mut link = self.link.clone();
        // Nothing is handed to a connection that is not there: it would be told much later, and again besides.
        let connected =
            tokio::time::timeout(self.patience, link.wait_for(|link| link.connected > 0 && link.up));
        if connected.await.is_err() {
            let why = self.link.borrow().problem.clone().unwrap_or_else(|| "no connection".to_owned());
            return Outcome::retry(format!("{host}: {why}"));
        }
        let topic = self.topics.event(delivery.message.unit.as_ref());
        let sent = async {
            let event = event(delivery).to_string();
            let notice = self.client.publish_tracked(topic, event, PublishOptions::at_least_once()).await;
            let notice = notice.map_err(|error| error.to_string())?;
            notice.wait_completion_async().await.map_err(|error| error.to_string())
        };
        match tokio::time::timeout(self.patience, sent).await {
            Ok(Ok(())) => Outcome::Delivered(format!("{host} has taken it")),
            Ok(Err(words)) => Outcome::retry(format!("{host}: {words}")),
            Err(_) => Outcome::retry(format!("{host}: not taken within {} s", self.patience.as_secs_f32())),
        }
    }
}

impl super::Carrier for Carrier {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Outcome> {
        self.publish(delivery).boxed()
    }
}

impl Drop for Carrier {
    /// The connection breaks off, so that the broker itself says that we are gone.
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn options(mqtt: &Mqtt, topics: &Topics, trust: &Trust, patience: Duration) -> MqttOptions {
    // One client of a name at a broker: two services with one topic would throw each other out, and show it.
    let name = mqtt.topic.replace('/', "-");
    let mut options = MqttOptions::new(name, (mqtt.host.clone(), mqtt.port));
    options.set_keep_alive(KEEP_ALIVE_S);
    options.set_connect_timeout(patience);
    options.set_last_will(topics.last_will());
    if mqtt.tls {
        options.set_transport(Transport::Tls(TlsConfiguration::Rustls(trust.config())));
    }
    if let Some(login) = &mqtt.login {
        options.set_credentials(login.user.clone(), login.password.reveal().to_owned());
    }
    options
}

/// A message as an event of Home Assistant: its type, and everything else as attributes.
fn event(delivery: &Delivery) -> Value {
    let mut event = payload(&delivery.message)["data"].take();
    event["event_type"] = delivery.message.kind.as_str().into();
    event["id"] = delivery.key().into();
    event
}
