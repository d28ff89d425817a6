//! How messages reach people.

use std::time::Duration;

use slm_domain::delivery::{AddressPolicy, Calm, HttpUrl, Network};
use slm_outbox::Trust;

use super::reader::{Reader, expected};
use super::{Key, Section};

const ALLOWED_NETWORKS: Key = Key::ours("delivery.allowed_networks", "SLMM_DELIVERY_ALLOWED_NETWORKS")
    .list("addresses or networks such as 192.168.10.0/24 separated by commas")
    .doc(
        "Networks inside the house that webhooks and gateways for short messages may be sent to. All other loopback, \
         private and link-local addresses are refused: who may configure a webhook must not reach what only this computer \
         can.",
    );

const PUBLIC_URL: Key = Key::ours("delivery.public_url", "SLMM_PUBLIC_URL")
    .text("an address such as https://slm.example.org")
    .doc("Where people reach this service: links in messages begin with it. Unless set, messages have none.");

const AUTHORITIES_FILE: Key = Key::ours("delivery.authorities_file", "SLMM_DELIVERY_AUTHORITIES_FILE")
    .text("a file of certificates in PEM form")
    .doc(
        "Certificate authorities of the house, believed besides those of the system when messages are sent: for mail \
         servers, brokers and receivers with certificates of one's own.",
    );

const CONNECTION_EVENTS: Key =
    Key::ours("delivery.connection_events", "SLMM_DELIVERY_CONNECTION_EVENTS").boolean().default("true").doc(
        "Whether every recipient is told of units that do not answer and that answer again, as warnings. Where an alert \
         rule tells of a unit's connection, that rule says whom.",
    );

const ACKNOWLEDGEMENTS: Key = Key::ours("delivery.acknowledgements", "SLMM_DELIVERY_ACKNOWLEDGEMENTS")
    .boolean()
    .default("true")
    .doc("Whether those who were told of an alarm are told that somebody takes care of it.");

const UPDATE_CALM: Key =
    Key::ours("delivery.update_calm_s", "SLMM_DELIVERY_UPDATE_CALM_S").seconds(0.0).default("60").doc(
        "Who was told of an incident by e-mail or short message is told more of it no sooner than this after the last \
         message; what happens meanwhile is one update. What is graver than all before, a step of an escalation, and the end \
         of the incident do not wait.",
    );

const ANSWER: Key = Key::ours("delivery.answer_s", "SLMM_DELIVERY_ANSWER_S")
    .seconds(0.1)
    .default("20")
    .doc("Longest wait for a mail server, a receiver, a gateway or a broker to answer; at most 50.");

pub(super) const SECTION: Section = Section {
    name: "delivery",
    title: "Messages to people",
    keys: &[
        ALLOWED_NETWORKS,
        PUBLIC_URL,
        AUTHORITIES_FILE,
        CONNECTION_EVENTS,
        ACKNOWLEDGEMENTS,
        UPDATE_CALM,
        ANSWER,
    ],
};

/// An attempt ends after a minute, whatever it waits for.
const LONGEST_ANSWER: Duration = Duration::from_secs(50);

/// How messages reach people. Channels and recipients are in the database.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryConfig {
    /// Where webhooks and gateways may be.
    pub policy: AddressPolicy,
    /// What links in messages begin with, without a slash at the end.
    pub public_url: Option<String>,
    /// Certificate authorities of the house, as PEM.
    pub authorities: Option<String>,
    /// Whether all recipients are told of lost and regained connections.
    pub connection_events: bool,
    /// Whether those who were told of an alarm are told that somebody takes care of it.
    pub acknowledgements: bool,
    /// How long updates of an incident are held back.
    pub update_calm: Calm,
    /// Longest wait for an answer.
    pub answer_within: Duration,
}

impl Default for DeliveryConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

impl DeliveryConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            policy: reader.parsed(&ALLOWED_NETWORKS, parse_networks),
            public_url: reader.parsed_or_none(&PUBLIC_URL, parse_public_url),
            authorities: reader.parsed_or_none(&AUTHORITIES_FILE, read_authorities),
            connection_events: reader.boolean(&CONNECTION_EVENTS),
            acknowledgements: reader.boolean(&ACKNOWLEDGEMENTS),
            update_calm: Calm(reader.duration(&UPDATE_CALM)),
            answer_within: reader.duration(&ANSWER).min(LONGEST_ANSWER),
        }
    }
}

fn parse_networks(text: &str) -> Result<AddressPolicy, String> {
    let listed = text.split(',').map(str::trim).filter(|network| !network.is_empty());
    let networks: Result<Vec<Network>, _> = listed.map(str::parse).collect();
    networks.map(AddressPolicy::allowing).map_err(|_| expected(&ALLOWED_NETWORKS))
}

fn parse_public_url(text: &str) -> Result<String, String> {
    let address = text.trim_end_matches('/');
    let is_plain = address.parse::<HttpUrl>().is_ok() && !address.contains(['?', '#']);
    if is_plain { Ok(address.to_owned()) } else { Err(expected(&PUBLIC_URL)) }
}

fn read_authorities(path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    Trust::new(Some(&text)).map_err(|error| error.to_string())?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, RawConfig};

    fn checked(key: &str, value: &str) -> Result<DeliveryConfig, String> {
        let mut raw = RawConfig::default();
        raw.set(key, value);
        Config::check(&raw).map(|config| config.delivery).map_err(|errors| errors.to_string())
    }

    #[test]
    fn networks_that_may_be_sent_to_are_listed() {
        let config = checked("SLMM_DELIVERY_ALLOWED_NETWORKS", "127.0.0.0/8, fd00::/8").unwrap();
        assert!(config.policy.check("127.0.0.1".parse().unwrap()).is_ok());
        assert!(config.policy.check("10.0.0.1".parse().unwrap()).is_err());
        let refused = checked("SLMM_DELIVERY_ALLOWED_NETWORKS", "the office").unwrap_err();
        assert!(refused.contains("SLMM_DELIVERY_ALLOWED_NETWORKS") && refused.contains("192.168.10.0/24"));
    }

    #[test]
    fn links_begin_with_an_address_of_the_web() {
        let config = checked("SLMM_PUBLIC_URL", "https://slm.example.org/noise/").unwrap();
        assert_eq!(config.public_url.as_deref(), Some("https://slm.example.org/noise"));
        for nonsense in ["slm.example.org", "ftp://slm", "https://slm/?a=b", "javascript:alert(1)"] {
            assert!(checked("SLMM_PUBLIC_URL", nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn a_file_of_authorities_is_read_at_once() {
        let missing = checked("SLMM_DELIVERY_AUTHORITIES_FILE", "/nowhere/ca.pem").unwrap_err();
        assert!(missing.contains("cannot be read"), "{missing}");
        let file = tempfile::NamedTempFile::new().unwrap();
        let empty = checked("SLMM_DELIVERY_AUTHORITIES_FILE", file.path().to_str().unwrap()).unwrap_err();
        assert!(empty.contains("no certificate"), "{empty}");
    }
}
