//! What happens to every request before and after its handler: limits, methods, origins, last resorts.

mod cors;
mod limits;
mod methods;
mod sockets;

use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use hyper::body::Body as _;
use tower::ServiceExt;

use crate::config::CorsOrigins;
use crate::http::problem::ApiError;
use crate::http::request::without_body;

pub(crate) use limits::MAX_BODY_BYTES;
pub(crate) use methods::{method_not_allowed, not_found};
pub(crate) use sockets::no_such_socket;

/// Everything that answers. One function around the routes instead of layers, each of which would box and clone for
/// every request.
pub(crate) struct Edge {
    /// Answers WebSocket upgrades, whatever HTTP routes have the same path.
    live: Router,
    routes: Router,
    origins: CorsOrigins,
}

impl Edge {
    /// Puts the edge around the routes. `live` answers WebSocket upgrades, `routes` everything else.
    pub(crate) fn new(routes: Router, live: Router, origins: CorsOrigins) -> Self {
        Self { live, routes: routes.layer(DefaultBodyLimit::max(MAX_BODY_BYTES)), origins }
    }

    /// Answers one request, whatever becomes of its handler.
    pub(crate) async fn answer(&self, request: Request) -> Response {
        let asker = cors::Asker::of(&request);
        if let Some(answer) = asker.preflight(&self.origins, &request) {
            return answer;
        }
        let limit = limits::of(&request);
        let answer = AssertUnwindSafe(tokio::time::timeout(limit, self.routed(request))).catch_unwind().await;
        let answer = match answer {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => ApiError::TimedOut.into_response(),
            Err(panic) => limits::caught(&*panic),
        };
        asker.share(&self.origins, answer)
    }

    async fn routed(&self, mut request: Request) -> Response {
        if limits::is_too_long(&request) {
            return ApiError::BodyTooLarge { limit: MAX_BODY_BYTES }.into_response();
        }
        if sockets::is_upgrade(&request) {
            return call(&self.live, request).await;
        }
        if request.method() == Method::GET && !request.body().is_end_stream() {
            request = match without_body(request).await {
                Ok(request) => request,
                Err(error) => return error.into_response(),
            };
        }
        methods::disown_head(&mut request);
        let mut answer = call(&self.routes, request).await;
        methods::allow_no_head(&mut answer);
        answer
    }
}

async fn call(router: &Router, request: Request) -> Response {
    match router.clone().oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}
