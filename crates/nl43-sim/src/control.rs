//! The control interface: faults and levels over HTTP while the meters run.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::fault::Fault;
use crate::fleet;
use crate::journal::{Breach, ClosedBy, Entry, Event};
use crate::meter::SimMeter;

type Meters = Arc<Vec<SimMeter>>;

const ROUTES: &str = "\
GET    /meters                                       all meters
POST   /meters/{n}/faults   {\"fault\":\"delay=0.5s..3s\"}  lets something go wrong; GET /faults lists what can
DELETE /meters/{n}/faults                            heals everything
POST   /meters/{n}/level    {\"lp\":86.0}              sets the sound level; null returns to the field
GET    /meters/{n}/journal                           what the meter experienced
GET    /faults                                       all faults
";

/// Serves until cancelled.
pub(crate) async fn serve(listener: tokio::net::TcpListener, meters: Meters, cancel: CancellationToken) {
    let router = Router::new()
        .route("/", get(|| async { ROUTES }))
        .route("/faults", get(list_faults))
        .route("/meters", get(list_meters))
        .route("/meters/{n}/faults", post(apply_fault).delete(heal))
        .route("/meters/{n}/level", post(set_level))
        .route("/meters/{n}/journal", get(show_journal))
        .with_state(meters);
    let served = axum::serve(listener, router).with_graceful_shutdown(cancel.cancelled_owned());
    if let Err(error) = served.await {
        tracing::error!(%error, "control interface of the simulated meters ended");
    }
}

/// One meter, as listed.
#[derive(Serialize)]
struct MeterView {
    n: usize,
    addr: String,
    files: Option<String>,
    model: &'static str,
    sound: String,
    seed: u64,
    measuring: bool,
    lp: f64,
    faults: Vec<String>,
    commands: u64,
    connections: u64,
}

impl MeterView {
    fn new(n: usize, meter: &SimMeter) -> Self {
        let totals = meter.journal().totals();
        Self {
            n,
            addr: meter.addr().to_string(),
            files: meter.ftp_addr().map(|addr| addr.to_string()),
            model: meter.config().model.name(),
            sound: meter.config().sound.to_string(),
            seed: meter.config().seed,
            measuring: meter.is_measuring(),
            lp: slm_acoustics::round_tenth(meter.lp()),
            faults: meter.faults().active().iter().map(Fault::to_string).collect(),
            commands: totals.commands,
            connections: totals.connections,
        }
    }
}

#[derive(Deserialize)]
struct FaultRequest {
    fault: String,
}

#[derive(Deserialize)]
struct LevelRequest {
    lp: Option<f64>,
}

/// What went wrong with a request.
enum ControlError {
    NoSuchMeter { number: String, meters: usize },
    Unusable(String),
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::NoSuchMeter { number, meters } => {
                (StatusCode::NOT_FOUND, format!("no meter `{number}`; they are numbered from 1 to {meters}"))
            }
            Self::Unusable(detail) => (StatusCode::UNPROCESSABLE_ENTITY, detail),
        };
        (status, Json(json!({ "detail": detail }))).into_response()
    }
}

impl From<JsonRejection> for ControlError {
    fn from(rejection: JsonRejection) -> Self {
        Self::Unusable(rejection.body_text())
    }
}

async fn list_faults() -> Json<Value> {
    let faults = Fault::CATALOGUE
        .map(|info| json!({ "name": info.name, "example": info.example, "description": info.description, "once": info.once }));
    Json(faults.into())
}

async fn list_meters(State(meters): State<Meters>) -> Json<Vec<MeterView>> {
    Json(meters.iter().zip(1..).map(|(meter, n)| MeterView::new(n, meter)).collect())
}

async fn apply_fault(
    State(meters): State<Meters>,
    Path(n): Path<String>,
    request: Result<Json<FaultRequest>, JsonRejection>,
) -> Result<Json<MeterView>, ControlError> {
    let (n, meter) = find(&meters, n)?;
    let Json(request) = request?;
    let fault: Fault = request.fault.parse().map_err(|error| ControlError::Unusable(format!("{error}")))?;
    meter.faults().apply(&fault);
    Ok(Json(MeterView::new(n, meter)))
}

async fn heal(State(meters): State<Meters>, Path(n): Path<String>) -> Result<Json<MeterView>, ControlError> {
    let (n, meter) = find(&meters, n)?;
    meter.faults().heal();
    Ok(Json(MeterView::new(n, meter)))
}

async fn set_level(
    State(meters): State<Meters>,
    Path(n): Path<String>,
    request: Result<Json<LevelRequest>, JsonRejection>,
) -> Result<Json<MeterView>, ControlError> {
    let (n, meter) = find(&meters, n)?;
    let Json(request) = request?;
    match request.lp {
        Some(level) if !(-20.0..=200.0).contains(&level) => {
            return Err(ControlError::Unusable(format!("lp is a level from -20 to 200 dB, not {level}")));
        }
        Some(level) => meter.set_level(level),
        None => meter.clear_level(),
    }
    Ok(Json(MeterView::new(n, meter)))
}

async fn show_journal(
    State(meters): State<Meters>,
    Path(n): Path<String>,
) -> Result<Json<Value>, ControlError> {
    let (_, meter) = find(&meters, n)?;
    let journal = meter.journal();
    let totals = journal.totals();
    let now = tokio::time::Instant::now().into_std();
    let entries: Vec<Value> = journal.entries().iter().map(|entry| print(entry, now)).collect();
    Ok(Json(json!({
        "totals": {
            "connections": totals.connections,
            "max_connections": totals.max_connections,
            "commands": totals.commands,
            "spacing_violations": totals.spacing_violations,
            "overlaps": totals.overlaps,
            "forgotten": totals.forgotten,
        },
        "entries": entries,
    })))
}

fn find(meters: &[SimMeter], number: String) -> Result<(usize, &SimMeter), ControlError> {
    let found = number.parse().ok().and_then(|n| Some((n, fleet::find(meters, n)?)));
    found.ok_or(ControlError::NoSuchMeter { number, meters: meters.len() })
}

/// One entry; its time is given as its age, for the meter has no calendar of ours.
fn print(entry: &Entry, now: std::time::Instant) -> Value {
    let (event, detail, breach) = match &entry.event {
        Event::Opened { served: true } => ("opened", Value::Null, None),
        Event::Opened { served: false } => ("opened", "ignored, another connection is open".into(), None),
        Event::Closed { by: ClosedBy::Client } => ("closed", "by the client".into(), None),
        Event::Closed { by: ClosedBy::Meter } => ("closed", "by the meter".into(), None),
        Event::Command { line, breach } => ("command", (**line).into(), *breach),
        Event::FileCommand { session, line } => {
            ("file command", format!("client {session}: {line}").into(), None)
        }
        Event::Sub => ("sub", Value::Null, None),
        Event::Fault(fault) => ("fault", (**fault).into(), None),
        Event::Healed => ("healed", Value::Null, None),
    };
    let breach = breach.map(|breach| match breach {
        Breach::TooSoon(after) => format!("only {:.3} s after the previous answer", after.as_secs_f64()),
        Breach::WhileAnswering => "before the previous answer was complete".to_owned(),
        Breach::WhileStreaming => "into a running stream".to_owned(),
    });
    json!({
        "age_s": now.saturating_duration_since(entry.at).as_secs_f64(),
        "connection": entry.connection,
        "event": event,
        "detail": detail,
        "breach": breach,
    })
}
