//! Alert events of a unit.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use slm_api_types::{AlertAcknowledged, AlertEvents, Ok as OkWord, Problem, ValidationProblem};
use slm_domain::alert::Note;

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::{PathObject, QueryObject};
use crate::http::shape;
use crate::http::unit::RawUnit;
use crate::operations;

const DEFAULT_LIMIT: u32 = 50;
const MOST_EVENTS: u32 = 1_000;
const BY_CHARS: usize = 200;

/// Lists a unit's alert events, newest onset first.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/alerts/events",
    tag = "alerts",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("limit" = Option<u32>, Query, description = "Events at most; 50 unless given, never more than 1000"),
    ),
    responses(
        (status = 200, body = AlertEvents),
        (status = 404, description = "No unit can have this name", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_events(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Json<AlertEvents>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let limit = fields.natural("limit").unwrap_or(DEFAULT_LIMIT).min(MOST_EVENTS);
    fields.finish()?;
    let events = match name.lookup() {
        Some(unit) => {
            // An edge that was just noticed belongs to it.
            tokio::join!(app.observer.connections.flush(), app.observer.rules.flush());
            app.store.alert_events(&unit, limit).await?
        }
        None => Vec::new(),
    };
    Ok(Json(AlertEvents { status: OkWord::Ok, events: events.into_iter().map(shape::alert_event).collect() }))
}

/// Notes that somebody knows of an event; may be repeated.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/alerts/events/{event_id}/ack",
    tag = "alerts",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("event_id" = i64, Path, description = "Number of the event"),
        ("by" = Option<String>, Query, description = "Who, at most 200 characters"),
    ),
    responses(
        (status = 200, body = AlertAcknowledged),
        (status = 404, description = "The unit has no such event", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn acknowledge_event(
    State(app): State<App>,
    name: RawUnit,
    path: PathObject,
    query: QueryObject,
) -> Result<Json<AlertAcknowledged>, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer("event_id");
    let mut fields = Fields::new("query", &query.0);
    let by = fields.parsed("by", who);
    let id = place.and(fields).finish_with(id)?;
    let unit = name.lookup().ok_or(ApiError::NoAlertEvent)?;
    let note = Note { at: Timestamp::now(), by, text: None };
    operations::acknowledge_event(&app, unit, id, note).await?;
    Ok(Json(AlertAcknowledged { status: OkWord::Ok, acknowledged: id }))
}

fn who(text: &str) -> Result<String, String> {
    let is_plain = text.chars().count() <= BY_CHARS && !text.chars().any(char::is_control);
    let reason = || format!("expected at most {BY_CHARS} characters, none of them a control character");
    is_plain.then(|| text.to_owned()).ok_or_else(reason)
}
