//! Methods and paths that lead nowhere.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;

use crate::http::problem::ApiError;

/// A method that no route of ours has.
const SERVED_NOWHERE: Method = Method::TRACE;

/// Makes `HEAD` a method like any other that a route does not have; the router would answer it wherever `GET` is.
pub(super) fn disown_head(request: &mut Request) {
    if request.method() == Method::HEAD {
        *request.method_mut() = SERVED_NOWHERE;
    }
}

/// Leaves `HEAD` out where the router lists what it has.
pub(super) fn allow_no_head(answer: &mut Response) {
    let Some(allow) = answer.headers().get(header::ALLOW) else { return };
    let methods: Vec<&str> = allow
        .to_str()
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|method| *method != "HEAD")
        .collect();
    if let Ok(value) = HeaderValue::from_str(&methods.join(", ")) {
        answer.headers_mut().insert(header::ALLOW, value);
    }
}

/// The path exists, the method does not. The router adds `Allow`.
pub(crate) async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}

/// No such path; or the path with one slash too many, which is sent on to the one without.
pub(crate) async fn not_found(routes: Router, uri: Uri) -> Response {
    let trimmed = uri.path().trim_end_matches('/');
    if trimmed.is_empty() || trimmed.len() == uri.path().len() || trimmed.starts_with("//") {
        return ApiError::UnknownPath.into_response();
    }
    if !is_served(routes, trimmed).await {
        return ApiError::UnknownPath.into_response();
    }
    let target = uri.query().map_or_else(|| trimmed.to_owned(), |query| format!("{trimmed}?{query}"));
    match HeaderValue::from_str(&target) {
        Ok(location) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response(),
        Err(_) => ApiError::UnknownPath.into_response(),
    }
}

/// Whether any method of a path is served: asked of the router itself, so that there is one list of paths.
async fn is_served(routes: Router, path: &str) -> bool {
    let Ok(probe) = Request::builder().method(SERVED_NOWHERE).uri(path).body(Body::empty()) else {
        return false;
    };
    match routes.oneshot(probe).await {
        Ok(response) => response.status() == StatusCode::METHOD_NOT_ALLOWED,
        Err(never) => match never {},
    }
}
