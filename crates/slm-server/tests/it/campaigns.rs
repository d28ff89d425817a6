//! Campaigns on a running service.

use std::num::NonZeroU64;
use std::time::Duration;

use jiff::Timestamp;
use nl43_sim::{FilesConfig, SimMeter};
use serde_json::{Value, json};

use crate::cycles::{add, begin, fault, gate, has_ended, heard, recorder, text, wait_for};
use crate::files::eventually;
use crate::support::{Service, next_frame, open_socket};

/// Long enough from now that the campaign is taken in before its window begins, on a busy machine, too.
const SOON_S: i64 = 4;

/// A campaign whose window begins soon, and ends so many seconds later.
fn window(seconds: i64, grace_s: u32) -> Value {
    let shown = |seconds: i64| {
        let at = Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
        at.strftime("%H:%M:%S").to_string()
    };
    json!({
        "name": "soon", "zone": "UTC", "start": shown(SOON_S), "stop": shown(SOON_S + seconds), "grace_s": grace_s,
        "sync_clock": false, "download": false, "toggle_ftp": false,
    })
}

/// Adds a campaign, and gives the moment its window begins.
async fn add_campaign(service: &Service, body: Value) -> Timestamp {
    let added = service.post("/api/nl43/gate/campaigns", body).await;
    assert_eq!(added["code"], 200, "{added}");
    let next = &added["body"]["data"]["next"];
    let begin: Timestamp = text(&next["local"]).parse().unwrap();
    let is_soon = begin < Timestamp::now() + jiff::SignedDuration::from_secs(SOON_S + 1);
    assert!(is_soon && next["action"] == "start", "added too late for its window: {added}");
    begin
}

/// Waits for so many runs that have ended, and gives them, oldest first.
async fn runs(service: &Service, wanted: usize) -> Vec<Value> {
    runs_of(service, 1, wanted).await
}

async fn runs_of(service: &Service, campaign: i64, wanted: usize) -> Vec<Value> {
    let mut runs = Vec::new();
    eventually(&format!("{wanted} runs that have ended"), async || {
        let answer = service.get(&format!("/api/nl43/gate/campaigns/{campaign}/runs")).await;
        runs = answer["body"]["runs"].as_array().cloned().unwrap_or_default();
        runs.len() >= wanted && runs.iter().all(|run| run["state"] != "running")
    })
    .await;
    runs.reverse();
    runs
}

fn told(runs: &[Value]) -> Vec<String> {
    runs.iter().map(|run| format!("{} {}", text(&run["action"]), text(&run["state"]))).collect()
}

/// Waits for words in the unit's log: the recorder writes behind.
async fn logged(service: &Service, words: &str) {
    eventually(words, async || {
        service.get("/api/nl43/gate/logs").await["body"]["logs"].to_string().contains(words)
    })
    .await;
}

/// Waits until so many seconds after a moment.
async fn until_after(moment: Timestamp, seconds: i64) {
    let wait = (moment + jiff::SignedDuration::from_secs(seconds)).duration_since(Timestamp::now());
    tokio::time::sleep(Duration::try_from(wait).unwrap_or_default()).await;
}

#[tokio::test]
async fn a_window_starts_and_stops_its_meter() {
    let (service, meter) = gate(recorder()).await;
    let mut socket = open_socket(&service, "/api/nl43/gate/monitor?events=1").await;
    add_campaign(&service, window(5, 900)).await;
    heard(&meter, "Measure,Start", 1).await;
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
    logged(&service, "is done").await;
}

#[tokio::test]
async fn what_was_due_while_nobody_was_there_is_missed_or_late() {
    let meter = SimMeter::start(recorder()).await.unwrap();
    let service = Service::start_with(&[("SLMM_COMMAND_PAUSE_S", "0.2")]).await;
    add(&service, &meter).await;
    let due = add_campaign(&service, window(3600, 0)).await;
    let folder = service.pause().await;
    until_after(due, 1).await;
    let service = folder.start().await;
    let missed = runs(&service, 1).await;
    assert_eq!(told(&missed), ["start missed"]);
    assert!(text(&missed[0]["detail"]).contains("grace"), "{missed:?}");
    assert_eq!(meter.journal().count("Measure,Start"), 0);
    logged(&service, "is missed").await;

    // The same with time to spare: run late, and said so.
    service.delete("/api/nl43/gate/campaigns/1").await;
    let due = add_campaign(&service, window(3600, 900)).await;
    let folder = service.pause().await;
    until_after(due, 6).await;
    let service = folder.start().await;
    let late = runs_of(&service, 2, 1).await;
    assert_eq!(told(&late), ["start done"], "{late:?}");
    assert!(text(&late[0]["detail"]).ends_with("s late"), "{late:?}");
}

