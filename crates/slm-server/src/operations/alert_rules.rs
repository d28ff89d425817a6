//! Changing a unit's alert rules: the database first, then the engine, then the unit that has to run for them.

use jiff::Timestamp;
use slm_domain::UnitId;
use slm_domain::alert::RuleText;
use slm_fleet::UnitHandle;
use slm_store::{LogCategory, LogLevel, StoredRule};

use super::configure::{to_the_end, update_unit};
use crate::app::App;
use crate::http::ApiError;

/// Rules of one unit; each is looked at with every reading.
const MAX_RULES: usize = 100;

/// Adds a rule.
///
/// # Errors
/// The unit has as many as it may have; the database failed.
pub(crate) async fn create_rule(app: &App, unit: UnitId, rule: RuleText) -> Result<StoredRule, ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        if app.store.rules(&unit).await?.len() >= MAX_RULES {
            return Err(ApiError::Conflict("The unit has 100 alert rules, and may not have more"));
        }
        let kept = app.store.create_rule(&unit, &rule, Timestamp::now()).await?;
        app.observer.rules.put(&kept.unit, kept.id, &kept.rule).await;
        note(&app, &kept, "added");
        keep_running(&app, &kept).await?;
        Ok(kept)
    })
    .await
}

/// Replaces a rule as a whole; its open event is closed.
///
/// # Errors
/// The unit has no such rule; the database failed.
pub(crate) async fn replace_rule(
    app: &App,
    unit: UnitId,
    id: i64,
    rule: RuleText,
) -> Result<StoredRule, ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        if !app.store.replace_rule(&unit, id, &rule, Timestamp::now()).await? {
            return Err(ApiError::NoAlertRule);
        }
        let kept = StoredRule { id, unit, rule };
        app.observer.rules.put(&kept.unit, kept.id, &kept.rule).await;
        note(&app, &kept, "changed");
        keep_running(&app, &kept).await?;
        Ok(kept)
    })
    .await
}

/// Deletes a rule; its open event is closed. The unit runs on.
///
/// # Errors
/// The unit has no such rule; the database failed.
pub(crate) async fn delete_rule(app: &App, unit: UnitId, id: i64) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _turn = app.observer.rules.turn().await;
        if !app.store.delete_rule(&unit, id, Timestamp::now()).await? {
            return Err(ApiError::NoAlertRule);
        }
        app.observer.rules.remove(&unit, id).await;
        app.recorder.log(&unit, LogLevel::Info, LogCategory::General, format!("Alert rule {id} deleted"));
        Ok(())
    })
    .await
}

/// Keeps a unit running that has come into the roster, or was switched on again, and has an enabled rule.
pub(super) fn resume(app: &App, unit: &UnitHandle) {
    if unit.config().tcp_enabled && app.observer.rules.keep(unit.id()) {
        unit.set_kept_alive(true);
    }
}

/// An enabled rule keeps its unit running. Nothing runs for a unit that is not in the roster.
async fn keep_running(app: &App, kept: &StoredRule) -> Result<(), ApiError> {
    if !kept.rule.enabled {
        return Ok(());
    }
    match update_unit(app, kept.unit.clone(), |config| config.monitor_enabled = true).await {
        Ok(unit) => {
            unit.set_kept_alive(unit.config().tcp_enabled);
            Ok(())
        }
        Err(ApiError::NotConfigured) => Ok(()),
        Err(error) => Err(error),
    }
}

fn note(app: &App, kept: &StoredRule, what: &str) {
    let rule = &kept.rule;
    let is_off = if rule.enabled { "" } else { ", not enabled" };
    let message = format!(
        "Alert rule {} {what}: {} ({} {} {} dB{is_off})",
        kept.id, rule.name, rule.metric, rule.comparison, rule.threshold_db
    );
    app.recorder.log(&kept.unit, LogLevel::Info, LogCategory::General, message);
}
