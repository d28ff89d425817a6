//! The number of the folder a meter writes next, and whether it is taken.

use axum::Json;
use axum::extract::State;
use nl43_proto::{Command, StoreName};
use slm_api_types::{IndexNumber, IndexUpdate, Message, Ok as OkWord, OverwriteCheck, Problem};

use super::control::act;
use super::word;
use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::responses::{DeviceFailures, DeviceFieldFailures};
use crate::http::unit::{Askable, RawUnit};

/// Reads the number of the folder that is written next (`Store Name?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/index-number",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = IndexNumber), DeviceFailures),
)]
pub(crate) async fn get_index_number(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<IndexNumber>, ApiError> {
    let index_number = word(&app, unit, Command::StoreNameQuery).await?;
    Ok(Json(IndexNumber { status: OkWord::Ok, index_number }))
}

/// Sets the number of the folder that is written next (`Store Name,0042`).
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/index-number",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = IndexUpdate,
    responses((status = 200, body = Message), (status = 400, body = Problem), DeviceFieldFailures),
)]
pub(crate) async fn put_index_number(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Message>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let index = fields.required_integer("index");
    let index = fields.finish_with(index)?;
    let unit = name.askable(&app)?;
    let index = u16::try_from(index).ok().and_then(StoreName::new).ok_or(ApiError::IndexOutOfRange)?;
    act(&app, unit, Command::StoreName(index), format!("Index number set to {index}")).await
}

/// Asks whether data exist where the next measurement would be stored (`Overwrite?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/overwrite-check",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = OverwriteCheck), DeviceFailures),
)]
pub(crate) async fn overwrite_check(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<OverwriteCheck>, ApiError> {
    let overwrite_status = word(&app, unit, Command::OverwriteQuery).await?;
    let will_overwrite = overwrite_status == nl43_proto::Overwrite::Exist.as_str();
    let safe_to_store = !will_overwrite;
    Ok(Json(OverwriteCheck { status: OkWord::Ok, overwrite_status, will_overwrite, safe_to_store }))
}