#[tokio::test]
async fn in_standby_the_meter_is_left_to_others() {
    let (service, meter) = gate(recorder()).await;
    service.act("/api/nl43/_system/standby").await;
    let before = meter.journal().lines().len();
    add_campaign(&service, window(3600, 900)).await;
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start skipped"]);
    assert_eq!(runs[0]["detail"], "the service is in standby");
    assert_eq!(meter.journal().lines().len(), before);
}

#[tokio::test]
async fn a_cycle_that_fails_is_a_run_that_failed() {
    let (service, meter) = gate(recorder()).await;
    fault(&meter, "command=Store Name?:3");
    add_campaign(&service, window(3600, 900)).await;
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
    // Asked again and again until it is healed.
    fault(&meter, "command=FTP?:4");
    let id = begin(&service, "stop-cycle", json!({"download": false})).await;
    heard(&meter, "FTP?", 1).await;
    let due = add_campaign(&service, window(3600, 900)).await;
    until_after(due, 1).await;
    eventually("the run waits", async || {
        let answer = service.get("/api/nl43/gate/campaigns/1/runs").await;
        let run = &answer["body"]["runs"][0];
        run["state"] == "running" && run["operation_id"].is_null()
    })
    .await;
    assert_eq!(meter.journal().count("Measure,Start"), 0);
    meter.faults().heal();
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start done"], "{runs:?}");
    assert_eq!(wait_for(&service, &id, has_ended).await["state"], "done");
    assert!(meter.is_measuring());
}

/// A campaign's body with another switch.
fn with(mut body: Value, key: &str, value: Value) -> Value {
    body[key] = value;
    body
}

/// Holds up what is due by an operator's cycle that goes on until the meter is healed.
async fn busy(service: &Service, meter: &SimMeter) {
    fault(meter, "command=FTP?:4");
    begin(service, "stop-cycle", json!({"download": false})).await;
    heard(meter, "FTP?", 1).await;
}

async fn is_waiting(service: &Service) {
    eventually("the run waits", async || {
        let answer = service.get("/api/nl43/gate/campaigns/1/runs").await;
        let run = &answer["body"]["runs"][0];
        run["state"] == "running" && run["operation_id"].is_null() && run["began"].is_null()
    })
    .await;
}

#[tokio::test]
async fn touching_windows_do_not_wait_for_files() {
    let files = FilesConfig { bytes_per_second: NonZeroU64::new(20_000), ..FilesConfig::default() };
    let (service, meter) = gate(nl43_sim::MeterConfig { files, ..recorder() }).await;
    let first = with(window(5, 900), "download", json!(true));
    let then = with(with(window(3600, 900), "start", first["stop"].clone()), "name", json!("then"));
    add_campaign(&service, first).await;
    assert_eq!(service.post("/api/nl43/gate/campaigns", then).await["code"], 200);
    heard(&meter, "Measure,Start", 1).await;
    meter.card().put_sized("/NL-43/Auto_0002/long.wav", 600_000).unwrap();
    heard(&meter, "Measure,Start", 2).await;
    let next = runs_of(&service, 2, 1).await;
    assert_eq!(told(&next), ["start done"], "{next:?}");
    let before = service.get("/api/nl43/gate/campaigns/1/runs").await["body"]["runs"][0].clone();
    assert_eq!((&before["action"], &before["state"]), (&json!("stop"), &json!("running")), "its files come");
    assert!(text(&next[0]["began"]) >= text(&before["began"]), "when it began, not when it was due");
}

#[tokio::test]
async fn a_start_that_waited_in_vain_is_not_made() {
    let (service, meter) = gate(recorder()).await;
    busy(&service, &meter).await;
    let body = window(3600, 900);
    add_campaign(&service, body.clone()).await;
    is_waiting(&service).await;
    let off = service.put("/api/nl43/gate/campaigns/1", with(body, "enabled", json!(false))).await;
    assert_eq!(off["code"], 200, "{off}");
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start skipped"]);
    assert!(text(&runs[0]["detail"]).contains("disabled"), "{runs:?}");
    meter.faults().heal();
    assert_eq!(meter.journal().count("Measure,Start"), 0);
}

