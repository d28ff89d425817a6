//! A setting whose answer is lost is never sent twice.

use nl43_sim::Fault;
use serde_json::json;

use super::{brisk, gate};

fn fault(text: &str) -> Fault {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_setting_without_an_answer_is_told_as_such() {
    let (service, meter) = gate(brisk()).await;
    meter.faults().apply(&fault("command=Manual Store:unanswered"));
    let silent = service.act("/api/nl43/gate/store").await;
    assert_eq!(silent["code"], 504);
    assert_eq!(silent["body"]["detail"], "Device communication timeout");
    assert_eq!(meter.journal().count("Manual Store,Start"), 1);
    meter.faults().apply(&fault("command=Pause:unanswered"));
    let silent = service.act("/api/nl43/gate/pause").await;
    assert_eq!(silent["code"], 504);
    assert!(silent["body"]["detail"].as_str().unwrap().contains("Pause,On"), "{silent}");
    assert_eq!(meter.journal().count("Pause,On"), 1);
}

#[tokio::test]
async fn a_setting_whose_connection_broke_is_read_back() {
    let (service, meter) = gate(brisk()).await;
    service.get("/api/nl43/gate/battery").await;
    meter.faults().apply(&fault("drop-link=3"));
    let set = service.put("/api/nl43/gate/frequency-weighting", json!({"weighting": "Z"})).await;
    assert_eq!(set["code"], 200, "{set}");
    let lines = meter.journal().lines();
    let lines: Vec<&str> = lines.iter().skip(2).map(|line| &**line).collect();
    assert_eq!(lines, ["Frequency Weighting (Main),Z", "Frequency Weighting (Main)?"]);
}

#[tokio::test]
async fn a_clock_whose_connection_broke_is_read_back_too() {
    let (service, meter) = gate(brisk()).await;
    service.get("/api/nl43/gate/clock").await;
    meter.faults().apply(&fault("command=Clock,:lost"));
    let synced = service.act("/api/nl43/gate/clock/sync").await;
    assert_eq!(synced["code"], 504, "{synced}");
    let sent = meter.journal().lines().iter().filter(|line| line.starts_with("Clock,")).count();
    assert_eq!(sent, 1);
}
