//! Presets of a meter: measurement time, Leq and Lp intervals.

use axum::Json;
use axum::extract::State;
use nl43_proto::Command;
use slm_api_types::{LeqInterval, LpInterval, MeasurementTime, Message, Ok as OkWord, PresetUpdate};

use super::control::act;
use super::word;
use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::responses::{DeviceFailures, DeviceFieldFailures};
use crate::http::unit::{Askable, RawUnit};

/// Reads how long a measurement lasts (`Measurement Time Preset Manual?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/measurement-time",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = MeasurementTime), DeviceFailures),
)]
pub(crate) async fn get_measurement_time(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<MeasurementTime>, ApiError> {
    let measurement_time = word(&app, unit, Command::MeasurementTimeQuery).await?;
    Ok(Json(MeasurementTime { status: OkWord::Ok, measurement_time }))
}

/// Sets how long a measurement lasts (`Measurement Time Preset Manual,…`).
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/measurement-time",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = PresetUpdate,
    responses((status = 200, body = Message), DeviceFieldFailures),
)]
pub(crate) async fn put_measurement_time(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Message>, ApiError> {
    let (command, preset) = wanted("Measurement Time Preset Manual", &body)?;
    act(&app, name.askable(&app)?, command, format!("Measurement time set to {preset}")).await
}

/// Reads over what time each stored Leq is taken (`Leq Calculation Interval Preset?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/leq-interval",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = LeqInterval), DeviceFailures),
)]
pub(crate) async fn get_leq_interval(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<LeqInterval>, ApiError> {
    let leq_interval = word(&app, unit, Command::LeqIntervalQuery).await?;
    Ok(Json(LeqInterval { status: OkWord::Ok, leq_interval }))
}

/// Sets over what time each stored Leq is taken (`Leq Calculation Interval Preset,…`).
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/leq-interval",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = PresetUpdate,
    responses((status = 200, body = Message), DeviceFieldFailures),
)]
pub(crate) async fn put_leq_interval(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Message>, ApiError> {
    let (command, preset) = wanted("Leq Calculation Interval Preset", &body)?;
    act(&app, name.askable(&app)?, command, format!("Leq interval set to {preset}")).await
}

/// Reads how often Lp is stored (`Lp Store Interval?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/lp-interval",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = LpInterval), DeviceFailures),
)]
pub(crate) async fn get_lp_interval(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<LpInterval>, ApiError> {
    let lp_interval = word(&app, unit, Command::LpIntervalQuery).await?;
    Ok(Json(LpInterval { status: OkWord::Ok, lp_interval }))
}

/// Sets how often Lp is stored (`Lp Store Interval,…`).
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/lp-interval",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = PresetUpdate,
    responses((status = 200, body = Message), DeviceFieldFailures),
)]
pub(crate) async fn put_lp_interval(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Message>, ApiError> {
    let (command, preset) = wanted("Lp Store Interval", &body)?;
    act(&app, name.askable(&app)?, command, format!("Lp interval set to {preset}")).await
}

/// The command for a preset, and the preset as given. Which there are, the meter knows best: any that can stand on the
/// line is passed on.
fn wanted(setting: &str, body: &JsonObject) -> Result<(Command, String), ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let command = fields.required_parsed("preset", |text| {
        let command = Command::setting_from_text(setting, text).map_err(|error| error.to_string())?;
        Ok((command, text.to_owned()))
    });
    Ok(fields.finish_with(command)?)
}
