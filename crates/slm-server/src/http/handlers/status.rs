//! Cached and fresh readings.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use slm_api_types::{
    CachedStatus, Data, LiveReading, MergedStatus, Problem, Results, StatusUpdate, ValidationProblem,
};
use slm_domain::UnitStatus;

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::responses::DeviceFailures;
use crate::http::unit::{Askable, RawUnit};
use crate::http::{results, shape};
use crate::operations::{self, Operator};

/// Shows the last known state of a unit, without asking its meter.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/status",
    tag = "readings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Data<CachedStatus>), (status = 404, body = Problem)),
)]
pub(crate) async fn get_status(
    State(app): State<App>,
    name: RawUnit,
) -> Result<Json<Data<CachedStatus>>, ApiError> {
    let unit = name.lookup().ok_or(ApiError::NoStatus)?;
    let status = app.board.get(&unit).ok_or(ApiError::NoStatus)?;
    Ok(Json(Data::new(shape::cached_status(&unit, status))))
}

/// Merges what a client knows into the last known state; needs no configuration.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/status",
    tag = "readings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = StatusUpdate,
    responses(
        (status = 200, body = Data<MergedStatus>),
        (status = 409, body = Problem, description = "The unit is not configured, and there are 1,000 such states"),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn post_status(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Data<MergedStatus>>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let news = UnitStatus {
        measurement_state: fields.text("measurement_state"),
        lp: fields.text("lp"),
        leq: fields.text("leq"),
        lmax: fields.text("lmax"),
        lmin: fields.text("lmin"),
        lpeak: fields.text("lpeak"),
        ln1: fields.text("ln1"),
        ln2: fields.text("ln2"),
        battery_level: fields.text("battery_level"),
        power_source: fields.text("power_source"),
        sd_remaining_mb: fields.text("sd_remaining_mb"),
        sd_free_ratio: fields.text("sd_free_ratio"),
        raw_payload: fields.text("raw_payload"),
        ..UnitStatus::default()
    };
    let unit = fields.unit_of_path(&name.0);
    fields.finish()?;
    let unit = unit.ok_or(ApiError::UnknownPath)?;
    let merged = app.observer.merge(&unit, news, Timestamp::now());
    let merged =
        merged.ok_or(ApiError::Conflict("States of too many units that are not configured are kept"))?;
    Ok(Json(Data::new(shape::merged_status(&unit, merged))))
}

/// Reads the final results of the last measurement (`DLC?`); nothing is stored.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/results",
    tag = "readings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Data<Results>), DeviceFailures),
)]
pub(crate) async fn results(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<Data<Results>>, ApiError> {
    let operator = Operator::new(&app, unit.clone());
    let dlc = operations::read_results(&operator).await.map_err(ApiError::device_fixed)?;
    Ok(Json(Data::new(results::results(&unit.config(), &dlc))))
}

/// Reads the meter now (`DOD?`, `Measure?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/live",
    tag = "readings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = Data<LiveReading>),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn live(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<Data<LiveReading>>, ApiError> {
    let operator = Operator::new(&app, unit.clone());
    let dod = operations::read_levels(&operator).await.map_err(ApiError::device_fixed)?;
    // Levels are worth having without it; what the line last knew stands in the status.
    if let Err(error) = operations::read_run_state(&operator).await {
        tracing::debug!(unit.id = %unit.id(), %error, "levels were read, the state of the measurement was not");
    }
    let status = app.board.get(unit.id()).unwrap_or_default();
    Ok(Json(Data::new(shape::live_reading(unit.id(), &dod, &status))))
}
