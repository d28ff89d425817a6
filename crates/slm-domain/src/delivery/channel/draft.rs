//! A channel as people write it and as it is kept: words by name.

use std::collections::BTreeMap;

use super::address::{is_host, is_mailbox};
use super::{
    Channel, ChannelKind, Email, Header, HttpMethod, HttpUrl, Login, Mqtt, Secret, Security, Settings, Sms,
    Webhook,
};
use crate::delivery::{AddressPolicy, Checking, FieldProblem, plain};

/// Characters of a channel's name.
const NAME_CHARS: usize = 100;
/// Bytes of a key or password.
const SECRET_BYTES: usize = 500;
/// Bytes of a gateway's body.
const BODY_BYTES: usize = 4_000;
/// Headers of a gateway's request.
const HEADERS: usize = 20;

/// A channel as it is written, not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelDraft {
    /// What people call it.
    pub name: String,
    /// What kind it is.
    pub kind: ChannelKind,
    /// Whether it is used.
    pub enabled: bool,
    /// Its settings by name; those of [`Self::SECRETS`] hidden from print.
    pub settings: BTreeMap<String, Secret>,
}

impl ChannelDraft {
    /// Names of the settings that nobody is shown.
    pub const SECRETS: [&'static str; 3] = ["secret", "password", "headers"];

    /// A channel without settings, in use.
    pub fn new(name: impl Into<String>, kind: ChannelKind) -> Self {
        Self { name: name.into(), kind, enabled: true, settings: BTreeMap::new() }
    }

    /// The same with one setting more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.settings.insert(name.to_owned(), Secret::new(value));
        self
    }

    /// The settings as they may be shown: secrets are `***`.
    pub fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        self.settings.iter().map(|(name, value)| {
            let hidden = Self::SECRETS.contains(&name.as_str());
            (name.as_str(), if hidden { Secret::HIDDEN } else { value.reveal() })
        })
    }

    /// Takes from the channel as it was the secrets that were given back as they are shown.
    pub fn keep_secrets_of(&mut self, before: &Self) {
        for name in Self::SECRETS {
            let hidden = self.settings.get(name).is_some_and(|value| value.reveal() == Secret::HIDDEN);
            if let Some(value) = before.settings.get(name).filter(|_| hidden) {
                self.settings.insert(name.to_owned(), value.clone());
            }
        }
    }

    /// The channel it describes; `policy` says which addresses webhooks and gateways may have.
    ///
    /// # Errors
    /// Every field that means nothing.
    pub fn check(&self, id: i64, policy: &AddressPolicy) -> Result<Channel, Vec<FieldProblem>> {
        let mut reading = Reading { draft: self, checking: Checking::default() };
        let name = reading.checking.take("name", plain(&self.name, NAME_CHARS));
        reading.refuse_unknown();
        let settings = match self.kind {
            ChannelKind::Log => Some(Settings::Log),
            ChannelKind::Webhook => reading.webhook(policy).map(Settings::Webhook),
            ChannelKind::Email => reading.email().map(Settings::Email),
            ChannelKind::Mqtt => reading.mqtt().map(Settings::Mqtt),
            ChannelKind::Sms => reading.sms(policy).map(Settings::Sms),
        };
        let channel =
            name.zip(settings).map(|(name, settings)| Channel { id, name, enabled: self.enabled, settings });
        reading.checking.finish(channel)
    }
}

/// Names of the settings that a kind of channel has.
const fn known_settings(kind: ChannelKind) -> &'static [&'static str] {
    match kind {
        ChannelKind::Log => &[],
        ChannelKind::Webhook => &["url", "secret"],
        ChannelKind::Email => &["host", "port", "security", "username", "password", "sender"],
        ChannelKind::Mqtt => &["host", "port", "tls", "username", "password", "topic", "discovery"],
        ChannelKind::Sms => &["url", "method", "headers", "body", "content_type", "max_chars"],
    }
}

struct Reading<'a> {
    draft: &'a ChannelDraft,
    checking: Checking,
}

