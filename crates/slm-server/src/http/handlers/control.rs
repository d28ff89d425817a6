//! Acting on a meter, and resting its line.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use nl43_proto::{Command, OnOff};
use slm_api_types::{Disconnected, MeasurementState, Message, Ok as OkWord, PollingSwitched, Problem};
use slm_fleet::UnitHandle;

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::responses::DeviceFailures;
use crate::http::settings::switch_polling;
use crate::http::unit::{Askable, Configured};
use crate::operations::{self, Operator};

/// A command in flight may finish before its connection is closed.
const CLOSE_WITHIN: Duration = Duration::from_secs(10);

/// Starts a measurement (`Measure,Start`); a sleeping meter is woken first.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/start",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = Message),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn start(State(app): State<App>, Askable(unit): Askable) -> Result<Json<Message>, ApiError> {
    let operator = Operator::new(&app, unit);
    operations::start_measurement(&operator).await.map_err(ApiError::device_fixed)?;
    Ok(Json(Message::new("Measurement started")))
}

/// Stops a measurement (`Measure,Stop`); one that has stopped already is a success.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/stop",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = Message),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn stop(State(app): State<App>, Askable(unit): Askable) -> Result<Json<Message>, ApiError> {
    let operator = Operator::new(&app, unit);
    operations::stop_measurement(&operator).await.map_err(ApiError::device_fixed)?;
    Ok(Json(Message::new("Measurement stopped")))
}

/// Pauses the measurement (`Pause,On`).
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/pause",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Message), DeviceFailures),
)]
pub(crate) async fn pause(State(app): State<App>, Askable(unit): Askable) -> Result<Json<Message>, ApiError> {
    act(&app, unit, Command::Pause(OnOff::On), "Measurement paused").await
}

/// Goes on with a paused measurement (`Pause,Off`).
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/resume",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Message), DeviceFailures),
)]
pub(crate) async fn resume(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<Message>, ApiError> {
    act(&app, unit, Command::Pause(OnOff::Off), "Measurement resumed").await
}

/// Resets the measurement data (`Reset`); meters of today are expected not to know this command.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/reset",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Message), DeviceFailures),
)]
pub(crate) async fn reset(State(app): State<App>, Askable(unit): Askable) -> Result<Json<Message>, ApiError> {
    act(&app, unit, Command::Reset, "Measurement data reset").await
}

/// Puts the finished measurement on the card (`Manual Store,Start`); works in Manual store mode.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/store",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Message), DeviceFailures),
)]
pub(crate) async fn store(State(app): State<App>, Askable(unit): Askable) -> Result<Json<Message>, ApiError> {
    let operator = Operator::new(&app, unit);
    operator.tell(Command::ManualStore).await.map_err(ApiError::device_fixed)?;
    Ok(Json(Message::new("Data stored to SD card")))
}

/// Asks the meter whether it measures (`Measure?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/measurement-state",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = MeasurementState),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn measurement_state(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<MeasurementState>, ApiError> {
    let operator = Operator::new(&app, unit);
    let state = operations::read_run_state(&operator).await.map_err(ApiError::device)?;
    let measurement_state = state.as_str().to_owned();
    let is_measuring = state == nl43_proto::RunState::Start;
    Ok(Json(MeasurementState { status: OkWord::Ok, measurement_state, is_measuring }))
}

/// Closes the idle connection to a meter; not an error when there is none.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/disconnect",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Disconnected), (status = 404, body = Problem)),
)]
pub(crate) async fn disconnect(Configured(unit): Configured) -> Json<Disconnected> {
    let disconnected = close(&unit).await;
    let message = if disconnected { "Connection closed" } else { "No cached connection to close" };
    let config = unit.config();
    Json(Disconnected {
        status: OkWord::Ok,
        unit_id: unit.id().to_string(),
        device_key: format!("{}:{}", config.host, config.tcp_port),
        disconnected,
        message: message.to_owned(),
    })
}

/// Rests a unit: nothing is polled and no connection held until it is activated.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/deactivate",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = PollingSwitched), (status = 404, body = Problem)),
)]
pub(crate) async fn deactivate(
    State(app): State<App>,
    Configured(unit): Configured,
) -> Result<Json<PollingSwitched>, ApiError> {
    let changed = operations::update_unit(&app, unit.id().clone(), |config| {
        config.poll_enabled = false;
        config.deactivated = true;
    });
    let unit = changed.await?;
    close(&unit).await;
    Ok(switched(&unit, "Polling disabled and connection closed for this unit"))
}

/// Ends the rest of a unit.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/activate",
    tag = "control",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = PollingSwitched), (status = 404, body = Problem)),
)]
pub(crate) async fn activate(
    State(app): State<App>,
    Configured(unit): Configured,
) -> Result<Json<PollingSwitched>, ApiError> {
    let changed = operations::update_unit(&app, unit.id().clone(), |config| switch_polling(config, true));
    Ok(switched(&changed.await?, "Polling enabled for this unit"))
}

/// Tells a meter one thing, and what was done.
pub(super) async fn act(
    app: &App,
    unit: UnitHandle,
    command: Command,
    done: impl Into<String>,
) -> Result<Json<Message>, ApiError> {
    Operator::new(app, unit).tell(command).await.map_err(ApiError::device)?;
    Ok(Json(Message::new(done)))
}

async fn close(unit: &UnitHandle) -> bool {
    tokio::time::timeout(CLOSE_WITHIN, unit.disconnect()).await.unwrap_or_default()
}

fn switched(unit: &UnitHandle, message: &str) -> Json<PollingSwitched> {
    Json(PollingSwitched {
        status: OkWord::Ok,
        unit_id: unit.id().to_string(),
        poll_enabled: unit.config().poll_enabled,
        message: message.to_owned(),
    })
}
