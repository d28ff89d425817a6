//! WebSocket upgrades go to the live routes, everything else to the rest.

use axum::extract::Request;
use axum::http::{Method, header};

use crate::http::problem::ApiError;

/// Whether a client wants to speak WebSocket.
pub(super) fn is_upgrade(request: &Request) -> bool {
    let names = |value: &str| value.split(',').any(|name| name.trim().eq_ignore_ascii_case("websocket"));
    let mut upgrades = request.headers().get_all(header::UPGRADE).iter();
    request.method() == Method::GET && upgrades.any(|value| value.to_str().is_ok_and(names))
}

/// An upgrade where nothing speaks WebSocket.
pub(crate) async fn no_such_socket() -> ApiError {
    ApiError::NoSuchSocket
}
