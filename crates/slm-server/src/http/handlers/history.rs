//! The trail of a unit's feed.

use axum::Json;
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use slm_api_types::{History, Ok as OkWord, ValidationProblem};

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::QueryObject;
use crate::http::shape;
use crate::http::unit::RawUnit;

const DEFAULT_HOURS: f64 = 2.0;
const LEAST_HOURS: f64 = 0.1;
const MOST_HOURS: f64 = 48.0;

/// Rows in one answer: two days at one row every 4 s. Beyond that the newest count.
const ROW_LIMIT: usize = 43_200;

/// Shows the last hours of a unit's feed, oldest first.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/history",
    tag = "readings",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("hours" = Option<f64>, Query, description = "How far back, 0.1 to 48; 2 unless given"),
    ),
    responses((status = 200, body = History), (status = 422, body = ValidationProblem)),
)]
pub(crate) async fn history(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Json<History>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let hours = fields.number("hours").unwrap_or(DEFAULT_HOURS).clamp(LEAST_HOURS, MOST_HOURS);
    fields.finish()?;
    let since = Timestamp::now() - SignedDuration::from_secs_f64(hours * 3600.0);
    let rows = match name.lookup() {
        Some(unit) => app.store.trail(&unit, since, ROW_LIMIT).await?,
        None => Vec::new(),
    };
    let readings: Vec<_> = rows.into_iter().map(shape::history_reading).collect();
    Ok(Json(History { status: OkWord::Ok, unit_id: name.0, hours, count: readings.len(), readings }))
}
