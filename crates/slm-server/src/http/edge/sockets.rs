//! WebSocket upgrades go to the live routes, everything else to the rest.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use tower::ServiceExt;

use crate::http::problem::ApiError;

/// Sends upgrades to `live`, whatever HTTP routes have the same path.
pub(super) async fn divert(State(live): State<Router>, request: Request, next: Next) -> Response {
    if request.method() == Method::GET && is_websocket_upgrade(request.headers()) {
        return match live.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
    }
    next.run(request).await
}

/// Whether a client wants to speak WebSocket.
fn is_websocket_upgrade(headers: &HeaderMap) -> bool {
    let names = |value: &str| value.split(',').any(|name| name.trim().eq_ignore_ascii_case("websocket"));
    headers.get_all(header::UPGRADE).iter().any(|value| value.to_str().is_ok_and(names))
}

/// An upgrade where nothing speaks WebSocket.
pub(crate) async fn no_such_socket() -> ApiError {
    ApiError::NoSuchSocket
}
