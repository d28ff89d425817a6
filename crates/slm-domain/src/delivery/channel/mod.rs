//! A channel: where messages leave the house, and what has to be known for that.
//!
//! Written and kept as words ([`ChannelDraft`]); a [`Channel`] exists only when all of them mean something.

mod address;
mod draft;
mod http_url;
mod secret;

use std::str::FromStr;

pub(crate) use address::is_address;
pub(super) use address::{is_mailbox, telephone};
pub use draft::ChannelDraft;
pub use http_url::{HttpUrl, HttpUrlError};
pub use secret::Secret;

use super::{ChannelKind, UnknownWord};

/// A way by which messages leave, ready for use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its number; 0 before it is stored.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// Whether it is used.
    pub enabled: bool,
    /// How it sends.
    pub settings: Settings,
}

impl Channel {
    /// What kind of channel it is.
    pub fn kind(&self) -> ChannelKind {
        match self.settings {
            Settings::Log => ChannelKind::Log,
            Settings::Webhook(_) => ChannelKind::Webhook,
            Settings::Email(_) => ChannelKind::Email,
            Settings::Mqtt(_) => ChannelKind::Mqtt,
            Settings::Sms(_) => ChannelKind::Sms,
        }
    }
}

impl FromStr for ChannelKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or(UnknownWord::expected("log, webhook, email, mqtt or sms"))
    }
}

/// What a channel has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settings {
    /// Nothing.
    Log,
    /// Where to, and the key of its signatures.
    Webhook(Webhook),
    /// The server that takes e-mails.
    Email(Email),
    /// The broker.
    Mqtt(Mqtt),
    /// The gateway.
    Sms(Sms),
}

/// Requests signed as Standard Webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Where to.
    pub url: HttpUrl,
    /// Key of the signatures: 24 to 64 bytes in base64, after `whsec_`.
    pub secret: Secret,
}

/// A server that takes e-mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who we are there.
    pub login: Option<Login>,
    /// The sender's address.
    pub sender: String,
}

/// How a connection to a server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting, or nothing is sent.
    StartTls,
    /// Not at all: for a server on the same machine.
    Plain,
}

impl Security {
    /// The name in documents and database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::Plain => "none",
        }
    }
}

/// A name and its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

/// A message broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mqtt {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether the connection is TLS.
    pub tls: bool,
    /// Who we are there.
    pub login: Option<Login>,
    /// First part of all our topics; also our client's name, so it is used by one server only.
    pub topic: String,
    /// First part of Home Assistant's discovery topics; `None`: nothing is announced there.
    pub discovery: Option<String>,
}

/// A gateway that sends short messages for an HTTP request.
///
/// In URL and body `{to}`, `{text}` and `{key}` are replaced, escaped as the place needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// Where to; path and query with the marks in them.
    pub url: HttpUrl,
    /// The request's method.
    pub method: HttpMethod,
    /// Headers besides those that every request has; keys of gateways stand here.
    pub headers: Vec<Header>,
    /// The request's body; `None`: none.
    pub body: Option<String>,
    /// What the body is, and so how it is escaped.
    pub content_type: String,
    /// Longest text in characters; what is beyond is cut.
    pub max_chars: u16,
}

/// Methods of requests to gateways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpMethod {
    /// Without a body.
    Get,
    /// With a body.
    Post,
    /// With a body.
    Put,
}

impl HttpMethod {
    /// As it is written in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A header of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Secret,
}

#[cfg(test)]
mod tests;
