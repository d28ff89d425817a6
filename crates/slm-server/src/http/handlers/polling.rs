//! Background polling of one unit and of all.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use slm_api_types::{Data, PollingSettings, PollingStatus, PollingUpdate, Problem, ValidationProblem};
use slm_fleet::UnitHandle;

use crate::app::App;
use crate::fields::{Fields, INTERVALS};
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::settings::switch_polling;
use crate::http::shape;
use crate::http::unit::RawUnit;
use crate::operations;

/// Shows a unit's background polling.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/polling/config",
    tag = "polling",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Data<PollingSettings>), (status = 404, body = Problem)),
)]
pub(crate) async fn get_polling(
    State(app): State<App>,
    name: RawUnit,
) -> Result<Json<Data<PollingSettings>>, ApiError> {
    let unit = name.configured(&app).map_err(|_| ApiError::NoDeviceConfiguration)?;
    Ok(Json(Data::new(shape::polling_settings(&unit.config()))))
}

/// Changes a unit's background polling.
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/polling/config",
    tag = "polling",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = PollingUpdate,
    responses(
        (status = 200, body = Data<PollingSettings>),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn put_polling(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Data<PollingSettings>>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let seconds = fields.integer_within("poll_interval_seconds", &INTERVALS);
    let poll_enabled = fields.boolean("poll_enabled");
    fields.finish()?;
    let unit = name.lookup().ok_or(ApiError::NoDeviceConfiguration)?;
    let changed = operations::update_unit(&app, unit, move |config| {
        if let Some(seconds) = seconds.and_then(|seconds| u64::try_from(seconds).ok()) {
            config.poll_interval = Duration::from_secs(seconds);
        }
        if let Some(poll_enabled) = poll_enabled {
            switch_polling(config, poll_enabled);
        }
    });
    let changed = changed.await.map_err(|error| match error {
        ApiError::NotConfigured => ApiError::NoDeviceConfiguration,
        error => error,
    })?;
    Ok(Json(Data::new(shape::polling_settings(&changed.config()))))
}

/// Shows the background polling of all units.
#[utoipa::path(
    get,
    path = "/api/nl43/_polling/status",
    tag = "polling",
    responses((status = 200, body = Data<PollingStatus>)),
)]
pub(crate) async fn polling_status(State(app): State<App>) -> Json<Data<PollingStatus>> {
    let mut units = app.fleet.units();
    units.retain(|unit| unit.config().tcp_enabled && unit.config().poll_enabled);
    let states = app.board.get_all(units.iter().map(UnitHandle::id));
    let with_states = units.iter().zip(states);
    let devices: Vec<_> =
        with_states.map(|(unit, state)| shape::polled_unit(&unit.config(), state.as_ref())).collect();
    let poller_running = !app.fleet.is_standby();
    Json(Data::new(PollingStatus { poller_running, total_devices: devices.len(), devices }))
}
