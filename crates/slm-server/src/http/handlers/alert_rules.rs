//! Alert rules of a unit.

use axum::Json;
use axum::extract::State;
use slm_api_types::{
    AlertRuleBody, AlertRuleDeleted, AlertRuleKept, AlertRules, Ok as OkWord, Problem, ValidationProblem,
};
use slm_domain::alert::RuleText;

use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::{JsonObject, PathObject};
use crate::http::unit::RawUnit;
use crate::operations;
use crate::rule_document;

/// Lists a unit's alert rules in the order of their creation.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/alerts/rules",
    tag = "alerts",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = AlertRules),
        (status = 404, description = "No unit can have this name", body = Problem),
    ),
)]
pub(crate) async fn get_rules(State(app): State<App>, name: RawUnit) -> Result<Json<AlertRules>, ApiError> {
    let rules = match name.lookup() {
        Some(unit) => app.store.rules(&unit).await?,
        None => Vec::new(),
    };
    Ok(Json(AlertRules {
        status: OkWord::Ok,
        rules: rules.into_iter().map(rule_document::compatible_rule).collect(),
    }))
}

/// Adds an alert rule to a unit, which need not be configured.
///
/// An enabled rule keeps the unit's monitor running.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/alerts/rules",
    tag = "alerts",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = AlertRuleBody,
    responses(
        (status = 200, body = AlertRuleKept),
        (status = 404, description = "No unit can have this name", body = Problem),
        (status = 409, description = "The unit has 100 rules", body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn post_rule(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<AlertRuleKept>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let unit = fields.unit_of_path(&name.0);
    let rule = read(&mut fields);
    let unit = fields.finish_with(unit)?;
    let rule = operations::create_rule(&app, unit, rule).await?;
    Ok(Json(AlertRuleKept { status: OkWord::Ok, rule: rule_document::compatible_rule(rule) }))
}

/// Replaces an alert rule as a whole: what is not given falls back to its default. Its open event is closed.
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/alerts/rules/{rule_id}",
    tag = "alerts",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("rule_id" = i64, Path, description = "Number of the rule"),
    ),
    request_body = AlertRuleBody,
    responses(
        (status = 200, body = AlertRuleKept),
        (status = 404, description = "The unit has no such rule", body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn put_rule(
    State(app): State<App>,
    name: RawUnit,
    path: PathObject,
    body: JsonObject,
) -> Result<Json<AlertRuleKept>, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer("rule_id");
    let mut fields = Fields::new("body", &body.0);
    let rule = read(&mut fields);
    let id = place.and(fields).finish_with(id)?;
    let unit = name.lookup().ok_or(ApiError::NoAlertRule)?;
    let rule = operations::replace_rule(&app, unit, id, rule).await?;
    Ok(Json(AlertRuleKept { status: OkWord::Ok, rule: rule_document::compatible_rule(rule) }))
}

/// Deletes an alert rule. Its open event is closed, its events stay.
#[utoipa::path(
    delete,
    path = "/api/nl43/{unit_id}/alerts/rules/{rule_id}",
    tag = "alerts",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("rule_id" = i64, Path, description = "Number of the rule"),
    ),
    responses(
        (status = 200, body = AlertRuleDeleted),
        (status = 404, description = "The unit has no such rule", body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn delete_rule(
    State(app): State<App>,
    name: RawUnit,
    path: PathObject,
) -> Result<Json<AlertRuleDeleted>, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer("rule_id");
    let deleted = place.finish_with(id)?;
    let unit = name.lookup().ok_or(ApiError::NoAlertRule)?;
    operations::delete_rule(&app, unit, deleted).await?;
    Ok(Json(AlertRuleDeleted { status: OkWord::Ok, deleted }))
}

/// The rule of a body, with everything in it that means nothing refused.
fn read(fields: &mut Fields<'_>) -> RuleText {
    let threshold_db = fields.required_number("threshold_db").unwrap_or_default();
    let default = RuleText::new(threshold_db);
    let rule = RuleText {
        name: fields.text("name").unwrap_or(default.name),
        metric: fields.text("metric").unwrap_or(default.metric),
        comparison: fields.text("comparison").unwrap_or(default.comparison),
        threshold_db,
        duration_s: fields.integer("duration_s").unwrap_or(default.duration_s),
        clear_margin_db: fields.number("clear_margin_db").unwrap_or(default.clear_margin_db),
        cooldown_s: fields.integer("cooldown_s").unwrap_or(default.cooldown_s),
        schedule_start: fields.text("schedule_start"),
        schedule_end: fields.text("schedule_end"),
        schedule_days: fields.text("schedule_days"),
        channels: fields.text("channels").unwrap_or(default.channels),
        recipients: fields.text("recipients"),
        enabled: fields.boolean("enabled").unwrap_or(default.enabled),
    };
    for problem in rule.check().err().unwrap_or_default() {
        fields.refuse(&problem.field, &problem.reason);
    }
    rule
}
