//! `…/config`: one unit's configuration.

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    ConfigUpdate, Data, Message, Problem, UnitSettings, UnitSettingsSummary, ValidationProblem,
};

use super::roster::wake;
use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::settings::SettingsChange;
use crate::http::shape;
use crate::http::unit::{Configured, RawUnit};
use crate::operations;

/// Shows a unit's configuration.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/config",
    tag = "configuration",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Data<UnitSettings>), (status = 404, body = Problem)),
)]
pub(crate) async fn get_config(Configured(unit): Configured) -> Json<Data<UnitSettings>> {
    Json(Data::new(shape::settings(&unit.config())))
}

/// Creates or changes a unit; only what is given and not null changes.
///
/// A meter whose sleep mode is on is woken, as it would drop off the network.
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/config",
    tag = "configuration",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = ConfigUpdate,
    responses((status = 200, body = Data<UnitSettingsSummary>), (status = 422, body = ValidationProblem)),
)]
pub(crate) async fn put_config(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Data<UnitSettingsSummary>>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let unit = fields.unit_of_path(&name.0);
    let change = SettingsChange::read_with_host(&mut fields);
    fields.finish()?;
    let unit = unit.ok_or(ApiError::UnknownPath)?;
    let handle = operations::upsert_unit(&app, unit, move |config| change.apply(config)).await?;
    wake(&app, &handle).await;
    Ok(Json(Data::new(shape::settings_summary(&handle.config()))))
}

/// Removes a unit with its state; history and log stay.
#[utoipa::path(
    delete,
    path = "/api/nl43/{unit_id}/config",
    tag = "configuration",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Message), (status = 404, body = Problem)),
)]
pub(crate) async fn delete_config(State(app): State<App>, name: RawUnit) -> Result<Json<Message>, ApiError> {
    let id = name.lookup().ok_or(ApiError::NotConfigured)?;
    operations::delete_unit(&app, id.clone()).await?;
    Ok(Json(Message::new(format!("Deleted device {id}"))))
}
