//! What people call a unit: the database first, then those who go by groups.

use slm_domain::{UnitId, UnitProfile};
use slm_store::{LogCategory, LogLevel};

use super::alarm_rules::follow_rules;
use super::configure::to_the_end;
use crate::app::App;
use crate::http::ApiError;

/// Replaces a unit's profile as a whole. The alarm rules have heard of its groups when this returns.
///
/// # Errors
/// There is no such unit; the database failed.
pub(crate) async fn put_profile(app: &App, unit: UnitId, profile: UnitProfile) -> Result<(), ApiError> {
    let app = app.clone();
    to_the_end(async move {
        // In this order everywhere: a rule that is stored may change its unit.
        let _turn = app.observer.rules.turn().await;
        let _change = app.changes.lock().await;
        let known = app.store.profiles().await?.remove(&unit).unwrap_or_default();
        if !app.store.put_profile(&unit, &profile).await? {
            return Err(ApiError::NotConfigured);
        }
        if known.groups() != profile.groups() {
            app.observer.rules.regroup(&unit, profile.groups()).await;
            follow_rules(&app);
        }
        if known != profile {
            if let Some(links) = &app.client_links {
                links.changed();
            }
            app.recorder.log(&unit, LogLevel::Info, LogCategory::General, changed(&profile));
        }
        Ok(())
    })
    .await
}

/// The line in the unit's log.
fn changed(profile: &UnitProfile) -> String {
    let name = profile.name().map_or("no name".to_owned(), |name| format!("name \"{name}\""));
    let groups = match profile.groups() {
        [] => "no groups".to_owned(),
        groups => format!("groups {}", groups.join(", ")),
    };
    let place = profile.position().map_or("no position".to_owned(), |position| {
        format!("position {}, {}", position.latitude(), position.longitude())
    });
    format!("Profile changed: {name}, {groups}, {place}")
}
