//! The connection to the broker: kept, and begun again after it broke.

use std::time::Duration;

use rumqttc::{Event, EventLoop, Packet};
use tokio::sync::watch;

/// Shortest and longest pause before the next attempt to connect.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];

/// Where the connection stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Link {
    /// Whether it is there.
    pub(super) up: bool,
    /// How often it was begun.
    pub(super) connected: u64,
    /// How often Home Assistant was born.
    pub(super) births: u64,
    /// Why it is not there.
    pub(super) problem: Option<String>,
}

/// Drives the connection for ever. `birth` is the topic by which Home Assistant says that it has begun.
pub(super) async fn run(
    mut events: EventLoop,
    link: watch::Sender<Link>,
    birth: Option<String>,
    host: String,
) {
    let [shortest, longest] = PAUSES;
    let mut pause = shortest;
    loop {
        match events.poll().await {
            Ok(Event::Incoming(Packet::ConnAck(_))) => {
                pause = shortest;
                tracing::info!(host, "connected to the broker");
                link.send_modify(|link| {
                    *link = Link { up: true, connected: link.connected + 1, problem: None, ..*link };
                });
            }
            Ok(Event::Incoming(Packet::Publish(message))) => {
                let is_birth = birth.as_deref().is_some_and(|birth| message.topic == birth);
                if is_birth && message.payload.as_ref() == b"online" {
                    link.send_modify(|link| link.births += 1);
                }
            }
            Ok(_) => {}
            Err(error) => {
                let words = crate::outcome::causes(&error);
                if link.borrow().up {
                    tracing::warn!(host, error = words, "the connection to the broker broke");
                }
                link.send_modify(|link| {
                    link.up = false;
                    link.problem = Some(words);
                });
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(longest);
            }
        }
    }
}
