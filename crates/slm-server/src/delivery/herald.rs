//! What is told of alarms, and whom: transitions and lost connections become messages.

use std::fmt::Write;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use nl43_proto::Quantity;
use slm_domain::UnitId;
use slm_domain::alert::{Metric, RuleAudience, RuleDefinition, Transition, TransitionKind};
use slm_domain::delivery::{Audience, ConnectionEnd, Escalation, Message, Trail};
use slm_outbox::outgoing;
use slm_store::Outgoing;

use crate::config::Config;

/// Puts into messages what happened at the site. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Herald {
    site: Arc<Site>,
}

struct Site {
    zone: TimeZone,
    /// What links begin with.
    public_url: Option<String>,
    tells_connections: bool,
    tells_acknowledgements: bool,
}

impl Herald {
    /// Tells in the site's time.
    pub(crate) fn new(config: &Config) -> Self {
        let site = Site {
            zone: config.site.zone.clone(),
            public_url: config.delivery.public_url.clone(),
            tells_connections: config.delivery.connection_events,
            tells_acknowledgements: config.delivery.acknowledgements,
        };
        Self { site: Arc::new(site) }
    }

    /// The site's time.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.site.zone
    }

    /// The message of a transition, with the unit's last minutes; `None` when it is kept only, or nobody is meant.
    pub(crate) fn of_transition(
        &self,
        rule: &RuleDefinition,
        what: &Transition,
        trail: &Trail,
    ) -> Option<Outgoing> {
        let (audience, escalation) = (audience_of(&rule.audience), &rule.audience.escalation);
        if what.kind == TransitionKind::Acknowledged && !self.site.tells_acknowledgements {
            return None;
        }
        if audience.is_nobody() && escalation.steps().is_empty() {
            return None;
        }
        let message = Message::of_transition(rule, what, &self.site.zone)?;
        let message = Message {
            series: shown_with(rule.metric).and_then(|quantity| trail.series(quantity, what.at)),
            link: self.link(&what.unit),
            ..message
        };
        Some(outgoing(message, audience, escalation.clone()))
    }

    /// The message of a connection that was lost at a moment, or is over; `None` when these are not told.
    pub(crate) fn of_connection(
        &self,
        unit: &UnitId,
        since: Timestamp,
        end: Option<(Timestamp, ConnectionEnd)>,
    ) -> Option<Outgoing> {
        let message = Message::of_connection(unit, since, end, &self.site.zone);
        let message = Message { link: self.link(unit), ..message };
        self.site.tells_connections.then(|| outgoing(message, Audience::everybody(), Escalation::default()))
    }

    fn link(&self, unit: &UnitId) -> Option<String> {
        let base = self.site.public_url.as_ref()?;
        Some(format!("{base}/units/{}", escaped(unit.as_str())))
    }
}

#[cfg(test)]
impl Herald {
    /// Tells in UTC, without links.
    pub(crate) fn plain() -> Self {
        let site = Site {
            zone: TimeZone::UTC,
            public_url: None,
            tells_connections: true,
            tells_acknowledgements: true,
        };
        Self { site: Arc::new(site) }
    }
}

/// Whom a rule tells first.
pub(super) fn audience_of(rule: &RuleAudience) -> Audience {
    Audience {
        recipients: rule.recipients.clone(),
        addresses: rule.addresses.clone(),
        kinds: rule.channels.clone(),
        everybody: false,
    }
}

/// The level that makes a breach plain; `None` where no level does.
fn shown_with(metric: Metric) -> Option<Quantity> {
    match metric {
        Metric::Level(quantity) | Metric::Change { quantity, .. } => Some(quantity),
        Metric::Window(_) | Metric::Connectivity | Metric::NoData => Some(Quantity::Lp),
        Metric::Battery | Metric::CardFreeMegabytes | Metric::CardFreePercent | Metric::ClockOffset => None,
    }
}

/// A text as one step of a path (RFC 3986).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing into a text does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_unit_whatever_its_name() {
        let mut config = Config::default();
        config.delivery.public_url = Some("https://slm.example.org".to_owned());
        let herald = Herald::new(&config);
        let unit = UnitId::new("Tor 1/ä?").unwrap_or_else(|_| UnitId::new("Tor 1ä").unwrap());
        let link = herald.link(&unit).unwrap();
        assert!(link.starts_with("https://slm.example.org/units/Tor%201"), "{link}");
        assert!(link.is_ascii() && !link.contains('?'));
        assert_eq!(Herald::plain().link(&unit), None);
    }

    #[test]
    fn lost_connections_are_told_to_all_unless_nobody_wants_it() {
        let unit = UnitId::new("gate").unwrap();
        let told = Herald::plain().of_connection(&unit, Timestamp::UNIX_EPOCH, None).unwrap();
        assert!(told.audience.everybody);
        let mut config = Config::default();
        config.delivery.connection_events = false;
        assert_eq!(Herald::new(&config).of_connection(&unit, Timestamp::UNIX_EPOCH, None), None);
    }
}
