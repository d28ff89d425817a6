//! Profiles of units in HTTP: reading and showing them.

use nl43_proto::FrequencyWeighting;
use serde_json::{Map, Value};
use slm_api_types::UnitOverview;
use slm_domain::{Position, ProfileDraft, UnitConfig, UnitProfile};

use super::problem::ApiError;
use crate::fields::Fields;

/// The profile that a body gives, as a whole.
///
/// # Errors
/// Every field that cannot be taken.
pub(crate) fn read(body: &Map<String, Value>) -> Result<UnitProfile, ApiError> {
    let mut fields = Fields::new("body", body);
    let draft = ProfileDraft {
        name: fields.text("name"),
        groups: fields.parsed_value("groups", names).unwrap_or_default(),
        latitude: fields.number("latitude"),
        longitude: fields.number("longitude"),
    };
    // What could not be read is missing in the draft, and must not be told a second time for that.
    let is_readable = fields.is_clean();
    let profile = match draft.check() {
        Ok(profile) => Some(profile),
        Err(problems) => {
            for problem in problems.iter().filter(|_| is_readable) {
                fields.refuse(problem.field, &problem.reason);
            }
            None
        }
    };
    Ok(fields.finish_with(profile)?)
}

fn names(value: &Value) -> Result<Vec<String>, String> {
    let names = value.as_array().map(|names| names.iter().map(|name| name.as_str().map(str::to_owned)));
    names.and_then(Iterator::collect::<Option<_>>).ok_or_else(|| "expected a list of names".to_owned())
}

/// A unit as people know it.
pub(crate) fn overview(
    config: &UnitConfig,
    profile: Option<&UnitProfile>,
    weighting: Option<FrequencyWeighting>,
) -> UnitOverview {
    let position = profile.and_then(UnitProfile::position);
    UnitOverview {
        unit_id: config.id.to_string(),
        name: profile.and_then(UnitProfile::name).map(str::to_owned),
        groups: profile.map(|profile| profile.groups().to_vec()).unwrap_or_default(),
        latitude: position.map(Position::latitude),
        longitude: position.map(Position::longitude),
        frequency_weighting: weighting.map(|weighting| weighting.to_string()),
        host: config.host.clone(),
        tcp_port: config.tcp_port,
        tcp_enabled: config.tcp_enabled,
        ftp_enabled: config.ftp_enabled,
        poll_enabled: config.poll_enabled,
        monitor_enabled: config.monitor_enabled,
        deactivated: config.deactivated,
    }
}
