//! Rules tried on what was recorded, and what they still allow.

use std::ops::Range;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use slm_api_types::{
    AlarmBudget, AlarmBudgets, AlarmTrial, AlarmTrialBody, Ok as OkWord, Problem, TriedAlarmEvent,
    ValidationProblem,
};
use slm_domain::UnitId;
use slm_domain::alert::{Metric, RuleDefinition, TriedEvent};

use crate::alerting::{RuleBudget, TrialQuery, Tried, longest_gap};
use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::time::{iso_zulu, iso_zulu_of};
use crate::http::unit::RawUnit;
use crate::rule_document;

const USUAL_SPAN: SignedDuration = SignedDuration::from_hours(24);
const LONGEST_SPAN: SignedDuration = SignedDuration::from_hours(366 * 24);
/// Who waited so long for the trials of others is told so.
const TURN_WITHIN: Duration = Duration::from_secs(20);

/// Tries a rule on what was recorded of a unit, before it is kept (ours).
///
/// The engine itself runs over the readings as they came; the events are those that there would have been. Where readings
/// are no longer kept, their minutes are looked at, as far as they decide the rule's metric. When the unit did not answer
/// is known from the events of its connection. `undecided` says what was not decided, and why.
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/alerts/rules/try",
    extensions(("x-slmm" = json!(true))),
    tag = "alerts",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = AlarmTrialBody,
    responses(
        (status = 200, body = AlarmTrial),
        (status = 404, description = "No unit can have this name", body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = ValidationProblem),
        (status = 503, description = "Others are trying rules", body = Problem),
    ),
)]
pub(crate) async fn try_rule(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<AlarmTrial>, ApiError> {
    let unit = name.lookup().ok_or(ApiError::UnknownPath)?;
    let query = read(&app, unit, Fields::new("body", &body.0))?;
    let turn = tokio::time::timeout(TURN_WITHIN, app.trials.acquire()).await;
    let _turn = turn.map_err(|_| ApiError::TrialsBusy)?;
    // What is still on its way to the disk belongs to it.
    let (connections, rules) = (&app.observer.connections, &app.observer.rules);
    tokio::join!(app.recorder.write_out(), connections.flush(), rules.flush());
    let (unit, rule, range) = (query.unit.clone(), query.rule.clone(), query.range.clone());
    let tried = query.run(&app.store).await?;
    Ok(Json(answer(&unit, &rule, range, tried)))
}

/// Shows what each limit on a clock-aligned energy mean still allows until its window ends (ours).
///
/// From the memory of the engine: an alarm begins as soon as a breach is certain, and this says how far off that is.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/alerts/budget",
    extensions(("x-slmm" = json!(true))),
    tag = "alerts",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses(
        (status = 200, body = AlarmBudgets),
        (status = 404, description = "No unit can have this name", body = Problem),
        (status = 504, description = "The alarms have no time to tell", body = Problem),
    ),
)]
pub(crate) async fn budget(State(app): State<App>, name: RawUnit) -> Result<Json<AlarmBudgets>, ApiError> {
    let unit = name.lookup().ok_or(ApiError::UnknownPath)?;
    let budgets = app.observer.rules.budgets(&unit).await.ok_or(ApiError::TimedOut)?;
    Ok(Json(AlarmBudgets { status: OkWord::Ok, budgets: budgets.into_iter().map(of_budget).collect() }))
}

fn of_budget(RuleBudget { rule, name, budget }: RuleBudget) -> AlarmBudget {
    AlarmBudget {
        rule_id: rule,
        rule_name: name,
        window_start: iso_zulu(budget.window.start),
        window_end: iso_zulu(budget.window.end),
        limit_db: budget.limit_db,
        leq_db: budget.leq_db,
        covered_s: budget.covered_seconds,
        used_percent: budget.used * 100.0,
        allowed_db: budget.allowed_db,
        seconds_to_breach: budget.seconds_to_breach,
    }
}

fn read(app: &App, unit: UnitId, mut fields: Fields<'_>) -> Result<TrialQuery, ApiError> {
    let now = Timestamp::now();
    let rule = fields.required_object("rule", rule_document::read).flatten();
    let to = fields.parsed("to", time).unwrap_or(now);
    let from = fields.parsed("from", time).unwrap_or_else(|| to.saturating_sub(USUAL_SPAN).unwrap_or(to));
    let span = to.duration_since(from);
    if span <= SignedDuration::ZERO {
        fields.refuse("from", "expected a time before `to`");
    } else if span > LONGEST_SPAN {
        fields.refuse("from", "expected at most 366 days before `to`");
    }
    let rule = fields.finish_with(rule)?.definition;
    let (zone, max_gap) = (app.config.site.zone.clone(), longest_gap(&app.config));
    let is_ruled = app.observer.connections.is_ruled(&unit);
    let outages_from = now.checked_sub(app.config.retention.events).unwrap_or(Timestamp::MIN);
    Ok(TrialQuery { unit, rule, zone, range: from..to, max_gap, is_ruled, outages_from })
}

fn time(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "expected a time such as 2026-06-09T17:13:21Z".to_owned())
}

fn answer(unit: &UnitId, rule: &RuleDefinition, range: Range<Timestamp>, tried: Tried) -> AlarmTrial {
    let events = tried.trial.events.iter().map(|event| of_event(unit, rule, event));
    AlarmTrial {
        status: OkWord::Ok,
        unit_id: unit.to_string(),
        from: iso_zulu(range.start),
        to: iso_zulu(range.end),
        readings: tried.readings as u64,
        minutes: tried.minutes as u64,
        outages: tried.outages as u64,
        undecided: tried.undecided,
        events: events.collect(),
        more: tried.trial.more,
    }
}

fn of_event(unit: &UnitId, rule: &RuleDefinition, tried: &TriedEvent) -> TriedAlarmEvent {
    let event = &tried.event;
    let condition = &rule.condition;
    let ended = tried.ended.as_ref();
    TriedAlarmEvent {
        unit_id: unit.to_string(),
        rule_name: rule.name.clone(),
        severity: rule.severity.as_str().to_owned(),
        metric: rule.metric.key(),
        unit: rule.metric.unit().to_owned(),
        comparison: condition.comparison.to_string(),
        threshold: (rule.metric != Metric::Connectivity).then_some(condition.threshold),
        onset_at: iso_zulu(event.onset_at),
        onset_value: event.onset_value,
        peak_value: event.peak.map(|peak| peak.value),
        peak_at: iso_zulu_of(event.peak.map(|peak| peak.at)),
        value: event.value,
        ended_at: iso_zulu_of(ended.map(|(at, _)| *at)),
        ended_reason: ended.map(|(_, why)| why.map_or("cleared".to_owned(), |why| why.to_string())),
        exceedances: event.exceedances,
    }
}
