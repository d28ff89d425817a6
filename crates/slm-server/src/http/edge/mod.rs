//! What happens to every request before and after its handler: limits, methods, origins, last resorts.

mod cors;
mod limits;
mod methods;
mod sockets;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use tower_http::catch_panic::CatchPanicLayer;

use crate::config::CorsOrigins;

pub(crate) use limits::MAX_BODY_BYTES;
pub(crate) use methods::{method_not_allowed, not_found};
pub(crate) use sockets::no_such_socket;

/// Puts the edge around the routes. `live` answers WebSocket upgrades, `routes` everything else.
pub(crate) fn wrap(routes: Router, live: Router, origins: &CorsOrigins) -> Router {
    // Layers of a router run after its routing; an outer router makes them run before.
    Router::new()
        .fallback_service(routes.layer(DefaultBodyLimit::max(MAX_BODY_BYTES)))
        .layer(middleware::from_fn(methods::refuse_head))
        .layer(middleware::from_fn_with_state(live, sockets::divert))
        .layer(middleware::from_fn(limits::refuse_long_bodies))
        .layer(middleware::from_fn(limits::end_in_time))
        .layer(CatchPanicLayer::custom(limits::caught))
        .layer(middleware::from_fn_with_state(origins.clone(), cors::share))
}
