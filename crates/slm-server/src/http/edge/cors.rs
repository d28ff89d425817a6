//! Cross-origin requests: which web pages may read our answers.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::config::CorsOrigins;

const METHODS: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
/// Seconds for which a browser may remember a preflight.
const MAX_AGE: &str = "600";

/// Who asks from a web page.
pub(super) struct Asker {
    /// The page's origin; `None` for whoever is no page.
    origin: Option<HeaderValue>,
    has_cookie: bool,
}

impl Asker {
    pub(super) fn of(request: &Request) -> Self {
        let headers = request.headers();
        let origin = headers.get(header::ORIGIN).cloned();
        Self { origin, has_cookie: headers.contains_key(header::COOKIE) }
    }

    /// The answer to a preflight, if it is one.
    pub(super) fn preflight(&self, origins: &CorsOrigins, request: &Request) -> Option<Response> {
        let origin = self.origin.as_ref()?;
        let asks = request.method() == Method::OPTIONS
            && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        asks.then(|| preflight(origins, origin, request.headers()))
    }

    /// Marks an answer that the page may read.
    pub(super) fn share(self, origins: &CorsOrigins, mut answer: Response) -> Response {
        let Some(origin) = self.origin else { return answer };
        let headers = answer.headers_mut();
        match origins {
            // A browser takes `*` only for requests without credentials.
            CorsOrigins::Any if !self.has_cookie => allow(headers, HeaderValue::from_static("*")),
            CorsOrigins::Any => allow_one(headers, origin),
            CorsOrigins::Listed(_) if is_allowed(origins, &origin) => allow_one(headers, origin),
            CorsOrigins::Listed(_) => {}
        }
        answer
    }
}

fn is_allowed(origins: &CorsOrigins, origin: &HeaderValue) -> bool {
    match origins {
        CorsOrigins::Any => true,
        CorsOrigins::Listed(listed) => listed.iter().any(|one| one.as_bytes() == origin.as_bytes()),
    }
}

fn preflight(origins: &CorsOrigins, origin: &HeaderValue, asked: &HeaderMap) -> Response {
    if !is_allowed(origins, origin) {
        return (StatusCode::BAD_REQUEST, "Disallowed CORS origin").into_response();
    }
    let mut response = (StatusCode::OK, "OK").into_response();
    let headers = response.headers_mut();
    allow_one(headers, origin.clone());
    set(headers, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    set(headers, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    if let Some(names) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
    }
    response
}

fn allow_one(headers: &mut HeaderMap, origin: HeaderValue) {
    allow(headers, origin);
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    set(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
