//! Standby of the whole service.

use axum::Json;
use axum::extract::State;
use slm_api_types::{Ok as OkWord, SystemChanged, SystemMode, SystemStatus};

use super::connections::{close_idle, open_connections};
use crate::app::App;

/// Says whether meters are polled at all.
#[utoipa::path(
    get,
    path = "/api/nl43/_system/status",
    tag = "system",
    responses((status = 200, body = SystemStatus)),
)]
pub(crate) async fn system_status(State(app): State<App>) -> Json<SystemStatus> {
    let polling_active = !app.fleet.is_standby();
    let mode = if polling_active { SystemMode::Active } else { SystemMode::Standby };
    let active_connections = open_connections(&app).len();
    Json(SystemStatus { status: OkWord::Ok, mode, polling_active, active_connections })
}

/// Leaves all meters to others: nothing is polled and no connection held until resumed.
#[utoipa::path(
    post,
    path = "/api/nl43/_system/standby",
    tag = "system",
    responses((status = 200, body = SystemChanged)),
)]
pub(crate) async fn standby(State(app): State<App>) -> Json<SystemChanged> {
    app.fleet.standby();
    app.tell_rules_of_rest();
    close_idle(&app).await;
    let message = "Polling stopped and all device connections released".to_owned();
    Json(SystemChanged { status: OkWord::Ok, mode: SystemMode::Standby, message })
}

/// Ends the standby.
#[utoipa::path(
    post,
    path = "/api/nl43/_system/resume",
    tag = "system",
    responses((status = 200, body = SystemChanged)),
)]
pub(crate) async fn resume(State(app): State<App>) -> Json<SystemChanged> {
    app.fleet.resume();
    let message = "Polling resumed".to_owned();
    Json(SystemChanged { status: OkWord::Ok, mode: SystemMode::Active, message })
}
