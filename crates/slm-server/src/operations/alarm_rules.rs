//! Changing rules with all their fields: the database first, then the engine, then the units that have to run for them.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::{RuleId, Shelf};
use slm_store::{StoredAlarmRule, StoredShelf};

use super::configure::to_the_end;
use crate::alerting::FullRule;
use crate::app::App;
use crate::http::ApiError;
use crate::rule_document::{self, CheckedRule};

/// Rules with all their fields.
const MOST_RULES: usize = 1_000;
/// Rules of one unit of both kinds; each is looked at with every reading.
const MOST_OF_A_UNIT: usize = 200;

/// Adds a rule, and gives its number.
///
/// # Errors
/// There are as many as there may be; the database failed.
pub(crate) async fn create_alarm_rule(app: &App, rule: CheckedRule) -> Result<RuleId, ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        if app.observer.rules.full_count() >= MOST_RULES {
            return Err(ApiError::Conflict("There are 1000 alert rules, and there may not be more"));
        }
        let document = rule_document::document(&rule.draft).ok_or(ApiError::Panicked)?;
        let rule = FullRule::from(rule);
        check_room(&app, None, &rule)?;
        let id = app.store.create_alarm_rule(&document, Timestamp::now()).await?;
        put(&app, id, rule, "added").await;
        Ok(id)
    })
    .await
}

/// Replaces a rule as a whole; its open events are closed.
///
/// # Errors
/// There is none of this number; a unit has as many as it may have; the database failed.
pub(crate) async fn replace_alarm_rule(app: &App, id: RuleId, rule: CheckedRule) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        let document = rule_document::document(&rule.draft).ok_or(ApiError::Panicked)?;
        let rule = FullRule::from(rule);
        check_room(&app, Some(id), &rule)?;
        if !app.store.replace_alarm_rule(id, &document, Timestamp::now()).await? {
            return Err(ApiError::NoAlertRule);
        }
        put(&app, id, rule, "changed").await;
        Ok(())
    })
    .await
}

/// Deletes a rule of either kind; its open events are closed. Of units that ran for it alone, the feed ends.
///
/// # Errors
/// There is none of this number; the database failed.
pub(crate) async fn delete_any_rule(app: &App, id: RuleId) -> Result<(), ApiError> {
    if id <= StoredAlarmRule::BELOW {
        let unit = unit_of_rule(app, id).await?;
        return super::delete_rule(app, unit, id).await;
    }
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        if !app.store.delete_alarm_rule(id).await? {
            return Err(ApiError::NoAlertRule);
        }
        app.observer.rules.remove_full(id).await;
        follow_rules(&app);
        tracing::info!(rule = id, "alert rule deleted");
        Ok(())
    })
    .await
}

/// Tells nothing of a rule for a while, at a unit or at all of its units.
///
/// # Errors
/// There is none of this number; the database failed.
pub(crate) async fn shelve_rule(
    app: &App,
    id: RuleId,
    unit: Option<UnitId>,
    shelf: Shelf,
) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        check_known(&app, id).await?;
        let stored = StoredShelf { rule: id, unit: unit.clone(), shelf: shelf.clone() };
        app.store.shelve_rule(&stored).await?;
        app.observer.rules.shelve(id, unit, shelf).await;
        Ok(())
    })
    .await
}

/// Tells of a rule again, at a unit or at all of its units.
///
/// # Errors
/// There is none of this number; the database failed.
pub(crate) async fn unshelve_rule(app: &App, id: RuleId, unit: Option<UnitId>) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        check_known(&app, id).await?;
        app.store.unshelve_rule(id, unit.as_ref()).await?;
        app.observer.rules.unshelve(id, unit).await;
        Ok(())
    })
    .await
}

/// Keeps those units running that rules want, and lets the others go.
pub(super) fn follow_rules(app: &App) {
    for unit in app.fleet.units() {
        let (config, rules) = (unit.config(), &app.observer.rules);
        if config.tcp_enabled && rules.keep_always(unit.id()) {
            unit.set_kept_alive(true);
        } else if !config.monitor_enabled && !rules.keep(unit.id()) {
            unit.set_kept_alive(false);
        }
    }
}

async fn put(app: &App, id: RuleId, rule: FullRule, what: &str) {
    let (name, applies_to) = (rule.draft.name.clone(), rule.draft.applies_to.clone());
    app.observer.rules.put_full(id, rule).await;
    follow_rules(app);
    tracing::info!(rule = id, name, applies_to, "alert rule {what}");
}

/// Whether the units of a rule may have one more.
fn check_room(app: &App, id: Option<RuleId>, rule: &FullRule) -> Result<(), ApiError> {
    let rules = &app.observer.rules;
    let was = id.and_then(|id| rules.full_rule(id));
    let has: Vec<UnitId> = was.map_or_else(Vec::new, |was| rules.units_of(&was));
    let is_full = |unit: &UnitId| !has.contains(unit) && rules.count(unit) >= MOST_OF_A_UNIT;
    if rules.units_of(rule).iter().any(is_full) {
        return Err(ApiError::Conflict("A unit has 200 alert rules, and may not have more"));
    }
    Ok(())
}

async fn check_known(app: &App, id: RuleId) -> Result<(), ApiError> {
    if id <= StoredAlarmRule::BELOW {
        return unit_of_rule(app, id).await.map(drop);
    }
    app.observer.rules.full_rule(id).map(drop).ok_or(ApiError::NoAlertRule)
}

/// Whose a compatible rule is.
async fn unit_of_rule(app: &App, id: RuleId) -> Result<UnitId, ApiError> {
    let rules = app.store.all_rules().await?;
    rules.into_iter().find(|rule| rule.id == id).map(|rule| rule.unit).ok_or(ApiError::NoAlertRule)
}
