//! `/api/nl43/roster`: all units.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use slm_api_types::{Created, NewUnit, Ok as OkWord, Problem, Roster, ValidationProblem};
use slm_domain::UnitConfig;
use slm_fleet::UnitHandle;

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::settings::SettingsChange;
use crate::http::shape;
use crate::operations::{self, Operator};

/// A change of configuration waits for a meter this long: one connection or one answer time-out.
const WAKE_WITHIN: Duration = Duration::from_secs(5);

/// Lists all units with their state.
#[utoipa::path(
    get,
    path = "/api/nl43/roster",
    tag = "configuration",
    responses((status = 200, body = Roster)),
)]
pub(crate) async fn get_roster(State(app): State<App>) -> Json<Roster> {
    let units = app.fleet.units();
    let states = app.board.get_all(units.iter().map(UnitHandle::id));
    let with_states = units.iter().zip(states);
    let devices: Vec<_> =
        with_states.map(|(unit, state)| shape::roster_unit(&unit.config(), state.as_ref())).collect();
    Json(Roster { status: OkWord::Ok, total: devices.len(), devices })
}

/// Adds a unit.
#[utoipa::path(
    post,
    path = "/api/nl43/roster",
    tag = "configuration",
    request_body = NewUnit,
    responses(
        (status = 200, body = Created),
        (status = 409, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn post_roster(State(app): State<App>, body: JsonObject) -> Result<Json<Created>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let unit = fields.required_unit_id("unit_id");
    let host = fields.required_host("host");
    let change = SettingsChange::read(&mut fields);
    fields.finish()?;
    let (unit, host) = unit.zip(host).ok_or(ApiError::UnknownPath)?;
    let mut config = UnitConfig::new(unit, host);
    change.apply(&mut config);
    let handle = operations::create_unit(&app, config).await?;
    wake(&app, &handle).await;
    let message = format!("Device {} created successfully", handle.id());
    let data = shape::created(&handle.config());
    Ok(Json(Created { status: OkWord::Ok, message, data }))
}

/// Wakes a unit's meter after a change of its configuration, without waiting for one that does not answer.
pub(crate) async fn wake(app: &App, unit: &UnitHandle) {
    if unit.config().tcp_enabled {
        let operator = Operator::new(app, unit.clone());
        let _ = tokio::time::timeout(WAKE_WITHIN, operations::wake_if_asleep(&operator)).await;
    }
}
