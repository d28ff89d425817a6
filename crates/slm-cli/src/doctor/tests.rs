//! The whole examination on simulated meters.

use std::{net::SocketAddr, time::Duration};

use jiff::tz::TimeZone;
use nl43_client::Endpoint;
use nl43_client::doctor::Finding;
use nl43_sim::{Fault, MeterConfig, Model, SimMeter};

use super::*;

/// The pauses of a real examination would take half a minute.
const QUICK: ExchangeTiming = ExchangeTiming {
    command_gap: Duration::from_millis(1),
    reply_timeout: Duration::from_millis(300),
    taint_quiet: Duration::from_millis(100),
    drain_quiet: Duration::from_millis(50),
    drd_silence: Duration::from_secs(1),
};

async fn examined_at(address: SocketAddr) -> Report {
    let endpoint = Endpoint::tcp(address.ip().to_string(), address.port());
    let context = Context { zone: TimeZone::UTC };
    let examination = examine(&endpoint, &LinkOptions::default(), QUICK, Depth::Whole, |_, _, _| {}).await;
    Report::new(&endpoint, examination, &context)
}

async fn examined(config: MeterConfig, fault: Option<&str>) -> Report {
    let meter = SimMeter::start(config).await.unwrap();
    if let Some(fault) = fault {
        meter.faults().apply(&fault.parse::<Fault>().unwrap());
    }
    let report = examined_at(meter.addr()).await;
    assert!(meter.journal().totals().max_connections <= 1, "one connection at a time");
    meter.stop().await;
    report
}

fn marks(report: &Report) -> String {
    let mark = |finding: &Finding| format!("{} {}", report::mark(finding.verdict), finding.check);
    report.findings.iter().map(mark).collect::<Vec<_>>().join("\n")
}

fn find<'a>(report: &'a Report, check: &str) -> &'a Finding {
    report.findings.iter().find(|finding| finding.check == check).unwrap()
}

#[tokio::test]
async fn a_healthy_meter_passes() {
    let report = examined(MeterConfig::immediate().measuring(), None).await;
    assert_eq!(verdict(&report), Exit::Done, "{}", report.text());
    insta::assert_snapshot!(marks(&report));
    let json: serde_json::Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(json["answers"]["Type"]["text"], "NL-43");
    assert_eq!(json["findings"].as_array().unwrap().len(), report.findings.len());
    assert!(json["turnaround"]["median_ms"].is_number());
}

#[tokio::test]
async fn what_is_wrong_is_found() {
    let config = MeterConfig {
        battery: "Low".to_owned(),
        sd_free_mb: 100,
        clock_offset_s: -3600,
        ..MeterConfig::immediate().setting("Sleep Mode", "On")
    };
    let report = examined(config, None).await;
    assert_eq!(verdict(&report), Exit::Failed);
    let verdict_of = |check| find(&report, check).verdict;
    assert_eq!(verdict_of("Battery"), Verdict::Warning);
    assert_eq!(verdict_of("SD card"), Verdict::Problem);
    assert_eq!(verdict_of("Clock"), Verdict::Problem);
    assert_eq!(verdict_of("Sleep mode"), Verdict::Problem);
    assert!(report.text().contains("time zone"), "{}", report.text());
}

#[tokio::test]
async fn the_previous_generation_is_understood() {
    let report = examined(MeterConfig { model: Model::Nl42, ..MeterConfig::immediate() }, None).await;
    assert!(find(&report, "Identity").found.contains("previous generation"), "{}", report.text());
    assert!(find(&report, "Displayed values").found.contains("14 fields (NL-42/NL-52)"), "{}", report.text());
}

#[tokio::test]
async fn a_refused_connection_is_explained() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let report = examined_at(closed).await;
    assert_eq!(verdict(&report), Exit::Unreachable);
    assert!(report.findings[0].found.starts_with("refused"), "{}", report.text());
}

#[tokio::test]
async fn a_mute_line_is_explained() {
    let report = examined(MeterConfig::immediate(), Some("black-hole")).await;
    assert_eq!(verdict(&report), Exit::Unreachable);
    assert!(report.text().contains("nothing is answered"), "{}", report.text());
}

#[tokio::test]
async fn a_line_held_by_another_program_is_explained() {
    let meter = SimMeter::start(MeterConfig::immediate()).await.unwrap();
    let holder = tokio::net::TcpStream::connect(meter.addr()).await.unwrap();
    let report = examined_at(meter.addr()).await;
    assert_eq!(verdict(&report), Exit::Unreachable);
    let advice = report.findings[0].advice.as_deref().unwrap();
    assert!(advice.contains("another program holds it"), "{advice}");
    drop(holder);
    meter.stop().await;
}

#[tokio::test]
async fn a_link_that_breaks_off_leaves_what_was_learned() {
    let report = examined(MeterConfig::immediate(), Some("drop-link=60")).await;
    assert_eq!(verdict(&report), Exit::Failed);
    assert_eq!(find(&report, "Identity").verdict, Verdict::Ok, "{}", report.text());
    assert_eq!(find(&report, "Turnaround").verdict, Verdict::Problem, "{}", report.text());
}
