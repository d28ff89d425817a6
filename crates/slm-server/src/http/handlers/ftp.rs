//! The switch of a meter's FTP server, over its control line.

use axum::Json;
use axum::extract::State;
use nl43_proto::OnOff;
use slm_api_types::{FtpStatus, Message, Ok as OkWord, Problem};

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::unit::Askable;
use crate::operations::{self, Operator};

/// Switches the meter's FTP server on (`FTP,On`).
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/ftp/enable",
    tag = "files",
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
pub(crate) async fn ftp_enable(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<Message>, ApiError> {
    let operator = Operator::new(&app, unit);
    operations::switch_ftp(&operator, OnOff::On).await.map_err(ApiError::device)?;
    Ok(Json(Message::new("FTP enabled")))
}

/// Switches the meter's FTP server off (`FTP,Off`).
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/ftp/disable",
    tag = "files",
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
pub(crate) async fn ftp_disable(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<Message>, ApiError> {
    let operator = Operator::new(&app, unit);
    operations::switch_ftp(&operator, OnOff::Off).await.map_err(ApiError::device)?;
    Ok(Json(Message::new("FTP disabled")))
}

/// Asks the meter whether its FTP server is on (`FTP?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/ftp/status",
    tag = "files",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = FtpStatus),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 502, body = Problem),
        (status = 503, body = Problem),
        (status = 504, body = Problem),
    ),
)]
pub(crate) async fn ftp_status(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<FtpStatus>, ApiError> {
    let operator = Operator::new(&app, unit);
    let state = operations::read_ftp(&operator).await.map_err(ApiError::device)?;
    let ftp_enabled = state == OnOff::On;
    Ok(Json(FtpStatus { status: OkWord::Ok, ftp_enabled, ftp_status: state.to_string() }))
}
