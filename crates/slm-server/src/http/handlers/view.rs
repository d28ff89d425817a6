//! `/view/{token}`: what clients see.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, BoxStream, StreamExt};
use slm_api_types::{ClientView, Problem, ValidationProblem, ViewedNews};
use slm_domain::{ClientLink, LiveEvent};
use slm_feed::{Delivery, Encoding};
use slm_fleet::UnitHandle;

use crate::app::App;
use crate::client_links::{Step, news, units_of};
use crate::fields::Fields;
use crate::http::client_link::links;
use crate::http::problem::ApiError;
use crate::http::request::{PathObject, QueryObject};

/// A client that has vanished is noticed by what cannot be sent to it.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// The link that a path's token names; every other token is no address at all.
pub(crate) struct Followed(pub(crate) Arc<ClientLink>);

impl FromRequestParts<App> for Followed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let PathObject(path) = PathObject::from_request_parts(parts, app).await?;
        let token = path.get("token").and_then(|token| token.as_str()).unwrap_or_default();
        links(app)?.find(token).map(Self).ok_or(ApiError::UnknownPath)
    }
}

/// Shows a client the units of his link: levels now, the day so far, limits, the last 24 hours (ours).
///
/// 404 unless `CLIENT_LINKS` is on. Worked out once in ten seconds, however many ask.
#[utoipa::path(
    get,
    path = "/view/{token}/data",
    tag = "live",
    extensions(("x-slmm" = json!(true))),
    params(
        ("token" = String, Path, description = "What the link's address ends with"),
        ("step" = Option<i64>, Query, description = "Minutes of a step of the last 24 hours: 5 or 15; 15 unless given"),
    ),
    responses(
        (status = 200, body = ClientView),
        (status = 404, description = "There is no such link, or links are switched off", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn view_data(
    State(app): State<App>,
    link: Followed,
    query: QueryObject,
) -> Result<Response, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let step = fields.parsed("step", |text| match text {
        "5" => Ok(Step::Five),
        "15" => Ok(Step::Quarter),
        _ => Err("expected 5 or 15".to_owned()),
    });
    fields.finish()?;
    let body = links(&app)?.answer(&app, &link.0, step.unwrap_or_default()).await?;
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, body).into_response())
}

/// Live levels of the units of a link, as server-sent events named `now` (ours).
///
/// It ends when the link is taken back and when its units change; a browser then comes back by itself.
#[utoipa::path(
    get,
    path = "/view/{token}/events",
    tag = "live",
    extensions(("x-slmm" = json!(true))),
    params(("token" = String, Path, description = "What the link's address ends with")),
    responses(
        (status = 200, description = "Events", content_type = "text/event-stream", body = ViewedNews),
        (status = 404, description = "There is no such link, or links are switched off", body = Problem),
        (status = 503, description = "As many follow links as may", body = Problem),
    ),
)]
pub(crate) async fn view_events(State(app): State<App>, link: Followed) -> Result<Response, ApiError> {
    let (place, mut news) = links(&app)?.follow(&link.0).ok_or(ApiError::TooManyFollowers)?;
    let units = units_of(&app, &link.0).await?;
    let mut feeds: Vec<_> =
        units.into_iter().map(|unit| told(app.clone(), Arc::clone(&link.0), unit)).collect();
    if feeds.is_empty() {
        // Nobody is in the group at the moment.
        feeds.push(stream::pending().boxed());
    }
    let events = stream::select_all(feeds).map(Ok::<_, Infallible>);
    let is_over = async move {
        let _place = place;
        // The sender lives as long as the service.
        let _ = news.changed().await;
    };
    let mut answer = Sse::new(events.take_until(is_over))
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response();
    // Proxies must not hold events back.
    answer.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    Ok(answer)
}

/// What a client may hear of a unit: its levels, and that there are none.
fn told(app: App, link: Arc<ClientLink>, unit: UnitHandle) -> BoxStream<'static, Event> {
    let subscription = unit.monitor().subscribe(Encoding::default(), None);
    let deliveries = stream::unfold(subscription, |mut subscription| async {
        let delivery = subscription.next().await;
        (!matches!(delivery, Delivery::Closed(_))).then_some((delivery, subscription))
    });
    let events = deliveries.filter_map(move |delivery| {
        let Delivery::Frame { frame, .. } = &delivery else { return std::future::ready(None) };
        let told = match frame.event() {
            LiveEvent::Reading { reading, .. } => Some(news(&app, &link, &unit, Some(reading))),
            LiveEvent::Unreachable { .. } => Some(news(&app, &link, &unit, None)),
            _ => None,
        };
        std::future::ready(told.and_then(|news| Event::default().event("now").json_data(news).ok()))
    });
    events.boxed()
}
