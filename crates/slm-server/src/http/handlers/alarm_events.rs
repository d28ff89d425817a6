//! Events and incidents of all units.

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    AlarmAcknowledge, AlarmEventKept, AlarmEvents, AlarmIncidentKept, AlarmIncidents, AlarmSummary,
    Ok as OkWord, Problem, ValidationProblem,
};
use slm_domain::UnitId;
use slm_domain::alert::Severity;
use slm_store::{EventQuery, EventState, IncidentQuery, IncidentState};

use crate::app::App;
use crate::fields::Fields;
use crate::http::alarm;
use crate::http::problem::ApiError;
use crate::http::request::{OptionalJsonObject, PathObject, QueryObject};
use crate::operations;

const DEFAULT_LIMIT: i64 = 50;
const MOST_EVENTS: i64 = 1_000;
const MOST_INCIDENTS: i64 = 200;

/// Lists events of all units, newest first (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_alerts/events",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit" = Option<String>, Query, description = "Of this unit only"),
        ("rule_id" = Option<i64>, Query, description = "Of this rule only; 0 for connections"),
        ("state" = Option<String>, Query, description = "open, ended or all; all unless given"),
        ("limit" = Option<i64>, Query, description = "At most so many, 1 to 1000; 50 unless given"),
        ("before" = Option<i64>, Query, description = "Only those with smaller numbers"),
    ),
    responses((status = 200, body = AlarmEvents), (status = 422, body = ValidationProblem)),
)]
pub(crate) async fn list_events(
    State(app): State<App>,
    query: QueryObject,
) -> Result<Json<AlarmEvents>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let unit = fields.parsed("unit", |name| UnitId::new(name).map_err(|error| error.to_string()));
    let rule = fields.integer("rule_id");
    let state = fields.parsed("state", event_state).flatten();
    let limit = fields.integer_within("limit", &(1..=MOST_EVENTS)).unwrap_or(DEFAULT_LIMIT);
    let before = fields.integer("before");
    fields.finish()?;
    written(&app).await;
    let limit = u32::try_from(limit).unwrap_or_default();
    let events = app.store.search_events(&EventQuery { unit, rule, state, before, limit }).await?;
    Ok(Json(AlarmEvents { status: OkWord::Ok, events: events.into_iter().map(alarm::event).collect() }))
}

/// Notes that somebody takes care of an event; may be repeated (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/_alerts/events/{event_id}/ack",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("event_id" = i64, Path, description = "Number of the event")),
    request_body = Option<AlarmAcknowledge>,
    responses(
        (status = 200, body = AlarmEventKept),
        (status = 404, body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn acknowledge_event(
    State(app): State<App>,
    path: PathObject,
    body: OptionalJsonObject,
) -> Result<Json<AlarmEventKept>, ApiError> {
    let id = number(&path, "event_id")?;
    let note = alarm::note(&body.0)?;
    let event = app.store.alert_event(id).await?.ok_or(ApiError::NoAlertEvent)?;
    operations::acknowledge_event(&app, event.unit, id, note).await?;
    let event = app.store.alert_event(id).await?.ok_or(ApiError::NoAlertEvent)?;
    Ok(Json(AlarmEventKept { status: OkWord::Ok, event: alarm::event(event) }))
}

/// Lists incidents of all units, newest first: events of one unit that overlap are one incident (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_alerts/incidents",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit" = Option<String>, Query, description = "Of this unit only"),
        ("state" = Option<String>, Query, description = "open, acknowledged, closed or all; all unless given"),
        ("severity" = Option<String>, Query, description = "Whose worst event is of this severity only: info, warning or critical"),
        ("limit" = Option<i64>, Query, description = "At most so many, 1 to 200; 50 unless given"),
        ("before" = Option<i64>, Query, description = "Only those with smaller numbers"),
    ),
    responses((status = 200, body = AlarmIncidents), (status = 422, body = ValidationProblem)),
)]
pub(crate) async fn list_incidents(
    State(app): State<App>,
    query: QueryObject,
) -> Result<Json<AlarmIncidents>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let unit = fields.parsed("unit", |name| UnitId::new(name).map_err(|error| error.to_string()));
    let state = fields.parsed("state", incident_state).flatten();
    let severity = fields.parsed("severity", severity);
    let limit = fields.integer_within("limit", &(1..=MOST_INCIDENTS)).unwrap_or(DEFAULT_LIMIT);
    let before = fields.integer("before");
    fields.finish()?;
    written(&app).await;
    let limit = u32::try_from(limit).unwrap_or_default();
    let incidents = app.store.incidents(&IncidentQuery { unit, state, severity, before, limit }).await?;
    let incidents = incidents.into_iter().map(alarm::incident).collect();
    Ok(Json(AlarmIncidents { status: OkWord::Ok, incidents }))
}

/// Shows an incident with what happened in it (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_alerts/incidents/{incident_id}",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("incident_id" = i64, Path, description = "Number of the incident")),
    responses(
        (status = 200, body = AlarmIncidentKept),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_incident(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<AlarmIncidentKept>, ApiError> {
    let id = number(&path, "incident_id")?;
    written(&app).await;
    incident(&app, id).await
}

/// Notes that somebody takes care of every open event of an incident; may be repeated (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/_alerts/incidents/{incident_id}/ack",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("incident_id" = i64, Path, description = "Number of the incident")),
    request_body = Option<AlarmAcknowledge>,
    responses(
        (status = 200, body = AlarmIncidentKept),
        (status = 404, body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn acknowledge_incident(
    State(app): State<App>,
    path: PathObject,
    body: OptionalJsonObject,
) -> Result<Json<AlarmIncidentKept>, ApiError> {
    let id = number(&path, "incident_id")?;
    let note = alarm::note(&body.0)?;
    operations::acknowledge_incident(&app, id, note).await?;
    incident(&app, id).await
}

/// Tells what is open, by unit, from memory (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_alerts/summary",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    responses((status = 200, body = AlarmSummary)),
)]
pub(crate) async fn get_summary(State(app): State<App>) -> Json<AlarmSummary> {
    Json(alarm::summary(&app))
}

/// An edge that was just noticed belongs to what is shown.
async fn written(app: &App) {
    tokio::join!(app.observer.connections.flush(), app.observer.rules.flush());
}

async fn incident(app: &App, id: i64) -> Result<Json<AlarmIncidentKept>, ApiError> {
    let stored = app.store.incident(id).await?.ok_or(ApiError::NoIncident)?;
    Ok(Json(AlarmIncidentKept { status: OkWord::Ok, incident: alarm::incident_details(stored) }))
}

fn number(path: &PathObject, key: &str) -> Result<i64, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer(key);
    Ok(place.finish_with(id)?)
}

fn event_state(word: &str) -> Result<Option<EventState>, String> {
    let state = EventState::ALL.into_iter().find(|state| state.as_str() == word);
    if state.is_some() || word == "all" { Ok(state) } else { Err("expected open, ended or all".to_owned()) }
}

fn severity(word: &str) -> Result<Severity, String> {
    word.parse().map_err(|_| "expected info, warning or critical".to_owned())
}

fn incident_state(word: &str) -> Result<Option<IncidentState>, String> {
    let state = IncidentState::ALL.into_iter().find(|state| state.as_str() == word);
    let is_known = state.is_some() || word == "all";
    if is_known { Ok(state) } else { Err("expected open, acknowledged, closed or all".to_owned()) }
}
