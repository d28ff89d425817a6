//! The dashboard: its files, and its one page under each of its addresses.

mod answer;
mod headers;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{MethodRouter, get};

use super::client_link::links;
use super::handlers::view::Followed;
use super::problem::ApiError;
use crate::app::App;
use crate::config::WebConfig;

pub(crate) use headers::PageHeaders;

/// Addresses of the dashboard. The page itself finds out what each is about; any other address is none.
const PAGES: [&str; 9] = [
    "/",
    "/roster",
    "/map",
    "/wall",
    "/units/{*rest}",
    "/alarms",
    "/alarms/{*rest}",
    "/setup",
    "/setup/{*rest}",
];

/// The page's addresses, and the files it is made of.
pub(crate) fn routes(config: &WebConfig) -> Router<App> {
    let headers = Arc::new(PageHeaders::new(config));
    let mut routes = Router::new();
    for address in PAGES {
        let headers = Arc::clone(&headers);
        routes = routes.route(
            address,
            get(async move |asked: HeaderMap| headers.secure(answer::with(slm_web::page(), &asked))),
        );
    }
    routes = routes.route("/view/{token}", view(Arc::clone(&headers)));
    for asset in slm_web::assets() {
        let headers = Arc::clone(&headers);
        routes = routes.route(
            asset.path,
            get(async move |asked: HeaderMap| headers.secure(answer::with(asset, &asked))),
        );
    }
    routes
}

/// The page of a link for clients. A link that is none gets it, too, for people are to read what is wrong; with a 404.
fn view(headers: Arc<PageHeaders>) -> MethodRouter<App> {
    get(async move |State(app): State<App>, link: Result<Followed, ApiError>, asked: HeaderMap| {
        links(&app)?;
        let answer = if link.is_ok() {
            answer::with(slm_web::page(), &asked)
        } else {
            let mut answer = answer::with(slm_web::page(), &HeaderMap::new());
            *answer.status_mut() = StatusCode::NOT_FOUND;
            answer
        };
        Ok::<_, ApiError>(headers.secure(answer))
    })
}
