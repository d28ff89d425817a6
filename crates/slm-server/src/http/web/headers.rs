//! What browsers are told about the dashboard's pages.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::config::WebConfig;

/// What a page may do, as headers that every answer of the dashboard carries.
pub(crate) struct PageHeaders {
    policy: HeaderValue,
}

impl PageHeaders {
    /// A page takes everything from this service, but a map's background from the configured tile server. No script
    /// stands in a page; styles of single elements do.
    pub(crate) fn new(config: &WebConfig) -> Self {
        let tiles = config.tiles.as_ref().map_or(String::new(), |tiles| format!(" {}", tiles.origin));
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
             img-src 'self' data: blob:{tiles}; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
        );
        // An origin of the configuration has nothing that a header could not hold.
        let policy = HeaderValue::from_str(&policy);
        Self { policy: policy.unwrap_or_else(|_| HeaderValue::from_static("default-src 'self'")) }
    }

    /// Adds the headers.
    pub(crate) fn secure(&self, mut answer: Response) -> Response {
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        for (name, value) in FIXED {
            headers.insert(name, HeaderValue::from_static(value));
        }
        answer
    }
}

const FIXED: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Addresses name units, or are the key of a client's link; a tile server is told the origin and nothing more.
    (header::REFERRER_POLICY, "strict-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];
