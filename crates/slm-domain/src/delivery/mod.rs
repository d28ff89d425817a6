//! Messages and how they reach people: what is told, by which channels, to whom, when, and how often it is tried.
//!
//! A [`Message`] is routed to [`Recipient`]s ([`route()`]): each has a [`Channel`] and an address there, a least severity,
//! quiet hours, and a pace beyond which messages become digests. Who was told of an incident is told more of it in updates
//! ([`Calm`]). What did not arrive is tried again by a fixed plan ([`retry`]). What nobody acknowledges is told to others
//! ([`Escalation`]).
//!
//! All of it is pure. The rows are kept by `slm-store`; `slm-outbox` sends.
//!
//! ```
//! use slm_domain::delivery::retry::{Next, after_attempt};
//! use std::time::Duration;
//!
//! assert_eq!(after_attempt(1, None), Next::In(Duration::from_secs(5)));
//! assert_eq!(after_attempt(10, None), Next::GiveUp);
//! ```

mod audience;
mod calm;
mod channel;
mod escalation;
mod message;
mod network;
mod pace;
mod quiet;
mod recipient;
pub mod retry;
mod route;
mod trail;

pub use audience::Audience;
pub use calm::{Calm, SoFar, Turn, Waiting};
pub(crate) use channel::is_address;
pub use channel::{
    Channel, ChannelDraft, Email, Header, HttpMethod, HttpUrl, HttpUrlError, Login, Mqtt, Secret, Security,
    Settings, Sms, Webhook,
};
pub use escalation::{Escalation, EscalationStep};
pub use message::{
    ConnectionEnd, Figure, Message, MessageKind, Position, Sample, Series, Stage, Standing, StandingEvent,
    Told, UnknownWord,
};
pub use network::{AddressPolicy, AddressRefused, Network, NetworkError};
pub use pace::{Pace, Pacing};
pub use quiet::{QuietHours, QuietVerdict};
pub use recipient::{QuietDraft, Recipient, RecipientDraft};
pub use route::{Routed, route};
pub use trail::Trail;

pub use crate::alert::{Channel as ChannelKind, Severity};

/// A field of a channel or a recipient that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct FieldProblem {
    /// The field's name.
    pub field: &'static str,
    /// What was expected.
    pub reason: String,
}

/// Collects what is wrong, so that all of it is told together.
#[derive(Default)]
struct Checking {
    problems: Vec<FieldProblem>,
}

impl Checking {
    fn take<T>(&mut self, field: &'static str, value: Result<T, impl ToString>) -> Option<T> {
        value.map_err(|reason| self.problems.push(FieldProblem { field, reason: reason.to_string() })).ok()
    }

    /// The value, if nothing was wrong.
    fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldProblem>> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(self.problems),
        }
    }
}

/// A text people read: not empty, without control characters, of at most so many characters.
fn plain(text: &str, most: usize) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("expected a text".to_owned());
    }
    if text.chars().count() > most {
        return Err(format!("expected at most {most} characters"));
    }
    if text.chars().any(char::is_control) {
        return Err("expected a text without control characters".to_owned());
    }
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests;
