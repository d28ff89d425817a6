//! What routes of one kind answer alike, for the API's description.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

/// How a route that asks a meter fails: 403, 404, 502, 503, 504.
pub(crate) struct DeviceFailures;

/// How it fails when it takes fields besides: 422, too.
pub(crate) struct DeviceFieldFailures;

/// How a download from a card fails.
pub(crate) struct DownloadFailures;

impl IntoResponses for DownloadFailures {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses: BTreeMap<_, _> =
            ["400", "404", "502", "503", "504", "507"].map(|status| response(status, "Problem")).into();
        responses.extend([response("422", "ValidationProblem")]);
        responses
    }
}

impl IntoResponses for DeviceFailures {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        ["403", "404", "502", "503", "504"].map(|status| response(status, "Problem")).into()
    }
}

impl IntoResponses for DeviceFieldFailures {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = DeviceFailures::responses();
        responses.extend([response("422", "ValidationProblem")]);
        responses
    }
}

fn response(status: &str, schema: &str) -> (String, RefOr<Response>) {
    let content = Content::new(Some(Ref::from_schema_name(schema)));
    let response = ResponseBuilder::new().content("application/json", content).build();
    (status.to_owned(), response.into())
}
