//! Changing the roster: the database first, then the running unit.
//!
//! What is stored decides whether a unit exists and what a change begins with; the fleet only runs it.
//! Each change runs to its end even when the client that asked for it leaves, so that database and fleet agree.

use std::future::Future;

use jiff::Timestamp;
use slm_domain::alert::Contact;
use slm_domain::{RunView, UnitConfig, UnitId, UnitStatus};
use slm_fleet::UnitHandle;
use slm_store::{LogCategory, LogLevel};

use super::alert_rules;
use crate::app::App;
use crate::http::ApiError;

/// Adds a unit.
///
/// # Errors
/// There is one of that name; the database failed.
pub(crate) async fn create_unit(app: &App, config: UnitConfig) -> Result<UnitHandle, ApiError> {
    let task_app = app.clone();
    to_the_end(async move {
        let _change = task_app.changes.lock().await;
        task_app.store.insert_unit(&config).await?;
        log_change(&task_app, None, &config);
        let unit = apply(&task_app, config).await;
        task_app.observer.rules.regroup(unit.id(), &[]).await;
        alert_rules::resume(&task_app, &unit);
        Ok(unit)
    })
    .await
}

/// Adds or changes a unit: `change` gets what is there, or a unit with the roster's defaults.
///
/// # Errors
/// The database failed.
pub(crate) async fn upsert_unit(
    app: &App,
    unit: UnitId,
    change: impl FnOnce(&mut UnitConfig) + Send + 'static,
) -> Result<UnitHandle, ApiError> {
    let task_app = app.clone();
    to_the_end(async move {
        let _change = task_app.changes.lock().await;
        let known = task_app.store.unit(&unit).await?;
        let mut config = known.clone().unwrap_or_else(|| UnitConfig::new(unit, "127.0.0.1"));
        change(&mut config);
        put(&task_app, known.as_ref(), config).await
    })
    .await
}

/// Changes a unit that exists.
///
/// # Errors
/// There is none of that name; the database failed.
pub(crate) async fn update_unit(
    app: &App,
    unit: UnitId,
    change: impl FnOnce(&mut UnitConfig) + Send + 'static,
) -> Result<UnitHandle, ApiError> {
    let task_app = app.clone();
    to_the_end(async move {
        let _change = task_app.changes.lock().await;
        let known = task_app.store.unit(&unit).await?.ok_or(ApiError::NotConfigured)?;
        let mut config = known.clone();
        change(&mut config);
        put(&task_app, Some(&known), config).await
    })
    .await
}

/// Removes a unit: configuration and state go, history and log stay.
///
/// # Errors
/// There is none of that name; the database failed.
pub(crate) async fn delete_unit(app: &App, unit: UnitId) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        let _change = app.changes.lock().await;
        if !app.store.delete_unit(&unit).await? {
            return Err(ApiError::NotConfigured);
        }
        app.fleet.remove(&unit).await;
        app.observer.forget(&unit);
        app.observer.rules.forget(&unit).await;
        app.campaigns.forget(&unit);
        if let Some(links) = &app.client_links {
            links.forget(&unit);
        }
        app.recorder.log(&unit, LogLevel::Info, LogCategory::General, "Device deleted");
        // What was on its way to the database may have brought the state back.
        app.recorder.flush().await;
        app.store.delete_status(&unit).await?;
        Ok(())
    })
    .await
}

/// Stores and applies what differs from what is `known`.
async fn put(app: &App, known: Option<&UnitConfig>, config: UnitConfig) -> Result<UnitHandle, ApiError> {
    if known != Some(&config) {
        app.store.put_unit(&config).await?;
        log_change(app, known, &config);
    } else if let Some(unit) = app.fleet.unit(&config.id)
        && *unit.config() == config
    {
        // Nothing to write, nothing to tell the line.
        return Ok(unit);
    }
    let unit = apply(app, config).await;
    if known.is_none() {
        app.observer.rules.regroup(unit.id(), &[]).await;
    }
    if known.is_none_or(|known| !known.tcp_enabled) {
        alert_rules::resume(app, &unit);
    }
    Ok(unit)
}

