//! Raw commands for experts.

use axum::Json;
use axum::extract::State;
use nl43_proto::{Reply, ResultCode, catalogue};
use slm_api_types::{CommandList, Ok as OkWord, Problem, RawCommand as RawCommandBody, RawReply};

use crate::app::App;
use crate::http::command::{self, RawCommand};
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::responses::DeviceFieldFailures;
use crate::http::unit::RawUnit;
use crate::operations::{self, Operator};

/// Sends any command of the instrument's list, and shows what the meter answered.
///
/// What is known to be wrong is refused before it is sent; what may cut the connection needs `confirm`. A setting whose
/// values are not known is passed on: the meter decides.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/command",
    tag = "control",
    extensions(("x-slmm" = json!(true))),
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = RawCommandBody,
    responses(
        (status = 200, body = RawReply),
        (status = 409, description = "It may cut the connection and was not confirmed", body = Problem),
        DeviceFieldFailures,
    ),
)]
pub(crate) async fn raw_command(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<RawReply>, ApiError> {
    let raw = RawCommand::read(&body.0)?;
    let unit = name.askable(&app)?;
    let line = raw.command.wire();
    if let Some(reason) = raw.unconfirmed {
        return Err(ApiError::NeedsConfirmation { line, reason });
    }
    let operator = Operator::new(&app, unit);
    let reply = operations::run_command(&operator, raw.command).await.map_err(ApiError::device)?;
    Ok(Json(RawReply {
        status: OkWord::Ok,
        command: line,
        result_code: ResultCode::Ok.to_string(),
        value: command::value(raw.entry, &reply),
        reply: (reply != Reply::Done).then(|| reply.text()),
    }))
}

/// Lists the commands of the instrument, with what they take.
#[utoipa::path(
    get,
    path = "/api/nl43/_commands",
    tag = "control",
    extensions(("x-slmm" = json!(true))),
    responses((status = 200, body = CommandList)),
)]
pub(crate) async fn command_list() -> Json<CommandList> {
    let commands: Vec<_> = catalogue::CATALOGUE.iter().map(command::info).collect();
    Json(CommandList { status: OkWord::Ok, count: commands.len(), commands })
}
