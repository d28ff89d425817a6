//! Live feeds as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, BoxStream, Stream, StreamExt};
use serde_json::{Value, json};
use slm_api_types::SeriesPeriod;
use slm_domain::LiveEvent;
use slm_feed::{CloseReason, Delivery, Subscription};
use slm_fleet::UnitHandle;

use super::backfill::Begun;
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
/// Data and unreachable frames are plain messages; `backfill`, `alert`, `operation`, `campaign`, `gap`, `heartbeat` and `close`
/// are named events. A client that comes back with `Last-Event-ID` (or `?since=epoch:seq`) gets every frame it missed, or one `gap`.
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
        ("backfill" = Option<i64>, Query, minimum = 1, maximum = 86400, description = "Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice"),
        ("backfill_period" = inline(Option<SeriesPeriod>), Query, description = "Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given"),
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
    Ok(answer(follow(&app, &[unit], &wishes, true)?))
}

/// Live levels of many units on one connection, as server-sent events (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_monitor/events",
    extensions(("x-slmm" = json!(true))),
    tag = "live",
    params(
        ("units" = Option<String>, Query, description = "Names separated by commas; `all` unless given"),
        ("backfill" = Option<i64>, Query, minimum = 1, maximum = 86400, description = "Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice"),
        ("backfill_period" = inline(Option<SeriesPeriod>), Query, description = "Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given"),
    ),
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
    Ok(answer(follow(&app, &chosen.units, &wishes, false)?))
}

/// What is told of some units, all that was recorded first where that was asked for.
fn follow(
    app: &App,
    units: &[UnitHandle],
    wishes: &Wishes,
    with_ids: bool,
) -> Result<BoxStream<'static, Event>, ApiError> {
    let encoding = wishes.form.into();
    let since = |unit: &UnitHandle| wishes.since.of(unit.id());
    let Some(backfill) = wishes.backfill else {
        let feeds = units.iter().map(|unit| {
            let subscription = unit.monitor().subscribe(encoding, since(unit));
            told(subscription, with_ids).boxed()
        });
        return Ok(stream::select_all(feeds).boxed());
    };
    let feeds = units.iter().map(|unit| (Arc::clone(unit.monitor()), since(unit))).collect();
    let begin = backfill.begin(app, feeds, wishes.form)?;
    let app = app.clone();
    let all = stream::once(async move { begin.bring(&app).await }).flat_map(move |begun| {
        let first: Vec<Event> = begun.iter().filter_map(|one| recorded(one, with_ids)).collect();
        let feeds = begun.into_iter().map(|one| {
            let subscription = one.feed().subscribe(encoding, Some(one.since.clone()));
            told(subscription, with_ids).boxed()
        });
        let feeds = stream::select_all(feeds);
        stream::iter(first).chain(feeds)
    });
    Ok(all.boxed())
}

/// A back-fill. A client that comes back with its id goes on after it.
fn recorded(begun: &Begun, with_ids: bool) -> Option<Event> {
    let message = begun.message.as_ref()?;
    let event = Event::default().event("backfill").data(String::from_utf8_lossy(message));
    Some(if with_ids { event.id(begun.since.to_string()) } else { event })
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
