//! Long operations: looking at them, ending them.

use axum::Json;
use axum::extract::State;
use slm_api_types::{Data, Ok as OkWord, OperationDetails, OperationList, Problem};

use crate::app::App;
use crate::http::operation::{OperationName, details};
use crate::http::problem::ApiError;
use crate::http::unit::RawUnit;
use crate::operations::cycle;
use crate::progress::NotCancelled;

/// Lists a unit's running and recent long operations, newest first (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/operations",
    tag = "operations",
    extensions(("x-slmm" = json!(true))),
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = OperationList), (status = 404, body = Problem)),
)]
pub(crate) async fn list_operations(
    State(app): State<App>,
    name: RawUnit,
) -> Result<Json<OperationList>, ApiError> {
    let unit = name.configured(&app)?;
    let operations: Vec<OperationDetails> =
        app.operations.of_unit(unit.id()).into_iter().map(details).collect();
    let count = operations.len();
    Ok(Json(OperationList { status: OkWord::Ok, unit_id: unit.id().to_string(), operations, count }))
}

/// Shows how a long operation stands (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/operations/{operation_id}",
    tag = "operations",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("operation_id" = String, Path, description = "Name of the operation"),
    ),
    responses((status = 200, body = Data<OperationDetails>), (status = 404, body = Problem)),
)]
pub(crate) async fn get_operation(
    State(app): State<App>,
    name: RawUnit,
    OperationName(id): OperationName,
) -> Result<Json<Data<OperationDetails>>, ApiError> {
    let unit = name.configured(&app)?;
    let shown = cycle::past_operation(&app, unit.id(), &id).await?.ok_or(ApiError::NoOperation)?;
    Ok(Json(Data::new(details(shown))))
}

const ENDED: ApiError = ApiError::Conflict("The operation has ended");

/// Asks a running operation to end; it stops after the command in flight (ours).
#[utoipa::path(
    delete,
    path = "/api/nl43/{unit_id}/operations/{operation_id}",
    tag = "operations",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("operation_id" = String, Path, description = "Name of the operation"),
    ),
    responses(
        (status = 200, body = Data<OperationDetails>),
        (status = 404, body = Problem),
        (status = 409, description = "It has ended, or cannot be ended half-way", body = Problem),
    ),
)]
pub(crate) async fn cancel_operation(
    State(app): State<App>,
    name: RawUnit,
    OperationName(id): OperationName,
) -> Result<Json<Data<OperationDetails>>, ApiError> {
    let unit = name.configured(&app)?;
    match app.operations.cancel(unit.id(), &id) {
        Ok(shown) => Ok(Json(Data::new(details(shown)))),
        Err(NotCancelled::Unknown) => {
            let kept = cycle::past_operation(&app, unit.id(), &id).await?;
            Err(if kept.is_some() { ENDED } else { ApiError::NoOperation })
        }
        Err(NotCancelled::Ended) => Err(ENDED),
        Err(NotCancelled::Unstoppable) => Err(ApiError::Conflict("This operation cannot be ended half-way")),
    }
}
