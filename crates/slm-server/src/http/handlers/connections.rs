//! Connections to the meters.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use slm_api_types::{Connection, ConnectionPool, ConnectionsStatus, Message, Ok as OkWord};

use crate::app::App;

/// Lists the open connections and how they are kept.
#[utoipa::path(
    get,
    path = "/api/nl43/_connections/status",
    tag = "system",
    responses((status = 200, body = ConnectionsStatus)),
)]
pub(crate) async fn connections_status(State(app): State<App>) -> Json<ConnectionsStatus> {
    let line = &app.config.line;
    let connections = open_connections(&app);
    let pool = ConnectionPool {
        enabled: line.persistent,
        active_connections: connections.len(),
        idle_ttl: seconds_or_never(line.idle_ttl),
        max_age: seconds_or_never(line.max_age),
        keepalive_idle: line.keepalive_idle.as_secs(),
        keepalive_interval: line.keepalive_interval.as_secs(),
        keepalive_count: line.keepalive_count,
        connections,
    };
    Json(ConnectionsStatus { status: OkWord::Ok, pool })
}

/// Closes every idle connection.
#[utoipa::path(
    post,
    path = "/api/nl43/_connections/flush",
    tag = "system",
    responses((status = 200, body = Message)),
)]
pub(crate) async fn flush_connections(State(app): State<App>) -> Json<Message> {
    close_idle(&app).await;
    Json(Message::new("All cached connections closed"))
}

/// Closes every idle connection, without waiting long for one that is in use.
pub(crate) async fn close_idle(app: &App) {
    const WITHIN: Duration = Duration::from_secs(10);
    let _ = tokio::time::timeout(WITHIN, app.fleet.flush()).await;
}

/// Open connections by `host:port`; units with the same address share one.
pub(crate) fn open_connections(app: &App) -> BTreeMap<String, Connection> {
    let mut connections = BTreeMap::new();
    for unit in app.fleet.units() {
        let snapshot = unit.snapshot();
        let (Some(opened_for), Some(idle_for)) = (snapshot.opened_for, snapshot.idle_for) else { continue };
        let config = unit.config();
        let connection = Connection {
            host: config.host.clone(),
            port: config.tcp_port,
            age_seconds: tenths(opened_for),
            idle_seconds: tenths(idle_for),
            alive: true,
        };
        connections.insert(snapshot.device_key, connection);
    }
    connections
}

fn seconds_or_never(duration: Option<Duration>) -> f64 {
    duration.map_or(-1.0, |duration| duration.as_secs_f64())
}

fn tenths(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 10.0).round() / 10.0
}
