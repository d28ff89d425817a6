//! Where the service listens, and to whom it answers.

use std::net::IpAddr;

use super::Reader;

pub(super) const KEYS: &[&str] = &["HOST", "PORT", "CORS_ORIGINS"];

/// The listening side of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// `HOST`: address or name to listen on. Default `127.0.0.1`.
    pub host: String,
    /// `PORT`: port to listen on, 0 for any free one. Default 8100.
    pub port: u16,
    /// `CORS_ORIGINS`: web origins that may read answers, separated by commas. Default `*`, all of them.
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

impl Default for HttpConfig {
    fn default() -> Self {
        Self { host: "127.0.0.1".to_owned(), port: 8100, cors_origins: CorsOrigins::Any }
    }
}

impl HttpConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let default = Self::default();
        Self {
            host: reader.parsed("HOST", default.host, parse_host),
            port: reader.parsed("PORT", default.port, |text| {
                text.parse().map_err(|_| "expected a port from 0 to 65535 (0: any free one)".to_owned())
            }),
            cors_origins: reader.parsed("CORS_ORIGINS", default.cors_origins, parse_origins),
        }
    }
}

fn parse_host(text: &str) -> Result<String, String> {
    let plain = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let is_name =
        plain.len() <= 253 && plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if plain.parse::<IpAddr>().is_ok() || is_name {
        Ok(plain.to_owned())
    } else {
        Err("expected an IP address or a host name".to_owned())
    }
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
