//! Live feeds over WebSocket.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use slm_api_types::SeriesPeriod;
use slm_feed::wire::OutletOptions;
use slm_feed::{CloseReason, Feed, Since};
use slm_fleet::UnitHandle;

use super::backfill::{Backfill, Begin, Begun};
use super::form::Wishes;
use super::handshake::{Accepted, Handshake};
use super::units::{Chosen, followable, hello_frame};
use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::request::QueryObject;
use crate::http::unit::RawUnit;

/// What a connection gets: feeds to follow, or one message and the end.
enum Plan {
    Follow {
        feeds: Vec<(Arc<Feed>, Option<Since>)>,
        options: OutletOptions,
    },
    /// What was recorded, and from there on what comes.
    Backfill {
        begin: Begin,
        options: OutletOptions,
    },
    TurnAway(Value),
}

/// Live levels of one unit over WebSocket.
///
/// Without query parameters: the compatible frames, one JSON text message each. `values=numbers`, `fields=lp,leq`,
/// `events=1`, `hello=1`, `since=epoch:seq` and `backfill=900` ask for more (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/monitor",
    tag = "live",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("values" = Option<String>, Query, description = "`numbers`: levels as numbers, with percentages and flags"),
        ("fields" = Option<String>, Query, description = "Only these fields, separated by commas"),
        ("events" = Option<bool>, Query, description = "Alerts and gaps as frames of their own"),
        ("hello" = Option<bool>, Query, description = "A first frame that says where the feed stands"),
        ("since" = Option<String>, Query, description = "`epoch:seq` of the last frame received"),
        ("backfill" = Option<i64>, Query, minimum = 1, maximum = 86400, description = "Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice"),
        ("backfill_period" = inline(Option<SeriesPeriod>), Query, description = "Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given"),
    ),
    responses((status = 101, description = "Frames as `MonitorFrame`", body = slm_api_types::MonitorFrame)),
)]
pub(crate) async fn monitor(
    State(app): State<App>,
    unit: Result<RawUnit, ApiError>,
    query: QueryObject,
    request: Request,
) -> Response {
    let Ok(RawUnit(name)) = unit else { return ApiError::NoSuchSocket.into_response() };
    let plan = |app: &App| plan_monitor(app, &name, &query.0);
    serve(&app, plan, request)
}

/// The meter's 10 Hz output over WebSocket, shared by all who follow it.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/stream",
    tag = "live",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 101, description = "Frames as `StreamFrame`", body = slm_api_types::StreamFrame)),
)]
pub(crate) async fn stream(
    State(app): State<App>,
    unit: Result<RawUnit, ApiError>,
    query: QueryObject,
    request: Request,
) -> Response {
    let Ok(RawUnit(name)) = unit else { return ApiError::NoSuchSocket.into_response() };
    let plan = |app: &App| plan_stream(app, &name, &query.0);
    serve(&app, plan, request)
}

/// Live levels of many units over one WebSocket (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_monitor/ws",
    extensions(("x-slmm" = json!(true))),
    tag = "live",
    params(
        ("units" = Option<String>, Query, description = "Names separated by commas; `all` unless given"),
        ("backfill" = Option<i64>, Query, minimum = 1, maximum = 86400, description = "Seconds of recorded levels, as one `BackfillFrame` for each unit before its first frame; nothing is missing between the two, and nothing is there twice"),
        ("backfill_period" = inline(Option<SeriesPeriod>), Query, description = "Length of its steps, such as 10s or 1min; the shortest that makes at most 360 of them unless given"),
    ),
    responses((status = 101, description = "Frames as `MonitorFrame`", body = slm_api_types::MonitorFrame)),
)]
pub(crate) async fn monitor_many(State(app): State<App>, query: QueryObject, request: Request) -> Response {
    let plan = |app: &App| plan_many(app, &query.0);
    serve(&app, plan, request)
}

