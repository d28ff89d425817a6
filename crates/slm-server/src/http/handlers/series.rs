//! Levels over time.

use axum::extract::State;
use axum::response::Response;
use slm_api_types::{
    Series, SeriesFormat, SeriesFrom, SeriesMetrics, SeriesPeriod, SeriesTo, SoundCharacter,
    ValidationProblem, ZoneName,
};

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::request::QueryObject;
use crate::http::series::{self, SeriesRequest};
use crate::http::unit::RawUnit;

/// Shows what was recorded of a unit in steps of any length, from a second to a day (ours).
///
/// Energy means, extremes and percentiles over each step, with the share of it that was measured. Steps lie on the
/// zone's clock. Readings are kept for a week, so shorter steps than a minute go back no further; minutes and what is
/// put together from them are kept for years. The answer is streamed, and is up to date to the last half second.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/series",
    tag = "readings",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("from" = inline(Option<SeriesFrom>), Query, description = "A time with an offset, or one of the zone's clock, or a date; 24 hours before `to` unless given"),
        ("to" = inline(Option<SeriesTo>), Query, description = "The same; now unless given"),
        ("period" = inline(Option<SeriesPeriod>), Query, description = "Length of a step, such as 1s, 1min, 15min, 1h or 1d; the shortest that makes at most `points` of them unless given"),
        ("points" = Option<i64>, Query, minimum = 1, maximum = 10000, description = "Steps at most where `period` is not given, 1 to 10000; 1000 unless given"),
        ("metrics" = inline(Option<SeriesMetrics>), Query, description = "Any of leq, le, lmax, lmin, lpeak and l1 to l99, separated by commas; leq,lmax,lmin,lpeak,l10,l50,l90 unless given"),
        ("zone" = inline(Option<ZoneName>), Query, description = "IANA name of a zone; the site's unless given"),
        ("sound" = inline(Option<SoundCharacter>), Query, description = "Character of the sound, on which the uncertainty of polled levels depends: steady, fluctuating, impulsive or rare; fluctuating unless given"),
        ("format" = inline(Option<SeriesFormat>), Query, description = "json, csv or parquet; json unless given"),
    ),
    responses(
        (status = 200, content(
            (Series = "application/json"),
            (String = "text/csv"),
            (String = "application/vnd.apache.parquet"),
        )),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_series(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Response, ApiError> {
    let unit = name.lookup().ok_or(ApiError::UnknownPath)?;
    let request = SeriesRequest::read(unit, &query.0, &app.config.site)?;
    series::answer(&app.store, request).await
}
