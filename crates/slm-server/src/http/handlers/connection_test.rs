//! `_connection-test`: trying an address before a unit is made of it.

use axum::Json;
use axum::extract::State;
use nl43_client::doctor::{Finding, Verdict};
use slm_api_types::{
    ConnectionStep, ConnectionTest, ConnectionTested, Instrument, Ok as OkWord, Problem, ValidationProblem,
};

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::operations::{self, Address};

/// Tries an address and says in plain words what is wrong (ours).
///
/// A meter takes one connection: where a unit has the address already, its line is asked and no second one is opened. Takes 40 s at
/// most, ten when all is well; one at a time.
#[utoipa::path(
    post,
    path = "/api/nl43/_connection-test",
    tag = "configuration",
    extensions(("x-slmm" = json!(true))),
    request_body = ConnectionTest,
    responses(
        (status = 200, body = ConnectionTested),
        (status = 409, description = "Another test runs", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn test_connection(
    State(app): State<App>,
    body: JsonObject,
) -> Result<Json<ConnectionTested>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let host = fields.required_host("host");
    let tcp_port = fields.port("tcp_port").unwrap_or(2255);
    let has_files = fields.boolean("ftp_enabled").unwrap_or_default();
    let ftp_port = fields.port("ftp_port").unwrap_or(21);
    let host = fields.finish_with(host)?;
    let address = Address { host, tcp_port, ftp_port: has_files.then_some(ftp_port) };
    let found = operations::test_connection(&app, address).await?;
    Ok(Json(ConnectionTested {
        status: OkWord::Ok,
        reachable: found.is_reachable,
        held_by: found.held_by.map(|unit| unit.to_string()),
        steps: found.findings.into_iter().map(step).collect(),
        instrument: found.identity.map(|identity| Instrument {
            model: identity.model,
            serial_number: identity.serial_number,
            version: identity.version,
        }),
    }))
}

fn step(finding: Finding) -> ConnectionStep {
    ConnectionStep {
        name: finding.check.to_owned(),
        ok: finding.verdict != Verdict::Problem,
        detail: finding.found,
        advice: finding.advice,
    }
}