#[tokio::test]
async fn a_run_that_began_late_says_so() {
    let (service, meter) = gate(recorder()).await;
    busy(&service, &meter).await;
    let due = add_campaign(&service, window(3600, 900)).await;
    until_after(due, 6).await;
    meter.faults().heal();
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start done"]);
    assert!(text(&runs[0]["detail"]).ends_with("s late"), "{runs:?}");
}

#[tokio::test]
async fn what_a_disabled_campaign_has_begun_is_stopped() {
    let (service, meter) = gate(recorder()).await;
    let body = window(12, 900);
    add_campaign(&service, body.clone()).await;
    eventually("it has begun", async || runs_begun(&service).await).await;
    let off = service.put("/api/nl43/gate/campaigns/1", with(body, "enabled", json!(false))).await;
    let shown = &off["body"]["data"];
    assert_eq!((&shown["enabled"], &shown["next"]["action"]), (&json!(false), &json!("stop")), "{off}");
    logged(&service, "changed within its window").await;
    let runs = runs(&service, 2).await;
    assert_eq!(told(&runs), ["start done", "stop done"]);
    assert!(!meter.is_measuring());
    let shown = service.get("/api/nl43/gate/campaigns/1").await;
    assert_eq!(shown["body"]["data"]["next"], Value::Null, "{shown}");
}

async fn runs_begun(service: &Service) -> bool {
    let answer = service.get("/api/nl43/gate/campaigns/1/runs").await;
    answer["body"]["runs"][0]["state"] == "done"
}

#[tokio::test]
async fn whoever_deletes_a_campaign_within_its_window_is_told() {
    let (service, meter) = gate(recorder()).await;
    add_campaign(&service, window(3600, 900)).await;
    eventually("it has begun", async || runs_begun(&service).await).await;
    let deleted = service.delete("/api/nl43/gate/campaigns/1").await;
    assert!(text(&deleted["body"]["note"]).contains("is not stopped at"), "{deleted}");
    logged(&service, "was deleted within its window").await;
    assert!(meter.is_measuring());
}

#[tokio::test]
async fn a_campaign_whose_zone_is_unknown_here_is_shown_and_mended() {
    let service = Service::start().await;
    service.add_disabled_unit("gate").await;
    add_campaign(&service, window(3600, 900)).await;
    let paused = service.pause().await;
    paused.run("UPDATE slm_campaign SET zone = 'Mars/Olympus'").await;
    let service = paused.start().await;
    let shown = service.get("/api/nl43/gate/campaigns/1").await["body"]["data"].clone();
    assert_eq!((&shown["enabled"], &shown["zone"]), (&json!(false), &json!("Mars/Olympus")), "{shown}");
    assert_eq!(shown["next"], Value::Null);
    assert!(text(&shown["reason"]).contains("Mars/Olympus"), "{shown}");
    let mended = service.put("/api/nl43/gate/campaigns/1", window(3600, 900)).await["body"]["data"].clone();
    assert_eq!((&mended["enabled"], mended.get("reason")), (&json!(true), None), "{mended}");
    assert_eq!(mended["next"]["action"], "start");
    assert_eq!(service.delete("/api/nl43/gate/campaigns/1").await["code"], 200);
}

/// As after a power cut: the row says that it runs, and nobody runs it.
#[tokio::test]
async fn a_start_that_the_service_did_not_survive_is_told() {
    let (service, meter) = gate(recorder()).await;
    add_campaign(&service, window(3600, 900)).await;
    let runs = runs(&service, 1).await;
    assert_eq!(told(&runs), ["start done"]);
    let paused = service.pause().await;
    paused.run("UPDATE slm_campaign_run SET state = 'running', ended_us = NULL").await;
    let service = paused.start().await;
    let answer = service.get("/api/nl43/gate/campaigns/1/runs").await;
    assert_eq!(answer["body"]["runs"][0]["state"], "interrupted", "{answer}");
    logged(&service, "is interrupted").await;
    assert_eq!(meter.journal().count("Measure,Start"), 1, "not by itself");
}
