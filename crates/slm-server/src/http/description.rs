//! What the API's description says of every operation, so that no route has to repeat it.

use axum::Router;
use axum::http::StatusCode;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// The routes, and their description made whole.
pub(super) fn described(routes: OpenApiRouter<App>) -> (Router<App>, OpenApi) {
    let (routes, mut description) = routes.split_for_parts();
    for path in description.paths.paths.values_mut() {
        let operations =
            [&mut path.get, &mut path.put, &mut path.post, &mut path.delete, &mut path.patch, &mut path.head];
        operations.into_iter().flatten().for_each(describe);
    }
    (routes, description)
}

fn describe(operation: &mut Operation) {
    let stands_in = |place: &ParameterIn| {
        let mut parameters = operation.parameters.iter().flatten();
        parameters.any(|one| matches!(one, RefOr::T(parameter) if parameter.parameter_in == *place))
    };
    let (has_path, has_query) = (stands_in(&ParameterIn::Path), stands_in(&ParameterIn::Query));
    let has_body = operation.request_body.is_some();
    let is_websocket = operation.responses.responses.contains_key("101");
    if is_websocket {
        // Mistakes in the query are told on the socket.
        for (status, words) in [
            (StatusCode::BAD_REQUEST, "The handshake is none"),
            (StatusCode::FORBIDDEN, "There is no such WebSocket"),
            (StatusCode::NOT_FOUND, "No WebSocket was asked for"),
            (StatusCode::UPGRADE_REQUIRED, "Only version 13 of the WebSocket protocol is spoken"),
        ] {
            promise(operation, status, PROBLEM, words);
        }
    }
    if has_path {
        promise(operation, StatusCode::NOT_FOUND, PROBLEM, "Nothing has such a name");
    }
    if has_body {
        promise(operation, StatusCode::REQUEST_TIMEOUT, PROBLEM, "The body did not come within 30 s");
        promise(operation, StatusCode::PAYLOAD_TOO_LARGE, PROBLEM, "The body is longer than 64 KiB");
    }
    if has_body || (has_query && !is_websocket) {
        promise(operation, StatusCode::UNPROCESSABLE_ENTITY, VALIDATION_PROBLEM, "");
    }
    let failed = answer(PROBLEM, "The service failed: 500 and 503 of the database, 504 after two minutes");
    operation.responses.responses.entry("default".to_owned()).or_insert(RefOr::T(failed));
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response {
            say_something(status, response);
        }
    }
}

const PROBLEM: &str = "Problem";
const VALIDATION_PROBLEM: &str = "ValidationProblem";

/// Adds an answer that the route does not describe itself.
fn promise(operation: &mut Operation, status: StatusCode, schema: &str, words: &str) {
    let answers = &mut operation.responses.responses;
    answers.entry(status.as_str().to_owned()).or_insert_with(|| RefOr::T(answer(schema, words)));
}

fn answer(schema: &str, words: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name(schema)));
    ResponseBuilder::new().description(words).content("application/json", content).build()
}

/// Gives a response without a description its status's own words.
fn say_something(status: &str, response: &mut Response) {
    if response.description.is_empty() {
        let status = status.parse().ok().and_then(|code| StatusCode::from_u16(code).ok());
        let words = status.and_then(|status| status.canonical_reason()).unwrap_or("An answer");
        words.clone_into(&mut response.description);
    }
}
