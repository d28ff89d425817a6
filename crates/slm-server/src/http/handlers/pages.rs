//! The API's description, for people and programs.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use utoipa::openapi::OpenApi;

use crate::app::App;
use crate::http::problem::ApiError;

/// The API's browsable description; its scripts come from this service.
const DOCS_PAGE: &str = include_str!("../../../assets/docs.html");

/// `/openapi.json`, `/docs` and `/redoc`.
pub(crate) fn routes(description: &OpenApi) -> Router<App> {
    let description = Bytes::from(description.to_json().unwrap_or_default());
    let described =
        move || async move { ([(header::CONTENT_TYPE, "application/json")], description.clone()) };
    Router::new()
        .route("/openapi.json", get(described))
        .route("/docs", get(async || Html(DOCS_PAGE)))
        .route("/docs/{file}", get(docs_file))
        // One browser serves who knows either address.
        .route("/redoc", get(async || Html(DOCS_PAGE)))
}

/// Shows the dashboard.
#[utoipa::path(
    get,
    path = "/",
    tag = "pages",
    responses(
        (status = 200, description = "The page", content_type = "text/html"),
        (status = 304, description = "The page that the client has"),
    ),
)]
#[expect(dead_code, reason = "describes a route of the dashboard's own")]
pub(crate) fn page() {}

/// Shows the same page, at the address where the roster was.
#[utoipa::path(
    get,
    path = "/roster",
    tag = "pages",
    responses(
        (status = 200, description = "The page", content_type = "text/html"),
        (status = 304, description = "The page that the client has"),
    ),
)]
#[expect(dead_code, reason = "describes a route of the dashboard's own")]
pub(crate) fn roster_page() {}

/// A file of the vendored API browser.
async fn docs_file(Path(file): Path<String>) -> Response {
    let config = Arc::new(utoipa_swagger_ui::Config::from("/openapi.json"));
    match utoipa_swagger_ui::serve(&file, config) {
        Ok(Some(found)) => {
            ([(header::CONTENT_TYPE, found.content_type)], found.bytes.into_owned()).into_response()
        }
        Ok(None) | Err(_) => ApiError::UnknownPath.into_response(),
    }
}
