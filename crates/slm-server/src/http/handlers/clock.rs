//! A meter's clock.

use axum::Json;
use axum::extract::State;
use nl43_proto::{ClockError, Command, MeterClock};
use slm_api_types::{Clock, ClockSynced, ClockUpdate, Message, Ok as OkWord};

use super::control::act;
use super::word;
use crate::app::App;
use crate::fields::Fields;
use crate::http::line_words::tenths;
use crate::http::problem::ApiError;
use crate::http::request::JsonObject;
use crate::http::responses::{DeviceFailures, DeviceFieldFailures};
use crate::http::unit::{Askable, RawUnit};
use crate::operations::{self, Operator};

/// Reads the meter's clock (`Clock?`), its local time.
#[utoipa::path(
    get,
    path = "/api/nl43/{unit_id}/clock",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = Clock), DeviceFailures),
)]
pub(crate) async fn get_clock(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<Clock>, ApiError> {
    let clock = word(&app, unit, Command::ClockQuery).await?;
    Ok(Json(Clock { status: OkWord::Ok, clock }))
}

/// Sets the meter's clock (`Clock,…`) to the time given.
#[utoipa::path(
    put,
    path = "/api/nl43/{unit_id}/clock",
    tag = "settings",
    params(("unit_id" = String, Path, description = "Name of the unit")),
    request_body = ClockUpdate,
    responses((status = 200, body = Message), DeviceFieldFailures),
)]
pub(crate) async fn put_clock(
    State(app): State<App>,
    name: RawUnit,
    body: JsonObject,
) -> Result<Json<Message>, ApiError> {
    let mut fields = Fields::new("body", &body.0);
    let time = fields.required_parsed("datetime", |text| Ok((clock(text)?, text.to_owned())));
    let (clock, given) = fields.finish_with(time)?;
    let unit = name.askable(&app)?;
    act(&app, unit, Command::Clock(clock), format!("Clock set to {given}")).await
}

/// Sets the meter's clock to the server's time in the site's zone, as it is when the command leaves.
///
/// Reads it before and after (`Clock?`, `Clock,…`, `Clock?`).
#[utoipa::path(
    post,
    path = "/api/nl43/{unit_id}/clock/sync",
    tag = "settings",
    extensions(("x-slmm" = json!(true))),
    params(("unit_id" = String, Path, description = "Name of the unit")),
    responses((status = 200, body = ClockSynced), DeviceFailures),
)]
pub(crate) async fn sync_clock(
    State(app): State<App>,
    Askable(unit): Askable,
) -> Result<Json<ClockSynced>, ApiError> {
    let set = operations::sync_clock(&Operator::new(&app, unit)).await.map_err(ApiError::device)?;
    Ok(Json(ClockSynced {
        status: OkWord::Ok,
        message: format!("Clock set to {}", set.clock),
        clock: set.clock.to_string(),
        zone: app.config.site.zone_name.clone(),
        offset_before_s: set.before.map(|offset| tenths(offset.as_secs_f64())),
        offset_after_s: set.after.map(|offset| tenths(offset.as_secs_f64())),
    }))
}

/// `YYYY/MM/DD hh:mm:ss`; existing clients may write a comma instead of the blank.
fn clock(text: &str) -> Result<MeterClock, String> {
    let spaced = text.replacen(',', " ", 1);
    spaced.parse().map_err(|error: ClockError| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_stands_for_the_blank_and_nothing_else_does() {
        for text in ["2025/12/24 20:34:05", "2025/12/24,20:34:05"] {
            assert_eq!(clock(text).unwrap().to_string(), "2025/12/24 20:34:05");
        }
        for text in [
            "2025/12/24  20:34:05",
            "2025-12-24 20:34:05",
            "2025/12/24 20:34:05\r\nReset",
            "2025/02/30 00:00:00",
        ] {
            assert!(clock(text).is_err(), "{text:?}");
        }
    }
}