/// Notes in the unit's log what was changed. Credentials are named, not told.
fn log_change(app: &App, known: Option<&UnitConfig>, config: &UnitConfig) {
    let message = match known {
        None => format!("Device added at {}:{}", config.host, config.tcp_port),
        Some(known) => format!("Configuration changed: {}", differences(known, config).join(", ")),
    };
    app.recorder.log(&config.id, LogLevel::Info, LogCategory::General, message);
}

/// What differs, in the words of the API.
fn differences(old: &UnitConfig, new: &UnitConfig) -> Vec<String> {
    let mut all = Vec::new();
    let mut note = |key: &str, old: String, new: String| {
        if old != new {
            all.push(format!("{key} {old} -> {new}"));
        }
    };
    note("host", old.host.clone(), new.host.clone());
    note("tcp_port", old.tcp_port.to_string(), new.tcp_port.to_string());
    note("ftp_port", old.ftp_port.to_string(), new.ftp_port.to_string());
    let seconds = |config: &UnitConfig| config.poll_interval.as_secs().to_string();
    note("poll_interval_seconds", seconds(old), seconds(new));
    for (key, old, new) in [
        ("tcp_enabled", old.tcp_enabled, new.tcp_enabled),
        ("ftp_enabled", old.ftp_enabled, new.ftp_enabled),
        ("web_enabled", old.web_enabled, new.web_enabled),
        ("poll_enabled", old.poll_enabled, new.poll_enabled),
        ("monitor_enabled", old.monitor_enabled, new.monitor_enabled),
        ("deactivated", old.deactivated, new.deactivated),
    ] {
        note(key, old.to_string(), new.to_string());
    }
    if (&old.ftp_username, &old.ftp_password) != (&new.ftp_username, &new.ftp_password) {
        all.push("FTP credentials".to_owned());
    }
    all
}

/// Tells the running unit its configuration.
pub(crate) async fn apply(app: &App, config: UnitConfig) -> UnitHandle {
    app.board.admit(&config.id);
    app.observer.display.admit(&config.id, config.tcp_enabled && !config.deactivated);
    admit_connection(app, &config);
    let run = app.board.get(&config.id).map(|status| run_view(&status)).unwrap_or_default();
    let is_enabled = config.tcp_enabled;
    let handle = app.fleet.apply(config, run).await;
    if !is_enabled {
        // A unit that is switched on again begins without a feed.
        handle.set_kept_alive(false);
    }
    handle
}

/// Whether events of the unit's connection are wanted.
fn admit_connection(app: &App, config: &UnitConfig) {
    let connections = &app.observer.connections;
    let rest = |reason| {
        connections.dismiss(&config.id, reason);
        app.observer.rules.observe_contact(&config.id, Timestamp::now(), Contact::Rests);
    };
    if !config.tcp_enabled {
        return rest("TCP communication disabled");
    }
    if config.deactivated {
        return rest("Device deactivated");
    }
    let known = app.fleet.unit(&config.id).map(|unit| unit.config());
    let is_same_line =
        known.is_some_and(|known| (&known.host, known.tcp_port) == (&config.host, config.tcp_port));
    connections.admit(&config.id, !is_same_line);
}

/// What is remembered of a unit's measurement.
fn run_view(status: &UnitStatus) -> RunView {
    let word = status.run_state();
    RunView { word, started_at: word.and(status.measurement_start_time) }
}

/// Runs a change on a task of its own: a handler is dropped when its client leaves.
pub(crate) async fn to_the_end<T: Send + 'static>(
    change: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<T, ApiError> {
    match tokio::spawn(change).await {
        Ok(outcome) => outcome,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only the end of the runtime cancels it.
            Err(_) => Err(ApiError::TimedOut),
        },
    }
}

#[cfg(test)]
mod tests;
