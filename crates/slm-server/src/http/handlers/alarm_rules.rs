//! Alert rules of units, groups and all units.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use slm_api_types::{
    AlarmRule, AlarmRuleBody, AlarmRuleKept, AlarmRules, AlarmShelveBody, AlertRuleDeleted, Ok as OkWord,
    Problem, ValidationProblem,
};
use slm_domain::UnitId;
use slm_domain::alert::RuleId;
use slm_store::StoredAlarmRule;

use crate::app::App;
use crate::fields::Fields;
use crate::http::alarm::{OpenByRule, full_rule, shelf, unit_rule};
use crate::http::problem::ApiError;
use crate::http::request::{JsonObject, PathObject, QueryObject};
use crate::operations;
use crate::rule_document;
use crate::rule_document::CheckedRule;

/// Lists all alert rules, also those of units (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_alerts/rules",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("unit" = Option<String>, Query, description = "Only those that apply to this unit now")),
    responses((status = 200, body = AlarmRules), (status = 422, body = ValidationProblem)),
)]
pub(crate) async fn list_rules(
    State(app): State<App>,
    query: QueryObject,
) -> Result<Json<AlarmRules>, ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let unit = fields.parsed("unit", |name| UnitId::new(name).map_err(|error| error.to_string()));
    fields.finish()?;
    let stored = match &unit {
        Some(unit) => app.store.rules(unit).await?,
        None => app.store.all_rules().await?,
    };
    let rules = &app.observer.rules;
    let open = OpenByRule::of(rules);
    let of_units = stored.iter().map(|stored| unit_rule(rules, &open, stored));
    let full = rules.full_rules();
    let full = full.iter().map(|(id, rule)| full_rule(rules, &open, *id, rule));
    let is_wanted = |rule: &AlarmRule| {
        unit.as_ref().is_none_or(|unit| rule.units.iter().any(|name| name == unit.as_str()))
    };
    let rules = of_units.chain(full.filter(is_wanted)).collect();
    Ok(Json(AlarmRules { status: OkWord::Ok, rules }))
}

