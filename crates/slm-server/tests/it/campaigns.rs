//! Campaigns on a running service.

use std::time::Duration;

use jiff::Timestamp;
use nl43_sim::SimMeter;
use serde_json::{Value, json};

use crate::cycles::{add, gate, recorder, text};
use crate::support::{Service, next_frame, open_socket};

/// A campaign whose window begins and ends so many seconds from now.
fn window(start: i64, stop: i64, grace_s: u32) -> Value {
    let shown = |seconds: i64| {
        let at = Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
        at.strftime("%H:%M:%S").to_string()
    };
    json!({
        "name": "soon", "zone": "UTC", "start": shown(start), "stop": shown(stop), "grace_s": grace_s,
        "sync_clock": false, "download": false, "toggle_ftp": false,
    })
}

async fn add_campaign(service: &Service, body: Value) {
    let added = service.post("/api/nl43/gate/campaigns", body).await;
    assert_eq!(added["code"], 200, "{added}");
}

/// Waits for so many runs that have ended, and gives them, oldest first.
async fn runs(service: &Service, wanted: usize) -> Vec<Value> {
    for _ in 0..1000 {
        let answer = service.get("/api/nl43/gate/campaigns/1/runs").await;
        let mut runs = answer["body"]["runs"].as_array().cloned().unwrap_or_default();
        if runs.len() >= wanted && runs.iter().all(|run| run["state"] != "running") {
            runs.reverse();
            return runs;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("there never were {wanted} runs");
}

fn told(runs: &[Value]) -> Vec<String> {
    runs.iter().map(|run| format!("{} {}", text(&run["action"]), text(&run["state"]))).collect()
}

async fn log(service: &Service) -> String {
    // The recorder writes behind.
    tokio::time::sleep(Duration::from_millis(1200)).await;
    service.get("/api/nl43/gate/logs").await["body"]["logs"].to_string()
}

#[tokio::test]
async fn a_window_starts_and_stops_its_meter() {
    let (service, meter) = gate(recorder()).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor?events=1").await;
    add_campaign(&service, window(1, 6, 900)).await;
    assert!(meter.journal().wait_for("Measure,Start", 1, Duration::from_secs(10)).await);
    let runs = runs(&service, 2).await;
    assert_eq!(told(&runs), ["start done", "stop done"], "{runs:?}");
    assert!(!meter.is_measuring());
    assert_eq!(meter.journal().count("Measure,Start"), 1);
    let id = text(&runs[0]["operation_id"]);
    let operation = service.get(&format!("/api/nl43/gate/operations/{id}")).await["body"]["data"].clone();
    assert_eq!((&operation["kind"], &operation["state"]), (&json!("start-cycle"), &json!("done")));
    let mut events = Vec::new();
    while events.len() < 4 {
        let frame = next_frame(&mut socket).await.unwrap();
        if frame["event"] == "campaign" {
            events.push(format!("{} {}", text(&frame["action"]), text(&frame["state"])));
        }
    }
    assert_eq!(events, ["start running", "start done", "stop running", "stop done"]);
    assert!(log(&service).await.contains("is done"));
}

#[tokio::test]
async fn what_was_due_while_nobody_was_there_is_missed_or_late() {
    let meter = SimMeter::start(recorder()).await.unwrap();
    let service = Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2")]).await;
    add(&service, &meter).await;
    add_campaign(&service, window(1, 3600, 0)).await;
    let later = window(2, 3600, 900);
    let folder = service.pause().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let service = folder.start().await;
    let missed = runs(&service, 1).await;
    assert_eq!(told(&missed), ["start missed"]);
    assert!(text(&missed[0]["detail"]).contains("grace"), "{missed:?}");
    assert_eq!(meter.journal().count("Measure,Start"), 0);
    assert!(log(&service).await.contains("is missed"));

    // The same with time to spare: run late, and said so.
    service.delete("/api/nl43/gate/campaigns/1").await;
    let mut soon = window(2, 3600, 900);
    soon["name"] = later["name"].clone();
    add_campaign(&service, soon).await;
    let folder = service.pause().await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    let service = folder.start().await;
    assert!(meter.journal().wait_for("Measure,Start", 1, Duration::from_secs(10)).await);
    for _ in 0..500 {
        let answer = service.get("/api/nl43/gate/campaigns/2/runs").await;
        let run = answer["body"]["runs"][0].clone();
        if run["state"] == "done" {
            assert!(text(&run["detail"]).ends_with("s late"), "{run}");
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the late run was never done");
}

#[tokio::test]
async fn in_standby_the_meter_is_left_to_others() {
    let (service, meter) = gate(recorder()).await;
    service.act("/api/nl43/_system/standby").await;
    let before = meter.journal().lines().len();
    add_campaign(&service, window(1, 3600, 900)).await;
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start skipped"]);
    assert_eq!(runs[0]["detail"], "the service is in standby");
    assert_eq!(meter.journal().lines().len(), before);
}

#[tokio::test]
async fn a_cycle_that_fails_is_a_run_that_failed() {
    let (service, meter) = gate(recorder()).await;
    crate::cycles::fault(&meter, "command=Store Name?:3");
    add_campaign(&service, window(1, 3600, 900)).await;
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start failed"]);
    assert!(text(&runs[0]["detail"]).contains("`store_name`"), "{runs:?}");
    let id = text(&runs[0]["operation_id"]);
    meter.faults().heal();
    let answer = service.act(&format!("/api/nl43/gate/operations/{id}/restart")).await;
    assert_eq!(answer["code"], 200, "{answer}");
    assert!(meter.is_measuring());
}

#[tokio::test]
async fn a_campaign_waits_for_an_operators_cycle() {
    let (service, meter) = gate(recorder()).await;
    crate::cycles::fault(&meter, "command=Sleep Mode?:late 3s");
    let id = crate::cycles::begin(&service, "stop-cycle", json!({"download": false})).await;
    add_campaign(&service, window(1, 3600, 900)).await;
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start done"], "{runs:?}");
    let operation = service.get(&format!("/api/nl43/gate/operations/{id}")).await;
    assert_eq!(operation["body"]["data"]["state"], "done");
    assert!(meter.is_measuring());
}
