//! Campaigns: recurring start and stop cycles.

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    CampaignDeleted, CampaignDetails, CampaignList, CampaignRuns, CampaignUpdate, Data, Ok as OkWord,
    Problem, ValidationProblem,
};

use crate::app::App;
use crate::campaigns;
use crate::fields::Fields;
use crate::http::campaign::{CampaignNumber, conflict, details, left_measuring, read, run_details};
use crate::http::problem::ApiError;
use crate::http::request::{JsonObject, QueryObject};
use crate::http::unit::RawUnit;

/// Runs shown at once.
const MAX_RUNS: i64 = 1_000;
const USUAL_RUNS: i64 = 100;

/// Lists a unit's campaigns and what is due next (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/campaigns",
    tag = "campaigns",
    extensions(("x-slmm" = json!(true))),
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = CampaignList), (status = 404, body = Problem)),
)]
pub(crate) async fn list_campaigns(
    State(app): State<App>,
    name: RawUnit,
) -> Result<Json<CampaignList>, ApiError> {
    let unit = name.configured(&app)?;
    let campaigns: Vec<CampaignDetails> = app.campaigns.of_unit(unit.id()).iter().map(details).collect();
    let count = campaigns.len();
    Ok(Json(CampaignList { status: OkWord::Ok, unit_id: unit.id().to_string(), campaigns, count }))
}

/// Adds a campaign (ours).
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/campaigns",
    tag = "campaigns",
    extensions(("x-slmm" = json!(true))),
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = CampaignUpdate,
    responses(
        (status = 200, body = Data<CampaignDetails>),
        (status = 404, body = Problem),
        (status = 409, description = "The unit has as many as it may", body = Problem),
        (status = 422, description = "Fields that cannot be taken, or an overlap", body = ValidationProblem),
    ),
)]
pub(crate) async fn add_campaign(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Data<CampaignDetails>>, ApiError> {
    let wanted = read(&app, &body.0)?;
    let unit = name.configured(&app)?;
    let added = campaigns::insert(&app, wanted.of(unit.id().clone(), 0)).await;
    Ok(Json(Data::new(details(&added.map_err(|error| conflict(error, &body.0))?))))
}

/// Shows a campaign and what is due next (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/campaigns/{campaign_id}",
    tag = "campaigns",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("campaign_id" = i64, Path, description = "Number of the campaign"),
    ),
    responses(
        (status = 200, body = Data<CampaignDetails>),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_campaign(
    State(app): State<App>,
    name: RawUnit,
    CampaignNumber(id): CampaignNumber,
) -> Result<Json<Data<CampaignDetails>>, ApiError> {
    let unit = name.configured(&app)?;
    let found = app.campaigns.get(unit.id(), id).ok_or(ApiError::NoCampaign)?;
    Ok(Json(Data::new(details(&found))))
}

/// Replaces a campaign; what is not given falls back to its default (ours).
///
/// A measurement that it has begun is stopped by the new schedule, or else when the old one would have stopped it: `next`
/// shows that stop, also of a disabled campaign.
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/campaigns/{campaign_id}",
    tag = "campaigns",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("campaign_id" = i64, Path, description = "Number of the campaign"),
    ),
    request_body = CampaignUpdate,
    responses(
        (status = 200, body = Data<CampaignDetails>),
        (status = 404, body = Problem),
        (status = 422, description = "Fields that cannot be taken, or an overlap", body = ValidationProblem),
    ),
)]
pub(crate) async fn put_campaign(
    State(app): State<App>,
    name: RawUnit,
    CampaignNumber(id): CampaignNumber,
    body: JsonObject,
) -> Result<Json<Data<CampaignDetails>>, ApiError> {
    let wanted = read(&app, &body.0)?;
    let unit = name.configured(&app)?;
    app.campaigns.get(unit.id(), id).ok_or(ApiError::NoCampaign)?;
    let changed = campaigns::update(&app, wanted.of(unit.id().clone(), id)).await;
    Ok(Json(Data::new(details(&changed.map_err(|error| conflict(error, &body.0))?))))
}

/// Removes a campaign; its runs stay, and a cycle of it that runs goes on (ours).
///
/// A measurement that it has begun is not stopped any more; the answer says so.
#[utoipa::path(
    delete,
    path = "/api/nl43/{unit_id}/campaigns/{campaign_id}",
    tag = "campaigns",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("campaign_id" = i64, Path, description = "Number of the campaign"),
    ),
    responses(
        (status = 200, body = CampaignDeleted),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn delete_campaign(
    State(app): State<App>,
    name: RawUnit,
    CampaignNumber(id): CampaignNumber,
) -> Result<Json<CampaignDeleted>, ApiError> {
    let unit = name.configured(&app)?;
    let deleted = campaigns::delete(&app, unit.id(), id).await;
    let left = deleted.map_err(|error| conflict(error, &serde_json::Map::new()))?;
    Ok(Json(CampaignDeleted { status: OkWord::Ok, deleted: id, note: left.map(left_measuring) }))
}

/// Lists what became of everything due, newest first; of deleted campaigns, too (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/campaigns/{campaign_id}/runs",
    tag = "campaigns",
    extensions(("x-slmm" = json!(true))),
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("campaign_id" = i64, Path, description = "Number of the campaign"),
        ("limit" = Option<i64>, Query, description = "At most so many, 1 to 1000; 100 unless given"),
    ),
    responses(
        (status = 200, body = CampaignRuns),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn campaign_runs(
    State(app): State<App>,
    name: RawUnit,
    CampaignNumber(id): CampaignNumber,
    query: QueryObject,
) -> Result<Json<CampaignRuns>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let limit = fields.integer_within("limit", &(1..=MAX_RUNS)).unwrap_or(USUAL_RUNS);
    fields.finish()?;
    let unit = name.configured(&app)?;
    let limit = u32::try_from(limit).unwrap_or_default();
    let runs = app.store.runs(unit.id(), id, limit).await?;
    if runs.is_empty() && app.campaigns.get(unit.id(), id).is_none() {
        return Err(ApiError::NoCampaign);
    }
    let runs: Vec<_> = runs.iter().map(run_details).collect();
    let (unit_id, count) = (unit.id().to_string(), runs.len());
    Ok(Json(CampaignRuns { status: OkWord::Ok, unit_id, campaign_id: id, runs, count }))
}
