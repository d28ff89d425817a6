//! The dashboard: its files, and its one page under each of its addresses.

mod answer;
mod headers;

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;

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
    for asset in slm_web::assets() {
        let headers = Arc::clone(&headers);
        routes = routes.route(
            asset.path,
            get(async move |asked: HeaderMap| headers.secure(answer::with(asset, &asked))),
        );
    }
    routes
}