/// Adds an alert rule of a unit, a group or all units (ours).
///
/// An enabled rule keeps its units' monitors running, also those of units that are added later.
#[utoipa::path(
    post,
    path = "/api/nl43/_alerts/rules",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    request_body = AlarmRuleBody,
    responses(
        (status = 200, body = AlarmRuleKept),
        (status = 409, description = "There are as many rules as there may be", body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn post_rule(
    State(app): State<App>,
    body: JsonObject,
) -> Result<Json<AlarmRuleKept>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let rule = read(&app, &mut fields).await?;
    let rule = fields.finish_with(rule)?;
    let id = operations::create_alarm_rule(&app, rule).await?;
    kept(&app, id).await
}

/// Shows an alert rule (ours).
#[utoipa::path(
    get,
    path = "/api/nl43/_alerts/rules/{rule_id}",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("rule_id" = i64, Path, description = "Number of the rule")),
    responses(
        (status = 200, body = AlarmRuleKept),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn get_rule(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<AlarmRuleKept>, ApiError> {
    kept(&app, rule_id(&path)?).await
}

/// Replaces an alert rule as a whole: what is not given falls back to its default. Its open events are closed (ours).
///
/// Rules that are a unit's own are replaced by the unit's route.
#[utoipa::path(
    put,
    path = "/api/nl43/_alerts/rules/{rule_id}",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("rule_id" = i64, Path, description = "Number of the rule")),
    request_body = AlarmRuleBody,
    responses(
        (status = 200, body = AlarmRuleKept),
        (status = 404, body = Problem),
        (status = 409, description = "It is a unit's own rule, or a unit has too many", body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn put_rule(
    State(app): State<App>,
    path: PathObject,
    body: JsonObject,
) -> Result<Json<AlarmRuleKept>, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer("rule_id");
    let mut fields = Fields::new("body", &body.0);
    let rule = read(&app, &mut fields).await?;
    let (id, rule) = place.and(fields).finish_with(id.zip(rule))?;
    if id <= StoredAlarmRule::BELOW {
        drop(kept(&app, id).await?);
        return Err(ApiError::Conflict(
            "It is a rule of one unit: use PUT /api/nl43/{unit_id}/alerts/rules/{rule_id}",
        ));
    }
    operations::replace_alarm_rule(&app, id, rule).await?;
    kept(&app, id).await
}

/// Deletes an alert rule, also one of a unit. Its open events are closed, its events stay (ours).
#[utoipa::path(
    delete,
    path = "/api/nl43/_alerts/rules/{rule_id}",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("rule_id" = i64, Path, description = "Number of the rule")),
    responses(
        (status = 200, body = AlertRuleDeleted),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn delete_rule(
    State(app): State<App>,
    path: PathObject,
) -> Result<Json<AlertRuleDeleted>, ApiError> {
    let deleted = rule_id(&path)?;
    operations::delete_any_rule(&app, deleted).await?;
    Ok(Json(AlertRuleDeleted { status: OkWord::Ok, deleted }))
}

/// Tells nobody of a rule for a while; its events are kept all the same (ours).
///
/// It ends by itself. Whoever was told that an event began is told that it ended.
#[utoipa::path(
    post,
    path = "/api/nl43/_alerts/rules/{rule_id}/shelve",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(("rule_id" = i64, Path, description = "Number of the rule")),
    request_body = AlarmShelveBody,
    responses(
        (status = 200, body = AlarmRuleKept),
        (status = 404, body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn shelve_rule(
    State(app): State<App>,
    path: PathObject,
    body: JsonObject,
) -> Result<Json<AlarmRuleKept>, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer("rule_id");
    let mut fields = Fields::new("body", &body.0);
    let (unit, shelf) = shelf(&mut fields, Timestamp::now());
    let (id, shelf) = place.and(fields).finish_with(id.zip(shelf))?;
    operations::shelve_rule(&app, id, unit, shelf).await?;
    kept(&app, id).await
}

/// Tells of a rule again: at a unit, or at all of its units (ours).
#[utoipa::path(
    delete,
    path = "/api/nl43/_alerts/rules/{rule_id}/shelve",
    tag = "alerts",
    extensions(("x-slmm" = json!(true))),
    params(
        ("rule_id" = i64, Path, description = "Number of the rule"),
        ("unit_id" = Option<String>, Query, description = "At this unit; all unless given"),
    ),
    responses(
        (status = 200, body = AlarmRuleKept),
        (status = 404, body = Problem),
        (status = 422, body = ValidationProblem),
    ),
)]
pub(crate) async fn unshelve_rule(
    State(app): State<App>,
    path: PathObject,
    query: QueryObject,
) -> Result<Json<AlarmRuleKept>, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer("rule_id");
    let mut fields = Fields::new("query", &query.0);
    let unit = fields.parsed("unit_id", |name| UnitId::new(name).map_err(|error| error.to_string()));
    let id = place.and(fields).finish_with(id)?;
    operations::unshelve_rule(&app, id, unit).await?;
    kept(&app, id).await
}

fn rule_id(path: &PathObject) -> Result<RuleId, ApiError> {
    let mut place = Fields::new("path", &path.0);
    let id = place.required_integer("rule_id");
    Ok(place.finish_with(id)?)
}

/// The rule of a body; everything in it means something, and its recipients are known.
async fn read(app: &App, fields: &mut Fields<'_>) -> Result<Option<CheckedRule>, ApiError> {
    let rule = rule_document::read(fields);
    if let Some(rule) = &rule {
        let known: Vec<i64> =
            app.store.recipients().await?.into_iter().map(|recipient| recipient.id).collect();
        for field in rule_document::unknown_recipients(&rule.draft, &known) {
            fields.refuse(&field, "there is no such recipient");
        }
    }
    Ok(rule)
}

async fn kept(app: &App, id: RuleId) -> Result<Json<AlarmRuleKept>, ApiError> {
    let rules = &app.observer.rules;
    let open = OpenByRule::of(rules);
    let rule = if let Some(rule) = rules.full_rule(id) {
        Some(full_rule(rules, &open, id, &rule))
    } else {
        let stored = app.store.all_rules().await?;
        stored.iter().find(|stored| stored.id == id).map(|stored| unit_rule(rules, &open, stored))
    };
    Ok(Json(AlarmRuleKept { status: OkWord::Ok, rule: rule.ok_or(ApiError::NoAlertRule)? }))
}
