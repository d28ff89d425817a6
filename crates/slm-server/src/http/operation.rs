//! Long operations in HTTP: their JSON, and calls that wait for one or leave it in the background.

use axum::Json;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use slm_api_types::{Ok as OkWord, OperationBegun, OperationDetails, OperationStep};
use slm_domain::operation::{Operation, OperationId, OperationKind, OperationState, Step};
use slm_domain::{DeviceError, UnitId};

use super::problem::ApiError;
use super::time::{iso_utc, iso_utc_of};
use crate::app::App;
use crate::fields::Fields;
use crate::progress::Shown;

/// Names the operation of a long call in its answer.
pub(crate) const OPERATION_HEADER: HeaderName = HeaderName::from_static("x-operation-id");

/// The text of `{operation_id}`, as it came.
pub(crate) struct OperationName(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for OperationName {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| ApiError::UnknownPath)?;
        let found = params.iter().find(|(key, _)| *key == "operation_id");
        found.map(|(_, id)| Self(id.to_owned())).ok_or(ApiError::UnknownPath)
    }
}

/// Operations of one unit at once; more would only wait for each other.
const MAX_RUNNING: usize = 16;

/// `background`: whether a long call is answered at once, while it goes on.
pub(crate) fn in_background(query: &Map<String, Value>) -> Result<bool, ApiError> {
    let mut fields = Fields::new("query", query);
    let background = fields.boolean("background").unwrap_or_default();
    fields.finish()?;
    Ok(background)
}

/// Runs a long call to its end, whether or not its client stays. Answers with what it brought, or at once with the
/// operation's name when the client wants to look later.
///
/// # Errors
/// What the work failed of; the unit has too much to do already.
pub(crate) async fn run_long(
    app: &App,
    operation: &Operation,
    background: bool,
    work: impl Future<Output = Result<Response, ApiError>> + Send + 'static,
) -> Result<Response, ApiError> {
    let Operation { id, unit, .. } = operation;
    if app.operations.running(unit) > MAX_RUNNING {
        return Err(ApiError::device(DeviceError::Busy));
    }
    let task = app.operations.run(work);
    if background {
        return Ok(begun(unit, id));
    }
    let mut response = match task.await {
        Ok(answered) => answered.unwrap_or_else(IntoResponse::into_response),
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only the end of the runtime cancels it.
            Err(_) => ApiError::TimedOut.into_response(),
        },
    };
    mark(&mut response, id);
    Ok(response)
}

fn begun(unit: &UnitId, id: &OperationId) -> Response {
    let location = format!("/api/nl43/{}/operations/{id}", super::live::percent_encoded(unit.as_str()));
    let body = OperationBegun {
        status: OkWord::Ok,
        unit_id: unit.to_string(),
        operation_id: id.to_string(),
        location: location.clone(),
    };
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    mark(&mut response, id);
    response
}

fn mark(response: &mut Response, id: &OperationId) {
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(OPERATION_HEADER, value);
    }
}

/// An operation as its routes show it.
pub(crate) fn details(shown: Shown) -> OperationDetails {
    let Shown { operation, result, can_cancel, is_cancelling } = shown;
    OperationDetails { result, can_cancel, is_cancelling, ..of_operation(&operation) }
}

/// An operation as its frames show it.
pub(crate) fn of_operation(operation: &Operation) -> OperationDetails {
    OperationDetails {
        operation_id: operation.id.to_string(),
        unit_id: operation.unit.to_string(),
        kind: operation.kind.to_string(),
        state: operation.state.to_string(),
        began: iso_utc(operation.began),
        ended: iso_utc_of(operation.ended),
        steps: operation.steps.iter().map(step).collect(),
        bytes_done: operation.bytes_done,
        bytes_total: operation.bytes_total,
        note: operation.note.clone(),
        error: operation.error.clone(),
        meter_state: operation.meter.clone(),
        result: None,
        can_cancel: false,
        is_cancelling: false,
        can_restart: can_restart(operation),
    }
}

/// Whether it is of a kind that can go on where it ended.
pub(crate) fn can_restart(operation: &Operation) -> bool {
    let is_cycle = matches!(operation.kind, OperationKind::StartCycle | OperationKind::StopCycle);
    is_cycle && !matches!(operation.state, OperationState::Running | OperationState::Done)
}

fn step(step: &Step) -> OperationStep {
    OperationStep {
        name: step.name.to_string(),
        state: step.state.to_string(),
        detail: step.detail.clone(),
        began: iso_utc_of(step.began),
        ended: iso_utc_of(step.ended),
    }
}
