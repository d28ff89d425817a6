//! Shows the board to a broker: all of it after each beginning, then what changes.

use std::collections::BTreeSet;
use std::time::Duration;

use rumqttc::{AsyncClient, ClientError, PublishOptions, QoS};
use slm_domain::UnitId;
use tokio::sync::watch;

use super::home_assistant::{device, state};
use super::link::Link;
use super::topics::{OFFLINE, ONLINE, Topics};
use crate::Board;

/// Least time between two rounds: a display, not a recorder.
const PACE: Duration = Duration::from_secs(1);

pub(super) struct Publisher {
    client: AsyncClient,
    topics: Topics,
    board: Board,
    link: watch::Receiver<Link>,
    /// Units that the broker has something of.
    shown: BTreeSet<UnitId>,
    /// Changes of the board that the broker has.
    seen: u64,
}

impl Publisher {
    pub(super) fn new(
        client: AsyncClient,
        topics: Topics,
        board: Board,
        link: watch::Receiver<Link>,
    ) -> Self {
        Self { client, topics, board, link, shown: BTreeSet::new(), seen: 0 }
    }

    /// Until the connection's task is gone.
    pub(super) async fn run(mut self) {
        let mut changes = self.board.changes();
        let (mut connected, mut births) = (0, 0);
        loop {
            let link = self.link.borrow_and_update().clone();
            let outcome = if link.up && link.connected > connected {
                (connected, births) = (link.connected, link.births);
                self.begin().await
            } else if link.up && link.births > births {
                births = link.births;
                self.round(true).await
            } else if link.up {
                changes.mark_unchanged();
                self.round(false).await
            } else {
                Ok(())
            };
            // The connection's task is gone, and with it everything here.
            if outcome.is_err() {
                return;
            }
            tokio::select! {
                link = self.link.changed() => if link.is_err() { return },
                // The board is ours, so there is always one who may change it.
                _ = changes.changed(), if link.up => tokio::time::sleep(PACE).await,
            }
        }
    }

    async fn begin(&mut self) -> Result<(), ClientError> {
        if let Some(birth) = self.topics.birth() {
            self.client.subscribe(birth, QoS::AtLeastOnce).await?;
        }
        self.retain(self.topics.status(), ONLINE.to_owned()).await?;
        self.round(true).await
    }

    /// Shows what changed, or everything; takes away what is not on the board any more.
    async fn round(&mut self, everything: bool) -> Result<(), ClientError> {
        let (seen, names, states) = self.board.since(if everything { 0 } else { self.seen });
        for (unit, unit_state) in states {
            if let Some(topic) =
                self.topics.device(&unit).filter(|_| everything || !self.shown.contains(&unit))
            {
                self.retain(topic, device(&unit, &self.topics).to_string()).await?;
            }
            let availability = if unit_state.reachable { ONLINE } else { OFFLINE };
            self.retain(self.topics.availability(&unit), availability.to_owned()).await?;
            self.retain(self.topics.state(&unit), state(&unit_state).to_string()).await?;
            self.shown.insert(unit);
        }
        let gone: Vec<UnitId> = self.shown.iter().filter(|unit| !names.contains(unit)).cloned().collect();
        for unit in gone {
            let topics = [
                self.topics.device(&unit),
                Some(self.topics.availability(&unit)),
                Some(self.topics.state(&unit)),
            ];
            for topic in topics.into_iter().flatten() {
                // Empty and retained: the broker forgets it.
                self.retain(topic, String::new()).await?;
            }
            self.shown.remove(&unit);
        }
        self.seen = seen;
        Ok(())
    }

    async fn retain(&self, topic: String, payload: String) -> Result<(), ClientError> {
        self.client.publish(topic, payload, PublishOptions::at_least_once().retained()).await
    }
}
