//! The API's description, for people and programs.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
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
        .route("/redoc", get(async || Redirect::temporary("/docs")))
}

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
