//! Start and stop cycles: what they put on the line, how each step fails, and how they go on.

mod files;
mod progress;
mod restart;
mod start;
mod stop;

use std::time::Duration;

use nl43_sim::{MeterConfig, SimMeter};
use serde_json::{Value, json};

use crate::control::brisk;
use crate::support::{Service, answer};

/// A brisk meter that stores by itself, as in the field.
pub(crate) fn recorder() -> MeterConfig {
    MeterConfig { ftp_listen: Some(([127, 0, 0, 1], 0).into()), ..brisk().setting("Store Mode", "Auto") }
}

/// The meter as unit `gate`, with its files, of a service that does not poll it on its own.
pub(crate) async fn gate(config: MeterConfig) -> (Service, SimMeter) {
    let meter = SimMeter::start(config).await.unwrap();
    let service = Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2")]).await;
    add(&service, &meter).await;
    (service, meter)
}

pub(crate) async fn add(service: &Service, meter: &SimMeter) {
    let body = json!({
        "unit_id": "gate",
        "host": meter.addr().ip().to_string(),
        "tcp_port": meter.addr().port(),
        "ftp_enabled": true,
        "ftp_port": meter.ftp_addr().map_or(1, |address| address.port()),
        "poll_enabled": false,
    });
    assert_eq!(service.post("/api/nl43/roster", body).await["code"], 200);
}

pub(crate) fn fault(meter: &SimMeter, text: &str) {
    meter.faults().apply(&text.parse().unwrap());
}

/// The lines that reached the meter so far.
pub(crate) fn lines(meter: &SimMeter) -> Vec<String> {
    meter.journal().lines().iter().map(ToString::to_string).collect()
}

/// States of an operation's steps, as `name: state`.
pub(crate) fn steps(operation: &Value) -> Vec<String> {
    let steps = operation["steps"].as_array().unwrap();
    steps.iter().map(|step| format!("{}: {}", text(&step["name"]), text(&step["state"]))).collect()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// The operation an answer names.
pub(crate) async fn operation(service: &Service, answer: &Value) -> Value {
    let id = text(&answer["body"]["operation_id"]).to_owned();
    let shown = service.get(&format!("/api/nl43/gate/operations/{id}")).await;
    assert_eq!(shown["code"], 200, "{shown}");
    shown["body"]["data"].clone()
}

pub(crate) async fn restart(service: &Service, operation: &Value) -> Value {
    let id = text(&operation["operation_id"]);
    service.act(&format!("/api/nl43/gate/operations/{id}/restart")).await
}

/// Begins a call in the background and gives its operation's name.
pub(crate) async fn begin(service: &Service, action: &str, body: Value) -> String {
    let path = format!("/api/nl43/gate/{action}?background=true");
    let response = service.client.post(service.url(&path)).json(&body).send().await.unwrap();
    let header = response.headers()["x-operation-id"].to_str().unwrap().to_owned();
    let begun = answer(response).await;
    assert_eq!(begun["code"], 202, "{begun}");
    assert_eq!(begun["body"]["operation_id"], header.as_str());
    header
}

/// Waits until an operation is as wished.
pub(crate) async fn wait_for(service: &Service, id: &str, wished: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..4000 {
        let shown = service.get(&format!("/api/nl43/gate/operations/{id}")).await["body"]["data"].clone();
        if wished(&shown) {
            return shown;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("operation {id} never came to be as wished");
}

/// Waits until the meter has heard a line so many times in all.
pub(crate) async fn heard(meter: &SimMeter, line: &str, times: usize) {
    assert!(meter.journal().wait_for(line, times, Duration::from_mins(1)).await, "`{line}` never came");
}

pub(crate) fn has_ended(operation: &Value) -> bool {
    operation["state"] != "running"
}
