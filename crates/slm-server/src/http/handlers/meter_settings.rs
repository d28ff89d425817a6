//! The main settings of a meter, read one after the other.

use axum::Json;
use axum::extract::State;
use slm_api_types::{MeterSettings, Ok as OkWord, SettingsValues};
use slm_fleet::UnitHandle;

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::responses::DeviceFailures;
use crate::http::unit::Askable;
use crate::operations::{self, Operator};

/// Reads the main settings; a value the meter does not tell says why. Takes about 11 s.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/settings",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = MeterSettings), DeviceFailures),
)]
pub(crate) async fn settings(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<MeterSettings>, ApiError> {
    let unit_id = Some(unit.id().to_string());
    let settings = read(&app, unit).await?;
    Ok(Json(MeterSettings { status: OkWord::Ok, unit_id, settings }))
}

/// The same without the unit's name.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/settings/all",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = MeterSettings), DeviceFailures),
)]
pub(crate) async fn all_settings(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<MeterSettings>, ApiError> {
    let settings = read(&app, unit).await?;
    Ok(Json(MeterSettings { status: OkWord::Ok, unit_id: None, settings }))
}

async fn read(app: &App, unit: UnitHandle) -> Result<SettingsValues, ApiError> {
    let answers = operations::read_settings(&Operator::new(app, unit)).await.map_err(ApiError::device)?;
    let told = answers.map(|answer| answer.unwrap_or_else(|error| format!("Error: {error}")));
    let [
        measurement_state,
        frequency_weighting,
        time_weighting,
        measurement_time,
        leq_interval,
        lp_interval,
        index_number,
        battery_level,
        clock,
        sleep_mode,
        ftp_status,
    ] = told;
    Ok(SettingsValues {
        measurement_state,
        frequency_weighting,
        time_weighting,
        measurement_time,
        leq_interval,
        lp_interval,
        index_number,
        battery_level,
        clock,
        sleep_mode,
        ftp_status,
    })
}
