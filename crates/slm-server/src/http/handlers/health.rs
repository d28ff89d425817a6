//! Health of the service and of its meters.

use axum::Json;
use axum::extract::State;
use slm_api_types::{DeviceHealth, DevicesHealth, Health, HealthVerdict, Ok as OkWord};
use slm_fleet::UnitHandle;

use crate::app::App;

/// Says that the service runs; waits for nothing.
#[utoipa::path(get, path = "/health", tag = "system", responses((status = 200, body = Health)))]
pub(crate) async fn health() -> Json<Health> {
    Json(Health { status: OkWord::Ok, service: "slmm-nl43-addon".to_owned() })
}

/// Says which meters answer, as their lines know; opens no connection.
#[utoipa::path(get, path = "/health/devices", tag = "system", responses((status = 200, body = DevicesHealth)))]
pub(crate) async fn devices_health(State(app): State<App>) -> Json<DevicesHealth> {
    let units = app.fleet.units();
    let enabled = units.iter().filter(|unit| unit.config().tcp_enabled);
    let devices: Vec<DeviceHealth> = enabled.map(device_health).collect();
    let reachable_devices = devices.iter().filter(|device| device.reachable).count();
    let total_devices = devices.len();
    let status = if reachable_devices == total_devices { HealthVerdict::Ok } else { HealthVerdict::Degraded };
    Json(DevicesHealth { status, devices, total_devices, reachable_devices })
}

fn device_health(unit: &UnitHandle) -> DeviceHealth {
    let config = unit.config();
    let snapshot = unit.snapshot();
    let is_silent = snapshot.reachable == Some(false);
    // An open connection on which the last poll failed is no sign of health.
    let source = if snapshot.connected && !is_silent && snapshot.consecutive_failures == 0 {
        Some("pool")
    } else if snapshot.reachable == Some(true) {
        Some("cached")
    } else {
        None
    };
    let error = match source {
        Some(_) => None,
        None if snapshot.wedged => Some("wedged".to_owned()),
        None => Some(snapshot.last_error.unwrap_or_else(|| "not polled yet".to_owned())),
    };
    DeviceHealth {
        unit_id: unit.id().to_string(),
        host: config.host.clone(),
        port: config.tcp_port,
        reachable: source.is_some(),
        error,
        source: source.map(str::to_owned),
    }
}
