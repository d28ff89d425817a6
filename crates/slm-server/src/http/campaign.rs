//! Campaigns in HTTP: reading and showing them.

use std::time::Duration;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use slm_api_types::{CampaignDetails, CampaignDue, CampaignRunDetails};
use slm_domain::UnitId;
use slm_domain::campaign::{Campaign, Entry, Schedule, Weekdays};
use slm_domain::cycle::StartOptions;
use slm_store::CampaignRun;

use super::problem::ApiError;
use super::time::{iso_utc, iso_utc_of};
use crate::app::App;
use crate::campaigns::CampaignConflict;
use crate::fields::{Fields, refused};

/// Longest name in characters.
const MAX_NAME: usize = 200;
const USUAL_GRACE_S: i64 = 900;
const MAX_GRACE_S: i64 = 86_400;

/// The number in `{campaign_id}`.
pub(crate) struct CampaignNumber(pub(crate) i64);

impl<S: Send + Sync> FromRequestParts<S> for CampaignNumber {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| ApiError::UnknownPath)?;
        let text = params.iter().find(|(key, _)| *key == "campaign_id").map(|(_, text)| text);
        let object = Map::from_iter([("campaign_id".to_owned(), Value::from(text.unwrap_or_default()))]);
        let mut fields = Fields::new("path", &object);
        let number = fields.required_integer("campaign_id");
        Ok(Self(fields.finish_with(number)?))
    }
}

/// A campaign as a client wants it.
pub(crate) struct Wanted {
    campaign: Campaign,
}

impl Wanted {
    /// The campaign of this unit and number, with everything due before now left behind.
    pub(crate) fn of(self, unit: UnitId, id: i64) -> Campaign {
        Campaign { unit, id, checked: Timestamp::now(), ..self.campaign }
    }
}

/// Reads a campaign.
///
/// # Errors
/// Every field that cannot be taken.
pub(crate) fn read(app: &App, body: &Map<String, Value>) -> Result<Wanted, ApiError> {
    let mut fields = Fields::new("body", body);
    let name = fields.parsed("name", name).unwrap_or_else(|| "Campaign".to_owned());
    let enabled = fields.boolean("enabled").unwrap_or(true);
    let zone = fields.parsed("zone", |text| match app.campaigns.zone(Some(text)) {
        Some(_) => Ok(text.to_owned()),
        None => Err("expected the IANA name of a time zone, such as Europe/Berlin".to_owned()),
    });
    let days = fields.parsed_value("days", days).unwrap_or(Weekdays::ALL);
    let start = fields.required_parsed("start", time);
    let stop = fields.required_parsed("stop", time);
    let from = fields.parsed("valid_from", date);
    let until = fields.parsed("valid_until", |text| {
        let until = date(text)?;
        if from.is_some_and(|from| until < from) { Err("before valid_from".to_owned()) } else { Ok(until) }
    });
    let grace = fields.integer_within("grace_s", &(0..=MAX_GRACE_S)).unwrap_or(USUAL_GRACE_S);
    let sync_clock = fields.boolean("sync_clock").unwrap_or(true);
    let download = fields.boolean("download").unwrap_or(true);
    let toggle_ftp = fields.boolean("toggle_ftp").unwrap_or(true);
    let (start, stop) = fields.finish_with(start.zip(stop))?;
    // Put in place by `of`.
    let unit = UnitId::new("unit").map_err(|_| ApiError::NotConfigured)?;
    let campaign = Campaign {
        id: 0,
        unit,
        name,
        enabled,
        zone,
        schedule: Schedule { days, start, stop, from, until },
        grace: Duration::from_secs(u64::try_from(grace).unwrap_or_default()),
        start: StartOptions { sync_clock },
        download,
        toggle_ftp,
        checked: Timestamp::UNIX_EPOCH,
        owed_stop: None,
    };
    Ok(Wanted { campaign })
}

fn name(text: &str) -> Result<String, String> {
    let fits = (1..=MAX_NAME).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(format!("a name has 1 to {MAX_NAME} characters")) }
}

