//! Where the service listens, and to whom it answers.

use std::net::IpAddr;

use super::reader::{Reader, expected};
use super::{Key, Section};

const HOST: Key = Key::ours("http.host", "HOST")
    .text("an IP address or a host name")
    .default("127.0.0.1")
    .doc("Address or name to listen on, `0.0.0.0` for all of the computer's. Also `--host`.");

const PORT: Key = Key::compatible("http.port", "PORT")
    .whole(0, 65_535)
    .default("8100")
    .doc("Port to listen on; 0 takes any free one. Also `--port`.");

const CORS_ORIGINS: Key = Key::compatible("http.cors_origins", "CORS_ORIGINS")
    .list("origins such as https://example.org separated by commas, or `*`")
    .default("*")
    .doc("Web origins that may read answers. `*`: all of them.");

pub(super) const SECTION: Section =
    Section { name: "http", title: "Listening", keys: &[HOST, PORT, CORS_ORIGINS] };

/// The listening side of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// Address or name to listen on.
    pub host: String,
    /// Port to listen on, 0 for any free one.
    pub port: u16,
    /// Web origins that may read answers.
    pub cors_origins: CorsOrigins,
}

/// Which web origins may read answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorsOrigins {
    /// All.
    Any,
    /// These.
    Listed(Vec<String>),
}

impl HttpConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            host: reader.parsed(&HOST, parse_host),
            port: u16::try_from(reader.whole(&PORT)).unwrap_or_default(),
            cors_origins: reader.parsed(&CORS_ORIGINS, parse_origins),
        }
    }
}

impl Default for HttpConfig {
    fn default() -> Self {
        Reader::defaults(Self::read)
    }
}

fn parse_host(text: &str) -> Result<String, String> {
    let plain = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let is_name =
        plain.len() <= 253 && plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if plain.parse::<IpAddr>().is_ok() || is_name { Ok(plain.to_owned()) } else { Err(expected(&HOST)) }
}

fn parse_origins(text: &str) -> Result<CorsOrigins, String> {
    let origins: Vec<&str> = text.split(',').map(str::trim).filter(|origin| !origin.is_empty()).collect();
    if origins.contains(&"*") {
        return Ok(CorsOrigins::Any);
    }
    match origins.iter().find(|origin| !is_origin(origin)) {
        Some(wrong) => Err(format!("{wrong:?} is no origin such as https://example.org")),
        None => Ok(CorsOrigins::Listed(origins.into_iter().map(str::to_owned).collect())),
    }
}

fn is_origin(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain
        && (text == "null"
            || text.split_once("://").is_some_and(|(scheme, host)| !scheme.is_empty() && !host.is_empty()))
}
