//! The log of a unit.

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    LogCleared, Ok as OkWord, Pagination, Problem, UnitLog, UnitLogFilters, ValidationProblem,
};
use slm_store::{LogPage, LogQuery};

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::QueryObject;
use crate::http::shape;
use crate::http::unit::RawUnit;

const DEFAULT_LIMIT: u32 = 100;
const MOST_ENTRIES: u32 = 1_000;

/// Shows a unit's log, newest first.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/logs",
    tag = "readings",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("limit" = Option<u32>, Query, description = "Entries at most; 100 unless given, never more than 1000"),
        ("offset" = Option<u32>, Query, description = "Leaves out so many of the newest"),
        ("level" = Option<String>, Query, description = "Only `DEBUG`, `INFO`, `WARNING` or `ERROR`, in any case"),
        ("category" = Option<String>, Query,
            description = "Only `TCP`, `FTP`, `POLL`, `COMMAND`, `STATE`, `SYNC` or `GENERAL`, in any case"),
    ),
    responses(
        (status = 200, body = UnitLog),
        (status = 404, description = "No unit can have this name", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_logs(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Json<UnitLog>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let limit = fields.natural("limit").unwrap_or(DEFAULT_LIMIT).min(MOST_ENTRIES);
    let offset = fields.natural("offset").unwrap_or(0);
    let (level, category) = (fields.text("level"), fields.text("category"));
    fields.finish()?;
    let given = |filter: &Option<String>| filter.clone().filter(|word| !word.is_empty());
    let query = LogQuery { level: given(&level), category: given(&category), limit, offset };
    let page = match name.lookup() {
        Some(unit) => {
            // What was just noted belongs to it.
            app.recorder.flush().await;
            app.store.logs(&unit, &query).await?
        }
        None => LogPage::default(),
    };
    let logs: Vec<_> = page.entries.into_iter().map(shape::log_entry).collect();
    Ok(Json(UnitLog {
        status: OkWord::Ok,
        unit_id: name.0,
        count: logs.len(),
        logs,
        stats: shape::log_stats(page.stats),
        filters: UnitLogFilters { level, category },
        pagination: Pagination { limit, offset },
    }))
}

/// Empties a unit's log.
#[utoipa::path(
    delete,
    path = "/api/nl43/{unit_id}/logs",
    tag = "readings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = LogCleared),
        (status = 404, description = "No unit can have this name", body = Problem),
    ),
)]
pub(crate) async fn delete_logs(State(app): State<App>, name: RawUnit) -> Result<Json<LogCleared>, ApiError> {
    let deleted_count = match name.lookup() {
        Some(unit) => {
            app.recorder.flush().await;
            app.store.clear_logs(&unit).await?
        }
        None => 0,
    };
    let message = format!("Cleared {deleted_count} log entries for {}", name.0);
    Ok(Json(LogCleared { status: OkWord::Ok, message, deleted_count }))
}