impl Reading<'_> {
    fn refuse_unknown(&mut self) {
        let known = known_settings(self.draft.kind);
        let unknown: Vec<&str> =
            self.draft.settings.keys().map(String::as_str).filter(|name| !known.contains(name)).collect();
        if !unknown.is_empty() {
            let reason = format!(
                "a channel of kind {} has no {}; it has {}",
                self.draft.kind,
                unknown.join(", "),
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            );
            self.checking.problems.push(FieldProblem { field: "settings", reason });
        }
    }

    /// A setting; an empty one is none.
    fn text(&self, name: &str) -> Option<&str> {
        self.draft.settings.get(name).map(|value| value.reveal().trim()).filter(|text| !text.is_empty())
    }

    /// A setting that must be there and make sense.
    fn needed<T, E: ToString>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let value = match self.text(name) {
            Some(text) => read(text).map_err(|error| error.to_string()),
            None => Err("is missing".to_owned()),
        };
        self.checking.take(name, value)
    }

    /// A setting that has a default.
    fn or<T, E: ToString>(
        &mut self,
        name: &'static str,
        default: T,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let value = self.text(name).map_or(Ok(default), read);
        self.checking.take(name, value)
    }

    fn webhook(&mut self, policy: &AddressPolicy) -> Option<Webhook> {
        let url = self.needed("url", |text| url(text, policy));
        let secret = self.needed("secret", webhook_secret);
        Some(Webhook { url: url?, secret: secret? })
    }

    fn email(&mut self) -> Option<Email> {
        let host = self.needed("host", host);
        let security = self.or("security", Security::StartTls, security);
        let usual = if security == Some(Security::Tls) { 465 } else { 587 };
        let port = self.or("port", usual, port);
        let login = self.login();
        let sender = self.needed("sender", |text| {
            if is_mailbox(text) {
                Ok(text.to_owned())
            } else {
                Err("expected an e-mail address as slm@example.org")
            }
        });
        Some(Email { host: host?, port: port?, security: security?, login: login.ok()?, sender: sender? })
    }

    fn mqtt(&mut self) -> Option<Mqtt> {
        let host = self.needed("host", host);
        let tls = self.or("tls", false, flag);
        let port = self.or("port", if tls == Some(true) { 8883 } else { 1883 }, port);
        let login = self.login();
        let prefix = self.or("topic", "slmm".to_owned(), topic);
        let discovery = self.or("discovery", Some("homeassistant".to_owned()), |text| {
            if text == "none" { Ok(None) } else { topic(text).map(Some) }
        });
        Some(Mqtt {
            host: host?,
            port: port?,
            tls: tls?,
            login: login.ok()?,
            topic: prefix?,
            discovery: discovery?,
        })
    }

    fn sms(&mut self, policy: &AddressPolicy) -> Option<Sms> {
        let url = self.needed("url", |text| gateway_url(text, policy));
        let method = self.or("method", HttpMethod::Post, method);
        let headers = self.or("headers", Vec::new(), headers);
        let body = self.or("body", None, |text| body(text).map(Some));
        let content_type = self.or("content_type", "application/json".to_owned(), content_type);
        let max_chars = self.or("max_chars", 459, max_chars);
        if method == Some(HttpMethod::Get) && body.as_ref().is_some_and(Option::is_some) {
            self.checking
                .take::<()>("body", Err("a GET request has no body: put {to} and {text} into the url"));
        }
        let places = [self.text("url"), self.text("body")];
        let has = |mark: &str| places.iter().flatten().any(|text| text.contains(mark));
        if !(has("{to}") && has("{text}")) {
            self.checking.take::<()>("body", Err("expected {to} and {text} in the body or the url"));
        }
        let (url, method, headers, body) = (url?, method?, headers?, body?);
        Some(Sms { url, method, headers, body, content_type: content_type?, max_chars: max_chars? })
    }

    /// Name and password: both or none. An error has been noted.
    fn login(&mut self) -> Result<Option<Login>, Noted> {
        let user = self.or("username", None, |text| plain(text, SECRET_BYTES).map(Some)).ok_or(Noted)?;
        let password = self.or("password", None, |text| secret(text).map(Some)).ok_or(Noted)?;
        let missing = match (user, password) {
            (Some(user), Some(password)) => return Ok(Some(Login { user, password })),
            (None, None) => return Ok(None),
            (Some(_), None) => ("password", "is missing beside the username"),
            (None, Some(_)) => ("username", "is missing beside the password"),
        };
        self.checking.take::<()>(missing.0, Err(missing.1));
        Err(Noted)
    }
}

/// A mistake that stands among the problems.
struct Noted;

