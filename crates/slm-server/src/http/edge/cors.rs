//! Cross-origin requests: which web pages may read our answers.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::CorsOrigins;

const METHODS: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
/// Seconds for which a browser may remember a preflight.
const MAX_AGE: &str = "600";

/// Answers preflights, and marks the answers that an origin may read.
pub(super) async fn share(State(origins): State<CorsOrigins>, request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return next.run(request).await;
    };
    if request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
    {
        return preflight(&origins, &origin, request.headers());
    }
    // A browser takes `*` only for requests without credentials.
    let has_cookie = request.headers().contains_key(header::COOKIE);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    match origins {
        CorsOrigins::Any if !has_cookie => allow(headers, HeaderValue::from_static("*")),
        CorsOrigins::Any => allow_one(headers, origin),
        CorsOrigins::Listed(listed) if listed.iter().any(|one| one.as_bytes() == origin.as_bytes()) => {
            allow_one(headers, origin);
        }
        CorsOrigins::Listed(_) => {}
    }
    response
}

fn preflight(origins: &CorsOrigins, origin: &HeaderValue, asked: &HeaderMap) -> Response {
    let is_allowed = match origins {
        CorsOrigins::Any => true,
        CorsOrigins::Listed(listed) => listed.iter().any(|one| one.as_bytes() == origin.as_bytes()),
    };
    if !is_allowed {
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
