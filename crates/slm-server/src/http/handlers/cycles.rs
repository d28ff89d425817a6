//! Start and stop cycles, as schedulers use them.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use slm_api_types::{
    CycleProblem, OperationBegun, Problem, StartCycle, StartCycleDone, StopCycle, StopCycleDone,
    ValidationProblem,
};
use slm_domain::cycle::{StartOptions, StopOptions};

use crate::app::App;
use crate::fields::Fields;
use crate::http::operation::{OperationName, in_background, run_long};
use crate::http::problem::ApiError;
use crate::http::request::{OptionalJsonObject, QueryObject};
use crate::http::unit::RawUnit;
use crate::operations::cycle::{self, Cycle, Request, StopRequest, Target};

/// Sets the clock, finds the next free store name, and starts a measurement.
///
/// Answers when the meter measures. `background=true` (ours) answers 202 at once; the operation shows each step. A cycle that
/// ended early can be restarted.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/start-cycle",
    tag = "cycles",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("background" = Option<bool>, Query, description = "Answer at once (ours)"),
    ),
    request_body = Option<StartCycle>,
    responses(
        (status = 200, body = StartCycleDone),
        (status = 202, body = OperationBegun),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Another cycle of the unit runs", body = Problem),
        (status = 422, body = ValidationProblem),
        (status = 502, description = "A step failed", body = CycleProblem),
        (status = 503, body = Problem),
    ),
)]
pub(crate) async fn start_cycle(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
    body: OptionalJsonObject,
) -> Result<Response, ApiError> {
    let background = in_background(&query.0)?;
    let mut fields = Fields::new("body", &body.0);
    let sync_clock = fields.boolean("sync_clock").unwrap_or(true);
    fields.finish()?;
    let unit = name.askable(&app)?;
    let cycle = cycle::begin(&app, unit, Request::Start(StartOptions { sync_clock }))?;
    run(&app, cycle, background).await
}

/// Stops a measurement, switches the FTP server on, and fetches the measurement's folder as one archive.
///
/// Answers when the archive is whole, checked and sealed; a download that failed is told in the answer. `background=true`
/// (ours) answers 202 at once.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/stop-cycle",
    tag = "cycles",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("background" = Option<bool>, Query, description = "Answer at once (ours)"),
    ),
    request_body = Option<StopCycle>,
    responses(
        (status = 200, body = StopCycleDone),
        (status = 202, body = OperationBegun),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "Another cycle of the unit runs", body = Problem),
        (status = 422, body = ValidationProblem),
        (status = 502, description = "A step failed", body = CycleProblem),
        (status = 503, body = Problem),
    ),
)]
pub(crate) async fn stop_cycle(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
    body: OptionalJsonObject,
) -> Result<Response, ApiError> {
    let background = in_background(&query.0)?;
    let (download, toggle_ftp, target) = stop_fields(&app, &body.0)?;
    let unit = name.askable(&app)?;
    // Whoever has no credentials here does not fetch files from here.
    let login = download || unit.config().ftp_username.is_some();
    let options = StopOptions { download, toggle_ftp, login };
    let cycle = cycle::begin(&app, unit, Request::Stop(StopRequest { options, target }))?;
    run(&app, cycle, background).await
}

/// Goes on with an operation that ended early, from the step it ended at (ours).
///
/// What it did before is verified, not repeated. Answers as the call that began it.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/operations/{operation_id}/restart",
    tag = "operations",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("operation_id" = String, Path, description = "Name of the operation"),
        ("background" = Option<bool>, Query, description = "Answer at once"),
    ),
    responses(
        (status = 200, description = "As the call that began it"),
        (status = 202, body = OperationBegun),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 409, description = "It runs, was done, or cannot go on", body = Problem),
        (status = 422, body = ValidationProblem),
        (status = 502, description = "A step failed", body = CycleProblem),
        (status = 503, body = Problem),
    ),
)]
pub(crate) async fn restart_operation(
    State(app): State<App>,
    name: RawUnit,
    OperationName(id): OperationName,
    query: QueryObject,
) -> Result<Response, ApiError> {
    let background = in_background(&query.0)?;
    let unit = name.askable(&app)?;
    let cycle = cycle::restart(&app, unit, &id).await?;
    run(&app, cycle, background).await
}

async fn run(app: &App, cycle: Cycle, background: bool) -> Result<Response, ApiError> {
    let operation = cycle.operation();
    let unit = cycle.unit().clone();
    let id = operation.id.clone();
    let work = async move {
        let outcome = cycle.run().await.map_err(|failure| ApiError::Cycle(Box::new(failure)))?;
        Ok(Json(outcome.to_json(&unit, &id)).into_response())
    };
    run_long(app, &operation, background, work).await
}

fn stop_fields(app: &App, body: &Map<String, Value>) -> Result<(bool, bool, Option<Target>), ApiError> {
    let mut fields = Fields::new("body", body);
    let download = fields.boolean("download").unwrap_or(true);
    let toggle_ftp = fields.boolean("toggle_ftp").unwrap_or(true);
    let check = |text: &str| Target::check(text, &app.config.data.folder).map_err(|error| error.to_string());
    let target = fields.parsed("download_path", check);
    fields.finish()?;
    Ok((download, toggle_ftp, target))
}
