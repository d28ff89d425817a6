//! Addresses of web servers.

use std::fmt;
use std::str::FromStr;

use super::address::is_host;

/// An address as `https://host:port/path?query`: no user, no fragment, printable ASCII only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl {
    secure: bool,
    host: String,
    port: u16,
    target: String,
}

/// A text is no address of a web server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an address as https://host/path, without user name, spaces and fragment")]
pub struct HttpUrlError;

impl HttpUrl {
    /// Longest address in bytes.
    pub const MAX_BYTES: usize = 2_000;

    /// Whether it is `https`.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Name or address of the host; an IPv6 address without its brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, also when it was not written.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Path and query.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Host and port as in a request's `Host` header: the port only when it is not the scheme's own.
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        if self.port == self.default_port() { host } else { format!("{host}:{}", self.port) }
    }

    fn default_port(&self) -> u16 {
        if self.secure { 443 } else { 80 }
    }
}

impl FromStr for HttpUrl {
    type Err = HttpUrlError;

    fn from_str(text: &str) -> Result<Self, HttpUrlError> {
        if text.len() > Self::MAX_BYTES || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(HttpUrlError);
        }
        let (scheme, rest) = text.split_once("://").ok_or(HttpUrlError)?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(HttpUrlError),
        };
        // A backslash is a slash to some readers and not to others; a fragment is not for the server.
        if rest.contains(['\\', '#']) {
            return Err(HttpUrlError);
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let (host, port) = split_port(authority)?;
        let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
        let mut url = Self { secure, host: host.to_ascii_lowercase(), port: 0, target };
        url.port = port.unwrap_or_else(|| url.default_port());
        Ok(url)
    }
}

/// Host and port of an authority.
fn split_port(authority: &str) -> Result<(&str, Option<u16>), HttpUrlError> {
    let port = |text: &str| match text.parse() {
        Ok(port) if port > 0 && text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(port),
        _ => Err(HttpUrlError),
    };
    if let Some(bracketed) = authority.strip_prefix('[') {
        let (host, rest) = bracketed.split_once(']').ok_or(HttpUrlError)?;
        host.parse::<core::net::Ipv6Addr>().map_err(|_| HttpUrlError)?;
        let written = rest.strip_prefix(':').map(port).transpose()?;
        return if rest.is_empty() || written.is_some() { Ok((host, written)) } else { Err(HttpUrlError) };
    }
    let (host, written) = match authority.split_once(':') {
        Some((host, text)) => (host, Some(port(text)?)),
        None => (authority, None),
    };
    if is_host(host) { Ok((host, written)) } else { Err(HttpUrlError) }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority(), self.target)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Option<(&str, u16, &str)>) {
        let url = text.parse::<HttpUrl>().ok();
        let parts = url.as_ref().map(|url| (url.host(), url.port(), url.target()));
        assert_eq!(parts, expected, "{text}");
    }

    #[test]
    fn an_address_has_host_port_and_target() {
        check("https://example.org", Some(("example.org", 443, "/")));
        check("HTTP://Example.org:8080/a?b=c", Some(("example.org", 8080, "/a?b=c")));
        check("http://example.org?x", Some(("example.org", 80, "/?x")));
        check("https://[2001:db8::1]:8443/x", Some(("2001:db8::1", 8443, "/x")));
        check("https://192.0.2.1/", Some(("192.0.2.1", 443, "/")));
    }

    #[test]
    fn anything_that_could_be_read_in_two_ways_is_refused() {
        for text in [
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "https:///path",
            "https://user:pass@example.org",
            "https://example.org@127.0.0.1",
            "https://example.org\\@127.0.0.1",
            "https://example.org#x",
            "https://exa mple.org",
            "https://example.org/\r\nX: y",
            "https://exämple.org",
            "https://example.org:0",
            "https://example.org:+80",
            "https://example.org:99999",
            "https://example.org:",
            "https://[::1",
            "https://[::1]x",
            "https://[nonsense]",
            "https://-a.example",
            "https://a..b",
        ] {
            check(text, None);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(text in "https?://[a-z0-9.:\\[\\]@/?-]{1,30}") {
            if let Ok(url) = text.parse::<HttpUrl>() {
                prop_assert_eq!(url.to_string().parse::<HttpUrl>(), Ok(url));
            }
        }

        #[test]
        fn any_text_is_an_address_or_none(text in ".*") {
            let _ = text.parse::<HttpUrl>();
        }
    }
}
