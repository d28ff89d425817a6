//! Units for people: what they are called, the groups they are in, where they stand.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use nl43_proto::FrequencyWeighting;
use slm_api_types::{
    GroupMembers, Groups, Ok as OkWord, Problem, ProfileUpdate, UnitProfiled, Units, ValidationProblem,
};
use slm_domain::UnitId;

use crate::app::App;
use crate::http::problem::ApiError;
use crate::http::profile::{overview, read};
use crate::http::request::JsonObject;
use crate::http::unit::RawUnit;
use crate::operations;

/// Lists all units with their names, groups and positions (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_units",
    tag = "configuration",
    extensions(("x-slmm" = json!(true))),
    responses((status = 200, body = Units)),
)]
pub(crate) async fn get_units(State(app): State<App>) -> Result<Json<Units>, ApiError> {
    let profiles = app.store.profiles().await?;
    let units = app.fleet.units();
    let units = units
        .iter()
        .map(|unit| overview(&unit.config(), profiles.get(unit.id()), weighting_of(&app, unit.id())))
        .collect();
    Ok(Json(Units { status: OkWord::Ok, units }))
}

/// Replaces a unit's name, groups and position as a whole (ours).
///
/// Rules of a group begin and cease to apply to the unit at once.
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/profile",
    tag = "configuration",
    extensions(("x-slmm" = json!(true))),
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = ProfileUpdate,
    responses(
        (status = 200, body = UnitProfiled),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn put_profile(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<UnitProfiled>, ApiError> {
    let profile = read(&body.0)?;
    let unit = name.configured(&app)?;
    operations::put_profile(&app, unit.id().clone(), profile.clone()).await?;
    let overview = overview(&unit.config(), Some(&profile), weighting_of(&app, unit.id()));
    Ok(Json(UnitProfiled { status: OkWord::Ok, unit: overview }))
}

/// Lists the groups and the units that are in them (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_groups",
    tag = "configuration",
    extensions(("x-slmm" = json!(true))),
    responses((status = 200, body = Groups)),
)]
pub(crate) async fn get_groups(State(app): State<App>) -> Result<Json<Groups>, ApiError> {
    let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (unit, groups) in app.store.unit_groups().await? {
        for group in groups {
            members.entry(group).or_default().push(unit.to_string());
        }
    }
    let groups = members.into_iter().map(|(name, mut units)| {
        units.sort();
        GroupMembers { name, units }
    });
    Ok(Json(Groups { status: OkWord::Ok, groups: groups.collect() }))
}

/// As the meter was last known to be set.
fn weighting_of(app: &App, unit: &UnitId) -> Option<FrequencyWeighting> {
    app.board.get(unit)?.frequency_weighting
}
