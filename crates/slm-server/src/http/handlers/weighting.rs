//! Frequency and time weighting of a meter's channels.

use axum::Json;
use axum::extract::State;
use nl43_proto::{Command, catalogue};
use slm_api_types::{FrequencyWeighting, Message, Ok as OkWord, TimeWeighting, WeightingUpdate};

use super::control::act;
use super::word;
use crate::app::App;
use crate::fields::Fields;
use crate::http::problem::ApiError;
use crate::http::request::{JsonObject, QueryObject};
use crate::http::responses::DeviceFieldFailures;
use crate::http::unit::RawUnit;

const FREQUENCY: &str = "Frequency Weighting";
const TIME: &str = "Time Weighting";

/// Reads the frequency weighting of a channel (`Frequency Weighting (Main)?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/frequency-weighting",
    tag = "settings",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("channel" = Option<String>, Query, description = "`Main` (default), `Sub1`, `Sub2`, `Sub3`"),
    ),
    responses((status = 200, body = FrequencyWeighting), DeviceFieldFailures),
)]
pub(crate) async fn get_frequency_weighting(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Json<FrequencyWeighting>, ApiError> {
    let (command, channel) = asked(FREQUENCY, &query)?;
    let frequency_weighting = word(&app, name.askable(&app)?, command).await?;
    Ok(Json(FrequencyWeighting { status: OkWord::Ok, frequency_weighting, channel }))
}

/// Sets the frequency weighting of a channel (`Frequency Weighting (Main),A`).
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/frequency-weighting",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = WeightingUpdate,
    responses((status = 200, body = Message), DeviceFieldFailures),
)]
pub(crate) async fn put_frequency_weighting(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Message>, ApiError> {
    let (command, done) = wanted(FREQUENCY, &body)?;
    act(&app, name.askable(&app)?, command, format!("Frequency weighting set to {done}")).await
}

/// Reads the time weighting of a channel (`Time Weighting (Main)?`).
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/time-weighting",
    tag = "settings",
    params(
        ("unit_id" = String, Path, description = "Name of the unit"),
        ("channel" = Option<String>, Query, description = "`Main` (default), `Sub1`, `Sub2`, `Sub3`"),
    ),
    responses((status = 200, body = TimeWeighting), DeviceFieldFailures),
)]
pub(crate) async fn get_time_weighting(
    State(app): State<App>,
    name: RawUnit,
    query: QueryObject,
) -> Result<Json<TimeWeighting>, ApiError> {
    let (command, channel) = asked(TIME, &query)?;
    let time_weighting = word(&app, name.askable(&app)?, command).await?;
    Ok(Json(TimeWeighting { status: OkWord::Ok, time_weighting, channel }))
}

/// Sets the time weighting of a channel (`Time Weighting (Main),F`).
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/time-weighting",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = WeightingUpdate,
    responses((status = 200, body = Message), DeviceFieldFailures),
)]
pub(crate) async fn put_time_weighting(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Message>, ApiError> {
    let (command, done) = wanted(TIME, &body)?;
    act(&app, name.askable(&app)?, command, format!("Time weighting set to {done}")).await
}

/// The question for one channel's weighting, and the channel as given.
fn asked(setting: &str, query: &QueryObject) -> Result<(Command, String), ApiError> {
    let mut fields = Fields::new("query", &query.0);
    let channel = fields.parsed("channel", |text| Channel::of(setting, text));
    fields.finish()?;
    let channel = channel.unwrap_or_else(|| Channel::main(setting));
    let command = Command::query_by_name(&channel.name).map_err(|_| ApiError::UnknownPath)?;
    Ok((command, channel.given))
}

/// The command for one channel's weighting, and `weighting on channel` as given.
fn wanted(setting: &str, body: &JsonObject) -> Result<(Command, String), ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let channel = fields.parsed("channel", |text| Channel::of(setting, text));
    let channel = channel.unwrap_or_else(|| Channel::main(setting));
    let command = fields.required_parsed("weighting", |text| {
        let command = Command::setting_from_text(&channel.name, text).map_err(|error| error.to_string())?;
        Ok((command, format!("{text} on {}", channel.given)))
    });
    Ok(fields.finish_with(command)?)
}

/// A channel that the instruments' list knows for a setting.
struct Channel {
    /// The command's name, such as `Time Weighting (Sub1)`.
    name: String,
    given: String,
}

impl Channel {
    fn main(setting: &str) -> Self {
        Self { name: format!("{setting} (Main)"), given: "Main".to_owned() }
    }

    fn of(setting: &str, given: &str) -> Result<Self, String> {
        let entry = catalogue::find(&format!("{setting} ({given})"));
        let name = entry.ok_or("no such channel: expected Main, Sub1, Sub2 or Sub3")?.name;
        Ok(Self { name: name.to_owned(), given: given.to_owned() })
    }
}