fn plan_monitor(app: &App, name: &str, query: &Map<String, Value>) -> Result<Plan, ApiError> {
    let wishes = Wishes::read(query)?;
    let unit = match followable(app, name) {
        Ok(unit) => unit,
        Err(error) => return Ok(Plan::TurnAway(json!({"error": error.to_string(), "unit_id": name}))),
    };
    let hello = wishes.hello.then(|| message(&hello_frame(std::slice::from_ref(&unit), &[])));
    let options = OutletOptions { encoding: wishes.form.into(), first: hello.into_iter().collect() };
    follow(app, std::slice::from_ref(&unit), &wishes, options)
}

fn plan_stream(app: &App, name: &str, query: &Map<String, Value>) -> Result<Plan, ApiError> {
    let mut wishes = Wishes::read(query)?;
    wishes.form.stream = true;
    if wishes.backfill.is_some() {
        return Err(Backfill::refused(query, "only monitor feeds have one"));
    }
    let unit = match followable(app, name) {
        Ok(unit) => unit,
        Err(error) => return Ok(Plan::TurnAway(json!({"error": error.to_string(), "unit_id": name}))),
    };
    let options = OutletOptions { encoding: wishes.form.into(), first: Vec::new() };
    Ok(Plan::Follow { feeds: vec![(Arc::clone(unit.stream()), None)], options })
}

fn plan_many(app: &App, query: &Map<String, Value>) -> Result<Plan, ApiError> {
    let wishes = Wishes::read(query)?;
    let chosen = Chosen::read(app, query)?;
    let hello = chosen.greeting(wishes.hello);
    if chosen.units.is_empty() {
        return Ok(Plan::TurnAway(hello.unwrap_or_else(|| json!({"error": "There is no unit to follow"}))));
    }
    let first = hello.iter().map(message).collect();
    let options = OutletOptions { encoding: wishes.form.into(), first };
    follow(app, &chosen.units, &wishes, options)
}

fn follow(
    app: &App,
    units: &[UnitHandle],
    wishes: &Wishes,
    options: OutletOptions,
) -> Result<Plan, ApiError> {
    let since = |unit: &UnitHandle| wishes.since.of(unit.id());
    let Some(backfill) = wishes.backfill else {
        let feeds = units.iter().map(|unit| (Arc::clone(unit.monitor()), since(unit))).collect();
        return Ok(Plan::Follow { feeds, options });
    };
    let feeds = units.iter().map(|unit| (Arc::clone(unit.monitor()), since(unit))).collect();
    let begin = backfill.begin(app, feeds, wishes.form)?;
    Ok(Plan::Backfill { begin, options })
}

/// Answers the handshake and serves the plan. A WebSocket client cannot read a refused handshake, so mistakes in the
/// query are told on the socket.
fn serve(app: &App, plan: impl FnOnce(&App) -> Result<Plan, ApiError>, mut request: Request) -> Response {
    let handshake = match Handshake::check(&mut request) {
        Ok(handshake) => handshake,
        Err(error) => return error.into_response(),
    };
    let plan = plan(app).unwrap_or_else(|error| Plan::TurnAway(told(&error)));
    let (hub, app) = (app.hub.clone(), app.clone());
    handshake.accept(async move |Accepted { stream, early }| {
        let serving = match plan {
            Plan::Follow { feeds, options } => hub.serve(stream, &early, feeds, options),
            Plan::Backfill { begin, mut options } => {
                let begun = begin.bring(&app).await;
                options.first.extend(begun.iter().filter_map(|one| one.message.clone()));
                let feeds = begun.iter().map(Begun::follow).collect();
                hub.serve(stream, &early, feeds, options)
            }
            Plan::TurnAway(words) => hub.turn_away(stream, message(&words), CloseReason::Done),
        };
        let ended = serving.await;
        tracing::debug!(reason = %ended.reason, "a live connection ended");
    })
}

fn told(error: &ApiError) -> Value {
    match error {
        ApiError::Invalid(fields) => json!({"error": error.to_string(), "detail": fields}),
        error => json!({"error": error.to_string()}),
    }
}

fn message(value: &Value) -> Bytes {
    value.to_string().into()
}
