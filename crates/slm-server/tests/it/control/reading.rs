//! Results, and all main settings at once.

use std::time::Duration;

use nl43_sim::MeterConfig;
use nl43_sim::Model;
use serde_json::{Value, json};

use super::{brisk, expect_lines, gate};

const QUESTIONS: [&str; 11] = [
    "Measure?",
    "Frequency Weighting (Main)?",
    "Time Weighting (Main)?",
    "Measurement Time Preset Manual?",
    "Leq Calculation Interval Preset?",
    "Lp Store Interval?",
    "Store Name?",
    "Battery Level?",
    "Clock?",
    "Sleep Mode?",
    "FTP?",
];

#[tokio::test]
async fn settings_are_asked_in_their_order() {
    let (service, meter) = gate(brisk()).await;
    let settings = service.get("/api/nl43/gate/settings").await["body"].clone();
    assert_eq!(settings["unit_id"], "gate");
    assert_eq!(settings["settings"]["measurement_state"], "Stop");
    assert_eq!(settings["settings"]["index_number"], "0001");
    assert_eq!(settings["settings"].as_object().unwrap().len(), 11);
    expect_lines(&meter, &QUESTIONS);
    let all = service.get("/api/nl43/gate/settings/all").await["body"].clone();
    assert_eq!(all.get("unit_id"), None);
    expect_lines(&meter, &[QUESTIONS, QUESTIONS].concat());
}

#[tokio::test]
async fn a_value_the_meter_refuses_says_so_and_the_rest_is_asked() {
    // Weightings are of the extended option, FTP of the newer generation.
    let (service, meter) = gate(MeterConfig { model: Model::Nl42, ..brisk() }).await;
    let settings = service.get("/api/nl43/gate/settings").await["body"]["settings"].clone();
    let told = settings["ftp_status"].as_str().unwrap();
    assert!(told.starts_with("Error: Command error"), "{settings}");
    assert_eq!(settings["battery_level"], "Full");
    expect_lines(&meter, &QUESTIONS);
}

#[tokio::test]
async fn a_meter_that_falls_silent_is_not_asked_to_the_end() {
    let (service, meter) = gate(brisk()).await;
    let asking = tokio::spawn({
        let url = service.url("/api/nl43/gate/settings");
        let client = service.client.clone();
        async move { client.get(url).send().await.unwrap().json::<Value>().await.unwrap() }
    });
    assert!(meter.journal().wait_for("Time Weighting (Main)?", 1, Duration::from_secs(8)).await);
    meter.faults().hold_replies();
    let settings = asking.await.unwrap()["settings"].clone();
    assert_eq!(settings["frequency_weighting"], "A");
    assert!(settings["ftp_status"].as_str().unwrap().starts_with("Error: no answer"), "{settings}");
    assert_eq!(meter.journal().count("FTP?"), 0);
}

#[tokio::test]
async fn results_are_told_whole_and_taken_apart() {
    let config = brisk().measuring().setting("Display Sub Channel 1", "On");
    let (service, meter) = gate(config).await;
    service.act("/api/nl43/gate/stop").await;
    let results = service.get("/api/nl43/gate/results").await["body"]["data"].clone();
    assert_eq!(results["device_key"], meter.addr().to_string());
    assert_eq!(results["raw_data"].as_str().unwrap().split(',').count(), 64);
    assert_eq!(results["layout"], "nl43");
    assert_eq!(results["main"]["lp"], Value::Null);
    assert_eq!(results["main"]["leq"], json!(60.0));
    assert_eq!(results["main"]["lpeak"], json!(72.0));
    assert_eq!(results["main"]["over"], json!(false));
    assert_eq!(results["sub1"]["leq"].as_f64().map(f64::round), Some(60.0));
    assert_eq!(results["sub2"]["leq"], Value::Null);
    assert_eq!(results["sub2"]["over"], Value::Null);
    expect_lines(&meter, &["Measure,Stop", "DOD?", "Measure?", "DLC?"]);
    let status = service.get("/api/nl43/gate/status").await["body"]["data"].clone();
    assert_ne!(status["raw_payload"], results["raw_data"], "nothing is stored");
}

#[tokio::test]
async fn what_operators_do_is_in_the_units_log() {
    let (service, meter) = gate(brisk()).await;
    service.act("/api/nl43/gate/sleep").await;
    service.act("/api/nl43/gate/reset").await;
    service.act("/api/nl43/gate/clock/sync").await;
    let logged = service.get("/api/nl43/gate/logs?category=COMMAND").await["body"]["logs"].clone();
    let told: Vec<_> =
        logged.as_array().unwrap().iter().map(|entry| entry["message"].as_str().unwrap()).collect();
    assert_eq!(told.len(), 3, "{logged}");
    assert!(told[0].starts_with("`Clock,20") && told[0].ends_with("accepted"), "{logged}");
    assert!(told[1].starts_with("`Reset` failed: Command error"), "{logged}");
    assert_eq!(told[2], "`Sleep Mode,On` accepted");
    assert_eq!(logged[1]["level"], "WARNING");
    drop(meter);
}
