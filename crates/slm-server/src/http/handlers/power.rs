//! A meter's battery and its sleep mode.

use axum::Json;
use axum::extract::State;
use nl43_proto::{Command, OnOff};
use slm_api_types::{Battery, Message, Ok as OkWord, SleepStatus};

use super::control::act;
use super::word;
use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::responses::DeviceFailures;
use crate::http::unit::Askable;

/// Reads the battery's state (`Battery Level?`), the meter's word.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/battery",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Battery), DeviceFailures),
)]
pub(crate) async fn battery(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<Battery>, ApiError> {
    let battery_level = word(&app, unit, Command::BatteryLevelQuery).await?;
    Ok(Json(Battery { status: OkWord::Ok, battery_level }))
}

/// Switches the sleep mode on (`Sleep Mode,On`). The meter drops off the network some time later and cannot be woken
/// over it.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/sleep",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Message), DeviceFailures),
)]
pub(crate) async fn sleep(State(app): State<App>, Askable(unit): Askable) -> Result<Json<Message>, ApiError> {
    act(&app, unit, Command::SleepMode(OnOff::On), "Device entering sleep mode").await
}

/// Switches the sleep mode off (`Sleep Mode,Off`), as long as the meter still answers.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/wake",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Message), DeviceFailures),
)]
pub(crate) async fn wake(State(app): State<App>, Askable(unit): Askable) -> Result<Json<Message>, ApiError> {
    act(&app, unit, Command::SleepMode(OnOff::Off), "Device waking from sleep mode").await
}

/// Asks whether the sleep mode is on (`Sleep Mode?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/sleep/status",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = SleepStatus), DeviceFailures),
)]
pub(crate) async fn sleep_status(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<SleepStatus>, ApiError> {
    let sleep_status = word(&app, unit, Command::SleepModeQuery).await?;
    Ok(Json(SleepStatus { status: OkWord::Ok, sleep_status }))
}
