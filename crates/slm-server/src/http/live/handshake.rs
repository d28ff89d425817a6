//! The WebSocket handshake, and the plain socket behind it.
//!
//! The feed writes to the TCP socket itself, so after the answer to the handshake the HTTP library hands it over.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tungstenite::handshake::derive_accept_key;

use crate::http::problem::ApiError;

/// A checked handshake.
pub(super) struct Handshake {
    on_upgrade: OnUpgrade,
    accept: HeaderValue,
}

/// The socket, and what the client sent right behind its handshake.
pub(super) struct Accepted {
    pub(super) stream: TcpStream,
    pub(super) early: Vec<u8>,
}

impl Handshake {
    /// Checks a handshake.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(request: &mut Request) -> Result<Self, ApiError> {
        if !names(request.headers(), &header::CONNECTION, "upgrade") {
            return Err(ApiError::BadHandshake("The Connection header must name upgrade"));
        }
        if request.headers().get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
            return Err(ApiError::WebSocketVersion);
        }
        let accept = request
            .headers()
            .get(header::SEC_WEBSOCKET_KEY)
            .filter(|key| !key.is_empty())
            .and_then(|key| HeaderValue::from_str(&derive_accept_key(key.as_bytes())).ok())
            .ok_or(ApiError::BadHandshake("The Sec-WebSocket-Key header is missing"))?;
        let on_upgrade = request
            .extensions_mut()
            .remove::<OnUpgrade>()
            .ok_or(ApiError::BadHandshake("This connection cannot be upgraded"))?;
        Ok(Self { on_upgrade, accept })
    }

    /// Answers the handshake, and hands the socket to `serve` once the answer is out.
    pub(super) fn accept<F>(self, serve: impl FnOnce(Accepted) -> F + Send + 'static) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let on_upgrade = self.on_upgrade;
        tokio::spawn(async move {
            // A client that vanished before the answer was out needs no other.
            let Ok(upgraded) = on_upgrade.await else { return };
            if let Some(accepted) = raw(upgraded) {
                serve(accepted).await;
            }
        });
        let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
        *response.body_mut() = Body::empty();
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept);
        response
    }
}

/// The TCP socket under an upgraded connection.
fn raw(upgraded: Upgraded) -> Option<Accepted> {
    let Ok(parts) = upgraded.downcast::<TokioIo<TcpStream>>() else {
        tracing::error!("a WebSocket came over something that is no TCP socket");
        return None;
    };
    Some(Accepted { stream: parts.io.into_inner(), early: parts.read_buf.to_vec() })
}

fn names(headers: &HeaderMap, name: &header::HeaderName, word: &str) -> bool {
    let has_word = |value: &str| value.split(',').any(|one| one.trim().eq_ignore_ascii_case(word));
    headers.get_all(name).iter().any(|value| value.to_str().is_ok_and(has_word))
}
