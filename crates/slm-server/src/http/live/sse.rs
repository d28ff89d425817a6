//! Live feeds as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use serde_json::{Value, json};
use slm_domain::LiveEvent;
use slm_feed::{CloseReason, Delivery, Subscription};

use super::form::Wishes;
use super::units::{Chosen, followable};
use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::request::QueryObject;
use crate::http::unit::RawUnit;

/// A client that has vanished is noticed by what cannot be sent to it.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

/// Live levels of one unit as server-sent events (ours).
///
/// Data and unreachable frames are plain messages; `alert`, `operation`, `campaign`, `gap`, `heartbeat` and `close` are named events. A
/// client that comes back with `Last-Event-ID` (or `?since=epoch:seq`) gets every frame it missed, or one `gap`.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/events",
    extensions(("x-slmm" = json!(true))),
    tag = "live",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("values" = Option<String>, Query, description = "`numbers`: levels as numbers, with percentages and flags"),
        ("fields" = Option<String>, Query, description = "Only these fields, separated by commas"),
        ("since" = Option<String>, Query, description = "`epoch:seq` of the last frame received"),
    ),
    responses(
        (status = 200, description = "Events", content_type = "text/event-stream", body = slm_api_types::MonitorFrame),
        (status = 403, body = slm_api_types::Problem),
        (status = 404, body = slm_api_types::Problem),
    ),
)]
pub(crate) async fn events(
    State(app): State<App>,
    unit: RawUnit,
    query: QueryObject,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let mut query = query.0;
    // A browser that comes back repeats the address it was given first: the header is newer.
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    if let Some(last) = last.filter(|last| !last.is_empty()) {
        query.insert("since".to_owned(), Value::from(last));
    }
    let mut wishes = Wishes::read(&query)?;
    wishes.form.events = true;
    let unit = followable(&app, &unit.0)?;
    let subscription = unit.monitor().subscribe(wishes.form.into(), wishes.since.of(unit.id()));
    Ok(answer(told(subscription, true)))
}

/// Live levels of many units on one connection, as server-sent events (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_monitor/events",
    extensions(("x-slmm" = json!(true))),
    tag = "live",
    params(("units" = Option<String>, Query, description = "Names separated by commas; `all` unless given")),
    responses(
        (status = 200, description = "Events", content_type = "text/event-stream", body = slm_api_types::MonitorFrame),
        (status = 404, body = slm_api_types::Problem),
    ),
)]
pub(crate) async fn many_events(State(app): State<App>, query: QueryObject) -> Result<Response, ApiError> {
    let mut wishes = Wishes::read(&query.0)?;
    wishes.form.events = true;
    let chosen = Chosen::read(&app, &query.0)?;
    if let (true, Some((_, error))) = (chosen.units.is_empty(), chosen.missing.into_iter().next()) {
        return Err(error);
    }
    // Without ids: one id cannot say where several feeds stand; `since` can.
    let feeds = chosen.units.iter().map(|unit| {
        let subscription = unit.monitor().subscribe(wishes.form.into(), wishes.since.of(unit.id()));
        told(subscription, false).boxed()
    });
    Ok(answer(stream::select_all(feeds)))
}

fn answer(events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let events = events.map(Ok::<_, Infallible>);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // Proxies must not hold events back.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}

/// A subscription's deliveries as events, ending after its close.
fn told(subscription: Subscription, with_ids: bool) -> impl Stream<Item = Event> + Send {
    stream::unfold(Some(subscription), move |subscription| async move {
        let mut subscription = subscription?;
        let delivery = subscription.next().await;
        let event = event(&subscription, &delivery, with_ids);
        let is_last = matches!(delivery, Delivery::Closed(_));
        Some((event, (!is_last).then_some(subscription)))
    })
}

fn event(subscription: &Subscription, delivery: &Delivery, with_ids: bool) -> Event {
    let (name, stamp) = match delivery {
        Delivery::Frame { frame, .. } => (name_of(frame.event()), Some(frame.stamp())),
        Delivery::Gap { stamp, .. } => (Some("gap"), Some(stamp)),
        Delivery::Heartbeat(_) => (Some("heartbeat"), None),
        Delivery::Closed(_) => (Some("close"), None),
    };
    let mut event = Event::default();
    if let Some(stamp) = stamp.filter(|_| with_ids) {
        event = event.id(stamp.since().to_string());
    }
    if let Some(name) = name {
        event = event.event(name);
    }
    match (delivery, subscription.payload(delivery)) {
        (Delivery::Closed(reason), _) => event.data(farewell(*reason)),
        (_, Some(payload)) => event.data(String::from_utf8_lossy(&payload)),
        (_, None) => event.data("{}"),
    }
}

fn name_of(event: &LiveEvent) -> Option<&'static str> {
    match event {
        LiveEvent::Reading { .. } | LiveEvent::Unreachable { .. } => None,
        LiveEvent::Alert(_) => Some("alert"),
        LiveEvent::Campaign(_) => Some("campaign"),
        LiveEvent::Operation(_) => Some("operation"),
        LiveEvent::StreamGap { .. } => Some("gap"),
        LiveEvent::StreamError { .. } => Some("error"),
    }
}

fn farewell(reason: CloseReason) -> String {
    json!({"code": reason.code(), "reason": reason.text(), "come_back": reason.come_back()}).to_string()
}
