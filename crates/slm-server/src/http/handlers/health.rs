//! Health of the service and of its meters.

use axum::Json;
use axum::extract::State;
use slm_api_types::{DeviceHealth, DevicesHealth, Health, HealthVerdict, Ok as OkWord};
use slm_domain::{UnitConfig, UnitId};
use slm_fleet::{Mode, UnitSnapshot};

use crate::app::App;

/// Says that the service runs; waits for nothing.
#[utoipa::path(get, path = "/health", tag = "system", responses((status = 200, body = Health)))]
pub(crate) async fn health() -> Json<Health> {
    Json(Health { status: OkWord::Ok, service: "slmm-nl43-addon".to_owned() })
}

/// Says which meters answer, as their lines know; opens no connection.
///
/// Meters that rest or were never asked are not reachable, and no failures either.
#[utoipa::path(get, path = "/health/devices", tag = "system", responses((status = 200, body = DevicesHealth)))]
pub(crate) async fn devices_health(State(app): State<App>) -> Json<DevicesHealth> {
    let units = app.fleet.units();
    let enabled = units.iter().filter(|unit| unit.config().tcp_enabled);
    let devices: Vec<DeviceHealth> =
        enabled.map(|unit| device_health(unit.id(), &unit.config(), unit.snapshot())).collect();
    let reachable_devices = devices.iter().filter(|device| device.reachable).count();
    let has_failures = devices.iter().any(|device| device.error.is_some());
    let status = if has_failures { HealthVerdict::Degraded } else { HealthVerdict::Ok };
    Json(DevicesHealth { status, total_devices: devices.len(), devices, reachable_devices })
}

fn device_health(unit: &UnitId, config: &UnitConfig, snapshot: UnitSnapshot) -> DeviceHealth {
    let source = source(&snapshot);
    let error = if source.is_some() { None } else { failure(&snapshot) };
    DeviceHealth {
        unit_id: unit.to_string(),
        host: config.host.clone(),
        port: config.tcp_port,
        reachable: source.is_some(),
        error: error.map(str::to_owned),
        reason: error.and(snapshot.last_error),
        source: source.map(str::to_owned),
    }
}

/// How it is known that a meter answers.
fn source(snapshot: &UnitSnapshot) -> Option<&'static str> {
    // An open connection on which the last poll failed is no sign of health.
    if snapshot.connected && snapshot.reachable != Some(false) && snapshot.consecutive_failures == 0 {
        Some("pool")
    } else if snapshot.reachable == Some(true) && snapshot.mode != Mode::Resting {
        Some("cached")
    } else {
        None
    }
}

/// The name of what keeps a meter that is asked from answering.
fn failure(snapshot: &UnitSnapshot) -> Option<&'static str> {
    if snapshot.mode == Mode::Resting {
        None
    } else if snapshot.wedged {
        Some("wedged")
    } else {
        snapshot.last_error_name.or_else(|| (snapshot.reachable == Some(false)).then_some("unreachable"))
    }
}