/// Numbers in a list or separated by commas.
fn days(value: &Value) -> Result<Weekdays, String> {
    let days = match value {
        Value::String(text) => text.parse(),
        Value::Array(numbers) => Weekdays::from_numbers(numbers.iter().map(|day| day.as_i64().unwrap_or(-1))),
        _ => Weekdays::from_numbers([]),
    };
    days.map_err(|error| error.to_string())
}

/// `hh:mm` or `hh:mm:ss`.
fn time(text: &str) -> Result<Time, String> {
    let is_plain = matches!(text.len(), 5 | 8)
        && text
            .bytes()
            .enumerate()
            .all(|(place, byte)| if matches!(place, 2 | 5) { byte == b':' } else { byte.is_ascii_digit() });
    let time = is_plain.then(|| text.parse().ok()).flatten();
    time.ok_or_else(|| "expected a time of day as hh:mm or hh:mm:ss".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    let day = (text.len() == 10).then(|| text.parse().ok()).flatten();
    let day = day.filter(|day: &Date| (1970..=9000).contains(&day.year()));
    day.ok_or_else(|| "expected a day as YYYY-MM-DD".to_owned())
}

/// What a campaign that cannot be had is answered with.
pub(crate) fn conflict(error: CampaignConflict, body: &Map<String, Value>) -> ApiError {
    match error {
        CampaignConflict::Overlaps { .. } => refused(body, "start", &error.to_string()).into(),
        CampaignConflict::NeverDue => refused(body, "valid_until", &error.to_string()).into(),
        CampaignConflict::TooMany => ApiError::Conflict("The unit has as many campaigns as it may"),
        CampaignConflict::Unknown => ApiError::NoCampaign,
        CampaignConflict::NoUnit => ApiError::NotConfigured,
        CampaignConflict::Ended => ApiError::TimedOut,
        CampaignConflict::Store(error) => error.into(),
    }
}

/// A campaign as its routes show it.
pub(crate) fn details(entry: &Entry) -> CampaignDetails {
    let campaign = &entry.campaign;
    let Schedule { days, start, stop, from, until } = &campaign.schedule;
    let zone = entry.zone.clone().unwrap_or(TimeZone::UTC);
    let next = entry.next_due(Timestamp::now()).map(|due| CampaignDue {
        action: due.action.to_string(),
        at: iso_utc(due.at),
        local: due.at.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    });
    CampaignDetails {
        id: campaign.id,
        unit_id: campaign.unit.to_string(),
        name: campaign.name.clone(),
        enabled: entry.active_zone().is_some(),
        reason: unknown_zone(entry),
        zone: campaign.zone.clone(),
        days: days.numbers().collect(),
        start: shown(*start),
        stop: shown(*stop),
        valid_from: from.map(|day| day.to_string()),
        valid_until: until.map(|day| day.to_string()),
        grace_s: campaign.grace.as_secs(),
        sync_clock: campaign.start.sync_clock,
        download: campaign.download,
        toggle_ftp: campaign.toggle_ftp,
        next,
    }
}

/// Why a campaign rests that nobody disabled.
fn unknown_zone(entry: &Entry) -> Option<String> {
    let zone = entry.campaign.zone.as_deref().filter(|_| entry.zone.is_none())?;
    Some(format!("The time zone {zone} is not known to this server; until it is, the campaign rests"))
}

fn shown(time: Time) -> String {
    time.strftime(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}

/// What whoever deletes a campaign within its window is told.
pub(crate) fn left_measuring(end: Timestamp) -> String {
    format!("It was within its window: the meter may measure, and is not stopped at {}", iso_utc(end))
}

/// A run as its route shows it.
pub(crate) fn run_details(run: &CampaignRun) -> CampaignRunDetails {
    CampaignRunDetails {
        action: run.action.to_string(),
        due: iso_utc(run.due),
        state: run.state.to_string(),
        began: iso_utc_of(run.began),
        ended: iso_utc_of(run.ended),
        operation_id: run.operation.clone(),
        detail: run.detail.clone(),
    }
}