fn url(text: &str, policy: &AddressPolicy) -> Result<HttpUrl, String> {
    let url: HttpUrl = text.parse().map_err(|error: super::HttpUrlError| error.to_string())?;
    policy.check_host(url.host()).map_err(|refused| refused.to_string())?;
    Ok(url)
}

/// The address of a gateway: its host has no marks, its target none but the known ones.
fn gateway_url(text: &str, policy: &AddressPolicy) -> Result<HttpUrl, String> {
    let url = url(text, policy)?;
    let mut rest = url.target().to_owned();
    for mark in ["{to}", "{text}", "{key}"] {
        rest = rest.replace(mark, "");
    }
    if rest.contains(['{', '}', '"', '<', '>']) {
        return Err("expected no marks but {to}, {text} and {key}".to_owned());
    }
    Ok(url)
}

fn host(text: &str) -> Result<String, &'static str> {
    if is_host(text) { Ok(text.to_ascii_lowercase()) } else { Err("expected the name or address of a host") }
}

fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|port| *port > 0).ok_or("expected a port from 1 to 65535")
}

fn flag(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "expected true or false")
}

fn security(text: &str) -> Result<Security, &'static str> {
    let known = [Security::Tls, Security::StartTls, Security::Plain];
    known.into_iter().find(|security| security.as_str() == text).ok_or("expected tls, starttls or none")
}

fn method(text: &str) -> Result<HttpMethod, &'static str> {
    let known = [HttpMethod::Get, HttpMethod::Post, HttpMethod::Put];
    known.into_iter().find(|method| method.as_str() == text).ok_or("expected GET, POST or PUT")
}

fn secret(text: &str) -> Result<Secret, &'static str> {
    let fits = text.len() <= SECRET_BYTES && !text.chars().any(char::is_control);
    if fits { Ok(Secret::new(text)) } else { Err("expected at most 500 bytes without control characters") }
}

/// Source: Standard Webhooks specification, "Signature scheme": `whsec_` and 24 to 64 bytes in base64.
fn webhook_secret(text: &str) -> Result<Secret, &'static str> {
    let error = "expected whsec_ and 24 to 64 random bytes in base64";
    let key = text.strip_prefix("whsec_").ok_or(error)?;
    let digits = key.trim_end_matches('=');
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let bytes = digits.len() * 3 / 4;
    let padded = key.len().is_multiple_of(4) && key.len() - digits.len() <= 2;
    let fits = padded && digits.bytes().all(is_base64) && (24..=64).contains(&bytes);
    if fits { Ok(Secret::new(text)) } else { Err(error) }
}

fn topic(text: &str) -> Result<String, &'static str> {
    let is_level = |level: &str| {
        !level.is_empty()
            && level.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let fits = text.len() <= 100 && text.split('/').all(is_level);
    if fits {
        Ok(text.to_owned())
    } else {
        Err("expected letters, digits, - and _, in levels between slashes")
    }
}

fn body(text: &str) -> Result<String, &'static str> {
    if text.len() <= BODY_BYTES { Ok(text.to_owned()) } else { Err("expected at most 4000 bytes") }
}

fn content_type(text: &str) -> Result<String, &'static str> {
    let known = [
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
        "text/xml",
        "application/xml",
    ];
    known.into_iter().find(|known| *known == text).map(str::to_owned).ok_or(
        "expected application/json, application/x-www-form-urlencoded, text/plain, text/xml or application/xml",
    )
}

fn max_chars(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|most| (40..=2_000).contains(most)).ok_or("expected 40 to 2000 characters")
}

/// One header a line, `Name: value`.
fn headers(text: &str) -> Result<Vec<Header>, &'static str> {
    let error = "expected at most 20 lines of Name: value";
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut read = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(error)?;
        let (name, value) = (name.trim(), value.trim());
        let fits = !name.is_empty() && name.bytes().all(is_token) && value.len() <= SECRET_BYTES;
        if !fits || !value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            return Err(error);
        }
        // These are ours: a request has one each.
        if ["host", "content-length", "content-type", "transfer-encoding", "connection"]
            .contains(&name.to_ascii_lowercase().as_str())
        {
            return Err(
                "the headers Host, Content-Type, Content-Length, Transfer-Encoding and Connection are set already",
            );
        }
        read.push(Header { name: name.to_owned(), value: Secret::new(value) });
    }
    if read.len() > HEADERS { Err(error) } else { Ok(read) }
}
