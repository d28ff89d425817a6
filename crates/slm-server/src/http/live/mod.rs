//! Live feeds to clients: WebSocket and server-sent events, two skins of one subscription.

mod backfill;
mod form;
mod frames;
mod handshake;
pub(crate) mod sse;
mod units;
pub(crate) mod ws;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) use frames::{Frames, percent_encoded};

/// Paths on which WebSocket is spoken.
pub(crate) fn socket_routes() -> Router<App> {
    Router::new()
        .route("/api/nl43/{unit_id}/monitor", get(ws::monitor))
        .route("/api/nl43/{unit_id}/stream", get(ws::stream))
        .route("/api/nl43/_monitor/ws", get(ws::monitor_many))
}
