//! Keeping live monitors running, and listing them.

use axum::Json;
use axum::extract::State;
use slm_api_types::{MonitorEntry, MonitorStarted, MonitorStatus, MonitorStopped, Ok as OkWord, Problem};
use slm_fleet::{Mode, UnitHandle};

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::unit::{Askable, Configured};
use crate::operations;

/// Keeps a unit's feed running without viewers, from now on and after a restart.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/monitor/start",
    tag = "live",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = MonitorStarted),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
pub(crate) async fn monitor_start(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<MonitorStarted>, ApiError> {
    let unit =
        operations::update_unit(&app, unit.id().clone(), |config| config.monitor_enabled = true).await?;
    unit.set_kept_alive(true);
    Ok(Json(MonitorStarted {
        status: OkWord::Ok,
        unit_id: unit.id().to_string(),
        monitor_enabled: true,
        running: is_running(&app, &unit),
        keepalive: true,
    }))
}

/// Lets a unit's feed end when nobody watches, unless rules with all their fields need it.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/monitor/stop",
    tag = "live",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = MonitorStopped), (status = 404, body = Problem)),
)]
pub(crate) async fn monitor_stop(
    State(app): State<App>,
    Configured(unit): Configured,
) -> Result<Json<MonitorStopped>, ApiError> {
    let unit =
        operations::update_unit(&app, unit.id().clone(), |config| config.monitor_enabled = false).await?;
    // Rules of groups and of all units run on.
    let keepalive = unit.config().tcp_enabled && app.observer.rules.keep_always(unit.id());
    unit.set_kept_alive(keepalive);
    let unit_id = unit.id().to_string();
    Ok(Json(MonitorStopped { status: OkWord::Ok, unit_id, monitor_enabled: false, keepalive }))
}

/// Lists the feeds that run, are watched or kept alive.
#[utoipa::path(
    get,
    path = "/api/nl43/_monitor/status",
    tag = "live",
    responses((status = 200, body = MonitorStatus)),
)]
pub(crate) async fn monitor_status(State(app): State<App>) -> Json<MonitorStatus> {
    let wanted = |unit: &UnitHandle| unit.kept_alive() || unit.monitor().subscribers() > 0;
    let units = app.fleet.units().into_iter().filter(wanted);
    let monitors = units.map(|unit| (unit.id().to_string(), entry(&app, &unit))).collect();
    Json(MonitorStatus { status: OkWord::Ok, monitors })
}

fn entry(app: &App, unit: &UnitHandle) -> MonitorEntry {
    let snapshot = unit.snapshot();
    let subscribers = unit.monitor().subscribers();
    let mode = match snapshot.mode {
        Mode::Backoff => "backoff",
        Mode::Watched => "watched",
        // The line has not heard of its first viewer yet.
        _ if subscribers > 0 && is_running(app, unit) => "watched",
        Mode::Kept | Mode::Background | Mode::Resting => "idle",
    };
    MonitorEntry {
        running: is_running(app, unit),
        subscribers,
        keepalive: unit.kept_alive(),
        reachable: snapshot.reachable.unwrap_or(true),
        mode: mode.to_owned(),
    }
}

/// Whether a feed polls, told from what is wanted: the line may take a moment to follow.
fn is_running(app: &App, unit: &UnitHandle) -> bool {
    let config = unit.config();
    let is_resting = app.fleet.is_standby() || config.deactivated || !config.tcp_enabled;
    !is_resting && (unit.kept_alive() || unit.monitor().subscribers() > 0)
}
